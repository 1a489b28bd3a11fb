"""Russian numerals in words, in any case and gender → numbers. Pure."""

import re
from decimal import Decimal

from normalize.text import fold

_FORMS = {
    0: "ноль ноля нолю нолем ноле нуль нуля нулю нулем нуле",
    1: "один одна одно одного одной одному одну одним одном одною",
    2: "два две двух двум двумя двое двоих двоим двоими оба обе обоих обеих обоим обеим обоими обеими",
    3: "три трех трем тремя трое троих троим троими",
    4: "четыре четырех четырем четырьмя четверо четверых четверым четверыми",
    5: "пять пяти пятью пятеро пятерых пятерым пятерыми",
    6: "шесть шести шестью шестеро шестерых шестерым шестерыми",
    7: "семь семи семью семеро семерых семерым семерыми",
    8: "восемь восьми восемью восьмью",
    9: "девять девяти девятью",
    10: "десять десяти десятью",
    11: "одиннадцать одиннадцати одиннадцатью",
    12: "двенадцать двенадцати двенадцатью",
    13: "тринадцать тринадцати тринадцатью",
    14: "четырнадцать четырнадцати четырнадцатью",
    15: "пятнадцать пятнадцати пятнадцатью",
    16: "шестнадцать шестнадцати шестнадцатью",
    17: "семнадцать семнадцати семнадцатью",
    18: "восемнадцать восемнадцати восемнадцатью",
    19: "девятнадцать девятнадцати девятнадцатью",
    20: "двадцать двадцати двадцатью",
    30: "тридцать тридцати тридцатью",
    40: "сорок сорока",
    50: "пятьдесят пятидесяти пятьюдесятью",
    60: "шестьдесят шестидесяти шестьюдесятью",
    70: "семьдесят семидесяти семьюдесятью",
    80: "восемьдесят восьмидесяти восемьюдесятью",
    90: "девяносто девяноста",
    100: "сто ста",
    200: "двести двухсот двумстам двумястами двухстах",
    300: "триста трехсот тремстам тремястами трехстах",
    400: "четыреста четырехсот четыремстам четырьмястами четырехстах",
    500: "пятьсот пятисот пятистам пятьюстами пятистах",
    600: "шестьсот шестисот шестистам шестьюстами шестистах",
    700: "семьсот семисот семистам семьюстами семистах",
    800: "восемьсот восьмисот восьмистам восемьюстами восьмистах",
    900: "девятьсот девятисот девятистам девятьюстами девятистах",
}
_SCALE_FORMS = {
    10: "десятка десяткам десятками десятках десятков",
    100: "сотни сотне сотню сотней сотен сотням сотнями сотнях",
    1_000: "тысяча тысячи тысяче тысячу тысячей тысячью тысяч тысячам тысячами тысячах",
    1_000_000: "миллион миллиона миллиону миллионом миллионе миллионы миллионов миллионам миллионами миллионах",
    1_000_000_000: "миллиард миллиарда миллиарду миллиардом миллиарде миллиарды миллиардов миллиардам миллиардами",
}
# «полмиллиона», «полтысячи»; «полгода», «полтонны» are not of these.
_HALF_SCALES = {
    f"{half}{form}": value // 2
    for value, forms in _SCALE_FORMS.items()
    if value > 10
    for half in ("пол", "полу")
    for form in forms.split()[:5]
}
_ONE_AND_A_HALF = frozenset(["полтора", "полторы", "полутора", "полутору"])
_NUMBERS = {form: value for value, forms in _FORMS.items() for form in forms.split()} | _HALF_SCALES
_SCALES = {form: value for value, forms in _SCALE_FORMS.items() for form in forms.split()}
# «23-х», «5-ти», «23-ём» are counts; «5-й», «3-го» are ordinals and are not taken.
_ENDED = re.compile(r"(\d{1,6})-(?:ти|ми|их|им|ем|ех|мя|х|ух|ум|ью|и|м)$")

_ORDINAL_STEMS = [
    "перв",
    "втор",
    "трет",
    "четверт",
    "пят",
    "шест",
    "седьм",
    "восьм",
    "девят",
    "десят",
    "одиннадцат",
    "двенадцат",
]
_ORDINAL_ENDINGS = r"(?:ый|ой|ий|ая|ое|ье|ья|ого|его|ьего|ей|ьей|ому|ьему|ую|ью|ым|ьим|ом|ьем|ые|ьи|ых|ьих|ыми)"
_ORDINALS = tuple(re.compile(f"{stem}{_ORDINAL_ENDINGS}") for stem in _ORDINAL_STEMS)

# Said of what nobody counted out: «полмиллиона», «два десятка», «полторы сотни».
ROUND_WORDS = frozenset(_HALF_SCALES) | {form for form, value in _SCALES.items() if value <= 100}
# These alone say only «many» («тысячи людей», «десятки школ»).
SCALE_WORDS = frozenset(_SCALES)
NUMERAL_WORDS = frozenset(_NUMBERS) | frozenset(_SCALES) | _ONE_AND_A_HALF
# Hundreds, tens and units of each scale, and the scales.
MOST_WORDS = 20


def number_from_words(text: str) -> Decimal | None:
    """The number that the whole text says in words («двадцати трёх», «одна тысяча двести», «полтора», «23-х»)."""
    folded = fold(text)
    if ended := _ENDED.fullmatch(folded):
        return Decimal(ended[1])
    spoken = folded.replace("-", " ").split()
    return _compose(spoken) if spoken else None


def begins_number(word: str) -> bool:
    """Whether a number in words can begin with `word`, hyphened words and a lone dash included."""
    folded = fold(word)
    bare = folded.lstrip("-")
    return not bare or bare.partition("-")[0] in NUMERAL_WORDS or _ENDED.fullmatch(folded) is not None


def ordinal_from_words(text: str) -> int | None:
    """1 to 12 for «первый» … «двенадцатый» in any case and gender, else None."""
    folded = fold(text)
    return next((n for n, pattern in enumerate(_ORDINALS, 1) if pattern.fullmatch(folded)), None)


def _compose(spoken: list[str]) -> Decimal | None:
    total, group, last_scale = Decimal(0), Decimal(0), Decimal("Infinity")
    smallest = Decimal(1000)
    started = False
    for word in spoken:
        if word in _SCALES:
            scale = Decimal(_SCALES[word])
            if scale >= last_scale:
                return None
            total += (group if started else Decimal(1)) * scale
            group, smallest, last_scale, started = Decimal(0), Decimal(1000), scale, False
            continue
        value = _word_value(word)
        if value is None or not _may_follow(value, smallest, started):
            return None
        group, smallest, started = group + value, _magnitude(value), True
    return total + group


def _word_value(word: str) -> Decimal | None:
    if word in _ONE_AND_A_HALF:
        return Decimal("1.5")
    value = _NUMBERS.get(word)
    return None if value is None else Decimal(value)


def _may_follow(value: Decimal, smallest: Decimal, started: bool) -> bool:
    """Whether a numeral may stand after others: hundreds, then tens, then units; nothing joins 0 or 1½."""
    if value == 0 or value == Decimal("1.5"):
        return not started
    return _size(value) < smallest


def _size(value: Decimal) -> Decimal:
    """The place that a numeral takes: 1 for units, 10 for tens, 100 for hundreds; 11–19 take both lower ones."""
    return Decimal(100) if value >= 100 else Decimal(10) if value >= 10 else Decimal(1)


def _magnitude(value: Decimal) -> Decimal:
    """What must be bigger than the place of the next numeral."""
    if value == 0 or value == Decimal("1.5") or 10 <= value < 20:
        return Decimal(0)
    return _size(value)
