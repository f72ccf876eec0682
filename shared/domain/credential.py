"""Secrets of sessions, tokens and links: what is stored of them."""

import hashlib


def digest_of(secret: str) -> str:
    """SHA-256 in hexadecimal: enough for a secret of 256 random bits, which nobody guesses from it."""
    return hashlib.sha256(secret.encode()).hexdigest()
