"""What each kind of page shows: one file per kind, each from the store to a frozen page that any language can tell."""
