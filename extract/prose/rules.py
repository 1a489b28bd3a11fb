"""Rules of running text: lemma tables and the spaCy patterns over them. The one place for such facts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extract.nlp import analyse, lemma_table, pipeline, words

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

# --- what is growing or falling -------------------------------------------------------------------------------------

GREW = lemma_table(
    "увеличиться увеличиваться увеличить вырасти возрасти возрастать расти подрасти подняться повыситься повышаться "
    "повысить прибавиться прибавить прирасти"
)
FELL = lemma_table(
    "снизиться снижаться снизить сократиться сокращаться сократить уменьшиться уменьшаться уменьшить упасть понизиться "
    "убавиться сбавить просесть"
)
MOVED = lemma_table(
    "измениться изменяться отличаться отклониться опередить отстать отставать превзойти превысить превышать"
)
CHANGE_NOUNS = lemma_table(
    "рост прирост увеличение повышение возрастание снижение сокращение уменьшение падение спад убыль изменение отклонение "
    "разница разрыв расхождение превышение"
)
# A growth or a loss of these kinds is an indicator of its own.
BALANCES = lemma_table("естественный миграционный механический")
COMPARATIVES = lemma_table("большой много маленький мало высокий низкий выше ниже больше меньше более менее")
# «две трети», «три четверти»: parts of a whole, not so many things.
FRACTIONS = lemma_table("треть четверть половина")
# Adverbs that are a ratio by themselves.
MULTIPLES = {"вдвое": 2, "втрое": 3, "вчетверо": 4, "впятеро": 5, "вшестеро": 6, "вдесятеро": 10}

# --- what an indicator is called by ---------------------------------------------------------------------------------

COUNT_NOUNS = lemma_table(
    "число количество численность доля процент охват объем сумма размер площадь расход доход стоимость индекс коэффициент "
    "обеспеченность укомплектованность оборот поступление задолженность протяженность посещаемость успеваемость "
    "заболеваемость рождаемость смертность урожайность плата пенсия контингент темп"
)
# These head an indicator only as the subject of a sentence («уровень безработицы составил …»).
WEAK_COUNT_NOUNS = lemma_table(
    "уровень показатель потребность нагрузка стаж возраст балл остаток прием выпуск набор пособие выработка производство вес "
    "бюджет финансирование фонд мощность занятость безработица население явка налог инвестиция цена бал"
)
PEOPLE_COLLECTIVELY = lemma_table("население контингент персонал молодежь состав")
# What only people do or undergo: a bare number behind these counts people.
OF_PEOPLE = lemma_table(
    "родиться умереть погибнуть пострадать трудоустроить трудоустроиться обучаться обучиться прибыть выбыть госпитализировать "
    "привить осудить задержать уволить уволиться заболеть выздороветь"
)
# Adjectives that say how the values are ranked or summed, not what they measure.
RANKING = lemma_table(
    "больший меньший большой наибольший наименьший максимальный минимальный самый высокий низкий маленький"
)
STATING = lemma_table(
    "составить составлять быть являться достигнуть достигать насчитывать насчитываться равняться оставаться остаться "
    "приходиться зафиксировать указать"
)

# What has a price, a norm or a yield by the piece: «стоимость одного дня», «содержание 1 кв. м».
BY_THE_PIECE = lemma_table(
    "стоимость цена себестоимость тариф плата расценка норма норматив содержание строительство ремонт лечение обучение "
    "пребывание обслуживание обработка оказание перевозка реконструкция"
)

# --- plan and forecast ----------------------------------------------------------------------------------------------

PLANNED = lemma_table(
    "плановый планироваться запланировать запланированный предусмотреть предусмотренный намеченный предстоять "
    "наметить намечаться"
)
FORECAST = lemma_table("прогноз прогнозный прогнозируемый прогнозироваться ожидаться ожидаемый")

# Verbs of stating in the future.
FUTURE = frozenset({"составит", "составят", "достигнет", "будет", "будут", "вырастет", "снизится", "увеличится"})

# --- numbers that count nothing -------------------------------------------------------------------------------------

DESIGNATIONS = lemma_table(
    "№ n таблица табл табл. рисунок рис рис. приложение прил прил. пункт п п. пп пп. подпункт подп подп. часть ч ч. статья ст ст. "
    "раздел разд. глава гл. форма строка стр стр. графа гр. страница абзац этап вариант версия этаж корпус корп. кабинет "
    "каб. аудитория ауд. офис оф. квартира кв. дом д. улица ул. проспект просп. переулок пер. микрорайон мкр. мкр "
    "шоссе тракт бульвар тел тел. телефон факс код инн кпп огрн окпо октмо кбк бик снилс телефонный лот кол. ступень "
    "сорт разряд параллель столбец слайд номер оквэд гост"
)
# Before these the number says how far along people are.
GRADES = lemma_table("класс курс параллель ступень семестр")
IN_GRADES = lemma_table(
    "обучаться учиться обучающийся учащийся ученик школьник студент выпускник воспитанник учеба обучение курс"
)
DURATION_UNITS = frozenset({"лет", "мес.", "дн.", "час.", "мин."})
# «в течение трёх месяцев», «за 5 лет», «через 10 дней», «не позднее 3 дней»: how long, not how many.
DURATION_HEADS = re.compile(
    r"(?:в\s+течение|на\s+протяжении|за(?:\s+последни[ех])?|через|не\s+позднее(?:,?\s+чем\s+(?:через|за))?|в\s+срок|сроком|спустя"
    r"|каждые|по\s+истечении|на\s+срок|последни[ех]|ближайши[ех]|перв(?:ые|ых)|менее|более|до|от|с|после|свыше|старше|младше"
    r"|в\s+возрасте(?:\s+(?:от|до|с|старше|младше|свыше|более))?)\s*$",
    re.IGNORECASE,
)
RECURRENCE = re.compile(
    r"\s*(?:-?\s?(?:ти|х|ми))?\s*раза?\s+в\s+(?:год|полугодие|полгода|квартал|месяц|недел|день|сутки|течени)",
    re.IGNORECASE,
)
PER_TIME = re.compile(r"\s*(?:час\w*|дн\w+|день)\s+в\s+(?:сутки|день|недел|месяц|год)", re.IGNORECASE)
# «один» that counts nothing.
ONE_IDIOMS = re.compile(
    r"(?:^|[\s(«,])(?:(?:ни|как|хотя\s+бы|только\s+и|не)\s+\w+|одн\w+\s+(?:из|и\s+т|сторон\w*|словом?|раз\b|лишь|только)|(?:в|на|с|из|по|к|у|о|об|за|при|до)\s+одн\w+)\s*$",
    re.IGNORECASE,
)

_NUMBER = {"TEXT": {"REGEX": r"^\d"}}


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule that matched: its name and the character span in the sentence."""

    name: str
    start: int
    end: int


# Rules of one word: its lemma tells the rule. The future is told by the form of the verb instead.
_OF_ONE_WORD = {
    **dict.fromkeys(GREW, "GREW"),
    **dict.fromkeys(FELL, "FELL"),
    **dict.fromkeys(MOVED, "MOVED"),
    **dict.fromkeys(CHANGE_NOUNS, "CHANGE_NOUN"),
    **dict.fromkeys(PLANNED, "PLANNED"),
    **dict.fromkeys(FORECAST, "FORECAST"),
    **dict.fromkeys(("индекс", "темп"), "RATIO_NOUN"),
}
# A sentence without any of these matches no rule of several words.
_BEGIN_SEVERAL = DESIGNATIONS | GRADES | frozenset({"темп", "коэффициент", "целевой", "план"})


_CUE_WORDS = _BEGIN_SEVERAL | frozenset(_OF_ONE_WORD)
# A word with the full stop of an abbreviation, if there is one; a number sign.
_CUE_WORD = re.compile(r"[^\W\d_]+\.?|№")


@lru_cache(maxsize=1)
def _matcher() -> "Matcher":
    """The rules of several words."""
    from spacy.matcher import Matcher

    matcher = Matcher(pipeline().vocab)
    growth = {"LEMMA": {"IN": ["рост", "прирост", "снижение"]}}
    matcher.add("RATIO_NOUN", [[{"LEMMA": {"IN": ["темп", "коэффициент"]}}, growth]])
    target: list[dict[str, Any]] = [
        {"LEMMA": "целевой"},
        {"LEMMA": {"IN": ["показатель", "значение", "индикатор", "ориентир", "уровень"]}},
    ]
    by_plan: list[dict[str, Any]] = [{"LEMMA": {"IN": ["по", "при", "против"]}}, {"LEMMA": "план"}]
    whose: dict[str, Any] = {"LEMMA": {"IN": ["год", "полугодие", "квартал", "месяц"]}, "OP": "?"}
    plan_is: list[dict[str, Any]] = [{"LEMMA": "план"}, whose, {"TEXT": {"IN": ["-", "–", "—", ":"]}}]
    matcher.add("PLANNED", [target, by_plan, plan_is])
    matcher.add(
        "DESIGNATED",
        [
            [{"LEMMA": {"IN": sorted(DESIGNATIONS)}}, {"TEXT": {"IN": ["№", "N", ".", ":"]}, "OP": "*"}, _NUMBER],
            [{"LEMMA": {"IN": sorted(DESIGNATIONS)}}, {"IS_TITLE": True}, {"TEXT": ",", "OP": "?"}, _NUMBER],
        ],
    )
    matcher.add(
        "GRADE",
        [[_NUMBER, {"LEMMA": {"IN": ["-", "–", ",", "и", "х", "е"]}, "OP": "*"}, {"LEMMA": {"IN": sorted(GRADES)}}]],
    )
    return matcher


def cues_in(text: str) -> list[Cue]:
    """Every rule that matches the sentence `text`, in order of place; most sentences hold no word of any rule."""
    return find_cues(words(text)) if _may_hold_cue(text) else []


def _may_hold_cue(text: str) -> bool:
    return any(
        word in _CUE_WORDS or word.rstrip(".") in FUTURE or analyse(word.rstrip(".")).lemma in _CUE_WORDS
        for word in _CUE_WORD.findall(text.lower())
    )


def find_cues(doc: "Doc") -> list[Cue]:
    """Every rule that matches the sentence, in order of place."""
    cues = [*_of_one_word(doc), *_of_several(doc)]
    return sorted(cues, key=lambda cue: (cue.start, cue.end))


def _of_one_word(doc: "Doc") -> Iterator[Cue]:
    for token in doc:
        name = "FORECAST" if token.lower_ in FUTURE else _OF_ONE_WORD.get(token.lemma_)
        if name and not _is_training(doc, token.i) and not _is_balance(doc, token.i):
            yield Cue(name, token.idx, token.idx + len(token))


def _is_training(doc: "Doc", start: int) -> bool:
    """«повышение квалификации» is no rise."""
    return start + 1 < len(doc) and doc[start + 1].lemma_ == "квалификация"


def _is_balance(doc: "Doc", place: int) -> bool:
    """«естественный прирост», «миграционная убыль» are what is counted, not a change of it."""
    return place > 0 and doc[place].lemma_ in CHANGE_NOUNS and doc[place - 1].lemma_ in BALANCES


def _of_several(doc: "Doc") -> Iterator[Cue]:
    if _BEGIN_SEVERAL.isdisjoint(token.lemma_ for token in doc):
        return
    names = pipeline().vocab.strings
    for name, start, end in _matcher()(doc):
        yield Cue(names[name], doc[start].idx, doc[start:end].end_char)
