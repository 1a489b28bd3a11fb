"""Words in pictures by Tesseract, many pictures in one call: the program loads its model once for each call.

The pictures go to it as the pages of one TIFF, so that each is laid out and recognised by itself.
"""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from PIL import Image

from extract.formats.scan_image import Grey
from messages import _
from messages.errors import MissingProgram, TimeLimit

Language = Literal["rus", "eng"]
RUSSIAN: Language = "rus"
ENGLISH: Language = "eng"
# Tesseract's page segmentation modes.
BLOCK = 6
LINE = 7
_INSTALL = "apt install tesseract-ocr tesseract-ocr-rus tesseract-ocr-eng tesseract-ocr-osd"
_SECONDS = 120
# Half the dots tell the orientation as well, in half the time.
_HALF = 0.5
_FIGURES = "0123456789,.%-–+()/"


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


def overlap(word: ReadWord, other: ReadWord) -> float:
    """Share of the wider one's width that both take, on one line."""
    if other.y0 > word.y1 or other.y1 < word.y0:
        return 0.0
    common = min(word.x1, other.x1) - max(word.x0, other.x0)
    return common / max(word.x1 - word.x0, other.x1 - other.x0, 1.0)


def require_tesseract() -> None:
    """Raises MissingProgram where Tesseract or one of its models is not installed."""
    program = shutil.which("tesseract")
    if program is None or not {RUSSIAN, ENGLISH} <= set(_languages(program)):
        raise MissingProgram(program="Tesseract", install=_INSTALL)


def _languages(program: str) -> list[str]:
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return listed.stdout.split()


def recognise(
    pictures: Sequence[Grey], dpi: float, layout: int, *, language: Language = RUSSIAN, figures: bool = False
) -> list[list[ReadWord]]:
    """Words of each picture; `figures`: nothing but digits and what stands with them is looked for."""
    found: list[list[ReadWord]] = [[] for _picture in pictures]
    if not pictures:
        return found
    options = ["-c", f"tessedit_char_whitelist={_FIGURES}"] if figures else []
    table = _tesseract(pictures, dpi, ["-l", language, "--psm", str(layout), *options, "tsv"])
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        word = _word(row)
        if word is not None:
            found[int(row["page_num"]) - 1].append(word)
    return found


def _word(row: dict[str, str]) -> ReadWord | None:
    text = (row.get("text") or "").strip()
    if row["level"] != "5" or not text:
        return None
    x, y, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
    line = tuple(int(row[name]) for name in ("block_num", "par_num", "line_num"))
    return ReadWord(text, x, y, x + width, y + height, max(0.0, float(row["conf"]) / 100), line)


def quarters_to_turn(image: Grey, dpi: float) -> int:
    """By how many quarters clockwise the picture must be turned to stand upright; 0 where that cannot be told."""
    half = np.asarray(cv2.resize(image, None, fx=_HALF, fy=_HALF, interpolation=cv2.INTER_AREA), np.uint8)
    told = _tesseract([half], dpi * _HALF, ["-l", "osd", "--psm", "0"], strict=False)
    values = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
    sure = float(values.get("Orientation confidence", "0")) > 2.0
    return int(values.get("Rotate", "0")) // 90 if sure else 0


def _tesseract(pictures: Sequence[Grey], dpi: float, arguments: Sequence[str], *, strict: bool = True) -> str:
    """What Tesseract prints of the pictures; one thread each, since files are read in parallel."""
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "--dpi", str(round(dpi)), *arguments],
            input=_tiff(pictures),
            capture_output=True,
            timeout=_SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            check=False,
        )
    except FileNotFoundError as error:
        raise MissingProgram(program="Tesseract", install=_INSTALL) from error
    except subprocess.TimeoutExpired as error:
        raise TimeLimit(seconds=_SECONDS) from error
    if done.returncode and strict:
        raise MissingProgram(program=_("Tesseract with Russian"), install=_INSTALL)
    return done.stdout.decode("utf-8", "replace")


def _tiff(pictures: Sequence[Grey]) -> bytes:
    buffer = io.BytesIO()
    first, *others = [Image.fromarray(picture) for picture in pictures]
    first.save(buffer, "TIFF", save_all=True, append_images=others)
    return buffer.getvalue()
