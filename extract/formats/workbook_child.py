"""Opening a workbook in a process of its own, run as ``python -m extract.formats.workbook_child FILE MEDIA_TYPE``.

python-calamine makes room for whatever a file claims to hold: a false claim ends its process, not ours."""

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from extract.formats.workbook import Sheet, read_workbook
from messages import _
from messages.errors import DamagedFile, LetopisError, TimeLimit

SECONDS = 120
_MEMORY = 2 << 30


def open_workbook(path: Path, media_type: str) -> tuple[list[Sheet], int]:
    """Visible sheets and the number of hidden ones. Raises what `read_workbook` raises, and `TimeLimit`."""
    command = [sys.executable, "-m", __name__, str(path.absolute()), media_type]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise TimeLimit(seconds=SECONDS) from error
    if done.returncode != 0:
        raise DamagedFile(detail=_("the workbook cannot be opened"))
    outcome: tuple[list[Sheet], int] | LetopisError = pickle.loads(done.stdout)
    if isinstance(outcome, LetopisError):
        raise outcome
    return outcome


def _main(path: Path, media_type: str) -> None:
    _limit_memory()
    try:
        outcome: object = read_workbook(path, media_type)
    except LetopisError as error:
        outcome = error
    sys.stdout.buffer.write(pickle.dumps(outcome))


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2])
