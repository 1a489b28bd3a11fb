"""How fast documents are read and understood, beside bare loops of python-docx and pdfplumber over the same files.

`python -m benchmarks speed`. Ratios carry over from machine to machine, absolute times do not. Files: the fixtures, and the reference
corpus where `LETOPIS_CORPUS` names it. A long PDF is made by repeating the pages of a fixture.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from extract import read
from extract.interpret import interpret

FIXTURES = Path(__file__).parent.parent / "fixtures"
DEFAULT_CORPUS = FIXTURES.parent.parent / "shared" / "corpus"
PAGES = (10, 100, 1000)
BIG_ROWS, BIG_COLUMNS = 2000, 10
CELLS_TRIED = 20


def cpu(work: Callable[[], object], repeat: int = 1) -> float:
    """CPU seconds of the fastest of `repeat` runs."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def files(suffix: str) -> list[Path]:
    corpus = Path(os.environ.get("LETOPIS_CORPUS", DEFAULT_CORPUS))
    paths = [
        *FIXTURES.glob(f"reports/*.{suffix}"),
        *FIXTURES.glob(f"prints/*-full.{suffix}"),
        *corpus.glob(f"docs/*.{suffix}"),
    ]
    return sorted(path for path in paths if ".scan-" not in path.name)


def bare_docx(paths: Sequence[Path]) -> None:
    """What a first script with python-docx does."""
    import docx

    for path in paths:
        document = docx.Document(str(path))
        for paragraph in document.paragraphs:
            _ = paragraph.text
        for table in document.tables:
            for index in range(len(table.rows)):
                _ = [cell.text for cell in table.rows[index].cells]


def bare_pdf(paths: Sequence[Path]) -> None:
    """What a first script with pdfplumber does."""
    import pdfplumber

    for path in paths:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_tables()
                page.extract_text()


def big_docx(path: Path) -> None:
    """One table of 2,000 × 10 cells, its XML put together at once."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    cells = "".join(f"<w:tc><w:tcPr/><w:p><w:r><w:t>{column}</w:t></w:r></w:p></w:tc>" for column in range(BIG_COLUMNS))
    rows = f"<w:tr>{cells}</w:tr>" * BIG_ROWS
    grid = "<w:gridCol/>" * BIG_COLUMNS
    table = parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>")
    document.element.body.insert_element_before(table, "w:sectPr")
    document.save(str(path))


def cell_by_cell(path: Path) -> float:
    """CPU seconds of `table.cell(i, j)` for every cell, extrapolated from a few."""
    import docx

    table = docx.Document(str(path)).tables[0]
    taken = cpu(lambda: [table.cell(row, 5).text for row in range(CELLS_TRIED)])
    return taken / CELLS_TRIED * BIG_ROWS * BIG_COLUMNS


def long_pdf(source: Path, pages: int, path: Path) -> None:
    """The pages of a print over and over."""
    import pypdfium2

    with pypdfium2.PdfDocument(source) as original, pypdfium2.PdfDocument.new() as target:
        while len(target) < pages:
            wanted = min(len(original), pages - len(target))
            target.import_pages(original, list(range(wanted)))
        target.save(path)


def peak_memory(path: Path) -> float:
    """Megabytes at the peak of reading a file in a process of its own. `getrusage` would count this process's too."""
    code = """
import sys
from pathlib import Path
from extract import read
read(Path(sys.argv[1]))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
    child = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, cwd=FIXTURES.parent, capture_output=True, text=True
    )
    return int(child.stdout) / 1024


def _beside(name: str, ours: float, theirs: float, other: str, goal: float) -> None:
    print(f"{name:44} {ours:8.3f} s   {other} {theirs:8.3f} s   {theirs / ours:8.1f} × (goal {goal:g})")


def main() -> None:
    docx_files, pdf_files = files("docx"), files("pdf")
    interpret(read(docx_files[0]))  # imports and dictionaries are loaded once for any number of files
    read(pdf_files[0])
    print(f"{len(docx_files)} DOCX, {len(pdf_files)} PDF; CPU seconds")
    theirs = cpu(lambda: bare_docx(docx_files), 2)
    _beside("DOCX read", cpu(lambda: [read(path) for path in docx_files], 3), theirs, "python-docx loop", 4)
    theirs = cpu(lambda: bare_pdf(pdf_files))
    _beside("PDF read", cpu(lambda: [read(path) for path in pdf_files], 3), theirs, "pdfplumber loop", 8)
    _beside(
        "PDF read and understood", cpu(lambda: [interpret(read(p)) for p in pdf_files], 2), theirs, "pdfplumber loop", 6
    )
    with tempfile.TemporaryDirectory() as folder:
        big = Path(folder) / "big.docx"
        big_docx(big)
        _beside(
            f"DOCX table of {BIG_ROWS} × {BIG_COLUMNS}", cpu(lambda: read(big), 2), cell_by_cell(big), "table.cell", 50
        )
        for pages in PAGES:
            path = Path(folder) / f"{pages}.pdf"
            long_pdf(FIXTURES / "prints" / "monitoring_2021h2.libreoffice-full.pdf", pages, path)
            taken = cpu(lambda path=path: read(path))  # type: ignore[misc]
            print(
                f"PDF of {pages:4} pages: {taken / pages * 1000:6.2f} ms a page, peak {peak_memory(path):4.0f} MB (goal 400)"
            )


if __name__ == "__main__":
    main()
