"""The command line: the second client of the same core."""
