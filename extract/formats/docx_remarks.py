"""What the reading of a .docx met that a person should know: counted by kind, told once with the first place."""

from collections import Counter

from extract.document import Location, ReadingWarning
from messages import N_, _

SENTENCES = {
    "tracked_changes": N_(
        "Tracked changes are read as accepted ({count} places): check the wording against the original."
    ),
    "hidden_text": N_("Hidden text was left out ({count} places)."),
    "picture": N_("Pictures were not read ({count}): figures in them are not in the result."),
    "chart": N_("Charts were not read ({count}): figures in them are not in the result."),
    "embedded_object": N_("Embedded objects were not read ({count})."),
    "unknown_symbol": N_("Symbols of an unknown font were not recognised ({count})."),
}


class Remarks:
    """Counts of what was met. `here` is the block being read."""

    def __init__(self) -> None:
        self.here = 0
        self._counts: Counter[str] = Counter()
        self._first: dict[str, int] = {}

    def __len__(self) -> int:
        return self._counts.total()

    def add(self, code: str) -> None:
        """Count one thing of the kind `code` (a key of `SENTENCES`)."""
        self._counts[code] += 1
        self._first.setdefault(code, self.here)

    def warnings(self) -> tuple[ReadingWarning, ...]:
        """One warning for each kind, in the order of first places."""
        return tuple(
            ReadingWarning(code, _(SENTENCES[code], count=self._counts[code]), Location(block))
            for code, block in self._first.items()
        )
