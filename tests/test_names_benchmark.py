"""The benchmark of names holds what it promises, on names that no rule was tuned with."""

import pytest

from benchmarks.names.__main__ import SEED, cases_of, colleges, halves, hand_cases, score
from benchmarks.names.negatives import elsewhere
from benchmarks.names.systems import ours
from normalize.registry import DATA, Registry


@pytest.fixture(scope="module")
def registry():
    return Registry.load(DATA)


@pytest.fixture(scope="module")
def answered(registry):
    _tuning, reporting = halves(colleges(registry))
    cases = [*cases_of(registry, reporting, SEED + 1), *elsewhere()]
    system = ours(registry)
    return cases, [system.answer(case.text) for case in cases]


def test_names_are_resolved_rightly_or_not_at_all(answered):
    reached = score(*answered, threshold=0.0)
    assert reached.precision >= 0.997
    assert reached.recall >= 0.94
    assert reached.false_accepts <= 0.005


def test_no_swap_of_town_number_or_specialty_is_accepted(answered):
    swapped = [
        case.text
        for case, answer in zip(*answered, strict=True)
        if answer.accepted and case.category.startswith(("other town", "other number", "other specialty"))
    ]
    assert swapped == []


def test_cases_kept_by_hand_hold(registry):
    assert hand_cases(registry) == []


def test_no_college_is_in_both_halves(registry):
    tuning, reporting = halves(colleges(registry))
    assert not {entity.id for entity in tuning} & {entity.id for entity in reporting}
    assert min(len(tuning), len(reporting)) > 20
