"""Bytes on disk: whole or not there, swept when nobody names them, unreadable when sealed."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from roadbook.kit import clock, files
from roadbook.kit.files import sealing, store


def stored() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def make_old(path: str) -> None:
    long_ago = (clock.now() - timedelta(days=3)).timestamp()
    os.utime(Path(settings.MEDIA_ROOT) / path, (long_ago, long_ago))


def test_bytes_lie_under_their_hash():
    path = files.keep(b"one", "txt")
    assert path == files.path_of(files.sha256(b"one"), "txt")
    assert files.read(path, files.sha256(b"one")) == b"one"
    assert files.keep(b"one", "txt") == path
    assert len(stored()) == 1


def test_damaged_bytes_are_not_read_and_are_put_right():
    path = files.keep(b"one", "txt")
    (Path(settings.MEDIA_ROOT) / path).write_bytes(b"onf")
    with pytest.raises(files.Damaged):
        files.read(path, files.sha256(b"one"))
    files.keep(b"one", "txt")
    assert files.read(path, files.sha256(b"one")) == b"one"


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_full_disk_is_said_and_leaves_nothing(monkeypatch, fault):
    def fail(_handle: int) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(store.os, "fsync", fail)
    with pytest.raises(files.DiskFull):
        files.keep(b"one", "txt")
    assert stored() == []


def test_other_faults_of_the_disk_are_not_hidden(monkeypatch):
    def fail(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(store.os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        files.keep(b"one", "txt")
    assert stored() == []


def test_sweep_takes_what_is_old_and_nobody_names():
    named, orphan, fresh = (files.keep(text, "txt") for text in (b"named", b"orphan", b"fresh"))
    draft = Path(settings.MEDIA_ROOT) / "aa" / ".tmp123"
    draft.parent.mkdir(exist_ok=True)
    draft.write_bytes(b"half")
    for path in (named, orphan, str(draft.relative_to(settings.MEDIA_ROOT))):
        make_old(path)
    swept = files.sweep(lambda paths: set(paths) & {named}, before=clock.now() - timedelta(days=1))
    assert swept == 2
    root = Path(settings.MEDIA_ROOT)
    assert sorted(str(path.relative_to(root)) for path in stored()) == sorted([named, fresh])


def test_bytes_stored_anew_while_the_sweeper_comes_stay(monkeypatch):
    """Between looking and removing somebody stores the same bytes again: they are put back."""
    path = files.keep(b"same", "txt")
    make_old(path)
    replace = Path.replace

    def store_first(self: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", replace)
        files.keep(b"same", "txt")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", store_first)
    assert files.sweep(lambda _paths: set(), before=clock.now() - timedelta(days=1)) == 0
    assert files.read(path, files.sha256(b"same")) == b"same"
    assert len(stored()) == 1


def test_sealed_bytes_are_read_only_under_our_keys(settings):
    settings.FILE_KEY = "first"
    sealed = sealing.seal(b"passport")
    assert b"passport" not in sealed
    assert sealing.seal(b"passport") != sealed
    settings.FILE_KEY = "second,first"
    assert sealing.unseal(sealed) == b"passport"
    settings.FILE_KEY = "second"
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(sealed)


def test_altered_seal_is_not_opened():
    sealed = bytearray(sealing.seal(b"passport"))
    sealed[-1] ^= 1
    for broken in (bytes(sealed), b"passport", b""):
        with pytest.raises(sealing.SealBroken):
            sealing.unseal(broken)
