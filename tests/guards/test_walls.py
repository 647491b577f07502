"""A deliberate violation of each import contract is caught, and the house as it stands keeps them all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

VIOLATIONS = {
    "config over apps over kit over calc": ("kit/broken.py", "import roadbook.apps.parties\n"),
    "Contexts only look down": ("apps/organisation/queries.py", "import roadbook.apps.identity.models\n"),
    "Inside a context: web over actions over models": (
        "apps/parties/enums.py",
        "import roadbook.apps.parties.models\n",
    ),
    "calc is arithmetic only": ("calc/broken.py", "import pathlib\n"),
    "Other contexts see only a context's public files": (
        "apps/leasing/rules.py",
        "import roadbook.apps.parties.apps\n",
    ),
}
UNNAMED = {
    "config over apps over kit over calc": ("helpers.py", ""),
    "Contexts only look down": ("apps/rockets/__init__.py", ""),
    "Inside a context: web over actions over models": ("apps/parties/utils.py", ""),
}


def _walls(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools/walls.py"), "--root", str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "templates"))
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_house_keeps_its_walls():
    done = _walls(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("contract", "change"), [*VIOLATIONS.items(), *UNNAMED.items()])
def test_walls_catch_a_violation(house: Path, contract: str, change: tuple[str, str]):
    name, line = change
    path = house / "src/roadbook" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line + (path.read_text() if path.exists() else ""))

    done = _walls(house)

    assert done.returncode == 1
    assert f"{contract} BROKEN" in " ".join(done.stdout.split())
