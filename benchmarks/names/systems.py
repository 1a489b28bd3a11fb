"""Our matcher and its peers behind one interface: the likest entity, and how sure of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from rapidfuzz import fuzz, process, utils

from normalize.lemmas import lemmas
from normalize.names import Matcher
from normalize.registry import Entity, Registry
from normalize.text import fold


@dataclass(frozen=True, slots=True)
class Answer:
    """The likest entity and a score; `accepted` None where a threshold is to decide."""

    entity_id: str | None
    score: float
    accepted: bool | None = None


@dataclass(frozen=True, slots=True)
class System:
    """A way to resolve names; `answer` takes one name."""

    name: str
    answer: Callable[[str], Answer]


def ours(registry: Registry) -> System:
    matcher = Matcher(registry)

    def answer(text: str) -> Answer:
        found = matcher.match(text)
        if found.outcome == "match":
            return Answer(found.entity_id, found.score, True)
        likest = found.candidates[0].entity_id if found.candidates else None
        return Answer(likest, found.score, False)

    return System("letopis", answer)


def peers(registry: Registry) -> Iterable[System]:
    """The named peers, each with the same list of full names."""
    names = [entity.name for entity in registry.entities]
    ids = [entity.id for entity in registry.entities]
    yield System("rapidfuzz WRatio", _fuzzy(names, ids, fuzz.WRatio, None))
    yield System("token_set_ratio + default_process", _fuzzy(names, ids, fuzz.token_set_ratio, utils.default_process))
    yield System("lemmas + token_set_ratio + margin", _lemmatised(registry.entities))
    if find_spec("nomenklatura") is not None:
        yield _nomenklatura(registry.entities)


def _fuzzy(
    names: Sequence[str], ids: Sequence[str], scorer: Callable[..., float], processor: Callable[[str], str] | None
) -> Callable[[str], Answer]:
    choices = [processor(name) if processor else name for name in names]

    def answer(text: str) -> Answer:
        found = process.extractOne(processor(text) if processor else text, choices, scorer=scorer)
        return Answer(ids[found[2]], found[1] / 100) if found else Answer(None, 0.0)

    return answer


LEGAL = lemmas(
    "гбпоу гапоу огбпоу ио государственный бюджетный автономный профессиональный образовательный учреждение "
    "иркутский область"
)
MARGIN = 0.05


def _lemmatised(entities: Sequence[Entity]) -> Callable[[str], Answer]:
    """The form stripped, words in dictionary form, token_set_ratio, and a gap of 5 to the runner-up."""
    choices = [_bag(entity.name) for entity in entities]

    def answer(text: str) -> Answer:
        found = process.extract(_bag(text), choices, scorer=fuzz.token_set_ratio, limit=2)
        if not found or found[0][1] - (found[1][1] if len(found) > 1 else 0) < 100 * MARGIN:
            return Answer(entities[found[0][2]].id if found else None, 0.0)
        return Answer(entities[found[0][2]].id, found[0][1] / 100)

    return answer


def _bag(text: str) -> str:
    words = [word for word in lemmas(fold(text)) if word not in LEGAL]
    return " ".join(words)


def _nomenklatura(entities: Sequence[Entity]) -> System:
    """OpenSanctions' name matcher, where it is installed."""
    from followthemoney import model
    from nomenklatura.matching import LogicV2

    def proxy(name: str, key: str) -> object:
        made = model.make_entity("Organization")
        made.id = key
        made.add("name", name)
        return made

    known = [proxy(entity.name, entity.id) for entity in entities]
    config = LogicV2.default_config()

    def answer(text: str) -> Answer:
        asked = proxy(text, text)
        scored = [(LogicV2.compare(asked, other, config).score, other) for other in known]
        score, likest = max(scored, key=lambda pair: pair[0])
        return Answer(str(likest.id), float(score))  # type: ignore[attr-defined]

    return System("nomenklatura LogicV2", answer)
