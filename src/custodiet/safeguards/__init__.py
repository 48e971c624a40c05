"""The room `safeguards`."""
