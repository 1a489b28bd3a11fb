"""Names: matched when only one entity is left that nothing speaks against, asked about otherwise."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.names import MatchContext, Matcher
from normalize.names_reasons import Code
from normalize.registry import DATA, Entity, Event, Name, Registry

IRKUTSK = MatchContext(region="ru-irk")


@pytest.fixture(scope="module")
def matcher():
    return Matcher(Registry.load(DATA))


def outcome(matcher, text, **more):
    found = matcher.match(text, **more)
    return found.entity_id or found.outcome


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("ГБПОУ ИО «Иркутский техникум» архитектуры и строительства»", "irk-college-irkutsk-architecture"),
        ("ГБПОУ ПУ № 48 п. Подгорный", "irk-college-school-48"),
        ("ПУ-39", "irk-college-school-39"),
        ("Химико-технологический техникум", "irk-college-sayansk-chemistry"),
        ("усольским индустриальным техникумом", "irk-college-usolie-industrial"),
        ("ТЕХНИКУМ ИНДУСТРИАЛЬНЫЙ УСОЛЬСКИЙ", "irk-college-usolie-industrial"),
        ("ГБПОУ ИО «Иркутский авиацинный техникум»", "irk-college-irkutsk-aviation"),
        ("ГБПОУ ИО «Ангарский промышленно - экономический техникум»", "irk-college-angarsk-industrial-economic"),
        ("Иркутский техникум авиастроения и материало-\nобработки", "irk-college-irkutsk-aircraft-building"),
        ("Нижнеудинский тех-м ж/д транспорта", "irk-college-nizhneudinsk-railway"),
        ("ГБПОУ ИО «Нижнеудинский техникум железнодорожног0 транспорта»", "irk-college-nizhneudinsk-railway"),
        ("ГБПОУ ИО «Иркутский техникум транспорта и строит", "irk-college-irkutsk-transport-construction"),
        ("Черемховский горнотехнический колледж", "irk-college-cheremkhovo-mining"),
        ("ГБПОУ ИО «Братский педагогический колледж», г. Братск", "irk-college-bratsk-pedagogical"),
        ("ГБПОУ ИО «Братский педагогический колледж», г. Тулун", "irk-college-bratsk-pedagogical-tulun"),
        ("министерством социальной защиты, опеки и попечительства Иркутской области", "irk-ministry-social"),
        ("Республика Саха-Якутия", "ru-sa"),
        ("МР Балаганский", "irk-municipality-balagansk"),
        ("Балаганский муниципальный район", "irk-municipality-balagansk"),
        ("ГО Братск", "irk-municipality-bratsk-city"),
        ("Братский район", "irk-municipality-bratsk-district"),
        ("центрами занятости населения", "category-employment-centres"),
        ("Социально-реабилитационные центры для несовершеннолетних", "category-rehabilitation-centres"),
    ],
)
def test_untidy_names_are_resolved(matcher, text, entity):
    assert outcome(matcher, text) == entity


@pytest.mark.parametrize(
    "text",
    [
        "ГБПОУ «Канский индустриальный техникум»",
        "ГБПОУ ИО «Черемховский индустриальный техникум»",
        "Братский гидрометеорологический техникум",
        "Профессиональное училище № 93",
        "Усольский индустриальный колледж",
        "Братский индустриальный техникум",
        "Усольский аграрный техникум",
        "Иркутский педагогический колледж",
        "Иркутский техникум",
        "Педагогический колледж",
        "Ангарский техникум торговли",
        "Общежитие Иркутского авиационного техникума",
        "Центр занятости населения города Братска",
        "Министерство образования Красноярского края",
        "Боханский педагогический колледж им. М.И. Щадова",
        "Администрация Балаганского района",
        "Всего",
    ],
)
def test_what_is_another_or_could_be_several_is_not_accepted(matcher, text):
    assert matcher.match(text).outcome != "match"


@pytest.mark.parametrize("acronym", ["ИАТ", "БПТ", "БПК", "ГБПОУ ИО «ИАТ»"])
def test_colliding_acronyms_are_always_asked_about(matcher, acronym):
    found = matcher.match(acronym, context=IRKUTSK)
    assert found.outcome == "ask"
    assert Code.SEVERAL in {reason.code for reason in found.reasons}
    assert len(found.candidates) > 1


def test_one_title_of_two_centres_is_told_apart_by_region_and_form(matcher):
    assert outcome(matcher, "АНО «Центр социальной и правовой помощи детям «Расправь крылья»») г. Смоленск") == (
        "smo-ngo-spread-wings"
    )
    assert outcome(matcher, "БУ ГАУ КО «Центр постинтернатного сопровождения «Расправь крылья!»") == (
        "klu-agency-spread-wings"
    )
    assert outcome(matcher, "«Расправь крылья»") == "ask"


def test_a_form_and_a_longer_name_keep_two_centres_apart(matcher):
    short = "«Центр психолого-педагогической, медицинской и социальной помощи»"
    long = "«Центр психолого-педагогической, медицинской и социальной помощи, профилактики, реабилитации и коррекции»"
    assert outcome(matcher, f"Государственное автономное учреждение Иркутской области {short}") == "irk-agency-ppmisp"
    assert outcome(matcher, f"Государственное казённое учреждение Иркутской области {long}") == "irk-agency-ppmisprk"
    assert outcome(matcher, f"Государственное казённое учреждение Иркутской области {short}") == "ask"


def test_context_supplies_the_region_and_the_abbreviation(matcher):
    assert outcome(matcher, "министерство образования") == "ask"
    assert outcome(matcher, "министерство образования", context=IRKUTSK) == "irk-ministry-education"
    told = MatchContext(abbreviations=(("министерство труда", "министерство труда и занятости Иркутской области"),))
    found = matcher.match("Министерству труда", context=told)
    assert found.entity_id == "irk-ministry-labour"
    assert found.reasons[0].code is Code.ABBREVIATION


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("органы опеки и попечительства Смоленской области", "category-guardianship@ru-smo"),
        ("Органы опеки и попечительства Иркутской области", "category-guardianship@ru-irk"),
        ("органы опеки и попечительства", "category-guardianship"),
        ("Муниципальные образования Иркутской области", "category-municipalities@ru-irk"),
        ("Муниципальные образования", "category-municipalities"),
        ("Иркутская область", "ru-irk"),
    ],
)
def test_a_category_of_a_region_is_not_the_category_elsewhere(matcher, text, entity):
    found = matcher.match(text)
    assert found.entity_id == entity
    assert matcher.registry.get(entity).name == found.entity
    assert found.reasons


def test_a_category_of_several_regions_or_of_a_region_in_brackets_is_no_category_of_all(matcher):
    both = matcher.match("Органы опеки и попечительства Иркутской и Смоленской областей")
    assert both.outcome == "ask"
    assert outcome(matcher, "Учреждения здравоохранения (больницы Смоленской области)") == "ask"


def test_brackets_that_explain_are_no_part_of_a_name_but_exceptions_are(matcher):
    assert outcome(matcher, "Учреждения здравоохранения (городские больницы и т.д.)") == "category-health-institutions"
    assert outcome(matcher, "Муниципальные учреждения (без учреждений ДО)") == "ask"
    assert outcome(matcher, "Усольский индустриальный техникум (филиал в г. Братск)") != "irk-college-usolie-industrial"


def college(entity_id, name, **more):
    return Entity(entity_id, "college", name, "ГБПОУ", **more)


@pytest.fixture(scope="module")
def merged():
    """Two colleges merge into a third; a fourth is renamed; a fifth takes over the name of the first."""
    base = Registry.load(DATA)
    ends, starts = date(2021, 6, 30), date(2021, 7, 1)
    return Matcher(
        base.merged(
            Registry(
                (
                    college("a", "Окский аграрный техникум", until=ends),
                    college("b", "Окский техникум сферы услуг", until=ends),
                    college("c", "Окский многопрофильный колледж", since=starts),
                    college("d", "Окский лесной колледж"),
                    college("e", "Окский аграрный техникум", since=date(2023, 1, 1)),
                ),
                (Name("d", "former", "Окский лесной техникум", None, date(2020, 8, 31)),),
                (Event(starts, "merger", ("a", "b"), ("c",), "№ 97-рп"),),
            )
        )
    )


def test_a_name_is_read_as_of_the_day(merged):
    assert outcome(merged, "Окский аграрный техникум", on=date(2020, 1, 1)) == "a"
    assert outcome(merged, "Окский аграрный техникум", on=date(2024, 1, 1)) == "e"
    assert outcome(merged, "Окский техникум сферы услуг", on=date(2021, 12, 31)) == "b"
    assert outcome(merged, "Окский техникум сферы услуг", on=date(2024, 1, 1)) == "ask"
    assert outcome(merged, "Окский многопрофильный колледж", on=date(2022, 1, 1)) == "c"


def test_a_former_name_stays_with_its_entity(merged):
    found = merged.match("Окский лесной техникум", on=date(2022, 1, 1))
    assert found.entity_id == "d"
    assert Code.FORMER_NAME in {reason.code for reason in found.reasons}


def test_the_registry_tells_what_became_of_an_entity(merged):
    assert [(event.kind, entity) for event, entity in merged.registry.successors("a")] == [("merger", "c")]


def test_the_margin_is_to_another_entity_not_to_another_name(matcher):
    found = matcher.match("Региональный институт кадровой политики")
    assert found.entity_id == "irk-institute-rikp"
    assert found.margin > 0.5


def test_every_outcome_has_reasons_in_words(matcher):
    for text in ("Усольский индустриальный техникум", "ИАТ", "Иркутский техникум", "Ромашка", "", "№ 5", "..."):
        found = matcher.match(text)
        assert found.reasons
        assert all(str(reason) for reason in found.reasons)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_the_matcher_and_noise_is_never_a_match(text):
    found = _shared().match(text)
    assert found.outcome in ("match", "ask", "unknown")
    if not re.search(r"[А-ЯЁа-яё]", text):
        assert found.outcome != "match"


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([e for e in Registry.load(DATA).entities if e.kind == "college"]), st.data())
def test_a_slip_of_the_pen_never_leads_to_another_college(entity, data):
    name = entity.name
    at = data.draw(st.integers(1, len(name) - 1))
    letter = data.draw(st.sampled_from("абвгдеиклмнопрстуя"))
    found = _shared().match(name[:at] + letter + name[at + 1 :])
    assert found.entity_id in (entity.id, None)


_MATCHERS: list[Matcher] = []


def _shared() -> Matcher:
    if not _MATCHERS:
        _MATCHERS.append(Matcher(Registry.load(DATA)))
    return _MATCHERS[0]


def test_names_seen_before_cost_nothing(matcher):
    assert matcher.match("Усольский индустриальный техникум") is matcher.match("Усольский индустриальный техникум")


def corpus_grids(name: str):
    import os

    folder = Path(os.environ.get("LETOPIS_CORPUS", "../shared/corpus"))
    path = folder / "tables" / f"{name}.json"
    if not path.exists():
        pytest.skip(f"the reference corpus is not in {folder}: set LETOPIS_CORPUS")
    read = json.loads(path.read_text(encoding="utf-8"))
    return [table["grid"] for table in (read["tables"] if isinstance(read, dict) else read)]


def test_all_colleges_of_the_reference_report_are_resolved(matcher):
    grids = corpus_grids("spravka_2021h2")
    mentions = {
        row[1] for grid in grids for row in grid if re.match(r"Г[АБ]ПОУ|Государственное бюджетное проф", row[1])
    }
    unresolved = [text for text in mentions if matcher.match(text, on=date(2022, 1, 20)).outcome != "match"]
    assert len(mentions) >= 56
    assert unresolved == []
    table = [matcher.match(row[1]).entity_id for row in grids[1][1:]]
    assert len(set(table)) == 56


def test_all_municipalities_of_the_reference_table_are_resolved(matcher):
    grid = corpus_grids("moc_balagansk_2023")[0]
    found = [matcher.match(row[1]) for row in grid if re.match(r"(?:МР|ГО|МО) ", row[1])]
    assert len({match.entity_id for match in found if match.outcome == "match"}) == 42


@pytest.mark.parametrize("plan", ["plan_2022_2024", "decree_78_rzp_2023"])
def test_no_executor_of_a_plan_is_taken_for_another(matcher, plan):
    """Each line that begins as a ministry does resolves to a ministry, or is asked about."""
    column = 3 if plan.startswith("plan") else 2
    for grid in corpus_grids(plan):
        for row in grid[2:]:
            for line in re.split(r"\n+|, (?=[Мм]инистерств)", row[column] if column < len(row) else ""):
                found = matcher.match(line, context=IRKUTSK)
                if found.outcome == "match" and re.match(r"[Мм]инистерство [а-я ]+Иркутской области$", line):
                    assert found.entity_id.startswith("irk-ministry-")
