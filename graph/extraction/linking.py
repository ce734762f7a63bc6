"""Which thing of our graph a name stands for: the same name, an acronym of it, or one spelled nearly so."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from graph.entities import ORGANISATIONS, PLACES
from graph.errors import ExtractionError
from graph.extraction.candidates import Mention
from graph.extraction.gazetteer import Gazetteer, Label, is_acronym, words_of

_LIKE = 90.0  # the least likeness in hundredths that makes two names one
_NEAR = 60.0
_MOST = 20  # names so like another that each is looked at
_FUZZY_LETTERS = 8
_BODIES = ORGANISATIONS | {"Project", "Agent", "SoftwareApplication"}
_WORKS = frozenset(
    {"CreativeWork", "Movie", "TVSeries", "VideoGame", "MusicAlbum", "VisualArtwork", "Report", "Article",
     "ScholarlyArticle", "SoftwareApplication", "Product", "DataSet"}
)  # fmt: skip
_KINDS = (
    frozenset({"Person", "Agent"}),
    _BODIES,
    _WORKS,
    PLACES,
    frozenset({"Place", "Museum"}),
    frozenset({"Event", "ExhibitionEvent", "Festival", "Project"}),
    frozenset({"Policy", "Project"}),
    frozenset({"Technology", "SoftwareApplication", "Product", "Activity", "Trend"}),
    frozenset({"Sector", "Topic", "Activity", "ValueChainStage", "Trend", "ImpactMechanism", "Measure", "Skill"}),
)
_DISTINCT = re.compile(r"\d+")


def compatible(one: str, other: str) -> bool:
    """Whether a thing of one type may be what somebody took for a thing of the other."""
    return one == other or any(one in kinds and other in kinds for kinds in _KINDS)


def link(mention: Mention, gazetteer: Gazetteer) -> Mention:
    """The mention with the thing that its name stands for, or as it was where the gazetteer has none.

    The same name counts before an acronym of it, and both before a name that differs in a letter or two.

    Raises:
        ExtractionError: rapidfuzz is not installed.
    """
    if mention.entity is not None:
        return mention
    for label in gazetteer.named(mention.name):
        if compatible(mention.type, label.type):
            return replace(mention, entity=label.entity, type=label.type)
    if is_acronym(mention.name):
        standing = gazetteer.initials.get(mention.name, [])
        fitting = {each.entity: each for each in standing if compatible(mention.type, each.type)}
        if len(fitting) == 1:
            (label,) = fitting.values()
            return replace(mention, entity=label.entity, type=label.type)
        return mention
    if len(mention.name) < _FUZZY_LETTERS:
        return mention
    for label in gazetteer.with_words(mention.name):
        if compatible(mention.type, label.type):
            return replace(mention, entity=label.entity, type=label.type)
    for label, score in _spelled_alike(mention.name, gazetteer):
        if compatible(mention.type, label.type) and _differs_in_spelling_alone(mention.name, label.text):
            return replace(
                mention, entity=label.entity, type=label.type, confidence=mention.confidence * score / 100
            )
    return mention


def nearest(name: str, type: str, gazetteer: Gazetteer, limit: int = 5) -> list[tuple[str, str, float]]:
    """The things of a compatible type whose names are most like a name: slug, label, likeness from 0 to 1.

    Raises:
        ExtractionError: rapidfuzz is not installed.
    """
    best: dict[str, tuple[str, str, float]] = {}
    for label, score in _ranked(name, type, gazetteer, _NEAR, 10 * limit):
        best.setdefault(label.entity, (label.entity, label.text, round(score / 100, 3)))
    return list(best.values())[:limit]


def _spelled_alike(name: str, gazetteer: Gazetteer) -> list[tuple[Label, float]]:
    """The labels of as many words that are nearly the same, the likest first."""
    words = words_of(name)
    labels, keys = gazetteer.by_length.get(len(words), ([], []))
    return _best(_alike(" ".join(words), labels, keys, _LIKE, _MOST))


def _ranked(name: str, type: str, gazetteer: Gazetteer, least: float, limit: int) -> list[tuple[Label, float]]:
    wanted = " ".join(words_of(name))
    found: list[tuple[Label, float]] = []
    for other, (labels, keys) in gazetteer.comparable.items():
        if compatible(type, other):
            found.extend(_alike(wanted, labels, keys, least, limit))
    return _best(found)[:limit]


def _best(found: list[tuple[Label, float]]) -> list[tuple[Label, float]]:
    return sorted(found, key=lambda pair: (-pair[1], pair[0].text))


def _alike(
    wanted: str, labels: list[Label], keys: list[str], least: float, limit: int
) -> list[tuple[Label, float]]:
    try:
        from rapidfuzz import fuzz, process
    except ImportError as error:
        raise ExtractionError("linking needs rapidfuzz: pip install 'creativekg[extract]'") from error
    near = process.extract(wanted, keys, scorer=fuzz.ratio, score_cutoff=least, limit=limit)
    return [(labels[at], score) for _, score, at in near]


def _differs_in_spelling_alone(one: str, other: str) -> bool:
    """Whether two names have as many words, each nearly the same as its partner, and the same figures.

    A name with a word more is another thing, and so is "Industry 5.0" beside "Industry 4.0".
    """
    ours, theirs = words_of(one), words_of(other)
    if len(ours) != len(theirs) or _DISTINCT.findall(one) != _DISTINCT.findall(other):
        return False
    return all(mine == yours or _near(mine, yours) for mine, yours in zip(ours, theirs, strict=True))


@lru_cache(maxsize=4096)
def _near(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    # In short words a letter makes another word: "Leads" is not "Leeds".
    return min(len(one), len(other)) > 5 and OSA.distance(one, other) <= 1 + (len(one) > 10)
