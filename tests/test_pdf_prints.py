"""Our reports as other programs print them: with full rules, horizontal rules, shaded rows, nothing; and real ones."""

import json
import time
import tracemalloc
from functools import cache, partial
from pathlib import Path

import pytest

from benchmarks.cell_score import Score, score
from benchmarks.reading import GOALS, Print, golden_set, grids_of
from extract.formats.pdf import read_pdf
from tests.helpers_pdf import body, draw, lines, ruled

PRINTS = [found for found in golden_set() if found.path.suffix == ".pdf" and found.producer != "scan"]
CORPUS = ("spravka_2021h2", "plan_2022_2024", "decree_78_rzp_2023", "moc_balagansk_2023")


@cache
def scored(name: str) -> Score:
    printed = next(one for one in PRINTS if one.path.name == name)
    return score(printed.grids, grids_of(read_pdf(printed.path, "0" * 64)))


@pytest.mark.parametrize("printed", PRINTS, ids=lambda printed: printed.path.name)
def test_tables_of_a_print(printed: Print) -> None:
    found = scored(printed.path.name)
    # A file may miss a little of what all of its kind must reach together.
    assert found.f1 >= GOALS[printed.ruling] - (0.0 if printed.ruling == "full" else 0.06)


@pytest.mark.parametrize("ruling", ["full", "horizontal", "shaded", "none"])
def test_prints_of_one_kind_reach_the_goal(ruling: str) -> None:
    scores = [scored(printed.path.name) for printed in PRINTS if printed.ruling == ruling]
    hits, known, found = (sum(getattr(one, name) for one in scores) for name in ("hits", "known", "found"))
    assert 2 * hits / (known + found) >= GOALS[ruling]


@pytest.mark.parametrize("name", CORPUS)
def test_real_reports_lose_no_cell(corpus: Path, name: str) -> None:
    gold = [table["grid"] for table in json.loads((corpus / "tables" / f"{name}.json").read_text(encoding="utf-8"))]
    found = read_pdf(corpus / "docs" / f"{name}.pdf", "0" * 64)
    assert score(gold, grids_of(found)).f1 >= 0.999


def test_cost_of_a_page_does_not_grow_with_the_document(tmp_path: Path) -> None:
    def page(number: int, canvas: object) -> None:
        lines(canvas, 60, f"Text over the table of page {number}.")
        ruled(canvas, [["No", "Name", "Value"], *body(1, 25)], 100)
        lines(canvas, 640, "Text under it, so that the next one is another table.")

    def cost(count: int) -> tuple[float, float]:
        path = draw(tmp_path / f"{count}.pdf", *(partial(page, number) for number in range(count)))
        start = time.process_time()
        tracemalloc.start()
        document = read_pdf(path, "0" * 64)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(document.tables) == count
        return (time.process_time() - start) / count, peak / count

    cost(2)
    (few, _), (many, memory) = cost(10), cost(100)
    assert many < 2 * few
    assert memory < 400_000
