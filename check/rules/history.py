"""The document against the archive: figures of earlier periods, jumps outside a body's history, who is missing."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from check.figures import Figure, exactness
from check.finding import Finding
from check.history import Known, Thing, recall, told_last_time, where_stated
from check.relation import Relation
from check.rule import Rule
from check.rules.restated import equality
from check.subject import Subject, prose_figure
from check.wording import say
from extract.document import Location
from extract.facts import Observation
from extract.likeness import content
from messages import N_, _

if TYPE_CHECKING:
    from store.statements import Statement

ELSEWHERE = -1
_LEAST_HISTORY = 4
# How many times its usual deviation a value must be off, and by which part of the usual value.
_FAR, _PART = Decimal(8), Decimal("0.5")
_LEAST_BODIES = 5


def _known(subject: Subject) -> tuple[Known, ...]:
    archive = subject.archive
    if archive is None:
        return ()
    return subject.once("history", lambda: recall(subject.facts, archive))


def _levels(subject: Subject) -> Iterator[Known]:
    yield from (
        one for one in _known(subject) if one.observation.value is not None and one.observation.measure == "level"
    )


def _quoted(subject: Subject) -> Iterator[Relation]:
    """A figure of an earlier period against what was stated then; any one of the statements may bear it out."""
    for known in _levels(subject):
        one = known.observation
        statements = known.statements.get(known.period or "", ()) or _of_twin(subject, known)
        if not statements or one.bound != "exact" or one.scenario != "actual" or not _is_earlier(subject, one.period):
            continue
        figure = prose_figure(one, subject.document.source.ocr)
        same = [statement for statement in statements if statement.value == one.value]
        source = same[0] if same else max(statements, key=lambda statement: statement.vintage)
        yield equality("history", figure, _figure(source), firm=False)


def _of_twin(subject: Subject, known: Known) -> Sequence["Statement"]:
    """What was stated for an earlier period of the thing whose value now the same sentence tells beside: that value is
    in a row of a table whose name is in the sentence."""
    one = known.observation
    if one.location.table is not None or known.period is None:
        return ()
    twins = [
        other.observation.value
        for other in _levels(subject)
        if (other.observation.location.block, other.thing) == (one.location.block, known.thing)
        and other.observation.location.table is None
        and _is_of_now(subject, other.observation)
    ]
    said = content(subject.sentence(one.location))
    things = {
        other.thing: other.statements
        for other in _levels(subject)
        if other.observation.location.table is not None
        and other.observation.value in twins
        and other.observation.unit == one.unit
        and _is_of_now(subject, other.observation)
        and (words := content(other.observation.entity or ""))
        and words <= said
    }
    return next(iter(things.values())).get(known.period, ()) if len(twins) == len(things) == 1 else ()


def _is_of_now(subject: Subject, one: Observation) -> bool:
    now = subject.document.metadata.period
    return now is not None and one.period is not None and one.period.same_time(now)


def _is_earlier(subject: Subject, period: object) -> bool:
    now = subject.document.metadata.period
    end = getattr(period, "end", None)
    return now is not None and end is not None and end < now.start


def _figure(statement: "Statement") -> Figure:
    return Figure(
        value=statement.value or Decimal(0),
        decimals=statement.decimals,
        text=statement.text,
        location=Location(ELSEWHERE),
        name=where_stated(statement),
        part=statement.id,
        unit=statement.unit,
        exact=exactness(statement.unit, statement.decimals),
        sure=statement.confidence >= 1,
    )


def _jumps(subject: Subject) -> Iterator[Finding]:
    """A value far outside all that the same body stated before, told with its history."""
    now = subject.document.metadata.period
    for known in _levels(subject):
        one = known.observation
        if now is None or not _is_of_now(subject, one) or known.thing.entity is None:
            continue
        past = _past(known)
        if len(past) >= _LEAST_HISTORY and _is_jump(one.value or Decimal(0), [value for _period, value in past]):
            yield _jump(known, past)


def _past(known: Known) -> list[tuple[str, Decimal]]:
    """Values by period, periods of the same kind only, the latest statement of each."""
    now = known.observation.period
    listed = []
    for period, statements in sorted(known.statements.items()):
        latest = max(statements, key=lambda statement: statement.vintage)
        same_kind = now is not None and latest.period_kind == now.kind and latest.period_end is not None
        if (
            same_kind
            and now is not None
            and str(latest.period_end) < now.start.isoformat()
            and latest.value is not None
        ):
            listed.append((period, latest.value))
    return listed


def _is_jump(value: Decimal, past: Sequence[Decimal]) -> bool:
    usual = median(past)
    deviation = max(median([abs(one - usual) for one in past]), Decimal(1))
    return abs(value - usual) > _FAR * deviation and abs(value - usual) > _PART * abs(usual)


def _jump(known: Known, past: Sequence[tuple[str, Decimal]]) -> Finding:
    one = known.observation
    figure = prose_figure(one)
    shown = ", ".join(f"{period}: {say(value, one.decimals)}" for period, value in past[-8:])
    return Finding(
        "jump",
        "info",
        _(
            "«{name}»: {value} is far outside what was stated before.",
            name=one.entity or one.indicator,
            value=figure.text,
        ),
        one.location,
        found=say(figure.value, figure.decimals),
        arithmetic=_("history: {values}", values=shown),
        operands=(figure.operand(),),
        anchor=f"{known.thing.indicator} {known.thing.entity}",
    )


def _missing(subject: Subject) -> Iterator[Finding]:
    """Bodies that reported for the period before and are not in the table now."""
    by_column: dict[tuple[int | None, int | None], list[Known]] = {}
    for known in _levels(subject):
        if known.thing.entity and known.observation.location.table is not None:
            at = known.observation.location
            by_column.setdefault((at.table, at.column), []).append(known)
    told = {known.thing.entity for known in _known(subject) if known.thing.entity}
    for column in by_column.values():
        if len(column) >= _LEAST_BODIES:
            yield from _absent(subject, column, told)


def _absent(subject: Subject, column: Sequence[Known], told: set[str]) -> Iterator[Finding]:
    """Bodies neither named in the document nor told before; those found are added to `told`."""
    last = _last_report(subject, column[0].thing)
    for code, statement in last.items():
        if len(last) >= _LEAST_BODIES and code not in told:
            told.add(code)
            yield Finding(
                "absent",
                "info",
                _(
                    "«{name}» was in the report for {period}, but is not in this one.",
                    name=statement.entity,
                    period=statement.period,
                ),
                column[0].observation.location,
                expected=statement.entity,
                arithmetic=where_stated(statement),
                anchor=code,
            )


def _last_report(subject: Subject, thing: Thing) -> dict[str, "Statement"]:
    """Statements of the indicator for the latest earlier period, by body, bodies of the registry only."""
    from sqlalchemy import select

    from store.statements import INDICATOR, Wanted, load_statements

    now = subject.document.metadata.period
    if subject.archive is None or now is None:
        return {}
    with subject.archive.reading() as connection:
        numbers = tuple(connection.execute(select(INDICATOR.c.id).where(INDICATOR.c.key == thing.indicator)).scalars())
        found = load_statements(connection, Wanted(indicators=numbers, measures=("level",))) if numbers else []
    earlier = [
        one
        for one in found
        if one.entity_code and one.period_kind == now.kind and str(one.period_end) < now.start.isoformat()
    ]
    latest = max((str(one.period_end) for one in earlier), default=None)
    return {one.entity_code: one for one in earlier if str(one.period_end) == latest and one.entity_code}


def _vanished(subject: Subject) -> Iterator[Finding]:
    """Indicators of the tables of the report before, of the same subject, of which this one tells nothing."""
    archive, now = subject.archive, subject.document.metadata.period
    if archive is None or now is None or subject.document.source.ocr:
        return
    told = {known.thing.indicator for known in _known(subject)}
    words = [content(f"{one.indicator} {' '.join(one.breakdown)}") for one in subject.facts.observations]
    for statement in told_last_time(subject.facts, archive, now):
        wording = content(statement.indicator)
        if statement.indicator_key not in told and not any(wording <= other for other in words):
            told.add(statement.indicator_key)
            yield Finding(
                "vanished",
                "info",
                _(
                    "«{name}» was told for {period}, but is not in this report.",
                    name=statement.indicator,
                    period=statement.period,
                ),
                subject.document.blocks[0].location,
                expected=statement.indicator,
                arithmetic=where_stated(statement),
                anchor=statement.indicator_key,
            )


RULES = (
    Rule(
        "history",
        1,
        "warning",
        N_("A figure of an earlier period against the archive"),
        N_("A figure of an earlier period is the one that was stated for that period."),
        N_("«{name}»: another number was stated for that period before."),
        _quoted,
    ),
    Rule(
        "jump",
        1,
        "info",
        N_("A value outside its history"),
        N_("A value does not leave what the same body stated before by many times its usual deviation."),
        N_("«{name}»: the number is far outside what was stated before."),
        _jumps,
    ),
    Rule(
        "absent",
        1,
        "info",
        N_("Who reported last time"),
        N_("Bodies that were in the table of the period before are in it again."),
        N_("«{name}» is not in this report."),
        _missing,
    ),
    Rule(
        "vanished",
        1,
        "info",
        N_("Indicators that were reported last time"),
        N_("Indicators in the tables of the report before, of the same subject and kind of period, are told again."),
        N_("«{name}» is not in this report."),
        _vanished,
    ),
)
