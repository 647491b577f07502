"""The server as a whole: it answers, keeps a worker, and stops cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.crash

PATIENCE = 60


@contextmanager
def served(data: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    hidden = ("DATABASE_URL", "ROADBOOK_TESTING")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"ROADBOOK_DATA": str(data), "ROADBOOK_INSECURE_COOKIES": "1"}
    command = [sys.executable, "-m", "roadbook", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment) as process:
        try:
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def until(happens: object) -> object:
    """Ask again until there is an answer; fail when patience ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := happens():
            return found
        time.sleep(0.3)
    raise AssertionError("it never happened")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:  # noqa: S310 - loopback
            return answer.status == 200
    except OSError:
        return False


def worker_of(process: subprocess.Popen[bytes]) -> int | None:
    for children in Path(f"/proc/{process.pid}/task").glob("*/children"):
        for pid in children.read_text().split():
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if b"worker" in words:
                return int(pid)
    return None


def test_server_replaces_a_killed_worker_and_leaves_none_behind(tmp_path: Path):
    with served(tmp_path) as (process, url):
        until(lambda: answers(url))
        first = until(lambda: worker_of(process))
        os.kill(first, signal.SIGKILL)
        second = until(lambda: worker_of(process) not in (None, first) and worker_of(process))
    assert second != first
    assert not Path(f"/proc/{second}").exists()
