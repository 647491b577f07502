"""./run: readable by old Pythons, clear where something is missing, uv first and pip behind it."""

from __future__ import annotations

import ast
import builtins
import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

RUN = Path(__file__).resolve().parents[2] / "run"


@pytest.fixture
def run() -> ModuleType:
    loader = SourceFileLoader("roadbook_run", str(RUN))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("roadbook_run", loader))
    loader.exec_module(module)
    return module


def test_run_can_be_read_by_an_old_python():
    ast.parse(RUN.read_text(), feature_version=(3, 5))


def test_run_uses_the_standard_library_only():
    tree = ast.parse(RUN.read_text())
    names = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    assert names == {"hashlib", "os", "shutil", "subprocess", "sys", "ensurepip", "venv"}


def test_run_names_the_python_it_needs(run: ModuleType, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer"):
        run.main()


def test_run_says_how_to_get_venv(run: ModuleType, monkeypatch: pytest.MonkeyPatch):
    real = builtins.__import__

    def without_venv(name: str, *rest: object) -> ModuleType:
        if name == "ensurepip":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(run, "PYTHON", "/nowhere/python")
    monkeypatch.setattr(builtins, "__import__", without_venv)
    with pytest.raises(SystemExit, match="python3-venv"):
        run.with_pip("requirements/base.txt")


def test_run_falls_back_to_pip_when_uv_fails(run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    calls: list[str] = []
    monkeypatch.setattr(run, "VENV", str(tmp_path))
    monkeypatch.setattr(run.shutil, "which", lambda name: "/usr/bin/uv")
    monkeypatch.setattr(run, "with_uv", lambda uv, requirements: calls.append("uv"))
    monkeypatch.setattr(run, "with_pip", lambda requirements: calls.append("pip " + requirements))
    run.setup("base")
    assert calls == ["uv", "pip requirements/base.txt"]
    run.setup("base")
    assert len(calls) == 2


def test_run_lists_its_commands_for_an_unknown_word(run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(run.sys, "argv", ["run", "dance"])
    with pytest.raises(SystemExit) as stopped:
        run.main()
    assert stopped.value.code == 2
    assert "./run demo" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["base", "dev"])
def test_requirements_are_pinned_by_hash_and_name_no_host(kind: str):
    text = (RUN.parent / "requirements" / f"{kind}.txt").read_text()
    pins = text.replace("\\\n", " ").strip().splitlines()
    assert len(pins) > 50
    assert all("==" in line and "--hash=sha256:" in line for line in pins)
    assert "http" not in text
    assert "index-url" not in text
