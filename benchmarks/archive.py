"""How fast the archive is written and asked: `python -m benchmarks archive [OBSERVATIONS]`.

A seeded archive (entities × indicators × half-years) is written through the archive's own writer into SQLite, and into
PostgreSQL when LETOPIS_BENCH_POSTGRES holds an address; the commonest questions are put to it, and each answer is
timed with the plan's index checked; then full-text search, with a text for every hundred observations. Beside them a scan of
the same number of rows in pandas, and insertion of rows as wide through sqlite-utils.
"""

import os
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
from store.rows import (
    DocumentRow,
    DocumentRows,
    MatchRow,
    MentionRow,
    ObservationRow,
    ParagraphRow,
    PassageRow,
    WordingRow,
    column_names,
    values_of,
)
from store.search import search
from store.series import build_lines
from store.statements import Wanted, load_statements, statement_query
from store.writing import write_document

DEFAULT = 1_000_000
ENTITIES, INDICATORS = 500, 200
PER_DOCUMENT = 5_000
ROUNDS = 40
_STEMS = ("вод", "лес", "пут", "уч", "нов", "прав", "дом", "зем", "свет", "труд", "реч", "мор", "пол", "час", "год")


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


def pandas_scan(observations: int) -> float | None:
    """One series found by a scan of columns in pandas, in milliseconds (median of five); None without pandas."""
    try:
        import pandas as pd
    except ImportError:
        return None
    numbers = np.arange(observations)
    frame = pd.DataFrame(
        {"indicator": numbers % INDICATORS, "entity": numbers // INDICATORS % ENTITIES, "value": numbers * 1.0}
    )
    taken = []
    for number in range(5):
        started = time.perf_counter()
        found = frame[(frame.indicator == number) & (frame.entity == number)]
        taken.append((time.perf_counter() - started) * 1000)
        assert len(found)
    return statistics.median(taken)


def sqlite_utils_insertion() -> float | None:
    """Rows a second that sqlite-utils inserts of the columns of one of our observations; None without it."""
    try:
        from sqlite_utils import Database
    except ImportError:
        return None
    columns = column_names(ObservationRow)
    values = values_of(ObservationRow)
    rows = [dict(zip(columns, values(row), strict=True)) for item in documents(100_000) for row in item.observations]
    with tempfile.TemporaryDirectory() as folder:
        table = Database(f"{folder}/peer.db")["observation"]
        started = time.perf_counter()
        table.insert_all(rows)
        return len(rows) / (time.perf_counter() - started)


def fill_texts(archive: Archive, number: int) -> None:
    """Documents of three paragraphs each, of a seeded vocabulary with the frequencies of words in running text."""
    chance = Random(13)
    words = [f"{first}{last}" for first in _STEMS for last in ("ник", "ность", "ание", "ка", "тель", "ство")]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    run = archive.begin_run(["bench texts"])
    for start in range(0, number, 1000):
        with archive.writing() as connection:
            for index in range(start, min(start + 1000, number)):
                write_document(connection, _text_document(index, chance, words, weights), run_id=run, original="")
    with archive.writing() as connection:
        connection.execute(text("ANALYZE"))


def _text_document(index: int, chance: Random, words: list[str], weights: list[float]) -> DocumentRows:
    head = DocumentRow(
        f"t{index:063x}", f"text-{index}.docx", "application/x-bench", 1, None, None, False, "other", f"Текст {index}",
        None, None, None, None, None, None, None, None, None, None, "2020-01-01", "import", "bench",
    )  # fmt: skip
    texts = [" ".join(chance.choices(words, weights, k=40)) for _ in range(3)]
    rows = tuple(PassageRow(n, "paragraph", item, item, n, None, None, None) for n, item in enumerate(texts))
    paragraphs = tuple(ParagraphRow(n, "body", None, item, None) for n, item in enumerate(texts))
    return DocumentRows(head, paragraphs=paragraphs, passages=rows)


def search_times(archive: Archive) -> tuple[float, float]:
    """Median and 95th percentile of a search for two words, in milliseconds."""
    words = [f"{stem}ник" for stem in _STEMS]

    def ask(chance: Random) -> object:
        with archive.reading() as connection:
            return list(search(connection, " ".join(chance.sample(words, 2)), limit=20))

    return timed(ask)


def measure(name: str, folder: Path, observations: int) -> None:
    """Fill an archive and ask it; prints a table."""
    with Archive.open(folder, create=True) as archive:
        print(f"\n{name}: written {fill(archive, observations):,.0f} observations/s")
        print(f"  uses an index: {uses_index(archive, Wanted(indicators=[1], entities=[1]))}")
        for title, question in questions(archive, observations).items():
            median, worst = timed(question)
            print(f"  {title:42} median {median:7.1f} ms   p95 {worst:7.1f} ms", flush=True)
        texts = max(1, observations // 100)
        fill_texts(archive, texts)
        median, worst = search_times(archive)
        print(f"  {f'search over {texts:,} texts':42} median {median:7.1f} ms   p95 {worst:7.1f} ms", flush=True)


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
    scan, peer = pandas_scan(observations), sqlite_utils_insertion()
    print("\nBeside it:")
    print("  pandas is not installed" if scan is None else f"  pandas scan of all rows for one series {scan:.1f} ms")
    print("  sqlite-utils is not installed" if peer is None else f"  sqlite-utils insertion {peer:,.0f} rows/s")


if __name__ == "__main__":
    main()
