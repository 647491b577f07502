"""Bytes that are unreadable on the disk, under a key of their own (``settings.FILE_KEY``, rotated as FIELD_KEY is)."""

from __future__ import annotations

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

MARK = b"RBSEAL1\x00"
NONCE = 12


class SealBroken(ValueError):  # noqa: N818 - reads as a sentence
    """Altered, or sealed under a key that we no longer hold."""


def seal(content: bytes) -> bytes:
    """AES-256-GCM under the newest key; the same bytes are never sealed alike."""
    nonce = os.urandom(NONCE)
    return MARK + nonce + _ciphers()[0].encrypt(nonce, content, MARK)


def unseal(sealed: bytes) -> bytes:
    """The bytes that were sealed.

    :raises SealBroken: they are not ours, or were altered.
    """
    nonce, rest = sealed[len(MARK) : len(MARK) + NONCE], sealed[len(MARK) + NONCE :]
    for cipher in _ciphers() if sealed.startswith(MARK) else ():
        try:
            return cipher.decrypt(nonce, rest, MARK)
        except InvalidTag:
            continue
    raise SealBroken("not sealed by us")


def _ciphers() -> list[AESGCM]:
    secrets = [part.strip().encode() for part in settings.FILE_KEY.split(",") if part.strip()]
    return [AESGCM(hashlib.sha256(b"roadbook file " + secret).digest()) for secret in secrets]
