"""Names in running text and crowded cells: where they stand and what they mean."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.names import MatchContext, Matcher
from normalize.names_context import context_of, main_region
from normalize.names_kinds import looks_like_name
from normalize.names_mentions import find_mentions
from normalize.registry import DATA, Registry

IRKUTSK = MatchContext(region="ru-irk")


@pytest.fixture(scope="module")
def matcher():
    return Matcher(Registry.load(DATA))


def found(matcher, text):
    mentions = find_mentions(text, matcher, IRKUTSK)
    assert all(text[one.start : one.end] == one.text for one in mentions)
    return [(one.text, one.matched(matcher, IRKUTSK).entity_id) for one in mentions]


def test_a_list_in_one_sentence_and_a_branch(matcher):
    text = "Участвовали Усольский индустриальный техникум, Братский педагогический колледж и его филиал в г. Тулун."
    assert found(matcher, text) == [
        ("Усольский индустриальный техникум", "irk-college-usolie-industrial"),
        ("Братский педагогический колледж", "irk-college-bratsk-pedagogical"),
        ("филиал в г. Тулун", "irk-college-bratsk-pedagogical-tulun"),
    ]


def test_lists_over_lines_with_misplaced_quotes_and_figures(matcher):
    text = (
        "1. ГБПОУ ИО «Иркутский техникум» транспорта и строительства – 92 чел. (7,3%).\n"
        "2. ГАПОУ ИО «Иркутский колледж экономики, сервиса и туризма – 66 чел. (5,2%)."
    )
    assert found(matcher, text) == [
        ("ГБПОУ ИО «Иркутский техникум» транспорта и строительства", "irk-college-irkutsk-transport-construction"),
        ("ГАПОУ ИО «Иркутский колледж экономики, сервиса и туризма", "irk-college-irkutsk-economics-tourism"),
    ]


def test_inflected_names_numbers_and_persons_honoured(matcher):
    text = "студентам Черемховского горнотехнического колледжа им. М.И. Щадова и ПУ № 39 п. Центральный Хазан"
    assert found(matcher, text) == [
        ("Черемховского горнотехнического колледжа им. М.И. Щадова", "irk-college-cheremkhovo-mining"),
        ("ПУ № 39 п. Центральный Хазан", "irk-college-school-39"),
    ]


def test_names_that_share_words(matcher):
    assert [
        entity for _, entity in found(matcher, "Ангарский и Черемховский педагогические колледжи выполнили план")
    ] == [
        "irk-college-angarsk-pedagogical",
        "irk-college-cheremkhovo-pedagogical",
    ]
    text = "приказом министерств образования, здравоохранения и спорта Иркутской области"
    assert [entity for _, entity in found(matcher, text)] == [
        "irk-ministry-education",
        "irk-ministry-health",
        "irk-ministry-sport",
    ]


def test_two_bodies_joined_by_and_are_two(matcher):
    text = "по данным министерства спорта Иркутской области и министерства образования Иркутской области"
    assert [entity for _, entity in found(matcher, text)] == ["irk-ministry-sport", "irk-ministry-education"]


def test_acronyms_known_and_shared(matcher):
    assert found(matcher, "ЦППМиСП и РИКП провели конкурс, БПК не участвовал") == [
        ("ЦППМиСП", "irk-agency-ppmisp"),
        ("РИКП", "irk-institute-rikp"),
        ("БПК", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Родионов В.А., директор техникума, живёт в г. Иркутске.",
        "обучающиеся колледжа получили дипломы; центр города украшен",
        "Организация работы «Служб примирения» в 2023 году",
        "Проживают в р.п. Юрты и п. Центральный Хазан 104 чел.",
        "",
    ],
)
def test_persons_settlements_and_plain_words_are_no_institutions(matcher, text):
    assert found(matcher, text) == []


def test_an_unknown_institution_is_found_by_its_form(matcher):
    assert found(matcher, "Приехали гости из ГБПОУ «Канский педагогический колледж» и родители") == [
        ("ГБПОУ «Канский педагогический колледж»", None)
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=' .,«»"()-№\nгГтехникумколледжаиБПОУИО0123—\t', max_size=60))
def test_no_text_breaks_the_finder_and_mentions_do_not_overlap(text):
    mentions = find_mentions(text)
    assert all(text[one.start : one.end] == one.text and one.text for one in mentions)
    assert all(first.end <= second.start for first, second in pairwise(mentions))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ГБПОУ ИО «Иркутский техникум» архитектуры и строительства»", "college"),
        ("Канский педагогический колледж", "college"),
        ("МР Балаганский", "municipality"),
        ("Долгомостский район", "municipality"),
        ("Республика Саха-Якутия", "region"),
        ("Златоборская область", "region"),
        ("Центры помощи детям", "category"),
        ("Учреждения здравоохранения (городские больницы)", "category"),
        ("Социально-реабилитационные центры", "category"),
        ("ПОО", "category"),
        ("Министерство спорта", "ministry"),
        ("Школа № 5", "school"),
        ("ООО «Ромашка»", "other"),
        ("Благотворительный фонд «Тёплый порог»", "ngo"),
        ("Всего", None),
        ("Количество ПОО, указавших организации", None),
        ("Организации, с которыми взаимодействуют ПОО", None),
        ("Вебинар «Условия деятельности в образовательных организациях»", None),
        ("Управление качеством образования", None),
        ("Организация работы кабинетов", None),
        ("Фонд заработной платы", None),
        ("Область применения", None),
        ("Родионов В.А.", None),
        ("2023 год", None),
        ("104", None),
        ("", None),
    ],
)
def test_what_a_cell_names_is_told_by_its_head(text, kind):
    assert looks_like_name(text) == kind


def test_the_region_a_document_is_about(matcher):
    ours = ["Министерство спорта Иркутской области", "в Иркутской области", "в Республике Бурятия", "области"]
    assert main_region(ours, matcher) == "ru-irk"
    assert main_region(["в Смоленской области", "в Калужской области"], matcher) == ""
    assert main_region(["Российская Федерация"] * 5, matcher) == ""


def test_the_context_of_a_document(matcher):
    context = context_of(
        ["Иркутская область", "Иркутской области"], matcher, [("Институт", "РИКП"), ("Институт", "РИКП")]
    )
    assert context == MatchContext(region="ru-irk", abbreviations=(("Институт", "РИКП"),))
    assert matcher.match("Институтом", context=context).entity_id == "irk-institute-rikp"
