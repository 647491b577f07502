"""Numbers in addresses: encrypted, so that neither logs nor histories nor referrers hold them."""

from __future__ import annotations

from cryptography.fernet import InvalidToken
from django.core.signing import BadSignature

from roadbook.kit import crypto


def seal(text: str) -> str:
    """The text as a word for an address."""
    return crypto.encrypt(text)


def unseal(word: str) -> str:
    """The text of a sealed word.

    :raises BadSignature: it is not ours.
    """
    try:
        return crypto.decrypt(word)
    except (InvalidToken, ValueError) as error:
        raise BadSignature("not sealed by us") from error
