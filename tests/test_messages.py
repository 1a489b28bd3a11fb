"""Both catalogues are complete, in step with the code, and the failures are documented."""

import ast
import string
from collections.abc import Iterator

import pytest

from messages import LANGUAGES, LOCALE_DIR, _
from messages.errors import FileMissing, InternalError, TimeLimit, all_errors
from tools import catalogues, error_list


@pytest.fixture(scope="module")
def template() -> catalogues.Catalog:
    return catalogues.extract_messages()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_code_is_translated(language: str, template: catalogues.Catalog) -> None:
    assert catalogues.untranslated(catalogues.merged(language, template)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_on_disk_are_those_of_the_code(language: str, template: catalogues.Catalog) -> None:
    catalogue = catalogues.merged(language, template)
    hint = "run: make messages"
    assert catalogues.po_path(language).read_bytes() == catalogues.po_bytes(catalogue), hint
    assert catalogues.po_path(language).with_suffix(".mo").read_bytes() == catalogues.mo_bytes(catalogue), hint


def called() -> Iterator[str]:
    """Every text that the code gives to a function of messages, wherever the call stands."""
    paths = [catalogues.ROOT / "cli.py"]
    for package in catalogues.PACKAGES:
        paths += (catalogues.ROOT / package).rglob("*.py")
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in catalogues.KEYWORDS:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and first.value:
                    yield str(first.value)


def test_no_message_hides_from_extraction_inside_another_string(template: catalogues.Catalog) -> None:
    known = {one for message in template for one in (message.id if isinstance(message.id, tuple) else (message.id,))}
    assert sorted(set(called()) - known) == []


def placeholders(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_a_translation_fills_the_same_placeholders(template: catalogues.Catalog) -> None:
    for message in catalogues.merged("ru", template):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in strings:
            assert placeholders(text) == placeholders(ids[-1]), message.id


def test_russian_is_the_default_and_english_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LETOPIS_LANG", raising=False)
    assert str(FileMissing()).startswith("Такого файла нет")
    monkeypatch.setenv("LETOPIS_LANG", "en")
    assert str(FileMissing()).startswith("There is no such file")
    monkeypatch.setenv("LETOPIS_LANG", "xx")
    assert _("Example:") == "Пример:"


def test_every_failure_has_a_code_of_its_own_and_is_documented() -> None:
    codes = [kind.code for kind in all_errors() if kind is not InternalError]
    assert len(set(codes)) == len(codes)
    assert error_list.PAGE.read_text(encoding="utf-8") == error_list.page(), "run: python -m tools.error_list"


def test_a_failure_survives_the_way_between_processes() -> None:
    import pickle

    copy = pickle.loads(pickle.dumps(TimeLimit(seconds=5)))
    assert (copy.code, str(copy)) == ("time_limit", str(TimeLimit(seconds=5)))


def test_locale_folder_holds_nothing_else() -> None:
    assert sorted(path.name for path in LOCALE_DIR.iterdir()) == sorted(LANGUAGES)
