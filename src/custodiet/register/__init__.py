"""The room `register`."""
