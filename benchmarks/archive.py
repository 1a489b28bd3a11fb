"""How fast the archive is written and asked: `python -m benchmarks archive [OBSERVATIONS]`.

A seeded archive (500 colleges × 200 indicators × half-years, 5,000 values a document) is written through the archive's
own writer into SQLite, and into a private PostgreSQL server with its settings of birth. Then the commonest questions
are put as `letopis series` puts them, in words; the plan of each is looked at; then words are searched in a text for
every hundred observations. Beside them, in the same run: scans of the same values in pandas, insertion by sqlite-utils.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from benchmarks.archive_peers import INSERTED, pandas_times, sqlite_utils_insertion
from benchmarks.archive_seed import (
    ENTITIES,
    INDICATORS,
    entity_name,
    fill,
    fill_texts,
    indicator_name,
    new_archive,
    period_of,
    steps,
    vocabulary,
)
from commands.question import Question
from store.archive import Archive
from store.comparison import compare, top
from store.database import ADDRESS_VARIABLE
from store.search import search
from store.statements import Wanted, statement_query
from store.succession import load_successions
from tests.archives import postgres_server

DEFAULT = 1_000_000
ROUNDS = 100
PER_TEXT = 100
# Searched are pairs of so many of the commonest words, some of which stand in most of the texts.
COMMONEST = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in words, the limits that it sets, and what is done with the lines found."""

    indicators: list[str]
    entities: list[str]
    limits: Wanted
    then: Callable[[list], object]

    def answer(self, archive: Archive) -> object:
        """As `letopis series` answers it."""
        with archive.reading() as connection:
            return self.then(self._question(connection).lines(connection, self.limits))

    def plan(self, archive: Archive) -> str:
        """How the database goes about it."""
        with archive.reading() as connection:
            query = statement_query(self._question(connection).wanted(connection, self.limits))
            words = str(query.compile(archive.engine, compile_kwargs={"literal_binds": True}))
            prefix = "EXPLAIN QUERY PLAN " if archive.engine.dialect.name == "sqlite" else "EXPLAIN "
            return "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(prefix + words.replace("%", "%%")))

    def _question(self, connection) -> Question:  # type: ignore[no-untyped-def]
        return Question(self.indicators, self.entities, load_successions(connection))


def questions(observations: int) -> dict[str, Callable[[Random], Asked]]:
    """The commonest questions, each made with random parts."""
    last = steps(observations) - 1
    now, before, since = (period_of(max(0, step)) for step in (last, last - 2, last - 9))
    both = Wanted(spans=[(period.start, period.end) for period in (before, now)])

    def indicator(chance: Random) -> list[str]:
        return [indicator_name(chance.randrange(INDICATORS))]

    def entities(chance: Random, number: int) -> list[str]:
        return [entity_name(item) for item in chance.sample(range(ENTITIES), number)]

    return {
        "one series": lambda chance: Asked(indicator(chance), entities(chance, 1), Wanted(), list),
        "one indicator, 56 entities, 10 periods": lambda chance: Asked(
            indicator(chance), entities(chance, 56), Wanted(since=since.start), list
        ),
        "top 10 of a period": lambda chance: Asked(
            indicator(chance), [], Wanted(since=now.start), lambda lines: top(lines, 10)
        ),
        "two periods compared": lambda chance: Asked(
            indicator(chance), [], both, lambda lines: compare(lines, before, now)
        ),
    }


def timed(ask: Callable[[Random], object]) -> str:
    """Median and 95th percentile of many rounds, after one that warms up."""
    chance, taken = Random(3), []
    ask(chance)
    for _ in range(ROUNDS):
        started = time.perf_counter()
        ask(chance)
        taken.append((time.perf_counter() - started) * 1000)
    return f"median {statistics.median(taken):7.1f} ms   p95 {float(np.percentile(taken, 95)):7.1f} ms"


def uses_index(plan: str) -> bool:
    """Whether a plan reads no table of observations from end to end."""
    return "SCAN observation" not in plan and "Seq Scan on observation" not in plan


def search_words(archive: Archive) -> Callable[[Random], object]:
    """A search for two words that many texts hold."""
    words = vocabulary()[:COMMONEST]

    def ask(chance: Random) -> object:
        with archive.reading() as connection:
            return search(connection, " ".join(chance.sample(words, 2)), limit=20)

    return ask


def measure(name: str, folder: Path, observations: int) -> None:
    """Fill an archive and ask it; prints a table."""
    say(f"\n{name}")
    with new_archive(folder) as archive:
        say(f"  written: {fill(archive, observations, say)}")
        for title, question in questions(observations).items():
            index = "index" if uses_index(question(Random(1)).plan(archive)) else "NO INDEX"
            say(f"  {title:40} {timed(lambda chance, q=question: q(chance).answer(archive))}   {index}")
        texts = max(1, observations // PER_TEXT)
        fill_texts(archive, texts)
        say(f"  {f'search over {texts:,} documents':40} {timed(search_words(archive))}")


def beside(observations: int) -> Iterator[str]:
    """What the peers take."""
    times = pandas_times(observations)
    if times is None:
        yield "  pandas is not installed"
    for title, taken in (times or {}).items():
        yield f"  pandas scan, {title:40} median {taken:7.1f} ms"
    rate = sqlite_utils_insertion()
    yield (
        "  sqlite-utils is not installed"
        if rate is None
        else f"  sqlite-utils insertion of {INSERTED:,} rows, no index: {rate:,.0f} rows/s"
    )


def say(line: str) -> None:
    """Print at once: a run may take an hour."""
    print(line, flush=True)


def main() -> None:
    """Measure SQLite, PostgreSQL, and what they stand beside; a number among the arguments says how many observations."""
    observations = next((int(word) for word in sys.argv[1:] if word.isdigit()), DEFAULT)
    say(f"{observations:,} observations; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    os.environ.pop(ADDRESS_VARIABLE, None)
    with tempfile.TemporaryDirectory(prefix="letopis-bench-") as folder:
        measure("SQLite", Path(folder, "sqlite"), observations)
    with tempfile.TemporaryDirectory(prefix="letopis-bench-") as folder, postgres_server(durable=True) as address:
        os.environ[ADDRESS_VARIABLE] = address
        measure("PostgreSQL", Path(folder, "postgresql"), observations)
        del os.environ[ADDRESS_VARIABLE]
    say("\nBeside it:")
    for line in beside(observations):
        say(line)
    say(f"load of the machine at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
