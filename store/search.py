"""Full-text search in dictionary forms, on SQLite (FTS5) and PostgreSQL alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, text

from normalize.lemmas import WORD, lemma
from store.database import is_sqlite
from store.passages import search_words
from store.statements import SHORT_HASH, Place

KINDS = ("paragraph", "caption", "row", "measure", "reference")
_QUOTED = re.compile(r"[\"«“„]([^\"»”“]+)[\"»”“]")
# Shorter words are prepositions; numbers count however short they are.
_SHORTEST_WORD = 3
_AROUND = 90

_SQLITE = """
SELECT p.*, d.name AS document, d.sha256, d.date AS document_date, t.number
FROM passage_words w JOIN passage p ON p.id = w.rowid JOIN document d ON d.id = p.document_id
LEFT JOIN document_table t ON t.document_id = p.document_id AND t.table_index = p.table_index
WHERE passage_words MATCH :query AND p.kind IN :kinds
ORDER BY w.rank, p.id LIMIT :limit
"""
_POSTGRESQL = """
SELECT p.*, d.name AS document, d.sha256, d.date AS document_date, t.number
FROM passage p JOIN document d ON d.id = p.document_id
LEFT JOIN document_table t ON t.document_id = p.document_id AND t.table_index = p.table_index
WHERE to_tsvector('russian', p.lemmas) @@ to_tsquery('russian', :query) AND p.kind IN :kinds
ORDER BY ts_rank(to_tsvector('russian', p.lemmas), to_tsquery('russian', :query), 1) DESC, p.id LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that holds what was searched, with its place. `snippet` marks the words found as ⟦…⟧."""

    document: str
    sha256: str
    document_date: date | None
    kind: str
    snippet: str
    item: int | None
    place: Place


def search(connection: Connection, words: str, *, kinds: Sequence[str] = KINDS, limit: int = 20) -> list[Hit]:
    """Passages that hold all words in any form, and quoted phrases word for word; the most telling first."""
    terms = query_terms(words)
    if not terms:
        return []
    sqlite = is_sqlite(connection)
    query = _sqlite_query(terms) if sqlite else _postgres_query(terms)
    statement = text(_SQLITE if sqlite else _POSTGRESQL).bindparams(bindparam("kinds", expanding=True))
    rows = connection.execute(statement, {"query": query, "kinds": list(kinds), "limit": limit})
    wanted = {word for term in terms for word in term}
    return [
        Hit(
            row.document,
            row.sha256[:SHORT_HASH],
            _day(row.document_date),
            row.kind,
            snippet(row.text, wanted),
            row.item,
            Place(row.block, row.table_index, row.number, row.row),
        )
        for row in rows
    ]


def query_terms(words: str) -> list[tuple[str, ...]]:
    """Terms that must all be found, in lemmas: quoted phrases as they stand, else word by word."""
    phrases: list[tuple[str, ...]] = [tuple(search_words(phrase).split()) for phrase in _QUOTED.findall(words)]
    rest = search_words(_QUOTED.sub(" ", words)).split()
    singles: list[tuple[str, ...]] = [(word,) for word in rest if len(word) >= _SHORTEST_WORD or word.isdigit()]
    return list(dict.fromkeys([phrase for phrase in phrases if phrase] + singles))


def _sqlite_query(terms: Sequence[tuple[str, ...]]) -> str:
    return " AND ".join(f'"{" ".join(term)}"' for term in terms)


def _postgres_query(terms: Sequence[tuple[str, ...]]) -> str:
    return " & ".join("(" + " <-> ".join(f"'{word}'" for word in term) + ")" for term in terms)


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def snippet(text: str, wanted: set[str]) -> str:
    """The words around the first that is wanted, in one line; all wanted ones marked."""
    spans = [match.span() for match in WORD.finditer(text) if _is_wanted(match[0], wanted)]
    start = max(0, spans[0][0] - _AROUND) if spans else 0
    end = min(len(text), start + 2 * _AROUND + 40)
    pieces, position = ["…" if start else ""], start
    for first, last in spans:
        if first >= start and last <= end:
            pieces += [text[position:first], "⟦", text[first:last], "⟧"]
            position = last
    pieces += [text[position:end], "…" if end < len(text) else ""]
    return " ".join("".join(pieces).split())


def _is_wanted(word: str, wanted: set[str]) -> bool:
    return lemma(word) in wanted or any(lemma(part) in wanted for part in word.split("-") if "-" in word)
