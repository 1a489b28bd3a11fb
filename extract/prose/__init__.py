"""What running text counts: quantities with unit, share, bound, period, entity and indicator."""

from extract.document import Document
from extract.facts import Observation


def read_prose(document: Document, bodies: frozenset[str] = frozenset()) -> tuple[Observation, ...]:
    """Observations that the paragraphs state, in reading order (spaCy is loaded on the first call).

    `bodies` are the short names of bodies that the document defines."""
    from extract.prose.reader import read_prose as read

    return read(document, bodies)
