"""Each rule on small tables and texts: what it must raise, and what it must leave alone."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from check.engine import check
from check.finding import Finding
from check.intervals import Printed, rounded, sum_of
from check.rules import all_rules
from extract.document import Block, Document, Location, Paragraph, Source
from extract.interpret import interpret
from tests.helpers_tables import table_from_rows
from tools import rule_list

Rows = Sequence[Sequence[str]]


def document(*parts: str | Rows, source: str = "report") -> Document:
    """Paragraphs from strings and tables from rows, in this order; `source` tells one document from another."""
    blocks: list[Block] = []
    tables = 0
    for number, part in enumerate(parts):
        if isinstance(part, str):
            blocks.append(Paragraph(part, Location(number)))
        else:
            blocks.append(table_from_rows(part, tables, number))
            tables += 1
    sha256 = hashlib.sha256(source.encode()).hexdigest()
    return Document(Source("report.docx", sha256, "application/x-test"), tuple(blocks))


def raised(*parts: str | Rows) -> list[Finding]:
    """Findings that accuse: errors and warnings."""
    report = check(interpret(document(*parts)))
    return [finding for finding in report.findings if finding.severity != "info"]


def told(findings: Sequence[Finding]) -> list[tuple[str, str, str | None, str | None]]:
    plain = [(one.found or "").replace("\u00a0", "") for one in findings]
    wanted = [one.expected.replace("\u00a0", "") if one.expected else None for one in findings]
    return [
        (one.rule, one.severity, found, expected) for one, found, expected in zip(findings, plain, wanted, strict=True)
    ]


HEAD = ("№ п/п", "Организация", "Количество человек", "Доля, %")
COLLEGES = ("Первый колледж", "Второй колледж", "Третий колледж", "Четвёртый колледж", "Пятый колледж")


def shares(counts: Sequence[str], percents: Sequence[str], total: tuple[str, str]) -> list[tuple[str, ...]]:
    pairs = list(zip(counts, percents, strict=True))
    rows = [(f"{n}.", name, *pair) for n, (name, pair) in enumerate(zip(COLLEGES, pairs, strict=True), 1)]
    return [HEAD, *rows, ("", "Итого", *total)]


GOOD = (["15", "14", "10", "8", "9"], ["26,8", "25,0", "17,9", "14,3", "16,1"], ("56", "100"))


def test_a_table_that_adds_up_is_left_alone() -> None:
    assert raised(shares(*GOOD)) == []


@pytest.mark.parametrize(
    ("counts", "percents", "total", "expected"),
    [
        (GOOD[0], ["26,8", "25,0", "19,7", "14,3", "16,1"], ("56", "100"), ("share", "error", "19,7%", "17,9%")),
        (GOOD[0], ["26,7", "25,0", "17,9", "14,3", "16,1"], ("56", "100"), ("share", "warning", "26,7%", "26,8%")),
        (GOOD[0], GOOD[1], ("65", "100"), ("total", "error", "65", "56")),
        (["15", "14", "10", "8", "6"], GOOD[1], ("56", "100"), ("total", "error", "6", "9")),
    ],
    ids=["a wrong share", "a share cut off", "a wrong total", "a slip in a count, told once"],
)
def test_one_slip_is_told_once_at_its_root(
    counts: list[str], percents: list[str], total: tuple[str, str], expected: tuple[str, str, str, str]
) -> None:
    findings = told(raised(shares(counts, percents, total)))
    assert len(findings) == 1
    assert findings[0][1:] == expected[1:]


def test_rounding_in_a_long_column_is_no_error() -> None:
    values = [f"{number},{number % 10}" for number in range(11, 41)]
    total = sum(Decimal(value.replace(",", ".")) for value in values)
    for off, wanted in ((Decimal("0.3"), 0), (Decimal("1.2"), 1), (Decimal(9), 1)):
        rows = [("Организация", "Расходы, млн руб."), *((f"Колледж № {n}", v) for n, v in enumerate(values))]
        findings = raised([*rows, ("Итого", str(total + off).replace(".", ","))])
        assert len(findings) == wanted, (off, findings)
        assert all(one.severity == ("warning" if off < 2 else "error") for one in findings)


def test_the_likely_bound_is_narrower_than_the_worst_case() -> None:
    addends = [Printed(Decimal("1.0"), rounded(Decimal("1.0"), 1), rounded(Decimal("1.0"), 1)) for _ in range(30)]
    estimate = sum_of(addends)
    assert estimate.possible.high - estimate.value == Decimal("1.5")
    assert Decimal("0.6") < estimate.likely.high - estimate.value < Decimal("0.7")


def test_averages_are_not_added_up() -> None:
    rows = [
        ("Район", "Средняя зарплата, руб.", "Число школ"),
        ("Северный", "100", "3"),
        ("Южный", "200", "4"),
        ("Западный", "300", "5"),
    ]
    assert raised([*rows, ("Всего", "210", "12")]) == []


def test_a_word_in_a_column_keeps_it_from_being_added_up() -> None:
    rows = [
        ("Район", "План, чел.", "Осталось, чел."),
        ("Северный", "10", "выполнен"),
        ("Южный", "20", "5"),
        ("Западный", "30", "7"),
    ]
    assert raised([*rows, ("Всего", "60", "9")]) == []


def test_an_unknown_addend_keeps_a_total_from_being_judged() -> None:
    rows = [("Район", "Число школ"), ("Северный", "10"), ("Южный", "…"), ("Западный", "30")]
    assert raised([*rows, ("Всего", "60")]) == []


SECTIONS = [
    ("Организация", "Количество ответов"),
    ("Министерство образования", "<"),
    ("Школы", "4"),
    ("Институты", "6"),
    ("Итого по разделу", "10"),
    ("Министерство культуры", "<"),
    ("Библиотеки", "3"),
    ("Музеи", "5"),
    ("Итого по разделу", "8"),
    ("Всего", "18"),
]


def test_subtotals_are_the_sums_of_their_sections() -> None:
    assert raised(SECTIONS) == []
    wrong = [*SECTIONS[:4], ("Итого по разделу", "12"), *SECTIONS[5:]]
    assert told(raised(wrong)) == [("total", "error", "12", "10")]


DEPENDENT = [
    ("Район", "Школы, чел.", "Сады, чел.", "Всего, чел.", "План, чел.", "Осталось, чел."),
    ("Северный", "120", "80", "200", "250", "50"),
    ("Южный", "310", "45", "355", "400", "45"),
    ("Западный", "97", "12", "109", "130", "21"),
    ("Восточный", "205", "66", "271", "290", "19"),
    ("Дальний", "44", "19", "63", "90", "27"),
]


def test_columns_that_follow_from_others_are_recognised() -> None:
    assert raised(DEPENDENT) == []
    wrong = [*DEPENDENT[:2], ("Южный", "310", "45", "355", "400", "54"), *DEPENDENT[3:]]
    assert told(raised(wrong)) == [("columns", "error", "54", "45")]


def test_a_slip_in_an_operand_of_two_relations_is_told_at_the_operand() -> None:
    wrong = [*DEPENDENT[:2], ("Южный", "310", "45", "335", "400", "45"), *DEPENDENT[3:]]
    findings = raised(wrong)
    assert [(one.rule, one.found, one.expected) for one in findings] == [("columns", "335", "355")]


def test_nothing_left_to_do_is_no_negative_difference() -> None:
    done = [*DEPENDENT[:2], ("Южный", "310", "45", "355", "300", "0"), *DEPENDENT[3:]]
    assert raised(done) == []


def test_a_missing_percentage_is_named_with_its_value() -> None:
    rows = shares(GOOD[0], ["26,8", "25,0", "", "14,3", "16,1"], GOOD[2])
    assert told(raised(rows)) == [("share_missing", "warning", "", "17,9%")]


def test_a_number_read_unsurely_is_never_an_error() -> None:
    table = table_from_rows(shares(GOOD[0], GOOD[1], ("65", "100")), confidence=0.5)
    facts = interpret(Document(Source("scan.pdf", "0" * 64, "application/pdf", ocr=True), (table,)))
    report = check(facts)
    assert report.count("error") == 0
    assert report.coverage.numbers > 0


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Приняты 200 человек (100%). Улучшили положение 50 человек (25,0%), ухудшили 30 человек (15,0%).", None),
        (
            "Приняты 200 человек (100%). Улучшили положение 50 человек (52,0%), ухудшили 30 человек (15,0%).",
            "share_in_text",
        ),
        ("Количество наставников увеличилось на 26 человек (с 203 человек в 2020 году до 229 в 2021 году).", None),
        ("Количество наставников увеличилось на 36 человек (с 203 человек в 2020 году до 229 в 2021 году).", "change"),
        ("Приказ от 31 апреля 2021 года № 5 отменён.", "date"),
        ("Приказ от 30 апреля 2021 года № 5 отменён.", None),
    ],
)
def test_running_text(text: str, rule: str | None) -> None:
    assert [one.rule for one in raised(text)] == ([rule] if rule else [])


def test_a_table_that_is_not_there() -> None:
    rows = [("Организация", "Количество человек"), ("Первый колледж", "5"), ("Второй колледж", "7")]
    assert raised("Сведения приведены в таблице 1.", "Таблица 1. Приняты на обучение", rows) == []
    assert [one.rule for one in raised("Сведения приведены в таблице 3.", "Таблица 1. Приняты на обучение", rows)] == [
        "table_reference"
    ]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["1.", "2.", "3.", "4.", "5."], []),
        (["1.", "2.", "4.", "5.", "6."], [("4.", "3")]),
        (["1.", "2.", "3.", "3.", "4."], [("3.", "4")]),
        (["1.1", "1.2", "1.3", "2.1", "2.2"], []),
        (["1", "2", "4", "4", "5"], [("4", "3")]),
    ],
)
def test_numbering(numbers: list[str], expected: list[tuple[str, str]]) -> None:
    rows = [("№ п/п", "Мероприятие", "Срок"), *((n, f"Мероприятие {n}", "2022 год") for n in numbers)]
    assert [(one.found, one.expected) for one in raised(rows) if one.rule == "numbering"] == expected


def test_a_list_is_counted() -> None:
    def listed(number: str) -> list[Finding]:
        names = ("ГБПОУ «Первый техникум»", "ГБПОУ «Второй техникум»", "ГБПОУ «Третий колледж»")
        blocks: list[Block] = [Paragraph(f"Не приняли ни одного студента {number} ПОО:", Location(0))]
        blocks += [Paragraph(name, Location(n), "list_item", f"{n}.") for n, name in enumerate(names, 1)]
        facts = interpret(Document(Source("report.docx", "0" * 64, "x"), tuple(blocks)))
        return [one for one in check(facts).findings if one.rule == "count"]

    assert listed("3") == []
    assert [(one.found, one.expected) for one in listed("4")] == [("4", "3")]


def test_a_fingerprint_survives_rows_that_move() -> None:
    wrong = shares(GOOD[0], ["26,8", "25,0", "19,7", "14,3", "16,1"], GOOD[2])
    (before,) = raised(wrong)
    (after,) = raised("Новый абзац.", [wrong[0], *reversed(wrong[1:-1]), wrong[-1]])[-1:]
    assert before.fingerprint == after.fingerprint
    assert before.location != after.location


def test_the_page_of_rules_is_current() -> None:
    assert rule_list.PAGE.read_text(encoding="utf-8") == rule_list.page(), "run: python -m tools.rule_list"


def test_every_rule_has_its_own_id_and_says_what_it_holds_together() -> None:
    rules = all_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.title and rule.formula.endswith(".") and rule.version >= 1 for rule in rules)


CELL = st.sampled_from(
    [
        "",
        "–",
        "…",
        "х",
        "0",
        "1",
        "17",
        "1 859",
        "12,5",
        "24,9%",
        "15 (26,8%)",
        "38 (%)",
        "выполнен",
        "Итого",
        "1.1",
        "−3",
        "1,538",
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=12),
    st.sampled_from(["", "Приняты 17 человек (100%), сняты 15 (26,8%)."]),
)
def test_any_table_is_checked_without_failing(rows: list[list[str]], text: str) -> None:
    head = ["№ п/п", "Организация", "Количество человек", "Доля, %"]
    report = check(interpret(document(text, [head, *rows])))
    assert 0 <= report.coverage.checked <= report.coverage.numbers
    assert all(finding.message for finding in report.findings)
