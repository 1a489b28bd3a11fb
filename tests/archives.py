"""Archives for tests: invented facts, a resolver without dictionaries, a private PostgreSQL server."""

import atexit
import hashlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from extract.document import Cell, Column, Document, Location, Metadata, Paragraph, Row, Source, Table
from extract.facts import Facts, Mention, Observation
from normalize.names import NO_CONTEXT, MatchContext
from normalize.periods import Period
from normalize.registry import Entity, Registry
from normalize.text import fold
from store.archive import Archive
from store.prepare import prepare
from store.resolve import ResolvedIndicator, ResolvedName
from store.rows import DocumentRows

TODAY = date(2026, 1, 1)
HALF_YEARS = {
    f"{year}-H{half}": Period(
        date(year, 1 if half == 1 else 7, 1), date(year, 6 if half == 1 else 12, 30 if half == 1 else 31), "half_year"
    )
    for year in range(2015, 2026)
    for half in (1, 2)
}
REGISTRY = Registry(
    (
        Entity("college-north", "college", "Северный колледж"),
        Entity("college-south", "college", "Южный колледж"),
    )
)


@dataclass(frozen=True)
class ExactResolver:
    """Takes names that are the registry's, letter for letter; each wording is its own indicator."""

    registry: Registry = REGISTRY
    aliases: dict[str, str] = field(default_factory=dict)

    def indicator(self, text: str) -> ResolvedIndicator:
        name = self.aliases.get(text, text)
        return ResolvedIndicator(fold(name), name)

    def context(self, document: Document) -> MatchContext:
        return NO_CONTEXT

    def name(self, text: str, on: date | None, context: MatchContext = NO_CONTEXT) -> ResolvedName:
        for entity in self.registry.entities:
            if fold(entity.name) == fold(text):
                return ResolvedName("match", entity.id, 1.0, 1.0, '["exact"]')
        return ResolvedName("unknown", reasons='["no candidate"]')


def report(
    values: Sequence[tuple[str, str]],
    *,
    name: str = "report.docx",
    indicator: str = "Число выпускников",
    period: str | None = "2021-H2",
    dated: str | None = "2022-02-01",
    unit: str | None = "чел.",
    salt: str = "",
) -> Facts:
    """A report of one table, entity × value."""
    place = Location(block=1)
    cells = [Cell("Организация", 0, 0), Cell(indicator, 0, 1)]
    observations, mentions = [], []
    for row, (entity, value) in enumerate(values, start=1):
        cells += [Cell(entity, row, 0), Cell(value, row, 1)]
        decimals = len(value.partition(",")[2])
        number = Decimal(value.replace(",", ".")) if value[0].isdigit() else None
        where = Location(1, 0, row, 1)
        mentions.append(Mention(entity, Location(1, 0, row, 0), "college"))
        observations.append(
            Observation(
                indicator,
                where,
                value,
                value=number,
                decimals=decimals,
                unit=unit,
                status="A" if number is not None else "M",
                entity=entity,
                entity_kind="college",
                period=HALF_YEARS[period] if period else None,
            )
        )
    table = Table(
        0,
        tuple(cells),
        len(values) + 1,
        2,
        place,
        header_rows=1,
        number="2",
        caption="Выпускники",
        columns=(Column(("Организация",), "key"), Column((indicator,), "value", unit)),
        rows=(Row("header"), *[Row("body")] * len(values)),
    )
    content = f"{name}{values}{indicator}{period}{dated}{unit}{salt}"
    source = Source(name, hashlib.sha256(content.encode("utf-8", "replace")).hexdigest(), "application/x-test")
    metadata = Metadata(
        "analytic_report", "Справка о выпускниках", date=dated, period=HALF_YEARS[period] if period else None
    )
    paragraph = Paragraph("Справка о выпускниках", Location(0), "title")
    return Facts(Document(source, (paragraph, table), metadata=metadata), tuple(observations), tuple(mentions))


def rows_of(facts: Facts, resolver: ExactResolver | None = None) -> DocumentRows:
    """The rows of invented facts."""
    return prepare(facts, resolver or ExactResolver(), size=1, today=TODAY)


def put(archive: Archive, facts: Facts, *, run: int | None = None, resolver: ExactResolver | None = None) -> int:
    """Write facts into the archive with a file of their own; returns the document's id."""
    rows = rows_of(facts, resolver)
    run = archive.begin_run(["test"]) if run is None else run
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / facts.document.source.name
        file.write_bytes(rows.document.sha256.encode())
        real = replace(rows, document=replace(rows.document, sha256=hashlib.sha256(file.read_bytes()).hexdigest()))
        return archive.add(real, file, run)


@contextmanager
def opened(folder: Path) -> Iterator[Archive]:
    """A new archive with the small registry."""
    with Archive.open(folder, create=True) as archive:
        archive.copy_registry(REGISTRY)
        yield archive


def _postgres_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed: `apt install postgresql` to run these tests")
    return found[-1].parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """A private server in a temporary folder; yields the address of its `postgres` database. Only a `durable` one waits
    until what it wrote is on the disk."""
    programs = _postgres_programs()
    # The server refuses to run as root.
    user: dict[str, str] = {"user": "postgres"} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="letopis-pg-"))
    if user:
        shutil.chown(folder, "postgres")
    port = _free_port()
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **user)  # type: ignore[call-overload]

    run(
        f"{programs}/initdb",
        "-D",
        str(data),
        "-U",
        "letopis",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--lc-messages=C",
        "--no-sync",
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync={'on' if durable else 'off'}"
    run(f"{programs}/pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql+psycopg://letopis@127.0.0.1:{port}/postgres"
    finally:
        run(f"{programs}/pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def empty_postgres(address: str) -> None:
    """Drop everything in the server's database."""
    from sqlalchemy import create_engine, text

    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


@cache
def _shared_server() -> str:
    """One server for all tests of this process, stopped when the process ends."""
    running = ExitStack()
    atexit.register(running.close)
    return running.enter_context(postgres_server())


@pytest.fixture(scope="module")
def server() -> str:
    """The address of a private PostgreSQL server with nothing in it; the test is skipped aloud where there is none."""
    address = _shared_server()
    empty_postgres(address)
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """A new archive with the small registry, on each of the two databases."""
    if request.param == "postgresql":
        address = request.getfixturevalue("server")
        empty_postgres(address)
        monkeypatch.setenv("LETOPIS_DATABASE", address)
    with opened(tmp_path / "archive") as archive:
        yield archive
