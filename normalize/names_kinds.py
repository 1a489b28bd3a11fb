"""What kind of thing a text names, by its head noun and legal form, registry or not: `looks_like_name`."""

from collections.abc import Sequence
from functools import lru_cache

from normalize.lemmas import is_plural, lemma, parses
from normalize.names import default_matcher
from normalize.names_grammar import MUNICIPAL_WORDS
from normalize.names_heads import KIND_BY_HEAD, PLURAL_HEADS, QUOTED_HEADS
from normalize.names_normal import NameParts
from normalize.names_words import Word
from normalize.registry import EntityKind, LegalForm
from normalize.text import QUOTES

LONGEST_NAME = 300
CACHED_TEXTS = 1 << 14


KIND_BY_FORM_WORD = (("профессиональный", "college"), ("общеобразовательный", "school"), ("дошкольный", "school"))
REGION_HEADS = frozenset(("область", "край", "республика"))
ADJECTIVES = frozenset(("ADJF", "PRTF", "ADVB", "PREP", "CONJ"))
RELATIVE = "который"


@lru_cache(maxsize=CACHED_TEXTS)
def looks_like_name(text: str) -> EntityKind | None:
    """The kind of institution, territory or category that the whole `text` names; None if it names none.

    It need not be in the registry. Persons, indicators and sentences are none."""
    if not 1 < len(text) <= LONGEST_NAME:
        return None
    matcher = default_matcher()
    parts = matcher.parse(text)
    if known := matcher.index.named(parts):
        return _same_kind([entity.kind for entity in known], parts)
    words = matcher.index.reader.split(text)
    if not words or any(word.key == RELATIVE for word in words):
        return None
    return _territory(parts) or _by_head(words, parts, text) or _by_form(parts.forms)


def _same_kind(kinds: list[EntityKind], parts: NameParts) -> EntityKind:
    return "category" if parts.plural and "category" in kinds else kinds[0]


def _territory(parts: NameParts) -> EntityKind | None:
    if parts.regions and not (parts.key or parts.forms):
        return "region"
    if _is_unlisted_region(parts.words):
        return "region"
    municipal = MUNICIPAL_WORDS.intersection(parts.words)
    few = len(parts.words) - len(municipal) + len(parts.places)
    return "municipality" if municipal and 0 < few <= len(municipal) + 1 and not parts.forms else None


def _is_unlisted_region(words: tuple[str, ...]) -> bool:
    """«Златоборская область», «Сибирский федеральный округ», but not «область применения»."""
    if len(words) not in (2, 3) or not words[0].endswith("ский"):
        return False
    return words[-1] in REGION_HEADS or words[1:] == ("федеральный", "округ")


def _by_head(words: Sequence[Word], parts: NameParts, text: str) -> EntityKind | None:
    """By the first noun that is not part of a legal form, region or place."""
    heads = [word for word in words if word.key in parts.words and not _is_adjective(word)]
    if not heads:
        return None
    head, follower = heads[0], heads[1] if len(heads) > 1 else None
    named = bool(parts.forms) or any(quote in text for quote in QUOTES)
    if (head.key in KIND_BY_HEAD or head.key in PLURAL_HEADS) and _is_category(words, head, parts):
        return "category"
    if follower is not None and _is_managed(follower):
        return None
    return KIND_BY_HEAD.get(head.key) or (QUOTED_HEADS.get(head.key) if named else None)


def _is_category(words: Sequence[Word], head: Word, parts: NameParts) -> bool:
    """Plural for certain; or at the head of the text, where «учреждения …» is no genitive, and without a name."""
    if parts.plural or is_plural(head.raw):
        return True
    leads = words[0] is head and len(words) > 1 and not parts.forms
    return leads and any(parse.tag.number == "plur" for parse in parses(head.raw)) and head.raw != head.key


def _is_adjective(word: Word) -> bool:
    return word.key not in KIND_BY_HEAD and any(parse.tag.POS in ADJECTIVES for parse in parses(word.raw)[:1])


def _is_managed(follower: Word) -> bool:
    """«Управление качеством»: an activity, told by the instrumental."""
    found = parses(follower.raw)
    return bool(found) and found[0].tag.case == "ablt" and follower.key != follower.raw


def _by_form(forms: tuple[LegalForm, ...]) -> EntityKind | None:
    if not forms:
        return None
    words = {lemma(word) for word in forms[0].full.split()}
    if "дополнительный" in words or "высокий" in words or "высший" in words:
        return "institute"
    for word, kind in KIND_BY_FORM_WORD:
        if word in words:
            return kind  # type: ignore[return-value]
    if forms[0].ownership in ("ngo", "fund"):
        return "ngo"
    return "other" if forms[0].ownership == "company" else "agency"
