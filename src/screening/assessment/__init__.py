"""What the answers point to: published indicator lists, dimension rule, outcome ladder, reasons. Pure."""
