"""The printable referral, consent record and information card, as PDF."""
