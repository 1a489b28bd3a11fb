"""What speaks for and against a mention being a name: parts that agree, conflict, are unexplained or missing. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.fuzz import ratio

from messages import N_, _
from normalize.names_normal import NameParts
from normalize.registry import Entity, LegalForm, Name

FEDERATION = "ru"
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
EXCHANGED_OWNERSHIPS = frozenset(("budget", "autonomous", "treasury"))


class Code(StrEnum):
    """Why a mention is, or is not, taken for an entity."""

    SAME_NAME = "same_name"
    PART_OF_NAME = "part_of_name"
    ACRONYM = "acronym"
    FORMER_NAME = "former_name"
    LATER_NAME = "later_name"
    SLIPS = "slips"
    ABBREVIATION = "abbreviation"
    BRACKETS = "brackets"
    BY_CONTEXT = "by_context"
    BY_DATE = "by_date"
    PERSON_ADDED = "person_added"
    FORM_DIFFERS = "form_differs"
    PLACE_DIFFERS = "place_differs"
    NUMBER_DIFFERS = "number_differs"
    TYPE_DIFFERS = "type_differs"
    REGION_DIFFERS = "region_differs"
    PERSON_DIFFERS = "person_differs"
    BRANCH_DIFFERS = "branch_differs"
    IS_CATEGORY = "is_category"
    UNEXPLAINED = "unexplained"
    MISSING = "missing"
    NOT_DISTINCTIVE = "not_distinctive"
    REGION_MISSING = "region_missing"
    SEVERAL = "several"
    NOT_THEN = "not_then"
    NOTHING_ALIKE = "nothing_alike"


SENTENCES: Mapping[Code, str] = {
    Code.SAME_NAME: N_("the name agrees in every part"),
    Code.PART_OF_NAME: N_("the name is shortened, but only one entity has all its words"),
    Code.ACRONYM: N_("the acronym belongs to this entity alone"),
    Code.FORMER_NAME: N_("the entity was called so before"),
    Code.LATER_NAME: N_("the entity was called so only later"),
    Code.SLIPS: N_("misspelt: {detail}"),
    Code.ABBREVIATION: N_("the document defines the abbreviation as «{detail}»"),
    Code.BRACKETS: N_("without what stands in brackets: {detail}"),
    Code.BY_CONTEXT: N_("told by the surroundings: {detail}"),
    Code.BY_DATE: N_("the only one of this name at the time"),
    Code.PERSON_ADDED: N_("the person honoured is not in the registry: {detail}"),
    Code.FORM_DIFFERS: N_("the legal form differs: {detail}"),
    Code.PLACE_DIFFERS: N_("another place: {detail}"),
    Code.NUMBER_DIFFERS: N_("another number: {detail}"),
    Code.TYPE_DIFFERS: N_("another kind of institution: {detail}"),
    Code.REGION_DIFFERS: N_("another region: {detail}"),
    Code.PERSON_DIFFERS: N_("named after another person: {detail}"),
    Code.BRANCH_DIFFERS: N_("one is a branch, the other is not"),
    Code.IS_CATEGORY: N_("one is a category, the other a single institution"),
    Code.UNEXPLAINED: N_("words without a counterpart: {detail}"),
    Code.MISSING: N_("words of the name that are not in the text: {detail}"),
    Code.NOT_DISTINCTIVE: N_("nothing in the text tells it from namesakes"),
    Code.REGION_MISSING: N_("the region is not named"),
    Code.SEVERAL: N_("it fits several: {detail}"),
    Code.NOT_THEN: N_("the entity did not exist at the time"),
    Code.NOTHING_ALIKE: N_("nothing in the registry is like it"),
}
HARD = frozenset(
    (
        Code.PLACE_DIFFERS,
        Code.NUMBER_DIFFERS,
        Code.TYPE_DIFFERS,
        Code.REGION_DIFFERS,
        Code.PERSON_DIFFERS,
        Code.BRANCH_DIFFERS,
        Code.IS_CATEGORY,
    )
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its code, and the words it is about."""

    code: Code
    detail: str = ""

    def __str__(self) -> str:
        """The reason in words."""
        return _(SENTENCES[self.code], detail=self.detail) if self.detail else _(SENTENCES[self.code])


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name of the registry taken apart, with its entity. `derived`: an acronym that nobody listed."""

    entity: Entity
    name: Name
    parts: NameParts
    tokens: frozenset[str]
    weight: float
    form: LegalForm | None = None
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A mention beside one known name. `score` 0…1; `missing` and `extra` are tokens."""

    known: KnownName
    score: float
    agreed: frozenset[str]
    extra: frozenset[str]
    missing: frozenset[str]
    reasons: tuple[Reason, ...]

    @property
    def conflict(self) -> bool:
        return any(reason.code in HARD for reason in self.reasons)

    @property
    def exact(self) -> bool:
        """Every part of the mention and of the name is accounted for."""
        return not (self.conflict or self.extra or self.missing)

    @property
    def part(self) -> bool:
        """The mention says nothing that the name does not, but less."""
        return bool(self.missing) and not (self.conflict or self.extra)

    @property
    def located(self) -> bool:
        """A place or a number agrees."""
        return any(token[0] in "@#" for token in self.agreed)


def weigh(mention: NameParts, tokens: frozenset[str], known: KnownName, weight: Callable[[str], float]) -> Evidence:
    """Compare a mention (`tokens` are its parts' tokens) with a known name."""
    agreed, extra, missing = tokens & known.tokens, tokens - known.tokens, known.tokens - tokens
    if known.entity.settlement:
        extra = extra - {f"@{known.entity.settlement}"}
    if extra and missing:
        agreed, extra, missing = _complete_cut_words(mention, agreed, extra, missing)
    reasons = tuple(_differences(mention, known, extra, missing))
    shared = sum(map(weight, agreed))
    slips = sum(SLIP_COST * weight(token) for token in agreed & mention.corrected) if mention.corrected else 0.0
    total = shared + known.weight + sum(map(weight, extra)) - sum(map(weight, agreed - known.tokens))
    likeness = 2 * (shared - slips) / total if total else 0.0
    score = (1 - WORDING_SHARE) * min(likeness, 1.0) + WORDING_SHARE * _wording(mention, known)
    hard = sum(reason.code in HARD for reason in reasons)
    return Evidence(known, score * CONFLICT_FACTOR**hard, agreed, extra, missing, reasons)


def _wording(mention: NameParts, known: KnownName) -> float:
    return ratio(" ".join(mention.key), " ".join(known.parts.key)) / 100


def _complete_cut_words(
    mention: NameParts, agreed: frozenset[str], extra: frozenset[str], missing: frozenset[str]
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words shortened with a full stop, and the last word cut off, agree with the one word that they begin."""
    for short in extra & (mention.dotted | {mention.cut}):
        stem = short.rstrip("ьйаяоеыи")
        whole = [word for word in missing if len(short) >= SHORTEST_CUT and len(stem) > 1 and word.startswith(stem)]
        if len(whole) == 1:
            agreed, extra, missing = agreed | {whole[0]}, extra - {short}, missing - {whole[0]}
    return agreed, extra, missing


def _differences(mention: NameParts, known: KnownName, extra: frozenset[str], missing: frozenset[str]) -> list[Reason]:
    found = [
        _place_difference(known, extra),
        _number_difference(mention, known),
        _type_difference(mention, known),
        region_difference(mention, known),
        _person_difference(mention, known),
        _form_difference(mention, known),
    ]
    if mention.branch != known.parts.branch:
        found.append(Reason(Code.BRANCH_DIFFERS))
    if (known.entity.kind == "category") != mention.plural and (mention.plural or known.parts.plural):
        found.append(Reason(Code.IS_CATEGORY))
    if words := _readable(extra):
        found.append(Reason(Code.UNEXPLAINED, words))
    if words := _readable(missing):
        found.append(Reason(Code.MISSING, words))
    if slips := mention.corrected & known.tokens:
        found.append(Reason(Code.SLIPS, _readable(slips)))
    return [reason for reason in found if reason is not None]


def _readable(tokens: frozenset[str]) -> str:
    return ", ".join(sorted(token.replace("#", "№ ").lstrip("@") for token in tokens))


def _place_difference(known: KnownName, extra: frozenset[str]) -> Reason | None:
    if (known.parts.places or known.entity.settlement) and (
        others := frozenset(token for token in extra if token[0] == "@")
    ):
        return Reason(Code.PLACE_DIFFERS, _readable(others))
    return None


def _number_difference(mention: NameParts, known: KnownName) -> Reason | None:
    others = set(mention.numbers) - set(known.parts.numbers)
    return Reason(Code.NUMBER_DIFFERS, ", ".join(sorted(others))) if others else None


def _type_difference(mention: NameParts, known: KnownName) -> Reason | None:
    ours, theirs = mention.types, known.parts.types
    if ours and theirs and not ours & theirs:
        return Reason(Code.TYPE_DIFFERS, ", ".join(sorted(ours)))
    return None


def region_difference(mention: NameParts, known: KnownName) -> Reason | None:
    """The regions named in the mention, where neither the name nor its entity's region is among them."""
    home = {known.entity.region, *known.parts.regions} - {""}
    if not mention.regions or not home or mention.regions & home:
        return None
    return Reason(Code.REGION_DIFFERS, ", ".join(sorted(mention.regions)))


def _person_difference(mention: NameParts, known: KnownName) -> Reason | None:
    if not mention.honoured:
        return None
    person = " ".join(mention.honoured)
    if not known.parts.honoured:
        return Reason(Code.PERSON_ADDED, person)
    alike = any(ratio(ours, theirs) >= SAME_PERSON for ours in mention.honoured for theirs in known.parts.honoured)
    return None if alike else Reason(Code.PERSON_DIFFERS, person)


def _form_difference(mention: NameParts, known: KnownName) -> Reason | None:
    if known.form is None or not mention.forms:
        return None
    if any(_compatible(form, known.form) for form in mention.forms):
        return None
    return Reason(Code.FORM_DIFFERS, ", ".join(form.short for form in mention.forms))


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
    if known.entity.kind in ("region", "municipality", "category") or known.name.type == "acronym":
        return True
    if evidence.located or mention.regions & {known.entity.region, *known.parts.regions}:
        return True
    if known.parts.regions:
        return False
    words = len(mention.words) + (WORDS_OF_A_FORM if mention.forms and known.form else 0)
    return words >= DISTINCTIVE_WORDS or bool(mention.honoured and known.parts.honoured)


def is_sufficient_part(evidence: Evidence) -> bool:
    """Whether a shortened name keeps what matters: its place or number, and most of what sets it apart,
    from the beginning on (names are cut at their end)."""
    parts = evidence.known.parts
    if not evidence.located:
        return _only_suffix_place_missing(evidence)
    if any(token[0] in "@#" for token in evidence.missing):
        return False
    kept = [word for word in parts.special if word in evidence.agreed]
    if any(token[0] == "#" for token in evidence.agreed):
        return len(evidence.missing) == 1 and bool(parts.types & evidence.agreed)
    return bool(kept) and tuple(kept) == parts.special[: len(kept)] and 2 * len(kept) >= len(parts.special)


def _only_suffix_place_missing(evidence: Evidence) -> bool:
    parts = evidence.known.parts
    only_place = len(evidence.missing) == 1 and next(iter(evidence.missing))[0] == "@"
    return only_place and not parts.leads_with_place and len(parts.special) > 1
