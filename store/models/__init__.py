"""The tables of the archive. Rows of a document are keyed by the document and their number in it.

What a document states is never changed; what it is taken for (`entity_id`, `indicator_id`) follows the decisions
of people. Dates are ISO, moments ISO in UTC; row, column, block and table numbers count from 0 in the grid with spans filled.
"""

from store.models.decisions import DecidedMention, DecidedWording, Decision
from store.models.documents import (
    Cell,
    CopyDifference,
    Document,
    DocumentCopy,
    DocumentPath,
    DocumentSketch,
    DocumentTable,
    Paragraph,
    Passage,
    ReadingWarning,
)
from store.models.facts import Abbreviation, Annex, Decree, Event, Executor, LegalReference, Measure, Observation
from store.models.names import Entity, EntityEvent, EntityName, Indicator, Mention, NameMatch, Wording
from store.models.reviews import Finding, Review
from store.models.runs import Failure, Run

__all__ = [
    "Abbreviation",
    "Annex",
    "Cell",
    "CopyDifference",
    "DecidedMention",
    "DecidedWording",
    "Decision",
    "Decree",
    "Document",
    "DocumentCopy",
    "DocumentPath",
    "DocumentSketch",
    "DocumentTable",
    "Entity",
    "EntityEvent",
    "EntityName",
    "Event",
    "Executor",
    "Failure",
    "Finding",
    "Indicator",
    "LegalReference",
    "Measure",
    "Mention",
    "NameMatch",
    "Observation",
    "Paragraph",
    "Passage",
    "ReadingWarning",
    "Review",
    "Run",
    "Wording",
]
