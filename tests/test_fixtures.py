"""The fixtures are what their builder writes, their answer sheets are true, and the readers find what the sheets state."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cell_score import Score, score
from benchmarks.reading import Print, golden_set, grids_of, text_likeness
from extract import read
from extract.document import Paragraph
from fixtures.build import write_all
from fixtures.builders.catalogue import PDF_ONLY
from fixtures.builders.world import INVENTED

FIXTURES = Path(__file__).parent.parent / "fixtures"
DOCX = sorted(FIXTURES.glob("*/*.docx"))
SHEETS = sorted(FIXTURES.glob("*/*.answers.json"))


def sheet_of(path: Path) -> dict[str, Any]:
    sheet: dict[str, Any] = json.loads((path.parent / f"{path.stem}.answers.json").read_text(encoding="utf-8"))
    return sheet


def squashed(grids: list[Any]) -> list[list[list[str]]]:
    return [[[" ".join(cell.split()) for cell in row] for row in grid] for grid in grids]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    write_all(folder)
    return folder


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


class TestBuilder:
    def test_writes_the_committed_documents(self, built: Path) -> None:
        for path in DOCX:
            assert members(built / path.relative_to(FIXTURES)) == members(path), path.name

    def test_writes_the_committed_sheets_and_registry(self, built: Path) -> None:
        committed = [*SHEETS, *sorted((FIXTURES / "registry").glob("*.csv"))]
        for path in committed:
            assert (built / path.relative_to(FIXTURES)).read_bytes() == path.read_bytes(), path.name

    def test_writes_the_same_bytes_twice(self, built: Path, tmp_path: Path) -> None:
        for path in write_all(tmp_path):
            assert path.read_bytes() == (built / path.relative_to(tmp_path)).read_bytes(), path.name


class TestSheets:
    def test_there_are_enough_reports(self) -> None:
        names = {path.name.removesuffix(".answers.json") for path in SHEETS}
        assert len([name for name in names if name.startswith("monitoring_")]) >= 14
        assert {json.loads(path.read_text(encoding="utf-8"))["genre"] for path in SHEETS} == {
            "analytic_report", "plan", "decree", "conference", "statistical_report",
        }  # fmt: skip

    @pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name.removesuffix(".answers.json"))
    def test_every_fact_stands_where_the_sheet_says(self, path: Path) -> None:
        sheet = json.loads(path.read_text(encoding="utf-8"))
        for fact in sheet["observations"]:
            cell = sheet["tables"][fact["table"]]["grid"][fact["row"]][fact["column"]]
            assert cell == fact.get("text", fact["value"])
        for fact in sheet["prose"]:
            assert fact["paragraph"][fact["start"] : fact["end"]] == fact.get("text", fact["value"])

    def test_planted_errors_are_in_the_report_and_only_there(self) -> None:
        wrong = sheet_of(FIXTURES / "incoming" / "fresh_2024h1_errors.docx")
        clean = sheet_of(FIXTURES / "incoming" / "fresh_2024h1.docx")
        assert len(wrong["planted"]) >= 12
        assert "planted" not in clean
        for error in wrong["planted"]:
            if "table" in error:
                place = (error["row"], error["column"])
                printed, right = (s["tables"][error["table"]]["grid"][place[0]][place[1]] for s in (wrong, clean))
                assert (printed, right) == (error["found"], error["expected"])
            else:
                assert error["found"] in error["paragraph"]
                assert error["found"] != error["expected"]


def _as_printed(paragraph: Paragraph) -> str:
    return f"{paragraph.label or ''} {paragraph.text}"


def _squash(text: str) -> str:
    return " ".join(text.split())


def documents() -> list[Path]:
    return [*DOCX, *(FIXTURES / "reports" / f"{name}.pdf" for name in PDF_ONLY)]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
class TestReading:
    def test_grids_are_those_of_the_sheet(self, path: Path) -> None:
        found = grids_of(read(path))
        known = [table["grid"] for table in sheet_of(path)["tables"]]
        if path.suffix == ".docx":
            assert squashed(found) == squashed(known)
        else:
            assert score(known, found).f1 == 1.0

    def test_the_text_is_read_whole_and_in_order(self, path: Path) -> None:
        document = read(path)
        found = [_as_printed(block) if isinstance(block, Paragraph) else "[table]" for block in document.blocks]
        known = sheet_of(path)["text"]
        if path.suffix == ".docx":
            assert [_squash(text) for text in found] == [_squash(text) for text in known]
        else:
            assert _squash(" ".join(found)) == _squash(" ".join(known))

    def test_says_that_its_figures_are_invented(self, path: Path) -> None:
        document = read(path)
        everywhere = " ".join(paragraph.text for paragraph in (*document.margins, *document.paragraphs))
        assert INVENTED in everywhere


PRINTS = [each for each in golden_set() if each.producer not in ("docx", "office", "scan")]


@pytest.mark.parametrize("ruling", ["full", "horizontal", "shaded", "none"])
@pytest.mark.parametrize("producer", ["libreoffice", "chromium", "reportlab"])
def test_tables_of_a_print_are_read_as_well_as_aimed_at(producer: str, ruling: str) -> None:
    prints = [each for each in PRINTS if (each.producer, each.ruling) == (producer, ruling)]
    if not prints:
        assert (producer, ruling) in {("libreoffice", each) for each in ("horizontal", "shaded", "none")}
        return
    together = sum((_scored(each) for each in prints), Score())
    assert together.f1 >= prints[0].goal


def _scored(each: Print) -> Score:
    return score(each.grids, grids_of(read(each.path)))


@pytest.mark.parametrize("each", [p for p in PRINTS if p.ruling == "full"], ids=lambda each: each.path.name)
def test_the_text_of_a_print_is_read_whole(each: Print) -> None:
    document = read(each.path)
    # On a single page nothing tells a foot of the page from the text.
    assert text_likeness(each, document) >= (0.995 if (document.source.pages or 1) > 1 else 0.96)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice: apt install libreoffice-writer")
@pytest.mark.parametrize("each", [p for p in golden_set() if p.producer == "office"], ids=lambda each: each.path.name)
def test_old_formats_are_read_as_well_as_aimed_at(each: Print) -> None:
    document = read(each.path)
    assert score(each.grids, grids_of(document)).f1 >= each.goal
    assert text_likeness(each, document) >= 0.99
    assert document.source.converted_from is not None


SURE = 0.9


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Tesseract: apt install tesseract-ocr-rus")
@pytest.mark.parametrize("each", [p for p in golden_set() if p.producer == "scan"], ids=lambda each: each.path.name)
def test_a_scan_is_read_as_well_as_aimed_at_and_never_surely_wrong(each: Print) -> None:
    pytest.importorskip("cv2", reason="needs the “scan” extra: pip install letopis[scan]")
    document = read(each.path)
    assert score(each.grids, grids_of(document)).f1 >= each.goal
    assert document.source.ocr
    for table, known in zip(document.tables, each.grids, strict=True):
        for found, right in zip(table.grid(), known, strict=True):
            wrong = [
                (a, b)
                for a, b in zip(found, right, strict=True)
                if any(map(str.isdigit, b)) and digits(a.text) != digits(b)
            ]
            assert [pair for pair in wrong if pair[0].confidence >= SURE] == []


def digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
