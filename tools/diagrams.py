"""Writes docs/states/<context>.md from the state tables of each context: ``python -m tools.diagrams [--check]``."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/roadbook"
TARGET = ROOT / "docs/states"


def tables() -> dict[str, ModuleType]:
    """Each context that has state tables, with its module ``states``."""
    found = sorted(SOURCE.glob("apps/*/states.py"))
    return {path.parent.name: importlib.import_module(f"roadbook.apps.{path.parent.name}.states") for path in found}


def page(context: str, module: ModuleType) -> str:
    """The page of one context: a Mermaid diagram for each of its tables."""
    from roadbook.kit import states

    parts = [f"# States: {context}\n\nGenerated from `apps/{context}/states.py` by `python -m tools.diagrams`.\n"]
    for noun, (table, start, owners) in module.DIAGRAMS.items():
        parts.append(f"## {noun.capitalize()}\n\n```mermaid\n{states.diagram(table, start, owners)}```\n")
    return "\n".join(parts)


def pages() -> dict[Path, str]:
    """What every file of docs/states should say."""
    return {TARGET / f"{context}.md": page(context, module) for context, module in tables().items()}


def stale() -> list[Path]:
    """Files that are missing, outdated or left over."""
    wanted = pages()
    outdated = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    return sorted({*outdated, *(path for path in TARGET.glob("*.md") if path not in wanted)})


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` name the stale ones and return 1."""
    if "--check" in arguments:
        for path in stale():
            print(f"{path.relative_to(ROOT)} is stale: run python -m tools.diagrams")
        return 1 if stale() else 0
    TARGET.mkdir(parents=True, exist_ok=True)
    for path in stale():
        path.unlink(missing_ok=True)
    for path, text in pages().items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    import os

    import django

    sys.path.insert(0, str(SOURCE.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadbook.config.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
