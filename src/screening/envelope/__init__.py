"""Containers without meaning: age v1 files, strict zip, ASiC-E with XAdES signatures."""
