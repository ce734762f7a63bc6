"""The gazetteer: every English name that our graph knows, and where they stand in a text.

Names are looked up word by word, in any number and spelling of English (`graph.extraction.wordforms`), with spaces
or hyphens between the words, the longest first. An acronym keeps its capitals, and so do the names of entities.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

import ontology
from graph.claims import Claim, load_all_claims
from graph.concepts import load_concepts
from graph.defaults import DATA
from graph.documents import Span
from graph.entities import load_entities
from graph.extraction.wordforms import WORD, plain
from graph.modules import read_turtle
from graph.namespaces import ID, KG, RDF, SKOS

_NAMES = {SKOS + "prefLabel": True, SKOS + "altLabel": False}
_BETWEEN = re.compile(r"[\s\-–./'+]{0,3}")
# "Edge AI" does not stand in "cutting-edge AI", nor a name in an address.
_TIED = re.compile(r"(?:\w-|[_@])\Z")
_ARTICLE = re.compile(r"\A(?:the|an?) ", re.IGNORECASE)
_QUOTES = "\"'“”‘’"
_IN_WORDS = frozenset({"id", "kind", "gloss", "purpose", "caveat", "evidence", "arithmetic", "conflictsWith"})
_JOINED = 7  # the least letters of two words that are also found written as one
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "a", "an"})


@dataclass(frozen=True)
class Label:
    """A name of a thing. ``proper`` is true of an entity's, whose capitals count."""

    text: str
    entity: str
    type: str
    preferred: bool
    proper: bool

    def fits(self, written: list[str]) -> bool:
        """Whether words that are the same but for case and number have the capitals of the name."""
        own = self._words
        if len(own) != len(written):
            return not self.proper
        return all(map(self._fits, own, written))

    @cached_property
    def _words(self) -> list[str]:
        return WORD.findall(self.text)

    def _fits(self, own: str, written: str) -> bool:
        if is_acronym(own):
            return written.removesuffix("s") == own.removesuffix("s")
        if not self.proper:
            return True
        return written[0].isupper() or not own[0].isupper()


@dataclass(frozen=True)
class Match(Span):
    """Words of a text that are the name of one thing or of several."""

    labels: tuple[Label, ...]


class Gazetteer:
    """All labels, by the plain forms of their words."""

    def __init__(self, labels: Iterable[Label]) -> None:
        self.labels = list(labels)
        self._by_words: dict[tuple[str, ...], list[Label]] = defaultdict(list)
        self._lengths: dict[str, list[int]] = defaultdict(list)
        for label in self.labels:
            words = words_of(label.text)
            if words:
                self._add(words, label)
            if len(words) == 2 and not label.proper and len("".join(words)) >= _JOINED:
                self._add(("".join(words),), label)

    @classmethod
    def load(cls, data: Path = DATA, without: str | None = None) -> Gazetteer:
        """The labels of our entities and concepts. ``without`` is the id of a document: what its claims name and no
        other claim does is left out, as though it had never been read.

        Raises:
            InputError: an entity, a claim or a concept is not as its schema has it.
        """
        labels = [*_entity_labels(data / "entities"), *_concept_labels(), *_added_labels(data)]
        if without is None:
            return cls(labels)
        known = {label.entity for label in labels}
        own: set[str] = set()
        others: set[str] = set()
        for claim in load_all_claims(data / "claims"):
            (own if claim.document == without else others).update(named_by(claim, known))
        return cls(label for label in labels if label.entity not in own - others)

    def _add(self, words: tuple[str, ...], label: Label) -> None:
        if label not in self._by_words[words]:
            self._by_words[words].append(label)
        lengths = self._lengths[words[0]]
        if len(words) not in lengths:
            lengths.append(len(words))
            lengths.sort(reverse=True)

    def named(self, name: str) -> list[Label]:
        """The labels that are the same as a name but for number and spelling; those preferred first."""
        found = self._by_words.get(words_of(name), [])
        written = WORD.findall(_ARTICLE.sub("", name, count=1) if name[:1].islower() else name)
        return sorted((label for label in found if label.fits(written)), key=lambda label: not label.preferred)

    def with_words(self, name: str) -> list[Label]:
        """The labels of three words or more that have the words of a name in another order."""
        words = sorted(words_of(name))
        return self._in_any_order.get(tuple(words), []) if len(words) > 2 else []

    @cached_property
    def _in_any_order(self) -> dict[tuple[str, ...], list[Label]]:
        found: dict[tuple[str, ...], list[Label]] = defaultdict(list)
        for words, labels in self._by_words.items():
            found[tuple(sorted(words))].extend(labels)
        return found

    @cached_property
    def comparable(self) -> dict[str, tuple[list[Label], list[str]]]:
        """The labels by the type of their things, and beside them their words in plain forms, to be compared."""
        found: dict[str, tuple[list[Label], list[str]]] = {}
        for label in self.labels:
            labels, keys = found.setdefault(label.type, ([], []))
            labels.append(label)
            keys.append(" ".join(words_of(label.text)))
        return found

    @cached_property
    def by_length(self) -> dict[int, tuple[list[Label], list[str]]]:
        """The labels by the number of their words, and beside them their words in plain forms."""
        found: dict[int, tuple[list[Label], list[str]]] = {}
        for label in self.labels:
            words = words_of(label.text)
            labels, keys = found.setdefault(len(words), ([], []))
            labels.append(label)
            keys.append(" ".join(words))
        return found

    @cached_property
    def initials(self) -> dict[str, list[Label]]:
        """The labels of more than two words by the acronym that these make, small words left out."""
        found: dict[str, list[Label]] = defaultdict(list)
        for label in self.labels:
            telling = [word for word in WORD.findall(label.text) if word.lower() not in _SMALL]
            if len(telling) > 2:
                found["".join(word[0] for word in telling).upper()].append(label)
        return found

    def find(self, text: str) -> Iterator[Match]:
        """Where names stand in a text whose characters are folded, in order, each as long as can be."""
        words = list(WORD.finditer(text))
        forms = [plain(word[0]) for word in words]
        at = 0
        while at < len(words):
            match = self._match(text, words, forms, at) if forms[at] in self._lengths else None
            at += 1 if match is None else match[1]
            if match is not None:
                yield match[0]

    def _match(self, text: str, words: list[re.Match[str]], forms: list[str], at: int) -> tuple[Match, int] | None:
        first = words[at].start()
        if _TIED.search(text[max(0, first - 2) : first]):
            return None
        for count in self._lengths[forms[at]]:
            labels = self._by_words.get(tuple(forms[at : at + count]))
            if not labels:
                continue
            run = words[at : at + count]
            gaps = [text[one.end() : other.start()] for one, other in pairwise(run)]
            written = [word[0] for word in run]
            fitting = [
                label
                for label in labels
                if label.fits(written) and all(_BETWEEN.fullmatch(gap) or gap in label.text for gap in gaps)
            ]
            if fitting:
                end = run[-1].end() + (text.startswith(")", run[-1].end()) and "(" in "".join(gaps))
                start = run[0].start()
                fitting.sort(key=lambda label: (not label.preferred, label.text))
                return Match(start, end, tuple(fitting)), count
        return None


def words_of(name: str) -> tuple[str, ...]:
    """The plain forms of the words of a name, without an article or quotation marks around it."""
    return tuple(plain(word) for word in WORD.findall(_ARTICLE.sub("", name.strip(_QUOTES), count=1)))


@lru_cache(maxsize=20_000)
def is_acronym(word: str) -> bool:
    """Whether capitals are part of a word: ``AI``, ``GANs``, ``IoT``; not ``TikTok``, which nothing is like."""
    capitals = sum(letter.isupper() for letter in word)
    return capitals > 1 and len(word) <= 5


def named_by(claim: Claim, known: set[str]) -> set[str]:
    """The things of those known that a claim names, in whatever field."""
    values = [value for name, value in claim if name not in _IN_WORDS]
    return known.intersection(
        each
        for value in values
        for each in (value if isinstance(value, list) else [value])
        if isinstance(each, str)
    )


def _entity_labels(folder: Path) -> Iterator[Label]:
    for entity in load_entities(folder):
        for name in (entity.prefLabel, *entity.altLabel):
            yield Label(name, entity.id, entity.type, name == entity.prefLabel, proper=True)


def _added_labels(data: Path) -> Iterator[Label]:
    for concept in load_concepts(data):
        for name in (concept.prefLabel, *concept.altLabel):
            yield Label(name, concept.id, concept.type, name == concept.prefLabel, proper=False)


def _concept_labels() -> Iterator[Label]:
    for file in sorted((ontology.FOLDER / "schemes").glob("*.ttl")):
        types: dict[str, str] = {}
        names = []
        for quad in read_turtle(file):
            if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode | ox.Literal):
                continue
            subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object.value
            if predicate == RDF + "type" and value.startswith(KG):
                types[subject] = value.removeprefix(KG)
            elif predicate in _NAMES and subject.startswith(ID):
                names.append((subject, value, _NAMES[predicate]))
        for subject, name, preferred in names:
            yield Label(name, subject.removeprefix(ID), types[subject], preferred, proper=False)
