"""The names that the matcher left open, put as questions: the same question once, the most frequent first. Indicators
that the catalogue leaves open are put likewise by `indicator_questions`."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, Row, and_, select

from normalize.names_reasons import Code, Reason
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
    """An entity or indicator that a name or wording may stand for; `entity` is its id, `reasons` speak against it."""

    entity: str
    name: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a name stands: the document, and the caption of the table (before the value of an indicator) or the words
    around."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One open name or wording: `text` as most documents write it, `spellings` all of them; how often and in how many
    documents (of an indicator: how many values); what was doubted and offered."""

    key: str
    text: str
    spellings: tuple[str, ...]
    kind: EntityKind | None
    times: int
    documents: int
    reasons: tuple[str, ...]
    offered: tuple[Offered, ...]
    occurrences: tuple[Occurrence, ...]
    subject: Literal["name", "indicator"] = "name"


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
        tuple(Occurrence(row.name, place_text(connection, row)) for row in rows[:CONTEXTS_SHOWN]),
    )


def _reasons(items: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(_reason(item["code"], item.get("detail", "")) for item in items if isinstance(item, dict))


def _reason(code: str, detail: str) -> str:
    """A reason in words; a code that this version does not know is shown as it is."""
    try:
        return str(Reason(Code(code), detail))
    except ValueError:
        return f"{code} {detail}".strip()


def _offered(rows: Iterable[Row[Any]]) -> tuple[Offered, ...]:
    """Candidates of all the rows, each entity once with its best score."""
    best: dict[str, Offered] = {}
    for row in rows:
        for item in json.loads(row.candidates):
            one = Offered(item["entity_id"], item["entity"], item["score"], _reasons(item.get("reasons", ())))
            if one.entity not in best or best[one.entity].score < one.score:
                best[one.entity] = one
    return tuple(sorted(best.values(), key=lambda one: -one.score))


def place_text(connection: Connection, row: Row[Any]) -> str:
    """Number and caption of the table that `row` (a mention or observation) stands in, or the words around it."""
    if row.table_index is not None:
        here = and_(TABLE.c.document_id == row.document_id, TABLE.c.table_index == row.table_index)
        found = connection.execute(select(TABLE.c.number, TABLE.c.caption).where(here)).first()
        words = [part for part in ((found.number or "", found.caption or "") if found else ()) if part]
        return " ".join(words)
    here = and_(PARAGRAPH.c.document_id == row.document_id, PARAGRAPH.c.block == row.block)
    text = connection.execute(select(PARAGRAPH.c.text).where(here)).scalar() or ""
    return _around(text, row.start or 0, row.end or 0)


def _around(text: str, start: int, end: int) -> str:
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    return ("…" if left else "") + text[left:right].strip() + ("…" if right < len(text) else "")
