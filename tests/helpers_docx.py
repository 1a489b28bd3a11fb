"""Small .docx packages written part by part, so that a test states exactly the XML it is about."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from extract.document import Document, Table
from extract.formats.docx import read_docx

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def part(name: str, content: str) -> str:
    """An XML part with root ``w:name``."""
    return f"<w:{name} {NAMESPACES}>{content}</w:{name}>"


def relations(**targets: str) -> str:
    """A relations part: ids and kinds are the names, e.g. ``styles="styles.xml"``."""
    rows = "".join(
        f'<Relationship Id="{kind}" Type="{_RELATIONS}/{kind}" Target="{target}"/>' for kind, target in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def write_docx(path: Path, body: str, **parts: str) -> Path:
    """A package with `body` inside ``w:body`` and further parts of ``word/`` by kind (``styles``, ``header`` …)."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr("_rels/.rels", relations(officeDocument="word/document.xml"))
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        archive.writestr("word/_rels/document.xml.rels", relations(**{kind: f"{kind}.xml" for kind in parts}))
        for kind, content in parts.items():
            archive.writestr(f"word/{kind}.xml", content)
    return path


def read_body(folder: Path, body: str, **parts: str) -> Document:
    """The document read from a package with `body`."""
    return read_docx(write_docx(folder / "probe.docx", body, **parts), "0" * 64)


def p(text: str = "", properties: str = "") -> str:
    """A paragraph with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str = "", properties: str = "") -> str:
    """A cell: of one paragraph with the text `content`, or of the XML `content`."""
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells given as XML or as text."""
    inside = "".join(cell if cell.startswith("<w:") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table of rows, with the widths of its grid in twips."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def texts(document: Document) -> list[str]:
    """Texts of the paragraphs of the body."""
    return [paragraph.text for paragraph in document.paragraphs]


def grid(table: Table) -> list[list[str]]:
    """Texts of a table, a spanning cell repeated in every place that it covers."""
    return [[cell.text for cell in row] for row in table.grid()]
