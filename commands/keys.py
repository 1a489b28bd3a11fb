"""Single keys and lines from a terminal, or from whatever else is at stdin. Keys typed ahead are not lost."""

import codecs
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import typer

END = ""
ESCAPE = "\x1b"
LONGEST_ESCAPE = 16


@dataclass(frozen=True, slots=True)
class Keys:
    """`key` gives the next key ("" at the end of input), `line` a line after a prompt."""

    key: Callable[[], str]
    line: Callable[[str], str]


@contextmanager
def keyboard() -> Iterator[Keys]:
    """The keys of the person who runs the command; the terminal is as it was afterwards."""
    if not sys.stdin.isatty():
        yield Keys(lambda: sys.stdin.read(1), _piped_line)
        return
    try:
        import termios
    except ImportError:  # not a POSIX system
        yield Keys(
            lambda: str(typer.getchar()), lambda prompt: str(typer.prompt(prompt, default="", show_default=False))
        )
        return
    terminal = _Terminal(sys.stdin.fileno())
    terminal.take_keys()
    try:
        yield Keys(terminal.key, terminal.line)
    finally:
        termios.tcsetattr(terminal.fd, termios.TCSADRAIN, terminal.before)


def _piped_line(prompt: str) -> str:
    typer.echo(f"{prompt}: ", nl=False)
    return sys.stdin.readline().strip()


class _Terminal:
    """A POSIX terminal, read byte by byte, so that nothing waits in a buffer when the mode changes."""

    def __init__(self, fd: int) -> None:
        import termios

        self.fd = fd
        self.before = termios.tcgetattr(fd)

    def take_keys(self) -> None:
        """Give each key at once, without showing it."""
        import termios
        import tty

        tty.setcbreak(self.fd, termios.TCSADRAIN)

    def key(self) -> str:
        """One character; a key that sends several (an arrow) gives only the escape that begins them."""
        letter = self._letter()
        if letter == ESCAPE:
            self._skip_rest()
        return letter

    def _letter(self) -> str:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        while byte := os.read(self.fd, 1):
            if letter := decoder.decode(byte):
                return letter
        return END

    def _skip_rest(self) -> None:
        import select

        while select.select([self.fd], [], [], 0)[0]:
            if not os.read(self.fd, LONGEST_ESCAPE):
                return

    def line(self, prompt: str) -> str:
        """A line that is shown and can be corrected while it is typed."""
        import termios

        typer.echo(f"{prompt}: ", nl=False)
        termios.tcsetattr(self.fd, termios.TCSADRAIN, self.before)
        try:
            return self._typed().strip()
        finally:
            self.take_keys()

    def _typed(self) -> str:
        letters: list[str] = []
        while (letter := self._letter()) not in ("\n", END):
            letters.append(letter)
        return "".join(letters)
