"""A document as read → everything it states: metadata first, then tables, then the text around them."""

from dataclasses import replace

from extract.document import Document
from extract.facts import Facts


def interpret(document: Document) -> Facts:
    """The facts of `document`; in the document they carry, tables are understood and metadata is filled."""
    from extract.endings import ending_warnings
    from extract.metadata import describe
    from extract.observations import observe
    from extract.tables import understand_tables

    metadata, doubts = describe(document)
    understood = understand_tables(replace(document, metadata=metadata))
    observed = observe(understood)
    warnings = (*document.warnings, *doubts, *observed.warnings, *ending_warnings(document))
    facts = Facts(replace(understood, warnings=warnings), observed.observations, observed.mentions)
    return _with_text(facts)


def _with_text(facts: Facts) -> Facts:
    """What running text, plans, decrees, references and event notes state."""
    from extract.genres.conference import read_event
    from extract.genres.decree import read_decree
    from extract.genres.plan import read_measures
    from extract.naming import read_mentions
    from extract.prose import read_prose
    from extract.references import read_references

    document = facts.document
    return replace(
        facts,
        observations=(*facts.observations, *read_prose(document)),
        mentions=(*facts.mentions, *read_mentions(document, facts.mentions)),
        measures=read_measures(document),
        references=read_references(document),
        event=read_event(document),
        decree=read_decree(document),
    )
