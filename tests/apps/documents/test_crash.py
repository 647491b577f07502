"""Attaching under SIGKILL, and on a disk that is really full: no row without bytes, no bytes for ever without a row."""

from __future__ import annotations

import os
import shutil
import subprocess
import traceback
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.db import connections

from roadbook.apps.documents import actions, queries
from roadbook.apps.documents.models import Attachment
from roadbook.kit import clock, files
from roadbook.kit.files import store
from tests.factories import documents as make
from tests.factories import parties
from tests.killing import killed

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


def stored() -> list[Path]:
    return [path for path in Path(conf.MEDIA_ROOT).rglob("*") if path.is_file()]


def swept_later() -> int:
    with clock.pretending(clock.now() + timedelta(days=2)):
        return actions.sweep()


@pytest.mark.parametrize("point", ["store.written", "store.named", "attachment.stored"])
def test_killed_between_bytes_and_row_nothing_is_half(monkeypatch, point):
    party = parties.person()
    for _round in range(ROUNDS):
        sent = make.picture()
        monkeypatch.setenv("CRASH_AT", point)
        killed(partial(make.attachment, party, content=sent))
        monkeypatch.delenv("CRASH_AT")
        assert not Attachment.objects.exists()
        assert len(stored()) == 1
        assert swept_later() == 1
        assert stored() == []
    kept = make.attachment(party, content=sent)
    assert queries.bytes_of(kept)
    assert swept_later() == 0


def test_killed_after_the_commit_the_file_is_there(monkeypatch):
    party, sent = parties.person(), make.picture()
    monkeypatch.setenv("CRASH_AT", "attachment.told")
    killed(lambda: make.attachment(party, content=sent))
    monkeypatch.delenv("CRASH_AT")
    (kept,) = Attachment.objects.all()
    assert queries.bytes_of(kept)
    with pytest.raises(actions.AlreadyAttached):
        make.attachment(party, content=sent)
    assert list(queries.check_files()) == []
    assert swept_later() == 0


def _may_mount() -> bool:
    unshare = shutil.which("unshare")
    probe = [unshare, "-m", "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"] if unshare else []
    return bool(probe) and subprocess.run(probe, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not _may_mount(), reason="this user may not mount a small disk")
def test_disk_that_is_really_full_refuses_the_upload(settings, tmp_path):
    """8 MB of tmpfs, mounted in a child's own namespace."""
    disk = tmp_path / "disk"
    disk.mkdir()
    told = tmp_path / "told"
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            os.unshare(os.CLONE_NEWNS) if hasattr(os, "unshare") else _unshare()
            subprocess.run(["mount", "--make-rprivate", "/"], check=True)
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)], check=True)
            settings.MEDIA_ROOT = disk
            files.keep(os.urandom(5 * 1024 * 1024), "bin")
            try:
                files.keep(os.urandom(5 * 1024 * 1024), "bin")
            except files.DiskFull:
                left = [path for path in disk.rglob("*") if path.is_file()]
                told.write_text(f"full, {len(left)} file")
        except BaseException:  # noqa: BLE001 - the child must not return into pytest
            traceback.print_exc()
        os._exit(0)
    os.waitpid(child, 0)
    assert told.read_text() == "full, 1 file"


def _unshare() -> None:
    """``os.unshare`` came with Python 3.12."""
    import ctypes

    new_mount_namespace = 0x00020000
    if ctypes.CDLL(None, use_errno=True).unshare(new_mount_namespace):
        raise OSError(ctypes.get_errno(), "unshare")


def test_bit_that_flipped_is_found_and_the_file_not_handed_out():
    kept = make.attachment(kind="other")
    path = Path(conf.MEDIA_ROOT) / kept.path
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(store.Damaged):
        queries.bytes_of(kept)
    from roadbook.kit import invariants

    found = [problem for verdict in invariants.verify() if verdict.code == "I18" for problem in verdict.problems]
    assert [f"attachment {kept.pk}" in problem for problem in found] == [True]
