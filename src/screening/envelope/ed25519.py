"""Ed25519 signatures made by others, for forms that take only what is signed."""

from __future__ import annotations


def verifies(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature (64 bytes) over the message was made with this public key (32 bytes)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
