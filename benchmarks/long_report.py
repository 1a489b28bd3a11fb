"""How long a long report takes to check once it is read: half-yearly reports of several worlds bound into one.

`python -m benchmarks long_report [REPORTS]` (default 16 reports, about 60 pages; the pages are counted by LibreOffice if it is
installed). The acceptance asks for less than 3 s.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pypdfium2

from benchmarks.speed import cpu
from check.engine import check
from extract import read
from extract.interpret import interpret
from fixtures.builders.docx_writer import write_docx
from fixtures.builders.figures import salted
from fixtures.builders.halfyear import HALVES, half_year_report
from fixtures.builders.model import Report

DEFAULT_REPORTS = 16
RUNS, SECONDS = 3, 120


def long_report(reports: int) -> Report:
    """That many half-yearly reports, one behind the other."""
    bound = []
    for world in range(1, reports + 1):
        with salted(f"world {world} "):
            bound.append(half_year_report(HALVES[world % len(HALVES)]))
    return replace(bound[0], blocks=tuple(block for report in bound for block in report.blocks))


def pages_of(path: Path, folder: Path) -> int | None:
    """Pages as LibreOffice lays them out; None where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return len(pypdfium2.PdfDocument(folder / f"{path.stem}.pdf"))


def main() -> None:
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "long.docx"
        write_docx(long_report(numbers[0] if numbers else DEFAULT_REPORTS), path)
        document = read(path)
        facts = interpret(document)
        report = check(facts)
        print(
            f"pages: {pages_of(path, Path(name)) or 'not counted'}; tables: {len(document.tables)}; "
            f"numbers: {report.coverage.numbers}, checked: {report.coverage.checked}"
        )
        print(
            f"read {cpu(lambda: read(path), RUNS):.2f} s, understood {cpu(lambda: interpret(document), RUNS):.2f} s, "
            f"checked {cpu(lambda: check(facts), RUNS):.2f} s of CPU"
        )


if __name__ == "__main__":
    main()
