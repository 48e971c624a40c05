"""The room `classification`."""
