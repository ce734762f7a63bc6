"""DOCX: everything in the order of the body, with headings, items, tables, notes of the page at the end."""

from __future__ import annotations

import io
from typing import Any

import pytest

from graph.reading.docx import read_docx
from graph.reading.reading import Reading, Source

docx = pytest.importorskip("docx")


def read(document: Any) -> Reading:
    written = io.BytesIO()
    document.save(written)
    return read_docx(Source(written.getvalue(), "a.docx"))


def test_the_body_in_order() -> None:
    document = docx.Document()
    document.core_properties.title = "Stages without wires"
    document.core_properties.language = "en-GB"
    document.add_heading("Stages without wires", 0)
    document.add_heading("Sound", 1)
    document.add_paragraph("Wireless microphones are cheap now. Crews like them.")
    document.add_paragraph("one box for each singer", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ["Year", "Boxes", "2024", "12"], strict=True):
        cell.text = words
    document.add_paragraph("A last word.")
    document.sections[0].header.paragraphs[0].text = "Draft of the stage crew"
    document.sections[0].footer.paragraphs[0].text = "Harbour Theatre"
    reading = read(document)
    assert reading.text.split("\n\n") == [
        "# Stages without wires",
        "# Sound",
        "Wireless microphones are cheap now. Crews like them.",
        "- one box for each singer",
        "Year\tBoxes\n2024\t12",
        "A last word.",
        "Draft of the stage crew",
        "Harbour Theatre",
        "",
    ]
    assert [reading.text[span.start : span.end] for span in reading.furniture] == [
        "Draft of the stage crew",
        "Harbour Theatre",
    ]
    assert (reading.title, reading.language) == ("Stages without wires", "en")
    assert reading.reader == f"python-docx {docx.__version__}"


def _xml(inner: str) -> Any:
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return parse_xml(inner.replace(">", f" {space}>", 1))


def test_insertions_links_and_content_controls_are_kept_and_deletions_are_not() -> None:
    document = docx.Document()
    body = document.element.body
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body.insert(
        0,
        _xml(
            f"<w:p>{run.format('The crew ')}<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
            f"<w:ins>{run.format('always ')}</w:ins><w:hyperlink>{run.format('checks')}</w:hyperlink>"
            f"{run.format(' the lamps.')}</w:p>"
        ),
    )
    body.insert(1, _xml(f"<w:sdt><w:sdtContent><w:p>{run.format('A cover line.')}</w:p></w:sdtContent></w:sdt>"))
    assert read(document).text == "The crew always checks the lamps.\n\nA cover line.\n\n"


def test_merged_cells_stand_once() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Wide"
    table.cell(0, 2).text = "3"
    assert read(document).text == "Wide\t3\n\n"
