"""Bytes on disk under their hash: durable before their name exists, so a row never names a file that is not whole.

A crash between file and row leaves a file that nobody names; ``sweep`` removes those. Deleting and storing the same
bytes at the same moment is safe: what is stored is touched, and what was touched is never swept.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from roadbook.kit import crash
from roadbook.kit.errors import Refused

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}


class DiskFull(Refused):
    """There is no room for the file; nothing was kept."""

    code = "disk_full"


class Damaged(Refused):
    """The stored bytes are not those that were kept (I18)."""

    code = "file_damaged"


def path_of(sha256: str, suffix: str) -> str:
    """Where bytes with this hash lie below MEDIA_ROOT."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}.{suffix}"


def keep(content: bytes, suffix: str) -> str:
    """Store bytes under their hash; returns the path below MEDIA_ROOT. A damaged file of that name is put right.

    :raises DiskFull: there is no room; nothing is left behind.
    """
    path = path_of(hashlib.sha256(content).hexdigest(), suffix)
    target = Path(settings.MEDIA_ROOT) / path
    try:
        if not _is_there(content, target):
            _write(content, target)
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(_("There is no room left for files. Nothing was stored; tell the administrator.")) from error
        raise
    return path


def _is_there(content: bytes, target: Path) -> bool:
    """Whether these bytes lie there already; from now on they count as new."""
    try:
        if target.read_bytes() != content:
            return False
        os.utime(target)
    except FileNotFoundError:
        return False
    return True


def _write(content: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as draft:
        try:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
        except OSError:
            Path(draft.name).unlink(missing_ok=True)
            raise
    crash.point("store.written")
    Path(draft.name).replace(target)
    crash.point("store.named")
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """The new name itself must survive a crash too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: str, sha256: str) -> bytes:
    """The stored bytes.

    :raises Damaged: the file is missing or its hash differs (I18).
    """
    target = Path(settings.MEDIA_ROOT) / path
    found = target.read_bytes() if target.is_file() else b""
    if hashlib.sha256(found).hexdigest() != sha256:
        raise Damaged(_("The stored file is damaged. It is not handed out; tell the administrator."))
    return found


def remove(path: str) -> None:
    """Take the bytes from the disk. The caller knows that no row names them."""
    (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)


def sweep(named: Callable[[Iterable[str]], set[str]], *, before: datetime) -> int:
    """Remove what was left by a crash: drafts, and files that no row names, last touched before this instant.

    ``named(paths)`` tells which of the paths have a row. Returns how many were removed.
    """
    root = Path(settings.MEDIA_ROOT)
    old = [Path(file) for file in _files(root) if _is_older(file, before)] if root.is_dir() else []
    known = named(str(file.relative_to(root)) for file in old if not file.name.startswith("."))
    return sum(_removed(file, before) for file in old if str(file.relative_to(root)) not in known)


def _files(root: Path) -> Iterator[os.DirEntry[str]]:
    """Every file below, as the directories tell of them."""
    with os.scandir(root) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry))
            else:
                yield entry


def _is_older(file: Path | os.DirEntry[str], before: datetime) -> bool:
    try:
        return file.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False


def _removed(file: Path, before: datetime) -> bool:
    """Aside first: whoever stored these bytes anew meanwhile gets them back."""
    aside = file.with_name(f".{file.name}.going")
    try:
        file.replace(aside)
    except FileNotFoundError:
        return False
    if not _is_older(aside, before) and not file.exists():
        aside.replace(file)
        return False
    aside.unlink(missing_ok=True)
    return True


def stored() -> Iterator[str]:
    """Every path below MEDIA_ROOT."""
    root = Path(settings.MEDIA_ROOT)
    return (str(file.relative_to(root)) for file in root.rglob("*") if file.is_file())
