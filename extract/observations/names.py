"""What a row, a column or a section contributes to the name of a value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.facts import MeasureKind, Mention, Scenario
from extract.tables.labels import Label, without_marks, without_ordinal
from normalize.text import squash
from normalize.units import Unit

_CACHE = 1 << 14


@dataclass(frozen=True, slots=True)
class Name:
    """One side's part of a value's name. `indicator` are words for it, outermost first; `generic`: they name none."""

    indicator: tuple[str, ...] = ()
    generic: bool = True
    entity: Mention | None = None
    breakdown: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    unit: Unit | None = None
    unit_is_stated: bool = False
    scenario: Scenario | None = None
    is_estimate: bool = False
    measure: MeasureKind | None = None
    base: str | None = None
    confidence: float = 1.0


def name_from(labels: Sequence[Label]) -> Name:
    """Units, periods, scenario and comparison that labels state, outermost first; the innermost counts."""
    name = Name(periods=tuple(text for label in labels for text in label.periods))
    for label in labels:
        if label.unit is not None and (label.unit_is_stated or not name.unit_is_stated):
            name = replace(name, unit=label.unit, unit_is_stated=label.unit_is_stated)
        if label.scenario or label.is_estimate or label.measure or label.base:
            name = replace(
                name,
                scenario=label.scenario or name.scenario,
                is_estimate=label.is_estimate or name.is_estimate,
                measure=label.measure or name.measure,
                base=label.base or name.base,
            )
    return name


def joined(name: Name, said: Name, confidence: float = 1.0) -> Name:
    """What one key states, as surely as `confidence`, added to what the keys before it state."""
    return Name(
        name.indicator,
        name.generic,
        name.entity,
        name.breakdown,
        periods=(*name.periods, *said.periods),
        unit=said.unit or name.unit,
        unit_is_stated=said.unit_is_stated if said.unit else name.unit_is_stated,
        scenario=said.scenario or name.scenario,
        is_estimate=said.is_estimate or name.is_estimate,
        measure=said.measure or name.measure,
        base=said.base or name.base,
        confidence=min(name.confidence, confidence),
    )


@lru_cache(maxsize=_CACHE)
def mention_text(text: str) -> str:
    """A name as written, without the list number before it and footnote marks behind it."""
    return without_marks(without_ordinal(squash(text)))
