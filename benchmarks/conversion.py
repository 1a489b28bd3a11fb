"""What old formats cost: `python -m benchmarks conversion`.

Twelve reports of the fixtures, made `.doc`, `.odt` and `.rtf`, are read by child processes as an import reads them: each
converted by itself, then a batch for each core. Needs LibreOffice; CPU seconds include its own.
"""

import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from extract import read
from ingest.conversion import converted
from ingest.pool import Crew, Limits, cores

REPORTS = Path(__file__).parent.parent / "fixtures" / "reports"
SUFFIXES = ("doc", "odt", "rtf")
EACH = 4


def n_cells(path: Path, made: Path | None) -> int:
    """Runs in the child: read a document, tell how many cells it has."""
    return sum(len(table.cells) for table in read(path, made).tables)


def old_reports(folder: Path) -> list[Path]:
    """The first reports of the fixtures in old formats."""
    sources = sorted(REPORTS.glob("*.docx"))
    for number, suffix in enumerate(SUFFIXES):
        command = [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            suffix,
        ]
        chosen = map(str, sources[number * EACH : (number + 1) * EACH])
        subprocess.run([*command, "--outdir", str(folder), *chosen], check=True, capture_output=True, timeout=300)
    return sorted(path for suffix in SUFFIXES for path in folder.glob(f"*.{suffix}"))


def read_all(paths: list[Path], in_batches: bool) -> list[object]:
    """What the reading of each file gave."""
    with Crew(Limits(), cores()) as crew, tempfile.TemporaryDirectory() as folder:
        made = converted(crew, paths, Path(folder)) if in_batches else {}
        return list(crew.work(n_cells, [(path, made.get(path)) for path in paths]))


def _told(name: str, work: Callable[[], list[object]]) -> list[object]:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    results = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name:16} {cpu:6.1f} s of CPU   {time.monotonic() - start:6.1f} s passed")
    return results


def main() -> None:
    if shutil.which("soffice") is None:
        print("LibreOffice is missing: apt install libreoffice-writer")
        return
    with tempfile.TemporaryDirectory() as folder:
        paths = old_reports(Path(folder))
        print(f"{len(paths)} files, {sum(path.stat().st_size for path in paths) >> 10} KB")
        alone = _told("one by one", lambda: read_all(paths, in_batches=False))
        batched = _told("in batches", lambda: read_all(paths, in_batches=True))
        print("the same cells" if alone == batched else "DIFFERENT CELLS")


if __name__ == "__main__":
    main()
