"""What a document tells about the names in it: the region that it is about, and the abbreviations it defines."""

import re
from collections import Counter
from collections.abc import Iterable

from normalize.names import MatchContext, Matcher
from normalize.registry import FEDERATION

# A region is what a document is about when it is named at least so often, and in so much of all namings.
NAMED_AT_LEAST = 2
MAIN_SHARE = 0.6
LONGEST_LOOK = 200_000
_LETTER = re.compile(r"[^\W\d_]")


def context_of(texts: Iterable[str], matcher: Matcher, abbreviations: Iterable[tuple[str, str]] = ()) -> MatchContext:
    """The context of every name in a document with these `texts`; `abbreviations` are pairs (short, long)."""
    return MatchContext(region=main_region(texts, matcher), abbreviations=tuple(dict.fromkeys(abbreviations)))


def main_region(texts: Iterable[str], matcher: Matcher) -> str:
    """The id of the one region that the texts speak of, or "" if they speak of several or of none."""
    times_read: Counter[str] = Counter()
    looked_at = 0
    for text in texts:
        times_read[text] += 1
        looked_at += len(text)
        if looked_at > LONGEST_LOOK:
            break
    named: Counter[str] = Counter()
    for text, times in times_read.items():
        for region in matcher.regions_in(text) if _LETTER.search(text) else ():
            named[region] += times
    del named[FEDERATION]
    region, times = next(iter(named.most_common(1)), ("", 0))
    return region if times >= NAMED_AT_LEAST and times >= MAIN_SHARE * named.total() else ""
