"""Words in pictures by Tesseract: the program is called on whole pictures, a table's cells stacked into one of them.

A ruled page read at once comes out half wrong; cell by cell is right but slow, since the program loads its model for each
call. So the cells of a page are stacked, one below another with white between, and told apart again by their place.
"""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.formats.scan_image import Grey
from messages import _
from messages.errors import MissingProgram, TimeLimit

LANGUAGE = "rus"
_SECONDS = 120
_GAP = 36
_MARGIN = 24
_MAX_HEIGHT = 12_000
_DIGITS = "0123456789,.%-–+()/ "


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word with its box in pixels of the picture it was read from; `confidence` from 0 to 1; `line` groups words."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    line: tuple[int, ...] = ()


def require_tesseract() -> None:
    """Raises MissingProgram where Tesseract or its Russian model is not installed."""
    program = shutil.which("tesseract")
    if program is None or LANGUAGE not in _languages(program):
        raise MissingProgram(
            program="Tesseract", install="apt install tesseract-ocr tesseract-ocr-rus tesseract-ocr-osd"
        )


def _languages(program: str) -> list[str]:
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return listed.stdout.split()


def recognise(image: Grey, dpi: float, *, layout: int, digits: bool = False) -> list[ReadWord]:
    """Words of a picture; `layout` is Tesseract's page segmentation mode (3 a page, 4 a column, 6 a block)."""
    options = ["-c", f"tessedit_char_whitelist={_DIGITS}"] if digits else []
    table = _tesseract(image, ["-l", LANGUAGE, "--psm", str(layout), "--dpi", str(round(dpi)), *options, "tsv"])
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [word for row in rows if (word := _word(row)) is not None]


def _word(row: dict[str, str]) -> ReadWord | None:
    text = (row.get("text") or "").strip()
    if row["level"] != "5" or not text:
        return None
    x, y, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
    line = tuple(int(row[name]) for name in ("block_num", "par_num", "line_num"))
    return ReadWord(text, x, y, x + width, y + height, max(0.0, float(row["conf"]) / 100), line)


def quarters_to_turn(image: Grey, dpi: float) -> int:
    """By how many quarters clockwise the picture must be turned to stand upright; 0 where that cannot be told."""
    told = _tesseract(image, ["-l", "osd", "--psm", "0", "--dpi", str(round(dpi)), "-"], strict=False)
    values = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
    sure = float(values.get("Orientation confidence", "0")) > 2.0
    return int(values.get("Rotate", "0")) // 90 if sure else 0


def _tesseract(image: Grey, arguments: Sequence[str], *, strict: bool = True) -> str:
    """What Tesseract prints of a picture; one thread each, since files are read in parallel."""
    encoded, png = cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not encoded:
        return ""
    order = [part for part in arguments if part != "-"]
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", *order],
            input=png.tobytes(),
            capture_output=True,
            timeout=_SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            check=False,
        )
    except FileNotFoundError as error:
        raise MissingProgram(program="Tesseract", install="apt install tesseract-ocr tesseract-ocr-rus") from error
    except subprocess.TimeoutExpired as error:
        raise TimeLimit(seconds=_SECONDS) from error
    if done.returncode and strict:
        raise MissingProgram(program=_("Tesseract with Russian"), install="apt install tesseract-ocr-rus")
    return done.stdout.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where a piece stands in the stack, and in the page."""

    index: int
    top: int
    bottom: int
    dx: int
    dy: int


def recognise_pieces(
    page: Grey, boxes: Sequence[tuple[int, int, int, int]], dpi: float, *, digits: bool = False
) -> list[list[ReadWord]]:
    """Words of each box (x0, y0, x1, y1) of a page, in pixels of the page."""
    found: list[list[ReadWord]] = [[] for _box in boxes]
    for picture, placed in _stacks(page, boxes):
        for word in recognise(picture, dpi, layout=6, digits=digits):
            middle = (word.y0 + word.y1) / 2
            home = next((place for place in placed if place.top - _GAP / 2 <= middle < place.bottom + _GAP / 2), None)
            if home is not None:
                found[home.index].append(_moved(word, home))
    return found


def _moved(word: ReadWord, home: _Placed) -> ReadWord:
    return replace(word, x0=word.x0 + home.dx, x1=word.x1 + home.dx, y0=word.y0 + home.dy, y1=word.y1 + home.dy)


def _stacks(page: Grey, boxes: Sequence[tuple[int, int, int, int]]) -> list[tuple[Grey, list[_Placed]]]:
    """Pictures of the boxes one below another, none taller than Tesseract likes."""
    stacks: list[tuple[Grey, list[_Placed]]] = []
    todo = list(enumerate(boxes))
    while todo:
        height, taken = _MARGIN, 0
        for _index, (_x0, y0, _x1, y1) in todo:
            if taken and height + y1 - y0 + _GAP > _MAX_HEIGHT:
                break
            height, taken = height + y1 - y0 + _GAP, taken + 1
        stacks.append(_stack(page, todo[:taken], height + _MARGIN))
        todo = todo[taken:]
    return stacks


def _stack(
    page: Grey, pieces: Sequence[tuple[int, tuple[int, int, int, int]]], height: int
) -> tuple[Grey, list[_Placed]]:
    width = max(x1 - x0 for _index, (x0, _y0, x1, _y1) in pieces) + 2 * _MARGIN
    picture = np.full((height, width), 255, np.uint8)
    placed, top = [], _MARGIN
    for index, (x0, y0, x1, y1) in pieces:
        picture[top : top + y1 - y0, _MARGIN : _MARGIN + x1 - x0] = page[y0:y1, x0:x1]
        placed.append(_Placed(index, top, top + y1 - y0, x0 - _MARGIN, y0 - top))
        top += y1 - y0 + _GAP
    return picture, placed
