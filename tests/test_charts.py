"""Charts: lines broken at gaps, contradictions marked, both kinds of picture from one layout."""

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageFont

from commands.charts.files import draw_series
from commands.charts.layout import MOST_LINES, layout
from commands.charts.png import FONT, to_png
from commands.charts.scene import Dot, Label, Stroke
from commands.charts.svg import to_svg
from messages.errors import NothingFound, WrongUsage
from store.archive import Archive
from store.series import Line, build_lines
from store.statements import Wanted, load_statements
from store.succession import Succession
from tests.archives import opened, put, report

NORTH = "Северный колледж"
NAMES = {"college-north": NORTH}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(tmp_path / "archive") as archive:
        yield archive


def lines(archive: Archive) -> list[Line]:
    with archive.reading() as connection:
        return build_lines(load_statements(connection, Wanted()))


def drawn(archive: Archive, kind: type) -> list:
    return [shape for shape in layout(lines(archive)).shapes if isinstance(shape, kind)]


def bold(archive: Archive) -> list[int]:
    """Points in each piece of the lines, legend keys left out."""
    return [len(stroke.points) for stroke in drawn(archive, Stroke) if stroke.width > 1][:-1]


def test_line_is_broken_at_a_gap(archive):
    for period in ("2019-H1", "2019-H2", "2021-H1", "2021-H2", "2022-H1"):
        put(archive, report([(NORTH, "5")], period=period))
    assert bold(archive) == [2, 3]


def test_line_is_broken_where_nothing_was_stated(archive):
    for period, value in (("2019-H1", "1"), ("2019-H2", "2"), ("2020-H1", "–"), ("2020-H2", "3"), ("2021-H1", "4")):
        put(archive, report([(NORTH, value)], period=period))
    assert bold(archive) == [2, 2]


def test_contradictions_are_ringed(archive):
    put(archive, report([(NORTH, "104")], name="a.docx"))
    assert not [dot for dot in drawn(archive, Dot) if dot.hollow]
    put(archive, report([(NORTH, "140")], name="b.docx"))
    rings = [dot for dot in drawn(archive, Dot) if dot.hollow]
    assert len({dot.center[1] for dot in rings}) == 3
    assert any("140" in dot.tip and "b.docx" in dot.tip for dot in rings)


def test_legend_tells_what_the_marks_mean(archive, monkeypatch):
    monkeypatch.setenv("LETOPIS_LANG", "en")
    put(archive, report([(NORTH, "104")], period="2020-H1", dated="2021-02-01"))
    put(archive, report([(NORTH, "110")], period="2021-H1", dated="2022-02-01"))
    event = Succession("rename", date(2020, 9, 1), "order 2", ("college-north",), ("college-north",), NAMES)

    def labels(*successions: Succession) -> list[str]:
        return [shape.text for shape in layout(lines(archive), successions).shapes if isinstance(shape, Label)]

    assert "a value that a later document restated" not in labels()
    put(archive, report([(NORTH, "140")], period="2020-H1", dated="2022-03-01"))
    assert "a value that a later document restated" in labels()
    [told] = [text for text in labels(event) if "renamed" in text]
    assert told.startswith("2020-09-01 renamed")


def test_units_have_panels_of_their_own(archive):
    put(archive, report([(NORTH, "104")], unit="чел."))
    one = layout(lines(archive)).height
    put(archive, report([(NORTH, "50")], unit="%"))
    assert layout(lines(archive)).height > 1.8 * one


def test_too_many_lines_leave_the_highest(archive):
    put(archive, report([(f"Колледж {number}", str(number)) for number in range(MOST_LINES + 5)]))
    legend = to_svg(layout(lines(archive)))
    assert f"Колледж {MOST_LINES + 4}<" in legend
    assert "Колледж 4<" not in legend


def test_everything_lies_inside_the_picture(archive):
    for period, value in (("2015-H1", "0"), ("2021-H2", "1000000"), ("2022-H1", "3")):
        put(archive, report([(NORTH, value)], period=period))
    scene = layout(lines(archive))
    for shape in scene.shapes:
        points = shape.points if isinstance(shape, Stroke) else [getattr(shape, "center", None) or shape.at]
        assert all(0 <= x <= scene.width and 0 <= y <= scene.height for x, y in points)


def test_svg_is_xml_of_its_own_and_escapes_names(archive, tmp_path):
    put(archive, report([("<Колледж> & «школа»", "104")]))
    draw_series(lines(archive), tmp_path / "series.svg")
    root = ElementTree.parse(tmp_path / "series.svg").getroot()
    assert root.tag == f"{SVG}svg"
    assert "<Колледж> & «школа»" in "".join(root.itertext())
    assert not re.search(r"href|<script|url\(", (tmp_path / "series.svg").read_text())


def test_html_is_one_page_that_asks_for_nothing(archive, tmp_path):
    put(archive, report([(NORTH, "104")], indicator="Число <выпускников> & прочих"))
    draw_series(lines(archive), tmp_path / "chart.html")
    page = (tmp_path / "chart.html").read_text()
    assert "<title>Число &lt;выпускников&gt; &amp; прочих</title>" in page
    assert page.count("<svg") == page.count("</svg>") == 1
    assert "<script" not in page
    assert not re.search(r"(?:src|href|url)\s*[=(]", page)


def test_png_shows_the_same_picture(archive, tmp_path):
    put(archive, report([(NORTH, "104")]))
    scene = layout(lines(archive))
    image = Image.open(io.BytesIO(to_png(scene)))
    assert image.size == (round(scene.width) * 2, round(scene.height) * 2)
    colors = {color for _, color in image.getcolors(1 << 24)}
    assert {(255, 255, 255), (0, 114, 178)} <= colors


def test_font_of_the_png_has_russian_letters():
    font = ImageFont.truetype(str(FONT), 20)
    missing = bytes(font.getmask("\u0e01"))
    assert all(bytes(font.getmask(letter)) != missing for letter in "абвгдеёжзийклмнопрстуфхцчшщъыьэюяЁЩЪ№«»–—≠")


def test_what_cannot_be_drawn_is_told(archive, tmp_path):
    put(archive, report([(NORTH, "–")]))
    with pytest.raises(NothingFound):
        draw_series(lines(archive), tmp_path / "series.svg")
    with pytest.raises(WrongUsage):
        draw_series(lines(archive), tmp_path / "series.pdf")
    put(archive, report([(NORTH, "5")]))
    with pytest.raises(WrongUsage):
        draw_series(lines(archive), tmp_path / "missing" / "series.svg")
