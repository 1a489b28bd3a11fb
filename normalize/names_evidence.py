"""What speaks for and against a mention being a name: parts that agree, conflict, are unexplained or missing. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from normalize.names_grammar import is_of_place
from normalize.names_normal import AGAIN, NameParts
from normalize.names_reasons import Code, Reason
from normalize.registry import Entity, LegalForm, Name
from normalize.text import fold

SHORTEST_CUT = 3
# How alike two surnames must be (of 100) to be one with a slip of the pen.
SAME_PERSON = 80
# Words of a name that mark it off by themselves, without a place, a number or a region.
DISTINCTIVE_WORDS = 4
WORDS_OF_A_FORM = 2
# What a hard conflict leaves of a score, and how much wording counts beside weighed words.
CONFLICT_FACTOR = 0.6
WORDING_SHARE = 0.2
SLIP_COST = 0.15
TERRITORIES = ("municipality", "region")
EXCHANGED_OWNERSHIPS = frozenset(("budget", "autonomous", "treasury"))


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name of the registry taken apart, with its entity. `derived`: an acronym that nobody listed."""

    entity: Entity
    name: Name
    parts: NameParts
    tokens: frozenset[str]
    form: LegalForm | None = None
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A mention beside one known name. `score` 0…1; `missing` and `extra` are tokens; `conflicts` are hard ones."""

    mention: NameParts
    known: KnownName
    score: float
    agreed: frozenset[str]
    extra: frozenset[str]
    missing: frozenset[str]
    conflicts: tuple[Code, ...] = ()

    @property
    def exact(self) -> bool:
        """Every part of the mention and of the name is accounted for."""
        return not (self.conflicts or self.extra or self.missing)

    @property
    def part(self) -> bool:
        """The mention says nothing that the name does not, but less."""
        return bool(self.missing) and not (self.conflicts or self.extra)

    @property
    def located(self) -> bool:
        """A place or a number agrees, or the adjective of an unlisted place at the head of the name."""
        first = self.known.parts.tokens[:1]
        return any(token[0] in "@#" for token in self.agreed) or any(
            token in self.agreed and is_of_place(token) for token in first
        )

    @property
    def form_differs(self) -> bool:
        """No legal form of the mention can be that of the entity."""
        return _form_differs(self.mention, self.known)

    def reasons(self) -> tuple[Reason, ...]:
        """All that differs, in words, the gravest first."""
        return tuple(_reasons(self))


def weigh(mention: NameParts, tokens: frozenset[str], known: KnownName, weight: Callable[[str], float]) -> Evidence:
    """Compare a mention (`tokens` are those of its parts) with a known name."""
    agreed, extra, missing = tokens & known.tokens, tokens - known.tokens, known.tokens - tokens
    if extra and known.entity.settlement:
        extra = extra - {f"@{known.entity.settlement}"}
    if extra and missing:
        agreed, extra, missing = _complete_cut_words(mention, agreed, extra, missing)
    conflicts = tuple(_conflicts(mention, known, extra))
    score = _likeness(mention, known, agreed, extra, missing, weight) * CONFLICT_FACTOR ** len(conflicts)
    return Evidence(mention, known, score, agreed, extra, missing, conflicts)


def _likeness(
    mention: NameParts,
    known: KnownName,
    agreed: frozenset[str],
    extra: frozenset[str],
    missing: frozenset[str],
    weight: Callable[[str], float],
) -> float:
    """Share of weighed words that agree, and likeness of the wording."""
    shared = sum(map(weight, agreed))
    total = 2 * shared + sum(map(weight, extra)) + sum(map(weight, missing))
    slips = SLIP_COST * sum(map(weight, agreed & mention.corrected)) if mention.corrected else 0.0
    words = 2 * (shared - slips) / total if total else 0.0
    wording = ratio(mention.wording, known.parts.wording) / 100
    return (1 - WORDING_SHARE) * words + WORDING_SHARE * wording


def _complete_cut_words(
    mention: NameParts, agreed: frozenset[str], extra: frozenset[str], missing: frozenset[str]
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words shortened with a full stop, and the last word cut off, agree with the one word that they begin."""
    shortened = (*mention.dotted, mention.cut) if mention.cut else mention.dotted
    for key, raw in shortened:
        whole = [token for token in missing if fold(token.lstrip("@")).startswith(raw)] if key in extra else []
        if len(whole) == 1:
            agreed, extra, missing = agreed | {whole[0]}, extra - {key}, missing - {whole[0]}
    return agreed, extra, missing


def _conflicts(mention: NameParts, known: KnownName, extra: frozenset[str]) -> Iterator[Code]:
    parts, entity = known.parts, known.entity
    if extra and (parts.places or entity.settlement) and any(token[0] == "@" for token in extra):
        yield Code.PLACE_DIFFERS
    if mention.numbers and not set(mention.numbers) <= set(parts.numbers):
        yield Code.NUMBER_DIFFERS
    if (mention.types and parts.types and mention.types.isdisjoint(parts.types)) or (
        mention.forms and entity.kind in TERRITORIES
    ):
        yield Code.TYPE_DIFFERS
    if mention.regions and region_differs(mention, known):
        yield Code.REGION_DIFFERS
    if mention.honoured and parts.honoured and not _same_honoured(mention, known):
        yield Code.PERSON_DIFFERS
    if mention.branch != parts.branch:
        yield Code.BRANCH_DIFFERS
    if _is_other_number(mention, known):
        yield Code.IS_CATEGORY


def _is_other_number(mention: NameParts, known: KnownName) -> bool:
    """One is a category, the other a single institution."""
    if known.entity.kind == "category":
        return (known.parts.plural and not mention.plural) or (mention.singular and not known.parts.singular)
    return mention.plural


def region_differs(mention: NameParts, known: KnownName) -> bool:
    """Neither the name nor its entity's region is among the regions of the mention."""
    home = known.parts.regions | {known.entity.region} - {""}
    return bool(home) and mention.regions.isdisjoint(home)


def _same_honoured(mention: NameParts, known: KnownName) -> bool:
    return any(_same_person(ours, theirs) for ours in mention.honoured for theirs in known.parts.honoured)


def _same_person(ours: str, theirs: str) -> bool:
    """One surname, but for a slip of the pen or a cut end."""
    return ratio(ours, theirs) >= SAME_PERSON or theirs.startswith(ours[:-1] if len(ours) > SHORTEST_CUT else ours)


def _form_differs(mention: NameParts, known: KnownName) -> bool:
    form = known.form
    return form is not None and bool(mention.forms) and not any(_compatible(ours, form) for ours in mention.forms)


def _compatible(ours: LegalForm, theirs: LegalForm) -> bool:
    """No stated side of the two forms contradicts: «ОГКУ» and «государственное казённое учреждение» agree."""
    same_owner = not (ours.ownership and theirs.ownership) or ours.ownership == theirs.ownership
    return same_owner and (not (ours.level and theirs.level) or ours.level == theirs.level)


def form_exchanged(mention: NameParts, known: KnownName) -> bool:
    """The forms differ only in how a state institution is financed, which changes and is often confused."""
    if known.form is None or known.form.ownership not in EXCHANGED_OWNERSHIPS:
        return False
    return all(form.ownership in EXCHANGED_OWNERSHIPS and form.level == known.form.level for form in mention.forms)


def is_distinctive(mention: NameParts, evidence: Evidence) -> bool:
    """Whether an exact name tells its entity from namesakes elsewhere, by what the mention itself says."""
    known = evidence.known
    if known.entity.kind in (*TERRITORIES, "category") or known.name.type == "acronym":
        return True
    if evidence.located or mention.regions & {known.entity.region, *known.parts.regions}:
        return True
    if known.parts.regions:
        return False
    words = len(mention.words) + (WORDS_OF_A_FORM if mention.forms and known.form else 0)
    return words >= DISTINCTIVE_WORDS or bool(mention.honoured and known.parts.honoured)


def is_sufficient_part(evidence: Evidence) -> bool:
    """Whether a shortened name keeps what matters: its place or number and most of what sets it apart, from the
    beginning on, for names are cut at their end."""
    parts = evidence.known.parts
    if not evidence.located:
        return _only_suffix_place_missing(evidence)
    if any(token[0] in "@#" for token in evidence.missing):
        return False
    if any(token[0] == "#" for token in evidence.agreed):
        return len(evidence.missing) == 1 and bool(parts.types & evidence.agreed)
    kept = [token for token in parts.tokens if token in evidence.agreed]
    special = [word for word in parts.special if word in evidence.agreed]
    begins = parts.tokens[: len(kept)] == tuple(kept) and _in_same_order(evidence)
    return begins and 0 < len(parts.special) <= 2 * len(special)


def _in_same_order(evidence: Evidence) -> bool:
    """Words that agree stand in the order of the name: an adjective moved to the front may tell another school."""
    order = {token: place for place, token in enumerate(evidence.known.parts.tokens)}
    places = [order[token] for token in evidence.mention.tokens if token in order]
    return places == sorted(places)


def _only_suffix_place_missing(evidence: Evidence) -> bool:
    parts = evidence.known.parts
    only_place = len(evidence.missing) == 1 and next(iter(evidence.missing))[0] == "@"
    return only_place and not parts.leads_with_place and len(parts.special) > 1


def _reasons(evidence: Evidence) -> Iterator[Reason]:
    mention, details = evidence.mention, _details(evidence)
    yield from (Reason(code, details.get(code, "")) for code in evidence.conflicts)
    if evidence.form_differs:
        yield Reason(Code.FORM_DIFFERS, ", ".join(form.short for form in mention.forms))
    if mention.honoured and not evidence.known.parts.honoured:
        yield Reason(Code.PERSON_ADDED, " ".join(mention.honoured))
    for code, tokens in (
        (Code.UNEXPLAINED, evidence.extra),
        (Code.MISSING, evidence.missing),
        (Code.SLIPS, mention.corrected & evidence.known.tokens),
    ):
        if tokens:
            yield Reason(code, _readable(tokens))


def _details(evidence: Evidence) -> dict[Code, str]:
    mention = evidence.mention
    return {
        Code.PLACE_DIFFERS: _readable(frozenset(token for token in evidence.extra if token[0] == "@")),
        Code.NUMBER_DIFFERS: ", ".join(mention.numbers),
        Code.TYPE_DIFFERS: ", ".join(sorted(mention.types)),
        Code.REGION_DIFFERS: ", ".join(mention.region_names),
        Code.PERSON_DIFFERS: " ".join(mention.honoured),
    }


def _readable(tokens: frozenset[str]) -> str:
    plain = (token.replace("#", "№ ").lstrip("@").rstrip(AGAIN) for token in tokens)
    return ", ".join(sorted(plain))
