"""The names that the matcher left open, put as questions: the same question once, the most frequent first."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from normalize.questions import question_key
from normalize.registry import EntityKind
from store.models import Document, DocumentTable, Mention, NameMatch, Paragraph
from store.writing import table_of

DOCUMENT, TABLE, PARAGRAPH = table_of(Document), table_of(DocumentTable), table_of(Paragraph)
MENTION, MATCH = table_of(Mention), table_of(NameMatch)
CONTEXTS_SHOWN = 3
AROUND = 90


@dataclass(frozen=True, slots=True)
class Offered:
    """An entity that a name may stand for; `entity` is the registry's id, `reasons` are (code, detail)."""

    entity: str
    name: str
    score: float
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a name stands: the document, and the caption of the table or the words around."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One open name: `text` as most documents write it, `spellings` all of them; how often and in how many documents;
    what the matcher doubted and offered."""

    key: str
    text: str
    spellings: tuple[str, ...]
    kind: EntityKind | None
    times: int
    documents: int
    reasons: tuple[tuple[str, str], ...]
    offered: tuple[Offered, ...]
    occurrences: tuple[Occurrence, ...]


@dataclass(slots=True)
class _Group:
    rows: list[Row[Any]] = field(default_factory=list)


def open_questions(connection: Connection, *, unknown: bool = False) -> list[Question]:
    """All open questions; with `unknown` also names that are like nothing in the registry."""
    outcomes = ("ask", "unknown") if unknown else ("ask",)
    groups: dict[str, _Group] = defaultdict(_Group)
    for row in connection.execute(_statement().where(MATCH.c.outcome.in_(outcomes))):
        groups[question_key(row.text)].rows.append(row)
    questions = [_question(connection, key, group.rows) for key, group in groups.items()]
    return sorted(questions, key=lambda question: (-question.times, question.text))


def _statement() -> Any:
    joined = MATCH.join(
        MENTION, and_(MENTION.c.document_id == MATCH.c.document_id, MENTION.c.mention == MATCH.c.mention)
    )
    joined = joined.join(DOCUMENT, DOCUMENT.c.id == MATCH.c.document_id)
    columns = (MATCH.c.reasons, MATCH.c.candidates, DOCUMENT.c.name)
    return select(MENTION, *columns).select_from(joined).order_by(MENTION.c.document_id, MENTION.c.mention)


def _question(connection: Connection, key: str, rows: list[Row[Any]]) -> Question:
    spellings: dict[str, int] = defaultdict(int)
    for row in rows:
        spellings[row.text] += 1
    ordered = tuple(sorted(spellings, key=lambda text: (-spellings[text], text)))
    return Question(
        key,
        ordered[0],
        ordered,
        next((row.kind for row in rows if row.kind), None),
        len(rows),
        len({row.document_id for row in rows}),
        _reasons(json.loads(rows[0].reasons)),
        _offered(rows),
        tuple(_occurrence(connection, row) for row in rows[:CONTEXTS_SHOWN]),
    )


def _reasons(items: Iterable[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((item["code"], item.get("detail", "")) for item in items if isinstance(item, dict))


def _offered(rows: Iterable[Row[Any]]) -> tuple[Offered, ...]:
    """Candidates of all the rows, each entity once with its best score."""
    best: dict[str, Offered] = {}
    for row in rows:
        for item in json.loads(row.candidates):
            one = Offered(item["entity_id"], item["entity"], item["score"], _reasons(item.get("reasons", ())))
            if one.entity not in best or best[one.entity].score < one.score:
                best[one.entity] = one
    return tuple(sorted(best.values(), key=lambda one: -one.score))


def _occurrence(connection: Connection, row: Row[Any]) -> Occurrence:
    if row.table_index is not None:
        here = and_(TABLE.c.document_id == row.document_id, TABLE.c.table_index == row.table_index)
        found = connection.execute(select(TABLE.c.number, TABLE.c.caption).where(here)).first()
        words = [part for part in ((found.number or "", found.caption or "") if found else ()) if part]
        return Occurrence(row.name, " ".join(words))
    here = and_(PARAGRAPH.c.document_id == row.document_id, PARAGRAPH.c.block == row.block)
    text = connection.execute(select(PARAGRAPH.c.text).where(here)).scalar() or ""
    return Occurrence(row.name, _around(text, row.start or 0, row.end or 0))


def _around(text: str, start: int, end: int) -> str:
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    return ("…" if left else "") + text[left:right].strip() + ("…" if right < len(text) else "")
