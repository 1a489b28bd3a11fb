"""The outcome of a check in a line, and the kept checks of a document as `letopis show` prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from messages import _, n_

if TYPE_CHECKING:
    from store.reviews import ReviewRecord


def outcome_text(errors: int, warnings: int, remarks: int, dismissed: int, checked: int, numbers: int) -> str:
    """«2 errors, 1 warning, 0 remarks; checked 312 of 340 numbers»."""
    counted = [
        n_("{count} error", "{count} errors", errors),
        n_("{count} warning", "{count} warnings", warnings),
        n_("{count} remark", "{count} remarks", remarks),
    ]
    if dismissed:
        counted.append(n_("{count} dismissed", "{count} dismissed", dismissed))
    return _(
        "{counts}; checked {checked} of {numbers} numbers", counts=", ".join(counted), checked=checked, numbers=numbers
    )


def print_checks(reviews: Sequence[ReviewRecord]) -> None:
    """When the document was checked and what came of it, a line each; nothing when it was not."""
    if reviews:
        typer.echo("\n" + _("Checks"))
    for one in reviews:
        outcome = outcome_text(one.errors, one.warnings, one.remarks, one.dismissed, one.checked, one.numbers)
        typer.echo(f"  {one.checked_at[:16].replace('T', ' ')}  {outcome}")


def checks_json(reviews: Sequence[ReviewRecord]) -> list[dict[str, object]]:
    """The same with every column."""
    return [asdict(review) for review in reviews]
