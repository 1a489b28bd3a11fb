"""LibreOffice as a converter: one headless run for a batch of files, in a profile of its own, under a time limit.

Macros, links to other files and documents from the network are switched off in the profile.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from messages import _
from messages.errors import ConversionFailed, LetopisError, MissingProgram, TimeLimit

PROGRAM = "LibreOffice"
SECONDS = 120.0
SECONDS_EACH = 5.0
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

# Runs a command within 3 GiB of address space, of which it needs most without touching it; kills it with all that it
# started as soon as the other end of its input is closed, be it by our death.
_TIED_TO_US = 'ulimit -v 3145728 2>/dev/null; exec 3<&0; { read -r _ <&3; kill -KILL 0; } & exec "$@" 3<&- </dev/null'

Outcome = Path | LetopisError


def convert_many(files: Mapping[Path, str], folder: Path, seconds: float = SECONDS) -> dict[Path, Outcome]:
    """Convert each file to DOCX in `folder`, in one run: its path, or why it failed. `files` maps paths to true suffixes.

    The run takes `seconds` at most, and `SECONDS_EACH` for every file after the first. A file that ends it early takes
    those after it along: they are to be converted by themselves. Raises `MissingProgram` where LibreOffice is not installed.

    The program works on copies under plain names: neither names nor suffixes of the originals reach it."""
    program = _find_program()
    with TemporaryDirectory(prefix="letopis-office-", dir=folder) as temporary:
        work = Path(temporary)
        copies = {path: work / f"{number:06}{suffix}" for number, (path, suffix) in enumerate(files.items())}
        for path, copy in copies.items():
            shutil.copyfile(path, copy)
        _write_profile(work / "profile")
        made = work / "made"
        in_time = _run(program, list(copies.values()), made, work, seconds + SECONDS_EACH * (len(files) - 1))
        return {path: _collect(made / f"{copy.stem}.docx", folder, in_time, seconds) for path, copy in copies.items()}


def _find_program() -> str:
    found = next(filter(None, map(shutil.which, (os.environ.get("LETOPIS_SOFFICE", ""), *_NAMES))), None)
    if found is None:
        raise MissingProgram(
            program=PROGRAM, install=_("install it (on Debian and Ubuntu: apt install libreoffice-writer)")
        )
    return found


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
        ["/bin/sh", "-c", _TIED_TO_US, "sh", *command],
        stdin=subprocess.PIPE,
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


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the program with all that it started (it starts itself through a script)."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    finally:
        process.wait()
        if process.stdin is not None:
            process.stdin.close()


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
