"""The registry: read, checked, written, and asked from the command line."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import cli
from messages.errors import RegistryDamaged
from normalize.registry import DATA, Entity, Event, Name, Registry
from normalize.registry_check import check_registry
from normalize.registry_files import write_registry

ROOT = Path(__file__).parent.parent
HEAD = "id,kind,name,form,settlement,region,parent,branch_of,since,until\n"


def codes(registry):
    return {fault.code for fault in check_registry(registry)}


def entity(entity_id, name="X", **more):
    return Entity(entity_id, "college", name, **more)


def test_the_programs_own_registry_has_no_errors():
    faults = check_registry(Registry.load(DATA))
    assert [fault.message for fault in faults if fault.severity == "error"] == []
    assert {fault.code for fault in faults} == {"colliding_acronym"}


def test_all_regions_and_the_colleges_are_there():
    registry = Registry.load(DATA)
    kinds = [one.kind for one in registry.entities]
    assert kinds.count("region") == 90
    assert kinds.count("municipality") == 42
    assert sum(one.kind == "college" and not one.branch_of for one in registry.entities) == 56


def test_what_is_written_is_read_again(tmp_path):
    registry = Registry.load(DATA)
    write_registry(registry, tmp_path)
    again = Registry(()).merged(Registry.load(DATA)).merged(Registry.load(tmp_path))
    assert again == registry


def test_another_folder_adds_and_replaces(tmp_path):
    (tmp_path / "organisations.csv").write_text(f"{HEAD}new,college,Новый техникум,,,,,,,\n", encoding="utf-8-sig")
    (tmp_path / "names.csv").write_text("entity,type,name,since,until,source\nnew,acronym,НТ,,,\n", encoding="utf-8")
    registry = Registry.load(tmp_path)
    assert [name.text for name in registry.names_by_entity["new"]] == ["Новый техникум", "НТ"]
    replaced = registry.merged(Registry((entity("new", "Другой техникум"),)))
    assert replaced.get("new").name == "Другой техникум"


def test_folders_can_be_named_in_the_environment(tmp_path, monkeypatch):
    (tmp_path / "organisations.csv").write_text(f"{HEAD}new,college,Новый техникум,,,,,,,\n", encoding="utf-8")
    monkeypatch.setenv("LETOPIS_REGISTRY", str(tmp_path))
    assert Registry.load().get("new") is not None


@pytest.mark.parametrize(
    ("row", "detail"),
    [
        ("new,palace,Имя,,,,,,,\n", "palace"),
        ("new,college,Имя,,,,,,01.02.2020,\n", "01.02.2020"),
        (",college,Имя,,,,,,,\n", "id"),
    ],
)
def test_a_mistake_is_reported_with_its_line(tmp_path, row, detail):
    (tmp_path / "organisations.csv").write_text(HEAD + "ok,college,Имя,,,,,,,\n" + row, encoding="utf-8")
    with pytest.raises(RegistryDamaged) as failure:
        Registry.load(tmp_path)
    assert failure.value.values["line"] == 3
    assert detail in str(failure.value.values["detail"])


def test_a_missing_folder_and_a_file_of_bytes_are_failures_too(tmp_path):
    with pytest.raises(RegistryDamaged):
        Registry.load(tmp_path / "nowhere")
    (tmp_path / "organisations.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(RegistryDamaged):
        Registry.load(tmp_path)


def test_faults_are_found():
    day = date(2021, 7, 1)
    assert "unknown_id" in codes(Registry((entity("a", parent="b"),)))
    assert "unknown_id" in codes(Registry((), (Name("a", "alias", "A"),)))
    assert "cycle" in codes(Registry((entity("a", parent="b"), entity("b", parent="a"))))
    assert "cycle" in codes(Registry((entity("a", branch_of="a"),)))
    assert "duplicate" in codes(Registry((entity("a", "Один техникум"), entity("b", "Один  Техникум"))))
    assert "backward_dates" in codes(Registry((entity("a", since=day, until=date(2020, 1, 1)),)))
    assert "event_against_dates" in codes(
        Registry((entity("a", "A"), entity("b", "B", since=day)), (), (Event(day, "merger", ("a",), ("b",)),))
    )
    names = (Name("a", "former", "Старый", None, date(2022, 1, 1)), Name("a", "full", "Новый", day, None))
    assert "overlapping_names" in codes(Registry((entity("a"),), names))


def test_the_same_name_at_different_times_is_no_duplicate():
    first = entity("a", "Один техникум", until=date(2020, 12, 31))
    second = entity("b", "Один техникум", since=date(2021, 1, 1))
    assert codes(Registry((first, second))) == set()


def ask(capsys, *arguments):
    code = cli.run(["registry", *arguments])
    return code, capsys.readouterr()


def test_match_prints_one_object_a_line(capsys):
    code, printed = ask(capsys, "match", "--format", "json", "Усольский индустриальный техникум", "ИАТ")
    rows = [json.loads(line) for line in printed.out.splitlines()]
    assert code == 0
    assert [row["outcome"] for row in rows] == ["match", "ask"]
    assert set(rows[0]) == {"text", "outcome", "entity_id", "entity", "score", "margin", "reasons", "candidates"}
    assert rows[0]["entity_id"] == "irk-college-usolie-industrial"
    assert rows[1]["entity_id"] is None
    assert len(rows[1]["candidates"]) == 2
    assert all(isinstance(reason, str) and reason for row in rows for reason in row["reasons"])


def test_match_reads_names_from_stdin_and_takes_a_region():
    done = subprocess.run(
        [sys.executable, "-m", "cli", "registry", "match", "--format", "json", "--region", "Иркутская область", "-"],
        input="министерство образования\n\nРомашка\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [json.loads(line)["outcome"] for line in done.stdout.splitlines()] == ["match", "unknown"]


def test_match_as_a_table_names_the_candidates(capsys):
    code, printed = ask(capsys, "match", "ИАТ")
    assert code == 0
    assert "авиационный" in printed.out
    assert "аграрный" in printed.out


def test_an_unknown_region_is_wrong_usage(capsys):
    code, printed = ask(capsys, "match", "--region", "Шир", "ИАТ")
    assert code == 2
    assert "Шир" in printed.err


def test_check_needs_a_person_when_there_are_errors(capsys, tmp_path):
    assert ask(capsys, "check")[0] == 0
    (tmp_path / "organisations.csv").write_text(f"{HEAD}new,college,Новый техникум,,,,nobody,,,\n", encoding="utf-8")
    code, printed = ask(capsys, "check", "--folder", str(tmp_path), "--format", "json")
    assert code == 1
    assert "unknown_id" in {fault["code"] for fault in json.loads(printed.out)}


def test_export_writes_files_that_can_be_read(capsys, tmp_path):
    code, _printed = ask(capsys, "export", str(tmp_path / "out"))
    assert code == 0
    assert Registry.load(tmp_path / "out").get("irk-college-usolie-industrial") is not None
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert ask(capsys, "export", str(tmp_path / "file"))[0] == 2
