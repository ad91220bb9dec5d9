"""One file for each screen. A page receives plain records, and says by signals what a person did."""
