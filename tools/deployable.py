"""``check --deploy`` as an installation on the internet sees it: no demo, no plain cookies, warnings are failures."""

from __future__ import annotations

import os
import subprocess
import sys


def main() -> int:
    """Run Django's own deployment check with production settings."""
    hidden = {"ROADBOOK_DEMO", "ROADBOOK_TESTING", "ROADBOOK_INSECURE_COOKIES"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment.setdefault("ROADBOOK_SECRET_KEY", "x9" * 30 + "-only-for-this-check-7Q")
    command = [sys.executable, "-m", "roadbook", "manage", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.call(command, env=environment)


if __name__ == "__main__":
    sys.exit(main())
