"""Field Screening: offline-first trafficking screening, referral and hand-over."""

__version__ = "0.1.0"
