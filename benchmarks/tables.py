"""Tables in PDF beside other readers: ICDAR 2013 adjacency relations, the reference corpus, seconds, memory.

`python -m benchmarks tables`. ICDAR 2013 is looked for in `$LETOPIS_ICDAR` (default `../shared/icdar2013`), the corpus in
`$LETOPIS_CORPUS`; what is absent is left out aloud. camelot runs beside us where it is installed (extra `bench`).
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.cell_score import score
from extract.formats import pdf
from extract.formats.pdf import read_pdf

HERE = Path(__file__).parent.parent
ICDAR = Path(os.environ.get("LETOPIS_ICDAR", HERE.parent / "shared" / "icdar2013"))
CORPUS = Path(os.environ.get("LETOPIS_CORPUS", HERE.parent / "shared" / "corpus"))
LONG = 1000
# A cell is row, column, last row, last column, text.
Cell = tuple[int, int, int, int, str]
Tables = list[list[Cell]]
Reader = Callable[[Path], Tables]
Relations = Counter[tuple[str, str, str]]


def ours(path: Path) -> Tables:
    """All of our reading: tables, paragraphs, locations."""
    return [
        [
            (cell.row, cell.column, cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1, cell.text)
            for cell in table.cells
        ]
        for table in read_pdf(path, "0" * 64).tables
    ]


def pdfplumber(path: Path) -> Tables:
    """A bare loop of `extract_tables` and `extract_text`."""
    import pdfplumber

    found: Tables = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            found += [_flat(table) for table in page.extract_tables()]
            page.extract_text()
            page.close()
    return found


def camelot(path: Path, flavor: str) -> Tables:
    """camelot, pages together."""
    import camelot

    return [_flat(table.df.values.tolist()) for table in camelot.read_pdf(str(path), pages="all", flavor=flavor)]


def _flat(rows: Sequence[Sequence[str | None]]) -> list[Cell]:
    return [(r, c, r, c, text or "") for r, row in enumerate(rows) for c, text in enumerate(row)]


def readers() -> dict[str, Reader]:
    """Those that are installed."""
    found: dict[str, Reader] = {"letopis": ours, "pdfplumber": pdfplumber}
    try:
        import camelot as _camelot
    except ImportError:
        print("camelot is not installed: pip install 'letopis[bench]'")
    else:
        del _camelot
        found |= {f"camelot {flavor}": lambda path, f=flavor: camelot(path, f) for flavor in ("lattice", "hybrid")}
    return found


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def relations(cells: Sequence[Cell]) -> Relations:
    """Pairs of neighbouring filled cells, blanks skipped, each pair once a direction (Göbel et al., 2013)."""
    at = {
        (r, c): index
        for index, (row, column, last_row, last_column, text) in enumerate(cells)
        if bare(text)
        for r in range(row, last_row + 1)
        for c in range(column, last_column + 1)
    }
    last = max(at)[0] if at else 0, max((c for _r, c in at), default=0)
    pairs = set()
    for (r, c), index in at.items():
        for way, (down, across) in (("right", (0, 1)), ("down", (1, 0))):
            other = _next(at, (r, c), (down, across), last)
            if other is not None and other != index:
                pairs.add((index, other, way))
    return Counter((bare(cells[a][4]), bare(cells[b][4]), way) for a, b, way in pairs)


def _next(
    at: dict[tuple[int, int], int], start: tuple[int, int], step: tuple[int, int], last: tuple[int, int]
) -> int | None:
    r, c = start[0] + step[0], start[1] + step[1]
    while (r, c) not in at and r <= last[0] and c <= last[1]:
        r, c = r + step[0], c + step[1]
    return at.get((r, c))


def truth(path: Path) -> Tables:
    """The regions of the ground truth beside a file."""
    tree = ElementTree.parse(path.with_name(f"{path.stem}-str.xml"))
    return [[_true_cell(cell) for cell in region.findall("cell")] for region in tree.getroot().iter("region")]


def _true_cell(cell: ElementTree.Element) -> Cell:
    row, column = int(cell.get("start-row") or 0), int(cell.get("start-col") or 0)
    last_row, last_column = int(cell.get("end-row") or row), int(cell.get("end-col") or column)
    return row, column, last_row, last_column, cell.findtext("content") or ""


def f1(hits: int, found: int, known: int) -> float:
    return 2 * hits / (found + known) if found + known else 1.0


def measure_icdar(reader: Reader, files: Sequence[Path]) -> tuple[float, float, float]:
    """Macro F1, micro F1, CPU seconds."""
    scores, total, seconds = [], [0, 0, 0], 0.0
    for path in files:
        start = time.process_time()
        tables = reader(path)
        seconds += time.process_time() - start
        known = sum(map(relations, truth(path)), Counter())
        found = sum(map(relations, tables), Counter())
        counts = (known & found).total(), found.total(), known.total()
        scores.append(f1(*counts))
        total = [a + b for a, b in zip(total, counts, strict=True)]
    return sum(scores) / len(scores), f1(*total), seconds


def measure_corpus(reader: Reader, folder: Path) -> tuple[float, float]:
    """Cell F1 over all documents with tables, CPU seconds over all PDFs."""
    hits, total, seconds = 0, 0, 0.0
    for path in sorted((folder / "docs").glob("*.pdf")):
        start = time.process_time()
        tables = reader(path)
        seconds += time.process_time() - start
        gold = json.loads((folder / "tables" / f"{path.stem}.json").read_text(encoding="utf-8"))
        one = score([table["grid"] for table in gold], [_grid(table) for table in tables])
        hits, total = hits + one.hits, total + one.known + one.found
    return (2 * hits / total if total else 1.0), seconds


def _grid(cells: Sequence[Cell]) -> list[list[str]]:
    rows, columns = max((cell[2] for cell in cells), default=-1) + 1, max((cell[3] for cell in cells), default=-1) + 1
    grid = [[""] * columns for _row in range(rows)]
    for row, column, last_row, last_column, text in cells:
        for r in range(row, last_row + 1):
            for c in range(column, last_column + 1):
                grid[r][c] = text
    return grid


def print_icdar() -> None:
    files = [path for path in sorted(ICDAR.glob("*.pdf")) if path.with_name(f"{path.stem}-str.xml").exists()]
    if not files:
        print(f"ICDAR 2013 is not in {ICDAR}: set LETOPIS_ICDAR to its folder")
        return
    print(f"ICDAR 2013, {len(files)} documents: adjacency relations")
    print(f"{'reader':<18}{'macro F1':>10}{'micro F1':>10}{'CPU s':>9}{'speed':>8}")
    results = {name: measure_icdar(reader, files) for name, reader in readers().items()}
    base = results["pdfplumber"][2]
    for name, (macro, micro, seconds) in results.items():
        print(f"{name:<18}{macro:>10.4f}{micro:>10.4f}{seconds:>9.2f}{base / seconds:>7.1f}x")


def print_corpus() -> None:
    if not (CORPUS / "docs").is_dir():
        print(f"the reference corpus is not in {CORPUS}: set LETOPIS_CORPUS to its folder")
        return
    print("\nReference corpus: cell F1 of tables as printed by a word processor")
    print(f"{'reader':<18}{'cell F1':>10}{'CPU s':>9}{'speed':>8}")
    results = {name: measure_corpus(reader, CORPUS) for name, reader in readers().items()}
    base = results["pdfplumber"][1]
    for name, (cells, seconds) in results.items():
        print(f"{name:<18}{cells:>10.4f}{seconds:>9.2f}{base / seconds:>7.1f}x")


def print_growth() -> None:
    """Cost of a page, and memory, as the document grows; each length in its own process."""
    print("\nA report of many pages, each with a table of 26 rows")
    print(f"{'pages':>7}{'CPU ms/page':>13}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for pages in (10, 100, LONG):
            answer = subprocess.run(
                [sys.executable, "-m", "benchmarks.tables", folder, str(pages)],
                capture_output=True, text=True, check=True, cwd=HERE,
            )  # fmt: skip
            print(answer.stdout, end="")


def grow(folder: Path, pages: int) -> None:
    """Print the cost of reading a drawn document of so many pages in this process."""
    import resource
    from functools import partial

    from tests.helpers_pdf import body, draw, lines, ruled

    def page(number: int, canvas: object) -> None:
        lines(canvas, 60, f"Text over the table of page {number}, which goes on to the right margin of the page.")
        ruled(canvas, [["No", "Name", "Value"], *body(1, 25)], 100)
        lines(canvas, 660, "Text under it, so that the next one is another table.")

    path = folder / f"{pages}.pdf"
    if not path.exists():
        pid = os.fork()
        if not pid:
            draw(path, *(partial(page, number) for number in range(pages)))
            os._exit(0)
        os.waitpid(pid, 0)
    start = time.process_time()
    read_pdf(path, "0" * 64)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{pages:>7}{1000 * seconds / pages:>13.1f}{peak:>9.0f}")


def main() -> None:
    """Run all and print. Pages that are pictures are left alone: no other reader here recognises them."""
    pdf.is_picture = lambda _page: False
    ours(next(iter(sorted((HERE / "fixtures" / "prints").glob("*.pdf")))))
    print_icdar()
    print_corpus()
    print_growth()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        grow(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main()
