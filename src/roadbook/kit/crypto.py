"""Fields that are unreadable in the database, and a keyed hash by which they can still be found.

``settings.FIELD_KEY`` holds one secret, or several parted by commas: the first encrypts, all decrypt. To rotate, put
the new secret in front and save the rows again. The blind index uses the last secret, so that it outlives a rotation.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models


def encrypt(text: str) -> str:
    """Fernet token (AES-128-CBC with HMAC-SHA256) under the newest key."""
    return _cipher(settings.FIELD_KEY).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text of a token made under any of the keys.

    :raises cryptography.fernet.InvalidToken: altered, or made under a key that we no longer hold.
    """
    return _cipher(settings.FIELD_KEY).decrypt(token.encode()).decode()


def blind_index(value: str, purpose: str) -> str:
    """HMAC-SHA256 of the value in hex, to search for equality. ``purpose`` keeps equal values of two columns apart."""
    message = f"{purpose}\x00{value}".encode()
    return hmac.new(_index_key(settings.FIELD_KEY), message, hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField[str, str]):
    """Text that is encrypted in the database. It cannot be filtered by: keep a ``blind_index`` column beside it."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError("an encrypted field is searched by its blind index")
        return super().get_lookup(lookup_name)


def _secrets(setting: str) -> list[bytes]:
    return [part.strip().encode() for part in setting.split(",") if part.strip()]


@lru_cache(maxsize=4)
def _cipher(setting: str) -> MultiFernet:
    keys = [hashlib.sha256(b"roadbook field " + secret).digest() for secret in _secrets(setting)]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


@lru_cache(maxsize=4)
def _index_key(setting: str) -> bytes:
    return hashlib.sha256(b"roadbook index " + _secrets(setting)[-1]).digest()
