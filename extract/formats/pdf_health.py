"""Is the text layer text? Fonts without a map of letters, letters of the wrong alphabet, letters of a lost code page."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.formats.pdf_page import PdfPage, Word
from normalize.text import lookalike, unmix

FEW = 20
LOST = 0.2
MAPLESS = 0.3
THROUGHOUT = 0.2
_LATIN_SUPPLEMENT = re.compile(r"[À-ÿ]")
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f]")


def repaired(page: PdfPage) -> PdfPage:
    """The page with look-alike Latin letters inside Russian words, and letters read by the wrong code page, put right."""
    text = "".join(word.text for word in page.words)
    if _is_miscoded(text):
        page = _with_texts(page, [_recoded(word.text) for word in page.words])
        text = "".join(word.text for word in page.words)
    if _CYRILLIC.search(text) and _LATIN.search(text):
        return _with_texts(page, _unmixed([word.text for word in page.words]))
    return page


def _unmixed(texts: Sequence[str]) -> list[str]:
    """Look-alikes put right inside words; on a page where many words hold some, in words of nothing else too."""
    found = [unmix(text) for text in texts]
    mended = sum(before != after for before, after in zip(texts, found, strict=True))
    if mended > THROUGHOUT * sum(bool(_CYRILLIC.search(text)) for text in texts):
        return [lookalike(text) for text in found]
    return found


def is_rubbish(page: PdfPage) -> bool:
    """Too many characters that stand for no letter: the picture of the page must be read instead."""
    text = "".join(word.text for word in page.words)
    if page.unmapped > MAPLESS * page.characters:
        return page.characters > 0
    if len(text) < FEW:
        return False
    lost = len(_NO_LETTER.findall(text)) / len(text)
    mixes = _CYRILLIC.search(text) and _LATIN.search(text)
    return lost > LOST or bool(mixes and _share_of_gibberish(page.words) > 0.5)


def _share_of_gibberish(words: Sequence[Word]) -> float:
    """Words that mix two alphabets even after look-alikes are put right."""
    long = [unmix(word.text) for word in words if len(word.text) > 3 and _LETTER.search(word.text)]
    mixed = sum(bool(_CYRILLIC.search(text) and _LATIN.search(text)) for text in long)
    return mixed / len(long) if len(long) >= FEW else 0.0


def _is_miscoded(text: str) -> bool:
    """«Ïðèêàç» for «Приказ»: most letters come from where Western accents stand."""
    if not _LATIN_SUPPLEMENT.search(text) or _CYRILLIC.search(text):
        return False
    letters = _LETTER.findall(text)
    accents = len(_LATIN_SUPPLEMENT.findall(text))
    return len(letters) >= FEW and accents > 0.6 * len(letters)


def _recoded(text: str) -> str:
    try:
        return text.encode("cp1252").decode("cp1251")
    except UnicodeError:
        return text


def _with_texts(page: PdfPage, texts: Sequence[str]) -> PdfPage:
    words = tuple(
        word if word.text == text else replace(word, text=text) for word, text in zip(page.words, texts, strict=True)
    )
    return replace(page, words=words)
