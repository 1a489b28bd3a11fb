"""Whether an import that is killed anywhere leaves an archive that can be finished: `python -m benchmarks kills [NUMBER]`.

An import of small reports is killed (SIGKILL) at `NUMBER` random points on SQLite, and at as many on a private PostgreSQL
server: after a random number of files and a random part of the time that one takes. After each kill the archive must
open and hold whole documents only; the import is begun again, and once it is through, every row must be that of an
import that nobody disturbed (numbers that a database gave out aside: PostgreSQL never gives one twice). Ends with 1 if not.
"""

import os
import pickle
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import kills_import
from store.archive import Archive
from store.database import ADDRESS_VARIABLE
from tests.archives import empty_postgres, postgres_server, report, rows_of
from tests.archives_equal import contents, defects

DEFAULT = 50
FILES, LINES = 24, 60
# An archive is begun anew after so many kills.
KILLS_EACH = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where the archives of one database are made, and what is imported into them."""

    folder: Path
    reports: Path

    def archive(self, name: str) -> Path:
        """A folder for a new archive; the database is empty from now on."""
        if address := os.environ.get(ADDRESS_VARIABLE):
            empty_postgres(address)
        return self.folder / name


def write_reports(folder: Path) -> None:
    """Small reports of seeded figures."""
    chance = random.Random(17)
    folder.mkdir()
    for number in range(FILES):
        values = [(f"Колледж {line}", str(chance.randint(1, 99_999))) for line in range(LINES)]
        rows = rows_of(report(values, name=f"{number:03}.docx", dated=f"2022-02-{number + 1:02}"))
        (folder / f"{number:03}.docx").write_bytes(pickle.dumps(rows))


def run_import(archive: Path, reports: Path) -> Iterator[subprocess.Popen[str]]:
    """Start an import; yields its process when the archive is open, and again after each file."""
    command = [sys.executable, kills_import.__file__, str(archive), str(reports)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    with tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
            assert process.stdout is not None
            for _line in process.stdout:
                yield process
        if process.returncode not in (0, -signal.SIGKILL):
            errors.seek(0)
            raise SystemExit(f"the import ended with {process.returncode}: {errors.read()}")


def finish(archive: Path, reports: Path) -> float:
    """Import to the end; seconds that a file took."""
    told = [time.perf_counter() for _ in run_import(archive, reports)]
    return (told[-1] - told[0]) / len(told)


def kill(archive: Path, reports: Path, files: int, after: float) -> bool:
    """Kill an import so long after it told of so many files; False when it was through before."""
    for number, process in enumerate(run_import(archive, reports)):
        if number == files:
            time.sleep(after)
            process.send_signal(signal.SIGKILL)
    return process.returncode == -signal.SIGKILL


def killed(name: str, place: Place, times: int) -> bool:
    """Kill so many imports; whether every archive was whole after each, and in the end as a clean one."""
    clean = place.archive(f"{name}-clean")
    pace = finish(clean, place.reports)
    wanted = _contents(clean)
    chance, good, done, archives = random.Random(len(name)), True, 0, 0
    while done < times:
        archives += 1
        broken = place.archive(f"{name}-{archives}")
        for _ in range(min(KILLS_EACH, times - done)):
            done += kill(broken, place.reports, chance.randrange(FILES), chance.uniform(0, pace))
            good = _is_whole(broken) and good
        finish(broken, place.reports)
        good = _same(f"{name}-{archives}", wanted, _contents(broken)) and good
    print(f"{name}: killed {done} times over {archives} archives; all as a clean one: {good}", flush=True)
    return good


def _contents(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with Archive.open(folder) as archive:
        return contents(archive)


def _is_whole(folder: Path) -> bool:
    with Archive.open(folder) as archive:
        found = defects(archive)
    for defect in found:
        print(f"  {folder.name}: {defect}", flush=True)
    return not found


def _same(name: str, wanted: dict[str, list[tuple[object, ...]]], found: dict[str, list[tuple[object, ...]]]) -> bool:
    differing = [table for table, rows in wanted.items() if rows != found[table]]
    if differing:
        print(f"  {name} differs in {', '.join(differing)}", flush=True)
    return not differing


def main() -> None:
    """Kill imports into both databases."""
    times = next((int(word) for word in sys.argv[1:] if word.isdigit()), DEFAULT)
    os.environ.pop(ADDRESS_VARIABLE, None)
    with tempfile.TemporaryDirectory(prefix="letopis-kills-") as folder, postgres_server() as address:
        place = Place(Path(folder), Path(folder, "reports"))
        write_reports(place.reports)
        good = killed("SQLite", place, times)
        os.environ[ADDRESS_VARIABLE] = address
        good = killed("PostgreSQL", place, times) and good
        del os.environ[ADDRESS_VARIABLE]
    if not good:
        sys.exit(1)


if __name__ == "__main__":
    main()
