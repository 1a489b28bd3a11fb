"""What the fixtures state against their answer sheets: precision and recall by kind of fact and genre, end to end.

`python -m benchmarks sheets`. What was not recognised counts as missed. `unseen` documents were written after the rules and
are shown apart. With `LETOPIS_BENCH_WRONG=1` every difference is printed.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.sheet_score import Tally, all_kinds
from extract import read
from extract.interpret import interpret

FIXTURES = Path(__file__).parent.parent / "fixtures"
FOLDERS = ("reports", "incoming", "unseen")
Tallies = dict[str, Tally]


def documents(folder: str) -> Iterator[Path]:
    """Each document of a folder once, its DOCX where there is one."""
    for sheet in sorted((FIXTURES / folder).glob("*.answers.json")):
        name = sheet.name.removesuffix(".answers.json")
        docx = sheet.with_name(f"{name}.docx")
        yield docx if docx.exists() else docx.with_suffix(".pdf")


def judge(path: Path) -> tuple[str, Tallies]:
    """Genre, and the tallies of one document."""
    sheet = json.loads((path.parent / f"{path.stem}.answers.json").read_text(encoding="utf-8"))
    return sheet["genre"], all_kinds(sheet, interpret(read(path)))


def measure(folders: tuple[str, ...] = FOLDERS) -> dict[tuple[str, str], Tallies]:
    """Tallies summed by (folder or «seen», genre)."""
    sums: dict[tuple[str, str], Tallies] = {}
    for folder in folders:
        for path in documents(folder):
            genre, tallies = judge(path)
            summed = sums.setdefault(("unseen" if folder == "unseen" else "seen", genre), {})
            for kind, tally in tallies.items():
                noted = Tally(tally.known, tally.found, tally.right, [f"{path.name}: {text}" for text in tally.wrong])
                summed[kind] = summed.get(kind, Tally()) + noted
    return sums


def main() -> None:
    print(f"{'documents':9} {'genre':18} {'kind of fact':18} {'known':>6} {'found':>6} {'precision':>9} {'recall':>7}")
    for (folder, genre), tallies in sorted(measure().items()):
        for kind, tally in tallies.items():
            if tally.known or tally.found:
                numbers = f"{tally.known:6} {tally.found:6} {tally.precision:9.3f} {tally.recall:7.3f}"
                print(f"{folder:9} {genre:18} {kind:18} {numbers}")
                if os.environ.get("LETOPIS_BENCH_WRONG"):
                    print(*(f"    {text}" for text in tally.wrong), sep="\n")


if __name__ == "__main__":
    main()
