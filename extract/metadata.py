"""What a document says about itself: genre, title, number, date, issuer, signatory, approval, period, place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from extract.document import Document, Genre, Metadata, ReadingWarning
from extract.genres.evidence import recognise
from extract.head import APPROVED, NUMBER, PLACE_LINE, STAMP, TYPED_PLACE, is_blank_date, without_quotes
from extract.lines import Line
from extract.nlp import analyse
from extract.organisations import acting_organisation, names_an_organisation
from extract.parts import Part, split_parts
from extract.people import Person, find_people, is_person
from extract.reporting import reporting_period
from messages import _
from normalize.periods import FoundPeriod, find_periods
from normalize.text import squash

_TAIL_LINES = 12
# A post is set over so many lines above the line with the name.
_POST_LINES = 3
_ENCLOSED = re.compile(r"\([^()]*\)|«[^«»]*»")
_SIGNED = re.compile(r"(?<![\w.])[А-ЯЁ]\.\s{0,2}[А-ЯЁ]\.\s{0,2}[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?$")
_SIGNATURE_STAMP = re.compile(
    r"^(?:(?:электронный\s+)?документ\s+подписан|(?:усиленной\s+)?(?:квалифицированной\s+)?электронной\s+подписью|подлинник"
    r"|сертификат|владелец|действител|серийный\s+номер|отпечаток|дата\s+подписания|подписано)",
    re.IGNORECASE,
)
_OWNER = re.compile(r"^владелец(?:\s+сертификата)?\s*[:–—-]?\s*(?P<name>.+)$", re.IGNORECASE)
_COUNTRY = re.compile(r"^российская\s+федерация$", re.IGNORECASE)
# A bare name on a line of its own («Иркутск») that is none of a settlement.
_NO_SETTLEMENT = re.compile(r"област|кра[йя]|федераци|республик|район|округ", re.IGNORECASE)
_MAX_DATE_LINE = 60
_MAX_NUMBER_LINE = 20
_NUMBERED_TITLE = re.compile(r"^протокол\s+(?:№|N)\s*(?P<number>[\w/–-]+)", re.IGNORECASE)
_CONTACT = re.compile(r"^(?:исп(?:олнитель|\.)|тел(?:ефон|\.)|e-?mail)", re.IGNORECASE)
_PLACE_LABEL = re.compile(r"^место\s+(?:и\s+\w+\s+)?проведения\s*[:–—-]\s*(?P<place>.+)$", re.IGNORECASE)
_QUOTE_EDGES = re.compile(r"^[«\"]+(?=[^»\"]*$)")


def describe(document: Document) -> tuple[Metadata, tuple[ReadingWarning, ...]]:
    """The metadata of the main text (annexes have their own heads, see `extract.parts`), and what about them a person
    should look at: a period that differs from the title's, a blank date."""
    part = split_parts(document)[0]
    genre = recognise(part)
    stamp = part.head.stamp
    period, period_warnings = reporting_period(part, genre)
    metadata = Metadata(
        genre=genre,
        title=title_of(part),
        number=_number(part),
        date=_date(part, stamp, genre),
        issuer=_issuer(part),
        signatory=_signatory(part, stamp),
        approved_by=_approved_by(stamp),
        period=period,
        place=_place(part),
    )
    return metadata, (*period_warnings, *_blank_dates(stamp))


def approval_of(part: Part) -> str | None:
    """Who or what approved a part, by its stamp."""
    return _approved_by(part.head.stamp)


def title_of(part: Part) -> str | None:
    """The title as one line, or None."""
    title = squash(" ".join(line.text for line in part.head.title))
    return _QUOTE_EDGES.sub("", title) or None


def _number(part: Part) -> str | None:
    """The document's own number: an act carries one, or the title of a protocol (a plan's stamp gives that of the act
    which approved it)."""
    if part.head.act is None:
        titled = _NUMBERED_TITLE.match(part.head.title[0].text) if part.head.title else None
        return titled["number"] if titled else None
    places = [*part.head.particulars, *([part.head.heading] if part.head.heading else ())]
    below = [line for line in _tail(part) if len(line.text) <= _MAX_NUMBER_LINE and NUMBER.match(line.text)]
    found = (NUMBER.search(line.text) for line in (*places, *below))
    return next((match[1].rstrip(".") for match in found if match), None)


def _date(part: Part, stamp: Sequence[Line], genre: Genre) -> str | None:
    """The document's own date: beside the number of an act, in the stamp, or on a line of its own at the end."""
    own = [*part.head.particulars, *([part.head.heading] if part.head.heading else ())]
    found = _first_day(line.text for line in own) or _first_day([_joined(stamp)])
    if found is None and genre != "conference":
        found = _first_day(line.text for line in _tail(part) if _is_date_line(line.text))
    return found


def _first_day(texts: Iterable[str]) -> str | None:
    days = (found for text in texts for found in _days(text))
    return next((found.period.start.isoformat() for found in days), None)


def _days(text: str) -> Iterator[FoundPeriod]:
    if not re.search(r"\d", text):
        return iter(())
    return (found for found in find_periods(without_quotes(text)) if found.period.kind == "instant")


def _is_date_line(text: str) -> bool:
    """Nothing but a date on the line («15 января 2022 г.», «Дата: 15.01.2022»)."""
    bare = without_quotes(text)
    if len(bare) > _MAX_DATE_LINE:
        return False
    return any(len(bare) - (found.end - found.start) <= 14 for found in _days(text))


def _issuer(part: Part) -> str | None:
    above = " ".join(line.text for line in part.head.issuer if not _COUNTRY.match(line.text))
    if part.head.act is not None:
        return squash(above) or _issuer_in_heading(part)
    if above and names_an_organisation(above):
        return squash(above)
    return acting_organisation(line.text for line in part.lines[part.head.body : part.head.body + 10])


def _issuer_in_heading(part: Part) -> str | None:
    """«ПРИКАЗ министерства образования …»: who issued it follows the kind."""
    words = part.head.heading.text.split(maxsplit=1) if part.head.heading else []
    return words[1] if len(words) == 2 and not re.search(r"\d", words[1]) else None


def _approved_by(stamp: Sequence[Line]) -> str | None:
    """Who or what approved it, without the word itself, the blank and the date."""
    lines = [_QUOTE_EDGES.sub("", APPROVED.sub("", line.text)).strip(" :") for line in stamp]
    kept = [text for text in lines if text and not is_blank_date(text) and not _only_a_date(text)]
    return squash(re.sub(r"_{2,}", " ", " ".join(kept))) or None


def _only_a_date(text: str) -> bool:
    return not NUMBER.search(text) and _is_date_line(text)


def _blank_dates(stamp: Sequence[Line]) -> tuple[ReadingWarning, ...]:
    """One warning for an approval stamp whose date was left blank."""
    for line in stamp:
        if is_blank_date(line.text) and _first_day([line.text]) is None:
            return (ReadingWarning("blank_approval_date", _("The date of approval is left blank."), line.location),)
    return ()


def _signatory(part: Part, stamp: Sequence[Line]) -> str | None:
    """The first of those who sign at the end of the text: a name alone on a line, or a post, of one line or more, and a
    name; else the owner of an electronic signature."""
    stamped = {(line.block, line.start) for line in stamp}
    tail = [line for line in _tail(part) if (line.block, line.start) not in stamped and len(line.text) <= 200]
    own = list(takewhile(lambda line: not STAMP.match(line.text), tail))
    by_hand = [line for line in own if not _SIGNATURE_STAMP.match(line.text) and not _CONTACT.match(line.text)]
    signer: Person | None = None
    for index in range(len(by_hand) - 1, -1, -1):
        found = _signer_at(by_hand, index)
        if found is None and signer is not None and not _could_be_post(by_hand[index]):
            break
        signer = found or signer
    return signer.text if signer else _owner_of_signature(tail)


def _signer_at(lines: Sequence[Line], index: int) -> Person | None:
    """Who signs on a line, with the lines above that his post may begin on."""
    text = lines[index].text
    person = _person_at_end(text)
    if person is None:
        return None
    above = [line.text for line in lines[max(0, index - _POST_LINES) : index]]
    joined = (squash(" ".join([*above[start:], text])) for start in range(len(above), -1, -1))
    return person if is_person(text) or any(_closes_with_name(one) for one in joined) else None


def _person_at_end(text: str) -> Person | None:
    """The person that a line ends with; initials before the surname go before any word before them."""
    if found := _SIGNED.search(text):
        return Person(found.group(), found.start(), found.end())
    people = find_people(text)
    return people[-1] if people else None


def _could_be_post(line: Line) -> bool:
    """A line of a post, between two who sign: short, no item, no sentence."""
    return line.label is None and len(line.text) <= 100 and not line.text.endswith((".", ";", ":"))


def _closes_with_name(text: str) -> bool:
    """Whether a post and a name make the text: it begins with a capital, ends with the name, is no sentence."""
    person = _person_at_end(text)
    if person is None:
        return False
    post, rest = _ENCLOSED.sub(" ", text[: person.start]), text[person.end :]
    sentence = re.search(r"[;:«(]|\.\s+[А-ЯЁ][а-яё]{2}|\.\s*$", post)
    acts = any(analyse(word).pos in ("VERB", "INFN") for word in re.findall(r"[^\W\d_]+", post))
    return not rest.strip(" ./_") and text[:1].isupper() and not sentence and not acts


def _owner_of_signature(lines: Sequence[Line]) -> str | None:
    """«Владелец Иванов Иван Иванович» in the stamp of an electronic signature."""
    owners = (found for line in lines if (found := _OWNER.match(line.text)))
    return next((people[0].text for found in owners if (people := find_people(found["name"]))), None)


def _tail(part: Part) -> list[Line]:
    """The last lines below the head."""
    below = part.lines[part.head.body :]
    return [line for line in below[-_TAIL_LINES:] if line.style != "footnote"]


def _place(part: Part) -> str | None:
    """The settlement of an act, as on its line; where an event was held; a settlement on a line of its own."""
    labelled = (_PLACE_LABEL.match(line.text) for line in part.lines[:40])
    place = next((found["place"].rstrip(". ") for found in labelled if found), None)
    if part.head.act is None:
        ends = [*part.lines[:_TAIL_LINES], *_tail(part)]
        return place or next((line.text for line in ends if TYPED_PLACE.fullmatch(line.text)), None)
    particulars = [line.text for line in (*part.head.particulars, *_tail(part))]
    typed = (
        found.group() for text in particulars if len(text) <= _MAX_DATE_LINE and (found := TYPED_PLACE.search(text))
    )
    bare = (line.text for line in part.head.particulars if not re.search(r"\d|№|_", line.text))
    return next(typed, None) or next(
        (text for text in bare if PLACE_LINE.match(text) and not _NO_SETTLEMENT.search(text)), None
    )


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)
