"""The JSON contract: whatever a document holds, what is printed validates against the published schema."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

from extract import read
from extract.document import (
    Box,
    Cell,
    Column,
    Document,
    Location,
    Metadata,
    Paragraph,
    ReadingWarning,
    Row,
    Source,
    Table,
)
from extract.facts import (
    Abbreviation,
    Amendment,
    Annex,
    Charge,
    Decree,
    Event,
    Executor,
    Facts,
    LegalReference,
    Measure,
    Moderator,
    Observation,
    Participant,
    Restatement,
    Talk,
    Term,
)
from extract.interpret import interpret
from extract.output import to_json
from normalize.numbers import Bound, Status
from normalize.periods import Period

FIXTURES = Path(__file__).parent.parent / "fixtures"
SCHEMA = json.loads((Path(__file__).parent.parent / "docs" / "document.schema.json").read_text(encoding="utf-8"))
HALF = Period(date(2021, 7, 1), date(2021, 12, 31), "half_year", "2 полугодие 2021 года")

LAW = LegalReference("закон", None, "2010-01-12", "1-оз", None, "based_on", Location(0, start=0, end=3))


def full_facts() -> Facts:
    """Facts that use every field of the contract."""
    place = Location(1, 0, 1, 1, page=0, box=Box(1, 2, 3.456, 4))
    table = Table(
        0,
        (Cell("Показатель", 0, 0), Cell("Кол-во", 0, 1), Cell("Всего", 1, 0), Cell("5", 1, 1, marks=("1)",))),
        2,
        2,
        Location(1),
        header_rows=1,
        number="1",
        caption="Кадры",
        unit="чел.",
        period=HALF,
        columns=(Column(("Показатель",), "key"), Column(("Кол-во",), "value", "чел.", HALF)),
        rows=(Row("header"), Row("total", "Раздел")),
        notes=("1) без филиалов",),
        parent=Location(0),
    )
    document = Document(
        Source("отчёт.docx", "0" * 64, "application/pdf", 3),
        (Paragraph("Справка", Location(0), "title"), table),
        (Paragraph("стр. 1", Location(0)),),
        Metadata("analytic_report", "Справка", "7", "2022-01-15", period=HALF),
        (ReadingWarning("guessed", "Строка угадана", place),),
    )
    return Facts(
        document,
        (
            Observation(
                "Кадры", place, "5", Decimal("5"), unit="чел.", period=HALF, share=Decimal("100.0"), entity="ПОО"
            ),
            Observation("Кадры", Location(0, start=0, end=7), "выполнен", status="O", base_period=HALF),
            Observation(
                "кадры", Location(0, start=8, end=9), "5", Decimal(5), restates=Restatement("Кадры", place, 0.9)
            ),
        ),
        measures=(
            Measure(
                "1.1",
                "I. Раздел",
                "Провести",
                Term("2022 год", date(2022, 1, 1), date(2022, 12, 31)),
                (Executor("Министерство", True),),
                None,
                place,
            ),
        ),
        references=(LAW,),
        event=Event(
            "Конференция",
            moderators=(Moderator("Иванов И.И."),),
            participants=(Participant(None, "Фонд", 2, "чел."),),
            talks=(Talk("О деле"),),
        ),
        decree=Decree(
            based_on=(LAW,),
            amendments=(Amendment("replace", LAW, "пункте 1", "2022", "2023", Location(0, start=0, end=3)),),
            charges=(
                Charge("Управление", "Иванов И.И.", "сделать", place, Term("до 1 мая")),
                Charge("Отдел", None, "", place),
            ),
            control="оставляю за собой",
        ),
        annexes=(Annex("Приложение 1", "1", "plan", "План", LAW, "министр", 2, 5, Location(2, start=0, end=12)),),
        abbreviations=(Abbreviation("ПОО", "организации", Location(0, start=0, end=3)),),
    )


def test_every_field_of_the_contract_validates() -> None:
    jsonschema.validate(to_json(full_facts()), SCHEMA)


def test_an_empty_document_validates() -> None:
    document = Document(Source("a.docx", "f" * 64, "text/plain"), ())
    jsonschema.validate(to_json(Facts(document)), SCHEMA)


def test_the_schema_knows_every_status_and_bound() -> None:
    fields = SCHEMA["$defs"]["observation"]["properties"]
    assert sorted(fields["status"]["enum"]) == sorted(get_args(Status))
    assert sorted(fields["bound"]["enum"]) == sorted(get_args(Bound))


@pytest.mark.parametrize(
    "path",
    sorted(
        [
            *FIXTURES.glob("reports/*.docx"),
            *FIXTURES.glob("trial/*.docx"),
            *FIXTURES.glob("heldout/*.docx"),
            *FIXTURES.glob("prints/*.libreoffice-full.pdf"),
        ]
    ),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_what_is_extracted_from_a_real_document_validates(path: Path) -> None:
    jsonschema.validate(to_json(interpret(read(path))), SCHEMA)


@pytest.mark.parametrize(
    "name", ["spravka_2021h2", "plan_2022_2024", "conference_2017", "decree_78_rzp_2023", "moc_balagansk_2023"]
)
def test_what_is_extracted_from_the_reference_corpus_validates(corpus: Path, name: str) -> None:
    for suffix in ("docx", "pdf"):
        jsonschema.validate(to_json(interpret(read(corpus / "docs" / f"{name}.{suffix}"))), SCHEMA)


def test_decimals_are_printed_as_written() -> None:
    observation = to_json(full_facts())["observations"][0]  # type: ignore[index]
    assert observation["value"] == "5"
    assert observation["share"] == "100.0"
    assert observation["source"] == {"table": 0, "row": 1, "column": 1}


WRONG: list[tuple[tuple[str | int, ...], object]] = [
    (("surprise",), 1),
    (("decree", "surprise"), 1),
    (("decree", "amendments", 0, "kind"), "rewrite"),
    (("decree", "amendments", 0, "act", "relation"), "likes"),
    (("decree", "based_on", 0, "date"), "12.01.2010"),
    (("decree", "charges", 0, "whom"), None),
    (("decree", "charges", 0, "term", "end"), "скоро"),
    (("annexes", 0, "genre"), "poem"),
    (("annexes", 0, "first"), -1),
    (("annexes", 0, "source"), {}),
    (("abbreviations", 0, "full"), None),
    (("observations", 2, "restates", "score"), 0),
    (("observations", 2, "restates", "score"), 1.5),
    (("observations", 2, "restates", "indicator"), None),
    (("observations", 0, "status"), "Z"),
    (("measures", 0, "term", "start"), "2022"),
]


@pytest.mark.parametrize(("path", "value"), WRONG, ids=lambda part: str(part))
def test_the_schema_rejects_what_the_contract_does_not_know(path: tuple[str | int, ...], value: object) -> None:
    changed: Any = to_json(full_facts())
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed, SCHEMA)


@pytest.mark.parametrize("name", ["decree", "annexes", "abbreviations", "observations", "event", "measures"])
def test_the_schema_misses_what_is_left_out(name: str) -> None:
    changed = to_json(full_facts())
    del changed[name]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed, SCHEMA)
