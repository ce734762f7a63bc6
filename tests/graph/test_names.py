"""Names: an entity keeps what documents call it, and a guess at what is meant says how sure it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.defaults import DATA
from graph.documents import load_documents, read_text
from graph.entities import Entity, load_entities
from graph.errors import InputError

_WORD = re.compile(r"[^\W_]+")
ENTITIES = load_entities(DATA / "entities")
GARBLED = {
    "miha-tour": ("Miha Tour", "miHoYo"),
    "the-original-gods": ("The Original Gods", "Genshin Impact"),
    "flourishing": ("Flourishing", "Blossoms"),
}


def folded(text: str) -> str:
    """The words of a text without accents, case, punctuation and kinds of space."""
    letters = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return f" {' '.join(_WORD.findall(''.join(letters)))} "


@pytest.fixture(scope="module")
def texts(need: Callable[..., None], documents_folder: Path) -> list[str]:
    need("documents")
    documents = load_documents(DATA / "documents.yaml").values()
    return [folded(text) for each in documents if (text := read_text(each, documents_folder)) is not None]


def test_every_other_name_is_written_so_in_a_document(texts: list[str]) -> None:
    missing = [(e.id, name) for e in ENTITIES for name in e.altLabel if not any(folded(name) in t for t in texts)]
    assert not missing


def test_named_people_organisations_and_events_have_a_name_from_a_document(texts: list[str]) -> None:
    kinds = (
        "Person",
        "City",
        "Country",
        "Museum",
        "Corporation",
        "ExhibitionEvent",
        "Festival",
        "VideoGame",
        "Movie",
    )
    for entity in (each for each in ENTITIES if each.type in kinds and not each.id.startswith("unnamed-")):
        names = [entity.prefLabel, *entity.altLabel]
        assert any(folded(name) in text for name in names for text in texts), entity.id


@pytest.mark.parametrize("slug", GARBLED)
def test_a_garbled_name_stays_the_label_and_the_guess_stands_beside_it(slug: str) -> None:
    (entity,) = [each for each in ENTITIES if each.id == slug]
    label, guess = GARBLED[slug]
    assert entity.prefLabel == label
    assert entity.reading and guess in entity.reading and guess not in entity.prefLabel
    assert 0 < float(str(entity.readingConfidence)) < 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("reading: Probably B.", "a reading and its confidence go together"),
        ("readingConfidence: 0.9", "a reading and its confidence go together"),
        ("reading: Probably B., readingConfidence: 1.0", "readingConfidence"),
    ],
)
def test_a_reading_has_a_confidence_below_certainty(tmp_path: Path, line: str, words: str) -> None:
    text = f"entities:\n  - {{id: a, type: Person, prefLabel: A, description: Someone., {line}}}\n"
    (tmp_path / "people.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        load_entities(tmp_path)


def test_one_thing_is_one_entity() -> None:
    """No two entities of one type share a name, however written; two films may share a title."""
    seen: dict[tuple[str, str], Entity] = {}
    for entity in (each for each in ENTITIES if each.type != "Movie"):
        for name in {folded(name) for name in (entity.prefLabel, *entity.altLabel)}:
            other = seen.setdefault((entity.type, name), entity)
            assert other is entity, f"{entity.id} and {other.id} are both called{name}"
