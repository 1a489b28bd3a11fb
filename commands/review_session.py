"""The dialogue of `letopis review`. Every answer is written before the next question is put, so that nothing is lost
whenever it ends."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import typer

from commands.review_answers import Answers, IndicatorAnswers, NameAnswers
from commands.review_texts import help_lines, is_likely, offered, question_lines
from messages import _, n_
from store.archive import Archive
from store.decisions import undo_decision
from store.questions import Question

# The same keys on a Russian keyboard.
LAYOUT = str.maketrans("щтчыгй", "onxsuq")
ENTER = ("\r", "\n")
END = ("", "\x04")
INTERRUPT = "\x03"
MOST_FOUND = 9


@dataclass
class Session:
    """Asks questions one after another; `read_key` gives one key, `read_line` a line after a prompt."""

    archive: Archive
    author: str
    read_key: Callable[[], str]
    read_line: Callable[[str], str]
    _decided: list[tuple[int, int]] = field(default_factory=list)
    _answers: dict[str, Answers] = field(init=False)

    def __post_init__(self) -> None:
        self._answers = {"name": NameAnswers(self.archive), "indicator": IndicatorAnswers(self.archive)}

    def run(self, questions: Sequence[Question]) -> None:
        """Go through `questions` until the end or until the person leaves."""
        number = 0
        while 0 <= number < len(questions):
            self._show(question_lines(questions[number], number + 1, len(questions)))
            self._show(help_lines(questions[number]))
            moved = self._answer(questions[number], number)
            if moved is None:
                break
            number = moved
        standing = len(self._decided)
        typer.echo("\n" + n_("{count} decision kept.", "{count} decisions kept.", standing))

    def _show(self, lines: Iterable[str]) -> None:
        for line in lines:
            typer.echo(line)

    def _answer(self, question: Question, number: int) -> int | None:
        """Read keys until one of them answers; the number of the next question, or None to leave."""
        while True:
            key = self.read_key()
            if key in END or key == INTERRUPT:
                return None
            letter = key[0].lower().translate(LAYOUT)
            if letter == "q":
                return None
            if letter == "u":
                return self._undo(number)
            if letter in ("s", " "):
                return number + 1
            if key in ENTER and not is_likely(question):
                typer.echo(_("The first is not likely enough for Enter: press its number."))
            elif self._decides(question, number, "1" if key in ENTER else letter):
                return number + 1

    def _decides(self, question: Question, number: int, letter: str) -> bool:
        """Carry out the key if it decides something."""
        choices = offered(question)
        if letter.isdecimal() and 0 < int(letter) <= len(choices):
            return self._keep(question, number, choices[int(letter) - 1].entity)
        if letter == "x":
            return self._keep(question, number, None)
        if letter == "o":
            return self._other(question, number)
        if letter == "n":
            return self._new(question, number)
        return False

    def _keep(self, question: Question, number: int, chosen: str | None) -> bool:
        decision, said = self._answers[question.subject].keep(question, chosen, self.author)
        self._decided.append((decision, number))
        typer.echo(f"→ {said}")
        return True

    def _undo(self, number: int) -> int:
        """Take the latest answer back and go to its question again."""
        if not self._decided:
            typer.echo(_("There is nothing to undo."))
            return number
        decision, asked = self._decided.pop()
        with self.archive.writing() as connection:
            undo_decision(connection, decision, self.author)
        return asked

    def _other(self, question: Question, number: int) -> bool:
        """Another entity or indicator, by its id or some of its words."""
        words = self.read_line(_("Name or id"))
        if not words:
            return False
        found = self._answers[question.subject].found(words)[:MOST_FOUND]
        if [chosen for chosen, _name in found] == [words]:
            return self._keep(question, number, words)
        for key, (chosen, name) in enumerate(found, start=1):
            typer.echo(f"  {key}  {name} ({chosen})")
        if not found:
            typer.echo(_("Nothing like it is known."))
            return False
        letter = self.read_key()
        if letter.isdecimal() and 0 < int(letter) <= len(found):
            return self._keep(question, number, found[int(letter) - 1][0])
        return False

    def _new(self, question: Question, number: int) -> bool:
        made = self._answers[question.subject].new(question, self.read_line)
        return made is not None and self._keep(question, number, made)
