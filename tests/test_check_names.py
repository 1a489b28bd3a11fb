"""Names against the registry: one letter off, another legal form; each with a name that is as it should be."""

import pytest

from check.engine import check
from check.finding import Finding
from extract.interpret import interpret
from tests.conftest import REPOSITORY
from tests.test_check_rules import document


def told(rule: str, name: str) -> list[Finding]:
    rows = [("№ п/п", "Организация", "Количество человек"), ("1", name, "15"), ("2", "Второй колледж", "14")]
    return [one for one in check(interpret(document(rows))).findings if one.rule == rule]


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LETOPIS_REGISTRY", str(REPOSITORY / "fixtures" / "registry"))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("ГБПОУ ЗО «Староборский горный техникум»", None),
        ("ГБПОУ ЗО «Старобоский горный техникум»", "старобоский"),
        ("ГБПОУ ЗО «Староборский горрный техникум»", "горрный"),
        ("ГБПОУ ЗО «Староборский лесной техникум»", None),
    ],
)
def test_a_name_one_letter_off_is_told_with_the_word(name: str, wrong: str | None) -> None:
    findings = told("name", name)
    assert [(one.expected, one.severity) for one in findings] == (
        [("Староборский горный техникум", "info")] if wrong else []
    )
    assert all(wrong and wrong in one.message for one in findings)


@pytest.mark.parametrize(
    ("form", "expected"), [("ГБПОУ ЗО", []), ("ОГБПОУ", []), ("", []), ("ГАПОУ ЗО", [("ГАПОУ", "ГБПОУ")])]
)
def test_another_legal_form_is_a_remark(form: str, expected: list[tuple[str, str]]) -> None:
    findings = told("legal_form", f"{form} «Староборский горный техникум»")
    assert [(one.found, one.expected) for one in findings] == expected
    assert {one.severity for one in findings} <= {"info"}
