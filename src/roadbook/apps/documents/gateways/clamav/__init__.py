r"""ClamAV by its INSTREAM command: bytes in, the name of what was found out (empty for clean).

Protocol: ``zINSTREAM\\0``, then chunks with a four-byte length before each, a length of 0 at the end; the answer is
``stream: OK`` or ``stream: <name> FOUND`` (https://docs.clamav.net/manual/Usage/Scanning.html#clamd).
"""

from __future__ import annotations

import socket
import struct
from contextlib import closing

CHUNK = 64 * 1024
PATIENCE = 20.0
LONGEST_ANSWER = 4096
COMMAND = b"zINSTREAM\0"


class ScannerAway(Exception):  # noqa: N818 - reads as a sentence
    """The scanner does not answer, or answers what we do not understand."""


def scan(content: bytes, *, address: str) -> str:
    """The name of the virus in these bytes; empty for none. ``address`` is ``host:port`` or the path of a socket.

    :raises ScannerAway: no answer within 20 seconds, or an odd one.
    """
    try:
        with closing(_connect(address)) as line:
            line.sendall(COMMAND)
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                line.sendall(struct.pack("!I", len(chunk)) + chunk)
            line.sendall(struct.pack("!I", 0))
            answer = _answer(line)
    except OSError as error:
        raise ScannerAway(f"{address}: {error}") from error
    return _found(answer)


def _connect(address: str) -> socket.socket:
    if "/" in address:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        line.connect(address)
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _answer(line: socket.socket) -> str:
    told = b""
    while len(told) < LONGEST_ANSWER and not told.endswith(b"\0"):
        part = line.recv(1024)
        if not part:
            break
        told += part
    return told.rstrip(b"\0\n").decode(errors="replace")


def _found(answer: str) -> str:
    told = answer.removeprefix("stream: ")
    if told == "OK":
        return ""
    if told.endswith(" FOUND"):
        return told.removesuffix(" FOUND")
    raise ScannerAway(f"the scanner said {answer[:200]!r}")
