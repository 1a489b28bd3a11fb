"""A chart is no table: the numbers along its axis count evenly, and beside them there is hardly any text."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from math import isnan, nan

from extract.formats.pdf_grid import GridCell, PageTable

_FEWEST = 5
_AT_FOOT = 2
_FILLED = 0.5
_NUMBER = re.compile(r"[-–−]?\d[\d\s]*(?:[.,]\d+)?\s?%?")


def is_chart(table: PageTable) -> bool:
    """Some column counts evenly in steps other than one, and most squares beside it are blank; or a row at the foot
    does: the axis that runs along it."""
    columns: dict[int, list[str]] = {}
    for cell in table.cells:
        columns.setdefault(cell.column, []).extend(line.text for line in cell.lines)
    axes = {column for column, texts in columns.items() if _counts_evenly(texts)}
    beside = [cell for cell in table.cells if cell.column not in axes]
    if any(map(_is_axis, table.rows()[-_AT_FOOT:])):
        return True
    return bool(axes) and sum(not cell.blank for cell in beside) < _FILLED * len(beside)


def _is_axis(row: Sequence[GridCell]) -> bool:
    """Numbers that count evenly, and several of them between two lines."""
    held = [[word.text for line in cell.lines for word in line.words] for cell in row]
    most = max((sum(bool(_NUMBER.fullmatch(text)) for text in texts) for texts in held), default=0)
    return most > 1 and _counts_evenly([text for texts in held for text in texts])


def _counts_evenly(texts: Sequence[str]) -> bool:
    """Several numbers in a row go up or down by the same step; list numbers and years go by one."""
    values = [_value(text) if _NUMBER.fullmatch(text) else nan for text in texts]
    steps = [round(after - before, 6) for before, after in pairwise(values)]
    runs = [(step, len(list(same))) for step, same in groupby(steps)]
    return any(count >= _FEWEST - 1 and abs(step) not in (0.0, 1.0) and not isnan(step) for step, count in runs)


def _value(text: str) -> float:
    return float(re.sub(r"[\s%]", "", text).replace(",", ".").replace("–", "-").replace("−", "-"))
