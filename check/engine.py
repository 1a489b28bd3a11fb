"""Runs the rules over one document: judges relations, finds the root of what fails, counts what was covered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from check.figures import Figure, Key
from check.finding import Coverage, Finding, Report, Severity
from check.profile import Profile
from check.relation import Relation, Verdict, blame, judge
from check.rule import Rule
from check.rules import all_rules
from check.subject import Subject, prose_figure, prose_share
from check.wording import say_as, say_figure
from extract.document import Location
from extract.facts import Facts
from messages import _, n_

if TYPE_CHECKING:
    from store.archive import Archive

_ANCHOR = 80


def check(facts: Facts, archive: "Archive | None" = None, profile: Profile | None = None) -> Report:
    """Everything that does not add up in one document, and how much of it could be checked.

    With an archive, claims about earlier periods are held against what it keeps."""
    settled = profile or Profile()
    subject = Subject(facts, archive)
    outcome = _Outcome(settled)
    for rule in all_rules():
        if not settled.is_off(rule.id):
            for result in rule.run(subject):
                outcome.take(rule, result)
    findings = [_anchored(finding, subject) for finding in (*outcome.findings, *_from_relations(outcome))]
    graded = [replace(one, severity=settled.severity(one.rule, one.severity)) for one in _once(findings)]
    return Report(tuple(sorted(graded, key=_reading_order)), _coverage(subject, outcome))


@dataclass(slots=True)
class _Outcome:
    """What the rules yielded."""

    profile: Profile
    findings: list[Finding] = field(default_factory=list)
    judged: list[tuple[Rule, Relation, Verdict]] = field(default_factory=list)
    seen: set[tuple[Key, frozenset[Key]]] = field(default_factory=set)

    def take(self, rule: Rule, result: Relation | Finding) -> None:
        if isinstance(result, Finding):
            self.findings.append(result)
            return
        identity = (result.target.key, frozenset(figure.key for figure in result.operands))
        if identity not in self.seen:
            self.seen.add(identity)
            tolerance = self.profile.tolerance(rule.id, result.target.decimals)
            self.judged.append((rule, result, judge(result, tolerance)))


def _from_relations(outcome: _Outcome) -> list[Finding]:
    # A count of rows proves nothing about the numbers in them.
    holding = [relation for _, relation, verdict in outcome.judged if verdict is Verdict.HOLDS and relation.solve]
    vouched = {figure.key for relation in holding for figure in relation.figures}
    failing = [
        (rule, relation)
        for rule, relation, verdict in outcome.judged
        if verdict is Verdict.FAILS and not _is_of_something_else(relation, holding, vouched)
    ]
    failing = _without_echoes(failing, holding)
    faults = blame([relation for _, relation in failing], holding)
    findings = [_failure(group) for group in _by_fault(failing, faults)]
    lesser = [one for one in outcome.judged if one[2] in (Verdict.NOISE, Verdict.CUT, Verdict.UNSURE)]
    blamed = {figure.key for figure in faults.values()}
    for _rule, relation, verdict in lesser:
        if not blamed & {figure.key for figure in relation.figures}:
            findings.append(_doubt(relation, verdict))
    return findings


def _without_echoes(failing: list[tuple[Rule, Relation]], holding: Sequence[Relation]) -> list[tuple[Rule, Relation]]:
    """Doubtful relations left out where a figure of theirs is at fault in one beyond doubt."""
    firm = [relation for _, relation in failing if relation.firm]
    blamed = {figure.key for figure in blame(firm, holding).values()}
    return [pair for pair in failing if pair[1].firm or not blamed & {figure.key for figure in pair[1].figures}]


def _is_of_something_else(relation: Relation, holding: Sequence[Relation], vouched: set[Key]) -> bool:
    """Totals and rows that go by different rules (the needs of those who fell short: no row is negative, so the
    total is not the difference of totals): what fails one way, but agrees in every number the other way."""
    if relation.target.key not in vouched:
        return False
    if relation.rule == "columns":
        summed = {other.target.key for other in holding if other.rule == "total"}
        return all(figure.key in summed for figure in relation.figures)
    if relation.rule != "total":
        return False
    beside = any(other.rule == "total" and _same_row(other.target, relation.target) for other in holding)
    return not relation.firm or (beside and all(figure.key in vouched for figure in relation.operands))


def _same_row(one: Figure, other: Figure) -> bool:
    return (one.location.table, one.location.row) == (other.location.table, other.location.row)


@dataclass(frozen=True, slots=True)
class _Group:
    """Failing relations with one figure at fault, or the several totals of one row."""

    fault: Figure
    failing: tuple[tuple[Rule, Relation], ...]


def _by_fault(failing: Sequence[tuple[Rule, Relation]], faults: dict[int, Figure]) -> list[_Group]:
    by_figure: dict[Key, list[int]] = {}
    for number in range(len(failing)):
        by_figure.setdefault(faults[number].key, []).append(number)
    merged: dict[object, list[int]] = {}
    for key, numbers in by_figure.items():
        relation = failing[numbers[0]][1]
        lone_total = len(numbers) == 1 and relation.rule in ("total", "part") and relation.target.key == key
        at = relation.target.location
        merged.setdefault((relation.rule, at.table, at.row) if lone_total else key, []).extend(numbers)
    return [_group(faults[numbers[0]], [failing[number] for number in numbers]) for numbers in merged.values()]


def _group(fault: Figure, failing: list[tuple[Rule, Relation]]) -> _Group:
    """The relation that says of the figure at fault what it should be comes first."""
    return _Group(fault, tuple(sorted(failing, key=lambda pair: pair[1].target.key != fault.key)))


def _failure(group: _Group) -> Finding:
    rule, relation = group.failing[0]
    expected = _expected(group)
    message = _(rule.message, name=group.fault.name)
    if len(group.failing) > 1:
        others = len(group.failing) - 1
        message += " " + n_("One more calculation fails with it.", "{count} more calculations fail with it.", others)
    firm = any(one.firm for _rule, one in group.failing)
    severity: Severity = rule.severity if firm else "warning"
    return _finding(relation, group.fault, severity, message, expected)


def _expected(group: _Group) -> str | None:
    """What the figure at fault would have to be."""
    relation = group.failing[0][1]
    if group.fault.key == relation.target.key:
        return say_as(relation.estimate.value, relation.target)
    wanted = relation.solve(group.fault) if relation.solve else None
    return None if wanted is None else say_as((wanted.low + wanted.high) / 2, group.fault)


def _finding(relation: Relation, fault: Figure, severity: Severity, message: str, expected: str | None) -> Finding:
    return Finding(
        relation.rule,
        severity,
        message,
        fault.location,
        found=say_figure(fault),
        expected=expected,
        arithmetic=arithmetic(relation),
        operands=tuple(figure.operand() for figure in relation.figures),
        anchor=fault.name,
    )


def arithmetic(relation: Relation) -> str:
    """«26 : 56 × 100 = 46,4 %, в документе 46,2 %»."""
    return _(
        "{left} = {expected}, the document says {found}",
        left=relation.arithmetic(),
        expected=say_as(relation.estimate.value, relation.target),
        found=say_figure(relation.target),
    )


def _doubt(relation: Relation, verdict: Verdict) -> Finding:
    """Something less than an error: digits cut off, rounding beyond what is likely, a figure read unsurely."""
    name = relation.target.name
    match verdict:
        case Verdict.CUT:
            message = _("«{name}»: the number was cut off instead of rounded.", name=name)
        case Verdict.NOISE:
            message = _("«{name}»: only rounding at its very worst explains this number.", name=name)
        case _unsure:
            message = _(
                "«{name}»: this may not add up, but a figure was read unsurely: look at the original.", name=name
            )
    severity: Severity = "info" if verdict is Verdict.UNSURE else "warning"
    expected = say_as(relation.estimate.value, relation.target)
    return _finding(relation, relation.target, severity, message, expected)


def _anchored(finding: Finding, subject: Subject) -> Finding:
    """In running text a finding is known by its paragraph, in a table by its row and column."""
    if finding.location.table is not None:
        return finding
    return replace(finding, anchor=f"{finding.anchor} {subject.sentence(finding.location)[:_ANCHOR]}")


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for one place and rule."""
    seen: dict[tuple[str, Location, str | None], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.rule, finding.location, finding.found), finding)
    return list(seen.values())


def _reading_order(finding: Finding) -> tuple[int, int, int, int]:
    at = finding.location
    return at.block, at.row or 0, at.column or 0, at.start or 0


def _coverage(subject: Subject, outcome: _Outcome) -> Coverage:
    covered = {figure.key for _, relation, _ in outcome.judged for figure in relation.figures}
    numbers: dict[Key, Figure] = {}
    for sheet in subject.sheets:
        numbers |= {figure.key: figure for figure in (*sheet.values.values(), *sheet.shares.values())}
    for observation in subject.said:
        if observation.value is not None:
            figure = prose_figure(observation)
            numbers[figure.key] = figure
        if observation.share is not None:
            share = prose_share(observation)
            numbers[share.key] = share
    open_figures = [figure for key, figure in numbers.items() if key not in covered]
    return Coverage(len(numbers), len(numbers) - len(open_figures), _reasons(open_figures))


def _reasons(figures: Iterable[Figure]) -> dict[str, int]:
    """Why figures took part in no calculation."""
    reasons: dict[str, int] = {}
    for figure in figures:
        reason = _reason(figure)
        reasons[reason] = reasons.get(reason, 0) + 1
    return reasons


def _reason(figure: Figure) -> str:
    if not figure.sure:
        return "read_unsurely"
    if figure.bound != "exact":
        return "approximate"
    return "stated_once" if figure.location.table is None else "no_relation"
