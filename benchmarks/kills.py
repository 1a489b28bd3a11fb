"""Whether an import that is killed anywhere leaves an archive that can be finished: `python -m benchmarks kills [NUMBER]`.

An import of many small files is killed at `NUMBER` random moments, half of them on SQLite and half on a private
PostgreSQL server; each time it is begun again, and at the end every row is held against an archive of an import that
nobody disturbed. Ends with 1 when they differ.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from store.archive import Archive
from store.copying import fingerprint
from store.models import Run
from tests.archives import empty_postgres, postgres_server

DEFAULT = 50
FILES, LINES = 40, 40
# What a run writes of itself, and the ways by which it found what it keeps.
_LEDGER = {"run", "failure", "document", "document_path", "entity_event"}
_IMPORT = """
import sys
from pathlib import Path
from ingest.run import import_paths
from store.archive import Archive
from tests.test_ingest_run import read_invented

if __name__ == "__main__":
    with Archive.open(Path(sys.argv[1]), create=True) as archive:
        print("ready", flush=True)
        import_paths(archive, [Path(sys.argv[2])], reader=read_invented, workers=2)
"""


def write_reports(folder: Path) -> None:
    """Small reports of seeded figures."""
    chance = random.Random(17)
    folder.mkdir()
    for number in range(FILES):
        lines = (f"Колледж {line};{chance.randint(1, 99999)}" for line in range(LINES))
        (folder / f"{number:03}.docx").write_text("\n".join(lines))


def run_import(script: Path, archive: Path, reports: Path, after: float | None) -> bool:
    """Import, killed so many seconds after the archive was opened; whether it was killed before its end."""
    command = [sys.executable, str(script), str(archive), str(reports)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return True
        if process.returncode:
            raise SystemExit(f"the import ended with {process.returncode}")
        return False


def told(folder: Path) -> dict[str, int]:
    """Fingerprints of all tables that do not tell of runs, and of the documents and originals."""
    with Archive.open(folder) as archive, archive.reading() as connection:
        tables = [table for table in Run.metadata.sorted_tables if table.name not in _LEDGER]
        found = {table.name: fingerprint(connection, table) for table in tables}
        document = next(table for table in Run.metadata.sorted_tables if table.name == "document")
        rows = connection.execute(document.select().order_by(document.c.id)).all()
    found["document"] = hash(tuple((row.id, row.sha256, row.original, row.name) for row in rows))
    originals = sorted(path.name for path in (folder / "originals").rglob("*.docx"))
    return found | {"originals": hash(tuple(originals))}


def killed(name: str, folder: Path, reports: Path, script: Path, times: int) -> bool:
    """Kill an import so many times over archives begun anew whenever one is complete; whether all are as a clean one."""
    clean = folder / f"{name}-clean"
    _fresh_database()
    started = time.perf_counter()
    run_import(script, clean, reports, None)
    whole = time.perf_counter() - started
    wanted = told(clean)
    chance = random.Random(len(name))
    done, archives, equal = 0, 0, True
    while done < times:
        _fresh_database()
        broken = folder / f"{name}-{archives}"
        for _ in range(5):
            if done >= times or not run_import(script, broken, reports, chance.uniform(0, whole * 0.4)):
                break
            done += 1
        run_import(script, broken, reports, None)
        archives += 1
        differing = [table for table, value in told(broken).items() if value != wanted[table]]
        equal = equal and not differing
        if differing:
            print(f"  archive {archives} differs in {', '.join(differing)}")
    print(f"{name}: killed {done} times over {archives} archives; all equal to a clean one: {equal}", flush=True)
    return equal


def _fresh_database() -> None:
    if address := os.environ.get("LETOPIS_DATABASE"):
        empty_postgres(address)


def main() -> None:
    """Kill imports into both databases."""
    times = next((int(word) for word in sys.argv[1:] if word.isdigit()), DEFAULT)
    with tempfile.TemporaryDirectory(prefix="letopis-kills-") as place:
        folder, reports, script = Path(place), Path(place, "reports"), Path(place, "import.py")
        write_reports(reports)
        script.write_text(_IMPORT)
        os.environ.pop("LETOPIS_DATABASE", None)
        good = killed("SQLite", folder, reports, script, times - times // 2)
        with postgres_server() as address:
            os.environ["LETOPIS_DATABASE"] = address
            good = killed("PostgreSQL", folder, reports, script, times // 2) and good
            del os.environ["LETOPIS_DATABASE"]
    if not good:
        sys.exit(1)


if __name__ == "__main__":
    main()
