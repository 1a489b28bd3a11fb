"""How fast the archive is written and asked: `python -m benchmarks archive [OBSERVATIONS]`.

A seeded archive (entities × indicators × half-years) is written through the archive's own writer into SQLite, and into
PostgreSQL when LETOPIS_BENCH_POSTGRES holds an address; the commonest questions are put to it, and each answer is
timed with the plan's index checked. Beside them the same data as a plain table: `executemany` of bare rows, and a scan
of a pandas-like column store in numpy.
"""

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
from sqlalchemy import text

from normalize.periods import half_year
from normalize.registry import Entity, Registry
from store.archive import Archive
from store.comparison import compare, top
from store.rows import DocumentRow, DocumentRows, MatchRow, MentionRow, ObservationRow, WordingRow
from store.series import build_lines
from store.statements import Wanted, load_statements, statement_query
from store.writing import write_document

DEFAULT = 1_000_000
ENTITIES, INDICATORS = 500, 200
PER_DOCUMENT = 5_000
ROUNDS = 40


def documents(observations: int) -> Iterator[DocumentRows]:
    """Documents of `PER_DOCUMENT` values each: ten indicators for every entity in one half-year."""
    chance = Random(7)
    mentions = tuple(
        MentionRow(number, f"Колледж {number}", f"колледж {number}", "college", 0, 0, number, 0, None, None)
        for number in range(ENTITIES)
    )
    matches = tuple(MatchRow(number, "match", f"college-{number}", 1.0, 1.0, "[]", "[]") for number in range(ENTITIES))
    block_of = PER_DOCUMENT // ENTITIES
    for number in range(observations // PER_DOCUMENT):
        group, step = number % (INDICATORS // block_of), number // (INDICATORS // block_of)
        period = half_year(1975 + step // 2, step % 2 + 1)
        start, end = period.start.isoformat(), period.end.isoformat()
        wordings = tuple(
            WordingRow(
                f"Показатель {group * block_of + i}",
                f"indicator-{group * block_of + i}",
                f"Показатель {group * block_of + i}",
                None,
            )
            for i in range(block_of)
        )
        rows = tuple(
            _observation(i, i // ENTITIES, i % ENTITIES, start, end, period.code, chance.randrange(10_000))
            for i in range(PER_DOCUMENT)
        )
        head = DocumentRow(
            f"{number:064x}", f"report-{number}.docx", "application/x-bench", 1, None, None, False, "statistical_report", f"Отчёт {number}",
            None, end, None, None, None, None, start, end, "half_year", period.code, end, "date", "bench",
        )  # fmt: skip
        yield DocumentRows(head, wordings=wordings, mentions=mentions, matches=matches, observations=rows)


def _observation(
    ordinal: int, wording: int, entity: int, start: str, end: str, code: str, value: int
) -> ObservationRow:
    return ObservationRow(
        ordinal, wording, entity, "", start, end, "half_year", code, False, str(value), float(value), 0, "чел.", "A", "exact", None, 0,
        "level", None, None, None, "actual", 1.0, str(value), 0, 0, entity + 1, wording + 1, None, None, None, None,
    )  # fmt: skip


def fill(archive: Archive, observations: int) -> float:
    """Write the archive; returns observations a second."""
    archive.copy_registry(Registry(tuple(Entity(f"college-{i}", "college", f"Колледж {i}") for i in range(ENTITIES))))
    run = archive.begin_run(["bench"])
    written, spent = 0, 0.0
    for rows in documents(observations):
        started = time.perf_counter()
        with archive.writing() as connection:
            write_document(connection, rows, run_id=run, original="")
        spent += time.perf_counter() - started
        written += len(rows.observations)
    with archive.writing() as connection:
        connection.execute(text("ANALYZE"))
    return written / spent


def questions(archive: Archive, observations: int) -> dict[str, Callable[[Random], object]]:
    """The commonest questions, each with random parts."""
    steps = observations // (ENTITIES * INDICATORS)
    last = half_year(1975 + (steps - 1) // 2, (steps - 1) % 2 + 1)
    before = half_year(last.start.year - 1, 1 if last.start.month == 1 else 2)
    since = date(last.start.year - 4, last.start.month, 1)

    def load(**wanted: object) -> list:
        with archive.reading() as connection:
            return build_lines(load_statements(connection, Wanted(**wanted)))  # type: ignore[arg-type]

    return {
        "one series": lambda chance: load(
            indicators=[chance.randint(1, INDICATORS)], entities=[chance.randint(1, ENTITIES)]
        ),
        "one indicator, 56 entities, 10 periods": lambda chance: load(
            indicators=[chance.randint(1, INDICATORS)], entities=chance.sample(range(1, ENTITIES + 1), 56), since=since
        ),
        "top 10 of a period": lambda chance: top(
            load(indicators=[chance.randint(1, INDICATORS)], since=last.start), 10
        ),
        "two periods compared": lambda chance: compare(
            load(indicators=[chance.randint(1, INDICATORS)], spans=[(item.start, item.end) for item in (before, last)]),
            before,
            last,
        ),
    }


def timed(question: Callable[[Random], object]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    chance = Random(3)
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        question(chance)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), float(np.percentile(taken, 95))


def uses_index(archive: Archive, wanted: Wanted) -> bool:
    """Whether the plan reads no table of observations from end to end."""
    with archive.reading() as connection:
        query = str(statement_query(wanted).compile(archive.engine, compile_kwargs={"literal_binds": True}))
        prefix = "EXPLAIN QUERY PLAN " if archive.engine.dialect.name == "sqlite" else "EXPLAIN "
        plan = "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(prefix + query.replace("%", "%%")))
    return "SCAN observation" not in plan and "Seq Scan on observation" not in plan


def baseline(observations: int) -> tuple[float, float]:
    """Bare rows through sqlite3 `executemany`, a second; and a full scan of numpy columns, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(f"{folder}/bare.db")
        connection.execute("CREATE TABLE o (indicator INTEGER, entity INTEGER, period TEXT, value REAL)")
        rows = [(i % INDICATORS, i % ENTITIES, "2020-H1", 1.0) for i in range(200_000)]
        started = time.perf_counter()
        with connection:
            connection.executemany("INSERT INTO o VALUES (?, ?, ?, ?)", rows)
        bare = len(rows) / (time.perf_counter() - started)
    numbers = np.arange(observations)
    indicator, entity = numbers % INDICATORS, numbers % ENTITIES
    started = time.perf_counter()
    np.flatnonzero((indicator == 7) & (entity == 7))
    return bare, (time.perf_counter() - started) * 1000


def measure(name: str, folder: Path, observations: int) -> None:
    """Fill an archive and ask it; prints a table."""
    with Archive.open(folder, create=True) as archive:
        print(f"\n{name}: written {fill(archive, observations):,.0f} observations/s")
        print(f"  uses an index: {uses_index(archive, Wanted(indicators=[1], entities=[1]))}")
        for title, question in questions(archive, observations).items():
            median, worst = timed(question)
            print(f"  {title:42} median {median:7.1f} ms   p95 {worst:7.1f} ms")


def main() -> None:
    """Measure SQLite, PostgreSQL if there is one, and what they stand beside; a number among the arguments is how
    many observations."""
    observations = next((int(word) for word in sys.argv[1:] if word.isdigit()), DEFAULT)
    print(f"{observations:,} observations")
    with tempfile.TemporaryDirectory(prefix="letopis-bench-") as folder:
        os.environ.pop("LETOPIS_DATABASE", None)
        measure("SQLite", Path(folder, "sqlite"), observations)
        if address := os.environ.get("LETOPIS_BENCH_POSTGRES"):
            os.environ["LETOPIS_DATABASE"] = address
            measure("PostgreSQL", Path(folder, "postgresql"), observations)
            del os.environ["LETOPIS_DATABASE"]
    bare, scan = baseline(observations)
    print(
        f"\nBeside it: bare sqlite3 executemany of 4 columns {bare:,.0f} rows/s; numpy scan of all rows {scan:.1f} ms"
    )


if __name__ == "__main__":
    main()
