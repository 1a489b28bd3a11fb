"""The dialogue of `letopis review`. Every answer is written before the next question is put, so that nothing is lost
whenever it ends."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import get_args

import typer

from commands.review_texts import help_lines, is_likely, offered, question_lines
from messages import _, n_
from normalize.names import Candidate, Matcher
from normalize.names_kinds import looks_like_name
from normalize.registry import Entity, EntityKind, Registry
from normalize.registry_local import add_entity, new_id
from store.archive import Archive
from store.decisions import decide, undo_decision
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
    _matcher: Matcher | None = None

    def run(self, questions: Sequence[Question]) -> None:
        """Go through `questions` until the end or until the person leaves."""
        number = 0
        while 0 <= number < len(questions):
            self._show(question_lines(questions[number], number + 1, len(questions)))
            self._show(help_lines())
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

    def _keep(self, question: Question, number: int, entity: str | None) -> bool:
        with self.archive.writing() as connection:
            decision = decide(connection, question.text, entity, self.author)
        self._decided.append((decision, number))
        name = self._registry().by_id[entity].name if entity in self._registry().by_id else entity
        typer.echo("→ " + (str(name) if name else _("no entity")))
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

    def _registry(self) -> Registry:
        return self._matching().registry

    def _matching(self) -> Matcher:
        if self._matcher is None:
            self._matcher = Matcher(Registry.load())
            self.archive.copy_registry(self._matcher.registry)
        return self._matcher

    def _other(self, question: Question, number: int) -> bool:
        """Another entity, by its id or some of its words."""
        words = self.read_line(_("Name or id of the entity"))
        if not words:
            return False
        if words in self._registry().by_id:
            return self._keep(question, number, words)
        found = self._found(words)
        for key, one in enumerate(found, start=1):
            typer.echo(f"  {key}  {one.entity} ({one.entity_id})")
        if not found:
            typer.echo(_("Nothing like it is in the registry."))
            return False
        letter = self.read_key()
        if letter.isdecimal() and 0 < int(letter) <= len(found):
            return self._keep(question, number, found[int(letter) - 1].entity_id)
        return False

    def _found(self, words: str) -> list[Candidate]:
        found = self._matching().match(words)
        listed = [one for one in found.candidates if one.entity_id == found.entity_id]
        return [*listed, *(one for one in found.candidates if one not in listed)][:MOST_FOUND]

    def _new(self, question: Question, number: int) -> bool:
        """A new entity: its name and kind; the same name as written if the line is left empty."""
        name = self.read_line(_("Name (Enter: as written)")) or question.text.strip("«» ")
        guess = question.kind or looks_like_name(name) or "other"
        kind = self.read_line(_("Kind: {kinds} (Enter: {guess})", kinds=", ".join(get_args(EntityKind)), guess=guess))
        if kind and kind not in get_args(EntityKind):
            typer.echo(_("There is no such kind."))
            return False
        entity = Entity(new_id(name, self._registry()), kind or guess, name)  # type: ignore[arg-type]
        add_entity(self.archive.registry_folder, entity)
        self._matcher = Matcher(self._registry().merged(Registry((entity,))))
        self.archive.copy_registry(self._matcher.registry)
        return self._keep(question, number, entity.id)
