"""Old documents are converted a batch at a time; a bad one costs the others nothing, an interrupted batch leaves no process."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extract import read
from ingest.conversion import convert, converted, portions
from ingest.pool import Crew, Failed, Limits
from tests.helpers_docx import p, write_docx
from tests.test_office import RTF, alive, fake_program, needs_office

ROOT = Path(__file__).parent.parent


def sentences(path: Path, made: Path | None) -> tuple[bool, list[str]]:
    """Runs in the child: whether the file came converted, and what it says."""
    return made is not None, [paragraph.text for paragraph in read(path, made).paragraphs]


def write_rtf(path: Path, text: str) -> Path:
    path.write_text(rf"{{\rtf1\ansi\pard {text}\par}}", encoding="ascii")
    return path


def one_run(crew: Crew, paths: list[Path], folder: Path) -> dict[str, tuple[bool, list[str]] | str]:
    """What became of each file, or the code of its failure."""
    made = converted(crew, paths, folder)
    results = crew.work(sentences, [(path, made.get(path)) for path in paths])
    return {
        path.name: result.error.code if isinstance(result, Failed) else result
        for path, result in zip(paths, results, strict=True)
    }


def test_portions_keep_the_order_and_hold_a_batch_for_each_worker() -> None:
    paths = [Path(f"{number}.{'doc' if number % 2 else 'docx'}") for number in range(150)]
    parts = list(portions(paths, 2))
    assert [path for part in parts for path in part] == paths
    assert [sum(path.suffix == ".doc" for path in part) for part in parts] == [32, 32, 11]
    assert list(portions([], 2)) == []


@needs_office
def test_a_damaged_file_in_a_batch_costs_itself_only(tmp_path: Path) -> None:
    whole = write_rtf(tmp_path / "a.rtf", "First")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(whole)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    data = bytearray((tmp_path / "a.doc").read_bytes())
    data[1024:6000] = random.Random(1).randbytes(4976)
    (tmp_path / "b.doc").write_bytes(data)
    (tmp_path / "c.odt").write_bytes(b"PK\x03\x04 cut")
    paths = [*(tmp_path / name for name in ("a.rtf", "a.doc", "b.doc", "c.odt")), write_rtf(tmp_path / "d.rtf", "Last")]
    paths.append(write_docx(tmp_path / "e.docx", p("new")))
    folder = tmp_path / "made"
    folder.mkdir()
    with Crew(Limits(), 2) as crew:
        found = one_run(crew, paths, folder)
    assert (found["b.doc"], found["c.odt"]) == ("conversion_failed", "damaged_file")
    assert found["a.rtf"] == found["a.doc"] == (True, ["First"])
    assert (found["d.rtf"], found["e.docx"]) == ((True, ["Last"]), (False, ["new"]))


def test_what_does_not_come_out_of_a_batch_is_converted_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that dies at the file that says «crash», and hangs at no other."""
    write_docx(tmp_path / "made.docx", p("converted"))
    script = (
        'while [ "$1" != "--outdir" ]; do shift; done\nout="$2"\nshift 2\nmkdir -p "$out"\nfor file; do\n'
        f'grep -q crash "$file" && exit 134\ncp "{tmp_path}/made.docx" "$out/$(basename "$file" .rtf).docx"\ndone'
    )
    monkeypatch.setenv("LETOPIS_SOFFICE", str(fake_program(tmp_path, script)))
    paths = [write_rtf(tmp_path / f"{number}.rtf", "crash" if number == 1 else "fine") for number in range(4)]
    folder = tmp_path / "folder"
    folder.mkdir()
    with Crew(Limits(), 1) as crew:
        found = one_run(crew, paths, folder)
    good = ["converted"]
    assert found == {
        "0.rtf": (True, good),
        "1.rtf": "conversion_failed",
        "2.rtf": (False, good),
        "3.rtf": (False, good),
    }


def test_a_lone_file_and_a_missing_program_are_left_to_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("LETOPIS_SOFFICE", raising=False)
    paths = [write_rtf(tmp_path / f"{number}.rtf", "text") for number in range(2)]
    with Crew(Limits(), 1) as crew:
        assert converted(crew, paths[:1], tmp_path) == {}
        assert one_run(crew, paths, tmp_path) == {"0.rtf": "missing_program", "1.rtf": "missing_program"}


def _interrupted(folder: Path, end: signal.Signals) -> None:
    """Kill a process while it converts a batch, as soon as the program runs; wait until nothing of it is alive."""
    script = textwrap.dedent(
        """
        import signal
        import sys
        from pathlib import Path
        from ingest.conversion import converted
        from ingest.pool import Crew, Limits

        if __name__ == "__main__":
            # A shell gives what it starts in the background a deaf ear for it.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            folder = Path(sys.argv[1])
            with Crew(Limits(), 1) as crew:
                converted(crew, sorted(folder.glob("*.rtf")), folder)
        """
    )
    (folder / "parent.py").write_text(script, encoding="utf-8")
    marker = f"{folder}/tmp"  # of the profile on the command line of the program
    command = [sys.executable, str(folder / "parent.py"), str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL
    ) as parent:
        _wait(lambda: alive(marker), 60)
        parent.send_signal(end)
    _wait(lambda: not alive(marker), 10)


def _wait(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="children are tied to their parent on Linux only")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_batch_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: signal.Signals
) -> None:
    program = fake_program(tmp_path, 'sh -c "sleep 300 # $1" sh "$1" &\nsleep 300')
    monkeypatch.setenv("LETOPIS_SOFFICE", str(program))
    for number in range(3):
        write_rtf(tmp_path / f"{number}.rtf", "text")
    _interrupted(tmp_path, end)


@needs_office
@pytest.mark.skipif(sys.platform != "linux", reason="children are tied to their parent on Linux only")
def test_an_interrupted_batch_leaves_no_office(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number}.rtf").write_text(RTF, encoding="ascii")
    _interrupted(tmp_path, signal.SIGKILL)


def test_files_of_other_kinds_under_old_names_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LETOPIS_SOFFICE", str(fake_program(tmp_path, "exit 1")))
    write_docx(tmp_path / "new.doc", p("new"))
    assert convert([tmp_path / "new.doc", tmp_path / "missing.doc"], tmp_path) == {}
