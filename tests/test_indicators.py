"""Indicators: one series where only the wording differs, two where a word that qualifies does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.errors import RegistryDamaged
from normalize.indicators import IndicatorCatalogue, indicator_key
from normalize.registry import DATA


@pytest.fixture(scope="module")
def catalogue():
    return IndicatorCatalogue.load(DATA)


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Количество добровольцев (волонтеров), привлеченных к постинтернатному сопровождению", "volunteers"),
        ("Число волонтёров, привлечённых к постинтернатному сопровождению", "volunteers"),
        ("5. Кол-во волонтеров (добровольцев), привлеченных к постинетрнатному сопровождению, чел.", "volunteers"),
        ("Количество человек, принятых на постинтернатное сопровождение в 2021 году", "postcare-admitted"),
        ("принято на постинтернатное сопровождение", "postcare-admitted"),
        ("Сняты с постинтернатного сопровождения", "postcare-removed"),
        ("Всего детей от 5 до 18 лет, чел. на 01.01.2022 г", "children-5-18"),
        ("Общий охват, детей", "coverage-children"),
        ("Общий охват, %", "coverage-share"),
        ("Количество специалистов, прошедших стажировки по вопросам постинтернатного сопровождения1)", "staff-trained-internship"),
    ],
)  # fmt: skip
def test_wordings_of_one_indicator_come_together(catalogue, text, indicator):
    assert catalogue.resolve(text).indicator_id == indicator


@pytest.mark.parametrize(
    "text",
    [
        "Количество человек, принятых на постинтернатное сопровождение, в том числе инвалидов",
        "Доля человек, принятых на постинтернатное сопровождение",
        "Всего детей от 5 до 17 лет",
        "Количество человек, у которых ситуация ухудшилась, переведенных с кризисного уровня на профилактический",
        "Плановый охват в 67,4 %, детей",
        "Охват (чел.)",
    ],
)
def test_a_word_that_qualifies_keeps_indicators_apart(catalogue, text):
    found = catalogue.resolve(text)
    assert found.outcome != "match"
    assert found.reasons


def test_a_doubtful_wording_is_asked_about_with_candidates(catalogue):
    found = catalogue.resolve("Количество человек, принятых на постинтернатное сопровождение, в том числе инвалидов")
    assert found.outcome == "ask"
    assert found.candidates[0][0] == "postcare-admitted"
    assert "инвалид" in found.reasons[0]


@pytest.mark.parametrize("text", ["", "2.", "%", "()", "2021 год", "на"])
def test_nothing_is_unknown(catalogue, text):
    assert catalogue.resolve(text).outcome == "unknown"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Число выпускников", "Количество выпускников, чел."),
        ("Численность выпускников (чел.)", "Количество выпускников в 2022 году"),
        ("Выпускники на 01.01.2023", "Выпускников"),
        ("Удельный вес выпускников", "Доля выпускников, %"),
        ("Снято с учёта", "Снятых с учета"),
    ],
)
def test_keys_are_equal_where_nothing_that_matters_differs(first, second):
    assert indicator_key(first) == indicator_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Принято человек", "Снято человек"),
        ("Число выпускников", "Доля выпускников"),
        ("Общий охват, детей", "Общий охват, %"),
        ("Переведено с базового уровня на кризисный", "Переведено с кризисного уровня на базовый"),
        ("Дети от 5 до 18 лет", "Дети от 5 до 17 лет"),
        ("Обученные на курсах", "Обучающие на курсах"),
        ("Выпускники", "Выпускники, из них сироты"),
    ],
)
def test_keys_differ_where_the_meaning_does(first, second):
    assert indicator_key(first) != indicator_key(second)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_no_wording_breaks_the_key_and_a_key_is_its_own_key_again(text):
    key = indicator_key(text)
    assert key == key.strip()


def test_a_catalogue_of_another_folder_is_added(tmp_path):
    (tmp_path / "indicators.csv").write_text("id,name,unit\nx-boats,Количество лодок,ед.\n", encoding="utf-8")
    (tmp_path / "indicator_aliases.csv").write_text("indicator,alias\nx-boats,Лодок всего\n", encoding="utf-8")
    catalogue = IndicatorCatalogue.load(tmp_path)
    assert catalogue.resolve("Число лодок").indicator_id == "x-boats"
    assert catalogue.resolve("лодок всего").indicator_id == "x-boats"


def test_a_damaged_catalogue_is_reported(tmp_path):
    (tmp_path / "indicators.csv").write_text("id,name,unit\n,Количество лодок,ед.\n", encoding="utf-8")
    with pytest.raises(RegistryDamaged):
        IndicatorCatalogue.load(tmp_path)


def test_an_alias_of_no_indicator_is_reported(tmp_path):
    (tmp_path / "indicator_aliases.csv").write_text("indicator,alias\nnobody,Лодок всего\n", encoding="utf-8")
    with pytest.raises(RegistryDamaged):
        IndicatorCatalogue.load(tmp_path)
