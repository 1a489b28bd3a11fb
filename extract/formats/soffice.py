"""LibreOffice as a converter: one headless run for a batch of files, in a profile of its own, under a time limit.

Macros, links to other files and documents from the network are switched off in the profile.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from messages import _
from messages.errors import ConversionFailed, LetopisError, MissingProgram, TimeLimit

PROGRAM = "LibreOffice"
SECONDS = 120.0
SECONDS_EACH = 15.0
_BATCH = 50
_NAMES = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_FILTER = "docx:MS Word 2007 XML"
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
    ("Calc/Content/Update", "Link", "1"),
)

Outcome = Path | LetopisError


def convert_many(files: Mapping[Path, str], folder: Path, seconds: float = SECONDS) -> dict[Path, Outcome]:
    """Convert each file to DOCX in `folder`: its path, or why it failed. `files` maps paths to true suffixes.

    A file that ends a batch early is tried again by itself, so that it costs the others nothing.
    Raises `MissingProgram` where LibreOffice is not installed."""
    program = _find_program()
    names = {path: f"{number:06}{suffix}" for number, (path, suffix) in enumerate(files.items())}
    outcomes: dict[Path, Outcome] = {}
    for batch in _batches(list(files)):
        outcomes |= _convert_batch(program, {path: names[path] for path in batch}, folder, seconds)
    if len(files) > 1:
        for path in [path for path, outcome in outcomes.items() if not isinstance(outcome, Path)]:
            outcomes |= _convert_batch(program, {path: names[path]}, folder, seconds)
    return outcomes


def _find_program() -> str:
    found = next(filter(None, map(shutil.which, (os.environ.get("LETOPIS_SOFFICE", ""), *_NAMES))), None)
    if found is None:
        raise MissingProgram(
            program=PROGRAM, install=_("install it (on Debian and Ubuntu: apt install libreoffice-writer)")
        )
    return found


def _batches(paths: Sequence[Path]) -> Iterator[Sequence[Path]]:
    return (paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH))


def _convert_batch(program: str, names: Mapping[Path, str], folder: Path, seconds: float) -> dict[Path, Outcome]:
    """One run over copies under plain `names`: neither names nor suffixes of the originals reach the program."""
    with TemporaryDirectory(prefix="letopis-office-") as temporary:
        work = Path(temporary)
        copies = {path: work / name for path, name in names.items()}
        for path, copy in copies.items():
            shutil.copyfile(path, copy)
        _write_profile(work / "profile")
        made = work / "made"
        in_time = _run(program, list(copies.values()), made, work, seconds + SECONDS_EACH * (len(names) - 1))
        return {path: _collect(made / f"{copy.stem}.docx", folder, in_time, seconds) for path, copy in copies.items()}


def _collect(made: Path, folder: Path, in_time: bool, seconds: float) -> Outcome:
    if made.is_file() and made.stat().st_size > 0:
        return Path(shutil.move(made, folder / made.name))
    return ConversionFailed(program=PROGRAM) if in_time else TimeLimit(seconds=round(seconds))


def _run(program: str, inputs: Sequence[Path], made: Path, work: Path, seconds: float) -> bool:
    """Run the program over `inputs`; False when it was stopped by the time limit. It leaves no process behind."""
    command = [
        program, f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--invisible", "--norestore",
        "--nolockcheck", "--nodefault", "--nologo", "--convert-to", _FILTER, "--outdir", str(made), *map(str, inputs),
    ]  # fmt: skip
    environment = {
        name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "FONTCONFIG_PATH") if name in os.environ
    }
    environment |= {"HOME": str(work), "TMPDIR": str(work), "SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(
        [*_guard(seconds), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=work,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _kill_group(process)
    return True


def _guard(seconds: float) -> list[str]:
    """A second clock outside this process, in case it is killed while the program runs."""
    timeout = shutil.which("timeout")
    return [timeout, "--signal=KILL", str(round(seconds) + 5)] if timeout else []


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the program with all that it started (it starts itself through a script)."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    finally:
        process.wait()


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{node}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for node, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
