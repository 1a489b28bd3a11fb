"""What one file does to its process is that file's failure only."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from ingest.pool import Failed, Limits, work
from messages.errors import DamagedFile

MEGABYTE = 1 << 20


def behave(path: Path) -> str:
    """Runs in the child: does what the file's name says."""
    match path.name.split("-")[0]:
        case "damaged":
            raise DamagedFile(detail="zip")
        case "defect":
            raise ValueError("a defect")
        case "hang":
            time.sleep(600)
        case "spin":
            sum(range(10**12))
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(7)
        case "eat":
            bytearray(1 << 40)
        case "deep":
            return behave_deeply(path)
        case "large":
            return "x" * (20 * MEGABYTE)
    return path.name


def behave_deeply(path: Path) -> str:
    return behave_deeply(path)


def outcomes(names, **options):
    return {path.name: result for path, result in work(behave, [Path(name) for name in names], **options)}


def test_results_come_in_order_however_long_each_took():
    names = [f"file-{number}" for number in range(40)]
    assert [path.name for path, _ in work(behave, [Path(name) for name in names], workers=2)] == names


def test_each_kind_of_death_is_one_files_failure():
    bad = {
        "damaged-1": "damaged_file",
        "defect-1": "internal",
        "hang-1": "time_limit",
        "spin-1": "time_limit",
        "die-1": "worker_died",
        "exit-1": "worker_died",
        "eat-1": "memory_limit",
        "deep-1": "limit_exceeded",
    }
    good = [f"file-{number}" for number in range(20)]
    names = [name for pair in zip(good, [*bad, *bad][: len(good)], strict=False) for name in pair]
    found = outcomes([*dict.fromkeys(names), *good[16:]], limits=Limits(seconds=3), workers=2)
    assert {name: result.error.code for name, result in found.items() if isinstance(result, Failed)} == bad
    assert sorted(name for name, result in found.items() if result == name) == sorted(good)


def test_large_result_of_a_process_killed_from_outside_breaks_nothing():
    found = outcomes([*(f"large-{number}" for number in range(6)), "die-1", "large-7"], workers=2)
    assert isinstance(found.pop("die-1"), Failed)
    assert {len(result) for result in found.values()} == {20 * MEGABYTE}


def test_defect_carries_its_trace():
    [failed] = outcomes(["defect-1"]).values()
    assert isinstance(failed, Failed)
    assert failed.trace is not None
    assert "ValueError: a defect" in failed.trace


@pytest.mark.skipif(sys.platform != "linux", reason="children are tied to their parent on Linux only")
def test_children_die_with_their_parent(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent(
            """
            from pathlib import Path
            from ingest.pool import Limits, work
            from tests.test_ingest_pool import behave

            if __name__ == "__main__":
                for path, result in work(behave, [Path("file-1"), *map(Path, ["hang-1", "hang-2"])], workers=2):
                    print("ready", flush=True)
            """
        )
    )
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, str(script)], cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        children = _children(parent.pid)
        assert children
        parent.kill()
    deadline = time.monotonic() + 10
    while any(map(_alive, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_alive, children))


def _children(process: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{process}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
