"""A document as read → everything it states: metadata first, then tables, then the text around them."""

from collections.abc import Iterable
from dataclasses import replace

from extract.collector import collector_at_rest
from extract.document import Document, ReadingWarning
from extract.facts import Facts, Observation
from messages import _


def interpret(document: Document) -> Facts:
    """The facts of `document`; in the document they carry, tables are understood and metadata is filled."""
    with collector_at_rest():
        return _interpret(document)


def _interpret(document: Document) -> Facts:
    from extract.endings import ending_warnings
    from extract.metadata import describe
    from extract.observations import observe
    from extract.tables import understand_tables

    metadata, doubts = describe(document)
    understood = understand_tables(replace(document, metadata=metadata))
    observed = observe(understood)
    warnings = (*document.warnings, *doubts, *observed.warnings, *ending_warnings(document), *_too_long(document))
    facts = Facts(replace(understood, warnings=warnings), observed.observations, observed.mentions)
    return _with_text(facts)


def _with_text(facts: Facts) -> Facts:
    """What running text, plans, decrees, references and event notes state."""
    from extract.abbreviations import Spelling, read_abbreviations
    from extract.annexes import read_annexes
    from extract.genres.conference import read_event
    from extract.genres.decree import read_decree
    from extract.genres.plan import read_measures
    from extract.naming import read_mentions
    from extract.prose import read_prose
    from extract.references import read_references
    from extract.restating import with_restatements

    document = facts.document
    references = read_references(document)
    abbreviations = read_abbreviations(document)
    spelling = Spelling(abbreviations)
    said = _as_sure_as_read(document, read_prose(document, spelling.bodies()))
    return replace(
        facts,
        observations=(*facts.observations, *with_restatements(document, facts.observations, said, spelling)),
        mentions=(*facts.mentions, *read_mentions(document, facts.mentions, abbreviations)),
        measures=read_measures(document),
        references=references,
        event=read_event(document),
        decree=read_decree(document, references),
        annexes=read_annexes(document),
        abbreviations=abbreviations,
    )


def _as_sure_as_read(document: Document, observations: Iterable[Observation]) -> Iterable[Observation]:
    """No statement is surer than the paragraph that it stands in was read."""
    doubtful = {
        paragraph.location.block: paragraph.confidence for paragraph in document.paragraphs if paragraph.confidence < 1
    }
    for observation in observations:
        sureness = doubtful.get(observation.location.block, 1.0)
        yield replace(observation, confidence=min(observation.confidence, sureness)) if sureness < 1 else observation


def _too_long(document: Document) -> Iterable[ReadingWarning]:
    """Paragraphs that nobody writes are kept, but not taken apart into facts; that is said."""
    from extract.runs import LONGEST_TEXT

    for paragraph in document.paragraphs:
        if len(paragraph.text) > LONGEST_TEXT:
            message = _("A paragraph of {count} characters was not searched for facts.", count=len(paragraph.text))
            yield ReadingWarning("long_text", message, paragraph.location)
