"""What the fixtures state against their answer sheets: precision and recall by kind of fact and genre, end to end.

`python -m benchmarks sheets`. What was not recognised counts as missed. The rules were tried on the `trial` documents; on those `held out`
they never are. The `printed` ones are shown apart, where a table read wrongly costs its facts. With `LETOPIS_BENCH_WRONG=1`
every difference is printed.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.sheet_score import Tally, all_kinds
from extract import read
from extract.interpret import interpret
from messages.errors import LetopisError

FIXTURES = Path(__file__).parent.parent / "fixtures"
GROUPS = {
    "seen": ("reports", "incoming"),
    "trial": ("trial",),
    "held out": ("heldout",),
    "printed": ("prints",),
}
Tallies = dict[str, Tally]


def documents(folder: str) -> Iterator[tuple[Path, Path]]:
    """Each document of a folder with its sheet; a report of an archive once, as DOCX where there is one, but every print of the others."""
    if folder == "prints":
        for path in sorted((FIXTURES / folder).iterdir()):
            yield path, next(FIXTURES.glob(f"*/{path.name.split('.')[0]}.answers.json"))
        return
    for sheet in sorted((FIXTURES / folder).glob("*.answers.json")):
        docx = sheet.with_name(sheet.name.replace(".answers.json", ".docx"))
        pdf = docx.with_suffix(".pdf")
        if docx.exists():
            yield docx, sheet
        if pdf.exists() and not (docx.exists() and folder == "reports"):
            yield pdf, sheet


def judge(path: Path, sheet_path: Path) -> tuple[str, Tallies]:
    """Genre, and the tallies of one document; of one that cannot be read, none."""
    sheet = json.loads(sheet_path.read_text(encoding="utf-8"))
    try:
        return sheet["genre"], all_kinds(sheet, interpret(read(path)))
    except LetopisError as error:
        print(f"{path.name}: {error.code}")
        return sheet["genre"], {}


def measure(groups: tuple[str, ...] = tuple(GROUPS)) -> dict[tuple[str, str], Tallies]:
    """Tallies summed by (group, genre)."""
    sums: dict[tuple[str, str], Tallies] = {}
    for group in groups:
        for path, sheet in (each for folder in GROUPS[group] for each in documents(folder)):
            genre, tallies = judge(path, sheet)
            summed = sums.setdefault((group, genre), {})
            for kind, tally in tallies.items():
                noted = Tally(tally.known, tally.found, tally.right, [f"{path.name}: {text}" for text in tally.wrong])
                summed[kind] = summed.get(kind, Tally()) + noted
    return sums


def main() -> None:
    report(tuple(GROUPS))


def report(groups: tuple[str, ...]) -> None:
    """Print the scores of those groups by genre and kind of fact."""
    print(f"{'documents':9} {'genre':18} {'kind of fact':18} {'known':>6} {'found':>6} {'precision':>9} {'recall':>7}")
    for (group, genre), tallies in sorted(measure(groups).items()):
        for kind, tally in tallies.items():
            if tally.known or tally.found:
                numbers = f"{tally.known:6} {tally.found:6} {tally.precision:9.3f} {tally.recall:7.3f}"
                print(f"{group:9} {genre:18} {kind:18} {numbers}")
                if os.environ.get("LETOPIS_BENCH_WRONG"):
                    print(*(f"    {text}" for text in tally.wrong), sep="\n")


if __name__ == "__main__":
    main()
