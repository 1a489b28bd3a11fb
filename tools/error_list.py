"""Write the list of failure codes into ``docs/errors.md``: ``python -m tools.error_list``."""

import sys
from pathlib import Path

from messages import _catalogue
from messages.errors import all_errors

PAGE = Path(__file__).resolve().parent.parent / "docs" / "errors.md"
HEAD = """# What can go wrong

Every failure has a code, a sentence that says what to do, and an exit code. `letopis problems` lists the failures of an
archive with the path of each file; the commands print theirs to stderr. Parts in braces are filled in.

Exit codes, the same for every command: **0** done · **1** done, but something needs a person (errors found by `check`, files
that failed in `import`, a question without an answer) · **2** wrong usage · **3** the input could not be read · **4** the archive
could not be opened or written.

| code | exit | sentence | по-русски |
|---|---|---|---|
"""


def page() -> str:
    """The whole page, from the classes in `messages.errors`."""
    russian = _catalogue("ru").gettext
    rows = [
        f"| `{kind.code}` | {int(kind.exit_code)} | {kind.sentence} | {russian(kind.sentence)} |"
        for kind in all_errors()
    ]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}\n")
