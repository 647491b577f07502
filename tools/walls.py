"""Check the walls of the house: import-linter, with our own contract type found from the repository's root."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent


def main(argv: list[str] | None = None) -> int:
    """0 when the tree at ``--root`` keeps every contract; the guard test points it at a broken copy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT)
    root = parser.parse_args(argv).root
    os.chdir(root)
    sys.path[:0] = [str(root), str(root / "src")]
    return lint_imports(config_filename=str(root / ".importlinter"), no_cache=True, no_logo=True)


if __name__ == "__main__":
    sys.exit(main())
