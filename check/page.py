"""One offline HTML file: the report as it was read, its findings beside it; a click shows the operands."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from check.finding import Finding, Report
from check.wording import coverage_sentence, place, severity_name
from extract.document import Cell, Document, Location, Paragraph, Table
from messages import _, language

_STYLE = """
:root{--error:#b3261e;--warning:#9a6700;--info:#33658a}
body{margin:0;font:16px/1.5 Georgia,serif;color:#1c1c1c;background:#f6f5f1}
main{display:grid;grid-template-columns:minmax(0,1fr) 24rem;gap:1.5rem;padding:1.5rem;align-items:start}
article{background:#fff;padding:2rem 2.5rem;box-shadow:0 1px 4px #0002;overflow-x:auto}
aside{position:sticky;top:1rem;max-height:calc(100vh - 2rem);overflow:auto;font:14px/1.45 system-ui,sans-serif}
h1{font-size:1.2rem;margin:0 0 .5rem}
table{border-collapse:collapse;margin:1rem 0;font-size:14px}
td{border:1px solid #bbb;padding:.25rem .5rem;vertical-align:top}
.caption{font-weight:bold}
mark{background:none;border-bottom:2px solid;color:inherit;padding:.05em 0}
.error{--c:var(--error)}.warning{--c:var(--warning)}.info{--c:var(--info)}
mark,td[data-finding]{border-color:var(--c)}
td[data-finding]{outline:2px solid var(--c);outline-offset:-2px;cursor:pointer}
mark{cursor:pointer}
details{background:#fff;border-left:4px solid var(--c);margin:0 0 .6rem;padding:.5rem .75rem}
summary{cursor:pointer}
summary b{color:var(--c)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem .75rem;margin:.5rem 0 0}
dt{color:#555}dd{margin:0}
a{color:inherit}
.operand{background:#fff3b0}
.here{box-shadow:0 0 0 4px #f0c419}
@media(max-width:60rem){main{grid-template-columns:1fr}aside{position:static;max-height:none}}
@media print{aside{position:static;max-height:none}main{display:block}}
"""
_SCRIPT = """
const show=(ids,on)=>ids.forEach(id=>document.getElementById(id)?.classList.toggle('operand',on));
document.querySelectorAll('details').forEach(d=>d.addEventListener('toggle',()=>{
  show((d.dataset.operands||'').split(' ').filter(Boolean),d.open);
  const at=document.getElementById(d.dataset.at);
  if(d.open&&at){at.scrollIntoView({block:'center'});at.classList.add('here');setTimeout(()=>at.classList.remove('here'),1500)}
}));
document.querySelectorAll('[data-finding]').forEach(m=>m.addEventListener('click',()=>{
  const d=document.getElementById(m.dataset.finding.split(' ')[0]);if(d){d.open=true;d.scrollIntoView({block:'nearest'})}
}));
"""


def write_page(target: Path, document: Document, report: Report) -> None:
    """Write the page."""
    target.write_text(page(document, report), encoding="utf-8")


def page(document: Document, report: Report) -> str:
    """The whole page; it needs nothing from outside."""
    title = escape(document.metadata.title or document.source.name)
    marked = _by_place(report)
    body = "\n".join(_block(block, marked) for block in document.blocks)
    findings = "\n".join(_finding(number, finding, document) for number, finding in enumerate(report.findings))
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><main><article>{body}</article><aside><h1>{title}</h1>"
        f"<p>{escape(coverage_sentence(report.coverage))}</p>{findings}</aside></main><script>{_SCRIPT}</script></body></html>\n"
    )


Marked = dict[str, list[tuple[int, Finding]]]


def _by_place(report: Report) -> Marked:
    marked: Marked = {}
    for number, finding in enumerate(report.findings):
        marked.setdefault(anchor(finding.location), []).append((number, finding))
    return marked


def anchor(location: Location) -> str:
    """The id of a paragraph or a cell on the page."""
    if location.table is None or location.row is None:
        return f"b{location.block}"
    return f"t{location.table}r{location.row}c{location.column}"


def _block(block: Paragraph | Table, marked: Marked) -> str:
    if isinstance(block, Table):
        return _table(block, marked)
    at = anchor(block.location)
    label = f"{escape(block.label)} " if block.label else ""
    text = _with_marks(block.text, marked.get(at, []))
    tag = "h2" if block.style in ("title", "heading") else "p"
    return f'<{tag} id="{at}" class="{block.style}">{label}{text}</{tag}>'


def _with_marks(text: str, findings: list[tuple[int, Finding]]) -> str:
    """The text with the words in question marked; overlapping marks become one."""
    pieces: list[str] = []
    at = 0
    for number, finding in sorted(findings, key=lambda pair: pair[1].location.start or 0):
        start, end = finding.location.start or 0, finding.location.end or len(text)
        if start < at:
            continue
        pieces.append(escape(text[at:start]))
        pieces.append(f'<mark class="{finding.severity}" data-finding="f{number}">{escape(text[start:end])}</mark>')
        at = end
    return "".join(pieces) + escape(text[at:])


def _table(table: Table, marked: Marked) -> str:
    caption = f'<p class="caption">{escape(table.caption)}</p>' if table.caption and table.parent else ""
    rows = "".join(f"<tr>{''.join(_cell(table, cell, marked) for cell in row)}</tr>" for row in table.cells_by_row())
    return f'{caption}<table id="b{table.location.block}">{rows}</table>'


def _cell(table: Table, cell: Cell, marked: Marked) -> str:
    at = anchor(table.locate(cell))
    attributes = f' id="{at}"'
    attributes += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    attributes += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    if found := marked.get(at):
        numbers = " ".join(f"f{number}" for number, _finding in found)
        attributes += f' class="{found[0][1].severity}" data-finding="{numbers}"'
    return f"<td{attributes}>{escape(cell.text)}</td>"


def _finding(number: int, finding: Finding, document: Document) -> str:
    # Operands from other documents of the archive have no place on this page.
    here = (operand.location for operand in finding.operands if operand.location.block >= 0)
    operands = " ".join(dict.fromkeys(map(anchor, here)))
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in _particulars(finding))
    return (
        f'<details id="f{number}" class="{finding.severity}" data-at="{anchor(finding.location)}" data-operands="{operands}">'
        f"<summary><b>{escape(severity_name(finding.severity))}</b> {escape(place(finding.location, document))}<br>"
        f"{escape(finding.message)}</summary><dl>{rows}</dl></details>"
    )


def _particulars(finding: Finding) -> Iterator[tuple[str, str]]:
    if finding.found:
        yield _("found"), finding.found
    if finding.expected:
        yield _("expected"), finding.expected
    if finding.arithmetic:
        yield _("arithmetic"), finding.arithmetic
    for operand in finding.operands:
        yield operand.text, operand.name
    yield _("rule"), finding.rule
