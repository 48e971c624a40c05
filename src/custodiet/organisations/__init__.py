"""The room `organisations`."""
