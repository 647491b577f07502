"""Write ``openapi.json`` from the code, or with ``--check`` say whether the committed one is true."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "openapi.json"
SESSION_COOKIE = "__Host-sessionid"
"""The cookie of a real installation; demo and tests name it otherwise."""


def current() -> str:
    """The schema of the API as it stands, with stable order and line ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadbook.config.settings")
    import django

    django.setup()
    from roadbook.config.api import api

    schema = api.get_openapi_schema()
    for scheme in schema["components"]["securitySchemes"].values():
        if scheme["type"] == "apiKey":
            scheme["name"] = SESSION_COOKIE
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n"


def main(argv: list[str]) -> int:
    """Write or check."""
    if "--check" not in argv:
        TARGET.write_text(current())
        return 0
    if not TARGET.exists() or TARGET.read_text() != current():
        print("openapi.json is not what the code says; run: ./run openapi", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
