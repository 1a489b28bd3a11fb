"""`letopis review`: by keyboard alone, nothing lost when it is killed, the registry growing as people answer."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import cli
from normalize.registry import DATA, Registry
from normalize.registry_local import new_id
from store.archive import Archive
from store.decisions import decision_log
from store.questions import open_questions
from store.resolve import RegistryResolver
from tests.archives import opened, put, report

ROOT = Path(__file__).parent.parent
TOWNS = re.findall(
    r"\w+", "Братский Тулунский Зиминский Саянский Ангарский Киренский Черемховский Усольский Иркутский Боханский"
)
SPECIALTIES = re.findall(
    r"\w+",
    "ювелирный швейный лесной рыбный кожевенный часовой печатный кирпичный фарфоровый молочный хлебный соляной "
    "водный мебельный обувной медный цинковый бумажный стекольный войлочный",
)


@pytest.fixture(scope="module")
def resolver():
    return RegistryResolver(Registry.load(DATA))


def fill(folder, names, resolver):
    with opened(folder) as archive:
        archive.copy_registry(resolver.registry)
        for number in range(0, len(names), 50):
            values = [(name, "7") for name in names[number : number + 50]]
            put(archive, report(values, name=f"{number}.docx", salt=str(number)), resolver=resolver)
    return folder


@pytest.fixture
def archive(tmp_path, resolver):
    """Two hundred names that are asked about."""
    return fill(tmp_path, [f"{town} {special} техникум" for town in TOWNS for special in SPECIALTIES], resolver)


class Terminal:
    """The command in a terminal of its own: keys go in, what is shown comes out."""

    def __init__(self, *arguments):
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cli", *arguments],
            cwd=ROOT,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**os.environ, "LETOPIS_LANG": "en", "TERM": "xterm"},
            close_fds=True,
        )
        os.close(slave)
        self.shown = ""

    def wait_for(self, pattern, times=1, seconds=40):
        """Read until `pattern` has been shown `times` times."""
        deadline = time.monotonic() + seconds
        while len(re.findall(pattern, self.shown)) < times:
            ready, _, _ = select.select([self.master], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, f"{pattern} ×{times} was not shown; the end of what was: {self.shown[-500:]}"
            try:
                self.shown += os.read(self.master, 1 << 16).decode(errors="replace")
            except OSError:
                break

    def press(self, keys):
        os.write(self.master, keys.encode())

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def log_of(folder):
    with Archive.open(folder) as archive, archive.reading() as connection:
        return decision_log(connection), open_questions(connection)


def test_two_hundred_names_are_answered_by_keyboard_alone(archive):
    assert len(log_of(archive)[1]) == 200
    terminal = Terminal("review", "--archive", str(archive), "--author", "Иванова")
    try:
        for number in range(1, 201):
            terminal.wait_for(rf"Question {number} of 200")
            terminal.press("ч" if number % 3 == 0 else "1")
        terminal.wait_for("200 decisions kept")
    finally:
        terminal.close()
    decisions, questions = log_of(archive)
    assert len(decisions) == 200
    assert questions == []
    assert {record.author for record in decisions} == {"Иванова"}
    assert sum(record.entity is None for record in decisions) == 66


def test_no_decision_is_lost_when_the_review_is_killed(archive):
    terminal = Terminal("review", "--archive", str(archive))
    try:
        for number in range(1, 41):
            terminal.wait_for(rf"Question {number} of 200")
            terminal.press("x")
        terminal.wait_for("Question 41 of 200")
        terminal.process.send_signal(signal.SIGKILL)
        terminal.process.wait()
    finally:
        terminal.close()
    decisions, questions = log_of(archive)
    assert (len(decisions), len(questions)) == (40, 160)


def review(folder, keys, monkeypatch, *options):
    """The command with keys that come from a pipe."""
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO(keys))
    assert cli.run(["review", "--archive", str(folder), *options]) == 0


def test_keys_skip_undo_and_leave(tmp_path, resolver, monkeypatch):
    fill(tmp_path, ["Братский ювелирный техникум", "Зиминский лесной техникум"], resolver)
    review(tmp_path, "su1uxq", monkeypatch)
    decisions, questions = log_of(tmp_path)
    assert [(record.entity, record.undone_at is not None) for record in decisions][-1:] != []
    assert sum(record.undone_at is None for record in decisions) == 1
    assert len(questions) == 1


def test_enter_takes_only_a_likely_candidate(tmp_path, resolver, monkeypatch, capsys):
    fill(tmp_path, ["Братский ювелирный техникум"], resolver)
    review(tmp_path, "\nq", monkeypatch)
    assert log_of(tmp_path)[0] == []


def test_another_entity_is_found_by_words_or_id(tmp_path, resolver, monkeypatch):
    fill(tmp_path, ["Братский ювелирный техникум", "Зиминский лесной техникум"], resolver)
    review(tmp_path, "oБратский промышленный техникум\n1oirk-college-school-58\n", monkeypatch)
    assert {record.entity for record in log_of(tmp_path)[0]} == {
        "irk-college-bratsk-industrial",
        "irk-college-school-58",
    }


def test_a_new_entity_joins_the_registry_of_the_archive(tmp_path, resolver, monkeypatch):
    fill(tmp_path, ["ГБПОУ «Братский ювелирный техникум»", "Братский ювелирный техникум, г. Братск"], resolver)
    review(tmp_path, "n\n\n", monkeypatch)
    (decision,), _questions = log_of(tmp_path)
    registry = Registry.load(tmp_path / "registry")
    assert registry.get(decision.entity).kind == "college"
    monkeypatch.setenv("LETOPIS_REGISTRY", "")
    assert cli.run(["review", "--archive", str(tmp_path), "--auto"]) == 0
    assert log_of(tmp_path)[1] == []


def test_open_questions_are_listed_for_programs(tmp_path, resolver, capsys):
    fill(tmp_path, ["Братский ювелирный техникум", "«Братский ювелирный» техникум"], resolver)
    assert cli.run(["review", "--archive", str(tmp_path), "--list", "--format", "json"]) == 0
    (question,) = json.loads(capsys.readouterr().out)
    assert question["times"] == 2
    assert len(question["spellings"]) == 2
    assert question["candidates"]
    assert question["reasons"]


def test_the_log_lists_and_undoes(tmp_path, resolver, monkeypatch, capsys):
    fill(tmp_path, ["Братский ювелирный техникум"], resolver)
    review(tmp_path, "x", monkeypatch, "--author", "Иванова")
    capsys.readouterr()
    assert cli.run(["registry", "log", "--archive", str(tmp_path), "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["author"], row["mentions"], row["entity_id"]) == ("Иванова", 1, None)
    assert cli.run(["registry", "log", "--archive", str(tmp_path), "--undo", str(row["id"])]) == 0
    assert len(log_of(tmp_path)[1]) == 1
    assert cli.run(["registry", "log", "--archive", str(tmp_path), "--undo", str(row["id"])]) == 1


def test_importing_a_registry_settles_names_and_exporting_gives_decisions_back(tmp_path, resolver, monkeypatch, capsys):
    archive, added = tmp_path / "archive", tmp_path / "added"
    fill(archive, ["Братский ювелирный техникум", "Зиминский лесной техникум"], resolver)
    added.mkdir()
    head = "id,kind,name,form,settlement,region,parent,branch_of,since,until\n"
    (added / "organisations.csv").write_text(head + "jewel,college,Братский ювелирный техникум,,Братск,,,,,\n")
    (added / "indicators.csv").write_text("id,name,unit\nrings,Количество колец,ед.\n")
    assert cli.run(["registry", "import", str(added), "--archive", str(archive)]) == 0
    assert cli.run(["review", "--archive", str(archive), "--auto"]) == 0
    assert [question.text for question in log_of(archive)[1]] == ["Зиминский лесной техникум"]
    review(archive, "ojewel\n", monkeypatch)
    assert cli.run(["registry", "export", str(tmp_path / "out"), "--archive", str(archive)]) == 0
    names = Registry.of_folder(tmp_path / "out").names
    assert ("jewel", "Зиминский лесной техникум") in {(n.entity_id, n.text) for n in names if n.type == "observed"}
    assert (archive / "registry" / "indicators.csv").read_text().endswith("rings,Количество колец,ед.\n")


def test_a_registry_with_errors_is_not_imported(tmp_path, resolver):
    archive, added = fill(tmp_path / "archive", [], resolver), tmp_path / "added"
    added.mkdir()
    head = "id,kind,name,form,settlement,region,parent,branch_of,since,until\n"
    (added / "organisations.csv").write_text(head + "jewel,college,Имя,,,nowhere,,,,\n")
    assert cli.run(["registry", "import", str(added), "--archive", str(archive)]) == 1
    assert not (archive / "registry").exists()


def test_ids_are_readable_and_new():
    registry = Registry.load(DATA)
    made = new_id("Щёлковский ювелирный техникум № 5", registry.by_id)
    assert made == "local-shchelkovskiy-yuvelirnyy-tekhnikum-5"
    assert new_id("", registry.by_id) == "local"
