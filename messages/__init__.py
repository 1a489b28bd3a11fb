"""What people read: gettext catalogues, Russian by default, English with ``LETOPIS_LANG=en``.

Message ids are English sentences with named placeholders; both catalogues are complete (a test proves it).
"""

import gettext
import os
from functools import lru_cache
from pathlib import Path

DOMAIN = "letopis"
LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("ru", "en")


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_DIR, languages=[language], fallback=True)


def language() -> str:
    """The language people read now: ``LETOPIS_LANG`` if it is one of ours, else Russian."""
    wanted = os.environ.get("LETOPIS_LANG", "ru")[:2].lower()
    return wanted if wanted in LANGUAGES else "ru"


def _(message: str, /, **values: object) -> str:
    """``message`` in the reader's language, its named placeholders filled."""
    text = _catalogue(language()).gettext(message)
    return text.format(**values) if values else text


def n_(singular: str, plural: str, count: int, /, **values: object) -> str:
    """The plural form of a message that fits ``count`` (available as ``{count}``)."""
    text = _catalogue(language()).ngettext(singular, plural, count)
    return text.format(count=count, **values)


def N_(message: str, /) -> str:
    """Mark ``message`` for the catalogues without translating it yet (tables of messages)."""
    return message
