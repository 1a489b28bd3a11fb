"""Old documents made DOCX a batch at a time: one start of LibreOffice for many files, a batch for each core.

What does not come out of its batch (a bad file takes along those after it) is left out here: it is converted by itself
when it is read, under its own time limit and with its own failure."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.detect import SUFFIXES, FileKind
from ingest.pool import Crew

_BATCH = 16


def portions(paths: Sequence[Path], workers: int) -> Iterator[list[Path]]:
    """The paths in order, parted so that the old documents of each portion are a batch for each of `workers`."""
    portion: list[Path] = []
    n_old = 0
    for path in paths:
        portion.append(path)
        n_old += is_old(path)
        if n_old == _BATCH * workers:
            yield portion
            portion, n_old = [], 0
    if portion:
        yield portion


def is_old(path: Path) -> bool:
    """Whether the name promises a document that LibreOffice must convert."""
    promised = SUFFIXES.get(path.suffix.lower())
    return promised is not None and promised.kind is FileKind.OFFICE


def converted(crew: Crew, paths: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """The DOCX made in `folder` of old documents among `paths`, of those that came out of their batch."""
    old = [path for path in paths if is_old(path)]
    if len(old) < 2:
        return {}
    batches = [batch for start in range(crew.size) if (batch := tuple(old[start :: crew.size]))]
    seconds = crew.limits.seconds * max(map(len, batches))
    made: dict[Path, Path] = {}
    for outcome in crew.work(convert, [(batch, folder) for batch in batches], seconds):
        if isinstance(outcome, dict):
            made |= outcome
    return made


def convert(batch: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Runs in the child: the DOCX made of the files of a batch in one run. Raises `MissingProgram`."""
    from extract.formats.office import convert_many

    own = Path(tempfile.mkdtemp(dir=folder))
    return {path: outcome for path, outcome in convert_many(batch, own).items() if isinstance(outcome, Path)}
