"""Ways out and in: one protocol, one file for each way. Import the modules; nothing heavy is loaded here."""
