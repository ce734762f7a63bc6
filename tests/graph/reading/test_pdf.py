"""PDF: every sentence is kept, in reading order, and each word leads back to its place on the page."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.documents import load_documents
from graph.errors import ReadingError
from graph.reading.page_image import page_image
from graph.reading.pages import Box, PageMap
from graph.reading.pdf import read_pdf
from graph.reading.reading import Reading, Source
from graph.reading.sidecar import load_sidecar

VOCABULARY = """the curator visitors museum scanned objects photogrammetry because wanted models sculptures while
digitisation funding remained uncertain across institutions municipalities interactive theatre rehearsal lighting"""

ACROSS = "This line of the introduction runs across both of the columns, from edge to edge of the page."


def sentences(count: int, seed: int) -> list[str]:
    dice = random.Random(seed)
    made = (" ".join(dice.choice(VOCABULARY.split()) for _ in range(dice.randint(6, 22))) for _ in range(count))
    return [f"{each[0].upper()}{each[1:]}." for each in made]


def reading(data: bytes) -> Reading:
    return read_pdf(Source(data, "a.pdf"))


def folded(text: str) -> str:
    return " ".join(text.split())


def test_every_sentence_of_a_two_column_report_is_kept_in_order(
    pdf: Callable[..., bytes], typeset: Callable[..., list[Any]]
) -> None:
    told = sentences(70, seed=7)
    lines = typeset(" ".join(told), 0, 0, 230)
    pages: list[list[Any]] = []
    for start in range(0, len(lines), 90):
        number = len(pages) + 1
        page = [(60, 40, 9, "Yearbook of small museums"), (290, 810, 9, str(number))]
        for index, (_, _, size, words) in enumerate(lines[start : start + 90]):
            page.append((60 if index < 45 else 305, 110 + 13 * (index % 45), size, words))
        pages.append(page)
    pages[0].append((60, 80, 10, ACROSS))
    assert len(pages) >= 2
    found = reading(pdf(pages))
    aside = {found.text[span.start : span.end] for span in found.furniture}
    assert aside == {"Yearbook of small museums", *(str(number) for number in range(1, len(pages) + 1))}
    main = found.text
    for span in reversed(found.furniture):
        main = main[: span.start] + main[span.end :]
    assert [sentence for sentence in told if sentence not in folded(main)] == []
    places = [folded(main).index(sentence) for sentence in told]
    assert places == sorted(places)
    assert folded(main) == f"{ACROSS} {' '.join(told)}"


def test_a_sentence_goes_on_across_pages_and_their_running_heads(
    pdf: Callable[..., bytes], typeset: Callable[..., list[Any]]
) -> None:
    told = sentences(40, seed=11)
    lines = typeset(" ".join(told), 70, 0, 450)
    pages = []
    for number, start in enumerate(range(0, len(lines), 20), 1):
        body = [
            (x, 100 + 13 * index, size, words)
            for index, (x, _, size, words) in enumerate(lines[start : start + 20])
        ]
        pages.append([(70, 40, 9, f"Theatre and light {number}"), *body, (70, 805, 8, f"Page {number} of 9")])
    assert len(pages) >= 2
    found = reading(pdf(pages))
    assert [sentence for sentence in told if sentence not in folded(found.text)] == []
    assert len(found.furniture) == 2 * len(pages)


def test_a_paragraph_is_one_line_and_a_larger_one_a_heading(
    pdf: Callable[..., bytes], typeset: Callable[..., list[Any]]
) -> None:
    first, second = " ".join(sentences(6, seed=1)), " ".join(sentences(6, seed=2))
    lines = [(70, 60, 20, "Light on small stages"), (70, 110, 14, "What crews say")]
    lines += typeset(first, 70, 140, 400)
    lines += typeset(second, 70, 150 + 13 * len(typeset(first, 70, 0, 400)) + 10, 400)
    found = reading(pdf([lines]))
    assert found.text.split("\n\n") == ["# Light on small stages", "## What crews say", first, second, ""]
    assert found.title == "Light on small stages"


def test_divided_words_are_made_whole_and_hyphens_that_belong_stay(pdf: Callable[..., bytes]) -> None:
    words = [
        "The digitisation of a cross-border collection began with a cross-",
        "border meeting in Lund, where the photo-",
        "grammetry of a self-",
        "portrait was shown and its digiti-",
        "sation was planned for the coming year.",
    ]
    found = reading(pdf([[(70, 100 + 13 * index, 10, line) for index, line in enumerate(words)]]))
    assert folded(found.text) == (
        "The digitisation of a cross-border collection began with a cross-border meeting in Lund, where the "
        "photogrammetry of a self-portrait was shown and its digitisation was planned for the coming year."
    )


def test_a_ruled_table_is_a_line_a_row_where_it_stands(pdf: Callable[..., bytes]) -> None:
    rules = b"0.5 w " + b" ".join(b"70 %d m 370 %d l S" % (y, y) for y in (700, 680, 660, 640))
    rules += b" " + b" ".join(b"%d 700 m %d 640 l S" % (x, x) for x in (70, 200, 370))
    cells = [("Country", "Museums"), ("Norway", "1,200"), ("Czech Republic", "340")]
    lines = [(70, 100, 10, "The table below counts the museums that answered the survey in each country.")]
    for index, (name, count) in enumerate(cells):
        lines += [(75, 156 + 20 * index, 10, name), (210, 156 + 20 * index, 10, count)]
    lines += [(70, 240, 10, "The numbers are those of the second survey and were checked by hand afterwards.")]
    found = reading(pdf([lines], drawing=[rules]))
    assert found.text.split("\n\n") == [
        lines[0][3],
        "Country\tMuseums\nNorway\t1,200\nCzech Republic\t340",
        lines[-1][3],
        "",
    ]


def test_the_boxes_of_a_span_are_where_its_words_stand(pdf: Callable[..., bytes]) -> None:
    found = reading(
        pdf([[(70, 100, 10, "A first page with other words.")], [(90, 200, 12, "The harp was restored.")]])
    )
    assert found.pages is not None
    start = found.text.index("harp was")
    (box,) = found.pages.boxes(start, start + len("harp was"))
    assert box.page == 2
    assert 90 < box.x0 < box.x1 < 230
    assert 185 < box.top < 200 < box.bottom < 206
    for run in found.pages.runs:
        assert found.text[run.start : run.end].strip() == found.text[run.start : run.end] != ""
    assert PageMap.from_json(found.pages.as_json()) == found.pages


def test_a_span_over_two_lines_has_a_box_on_each(pdf: Callable[..., bytes]) -> None:
    lines = [(70, 100, 10, "The long harp of the old town was"), (70, 113, 10, "restored by two pupils last year.")]
    found = reading(pdf([lines]))
    assert found.pages is not None
    start = found.text.index("town")
    boxes = found.pages.boxes(start, found.text.index("pupils"))
    assert [round(box.bottom) for box in boxes] == [102, 115]


def test_a_page_is_shown_with_its_boxes_marked(desk: Any, pdf: Callable[..., bytes]) -> None:
    image = pytest.importorskip("PIL.Image")
    desk.read(desk.put("harp.pdf", pdf([[(70, 100, 10, "The harp was restored last year.")]], title="The harp")))
    (document,) = load_documents(desk.data / "documents.yaml").values()
    assert document.title == "The harp"
    sidecar = load_sidecar(document, desk.texts)
    assert sidecar is not None and sidecar.pages is not None
    original = desk.texts / (document.original or "")
    start = desk.text().index("harp")
    boxes = sidecar.pages.boxes(start, start + 4)
    plain = image.open(io.BytesIO(page_image(original, 1, scale=1)))
    marked = image.open(io.BytesIO(page_image(original, 1, boxes, scale=1)))
    assert marked.size == plain.size == (595, 842)
    corner = (int(boxes[0].x1) - 1, int(boxes[0].bottom))
    assert plain.getpixel(corner) == (255, 255, 255)
    assert marked.getpixel(corner) == (255, 214, 92)
    assert marked.getpixel((300, 600)) == (255, 255, 255)


def test_a_page_that_is_not_there_is_said_so(tmp_path: Path, pdf: Callable[..., bytes]) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf([[(70, 100, 10, "Words.")]]))
    with pytest.raises(ReadingError, match="there is no page 2; it has 1"):
        page_image(file, 2)
    with pytest.raises(ReadingError, match="cannot be shown"):
        page_image(tmp_path / "missing.pdf", 1, [Box(1, 0, 0, 1, 1)])
