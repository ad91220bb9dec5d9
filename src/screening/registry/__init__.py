"""The supervisor's steps: take in, verify, review, answer with a receipt, count."""
