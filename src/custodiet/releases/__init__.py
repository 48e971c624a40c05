"""The room `releases`."""
