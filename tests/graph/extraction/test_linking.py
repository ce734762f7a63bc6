"""A name is linked to what we know when it is the same, an acronym, or misspelt; not when it only resembles."""

from __future__ import annotations

import pytest

from graph.extraction.candidates import Mention
from graph.extraction.gazetteer import Gazetteer, Label
from graph.extraction.linking import link, nearest

pytest.importorskip("rapidfuzz", reason="the extra extract is not installed")

_GAZETTEER = Gazetteer(
    [
        Label("University of Leeds", "university-of-leeds", "CollegeOrUniversity", True, True),
        Label("British Film Institute", "british-film-institute", "Organization", True, True),
        Label("Industry 4.0", "industry-4-0", "Trend", True, False),
        Label("Marta Figueira", "marta-figueira", "Person", True, True),
        Label("Cultural and creative industries", "cci", "Sector", True, False),
        Label("Saltwater Kings", "saltwater-kings", "VideoGame", True, True),
        Label("Photogrammetry", "photogrammetry", "Technology", True, False),
    ]
)


def _linked(name: str, type: str) -> str | None:
    return link(Mention(0, len(name), name, type, "name", 0.7), _GAZETTEER).entity


@pytest.mark.parametrize(
    ("name", "type", "entity"),
    [
        ("University of Leeds", "CollegeOrUniversity", "university-of-leeds"),
        ("university of leeds", "Organization", "university-of-leeds"),
        ("Universty of Leeds", "CollegeOrUniversity", "university-of-leeds"),
        ("University of Leads", "CollegeOrUniversity", None),
        ("University of Leads Beckett", "CollegeOrUniversity", None),
        ("University of Leeds", "Movie", None),
        ("BFI", "Organization", "british-film-institute"),
        ("BFI", "Person", None),
        ("XYZ", "Organization", None),
        ("Industry 5.0", "Trend", None),
        ("Marta Figueria", "Person", "marta-figueira"),
        ("Maria Figueira", "Person", None),
        ("Creative and Cultural Industries", "Sector", "cci"),
        ("photogrammetries", "Technology", "photogrammetry"),
        ("", "Person", None),
    ],
)
def test_linking(name: str, type: str, entity: str | None) -> None:
    assert _linked(name, type) == entity


def test_a_mention_takes_the_type_of_the_thing_and_a_misspelling_costs_confidence() -> None:
    made = link(Mention(3, 21, "Universty of Leeds", "Organization", "name", 0.7), _GAZETTEER)
    assert (made.start, made.end, made.type) == (3, 21, "CollegeOrUniversity")
    assert made.confidence < 0.7


def test_the_nearest_things_are_of_a_compatible_type_the_best_first() -> None:
    found = nearest("Saltwatre Kings", "VideoGame", _GAZETTEER)
    assert found[0][:2] == ("saltwater-kings", "Saltwater Kings")
    assert 0.9 < found[0][2] < 1
    assert nearest("Saltwatre Kings", "Place", _GAZETTEER) == []
    many = nearest("University of Lead", "CollegeOrUniversity", _GAZETTEER, limit=1)
    assert [slug for slug, _, _ in many] == ["university-of-leeds"]
