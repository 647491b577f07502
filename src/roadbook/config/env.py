"""What the environment decides. Everything has a default that runs on one laptop."""

from __future__ import annotations

import secrets
from pathlib import Path

import environ

env = environ.Env()


def data_dir() -> Path:
    """Where the embedded database, uploads and compiled translations live: ROADBOOK_DATA, else ./var."""
    path = Path(env.str("ROADBOOK_DATA", default="var")).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret(name: str, directory: Path) -> str:
    """A secret from the environment, else one made once and kept in the data directory, readable by its owner only."""
    given = env.str(f"ROADBOOK_{name}", default="")
    if given:
        return str(given)
    path = directory / f"{name.lower()}.secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def database(directory: Path) -> dict[str, object]:
    """DATABASE_URL, else SQLite in the data directory with WAL and IMMEDIATE transactions, so that writers wait."""
    url = env.str("DATABASE_URL", default="")
    if url:
        settings: dict[str, object] = env.db_url_config(url)
        settings.setdefault("CONN_MAX_AGE", 60)
        settings["CONN_HEALTH_CHECKS"] = True
        return settings
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(directory / "roadbook.sqlite3"),
        "TEST": {"NAME": str(directory / "test.sqlite3")},  # a file: threads of a test share no memory database
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }
