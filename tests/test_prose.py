"""What running text counts: value, unit, share, bound, period, measure; and which numbers count nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Metadata
from extract.facts import Observation
from extract.prose import read_prose
from normalize.periods import half_year
from tests.running_text import document


def read(text: str) -> tuple[Observation, ...]:
    """Observations of a report on the second half of 2021."""
    report = document(text)
    return read_prose(replace(report, metadata=Metadata("analytic_report", period=half_year(2021, 2))))


def brief(observation: Observation) -> str:
    """«32 ед. 57.1 2021-H2»: value, unit, share, measure unless a level, bound unless exact, period, base."""
    parts = [str(observation.value), str(observation.unit)]
    if observation.share is not None:
        parts.append(f"({observation.share})")
    parts += [observation.measure] if observation.measure != "level" else []
    parts += [observation.bound] if observation.bound != "exact" else []
    parts += [observation.period.code if observation.period else "-"]
    parts += [f"<{observation.base_period.code}"] if observation.base_period else []
    return " ".join(parts)


SENTENCES = [
    ("С клубами работают 12 колледжей (40,0%).", ["12 ед. (40.0) 2021-H2"]),
    ("На них приходится 7 (24,9%) ответов.", ["7 ед. (24.9) 2021-H2"]),
    ("С клубами – 37 колледжей (46, 2% от всех колледжей).", ["37 ед. (46.2) 2021-H2"]),
    ("Обучение прошли двадцать три специалиста и два филиала.", ["23 чел. 2021-H2", "2 ед. 2021-H2"]),
    ("23-ём колледжам обратить внимание на посещаемость.", ["23 ед. 2021-H2"]),
    (
        "Увеличилось число колледжей: в первом полугодии 2021 года – 11 (20,0%) колледжей, во втором полугодии – 32.",
        ["11 ед. (20.0) 2021-H1", "32 ед. 2021-H2"],
    ),
    (
        "Выросло количество педагогов (24 в первом полугодии против 41 во втором).",
        ["24 чел. 2021-H1", "41 чел. 2021-H2"],
    ),
    (
        "Число волонтёров увеличилось на 26 человек (с 203 в первом полугодии до 229 во втором).",
        ["26 чел. difference 2021-H2 <2021-H1", "203 чел. 2021-H1", "229 чел. 2021-H2"],
    ),
    (
        "Сократилось количество педагогов, прошедших стажировку, – с 18 до 1 человека.",
        ["18 чел. 2021-H1", "1 чел. 2021-H2"],
    ),
    (
        "Охват вырос на 6 % (или на 84 чел.).",
        ["6 % difference 2021-H2 <2021-H1", "84 чел. difference 2021-H2 <2021-H1"],
    ),
    ("Число заявок выросло в 1,7 раза.", ["1.7 раз ratio 2021-H2 <2021-H1"]),
    ("Число заявок выросло вдвое.", ["2 раз ratio 2021-H2 <2021-H1"]),
    ("Доля снизилась на 0,07 процентных пункта.", ["0.07 п. п. difference 2021-H2 <2021-H1"]),
    ("Темп роста составил 105,3 % к 2020 году.", ["105.3 % ratio 2021-H2 <2020"]),
    ("Это менее 0,01% учащихся.", ["0.01 % share less_than 2021-H2"]),
    ("Приняли участие не более 15 человек.", ["15 чел. at_most 2021-H2"]),
    ("Работает около 400 кружков.", ["400 ед. approximate 2021-H2"]),
    ("В 2020 году было 15 кружков, в 2021 – 20.", ["15 ед. 2020", "20 ед. 2021"]),
    (
        "В 2019, 2020 и 2021 годах принято 10, 12 и 15 человек соответственно.",
        ["10 чел. 2019", "12 чел. 2020", "15 чел. 2021"],
    ),
    ("За аналогичный период прошлого года принято 90 чел.", ["90 чел. 2020-H2"]),
    ("В этот период принято 90 чел.", ["90 чел. 2021-H2"]),
    ("Закрыто 12 клубов (3,1%), ещё 4 отданы школам.", ["12 ед. (3.1) 2021-H2", "4 ед. 2021-H2"]),
    ("Осмотрено 412 больных и 37 раненых.", ["412 чел. 2021-H2", "37 чел. 2021-H2"]),
    ("Из 60 клубов края 21 – передвижной.", ["60 ед. 2021-H2", "21 ед. 2021-H2"]),
    (
        "Надой вырос, это на 12 кг, или на 3,5%, больше, чем в 2020 году.",
        ["12 кг difference 2021-H2 <2020", "3.5 % difference 2021-H2 <2020"],
    ),
    (
        "Тарифы выросли на 4–7 %.",
        ["4 % difference at_least 2021-H2 <2021-H1", "7 % difference at_most 2021-H2 <2021-H1"],
    ),
    ("Отобрано 9 пьес из 31 присланной.", ["9 ед. 2021-H2", "31 ед. 2021-H2"]),
    ("Коек – 62,4 на 10 тыс. населения.", ["62.4 на 10 тыс. населения 2021-H2"]),
    ("Открыто свыше двух десятков лагерей.", ["20 ед. more_than 2021-H2"]),
    ("Десятки школ ждут ремонта.", []),
    ("Привито 5 120 человек, или 97,4% от плана.", ["5120 чел. 2021-H2", "97.4 % share 2021-H2"]),
    ("Собрано 41,5 млн руб. (102,3% к плану).", ["41.5 млн руб. 2021-H2", "102.3 % share 2021-H2"]),
    ("Цена одного билета выросла на 40 рублей.", ["40 руб. difference 2021-H2 <2021-H1"]),
    ("Себестоимость ремонта 1 кв. м достигла 9,2 тыс. рублей.", ["9.2 тыс. руб. 2021-H2"]),
    ("От одной овцы настрижено 3,4 кг шерсти.", ["3.4 кг 2021-H2"]),
    ("Заявка поступила от одной школы.", ["1 ед. 2021-H2"]),
    ("Порядок дополнить пунктом 2.3 следующего содержания:", []),
    ("Картофеля накопали по 164 ц/га.", ["164 ц/га 2021-H2"]),
    ("В хозяйствах 12,3 тыс. голов скота, из них 5,6 тыс. коров.", ["12.3 тыс. гол. 2021-H2", "5.6 тыс. гол. 2021-H2"]),
    ("Миграционный прирост – 214 человек.", ["214 чел. 2021-H2"]),
    (
        "Индекс цен – 104,2 % к соответствующему периоду 2020 года.",
        ["104.2 % ratio 2021-H2 <2020-H2"],
    ),
    (
        "В 2020 году собрано 50 тонн мёда, на 7 тонн больше обычного.",
        ["50 т 2020", "7 т difference 2020 <2019"],
    ),
    ("Выдано 1 859 сертификатов на 12,5 млн рублей.", ["1859 ед. 2021-H2", "12.5 млн руб. 2021-H2"]),
    ("Численность составила 1182 человека – 67.4 % от численности детей.", ["1182 чел. (67.4) 2021-H2"]),
    ("Охвачено 57,1 % (32 колледжа).", ["32 ед. (57.1) 2021-H2"]),
    ("Всего 40 кружков, из них 15 – в сёлах.", ["40 ед. 2021-H2", "15 ед. 2021-H2"]),
    ("Участвовало 8 районов из 32.", ["8 ед. 2021-H2", "32 ед. 2021-H2"]),
    ("Выделено 1 млрд 245 млн рублей.", ["1245 млн руб. 2021-H2"]),
    ("Путёвка стоит 21 345 рублей 50 копеек.", ["21345.5 руб. 2021-H2"]),
    (
        "Рождаемость – 9,8 на 1000 населения (2020 год – 10,4).",
        ["9.8 на 1000 населения 2021-H2", "10.4 на 1000 населения 2020"],
    ),
    ("Участвовали 34 из 56 колледжей (60,7 %).", ["34 ед. (60.7) 2021-H2", "56 ед. 2021-H2"]),
    (
        "Из 450 опрошенных 312 человек (69,3 %) довольны, 98 (21,8 %) – частично.",
        ["450 чел. 2021-H2", "312 чел. (69.3) 2021-H2", "98 чел. (21.8) 2021-H2"],
    ),
    (
        "Поступило 24 обращения: 15 – по опеке, 6 – по жилью, 3 – иные.",
        ["24 ед. 2021-H2", "15 ед. 2021-H2", "6 ед. 2021-H2", "3 ед. 2021-H2"],
    ),
    (
        "Зарплата – 45 678,9 руб., или 103,4 % к уровню 2020 года.",
        ["45678.9 руб. 2021-H2", "103.4 % ratio 2021-H2 <2020"],
    ),
    ("Снизилось до 345 тонн против 367 тонн в 2020 году.", ["345 т 2021-H2", "367 т 2020"]),
    (
        "Наставников было 237, что на 53,9% больше, чем годом ранее (154).",
        ["237 чел. 2021-H2", "53.9 % difference 2021-H2 <2020-H2", "154 чел. 2020-H2"],
    ),
    ("В 2022 году – 5, в 2021 году – 7, в 2020 году – 4 случая.", ["5 ед. 2022", "7 ед. 2021", "4 ед. 2020"]),
    ("За полугодие принято 45 заявок, с начала года – 132.", ["45 ед. 2021-H2", "132 ед. 2021"]),
    (
        "Родилось 1 234 ребёнка (на 56 меньше, чем в 2020 году).",
        ["1234 чел. 2021-H2", "56 чел. difference 2021-H2 <2020"],
    ),
    ("Индекс цен в декабре 2021 года к декабрю 2020 года составил 108,4 %.", ["108.4 % ratio 2021-12 <2020-12"]),
    ("Включены 2 детских дома, 3 школы-интерната и 1 центр.", ["2 ед. 2021-H2", "3 ед. 2021-H2", "1 ед. 2021-H2"]),
    ("Группы насчитывают от 10 до 15 человек.", ["10 чел. at_least 2021-H2", "15 чел. at_most 2021-H2"]),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_a_sentence_states_its_quantities(sentence: str, expected: list[str]) -> None:
    assert [brief(observation) for observation in read(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Приказом от 13 декабря 2021 года № 2094-мр утверждён порядок.",
        "Перечень дан в таблице 5, динамика – в таблицах 5, 6 и 7.",
        "Согласно части 4 статьи 12 закона № 273-ФЗ это допустимо.",
        "Учреждение находится по адресу: ул. Мира, д. 5, корп. 2, кабинет 14.",
        "Опрошены дети от 5 до 18 лет, в возрасте до 23 лет и старше 14 лет.",
        "Обучающиеся 9 классов и 10–11 классов проходят практику.",
        "Телефон для справок: 8 (3952) 20-01-01.",
        "Совещания проходят 2 раза в год и не реже 1 раза в квартал.",
        "Профессиональное училище №60 и школа № 5 закрыты.",
        "Проект «Семья 38» завершён, слоган «100 дней до лета» сохранён.",
        "С одной стороны, не поступил ни один человек; одна из причин ясна.",
        "В течение трёх месяцев работа будет завершена.",
        "II Межрегиональная конференция и 5-й форум прошли онлайн.",
        "Подробнее: https://example.org/2021/15 или почта a15@example.org.",
        "Начало в 10:00, дробь 1/3, версия 2.0.1.",
    ],
)
def test_designations_ages_and_addresses_count_nothing(sentence: str) -> None:
    assert [observation.text for observation in read(sentence)] == []


def test_the_span_is_where_the_quantity_stands() -> None:
    text = "Всего работает 32 колледжа (57,1%). Кроме того, открыто 5 кружков."
    first, second = read(text)
    assert text[first.location.start : first.location.end] == first.text == "32 колледжа (57,1%)"
    assert text[second.location.start : second.location.end] == second.text == "5 кружков"


def test_a_list_lends_its_indicator_and_each_item_names_an_entity() -> None:
    observations = read(
        """
        Учреждения с наибольшим числом принятых на обучение в 2020 году:
        1. ГБПОУ «Заозёрский техникум транспорта» – 104 чел. (8,3%);
        2. ГАПОУ «Колледж сервиса, г. Заозёрск – 66 чел. (5,2%).
        Другие сведения не собирались.
        """
    )
    assert [one.entity for one in observations] == [
        "ГБПОУ «Заозёрский техникум транспорта»",
        "ГАПОУ «Колледж сервиса, г. Заозёрск",
    ]
    assert {one.indicator for one in observations} == {"число принятых на обучение"}
    assert {one.period.code for one in observations if one.period} == {"2020"}


def test_an_item_that_breaks_before_its_number_keeps_its_entity() -> None:
    (observation,) = read("Приняли больше всех:\n1. ГАПОУ «Лесной техникум»\n– 104 чел. (8,3%).")
    assert observation.entity == "ГАПОУ «Лесной техникум»"


def test_the_indicator_is_the_phrase_under_the_count_noun() -> None:
    (observation,) = read("Общее число детей, принятых на обучение в указанный период, составляет 1248 человек (100%).")
    assert observation.indicator == "Общее число детей, принятых на обучение"


def test_a_part_belongs_to_the_whole_before_it() -> None:
    whole, part = read("Открыто 40 кружков, в том числе 15 сельских.")
    assert part.indicator == whole.indicator
    assert part.breakdown


@pytest.mark.parametrize(
    ("sentence", "scenarios"),
    [
        ("Плановый показатель составляет 70 %.", ["plan"]),
        ("Охват составил 72 % (план – 70 %).", ["actual", "plan"]),
        ("Построено 12 мостов; план года – 15.", ["actual", "plan"]),
        ("Планируется открыть 4 клуба общей площадью 900 кв. м, закрыто 2 клуба.", ["plan", "plan", "actual"]),
        ("По прогнозу, доходы достигнут 12 млн руб., расходы – 14 млн руб.", ["forecast", "forecast"]),
        ("Ожидается, что численность составит 42,5 тыс. человек.", ["forecast"]),
        ("Целевое обучение проходят 15 студентов.", ["actual"]),
        ("Показатель достигнут в 8 районах.", ["actual"]),
    ],
)
def test_plans_and_forecasts_are_told_from_facts(sentence: str, scenarios: list[str]) -> None:
    assert [observation.scenario for observation in read(sentence)] == scenarios


def test_names_before_brackets_and_dashes_are_entities() -> None:
    observations = read("Больше всего обращений из г. Заозёрска (45), Лесного района (32); Озёрный район – 20.")
    assert [one.entity for one in observations] == ["г. Заозёрска", "Лесного района", "Озёрный район"]


def test_a_period_at_the_head_holds_for_the_rest_of_its_paragraph_only() -> None:
    first, second, third = read("В 2019 году открыто 5 кружков. Закрыто 2 кружка.\nПереехало 3 кружка.")
    assert [one.period.code for one in (first, second, third) if one.period] == ["2019", "2019", "2021-H2"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="абвг 0123456789.,;:-–()«»%№/\n—", max_size=80))
def test_any_text_is_read_and_spans_quote_it(text: str) -> None:
    report = document(text or " ")
    by_block = {paragraph.location.block: paragraph.text for paragraph in report.paragraphs}
    for observation in read_prose(report):
        assert (
            by_block[observation.location.block][observation.location.start : observation.location.end]
            == observation.text
        )


@given(st.integers(0, 999_999), st.sampled_from(["человек", "%", "колледжей", "тыс. рублей"]))
def test_any_count_behind_a_dash_is_read(number: int, unit: str) -> None:
    (observation,) = read(f"Всего учтено – {number} {unit}.")
    assert observation.value == number
