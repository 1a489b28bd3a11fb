"""References to acts in running text and in cells."""

import re


def reference_spans(text: str) -> list[tuple[int, int]]:
    """Spans of references, so that their numbers and dates are not taken for quantities."""
    return [found.span() for found in re.finditer(r"№\s*[\w/.-]+", text)]
