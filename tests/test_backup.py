"""docs/backup.md holds: its commands, run as they stand, bring back an archive with every row."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from store.archive import Archive
from store.copying import fingerprint
from store.models import Run
from store.verify import verify
from tests.archives import empty_postgres, opened, put, report, server  # noqa: F401

ROOT = Path(__file__).parent.parent
SHELL = re.findall(r"```sh\n(.+?)```", (ROOT / "docs" / "backup.md").read_text(), re.DOTALL)
SQLITE, RESTORE_SQLITE, POSTGRES, RESTORE_POSTGRES = SHELL


def shell(commands: str, folder: Path, **variables: str) -> None:
    """Run documented commands with this interpreter and this checkout."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    letopis = programs / "letopis"
    letopis.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cli "$@"\n')
    letopis.chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)} | variables
    subprocess.run(["sh", "-eu", "-c", commands], cwd=folder, env=environment, check=True, capture_output=True)


def told(archive: Archive) -> dict[str, int]:
    with archive.reading() as connection:
        return {table.name: fingerprint(connection, table) for table in Run.metadata.sorted_tables}


def filled(folder: Path) -> dict[str, int]:
    with opened(folder / "letopis-archive") as archive:
        put(archive, report([("Северный колледж", "104")], name="a.docx"))
        put(archive, report([("Южный колледж", "–")], name="b.docx"))
        return told(archive)


def test_sqlite_archive_comes_back_with_every_row(tmp_path):
    before = filled(tmp_path)
    shell(SQLITE, tmp_path)
    shutil.rmtree(tmp_path / "letopis-archive")
    shell(RESTORE_SQLITE, tmp_path)
    with Archive.open(tmp_path / "restored") as archive, archive.reading() as connection:
        assert told(archive) == before
        assert list(verify(connection, archive.folder)) == []


def test_postgresql_archive_comes_back_with_every_row(tmp_path, server, monkeypatch):
    if not (shutil.which("pg_dump") and shutil.which("pg_restore")):
        pytest.skip("pg_dump is not installed: `apt install postgresql-client` to run this test")
    empty_postgres(server)
    monkeypatch.setenv("LETOPIS_DATABASE", server)
    before = filled(tmp_path)
    plain = server.replace("+psycopg", "")
    shell(POSTGRES, tmp_path, DATABASE=plain)
    restored = server.replace("/postgres", "/restored")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS restored"))
        connection.execute(text("CREATE DATABASE restored"))
    engine.dispose()
    shell(RESTORE_POSTGRES, tmp_path, EMPTY=restored.replace("+psycopg", ""))
    monkeypatch.setenv("LETOPIS_DATABASE", restored)
    with Archive.open(tmp_path / "backup") as archive, archive.reading() as connection:
        assert told(archive) == before
        assert list(verify(connection, archive.folder)) == []
