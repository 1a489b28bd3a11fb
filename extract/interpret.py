"""A document as read → everything it states: metadata first, then tables, then the text around them."""

import importlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from extract.document import Document
from extract.facts import Facts


def interpret(document: Document) -> Facts:
    """The facts of `document`; in the document they carry, tables are understood and metadata is filled."""
    from extract.metadata import metadata_warnings, read_metadata
    from extract.observations import observe
    from extract.tables import understand_tables

    described = replace(document, metadata=read_metadata(document))
    understood = understand_tables(described)
    observed = observe(understood)
    warnings = (*document.warnings, *metadata_warnings(document), *observed.warnings)
    facts = Facts(replace(understood, warnings=warnings), observed.observations, observed.mentions)
    return _with_text(facts)


def _with_text(facts: Facts) -> Facts:
    """What running text, plans, references and event notes state."""
    document = facts.document
    return replace(
        facts,
        observations=(*facts.observations, *_reader("extract.prose", "read_prose", ())(document)),
        measures=_reader("extract.genres.plan", "read_measures", ())(document),
        references=_reader("extract.references", "read_references", ())(document),
        event=_reader("extract.genres.conference", "read_event", None)(document),
    )


def _reader(module: str, name: str, nothing: Any) -> Callable[[Document], Any]:
    try:
        found: Callable[[Document], Any] = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        return lambda _document: nothing
    return found
