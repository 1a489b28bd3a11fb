"""A seeded archive of any size: values of colleges by half-year, written through the archive's own writer; and texts."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

import numpy as np

from normalize.lemmas import lemma
from normalize.periods import Period, half_year
from normalize.registry import Entity, Registry
from normalize.registry_files import write_registry
from store.archive import REGISTRY_FOLDER, Archive
from store.rows import (
    DocumentRow,
    DocumentRows,
    MatchRow,
    MentionRow,
    ObservationRow,
    ParagraphRow,
    PassageRow,
    WordingRow,
)
from store.runs import Counts
from store.writing import write_document

ENTITIES, INDICATORS = 500, 200
# A document states ten indicators of every college in one half-year.
PER_DOCUMENT = 5_000
_TOGETHER = PER_DOCUMENT // ENTITIES
_GROUPS = INDICATORS // _TOGETHER
FIRST_YEAR = 1975
_SYLLABLES = ("ва", "ле", "ми", "ну", "ро", "со", "тя", "бы", "го", "де", "жу", "зи", "ка", "лю", "мо", "пе")
_WORDS = 20_000
_TEXTS_TOGETHER = 1_000


def entity_name(entity: int) -> str:
    """What a college is called."""
    return f"Колледж № {entity + 1}"


def indicator_name(indicator: int) -> str:
    """What an indicator is called."""
    return f"Показатель {indicator + 1}"


def step_of(document: int) -> int:
    """The half-year that a document tells of, counted from the first."""
    return document // _GROUPS


def period_of(step: int) -> Period:
    """A half-year by its number."""
    return half_year(FIRST_YEAR + step // 2, step % 2 + 1)


def steps(observations: int) -> int:
    """How many half-years an archive of so many observations tells of (the last one perhaps of some indicators)."""
    return max(1, observations // (ENTITIES * INDICATORS))


def values_of_document(document: int) -> np.ndarray:
    """The values a document states: indicators × entities."""
    return np.random.default_rng(document).integers(0, 10_000, (_TOGETHER, ENTITIES))


def indicators_of_document(document: int) -> range:
    """The indicators a document tells of."""
    first = document % _GROUPS * _TOGETHER
    return range(first, first + _TOGETHER)


def documents(observations: int) -> Iterator[DocumentRows]:
    """Documents with so many observations in all, in the order of their periods."""
    mentions, matches = _mentions(), _matches()
    for document in range(observations // PER_DOCUMENT):
        wordings = tuple(_wording(indicator) for indicator in indicators_of_document(document))
        period, values = period_of(step_of(document)), values_of_document(document)
        rows = tuple(_observations(values.tolist(), period))
        yield DocumentRows(
            _head(document, period), wordings=wordings, mentions=mentions, matches=matches, observations=rows
        )


@cache
def _mentions() -> tuple[MentionRow, ...]:
    return tuple(
        MentionRow(number, entity_name(number), entity_name(number).lower(), "college", 0, 0, number, 0, None, None)
        for number in range(ENTITIES)
    )


@cache
def _matches() -> tuple[MatchRow, ...]:
    return tuple(MatchRow(number, "match", f"college-{number}", 1.0, 1.0, "[]", "[]") for number in range(ENTITIES))


def _wording(indicator: int) -> WordingRow:
    return WordingRow(indicator_name(indicator), indicator_name(indicator).lower(), indicator_name(indicator), None)


def _observations(values: list[list[int]], period: Period) -> Iterator[ObservationRow]:
    start, end = period.start.isoformat(), period.end.isoformat()
    for wording, column in enumerate(values):
        for entity, value in enumerate(column):
            yield ObservationRow(
                wording * ENTITIES + entity, wording, entity, "", start, end, "half_year", period.code, False, str(value),
                float(value), 0, "чел.", "A", "exact", None, 0, "level", None, None, None, "actual", 1.0, str(value), 0, 0,
                entity + 1, wording + 1, None, None, None, None,
            )  # fmt: skip


def _head(document: int, period: Period) -> DocumentRow:
    start, end = period.start.isoformat(), period.end.isoformat()
    return DocumentRow(
        f"{document:064x}", f"report-{document}.docx", "application/x-bench", 1, None, None, False, "statistical_report",
        f"Отчёт {document}", None, end, None, None, None, None, start, end, "half_year", period.code, end, "date", "bench",
    )  # fmt: skip


@dataclass(slots=True)
class Spent:
    """Seconds spent in writing so many observations (making them is not counted): by the clock, and of this process."""

    observations: int = 0
    clock: float = 0.0
    process: float = 0.0

    def __str__(self) -> str:
        rates = (self.observations / seconds for seconds in (self.clock, self.process) if seconds)
        return "{:,.0f} observations/s by the clock, {:,.0f} by this process's CPU time".format(*rates)


def new_archive(folder: Path) -> Archive:
    """An empty archive with the registry of the invented colleges."""
    registry = Registry(tuple(Entity(f"college-{i}", "college", entity_name(i)) for i in range(ENTITIES)))
    write_registry(registry, folder / REGISTRY_FOLDER)
    archive = Archive.open(folder, create=True)
    archive.copy_registry(registry)
    return archive


def fill(archive: Archive, observations: int, told: Callable[[str], None]) -> Spent:
    """Write the documents; tells of each tenth."""
    run = archive.begin_run(["bench"])
    spent, tenth = Spent(), max(PER_DOCUMENT, observations // 10)
    for rows in documents(observations):
        _write(archive, rows, run, spent)
        if spent.observations % tenth == 0:
            told(f"  {spent.observations:,} written, {spent}")
    archive.finish_run(run, Counts(new=spent.observations // PER_DOCUMENT))
    return spent


def _write(archive: Archive, rows: DocumentRows, run: int, spent: Spent) -> None:
    clock, process = time.perf_counter(), time.process_time()
    with archive.writing() as connection:
        write_document(connection, rows, run_id=run, original="")
    spent.clock += time.perf_counter() - clock
    spent.process += time.process_time() - process
    spent.observations += len(rows.observations)


@cache
def vocabulary() -> tuple[str, ...]:
    """Invented words in their dictionary forms, the commonest first."""
    chance = Random(17)
    words = {lemma("".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) + "ник"): None for _ in range(_WORDS)}
    return tuple(words)


def fill_texts(archive: Archive, number: int) -> None:
    """Documents of three paragraphs each, of a seeded vocabulary with the frequencies of words in running text."""
    chance, words = Random(13), vocabulary()
    frequencies = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    run = archive.begin_run(["bench texts"])
    for start in range(0, number, _TEXTS_TOGETHER):
        with archive.writing() as connection:
            for index in range(start, min(start + _TEXTS_TOGETHER, number)):
                texts = [" ".join(chance.choices(words, cum_weights=frequencies, k=40)) for _ in range(3)]
                write_document(connection, _text_document(index, texts), run_id=run, original="")
    archive.finish_run(run, Counts(new=number))


def _text_document(index: int, texts: list[str]) -> DocumentRows:
    head = DocumentRow(
        f"t{index:063x}", f"text-{index}.docx", "application/x-bench", 1, None, None, False, "other", f"Текст {index}",
        None, None, None, None, None, None, None, None, None, None, date(2020, 1, 1).isoformat(), "import", "bench",
    )  # fmt: skip
    rows = tuple(PassageRow(n, "paragraph", item, item, n, None, None, None) for n, item in enumerate(texts))
    paragraphs = tuple(ParagraphRow(n, "body", None, item, None) for n, item in enumerate(texts))
    return DocumentRows(head, paragraphs=paragraphs, passages=rows)
