"""The bytes of a referral packet and of a receipt: seal, unseal in numbered steps."""
