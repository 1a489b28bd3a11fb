"""The words of a sentence that name what an amount counts."""

import re
from collections.abc import Sequence

from extract.nlp import analyse
from extract.organisations import depth_at, is_acronym
from extract.prose.amount import COUNT_UNIT, PEOPLE_UNIT, Amount
from extract.prose.head_units import WORD
from extract.prose.names import PREDICATES
from extract.prose.rules import COUNT_NOUNS, RANKING, STATING, WEAK_COUNT_NOUNS
from extract.prose.timing import Time
from normalize.periods import find_periods
from normalize.text import squash
from normalize.units import PERCENT

MAX_INDICATOR = 300
LONG = 160
_DASH_CLAUSE = re.compile(r"\s[–—]\s(?=[^–—]{15,}$)")
_COMMA_CLAUSE = re.compile(r",\s(?=[^,]{25,}$)")
_BEHIND_SHARE = re.compile(r"\s+(?:от\s+)?[^\W\d][^,.;:()–—\d]{2,120}")
_BREAK = re.compile(r";|:\s|,\s(?:а|но)\s|\s[–—]\s")
_CONNECTORS = re.compile(
    r"^(?:[\s,;:–—-]|(?:кроме того|таким образом|при этом|в том числе|в т\.\s?ч\.|из них|из которых|также|а также|следовательно|в целом"
    r"|всего|итого|если|то|уже|иными словами|то есть|согласно [^,]{3,60},|однако|вместе с тем|а|и|но|или|либо|что|где|так|например)(?![\w-]))+",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"^[\s,;:–—(-]*(?:в том числе|в т\.\s?ч\.|из них|из которых|среди них|в их числе)(?![\w-])", re.IGNORECASE
)
_DANGLING = re.compile(
    r"(?:[\s,;:(–—-]|\s(?:у|с|со|в|во|на|до|от|по|из|к|и|а|или|но|за|только|лишь|уже|ещ[её]|всего|все|около|более|менее|свыше|не|что|это)(?=[\s,;:(–—-]*$))+$",
    re.IGNORECASE,
)
_EMPTY_BRACKETS = re.compile(r"\(\s*[,;–—-]?\s*\)")
_DASH_BEHIND = re.compile(r"\s*[–—-]\s+(?=[а-яё«(])")
_GOES_ON = re.compile(r"\s+[^\W\d]")
_OWN_CLAUSE = re.compile(r",\s(?P<subject>[а-яё][^,;:–—()]{2,60})\s[–—-]\s*$")
_TABLE_POINTER = re.compile(
    r"\(?\s*(?:см\.?\s*)?(?:таблиц\w+|табл\.|рис\w*\.?|приложени\w+)\s*№?\s*\d+(?:[.,\sи]+\d+)*\s*\)?", re.IGNORECASE
)
_TIME_LEAD = re.compile(
    r"(?:(?:,\s*)?(?:по|в)\s+сравнени\w+\s+со?(?:\s+(?:данными|показател\w+|аналогичн\w+))*(?:\s+за)?|по\s+состоянию\s+на|(?<!\w)(?:во?|за|на|к|со?|до|по))\s*$",
    re.IGNORECASE,
)
_MAX_TIME_LEAD = 160
_NAMING = frozenset({"NOUN", "VERB", "PRTS", "PRTF", "ADJF", ""})


def indicator_of(text: str, amount: Amount, amounts: Sequence[Amount], times: Sequence[Time]) -> str:
    """What the amount counts, in the sentence's own words; may be empty."""
    head = head_phrase(text, amount, amounts)
    phrase = _in_nominative(_tidy(text, head, amounts, times)) if head is not None else ""
    if " " in phrase:
        return phrase
    start, end = _segment(text, amount, amounts)
    before = _last_clause(_tidy(text, (start, amount.start), amounts, times))
    counted = _counted(amount) or _shared_by(text, amount)
    if _has_content(before):
        joined = before if counted.lower() in before.lower() else f"{before} {counted}"
        return joined.strip()[:MAX_INDICATOR]
    behind = _tidy(text, (amount.end, end), amounts, times)
    clause = start > 0 or amount.bracket
    if (
        clause
        and not is_part(text, amount, amounts)
        and not (_GOES_ON.match(text, amount.end) and has_predicate(behind))
    ):
        return counted
    if counted and counted in behind:
        return behind
    return squash(f"{counted} {behind if _has_content(behind) else ''}")[:MAX_INDICATOR]


def _last_clause(words: str) -> str:
    """Of a long stretch the last clause, if it says enough by itself."""
    for clause in (_DASH_CLAUSE, _COMMA_CLAUSE):
        if len(words) > LONG and (cut := clause.search(words)):
            words = words[cut.end() :]
    return words


def _shared_by(text: str, amount: Amount) -> str:
    """Whose share a percentage is, where that stands right behind it («96,6 % обучающихся категории …»)."""
    found = _BEHIND_SHARE.match(text, amount.end) if amount.unit == PERCENT else None
    first = WORD.search(found.group()) if found else None
    if found is None or first is None or analyse(first.group()).pos not in ("NOUN", "ADJF", "PRTF", ""):
        return ""
    return squash(found.group())


def _in_nominative(phrase: str) -> str:
    """«числом принятых …» → «число принятых …»: the head as a dictionary has it."""
    first = WORD.match(phrase)
    if first is None:
        return phrase
    word = analyse(first.group())
    if word.pos != "NOUN" or word.case in ("nomn", "accs") or word.plural:
        return phrase
    return word.lemma + phrase[first.end() :]


def _counted(amount: Amount) -> str:
    """The counted noun phrase, without mere units («чел.», «%»)."""
    if not amount.counted or amount.counted.rstrip(".").lower() in ("чел", "человек", "человека", "ед", "шт", "%"):
        return ""
    return amount.counted if amount.unit in (PEOPLE_UNIT, COUNT_UNIT) else ""


def head_phrase(text: str, amount: Amount, amounts: Sequence[Amount]) -> tuple[int, int] | None:
    """Span of the phrase under the last «число», «доля», «объём» … before the amount, in its clause or around it."""
    previous = [one.end for one in amounts if one.end <= amount.start and one.bracket is None]
    start = 0 if amount.bracket else max(previous, default=0)
    limit = amount.bracket[0] if amount.bracket else amount.start
    start = max(start, *(found.end() for found in re.finditer(r";\s", text[:limit])), 0) if limit else 0
    start = max(start, _clause_of_its_own(text, limit))
    found = _last_head(text, start, limit)
    return None if found is None else (found, _phrase_end(text, found, limit))


def _clause_of_its_own(text: str, limit: int) -> int:
    """Where «…, недоимка – 1,2» begins: a clause that names its own subject; 0 for none."""
    found = _OWN_CLAUSE.search(text, 0, limit)
    if found is None or depth_at(text, found.start()) > 0:
        return 0
    words = [analyse(one.group()) for one in WORD.finditer(found["subject"])]
    named = bool(words) and words[0].pos == "NOUN" and words[0].case == "nomn" and not words[0].name
    return found.start("subject") if named and not find_periods(found["subject"]) else 0


def _last_head(text: str, start: int, end: int) -> int | None:
    position = None
    words = list(WORD.finditer(text, start, end))
    for index, found in enumerate(words):
        if _is_head(text, words, index) and not _governed(text, found.start(), position):
            position = _with_totals(text, words, index)
    return position


def _is_head(text: str, words: Sequence[re.Match[str]], index: int) -> bool:
    """A count noun; a weak one («уровень», «план») only as the subject; never «в том числе», «из числа»."""
    word = analyse(words[index].group())
    if word.pos != "NOUN" or depth_at(text, words[index].start()) > 0:
        return False
    before = words[index - 1].group().lower() if index else ""
    if word.lemma == "вес":
        return before.startswith("удельн")
    if word.lemma in COUNT_NOUNS:
        return not (word.lemma == "число" and before in ("том", "из", "в", "их"))
    return word.lemma in WEAK_COUNT_NOUNS and word.case == "nomn" and not _behind_preposition(words, index)


def _behind_preposition(words: Sequence[re.Match[str]], index: int) -> bool:
    while index > 0 and analyse(words[index - 1].group()).pos in ("ADJF", "PRTF"):
        index -= 1
    return index > 0 and analyse(words[index - 1].group()).pos == "PREP"


def _with_totals(text: str, words: Sequence[re.Match[str]], index: int) -> int:
    """The start of the phrase with its adjectives («среднемесячная заработная плата»), ranking ones left out."""
    case = analyse(words[index].group()).case
    while case in ("nomn", "accs") and index > 0 and not text[words[index - 1].end() : words[index].start()].strip():
        previous = analyse(words[index - 1].group())
        if previous.pos not in ("ADJF", "PRTF") or previous.lemma in RANKING:
            break
        index -= 1
    return words[index].start()


def _governed(text: str, offset: int, head: int | None) -> bool:
    """A count noun inside the phrase of an earlier one («доля … в общей численности»)."""
    return head is not None and not re.search(r"[,;:–—]\s", text[head:offset])


def _phrase_end(text: str, start: int, limit: int) -> int:
    """Where the phrase stops: a dash, a colon or a predicate outside relative clauses."""
    relative = False
    for found in WORD.finditer(text, start, limit):
        gap = text[start : found.start()]
        if re.search(r"[:–—]\s*$|\s-\s*$", gap) and depth_at(text, found.start()) == 0:
            return start + len(gap.rstrip(" :–—-"))
        word = analyse(found.group())
        if gap.rstrip().endswith(","):
            relative = False
        if word.lemma == "который":
            relative = True
        if word.pos in PREDICATES and not relative and depth_at(text, found.start()) == 0:
            return found.start()
    return limit


def _segment(text: str, amount: Amount, amounts: Sequence[Amount]) -> tuple[int, int]:
    """The stretch of the sentence between the neighbouring amounts or breaks that holds the amount."""
    previous = [one.end for one in amounts if one.end <= amount.start]
    following = [one.start for one in amounts if one.start >= amount.end]
    start, end = max(previous, default=0), min(following, default=len(text))
    if amount.bracket and 0 < start < amount.bracket[0]:
        start = amount.bracket[0] + 1
    start = _behind_own_words(text, start, amount.start) if start else start
    breaks = [found.end() for found in _BREAK.finditer(text, start, amount.start) if found.group().strip() not in "–—"]
    stop = _BREAK.search(text, amount.end, end)
    if amount.bracket:
        end = min(end, amount.bracket[1])
    own = _clause_of_its_own(text, amount.start)
    return max([start, own, *breaks]), min(stop.start(), end) if stop else end


def _behind_own_words(text: str, start: int, end: int) -> int:
    """Past what the amount before is followed by («96,6 % обучающихся, ухудшение …»), and past «из них»."""
    if part := list(_PART_OF.finditer(text, start, end)):
        return part[-1].end()
    if joined := re.search(r"\sи\s+$", text[start:end]):
        return start + joined.end()
    comma = next(
        (found.end() for found in re.finditer(r",\s", text[start:end]) if depth_at(text, start + found.start()) == 0),
        None,
    )
    return start + comma if comma is not None and _has_content(text[start + comma : end]) else start


def words_without_times(text: str, start: int, end: int, times: Sequence[Time]) -> str:
    """The stretch without the periods in it and their prepositions."""
    for time in reversed(times):
        if start <= time.start and time.end <= end:
            lead = _lead_start(text, start, time)
            text = text[:lead] + text[time.end :]
            end -= time.end - lead
    return text[start:end]


def _tidy(text: str, span: tuple[int, int], amounts: Sequence[Amount], times: Sequence[Time]) -> str:
    """The words of a span without periods, other amounts, pointers to tables and loose connectors."""
    start, end = span
    holes = [(one.start, one.end) for one in amounts]
    holes += [(_lead_start(text, start, time), time.end) for time in times if start <= time.start and time.end <= end]
    kept, position = [], start
    for left, right in sorted(holes):
        if left >= start and right <= end and left >= position:
            kept.append(text[position:left])
            position = right
    kept.append(text[position:end])
    words = _TABLE_POINTER.sub(" ", " ".join(kept))
    words = _EMPTY_BRACKETS.sub(" ", squash(words))
    words = _DANGLING.sub("", _CONNECTORS.sub("", squash(words)))
    words = re.sub(r"\s+([,;:.)])", r"\1", re.sub(r",(?:\s*,)+", ",", words)).strip(" ,;:.–—-")
    return _balanced(words)[:MAX_INDICATOR]


def _balanced(words: str) -> str:
    """Without a bracket whose partner was cut off."""
    if words.count("(") > words.count(")"):
        words = words[: words.rindex("(")] + words[words.rindex("(") + 1 :]
    return squash(words.replace(")", "", 1) if words.count(")") > words.count("(") else words)


def _lead_start(text: str, start: int, time: Time) -> int:
    found = _TIME_LEAD.search(text, max(start, time.start - _MAX_TIME_LEAD), time.start)
    return found.start() if found else time.start


def _has_content(words: str) -> bool:
    """Whether the words name anything: verbs of stating and pronouns do not."""
    for found in WORD.finditer(words):
        word = analyse(found.group())
        if is_acronym(found.group()) or (word.pos in _NAMING and not (word.pos == "VERB" and word.lemma in STATING)):
            return True
    return False


def described_behind(text: str, amount: Amount, amounts: Sequence[Amount], times: Sequence[Time]) -> str:
    """The words of «15 – по вопросам опеки», where nothing before the number names it; else empty."""
    start = _segment(text, amount, amounts)[0]
    end = min((one.start for one in amounts if one.start >= amount.end), default=len(text))
    found = _DASH_BEHIND.match(text, amount.end)
    start = max([start, *(one.end() for one in re.finditer(r"[,:;]\s|\(", text[: amount.start]))])
    if found is None or _has_content(_tidy(text, (start, amount.start), amounts, times)):
        return ""
    comma = next(
        (
            one.start()
            for one in re.finditer(r"[,;]", text[found.end() : end])
            if depth_at(text, found.end() + one.start()) == 0
        ),
        None,
    )
    stop = end if comma is None else found.end() + comma
    words = squash(text[found.end() : stop]).strip(" .")
    return words if words and not _DASH_BEHIND.search(words) else ""


def is_part(text: str, amount: Amount, amounts: Sequence[Amount]) -> bool:
    """Whether the amount is a part of the one before («…, из них 15 …»)."""
    previous = max((one.end for one in amounts if one.end <= amount.start), default=0)
    return previous > 0 and _PART_OF.search(text[previous : amount.start] + " ") is not None


def has_predicate(text: str) -> bool:
    """Whether a verb or a short participle stands in the text."""
    return any(analyse(found.group()).pos in PREDICATES for found in WORD.finditer(text))


def is_mere_noun_phrase(text: str) -> bool:
    """At most three words, none of them a predicate or a count («Другие регионы»)."""
    found = [analyse(one.group()) for one in WORD.finditer(text)]
    return len(found) <= 3 and all(word.pos not in PREDICATES and word.lemma not in COUNT_NOUNS for word in found)
