"""Series through mergers and new names; two periods compared."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from normalize.periods import half_year
from normalize.registry import Entity, Event, Registry
from store.archive import Archive
from store.comparison import compare, top
from store.series import Line, build_lines
from store.statements import Wanted, load_statements
from store.succession import breaks, follow, load_successions, relatives
from tests.archives import ExactResolver, put, report

REGISTRY = Registry(
    (
        Entity("agro", "college", "Аграрный техникум"),
        Entity("service", "college", "Техникум услуг"),
        Entity("joint", "college", "Объединённый колледж"),
        Entity("forest", "college", "Лесной колледж"),
        Entity("other", "college", "Прочий колледж"),
    ),
    events=(
        Event(date(2021, 7, 1), "merger", ("agro", "service"), ("joint",), "приказ № 1"),
        Event(date(2020, 9, 1), "rename", ("forest",), ("forest",), "приказ № 2"),
        Event(date(2021, 7, 1), "closing", ("other",), (), "приказ № 1"),
    ),
)
RESOLVER = ExactResolver(REGISTRY)
AGRO, SERVICE, JOINT, FOREST = (entity.name for entity in REGISTRY.entities[:4])


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.copy_registry(REGISTRY)
        yield archive


def state(archive: Archive, period: str, *values: tuple[str, str]) -> None:
    put(archive, report(values, period=period, dated=f"{int(period[:4]) + 1}-02-01"), resolver=RESOLVER)


def ask(archive: Archive):
    with archive.reading() as connection:
        return build_lines(load_statements(connection, Wanted())), load_successions(connection)


def merged(archive: Archive) -> tuple[list[Line], list]:
    state(archive, "2020-H2", (AGRO, "10"), (SERVICE, "5"), (FOREST, "7"))
    state(archive, "2021-H1", (AGRO, "11"), (SERVICE, "6"), (FOREST, "8"))
    state(archive, "2021-H2", (JOINT, "20"), (FOREST, "9"))
    return ask(archive)


def test_events_come_back_whole_from_the_archive(archive):
    _, successions = ask(archive)
    assert [(item.kind, item.sources, item.targets, item.act) for item in successions] == [
        ("rename", ("forest",), ("forest",), "приказ № 2"),
        ("merger", ("agro", "service"), ("joint",), "приказ № 1"),
        ("closing", ("other",), (), "приказ № 1"),
    ]


def test_relatives_are_those_that_turned_into_one_another(archive):
    _, successions = ask(archive)
    assert relatives(successions, ["joint"]) == relatives(successions, ["agro"]) == {"agro", "service", "joint"}
    assert relatives(successions, ["forest"]) == {"forest"}


def test_breaks_are_told_for_all_that_an_event_concerns(archive):
    lines, successions = merged(archive)
    found = {line.entity_code: [item.kind for item in breaks(line, successions)] for line in lines}
    assert found == {"agro": ["merger"], "service": ["merger"], "joint": ["merger"], "forest": ["rename"]}


def test_followed_line_adds_up_what_turned_into_one(archive):
    lines, successions = merged(archive)
    followed = {line.entity_code: line for line in follow(lines, successions)}
    assert set(followed) == {"joint", "forest"}
    points = followed["joint"].points
    assert [(point.preferred.period, point.preferred.value) for point in points] == [
        ("2020-H2", 15),
        ("2021-H1", 17),
        ("2021-H2", 20),
    ]
    assert [[item.value for item in point.operands] for point in points] == [[10, 5], [11, 6], []]
    assert all(point.preferred.entity == JOINT for point in points)


def test_nothing_is_added_up_when_one_of_them_is_silent(archive):
    state(archive, "2020-H1", (AGRO, "10"))
    state(archive, "2020-H2", (AGRO, "10"), (SERVICE, "–"))
    state(archive, "2021-H2", (JOINT, "20"))
    lines, successions = ask(archive)
    [line] = follow(lines, successions)
    assert [point.preferred.period for point in line.points] == ["2021-H2"]


def test_comparison_ranks_bodies_and_leaves_totals_out(archive):
    state(archive, "2020-H2", (AGRO, "10"), (SERVICE, "0"), (FOREST, "7"), ("", "17"))
    state(archive, "2021-H1", (AGRO, "12"), (SERVICE, "6"), (FOREST, "14"), ("", "32"))
    lines, _ = ask(archive)
    compared = compare(lines, half_year(2020, 2), half_year(2021, 1))
    assert [(item.line.entity_code, item.change, item.rank_before, item.rank_after) for item in compared] == [
        ("forest", 7, 2, 1),
        ("agro", 2, 1, 2),
        ("service", 6, 3, 3),
    ]
    assert [item.percent for item in compared] == [Decimal(100), Decimal(20), None]


def test_equal_values_share_a_rank(archive):
    state(archive, "2020-H2", (AGRO, "5"), (SERVICE, "5"), (FOREST, "1"))
    state(archive, "2021-H1", (AGRO, "5"), (SERVICE, "5"), (FOREST, "1"))
    lines, _ = ask(archive)
    compared = compare(lines, half_year(2020, 2), half_year(2021, 1))
    assert [item.rank_after for item in compared] == [1, 1, 3]


def test_top_takes_the_highest_of_the_latest_period(archive):
    lines, _ = merged(archive)
    assert [line.entity_code for line in top(lines, 2)] == ["joint", "forest"]
