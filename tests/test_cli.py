"""The command line as its users meet it: help, examples, language, speed, failures."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

import cli

ROOT = Path(__file__).parent.parent


def letopis(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def command_paths() -> list[tuple[str, ...]]:
    """Every command that can be called, subcommands included."""
    found: list[tuple[str, ...]] = []
    todo = [((), get_command(cli.app))]
    while todo:
        path, command = todo.pop()
        children = getattr(command, "commands", None)
        if children is None:
            found.append(path)
        else:
            todo += [((*path, name), child) for name, child in children.items()]
    return sorted(found)


@pytest.mark.parametrize("path", command_paths(), ids=" ".join)
def test_every_command_explains_itself_with_an_example(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([*path, "--help"]) == 0
    help_text = capsys.readouterr().out
    assert "Пример:" in help_text
    assert f"letopis {' '.join(path)}" in help_text.split("Пример:")[1]


@pytest.mark.parametrize("path", command_paths(), ids=" ".join)
def test_every_command_is_in_the_readme(path: tuple[str, ...]) -> None:
    for readme in ("README.md", "README.ru.md"):
        assert f"letopis {path[0]}" in (ROOT / readme).read_text(encoding="utf-8")


def test_help_is_quick() -> None:
    """Heavy imports are lazy: help costs under half a second of CPU (as promised), best of three."""
    used = []
    for _attempt in range(3):
        before = os.times()
        letopis("--help")
        after = os.times()
        used.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(used) < 0.5


def test_help_does_not_import_what_reads_documents() -> None:
    code = "import sys, cli; print([m for m in ('spacy', 'pdfplumber', 'docx', 'sqlmodel', 'rapidfuzz', 'numpy', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_speaks_the_language_asked_for() -> None:
    assert "Использование:" in letopis("--help").stdout
    assert "Usage:" in letopis("--help", LETOPIS_LANG="en").stdout


@pytest.mark.parametrize(
    "arguments", [["extract"], ["extract", "--nonsense"], ["nonsense"], ["extract", "a", "b", "c"]]
)
def test_wrong_usage_is_told_in_a_sentence(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert "letopis --help" in output.err


def test_a_missing_file_is_told_with_its_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["extract", str(tmp_path / "none.docx")]) == 3
    error = capsys.readouterr().err
    assert "[file_missing]" in error
    assert "Traceback" not in error


def test_nothing_below_imports_the_command_line() -> None:
    """`cli` is a module, which import-linter cannot place in its layers."""
    for package in ("commands", "check", "ingest", "store", "extract", "normalize", "messages"):
        for path in (ROOT / package).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
            names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
            assert "cli" not in names, path
