"""Run the examples of the README pages and put their real output there: ``python -m tools.readme``.

In every ``console`` block a line that begins with ``$ `` is a command; what follows it is its output. Commands run one after
another in one scratch folder beside a link to ``fixtures``, 100 columns wide, in the language of the page.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"README.md": "en", "README.ru.md": "ru"}
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
CONTINUED = " \\"
# Always the same length of path, since tables are as wide as what they hold.
SCRATCH = "/tmp"


def commands(block: str) -> list[str]:
    """The commands of a block as written, continuation lines included."""
    found: list[str] = []
    lines = iter(block.splitlines())
    for line in lines:
        if not line.startswith("$ "):
            continue
        command = line[2:]
        while command.endswith(CONTINUED):
            command += "\n" + next(lines)
        found.append(command)
    return found


def environment(language: str, scratch: Path) -> dict[str, str]:
    """Our own command first on the path, a width that fits a page, no settings of the caller's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LETOPIS_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
    return {**kept, "PATH": path, "COLUMNS": "100", "LETOPIS_LANG": language, "HOME": str(scratch), "TERM": "dumb"}


def rewritten(page: str, language: str) -> str:
    """The page with the output of every command as it is now."""
    with tempfile.TemporaryDirectory(prefix="letopis-", dir=SCRATCH) as folder:
        scratch = Path(folder)
        (scratch / "fixtures").symlink_to(ROOT / "fixtures")
        settings = environment(language, scratch)

        def fill(block: re.Match[str]) -> str:
            return "".join(_with_output(command, scratch, settings) for command in commands(block.group()))

        return BLOCK.sub(fill, page)


def _with_output(command: str, scratch: Path, settings: dict[str, str]) -> str:
    if assignment := re.fullmatch(r"export (\w+)=(\S+)", command):
        settings[assignment[1]] = assignment[2]
        return f"$ {command}\n"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=scratch,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line.rstrip() for line in (done.stdout + done.stderr).replace(str(scratch) + "/", "").splitlines()]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join([f"$ {command}", *lines]) + "\n"


def main() -> None:
    """Rewrite both pages."""
    for name, language in PAGES.items():
        path = ROOT / name
        path.write_text(rewritten(path.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
