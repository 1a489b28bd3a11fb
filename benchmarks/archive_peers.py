"""What the archive stands beside: plain scans of the same values in pandas, and insertion by sqlite-utils."""

import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.archive_seed import (
    ENTITIES,
    PER_DOCUMENT,
    documents,
    indicators_of_document,
    step_of,
    steps,
    values_of_document,
)
from store.rows import ObservationRow, column_names, values_of

ROUNDS = 5
# sqlite-utils inserts so many rows: all would take it most of an hour.
INSERTED = 100_000


def pandas_frame(observations: int) -> Any:
    """The values of the archive as columns of numbers; None without pandas."""
    try:
        import pandas as pd
    except ImportError:
        return None
    numbers = range(observations // PER_DOCUMENT)
    together = PER_DOCUMENT // ENTITIES
    return pd.DataFrame(
        {
            "indicator": np.concatenate([np.repeat(np.array(indicators_of_document(n)), ENTITIES) for n in numbers]),
            "entity": np.tile(np.arange(ENTITIES), together * len(numbers)),
            "step": np.repeat([step_of(n) for n in numbers], PER_DOCUMENT),
            "value": np.concatenate([values_of_document(n).ravel() for n in numbers]),
        }
    )


def pandas_questions(frame: Any, observations: int) -> dict[str, Callable[[int], Any]]:
    """The questions that the archive is asked, as scans of the frame; each is given the number of an indicator."""
    last = steps(observations) - 1

    def of(indicator: int) -> Any:
        return frame[frame.indicator == indicator]

    def two(indicator: int) -> Any:
        found = of(indicator)
        before, after = (found[found.step == step].set_index("entity").value for step in (last - 2, last))
        return (after - before).rank(ascending=False)

    return {
        "one series": lambda n: frame[(frame.indicator == n) & (frame.entity == n)].sort_values("step"),
        "one indicator, 56 entities, 10 periods": lambda n: frame[
            (frame.indicator == n) & frame.entity.isin(range(56)) & (frame.step > last - 10)
        ],
        "top 10 of a period": lambda n: frame[(frame.indicator == n) & (frame.step == last)].nlargest(10, "value"),
        "two periods compared": two,
    }


def pandas_times(observations: int) -> dict[str, float] | None:
    """Median milliseconds of each question; None without pandas."""
    frame = pandas_frame(observations)
    if frame is None:
        return None
    return {name: _median(question) for name, question in pandas_questions(frame, observations).items()}


def _median(question: Callable[[int], Any]) -> float:
    taken = []
    for number in range(ROUNDS):
        started = time.perf_counter()
        question(number)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def sqlite_utils_insertion() -> float | None:
    """Rows a second that sqlite-utils inserts of the columns of our observations into a table without indexes; None
    without it."""
    try:
        from sqlite_utils import Database
    except ImportError:
        return None
    columns, values = column_names(ObservationRow), values_of(ObservationRow)
    rows = [dict(zip(columns, values(row), strict=True)) for item in documents(INSERTED) for row in item.observations]
    with tempfile.TemporaryDirectory() as folder:
        table = Database(f"{folder}/peer.db")["observation"]
        started = time.perf_counter()
        table.insert_all(rows)
        return len(rows) / (time.perf_counter() - started)
