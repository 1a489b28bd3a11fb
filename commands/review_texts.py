"""What `letopis review` shows: a question with its places, its doubts and what is offered."""

from collections.abc import Iterable, Iterator

from messages import _, n_
from normalize.names_reasons import Code, Reason
from store.questions import Offered, Question

MOST_OFFERED = 5
LIKELY = 0.8
AHEAD = 0.05


def reasons_text(reasons: Iterable[tuple[str, str]]) -> str:
    """Reasons in words; a code that this version does not know is shown as it is."""
    return "; ".join(_reason(code, detail) for code, detail in reasons)


def _reason(code: str, detail: str) -> str:
    try:
        return str(Reason(Code(code), detail))
    except ValueError:
        return f"{code} {detail}".strip()


def offered(question: Question) -> tuple[Offered, ...]:
    """The candidates that have a key."""
    return question.offered[:MOST_OFFERED]


def is_likely(question: Question) -> bool:
    """Whether the first candidate may be taken without looking at its number."""
    choices = offered(question)
    second = choices[1].score if len(choices) > 1 else 0.0
    return bool(choices) and choices[0].score >= LIKELY and choices[0].score - second >= AHEAD


def question_lines(question: Question, number: int, total: int) -> Iterator[str]:
    """The question as it is put to a person."""
    yield ""
    yield _("Question {number} of {total}", number=number, total=total)
    yield f"  «{question.text.strip('«»')}»"
    if len(question.spellings) > 1:
        yield "  " + _("also written: {spellings}", spellings="; ".join(question.spellings[1:4]))
    times = n_("{count} mention", "{count} mentions", question.times)
    documents = n_("in {count} document", "in {count} documents", question.documents)
    yield f"  {times} {documents}:"
    yield from (f"    {one.document}: {one.text}" for one in question.occurrences)
    if question.reasons:
        yield "  " + _("Doubt: {reasons}", reasons=reasons_text(question.reasons))
    for key, candidate in enumerate(offered(question), start=1):
        against = reasons_text(candidate.reasons)
        yield f"  {key}  {candidate.name} ({candidate.score:.2f})" + (f" — {against}" if against else "")


def help_lines() -> Iterator[str]:
    """What the keys mean."""
    yield _("1–5 this one · Enter the first · o other · n new · x no entity · s skip · u undo · q quit")


def question_row(question: Question) -> dict[str, object]:
    """For a table or CSV."""
    return {
        "text": question.text,
        "times": question.times,
        "documents": question.documents,
        "reasons": reasons_text(question.reasons),
        "candidates": "\n".join(f"{one.score:.2f}  {one.name}" for one in offered(question)),
    }


def question_json(question: Question) -> dict[str, object]:
    """For programs."""
    return {
        "key": question.key,
        "text": question.text,
        "spellings": list(question.spellings),
        "kind": question.kind,
        "times": question.times,
        "documents": question.documents,
        "reasons": [_reason(code, detail) for code, detail in question.reasons],
        "occurrences": [{"document": one.document, "text": one.text} for one in question.occurrences],
        "candidates": [
            {
                "entity_id": one.entity,
                "entity": one.name,
                "score": one.score,
                "reasons": [_reason(code, detail) for code, detail in one.reasons],
            }
            for one in question.offered
        ],
    }
