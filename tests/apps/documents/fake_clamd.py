"""A virus scanner that speaks INSTREAM and knows one virus."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Talk(socketserver.StreamRequestHandler):
    """One ``zINSTREAM``: chunks with their length before them, a length of 0 at the end."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        answer = self.server.answer or (b"Eicar-Signature FOUND" if EICAR in content else b"OK")  # type: ignore[attr-defined]
        self.wfile.write(b"stream: " + answer + b"\0")


@contextmanager
def scanner(answer: bytes = b"") -> Iterator[str]:
    """Runs the scanner; its address. ``answer`` is what it says whatever it is sent."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        server.answer = answer  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
