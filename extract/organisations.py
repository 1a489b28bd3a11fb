"""Where the name of a body or a post begins in running text or in a list: heads of noun phrases by lemma."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.nlp import analyse, lemma_table, nominative
from normalize.periods import find_periods
from normalize.text import squash

# Nouns that head the name of a body. People act through these; a category («центры занятости») has the same heads.
BODIES = lemma_table(
    "администрация агентство академия аппарат архив ассамблея ассоциация банк библиотека больница бригада бюро "
    "ведомство гимназия госпиталь департамент детсад диспансер дирекция дом дума загс институт инспекция интернат "
    "исполком исполнитель кабинет кафедра клиника клуб колледж коллегия колония комиссариат комиссия комитет компания "
    "комплекс консорциум координатор корпорация лаборатория лицей лечебница министерство музей муниципалитет "
    "общество общественность объединение организация орган отдел отделение отряд палата партнерство "
    "поликлиника полиция правительство предприятие представительство префектура приют прокуратура редакция резиденция "
    "роспотребнадзор росгвардия санаторий секретариат сектор служба собрание совет союз станция суд "
    "субъект театр техникум университет управа управление уполномоченный училище учреждение учредитель "
    "факультет федерация филармония филиал фонд центр церковь школа штаб ячейка подразделение движение "
    "интернат-школа школа-интернат дом-интернат сми гувд гуфсин мвд умвд"
)
# Nouns that are a body only behind an adjective («муниципальные образования», «городские округа»).
_WITH_ADJECTIVE = lemma_table("образование район округ")
# Posts that may be charged with something in their own right.
POSTS = lemma_table(
    "бухгалтер воспитатель врач вожатый волонтер глава губернатор директор доброволец заведующий заместитель инспектор "
    "классный консультант координатор куратор лицо мастер методист министр модератор мэр наставник начальник "
    "омбудсмен педагог педагог-психолог председатель преподаватель психолог работник ректор родитель руководитель "
    "секретарь советник соисполнитель социолог специалист сотрудник тьютор управделами учитель уполномоченный эксперт "
    "юрист"
)
# Forms of verbs that say who made the report.
_MAKING = lemma_table(
    "провести проводить подготовить осуществить осуществлять составить организовать выполнить проанализировать "
    "представить направить информировать сообщить"
)
_ADJECTIVES = frozenset({"ADJF", "PRTF"})
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_ACRONYM = re.compile(r"[А-ЯЁA-Z]{2,}[а-яё]{0,3}(?:-[А-ЯЁ]+)*|[А-ЯЁ][а-я]?[А-ЯЁ][А-ЯЁа-я]*")
_MAX_ADJECTIVES = 8
# What follows the name of who made a report.
_AGENT_ENDS = re.compile(
    r"\s(?:по\s+данным|на\s+основ|в\s+рамках|в\s+соответств|во\s+исполнен|с\s+целью|в\s+целях|за\s)"
)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    return [_Token(found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]


def is_acronym(word: str) -> bool:
    """«ПОО», «ГАУ», «МКУ», «ЦППМиСП», also inflected by one ending («ПОО», «НКОшки»)."""
    return _ACRONYM.fullmatch(word) is not None


def names_an_organisation(text: str) -> bool:
    """Whether the head of some body or post stands in the text, in any case."""
    return any(analyse(token.text).lemma in BODIES | POSTS for token in _tokens(text)[:40])


def opens_organisation(text: str) -> bool:
    """Whether the text begins with a body or a post in the nominative: adjectives, then its head; or an acronym."""
    tokens = _tokens(text[:300])
    for index, token in enumerate(tokens[: _MAX_ADJECTIVES + 1]):
        word = analyse(token.text)
        if is_acronym(token.text):
            return index == 0 or not text[: token.start].strip(' «"')
        if word.lemma in BODIES or word.lemma in POSTS or (index and word.lemma in _WITH_ADJECTIVE):
            return "nomn" in word.cases or not word.known
        if not (word.pos in _ADJECTIVES and "nomn" in word.cases):
            return False
    return False


def acting_organisation(lines: Iterable[str]) -> str | None:
    """Who, in the first sentences, «провёл мониторинг», «подготовил справку»: the subject as written; or by whom it
    «подготовлен», in the nominative."""
    for line in lines:
        for subject in (*_subjects(line), *_agents(line)):
            return subject
    return None


def _agents(line: str) -> Iterator[str]:
    """«Доклад подготовлен министерством культуры …»: the body in the instrumental behind the participle."""
    tokens = _tokens(line)
    for index, token in enumerate(tokens):
        word = analyse(token.text)
        if word.pos != "PRTS" or word.lemma not in _MAKING:
            continue
        for head in tokens[index + 1 : index + 2 + _MAX_ADJECTIVES]:
            known = analyse(head.text)
            if known.lemma in BODIES and "ablt" in known.cases:
                phrase = _AGENT_ENDS.split(line[tokens[index + 1].start :], maxsplit=1)[0]
                yield nominative(_cut(phrase.rstrip(". ")))
            if known.pos not in _ADJECTIVES or "ablt" not in known.cases:
                break


def _subjects(line: str) -> Iterator[str]:
    tokens = _tokens(line)
    for index, token in enumerate(tokens):
        word = analyse(token.text)
        if word.pos == "VERB" and word.lemma in _MAKING:
            start = _subject_start(line, tokens[:index])
            if start is not None:
                yield _cut(line[start : token.start])


def _subject_start(line: str, before: list[_Token]) -> int | None:
    """The first token of the last nominative phrase headed by a body, outside quotes and brackets."""
    for index in range(len(before) - 1, -1, -1):
        word = analyse(before[index].text)
        if word.lemma in BODIES and _is_subject(line, before, index) and depth_at(line, before[index].start) == 0:
            while index > 0 and _joins(line, before[index - 1], before[index]):
                index -= 1
            return before[index].start
    return None


def _is_subject(line: str, tokens: list[_Token], index: int) -> bool:
    """Nominative by its likeliest reading, or by any with an adjective that agrees."""
    word = analyse(tokens[index].text)
    alone = index == 0 or not _joins(line, tokens[index - 1], tokens[index])
    return word.case in ("nomn", "accs") if alone else "nomn" in word.cases


def _joins(line: str, left: _Token, right: _Token) -> bool:
    """Whether `left` is an adjective of the phrase that begins with `right`."""
    word = analyse(left.text)
    return word.pos in _ADJECTIVES and "nomn" in word.cases and not line[left.end : right.start].strip()


def _cut(text: str) -> str:
    """A subject without «(далее – …)», adverbials of time and what follows a comma."""
    text = re.split(r"\(далее|\(в дальнейшем", text, maxsplit=1)[0]
    periods = find_periods(text)
    if periods and depth_at(text, periods[0].start) == 0:
        text = re.sub(r"\s+(?:в|во|за|с|на)\s*$", "", text[: periods[0].start])
    for found in re.finditer(r",", text):
        following = next(iter(_WORD.findall(text, found.end())), "")
        if depth_at(text, found.start()) == 0 and analyse(following).pos != "NOUN":
            text = text[: found.start()]
            break
    return squash(text).strip(" ,–—-")


def depth_at(text: str, offset: int) -> int:
    """How many quotes «» and brackets are open at `offset` (a mark that is never closed does not count)."""
    return sum(1 for start, end in enclosures(text) if start < offset < end)


@lru_cache(maxsize=1024)
def enclosures(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of quotes and brackets that are closed, marks included; a stray mark opens nothing."""
    if not _MARKS.search(text):
        return ()
    spans: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for found in _OPENS_OR_CLOSES.finditer(text):
        offset, sign = found.start(), found[0]
        if sign in "«(“„" or (sign == '"' and not _is_open(stack, '"')):
            stack.append((sign, offset))
        elif (opener := _CLOSES.get(sign)) and _is_open(stack, opener):
            while stack[-1][0] not in opener:
                stack.pop()
            spans.append((stack.pop()[1], offset))
    return tuple(spans)


_MARKS = re.compile(r"[»)”\"]")
_OPENS_OR_CLOSES = re.compile(r"[«(“„»)”\"]")
_CLOSES = {"»": "«", ")": "(", "”": "“„", '"': '"'}


def _is_open(stack: list[tuple[str, int]], opener: str) -> bool:
    return any(sign in opener for sign, _ in stack)
