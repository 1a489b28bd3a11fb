"""The kept checks of a document, as `letopis show` prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from commands.stated import print_list
from messages import N_, _

if TYPE_CHECKING:
    from store.reviews import ReviewRecord

_COLUMNS = {
    "date": N_("Date"),
    "errors": N_("Errors"),
    "warnings": N_("Warnings"),
    "remarks": N_("Remarks"),
    "dismissed": N_("Dismissed"),
    "checked": N_("Numbers checked"),
}


def print_checks(reviews: Sequence[ReviewRecord]) -> None:
    """When the document was checked, what was found, how much of it was covered."""
    print_list(_("Checks"), _COLUMNS, [_check_row(review) for review in reviews])


def _check_row(review: ReviewRecord) -> dict[str, object]:
    return {
        "date": review.checked_at[:16].replace("T", " "),
        "errors": review.errors,
        "warnings": review.warnings,
        "remarks": review.remarks,
        "dismissed": review.dismissed or None,
        "checked": _("{checked} of {numbers}", checked=review.checked, numbers=review.numbers),
    }


def checks_json(reviews: Sequence[ReviewRecord]) -> list[dict[str, object]]:
    """The same with every column."""
    return [asdict(review) for review in reviews]
