"""Kinds of acts and of documents: the words by which headings, stamps and references name them."""

import re

# Lemma of the kind → the stem that all its forms share. Longer stems first where one begins another.
ACT_STEMS: dict[str, str] = {
    "закон": r"(?:федеральн\w+\s+)?(?:конституционн\w+\s+)?закон",
    "кодекс": r"(?:[а-яё-]+(?:ого|ому|ым|ом|ий|ый)\s+)?кодекс",
    "конституция": r"конституци",
    "указ": r"указ",
    "постановление": r"постановлени",
    "распоряжение": r"распоряжени",
    "приказ": r"приказ",
    "поручение": r"(?:перечн\w+\s+)?поручени",
    "решение": r"решени",
    "письмо": r"письм",
    "протокол": r"протокол",
    "устав": r"устав",
    "соглашение": r"соглашени",
    "договор": r"договор",
    "указание": r"указани",
    "стандарт": r"стандарт",
}
_ENDING = r"(?:а|у|ом|ем|е|ы|и|ов|ев|ам|ями|ами|ах|ях|ям|я|ю|й|ей|ь|о)?"
ACT = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(rf"(?P<k{i}>{stem}{_ENDING})" for i, stem in enumerate(ACT_STEMS.values()))
    + r")(?![\w-])",
    re.IGNORECASE,
)
_KINDS = tuple(ACT_STEMS)
# Every act holds one of these: looking for them is much quicker than matching `ACT`.
_SIGNS = re.compile("|".join(re.findall(r"[а-яё]+$", stem)[0] for stem in ACT_STEMS.values()))

# Kinds that stand alone as the heading of an act (a letter or a contract has other heads).
HEADING_KINDS = frozenset({"закон", "указ", "постановление", "распоряжение", "приказ", "решение", "протокол"})


def may_name_act(text: str) -> bool:
    """Whether the text holds what each match of `ACT` holds."""
    return _SIGNS.search(text.lower()) is not None


def act_kind(found: "re.Match[str]") -> str:
    """The lemma of the kind that a match of `ACT` names."""
    return next(kind for index, kind in enumerate(_KINDS) if found[f"k{index}"])


# «ПРИКАЗ № 45-п от 12.03.2019»: date and number on the line of the heading itself.
_PARTICULARS = re.compile(
    r"(?:(?:№|N)\s*[\w/.–-]+|(?:от\s+)?[«\"]?\d{1,2}[»\"]?[\s./]\s?(?:\d{1,2}|[а-яё]+)[\s./]\s?\d{4}(?:\s*г(?:ода|\.)?)?|[\s,])+",
    re.IGNORECASE,
)


def heading_kind(line: str) -> str | None:
    """The kind of act if the whole line is its heading: «РАСПОРЯЖЕНИЕ», «ПРИКАЗ министра», «ПРИКАЗ № 45»."""
    found = ACT.match(line)
    if found is None or act_kind(found) not in HEADING_KINDS or len(line) > 80:
        return None
    rest = line[found.end() :].strip(" .:")
    upper = found.group().isupper()
    kind = act_kind(found)
    # «ПРОТОКОЛ № 4 / заседания комиссии …» is a title of its own.
    if upper and rest and kind != "протокол" and _PARTICULARS.fullmatch(rest):
        return kind
    capital = upper or (found.group()[:1].isupper() and not rest)
    return kind if capital and not re.search(r"\d|№|[«»]", rest) else None
