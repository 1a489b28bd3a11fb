"""Whether two wordings inside one document speak of the same thing. Cautious: new words make another thing."""

from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import TypeVar

from normalize.lemmas import lemma, lemmas
from normalize.text import fold

Thing = TypeVar("Thing", bound=Hashable)

# Words that tell no indicator from another.
_EMPTY_WORDS = (
    "количество кол число численность всего общий общее итого показатель значение человек чел ед единица год период полугодие"
    " квартал доля процент составлять составить быть являться отчетный данный указанный который свой весь наибольший больший больше"
    " наименьший меньший меньше среди также этот тот она они согласно данные таблица включая первый второй третий текущий"
    " вместе работать иметь насчитывать пройти прошедшее прошедший"
)
# Words of a name that belong to its legal form.
_FORM_WORDS = (
    "государственный областной краевой муниципальный казенный бюджетный автономный профессиональный образовательный учреждение"
    " организация общественный"
)
_EMPTY, _FORMS = frozenset(_EMPTY_WORDS.split()), frozenset(_FORM_WORDS.split())
_SHORTEST = 3
_STEM = 5
_LONG_ROOT = 9


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """Dictionary forms of the words that carry meaning."""
    apart = fold(text).replace("-", " ")
    return frozenset(_root(word) for word in lemmas(apart) if _means(word) and word not in _EMPTY)


@lru_cache(maxsize=4096)
def name_words(text: str) -> frozenset[str]:
    """The same of a name, its legal form left out."""
    return frozenset(
        _root(word) for word in lemmas(fold(text)) if _means(word) and word not in _FORMS and word not in _EMPTY
    )


def _means(word: str) -> bool:
    return word.isdecimal() or len(word) >= _SHORTEST


@lru_cache(maxsize=1 << 14)
def _root(word: str) -> str:
    """A word without its ending, a long one without its suffixes («взаимодействие», «взаимодействовать»)."""
    known = lemma(word)
    bare = known[:-1] if len(known) > _STEM and known[-1] in "аеийоуыьюя" else known
    # «В Саянском» is read as the town or as the adjective.
    bare = bare.removesuffix("и") if bare.endswith("ски") else bare
    return bare[:_LONG_ROOT]


def same_name(wanted: str, among: Mapping[Thing, str]) -> Thing | None:
    """The one thing among these whose name holds all words of the wanted one, or is held by it; None when in doubt."""
    words = name_words(wanted)
    if not words:
        return None
    equal = [thing for thing, name in among.items() if name_words(name) == words]
    if equal:
        return equal[0] if len(equal) == 1 else None
    near = [thing for thing, name in among.items() if _holds(words, name_words(name))]
    return near[0] if len(near) == 1 else None


def _holds(one: frozenset[str], other: frozenset[str]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 2 and shorter <= longer
