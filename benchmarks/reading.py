"""How well prints of the fixtures are read: cell F1 and text by producer and ruling, beside bare pdfplumber.

`python -m benchmarks reading`. The golden set is `fixtures/prints`: the same reports printed by LibreOffice, Chromium
and reportlab with full rules, horizontal rules only, shaded rows only and no rules, saved in old formats, and scanned.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import TypeVar

from benchmarks.cell_score import Grid, Score, score
from extract import read
from extract.document import Document, Paragraph
from messages.errors import LetopisError

FIXTURES = Path(__file__).parent.parent / "fixtures"
T = TypeVar("T")
# What is aimed at, by ruling; old formats and scans by their producer.
GOALS = {"full": 0.995, "horizontal": 0.97, "shaded": 0.95, "none": 0.95, "office": 0.99, "scan": 0.93, "docx": 1.0}


@dataclass(frozen=True, slots=True)
class Print:
    """One file of the golden set and what its tables hold."""

    path: Path
    producer: str
    ruling: str
    grids: list[Grid]
    words: list[str]

    @property
    def goal(self) -> float:
        return GOALS.get(self.producer, GOALS[self.ruling])


def golden_set() -> Iterator[Print]:
    """All prints, by producer and ruling, then every DOCX."""
    for path in sorted((FIXTURES / "prints").iterdir(), key=lambda path: path.name.split(".")[1:]):
        name, way, _suffix = path.name.split(".")
        producer, ruling = way.split("-")
        yield Print(path, producer, ruling, *known(name))
    for path in sorted(FIXTURES.glob("*/*.docx")):
        yield Print(path, "docx", "full", *known(path.stem))


def known(name: str) -> tuple[list[Grid], list[str]]:
    """The tables of a report and the words around them as its answer sheet states them."""
    sheet = json.loads(next(FIXTURES.glob(f"*/{name}.answers.json")).read_text(encoding="utf-8"))
    return [table["grid"] for table in sheet["tables"]], " ".join(sheet["text"]).split()


def grids_of(document: Document) -> list[Grid]:
    return [[[cell.text for cell in row] for row in table.grid()] for table in document.tables]


def words_of(document: Document) -> list[str]:
    """The words of all paragraphs in reading order, «[table]» where a table stands."""
    texts = (f"{b.label or ''} {b.text}" if isinstance(b, Paragraph) else "[table]" for b in document.blocks)
    return " ".join(texts).split()


def text_likeness(each: Print, document: Document) -> float:
    """1.0: the same words in the same order."""
    return SequenceMatcher(None, each.words, words_of(document), autojunk=False).ratio()


def bare_pdfplumber(path: Path) -> list[Grid]:
    """What a first script with pdfplumber gets: each page's tables as they come."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        return [
            [[cell or "" for cell in row] for row in table]
            for page in document.pages
            for table in page.extract_tables()
        ]


@dataclass(slots=True)
class Line:
    """Sums over the files of one producer and ruling."""

    files: int = 0
    ours: Score = field(default_factory=Score)
    theirs: Score = field(default_factory=Score)
    text: float = 0.0
    seconds: float = 0.0
    their_seconds: float = 0.0
    pages: int = 0
    failed: str = ""


def measure(prints: list[Print], *, beside: bool = True) -> dict[tuple[str, str], Line]:
    """Scores by (producer, ruling), in the order of the golden set."""
    lines: dict[tuple[str, str], Line] = {}
    for each in prints:
        line = lines.setdefault((each.producer, each.ruling), Line())
        line.files += 1
        try:
            document, seconds = _timed(read, each.path)
            line.text += text_likeness(each, document)
            found, line.pages = grids_of(document), line.pages + (document.source.pages or 0)
        except LetopisError as error:
            found, seconds, line.failed = [], 0.0, error.code
        line.ours, line.seconds = line.ours + score(each.grids, found), line.seconds + seconds
        if beside and each.path.suffix == ".pdf":
            theirs, seconds = _timed(bare_pdfplumber, each.path)
            line.theirs, line.their_seconds = line.theirs + score(each.grids, theirs), line.their_seconds + seconds
    return lines


def _timed(reader: Callable[[Path], T], path: Path) -> tuple[T, float]:
    """What the reader gives, and the seconds of CPU that it and the programs it called took."""
    start = _processor()
    return reader(path), _processor() - start


def _processor() -> float:
    return sum(os.times()[:4])


def main() -> None:
    prints = list(golden_set())
    goals = {(each.producer, each.ruling): each.goal for each in prints}
    read(prints[0].path)  # imports are not reading
    print("Our own reports as printed by several programs: cell F1 of tables, likeness of the text around them")
    print(
        f"{'producer':12} {'ruling':11} {'files':>5} {'goal':>6} {'ours':>6} {'text':>6} {'CPU s':>6}   {'pdfplumber':>10} {'CPU s':>6}"
    )
    for key, line in measure(prints).items():
        producer, ruling = key
        beside = f"{line.theirs.f1:10.3f} {line.their_seconds:6.2f}" if line.theirs.known else f"{'–':>10} {'–':>6}"
        note = f"  {line.failed}" if line.failed else ""
        if producer == "scan" and line.pages:
            note += f"  {line.seconds / line.pages:.1f} s a page"
        missed = " " if line.ours.f1 >= goals[key] else "<"
        print(
            f"{producer:12} {ruling:11} {line.files:5} {goals[key]:6.3f} {line.ours.f1:6.3f}{missed}{line.text / line.files:6.3f} {line.seconds:6.2f}   {beside}{note}"
        )


if __name__ == "__main__":
    main()
