"""What the officer gets: comments in the document, remarks, a page, SARIF; and how findings are lived with."""

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import docx
import pytest
from lxml import etree

from check.baseline import compare
from check.comments import write_commented
from check.dismissals import dismiss, read_dismissals, without_dismissed
from check.engine import check
from check.finding import Report
from check.highlights import write_highlighted
from check.page import page
from check.profile import read_profile
from check.remarks import write_remarks
from check.sarif import sarif
from cli import run
from extract.facts import Facts
from extract.interpret import interpret
from extract.reading import read
from messages.errors import ExitCode, WrongUsage
from tests.conftest import REPOSITORY
from tests.test_check_rules import document

INCOMING = REPOSITORY / "fixtures" / "incoming"
WRONG, RIGHT = INCOMING / "fresh_2024h1_errors.docx", INCOMING / "fresh_2024h1.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHEN = datetime(2024, 7, 1, 12, 0, tzinfo=UTC)
MARKS = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")


@cache
def checked(path: Path) -> tuple[Facts, Report]:
    facts = interpret(read(path))
    return facts, check(facts)


def part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def without_marks(root: etree._Element) -> etree._Element:
    plain = deepcopy(root)
    for mark in list(plain.iter(*MARKS)):
        parent = mark.getparent()
        parent.remove(mark)
        if parent.tag == f"{W}r" and not len(parent):
            parent.getparent().remove(parent)
    return plain


def joined(root: etree._Element) -> etree._Element:
    """Runs of one text and one look that follow each other made one, as they were before a comment parted them."""
    plain = deepcopy(root)
    for one in list(plain.iter(f"{W}r")):
        last = one.getprevious()
        if last is not None and last.tag == one.tag and look(one) == look(last) is not None:
            last[-1].text = (last[-1].text or "") + (one[-1].text or "")
            one.getparent().remove(one)
    for text in plain.iter(f"{W}t"):
        text.attrib.clear()
    return plain


def look(run: etree._Element) -> bytes | None:
    """How a run of one text looks; None for other runs."""
    held = [child for child in run if child.tag != f"{W}rPr"]
    if [child.tag for child in held] != [f"{W}t"]:
        return None
    return b"".join(etree.tostring(child) for child in run.findall(f"{W}rPr"))


@pytest.fixture(scope="module")
def commented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    facts, report = checked(WRONG)
    target = tmp_path_factory.mktemp("commented") / "commented.docx"
    assert write_commented(WRONG, target, facts.document, report.findings, WHEN) == len(report.findings)
    return target


def test_all_else_in_a_commented_document_is_unchanged(commented: Path) -> None:
    before, after = part(WRONG, "word/document.xml"), part(commented, "word/document.xml")
    whole, rejoined = joined(before), joined(without_marks(after))
    assert etree.tostring(rejoined, method="c14n2") == etree.tostring(whole, method="c14n2")
    with zipfile.ZipFile(WRONG) as old, zipfile.ZipFile(commented) as new:
        touched = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
        assert set(new.namelist()) - set(old.namelist()) <= {"word/comments.xml"}
        assert all(old.read(name) == new.read(name) for name in old.namelist() if name not in touched)


def anchored(path: Path) -> Iterator[tuple[str, str]]:
    """For each comment its words and the text of the paragraph that it hangs on."""
    comments = {one.get(f"{W}id"): "".join(one.itertext()) for one in part(path, "word/comments.xml")}
    for start in part(path, "word/document.xml").iter(f"{W}commentRangeStart"):
        paragraph = next(start.iterancestors(f"{W}p"))
        yield comments[start.get(f"{W}id")], "".join(one.text or "" for one in paragraph.iter(f"{W}t"))


def test_every_comment_hangs_on_its_cell_or_paragraph(commented: Path) -> None:
    _facts, report = checked(WRONG)
    texts = list(anchored(commented))
    assert len(texts) == len(report.findings)
    for finding in report.findings:
        found = [text for words, text in texts if finding.message in words]
        assert found, finding.message
        own = [operand.text for operand in finding.operands if operand.location == finding.location]
        if own and finding.location.table is not None:
            assert own[0] in found[0] or found[0] in own[0]


def test_a_comment_on_words_stands_at_these_words(tmp_path: Path) -> None:
    source, target = tmp_path / "words.docx", tmp_path / "commented.docx"
    made = docx.Document()
    made.add_paragraph("Принято 20 из 50 человек (40,0%), снято 10 из 50 человек (30,0%), осталось 40,0%.")
    made.save(str(source))
    facts = interpret(read(source))
    findings = [one for one in check(facts).findings if one.severity == "error"]
    assert len(findings) == 1
    assert write_commented(source, target, facts.document, findings, WHEN) == 1
    root = part(target, "word/document.xml")
    start, end = (next(root.iter(f"{W}commentRange{side}")) for side in ("Start", "End"))
    between = [one for one in start.itersiblings() if one in list(end.itersiblings(preceding=True))]
    paragraph = facts.document.paragraphs[0].text
    place = findings[0].location
    assert "".join(one.text or "" for run in between for one in run.iter(f"{W}t")) == paragraph[place.start : place.end]
    assert (place.start or 0) > 0
    assert (place.end or 0) < len(paragraph)


def test_comments_that_were_there_stay(commented: Path, tmp_path: Path) -> None:
    facts, report = checked(WRONG)
    again = tmp_path / "again.docx"
    write_commented(commented, again, facts.document, report.findings[:2], WHEN)
    numbers = [one.get(f"{W}id") for one in part(again, "word/comments.xml")]
    assert len(numbers) == len(set(numbers)) == len(report.findings) + 2


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: apt install libreoffice-writer"
)
def test_the_commented_document_opens_in_libreoffice(commented: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(commented)]
    subprocess.run(command, check=True, capture_output=True, timeout=110)
    with zipfile.ZipFile(tmp_path / "commented.odt") as archive:
        content = archive.read("content.xml").decode()
    _facts, report = checked(WRONG)
    assert content.count("<office:annotation ") == len(report.findings)


def test_a_pdf_is_highlighted_where_the_numbers_stand(tmp_path: Path) -> None:
    import pypdfium2
    import pypdfium2.raw as pdfium

    from check.figures import Figure
    from check.finding import Finding
    from check.subject import Subject

    source = REPOSITORY / "fixtures" / "reports" / "monitoring_2021h2.pdf"
    facts, _report = checked(source)
    figures: list[Figure] = [figure for sheet in Subject(facts).sheets for figure in sheet.values.values()][::10]
    findings = [Finding("total", "error", f"замечание {figure.text}", figure.location) for figure in figures]
    target = tmp_path / "highlighted.pdf"
    assert write_highlighted(source, target, facts.document, findings) == len(findings)
    with pypdfium2.PdfDocument(target) as pdf:
        shown = []
        for page in pdf:
            text, height = page.get_textpage(), page.get_height()
            for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
                rect = pdfium.FS_RECTF()
                pdfium.FPDFAnnot_GetRect(pdfium.FPDFPage_GetAnnot(page, number), rect)
                shown.append(" ".join(text.get_text_bounded(rect.left, rect.bottom, rect.right, rect.top).split()))
                assert 0 <= rect.bottom < rect.top <= height
    wanted = sorted("".join(figure.text.split()) for figure in figures)
    assert len(shown) == len(wanted)
    assert all(any(text in "".join(one.split()) for one in shown) for text in wanted)


def test_remarks_are_grouped_by_kind(tmp_path: Path) -> None:
    import docx

    facts, report = checked(WRONG)
    target = tmp_path / "remarks.docx"
    write_remarks(target, facts.document, report)
    paper = docx.Document(str(target))
    kinds = [kind for kind in ("error", "warning", "info") if report.count(kind)]  # type: ignore[arg-type]
    assert [len(table.rows) - 1 for table in paper.tables] == [report.count(kind) for kind in kinds]  # type: ignore[arg-type]


def test_the_page_needs_nothing_from_outside() -> None:
    facts, report = checked(WRONG)
    html = page(facts.document, report)
    assert not re.search(r"(?:src|href)\s*=|url\(|@import|https?://", html)
    assert html.count("<details") == len(report.findings)
    ids = set(re.findall(r'id="([^"]+)"', html))
    for operands in re.findall(r'data-operands="([^"]*)"', html):
        assert set(operands.split()) <= ids
    assert set(re.findall(r'data-at="([^"]+)"', html)) <= ids


def test_text_of_a_document_cannot_break_the_page() -> None:
    from extract.document import Document, Location, Paragraph, Source

    document = Document(Source("<b>.docx", "0" * 64, "x"), (Paragraph("<script>alert(1)</script>", Location(0)),))
    assert "<script>alert" not in page(document, check(Facts(document)))


def test_sarif_holds_every_finding() -> None:
    facts, report = checked(WRONG)
    log = json.loads(json.dumps(sarif(report, facts.document)))
    results = log["runs"][0]["results"]
    assert len(results) == len(report.findings)
    known = {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in results} <= known
    assert {result["level"] for result in results} <= {"error", "warning", "note"}


def test_fingerprints_tell_findings_apart() -> None:
    _facts, report = checked(WRONG)
    prints = [finding.fingerprint for finding in report.findings]
    assert len(set(prints)) == len(prints)


def test_a_dismissed_finding_does_not_come_back(tmp_path: Path) -> None:
    _facts, report = checked(WRONG)
    file = tmp_path / "folder" / "dismissed.csv"
    dismiss(file, report.findings[0], "проверено по журналу", date(2024, 7, 1))
    rest, hidden = without_dismissed(report, read_dismissals(file))
    assert hidden == 1
    assert report.findings[0] not in rest.findings
    assert read_dismissals(file)[report.findings[0].fingerprint].reason == "проверено по журналу"


def edited(path: Path) -> Path:
    """A copy of the report with wrong figures: a paragraph more at the top, another one reworded."""
    from docx import Document as Word

    word = Word(str(WRONG))
    word.paragraphs[0].insert_paragraph_before("Проект")
    last = next(one for one in reversed(word.paragraphs) if one.text.strip() and not any(map(str.isdigit, one.text)))
    last.runs[0].text = f"Уточнено. {last.runs[0].text}"
    word.save(str(path))
    return path


def test_a_dismissal_survives_edits_elsewhere(tmp_path: Path) -> None:
    prints = {finding.fingerprint for finding in checked(edited(tmp_path / "edited.docx"))[1].findings}
    assert {finding.fingerprint for finding in checked(WRONG)[1].findings} <= prints


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: apt install libreoffice-writer"
)
def test_a_dismissal_survives_another_program(tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = tmp_path / "again"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(target), str(WRONG)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    prints = {finding.fingerprint for finding in checked(target / WRONG.name)[1].findings}
    assert {one.fingerprint for one in checked(WRONG)[1].findings if one.severity != "info"} <= prints


def test_a_figure_changed_from_one_wrong_value_to_another_is_kept_not_fixed() -> None:
    sentence = "За год поступило 1027 обращений, из них письменных – 733 ({share}%)."
    before, after = (check(interpret(document(sentence.format(share=share)))) for share in ("74,1", "71,9"))
    comparison = compare(before, after)
    assert (len(comparison.fixed), len(comparison.kept), len(comparison.broken)) == (0, 1, 0)


def test_a_resubmission_is_held_against_what_was_sent_before() -> None:
    before, after = checked(WRONG)[1], checked(RIGHT)[1]
    comparison = compare(before, after)
    assert len(comparison.fixed) == before.count("error") + before.count("warning")
    assert not [finding for finding in comparison.broken if finding.severity != "info"]


def test_a_profile_settles_severities_tolerances_and_rules(tmp_path: Path) -> None:
    facts, report = checked(WRONG)
    file = tmp_path / "profile.toml"
    file.write_text('[rules]\nquotes = "off"\ntotal = "warning"\n[tolerances]\nshare = 1\n', encoding="utf-8")
    settled = check(facts, profile=read_profile(file, "analytic_report"))
    assert "quotes" in {one.rule for one in report.findings}
    assert "quotes" not in {one.rule for one in settled.findings}
    assert {one.severity for one in settled.findings if one.rule == "total"} == {"warning"}
    cut_off = [one for one in report.findings if one.rule == "share" and one.severity == "warning"]
    assert cut_off
    assert not [one for one in settled.findings if one.location == cut_off[0].location]


@pytest.mark.parametrize(
    "text", ["[rules]\nnonsense = 'off'", "[rules]\nshare = 'loud'", "[tolerances]\nshare = -1", "]["]
)
def test_a_profile_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "profile.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUsage):
        read_profile(file, "other")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = ["--archive", str(tmp_path / "none")]
    assert run(["check", str(WRONG), "--format", "json", *archive]) == ExitCode.NEEDS_A_PERSON
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"findings", "coverage"}
    assert set(answer["findings"][0]) == {
        "rule", "severity", "message", "found", "expected", "arithmetic", "location", "operands", "fingerprint",
    }  # fmt: skip
    assert run(["check", str(RIGHT), *archive]) == ExitCode.DONE
    assert run(["check", str(RIGHT), "--comments", str(RIGHT), *archive]) == ExitCode.WRONG_USAGE
    copies = [str(tmp_path / name) for name in ("c.docx", "r.docx", "p.html")]
    written = ["--comments", copies[0], "--remarks", copies[1], "--html", copies[2]]
    assert run(["check", str(WRONG), *written, *archive]) == ExitCode.NEEDS_A_PERSON
    assert all(Path(copy).stat().st_size for copy in copies)


def test_dismissing_needs_a_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--dismissed", str(tmp_path / "dismissed.csv"), "--archive", str(tmp_path / "none")]
    fingerprint = checked(WRONG)[1].findings[0].fingerprint
    assert run(["check", str(WRONG), "--dismiss", fingerprint, *place]) == ExitCode.WRONG_USAGE
    assert run(["check", str(WRONG), "--dismiss", fingerprint, "--reason", "опечатка в шапке", *place]) == 1
    assert fingerprint not in capsys.readouterr().out
