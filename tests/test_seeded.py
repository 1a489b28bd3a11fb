"""A few of the errors that `python -m benchmarks seeded` plants by the thousand: found, and nothing right accused."""

from benchmarks.seeded import run


def test_planted_errors_are_found_and_clean_reports_left_alone() -> None:
    result = run(60)
    ours = [outcome for (_half, checker, _kind), outcome in result.outcomes.items() if checker == "ours"]
    raised, right = (sum(o.raised["error"] for o in ours), sum(o.right["error"] for o in ours))
    missed = [text for outcome in ours for text in outcome.missed]
    assert sum(outcome.found for outcome in ours) >= 0.9 * sum(outcome.cases for outcome in ours), missed
    assert right == raised
    assert result.accused["ours"] == 0
    assert result.accused["naive"] > 0
