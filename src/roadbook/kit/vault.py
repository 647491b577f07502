"""Private files that pass through: uploads to import, exports to fetch. Sealed piece by piece, read at any place.

They lie beside ``MEDIA_ROOT``, not in it: no document names them, and they are removed when their time is over.
"""

from __future__ import annotations

import errno
import io
import os
import secrets
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .files import sealing
from .files.store import FULL, DiskFull

PIECE = 64 * 1024
SEALED_PIECE = PIECE + len(sealing.MARK) + sealing.NONCE + 16


def folder() -> Path:
    return Path(settings.MEDIA_ROOT).with_name("transfers")


def new_name(kind: str) -> str:
    """A name that nobody guesses: ``imports/3f…``."""
    return f"{kind}/{secrets.token_hex(16)}"


class Writer(io.RawIOBase):
    """Writes a sealed file from its beginning to its end. Closing completes it; ``abandon`` leaves nothing behind.

    :raises DiskFull: there is no room; what was written is gone.
    """

    def __init__(self, name: str) -> None:
        self._target = folder() / name
        self._target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.fdopen(os.open(self._target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._waiting = bytearray()
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._waiting += content
        self.size += len(content)
        while len(self._waiting) >= PIECE:
            self._put(bytes(self._waiting[:PIECE]))
            del self._waiting[:PIECE]
        return len(content)

    def close(self) -> None:
        if self.closed:
            return
        if self._waiting:
            self._put(bytes(self._waiting))
            self._waiting.clear()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        super().close()

    def abandon(self) -> None:
        self._waiting.clear()
        self._file.close()
        self._target.unlink(missing_ok=True)
        super().close()

    def _put(self, piece: bytes) -> None:
        try:
            self._file.write(sealing.seal(piece))
        except OSError as error:
            self.abandon()
            if error.errno in FULL:
                raise DiskFull(_("There is no room left for files. Nothing was stored.")) from error
            raise


class Reader(io.RawIOBase):
    """Reads a sealed file, forwards and backwards; keeps one opened piece at hand.

    :raises SealBroken: a piece was altered.
    """

    def __init__(self, name: str) -> None:
        self._file = (folder() / name).open("rb")
        self._place = 0
        self._number, self._piece = -1, b""
        sealed = os.fstat(self._file.fileno()).st_size
        whole, rest = divmod(sealed, SEALED_PIECE)
        self.size = whole * PIECE + max(0, rest - (SEALED_PIECE - PIECE))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self.size}[whence]
        if start + place < 0:
            raise OSError(errno.EINVAL, "before the beginning")
        self._place = start + place
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: Any) -> int:
        number, offset = divmod(self._place, PIECE)
        if self._place >= self.size:
            return 0
        if number != self._number:
            self._file.seek(number * SEALED_PIECE)
            self._piece, self._number = sealing.unseal(self._file.read(SEALED_PIECE)), number
        part = self._piece[offset : offset + len(buffer)]
        buffer[: len(part)] = part
        self._place += len(part)
        return len(part)

    def close(self) -> None:
        self._file.close()
        super().close()


def opened(name: str) -> IO[bytes]:
    """The file of this name, to read.

    :raises FileNotFoundError: it is gone.
    """
    return io.BufferedReader(Reader(name), buffer_size=PIECE)


def remove(name: str) -> None:
    """Take the file from the disk; it need not be there."""
    if name:
        (folder() / name).unlink(missing_ok=True)
