"""Short names that a text defines for itself: what they stand for, and that each document keeps to its own."""

from datetime import date

import pytest

from extract.abbreviations import Spelling
from extract.document import Location
from extract.facts import Abbreviation, Facts
from extract.interpret import interpret
from store.prepare import prepare
from store.resolve import RegistryResolver
from tests.running_text import document

REPORT = """
^АНАЛИТИЧЕСКАЯ СПРАВКА
^о приёме студентов за 2021 год
Приём вели Заозёрский индустриальный техникум (далее – ЗИТ), ГБПОУ «Лесной колледж культуры» (далее – Лесной колледж) и другие профессиональные образовательные организации (далее – ПОО).
Больше всего студентов приняли ЗИТ – 120 чел., Лесной колледж – 90 чел.
В ЗИТ в 2021 году обучались 340 человек.
Службы созданы в 32 ПОО.
Лидеры приёма:
- ЗИТ – 120 чел. (10 %);
- Лесной колледж – 90 чел.
"""


def spelling(*pairs: tuple[str, str]) -> Spelling:
    return Spelling(Abbreviation(short, full, Location(0)) for short, full in pairs)


def test_definitions_are_facts_with_their_place() -> None:
    facts = interpret(document(REPORT))
    assert [(one.short, one.full) for one in facts.abbreviations] == [
        ("ЗИТ", "Заозёрский индустриальный техникум"),
        ("Лесной колледж", "ГБПОУ «Лесной колледж культуры»"),
        ("ПОО", "профессиональные образовательные организации"),
    ]
    assert {one.location.block for one in facts.abbreviations} == {2}


def test_a_short_name_is_a_name_in_running_text() -> None:
    said = [(one.text, one.entity) for one in interpret(document(REPORT)).observations]
    assert said == [
        ("120 чел.", "ЗИТ"),
        ("90 чел.", "Лесной колледж"),
        ("340 человек", "ЗИТ"),
        ("32 ПОО", None),
        ("120 чел. (10 %)", "ЗИТ"),
        ("90 чел.", "Лесной колледж"),
    ]


def test_without_its_definition_an_acronym_is_no_name() -> None:
    undefined = REPORT.replace(" (далее – ЗИТ)", "")
    said = [one.entity for one in interpret(document(undefined)).observations]
    assert "ЗИТ" not in said


@pytest.mark.parametrize(
    ("short", "full", "one_body"),
    [
        ("ЗИТ", "Заозёрский индустриальный техникум", True),
        ("Центр", "ГКУ «Центр помощи»", True),
        ("министерство", "министерство труда Заозёрской области", True),
        ("ПОО", "профессиональных образовательных организациях области", False),
        ("мониторинг", "мониторинг трудоустройства", False),
    ],
)
def test_only_one_body_is_an_entity(short: str, full: str, one_body: bool) -> None:
    assert spelling((short, full)).bodies() == (frozenset({short}) if one_body else frozenset())


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Количество ПОО", "Количество профессиональных образовательных организаций"),
        ("ПООС и СПОО", "ПООС и СПОО"),
        (
            "доля ПОО, ПОО-партнёров",
            "доля профессиональных образовательных организаций, профессиональных образовательных организаций-партнёров",
        ),
        ("без сокращений", "без сокращений"),
    ],
)
def test_acronyms_are_spelled_out_as_whole_words(text: str, spelled: str) -> None:
    assert spelling(("ПОО", "профессиональных образовательных организаций области")).spelled_out(text) == spelled


def imported(facts: Facts, resolver: RegistryResolver) -> dict[str, str | None]:
    rows = prepare(facts, resolver, size=1, today=date(2022, 3, 1))
    return {mention.text: match.entity for mention, match in zip(rows.mentions, rows.matches, strict=True)}


def test_two_documents_that_define_one_short_name_differently_do_not_disturb_each_other() -> None:
    sentence = "В 2021 году {full} (далее – Колледж) приняло студентов. Приняли: Колледж – 120 чел."
    resolver = RegistryResolver()
    names = ("Усольский индустриальный техникум", "Братский политехнический колледж")
    reports = [interpret(document(sentence.format(full=name))) for name in names]
    plain = interpret(document("Приняли: Колледж – 120 чел."))
    first, second, again = (imported(one, resolver) for one in (*reports, reports[0]))
    assert first["Колледж"] == resolver.name(names[0], None).entity is not None
    assert second["Колледж"] == resolver.name(names[1], None).entity is not None
    assert first["Колледж"] != second["Колледж"]
    assert again == first
    assert imported(plain, resolver).get("Колледж") is None
