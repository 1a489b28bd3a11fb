"""Which genre a part of a document is: points for each kind of evidence, never one word alone."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from extract.document import Genre, Paragraph, Table
from extract.parts import Part
from normalize.text import fold

ENOUGH = 3
_SAMPLE_CELLS = 400
_NUMERIC = re.compile(r"[-–−+]?\d[\d\s.,]{0,18}%?")


@dataclass(frozen=True, slots=True)
class Traits:
    """What evidence is looked for in. Texts are folded."""

    title: str
    body: str
    headers: str
    captions: str
    act: str | None
    particulars: bool
    numeric_cells: int
    numeric_share: float
    table_share: float


@dataclass(frozen=True, slots=True)
class Evidence:
    genre: Genre
    points: int
    holds: Callable[[Traits], bool]


def recognise(part: Part) -> Genre:
    """The genre with most points; «other» when no genre has enough."""
    traits = traits_of(part)
    points: dict[Genre, int] = {}
    for evidence in _EVIDENCE:
        if evidence.holds(traits):
            points[evidence.genre] = points.get(evidence.genre, 0) + evidence.points
    best = max(points, key=lambda genre: points[genre], default=None)
    return best if best is not None and points[best] >= ENOUGH else "other"


def traits_of(part: Part) -> Traits:
    """Reduce a part to the traits that tell genres apart."""
    tables = [block for block in part.blocks if isinstance(block, Table)]
    paragraphs = [block.text for block in part.blocks if isinstance(block, Paragraph)]
    numeric, filled = _count_cells(tables)
    letters = sum(map(len, paragraphs))
    in_tables = sum(len(cell.text) for table in tables for cell in table.cells)
    return Traits(
        title=fold(" ".join(line.text for line in part.head.title)),
        body=_plain("\n".join(paragraphs)),
        headers=_plain(" | ".join(cell.text for table in tables for cell in table.cells if cell.row < 3)),
        captions=_plain(" | ".join(_captions(part, tables))),
        act=part.head.act,
        particulars=any(re.search(r"№|\d{4}", line.text) for line in part.head.particulars),
        numeric_cells=numeric,
        numeric_share=numeric / filled if filled else 0.0,
        table_share=in_tables / (in_tables + letters) if in_tables else 0.0,
    )


def _plain(text: str) -> str:
    """Folded as far as the words of the table below need, lines kept."""
    return text.lower().replace("ё", "е").replace("\u00a0", " ")


def _captions(part: Part, tables: Iterable[Table]) -> Iterable[str]:
    for table in tables:
        yield table.caption or ""
    for line in part.lines:
        if line.style in ("caption", "heading"):
            yield line.text


def _count_cells(tables: Iterable[Table]) -> tuple[int, int]:
    """Numeric and filled cells, of the first few hundred of each table."""
    texts = [cell.text.strip() for table in tables for cell in table.cells[:_SAMPLE_CELLS]]
    filled = [text for text in texts if text]
    return sum(_NUMERIC.fullmatch(text) is not None for text in filled), len(filled)


def _in_title(pattern: str) -> Callable[[Traits], bool]:
    compiled = re.compile(pattern)
    return lambda traits: compiled.search(traits.title) is not None


def _in_body(pattern: str, times: int = 1) -> Callable[[Traits], bool]:
    compiled = re.compile(pattern, re.MULTILINE)
    return lambda traits: next(islice(compiled.finditer(traits.body), times - 1, None), None) is not None


def _in_headers(*patterns: str) -> Callable[[Traits], bool]:
    compiled = [re.compile(pattern) for pattern in patterns]
    return lambda traits: all(pattern.search(traits.headers) for pattern in compiled)


MEETING = r"(?:конференци|форум|семинар|кругл\w+ стол|совещани|симпозиум|слет|съезд|стажировк)\w*"
# Labels that stand at the head of a note on an event.
_OCCASION = r"^(?:дат[аы]|место|форма|формат|время) (?:и \w+ )?(?:проведения|мероприятия)"

_EVIDENCE: tuple[Evidence, ...] = (
    Evidence("decree", 3, lambda traits: traits.act is not None and traits.act != "протокол"),
    Evidence("decree", 2, lambda traits: traits.act is not None and traits.particulars),
    Evidence("decree", 1, lambda traits: traits.act is not None and traits.title.startswith(("о ", "об "))),
    Evidence(
        "decree",
        2,
        _in_body(
            r"контрол\w+ (?:за|над)?\s?(?:исполнени|выполнени)\w+ (?:настоящ|данн|распоряжени|приказ|постановлени)"
        ),
    ),
    Evidence("decree", 2, _in_body(r"\b(?:приказываю|постановляет|постановляю|распоряжаюсь|обязываю)\b")),
    Evidence("plan", 3, _in_title(r"\bплан\w*\b|дорожн\w+ карт|комплекс\w* (?:мер|мероприяти)|календарн\w+ график")),
    Evidence(
        "plan",
        3,
        _in_headers(
            r"мероприяти|наименование (?:работ|меры|мер)|содержание работ",
            r"срок|дата|период",
            r"исполнител|ответственн",
        ),
    ),
    Evidence("plan", 1, _in_headers(r"ожидаем\w+ результат|вид документа|показател\w+ (?:результат|эффект)")),
    Evidence("plan", 1, _in_body(r"^[\"«(]?утвержд(?:аю|ен)")),
    Evidence("conference", 3, _in_title(MEETING)),
    Evidence("conference", 3, _in_body(_OCCASION)),
    Evidence("conference", 2, _in_body(_OCCASION, 2)),
    Evidence(
        "conference", 2, _in_body(rf"модератор|(?:{MEETING}) (?:приняли участие|состоял\w+|проводил\w+|прошл?\w+)")
    ),
    Evidence("conference", 1, _in_body(r"выступлени|\bдоклад(?:ы|чик|а|ов)?\b|спикер|секци")),
    Evidence("conference", 1, _in_body(r"участник", 2)),
    Evidence("analytic_report", 5, _in_title(r"аналитическ|\bсправк")),
    Evidence("analytic_report", 2, _in_title(r"\bотчет|\bдоклад|\bмониторинг|\bанализ|\bобзор")),
    Evidence("analytic_report", 1, _in_title(r"\bитог|\bрезультат")),
    Evidence("analytic_report", 2, _in_title(r"информаци|\bзаписка")),
    Evidence("analytic_report", 1, _in_title(r"информаци.*\b(?:19|20)\d\d\b")),
    Evidence(
        "analytic_report",
        1,
        _in_body(r"по итогам|за отчетный период|в отчетном (?:году|периоде)|за \d{4} год|в \d{4} году"),
    ),
    Evidence("analytic_report", 1, _in_body(r"вывод|рекомендаци|таким образом|следовательно")),
    Evidence("analytic_report", 1, _in_body(r"\d\s?%", 5)),
    Evidence("analytic_report", 1, _in_body(r"по сравнению|в сравнении|аналогичн\w+ период")),
    Evidence("analytic_report", 1, _in_body(r"в таблиц\w+ \d|\(таблица \d|\(табл\. ?\d")),
    Evidence(
        "statistical_report", 7, _in_title(r"статистическ|социально-экономическ\w+ (?:положени|развити)|бюллетень")
    ),
    Evidence(
        "statistical_report", 2, _in_title(r"основные показатели|сведения|показатели|численност|исполнени\w+ бюджет")
    ),
    Evidence(
        "statistical_report",
        2,
        lambda traits: (
            re.search(
                r"статистик|статистическ|сводн\w+ (?:таблица|данн|ведомост)", traits.captions + "\n" + traits.body
            )
            is not None
        ),
    ),
    Evidence("statistical_report", 2, lambda traits: traits.numeric_cells >= 60 and traits.numeric_share >= 0.45),
    Evidence("statistical_report", 1, lambda traits: traits.numeric_cells >= 150 and traits.numeric_share >= 0.6),
    Evidence(
        "statistical_report", 1, _in_headers(r"муниципал|район|территори|субъект|в % к|период|показател\w+.*\d{4}")
    ),
    Evidence("statistical_report", 1, lambda traits: traits.table_share >= 0.7 and traits.numeric_share >= 0.5),
)
