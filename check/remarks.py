"""«Замечания»: a short document to send back with the report, remarks grouped by their kind."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from check.finding import SEVERITIES, Finding, Report, Severity
from check.wording import coverage_sentence, place
from extract.document import Document
from messages import N_, _

_HEADINGS: dict[Severity, str] = {
    "error": N_("Errors: to be put right"),
    "warning": N_("Warnings: to be put right or explained"),
    "info": N_("Remarks for your information"),
}
_HEADER = (N_("No."), N_("Place"), N_("Remark"), N_("Found"), N_("Expected"), N_("Arithmetic"))
# Centimetres; together the width of a landscape page between its margins.
_WIDTHS = (1.0, 3.4, 8.2, 2.8, 3.0, 5.8)


def write_remarks(target: Path, document: Document, report: Report) -> None:
    """Write the remarks as a .docx."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    paper = docx.Document()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2.75)
    paper.add_heading(_("Remarks on «{name}»", name=document.metadata.title or document.source.name), level=1)
    paper.add_paragraph(_("File: {name}", name=document.source.name))
    paper.add_paragraph(coverage_sentence(report.coverage))
    if not report.findings:
        paper.add_paragraph(_("Nothing was found that does not add up."))
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        if found:
            paper.add_heading(_(_HEADINGS[severity]), level=2)
            _fill(paper.add_table(1, len(_HEADER), style="Table Grid"), found, document)
    paper.save(str(target))


def _fill(table: Any, findings: Sequence[Finding], document: Document) -> None:
    from docx.shared import Cm

    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)  # LibreOffice heeds the grid, Word the cells
    _write_row(table.rows[0].cells, [_(name) for name in _HEADER])
    for number, finding in enumerate(findings, 1):
        texts = (
            str(number),
            place(finding.location, document),
            finding.message,
            finding.found or "",
            finding.expected or "",
            finding.arithmetic or "",
        )
        _write_row(table.add_row().cells, texts)


def _write_row(cells: Sequence[Any], texts: Sequence[str]) -> None:
    from docx.shared import Cm

    for cell, text, width in zip(cells, texts, _WIDTHS, strict=True):
        cell.text = text
        cell.width = Cm(width)
