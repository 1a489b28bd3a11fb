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

# Of words that very many passages hold, so many of the latest passages are ranked.
_RANKED = 1_000
_ANSWER = """
SELECT p.id, p.kind, p.text, p.item, p.block, p.table_index, p.row, d.name AS document, d.sha256, d.date AS document_date,
    t.number
FROM hit JOIN passage p ON p.id = hit.id JOIN document d ON d.id = p.document_id
LEFT JOIN document_table t ON t.document_id = p.document_id AND t.table_index = p.table_index
ORDER BY hit.place, hit.id
"""
# CROSS JOIN: the words first, whatever SQLite believes of them.
_SQLITE = f"""
WITH latest AS (
    SELECT w.rowid AS id FROM passage_words w {{of_kinds}} ORDER BY w.rowid DESC LIMIT {_RANKED}
), hit AS (
    SELECT w.rowid AS id, w.rank AS place FROM passage_words w {{of_kinds}}
    AND w.rowid >= (SELECT MIN(id) FROM latest) ORDER BY w.rank, w.rowid LIMIT :limit
)
{_ANSWER}"""
_SQLITE_ALL = "WHERE passage_words MATCH :query"
_SQLITE_KINDS = "CROSS JOIN passage k ON k.id = w.rowid WHERE passage_words MATCH :query AND k.kind IN :kinds"
_POSTGRESQL = f"""
WITH latest AS MATERIALIZED (
    SELECT id, passage_words FROM passage
    WHERE passage_words @@ to_tsquery('russian', :query) {{of_kinds}} ORDER BY id DESC LIMIT {_RANKED}
), hit AS (
    SELECT id, -ts_rank(passage_words, to_tsquery('russian', :query), 1) AS place FROM latest ORDER BY 2, 1 LIMIT :limit
)
{_ANSWER}"""
# A plan for these words, not for any; and disks turn no more: PostgreSQL would sooner read half of the table in order
# than some thousands of its rows.
_PLANNED = ("plan_cache_mode = force_custom_plan", "random_page_cost = 1.1")
_POSTGRESQL_KINDS = "AND kind IN :kinds"


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
    """Passages that hold all words in any form, and quoted phrases word for word; the most telling first (of more than
    a thousand passages, among the latest)."""
    terms = query_terms(words)
    if not terms:
        return []
    sqlite = is_sqlite(connection)
    values: dict[str, object] = {"query": _sqlite_query(terms) if sqlite else _postgres_query(terms), "limit": limit}
    statement = text(search_statement(sqlite=sqlite, of_kinds=set(kinds) != set(KINDS)))
    if set(kinds) != set(KINDS):
        statement = statement.bindparams(bindparam("kinds", expanding=True))
        values["kinds"] = list(kinds)
    if not sqlite:
        for setting in _PLANNED:
            connection.exec_driver_sql(f"SET LOCAL {setting}")
    rows = connection.execute(statement, values)
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


def search_statement(*, sqlite: bool, of_kinds: bool) -> str:
    """The SQL behind `search`, with the parameters query, limit and, with `of_kinds`, kinds."""
    if sqlite:
        return _SQLITE.format(of_kinds=_SQLITE_KINDS if of_kinds else _SQLITE_ALL)
    return _POSTGRESQL.format(of_kinds=_POSTGRESQL_KINDS if of_kinds else "")


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
