"""Numbers and arithmetic as people read them: decimal comma, thousands apart. Pure but for the reader's language."""

from collections.abc import Sequence
from decimal import Decimal

from check.figures import Figure
from check.finding import Coverage, Finding, Severity
from extract.document import Document, Location, Paragraph, Table
from messages import N_, _
from messages.figures import NO_BREAK, say_bound, say_number
from normalize.units import PERCENT

_SEVERITIES: dict[Severity, str] = {
    "error": N_("error"),
    "warning": N_("warning"),
    "info": N_("remark"),
}
_MOST_ADDENDS = 12


def say(value: Decimal, decimals: int) -> str:
    """`value` rounded half up to `decimals` («1 234,5»)."""
    return say_number(value, decimals).replace("-", "−")


def say_figure(figure: Figure) -> str:
    """A figure as printed: with its percent sign, if it is a percentage, and its bound, if it has one."""
    return say_bound(figure.bound, with_sign(say(figure.value, figure.decimals), figure))


def say_as(value: Decimal, like: Figure) -> str:
    """`value` printed as `like` is."""
    return with_sign(say(value, like.decimals), like)


def with_sign(text: str, figure: Figure) -> str:
    return f"{text}{NO_BREAK}%" if figure.unit == PERCENT else text


def say_sum(addends: Sequence[Figure]) -> str:
    """«15 + 14 + 10»; a long sum is given by its ends and the count of its addends."""
    said = [say(figure.value, figure.decimals) for figure in addends]
    if len(said) <= _MOST_ADDENDS:
        return " + ".join(said)
    return " + ".join([*said[:4], "…", *said[-3:]]) + f" ({len(said)})"


def say_difference(minuend: Figure, subtrahend: Figure) -> str:
    return f"{say(minuend.value, minuend.decimals)} − {say(subtrahend.value, subtrahend.decimals)}"


def say_ratio(part: Figure, whole: Figure) -> str:
    return f"{say(part.value, part.decimals)} : {say(whole.value, whole.decimals)}"


def shorten(text: str, most: int = 90) -> str:
    """`text` cut at a word, with an ellipsis."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def coverage_sentence(coverage: Coverage) -> str:
    """«Проверено 312 из 340 чисел.»"""
    return _("Checked {checked} of {numbers} numbers.", checked=coverage.checked, numbers=coverage.numbers)


def severity_name(severity: Severity) -> str:
    """The severity as the reader calls it (обязательный, предупредительный, справочный)."""
    return _(_SEVERITIES[severity])


def place(location: Location, document: Document) -> str:
    """Where something stands, in a reader's words: «таблица 2, строка 7, графа 3», «абзац 12, с. 3»."""
    if location.table is not None:
        where = _place_in_table(location, document.tables[location.table])
    else:
        where = _("paragraph {number}", number=_paragraph_number(location, document))
    return where if location.page is None else _("{where}, p. {page}", where=where, page=location.page + 1)


def _place_in_table(location: Location, table: Table) -> str:
    number = table.number or table.index + 1
    if location.row is None:
        return _("table {number}", number=number)
    return _(
        "table {number}, row {row}, column {column}",
        number=number,
        row=location.row + 1,
        column=(location.column or 0) + 1,
    )


def _paragraph_number(location: Location, document: Document) -> int:
    return sum(isinstance(block, Paragraph) for block in document.blocks if block.location.block <= location.block)


def remark_lines(finding: Finding) -> list[str]:
    """What a remark says: its kind and message, the arithmetic, what was found and expected."""
    lines = [f"[{severity_name(finding.severity)}] {finding.message}"]
    if finding.arithmetic:
        lines.append(finding.arithmetic)
    elif finding.found and finding.expected:
        lines.append(_("found {found}, expected {expected}", found=finding.found, expected=finding.expected))
    return lines
