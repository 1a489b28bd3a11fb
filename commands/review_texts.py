"""What `letopis review` shows: a question with its places, its doubts and what is offered."""

from collections.abc import Iterator

from messages import _, n_
from store.questions import Offered, Question

MOST_OFFERED = 5
LIKELY = 0.8
AHEAD = 0.05


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
    yield f"  {about(question.subject)}: «{question.text.strip('«»')}»"
    if len(question.spellings) > 1:
        yield "  " + _("also written: {spellings}", spellings="; ".join(question.spellings[1:4]))
    times = _times(question)
    documents = n_("in {count} document", "in {count} documents", question.documents)
    yield f"  {times} {documents}:"
    yield from (f"    {one.document}: {one.text}" for one in question.occurrences)
    if question.reasons:
        yield "  " + _("Doubt: {reasons}", reasons="; ".join(question.reasons))
    for key, candidate in enumerate(offered(question), start=1):
        against = "; ".join(candidate.reasons)
        yield f"  {key}  {candidate.name} ({candidate.score:.2f})" + (f" — {against}" if against else "")


def _times(question: Question) -> str:
    if question.subject == "indicator":
        return n_("{count} value", "{count} values", question.times)
    return n_("{count} mention", "{count} mentions", question.times)


def help_lines(question: Question) -> Iterator[str]:
    """What the keys mean."""
    if question.subject == "indicator":
        yield _("1–5 this one · Enter the first · o other · n new · x of its own · s skip · u undo · q quit")
        return
    yield _("1–5 this one · Enter the first · o other · n new · x no entity · s skip · u undo · q quit")


def about(subject: str) -> str:
    """What a question or decision is about, in words."""
    return _("indicator") if subject == "indicator" else _("name")


def question_row(question: Question) -> dict[str, object]:
    """For a table or CSV."""
    return {
        "about": about(question.subject),
        "text": question.text,
        "times": question.times,
        "documents": question.documents,
        "reasons": "; ".join(question.reasons),
        "candidates": "\n".join(f"{one.score:.2f}  {one.name}" for one in offered(question)),
    }


def question_json(question: Question) -> dict[str, object]:
    """For programs."""
    return {
        "subject": question.subject,
        "key": question.key,
        "text": question.text,
        "spellings": list(question.spellings),
        "kind": question.kind,
        "times": question.times,
        "documents": question.documents,
        "reasons": list(question.reasons),
        "occurrences": [{"document": one.document, "text": one.text} for one in question.occurrences],
        "candidates": [
            {
                "entity_id": one.entity,
                "entity": one.name,
                "score": one.score,
                "reasons": list(one.reasons),
            }
            for one in question.offered
        ],
    }
