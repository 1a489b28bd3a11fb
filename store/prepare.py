"""Facts → the rows of one document. Pure but for the resolver that is passed in."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from importlib.metadata import version

from extract.document import Box, Document, Location, Metadata, Paragraph, Table
from extract.facts import EntityKind, Facts, Observation
from extract.output import decree_json, period_json, reference_json
from normalize.periods import Period
from normalize.text import fold, squash
from store.likeness import sketch
from store.passages import passages
from store.resolve import Resolver
from store.rows import (
    AbbreviationRow,
    AnnexRow,
    CellRow,
    DecreeRow,
    DocumentRow,
    DocumentRows,
    EventRow,
    ExecutorRow,
    MatchRow,
    MeasureRow,
    MentionRow,
    ObservationRow,
    ParagraphRow,
    ReferenceRow,
    TableRow,
    WarningRow,
    WordingRow,
    storable,
)
from store.surroundings import Surroundings

BREAKDOWN_SEPARATOR = " › "


def prepare(facts: Facts, resolver: Resolver, *, size: int, today: date) -> DocumentRows:
    """The rows of a document of `size` bytes; `today` dates a document that tells no date of its own."""
    document = facts.document
    row = _document_row(document, size, today)
    names = _Names()
    wordings = _Wordings(resolver)
    _note_mentions(facts, names)
    observations = tuple(
        _observation_row(ordinal, observation, wordings, names)
        for ordinal, observation in enumerate(facts.observations)
    )
    executors = tuple(_executor_rows(facts, names))
    surroundings = Surroundings(document, resolver, _name_day(row))
    rows = DocumentRows(
        document=row,
        paragraphs=tuple(_paragraph_row(paragraph) for paragraph in document.paragraphs),
        tables=tuple(_table_row(table) for table in document.tables),
        cells=tuple(row for table in document.tables for row in _cell_rows(table)),
        wordings=tuple(wordings.rows),
        mentions=tuple(names.rows),
        matches=tuple(_match_row(mention, surroundings) for mention in names.rows),
        observations=observations,
        measures=tuple(_measure_rows(facts)),
        executors=executors,
        references=tuple(_reference_rows(facts)),
        events=tuple(_event_rows(facts)),
        decrees=tuple(_decree_rows(facts)),
        annexes=tuple(_annex_rows(facts)),
        abbreviations=tuple(_abbreviation_rows(facts)),
        warnings=tuple(_warning_rows(document)),
    )
    return replace(rows, passages=tuple(passages(rows)), sketch=sketch(rows))


@dataclass(slots=True)
class _Names:
    """Mentions of one document, each name once, numbered as they come."""

    rows: list[MentionRow] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str, kind: EntityKind | None, location: Location) -> int:
        text = _words(text)
        number = self._numbers.setdefault(text, len(self.rows))
        if number == len(self.rows):
            place = (location.block, location.table, location.row, location.column, location.start, location.end)
            self.rows.append(MentionRow(number, text, fold(text), kind, *place))
        return number


class _Wordings:
    """Wordings of one document, each once, numbered as they come."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self.rows: list[WordingRow] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        text = _words(text)
        number = self._numbers.setdefault(text, len(self.rows))
        if number == len(self.rows):
            found = self._resolver.indicator(text)
            self.rows.append(WordingRow(text, found.key, found.name, found.catalogue_id))
        return number


def _note_mentions(facts: Facts, names: _Names) -> None:
    for mention in facts.mentions:
        if squash(mention.text):
            names.number(mention.text, mention.kind, mention.location)


def _document_row(document: Document, size: int, today: date) -> DocumentRow:
    source, metadata = document.source, document.metadata
    vintage, basis = _vintage(metadata, today)
    period = metadata.period
    return DocumentRow(
        sha256=source.sha256,
        name=source.name,
        media_type=source.media_type,
        size=size,
        pages=source.pages,
        converted_from=source.converted_from,
        ocr=source.ocr,
        genre=metadata.genre,
        title=metadata.title,
        number=metadata.number,
        date=_iso_date(metadata.date),
        issuer=metadata.issuer,
        signatory=metadata.signatory,
        approved_by=metadata.approved_by,
        place=metadata.place,
        period_start=period.start.isoformat() if period else None,
        period_end=period.end.isoformat() if period else None,
        period_kind=period.kind if period else None,
        period_code=period.code if period else None,
        vintage=vintage,
        vintage_basis=basis,
        parser_version=version("letopis"),
    )


def _vintage(metadata: Metadata, today: date) -> tuple[str, str]:
    """The day a document's statements count from: its date, else the end of its period, else the import."""
    if stated := _iso_date(metadata.date):
        return stated, "date"
    if metadata.period:
        return metadata.period.end.isoformat(), "period"
    return today.isoformat(), "import"


def _iso_date(text: str | None) -> str | None:
    """`text` if it is a whole ISO date."""
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        return None


def _name_day(row: DocumentRow) -> date | None:
    """The day as of which names are read: a vintage that rests on the import tells nothing."""
    return None if row.vintage_basis == "import" else date.fromisoformat(row.vintage)


def _paragraph_row(paragraph: Paragraph) -> ParagraphRow:
    return ParagraphRow(
        paragraph.location.block, paragraph.style, paragraph.label, paragraph.text, paragraph.location.page
    )


def _table_row(table: Table) -> TableRow:
    columns = [
        {"header": column.header, "role": column.role, "unit": column.unit, "period": period_json(column.period)}
        for column in table.columns
    ]
    return TableRow(
        table_index=table.index,
        block=table.location.block,
        number=table.number,
        caption=table.caption,
        unit=table.unit,
        period_code=table.period.code if table.period else None,
        header_rows=table.header_rows,
        n_rows=table.n_rows,
        n_columns=table.n_columns,
        page=table.location.page,
        found_by=table.found_by,
        confidence=table.confidence,
        columns=_json(columns),
        rows=_json([{"kind": row.kind, "section": row.section} for row in table.rows]),
    )


def _cell_rows(table: Table) -> Iterator[CellRow]:
    for cell in table.cells:
        yield CellRow(
            table.index,
            cell.row,
            cell.column,
            cell.rowspan,
            cell.colspan,
            cell.text,
            _json(cell.marks),
            cell.confidence,
            cell.page,
            _box(cell.box),
        )


def _observation_row(ordinal: int, item: Observation, wordings: _Wordings, names: _Names) -> ObservationRow:
    place = item.location
    start, end, code = _span(item.period)
    base_start, base_end, base_code = _span(item.base_period)
    entity = _words(item.entity or "")
    return ObservationRow(
        ordinal=ordinal,
        wording=wordings.number(item.indicator),
        mention=names.number(entity, item.entity_kind, place) if entity else None,
        breakdown=BREAKDOWN_SEPARATOR.join(squash(part) for part in item.breakdown),
        period_start=start,
        period_end=end,
        period_kind=item.period.kind if item.period else None,
        period_code=code,
        cumulative=bool(item.period and item.period.cumulative),
        value=_decimal(item.value),
        number=None if item.value is None else float(item.value),
        decimals=item.decimals,
        unit=item.unit,
        status=item.status,
        bound=item.bound,
        share=_decimal(item.share),
        share_decimals=item.share_decimals,
        measure=item.measure,
        base_period_start=base_start,
        base_period_end=base_end,
        base_period_code=base_code,
        scenario=item.scenario,
        confidence=item.confidence,
        text=item.text,
        block=place.block,
        table_index=place.table,
        row=place.row,
        column=place.column,
        start=place.start,
        end=place.end,
        page=place.page,
        box=_box(place.box),
    )


def _span(period: Period | None) -> tuple[str | None, str | None, str | None]:
    return (period.start.isoformat(), period.end.isoformat(), period.code) if period else (None, None, None)


def _match_row(mention: MentionRow, around: Surroundings) -> MatchRow:
    found = around.resolver.name(mention.text, around.on, around.of(mention))
    return MatchRow(
        mention.mention, found.outcome, found.entity, found.score, found.margin, found.reasons, found.candidates
    )


def _measure_rows(facts: Facts) -> Iterator[MeasureRow]:
    for index, measure in enumerate(facts.measures):
        term, place = measure.term, measure.location
        yield MeasureRow(
            index,
            measure.number,
            measure.section,
            measure.title,
            term.text if term else None,
            term.start.isoformat() if term and term.start else None,
            term.end.isoformat() if term and term.end else None,
            term.recurrence if term else None,
            measure.outcome,
            place.block,
            place.table,
            place.row,
            place.column,
        )


def _executor_rows(facts: Facts, names: _Names) -> Iterator[ExecutorRow]:
    for index, measure in enumerate(facts.measures):
        for position, executor in enumerate(measure.executors):
            mention = names.number(executor.text, None, measure.location) if squash(executor.text) else None
            yield ExecutorRow(index, position, executor.text, executor.by_agreement, mention)


def _reference_rows(facts: Facts) -> Iterator[ReferenceRow]:
    for ordinal, item in enumerate(facts.references):
        place = item.location
        yield ReferenceRow(
            ordinal,
            item.kind,
            item.issuer,
            item.date,
            item.number,
            item.title,
            item.relation,
            place.block,
            place.table,
            place.row,
            place.column,
            place.start,
            place.end,
        )


def _event_rows(facts: Facts) -> Iterator[EventRow]:
    if event := facts.event:
        yield EventRow(
            event.title,
            event.date,
            event.format,
            event.place,
            event.project,
            event.stated_talks,
            _json([asdict(item) for item in event.participants]),
            _json([asdict(item) for item in event.talks]),
            _json([asdict(item) for item in event.moderators]),
        )


def _decree_rows(facts: Facts) -> Iterator[DecreeRow]:
    if facts.decree:
        told = decree_json(facts.decree)
        yield DecreeRow(facts.decree.control, *(_json(told[name]) for name in ("based_on", "amendments", "charges")))


def _annex_rows(facts: Facts) -> Iterator[AnnexRow]:
    for ordinal, item in enumerate(facts.annexes):
        act = _json(reference_json(item.act) if item.act else None)
        span = (item.first, item.last, item.location.start, item.location.end)
        yield AnnexRow(ordinal, item.mark, item.number, item.genre, item.title, act, item.approved_by, *span)


def _abbreviation_rows(facts: Facts) -> Iterator[AbbreviationRow]:
    for ordinal, item in enumerate(facts.abbreviations):
        place = item.location
        where = (place.block, place.table, place.row, place.column, place.start, place.end)
        yield AbbreviationRow(ordinal, item.short, item.full, *where)


def _warning_rows(document: Document) -> Iterator[WarningRow]:
    for ordinal, item in enumerate(document.warnings):
        place = item.location
        where = (place.block, place.table, place.row, place.column) if place else (None, None, None, None)
        yield WarningRow(ordinal, item.code, item.message, *where)


def _words(text: str) -> str:
    return str(storable(squash(text)))


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _box(box: Box | None) -> str | None:
    return None if box is None else _json([round(side, 2) for side in (box.x0, box.top, box.x1, box.bottom)])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
