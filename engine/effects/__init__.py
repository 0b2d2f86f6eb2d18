"""One file per effect: its options, its ladder, its memory and its function. Knows no chat and no other effect."""
