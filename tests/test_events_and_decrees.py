"""Notes on events and decrees: what they tell beyond quantities and references; texts that break off."""

from dataclasses import replace
from datetime import date

import pytest

from extract.document import Cell, Document, Location, Metadata, Paragraph, Source, Table
from extract.endings import ending_warnings
from extract.facts import Decree, Event
from extract.genres.conference import read_event
from extract.genres.decree import read_decree
from extract.interpret import interpret
from extract.metadata import describe
from extract.references import read_references
from extract.terms import find_term
from tests.running_text import document

NOTE = """
^Информация об итогах межрегионального форума
^«Вместе: дом и семья»
Форум прошёл в рамках проекта «Светлый путь» (АНО «Своя дорога»).
Дата проведения: 14 мая 2019 года.
Формат проведения: очный.
Место проведения: г. Заозёрск, ул. Мира, 5.
В форуме приняли участие:
Заозёрская область:
- органы опеки и попечительства – 26 муниципальных отделов;
- АНО «Своя дорога» – 3 человека;
Другие регионы:
- Республика Коми – Благотворительный фонд «Север» – 1 человек; МКУ «Центр «Дом» – 2 чел.;
- г. Москва – ФГБНУ «Институт детства» – 2 человека.
Модераторами форума выступили:
- Орлова О.Н., начальник отдела опеки Департамента Заозёрской области по образованию;
- Белов И.А., ведущий сотрудник ФГБНУ «Институт детства», доцент.
Заслушаны выступления 12 участников.
Ключевые выступления:
Заозёрская область:
- «Первый год после выпуска» - Орлова О.Н., АНО «Своя дорога»;
- Белов Иван Андреевич, ФГБНУ «Институт детства», с докладом «Матрица практик»;
Итоги
Форум стал заметным событием.
"""


def event(text: str) -> Event | None:
    note = document(text)
    return read_event(replace(note, metadata=describe(note)[0]))


def test_an_event_note_is_taken_apart() -> None:
    found = event(NOTE)
    assert found is not None
    assert (found.title, found.date, found.format) == ("Вместе: дом и семья", "2019-05-14", "очный")
    assert (found.place, found.project, found.stated_talks) == ("г. Заозёрск, ул. Мира, 5", "Светлый путь", 12)


def test_participants_stand_under_their_region() -> None:
    found = event(NOTE)
    assert found is not None
    assert [(one.region, one.organization, one.count, one.unit) for one in found.participants] == [
        ("Заозёрская область", "органы опеки и попечительства", 26, "отдел"),
        ("Заозёрская область", "АНО «Своя дорога»", 3, "человек"),
        ("Республика Коми", "Благотворительный фонд «Север»", 1, "человек"),
        ("Республика Коми", "МКУ «Центр «Дом»", 2, "человек"),
        ("г. Москва", "ФГБНУ «Институт детства»", 2, "человек"),
    ]


def test_a_region_may_have_a_dash_in_its_name() -> None:
    found = event(NOTE.replace("Республика Коми –", "Кемеровская область – Кузбасс –"))
    assert found is not None
    assert "Кемеровская область – Кузбасс" in {one.region for one in found.participants}


def test_moderators_have_post_and_organisation() -> None:
    found = event(NOTE)
    assert found is not None
    assert [(one.name, one.position, one.organization) for one in found.moderators] == [
        ("Орлова О.Н.", "начальник отдела опеки", "Департамент Заозёрской области по образованию"),
        ("Белов И.А.", "ведущий сотрудник", "ФГБНУ «Институт детства»"),
    ]


def test_talks_are_read_in_either_order() -> None:
    found = event(NOTE)
    assert found is not None
    assert [(one.title, one.speaker, one.organization, one.region) for one in found.talks] == [
        ("Первый год после выпуска", "Орлова О.Н.", "АНО «Своя дорога»", "Заозёрская область"),
        ("Матрица практик", "Белов Иван Андреевич", "ФГБНУ «Институт детства»", "Заозёрская область"),
    ]


def test_talks_in_a_table_are_read() -> None:
    note = document(NOTE.split("Ключевые выступления", maxsplit=1)[0])
    texts = ["Тема доклада", "Докладчик", "Организация", "«Дом на полпути»", "Горелов С.Т.", "АУ «Опора»"]
    cells = tuple(Cell(text, index // 3, index % 3) for index, text in enumerate(texts))
    table = Table(0, cells, 2, 3, Location(len(note.blocks)), header_rows=1)
    whole = replace(note, blocks=(*note.blocks, table), metadata=describe(note)[0])
    found = read_event(whole)
    assert found is not None
    assert [(talk.title, talk.speaker, talk.organization) for talk in found.talks] == [
        ("Дом на полпути", "Горелов С.Т.", "АУ «Опора»")
    ]


def test_a_report_is_no_event() -> None:
    assert event("^АНАЛИТИЧЕСКАЯ СПРАВКА\n^о работе за 2020 год\nТаким образом, всё в порядке.") is None


DECREE = """
МЭР ЗАОЗЁРСКОГО РАЙОНА
РАСПОРЯЖЕНИЕ
25 июля 2023 года № 78-р
О внесении изменений в распоряжение мэра от 25 ноября 2021 года № 65-р
В соответствии с Законом области от 12 января 2010 года № 1-оз:
1. Внести в распоряжение мэра Заозёрского района от 25 ноября 2021 года № 65-р следующие изменения:
1) в пункте 1 цифры «2022» заменить цифрами «2023»;
2) пункт 2 дополнить словами «и её исполнители»;
3) в пункте 3 слова «отделу опеки» исключить;
4) приложение изложить в новой редакции (прилагается).
2. Признать утратившим силу распоряжение мэра от 2 июня 2020 года № 33-р.
3. Управлению образования (Родионов В.А.) довести распоряжение до исполнителей.
4. Рекомендовать главам поселений разработать планы.
5. Контроль за исполнением настоящего распоряжения возложить на заместителя мэра.
"""


def decree(text: str) -> Decree | None:
    act: Document = document(text)
    return read_decree(replace(act, metadata=Metadata("decree")), read_references(act))


def test_a_decree_says_what_changes_where() -> None:
    found = decree(DECREE)
    assert found is not None
    changes = [(one.kind, one.act.number if one.act else None, one.place, one.old, one.new) for one in found.amendments]
    assert changes == [
        ("replace", "65-р", "пункте 1", "2022", "2023"),
        ("add", "65-р", "пункт 2", None, "и её исполнители"),
        ("remove", "65-р", "пункте 3", "отделу опеки", None),
        ("restate", "65-р", "приложение", None, None),
        ("repeal", "33-р", None, None, None),
    ]


def test_a_decree_charges_bodies_and_names_who_controls() -> None:
    found = decree(DECREE)
    assert found is not None
    assert [(one.whom, one.person, one.task) for one in found.charges] == [
        ("Управление образования", "Родионов В.А.", "довести распоряжение до исполнителей"),
        ("главы поселений", None, "разработать планы"),
    ]
    assert found.control == "возложить на заместителя мэра"


def test_a_decree_rests_on_the_acts_of_its_preamble() -> None:
    found = decree(
        DECREE.replace("№ 1-оз:", "№ 1-оз, во исполнение Указа Губернатора области от 3 мая 2022 года № 9-уг:")
    )
    assert found is not None
    assert [(one.kind, one.number, one.relation) for one in found.based_on] == [
        ("закон", "1-оз", "based_on"),
        ("указ", "9-уг", "implements"),
    ]


def test_a_charge_says_by_when() -> None:
    found = decree(
        DECREE.replace(
            "довести распоряжение до исполнителей.", "представить отчёт в срок до 15 декабря 2023 года."
        ).replace("разработать планы.", "в течение 10 рабочих дней со дня подписания разработать планы.")
    )
    assert found is not None
    first, second = (one.term for one in found.charges)
    assert first is not None
    assert (first.text, first.start, first.end) == ("в срок до 15 декабря 2023 года", None, date(2023, 12, 15))
    assert second is not None
    assert second.text == "в течение 10 рабочих дней со дня подписания"


CHANGES = """
ГЛАВА ЗАОЗЁРСКОЙ РЕСПУБЛИКИ
УКАЗ
О внесении изменений в Указ Главы Республики от 12 марта 2019 г. № 45
1. Внести в Указ Главы Республики от 12 марта 2019 г. № 45 «О комиссии» следующие изменения:
а) {change}
2. Опубликовать Указ.
"""


@pytest.mark.parametrize(
    ("change", "kind", "place", "old", "new"),
    [
        ("в наименовании слова «по делам семьи» заменить словами «по делам детства»;", "replace", "наименовании", "по делам семьи", "по делам детства"),
        ("пункт 3 после слов «органы опеки» дополнить словами «и школы»;", "add", "пункт 3", "органы опеки", "и школы"),
        ("дополнить пунктом 4.1 следующего содержания: «4.1. Секретарь ведёт протокол.»;", "add", "пункт 4.1", None, "4.1. Секретарь ведёт протокол."),
        ("раздел II дополнить пунктом 2.5 следующего содержания: «2.5. Отчёт.»;", "add", "раздел II, пункт 2.5", None, "2.5. Отчёт."),
        ("дополнить приложением № 3 (прилагается).", "add", "приложение № 3", None, None),
        ("абзац второй пункта 5 признать утратившим силу;", "repeal", "абзац второй пункта 5", None, None),
        ("в приложении № 2 позицию 7 исключить;", "remove", "приложении № 2 позицию 7", None, None),
        ("раздел III изложить в редакции согласно приложению № 1;", "restate", "раздел III", None, None),
        ("изложив пункт 6 в следующей редакции: «6. Комиссия распускается.»;", "restate", "пункт 6", None, "6. Комиссия распускается."),
        ("в подпункте «б» пункта 6 цифру «3» заменить цифрой «5»;", "replace", "подпункте «б» пункта 6", "3", "5"),
    ],
)  # fmt: skip
def test_a_change_is_taken_apart(change: str, kind: str, place: str, old: str | None, new: str | None) -> None:
    found = decree(CHANGES.format(change=change))
    assert found is not None
    (one,) = found.amendments
    assert (one.kind, one.place, one.old, one.new) == (kind, place, old, new)
    assert one.act is not None
    assert (one.act.number, one.act.location.block) == ("45", 3)


def test_one_sentence_may_change_several_things() -> None:
    found = decree(
        CHANGES.format(
            change="в пункте 3 слово «три» заменить словом «пять», слова «и опеки» исключить, пункт 9 исключить."
        )
    )
    assert found is not None
    assert [(one.kind, one.place, one.old, one.new) for one in found.amendments] == [
        ("replace", "пункте 3", "три", "пять"),
        ("remove", None, "и опеки", None),
        ("remove", "пункт 9", None, None),
    ]


def test_a_list_of_acts_is_no_longer_in_force() -> None:
    found = decree(
        """
        АДМИНИСТРАЦИЯ РАЙОНА
        ПОСТАНОВЛЕНИЕ
        О признании утратившими силу
        1. Признать утратившими силу:
        1) постановление администрации района от 3 мая 2015 г. № 77 «О мерах по сносу домов»;
        2) пункт 2 постановления администрации района от 8 июля 2016 г. № 90.
        2. Отменить распоряжение администрации района от 1 марта 2017 года № 20-р «О клубах».
        3. Отделу культуры опубликовать постановление.
        """
    )
    assert found is not None
    assert [(one.kind, one.act and one.act.number, one.place, one.new) for one in found.amendments] == [
        ("repeal", "77", None, None),
        ("repeal", "90", "пункт 2", None),
        ("repeal", "20-р", None, None),
    ]


def test_tasks_under_a_heading_may_begin_with_their_term() -> None:
    found = decree(
        """
        ДЕПАРТАМЕНТ ЗДРАВООХРАНЕНИЯ
        ПРИКАЗ
        О диспансеризации
        1. Министерству строительства (Петрову И.И.):
        а) до 1 августа 2019 года заключить соглашения;
        б) ежеквартально, не позднее 10 числа, представлять доклад.
        2. Начальнику отдела статистики Вороновой Т.П. обеспечить свод.
        3. Поручить управляющему делами Смирнову К.К. опубликовать приказ.
        4. ОГКУ «Центр учёта» (А.Б. Котов) вести реестр.
        5. Возложить контроль за исполнением приказа на заместителя начальника Лаптеву Н.Н.
        """
    )
    assert found is not None
    assert [(one.whom, one.person, one.task, one.term and one.term.text) for one in found.charges] == [
        ("Министерство строительства", "Петрову И.И.", "заключить соглашения", "до 1 августа 2019 года"),
        ("Министерство строительства", "Петрову И.И.", "представлять доклад", "ежеквартально, не позднее 10 числа"),
        ("Начальник отдела статистики", "Вороновой Т.П.", "обеспечить свод", None),
        ("управляющий делами", "Смирнову К.К.", "опубликовать приказ", None),
        ("ОГКУ «Центр учёта»", "А.Б. Котов", "вести реестр", None),
    ]
    assert found.control == "возложить на заместителя начальника Лаптеву Н.Н."


ORDER_WITH_ANNEXES = """
МИНИСТЕРСТВО КУЛЬТУРЫ ЗАОЗЁРНОЙ ОБЛАСТИ
ПРИКАЗ
5 марта 2022 года № 31-пр
О смотре библиотек
1. Утвердить план и состав жюри (прилагаются).
Министр О.Н. Орлова
Приложение № 1
к приказу министерства культуры Заозёрной области
от 5 марта 2022 года № 31-пр
УТВЕРЖДЁН
приказом министерства культуры
от 1 марта 2021 года № 12-пр
^ПЛАН МЕРОПРИЯТИЙ
^смотра сельских библиотек на 2022 год
1. Открыть смотр.
Приложение 2
^СОСТАВ ЖЮРИ
Белова Т.П., библиограф.
"""


def test_annexes_are_parts_with_a_genre_and_an_act() -> None:
    first, second = interpret(document(ORDER_WITH_ANNEXES)).annexes
    assert (first.number, first.genre, first.title) == (
        "1",
        "plan",
        "ПЛАН МЕРОПРИЯТИЙ смотра сельских библиотек на 2022 год",
    )
    assert first.mark == "Приложение № 1 к приказу министерства культуры Заозёрной области от 5 марта 2022 года № 31-пр"
    assert first.act is not None
    assert (first.act.kind, first.act.number, first.act.date) == ("приказ", "31-пр", "2022-03-05")
    assert first.approved_by == "приказом министерства культуры от 1 марта 2021 года № 12-пр"
    assert (first.first, first.last) == (6, 14)
    assert (second.number, second.genre, second.approved_by, second.first, second.last) == ("2", "other", None, 15, 17)


def test_an_annex_that_names_no_act_belongs_to_the_document() -> None:
    _first, second = interpret(document(ORDER_WITH_ANNEXES)).annexes
    assert second.act is not None
    assert (second.act.kind, second.act.number, second.act.relation) == ("приказ", "31-пр", "annex_to")


@pytest.mark.parametrize(
    ("task", "text"),
    [
        ("направить сведения до 1 марта 2024 года", "до 1 марта 2024 года"),
        ("ежеквартально, не позднее 5 числа месяца, следующего за отчётным кварталом, вносить данные", None),
        ("проводить сверку ежегодно до 15 сентября", "ежегодно до 15 сентября"),
        ("опубликовать приказ в течение пяти дней", "в течение пяти дней"),
        ("утвердить списки в десятидневный срок", "в десятидневный срок"),
        ("обеспечить явку в течение 2024 года", "в течение 2024 года"),
        ("учесть итоги 2023 года", ""),
        ("довести приказ до сведения директоров", ""),
        ("принять к сведению отчёт за 2021 год", ""),
    ],
)
def test_a_task_may_hold_its_term(task: str, text: str | None) -> None:
    found = find_term(task)
    whole = "ежеквартально, не позднее 5 числа месяца, следующего за отчётным кварталом"
    assert (found.text if found else "") == (whole if text is None else text)


def test_a_plan_is_no_decree() -> None:
    assert decree("^План мероприятий на 2022 год\n1. Министерству труда провести ярмарку.") is None


@pytest.mark.parametrize(
    ("last", "breaks"),
    [
        ("Работая в рамках проекта, всегда есть риски застревать на определённых этапах; оши", True),
        ("Конференция стала ключевым мероприятием года и показала, что регионы могут", True),
        ("Конференция стала ключевым мероприятием года для всех участников.", False),
        ("Директор государственного автономного учреждения А.Б. Петрова", False),
        ("ПЛАН МЕРОПРИЯТИЙ ПО РАЗВИТИЮ СИСТЕМЫ СОПРОВОЖДЕНИЯ", False),
    ],
)
def test_a_text_that_breaks_off_is_reported(last: str, breaks: bool) -> None:
    codes = [warning.code for warning in ending_warnings(document(f"Первая строка.\n{last}"))]
    assert codes == (["text_breaks_off"] if breaks else [])


def test_an_order_may_charge_a_group_with_several_tasks() -> None:
    found = decree(
        """
        МИНИСТЕРСТВО ТРУДА
        ПРИКАЗ
        15 января 2022 года № 12-п
        О проведении опроса
        1. Руководителям учреждений:
        1) представить отчёты;
        2) назначить ответственных.
        2. Внести изменение в приказ от 3 марта 2020 года № 7-п, изложив пункт 4 в следующей редакции:
        «4. Отчёт представляется ежеквартально.».
        3. Контроль за исполнением приказа возложить на заместителя министра Петрова П.П.
        """
    )
    assert found is not None
    assert [(one.whom, one.task) for one in found.charges] == [
        ("Руководители учреждений", "представить отчёты"),
        ("Руководители учреждений", "назначить ответственных"),
    ]
    (change,) = found.amendments
    assert (change.kind, change.place, change.new) == ("restate", "пункт 4", "4. Отчёт представляется ежеквартально")
    assert found.control == "возложить на заместителя министра Петрова П.П."


def test_a_note_without_labels_for_everything_is_an_event_too() -> None:
    found = event(
        """
        ^ПРЕСС-РЕЛИЗ
        25–26 октября 2022 года в г. Заозёрске состоялась областная конференция «Наставничество: опыт».
        Конференция прошла в очно-дистанционном формате.
        В работе конференции приняли участие 156 участников; участники из 12 районов.
        Модератор – Смирнова Анна Петровна, директор Института развития образования.
        С докладами выступили:
        1. Иванов И.И., директор ГБПОУ «Политех» – «Модели наставничества».
        2. Сидоров С.С. (школа № 5) – «Школа наставника».
        Всего прозвучало 15 докладов.
        """
    )
    assert found is not None
    assert (found.title, found.date, found.format, found.stated_talks) == (
        "Наставничество: опыт",
        "2022-10-25",
        "очно-дистанционный",
        15,
    )
    assert [(one.name, one.position, one.organization) for one in found.moderators] == [
        ("Смирнова Анна Петровна", "директор", "Институт развития образования")
    ]
    assert [(talk.title, talk.speaker) for talk in found.talks] == [
        ("Модели наставничества", "Иванов И.И."),
        ("Школа наставника", "Сидоров С.С."),
    ]


def test_a_decree_of_its_heading_alone_orders_nothing() -> None:
    lines = ("ПРИКАЗ", "О ПРОВЕДЕНИИ ИТОГОВОЙ АТТЕСТАЦИИ", "Приложение 1 к приказу")
    blocks = tuple(Paragraph(text, Location(number)) for number, text in enumerate(lines))
    facts = interpret(Document(Source("order.docx", "0" * 64, "application/x-test"), blocks))
    assert facts.decree is None or facts.decree.amendments == ()


PROGRAMME = """
^ПРОГРАММА
^областной конференции «Библиотека и время»
Дата проведения: 21 октября 2021 года
Место проведения: г. Лесногорск, ул. Садовая, 4
Модераторы: Белова Т.П., заведующая отделом Областной библиотеки; Соколов И.Н., методист Института культуры
09:30–10:00 Регистрация участников
10:00–10:15 Открытие конференции. Приветственное слово – Орлова О.Н., министр культуры
10:15–10:35 «Читатель цифровой эпохи» – Кузнецова Анна Павловна, директор МБУК «Центральная библиотека»
10.35 «Краеведение онлайн». Докладчик: Громов П.П., ОГБУК «Областной архив»
11:00 Перерыв
11:15 – Семейное чтение: опыт и находки. Лаптева Н.Н., заведующая филиалом № 3
12:00–12:30 Подведение итогов
"""


def test_a_programme_is_read_by_the_clock() -> None:
    found = event(PROGRAMME)
    assert found is not None
    assert [(talk.title, talk.speaker, talk.organization) for talk in found.talks] == [
        ("Читатель цифровой эпохи", "Кузнецова Анна Павловна", "МБУК «Центральная библиотека»"),
        ("Краеведение онлайн", "Громов П.П.", "ОГБУК «Областной архив»"),
        ("Семейное чтение: опыт и находки", "Лаптева Н.Н.", "филиал № 3"),
    ]
    assert [(one.name, one.position, one.organization) for one in found.moderators] == [
        ("Белова Т.П.", "заведующая отделом", "Областная библиотека"),
        ("Соколов И.Н.", "методист", "Институт культуры"),
    ]


RELEASE = """
^Пресс-релиз
^о проведении форума «Дорога к дому»
14–15 мая 2022 года в городе Норске прошёл межрегиональный форум «Дорога к дому». В нём приняли участие 320 человек из 12 регионов.
Модератор – Рябов С.С., председатель правления фонда «Опора». За два дня прозвучало 43 доклада.
Среди участников:
Лесная область – 150 человек;
город Норск – 75 человек.
Секция 1. Семья
1. Петрова Е.Е. (Норский университет) «Кризисные семьи: первые шаги»
2. Чижов А.А., школа № 2. Тема: «Замещающие родители»
Секция 2. Школа
Доклад «Травля в классе» представила Ершова В.В., психолог школы № 7.
"""


def test_sections_of_an_event_hold_talks() -> None:
    found = event(RELEASE)
    assert found is not None
    assert [(talk.title, talk.speaker, talk.organization) for talk in found.talks] == [
        ("Кризисные семьи: первые шаги", "Петрова Е.Е.", "Норский университет"),
        ("Замещающие родители", "Чижов А.А.", "школа № 2"),
        ("Травля в классе", "Ершова В.В.", "школа № 7"),
    ]
    assert [(one.region, one.count) for one in found.participants] == [("Лесная область", 150), ("город Норск", 75)]
    assert (found.place, found.stated_talks) == ("город Норск", 43)
    assert [(one.name, one.organization) for one in found.moderators] == [("Рябов С.С.", "фонд «Опора»")]


@pytest.mark.parametrize(
    ("told", "form"),
    [
        ("в онлайн-формате", "онлайн"),
        ("в дистанционном режиме", "дистанционный"),
        ("в очно-заочной форме", "очно-заочный"),
        ("в гибридном формате", "гибридный"),
    ],
)
def test_the_form_of_an_event_is_told_in_a_sentence(told: str, form: str) -> None:
    found = event(
        f"^Информация о семинаре «Доступная среда»\n3 марта 2023 года {told} состоялся семинар «Доступная среда»."
    )
    assert found is not None
    assert found.format == form
