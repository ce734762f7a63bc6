"""Labels in other languages, which outside vocabularies give to what they share with us.

Where a mapping set says that a concept of ours matches a concept of a vocabulary exactly, the names that the
vocabulary has for it in languages other than English become ours. They stay under the licence of the vocabulary:
each vocabulary's labels have a file of their own in ``ontology/labels``, made by ``creativekg translate`` and
never by hand, and a named graph of their own, whose licence the first statements of the file give.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

import ontology
from graph.entities import load_entities
from graph.errors import InputError, OntologyError
from graph.export import write_atomically
from graph.links import DATASET, SSSOM, load_links
from graph.modules import ontology_quads, read_turtle
from graph.namespaces import DCTERMS, ID, OWL, SKOS, VOID, labels_graph

FOLDER = ontology.FOLDER / "labels"
# Of the vocabularies that we map to, those at hand in other languages and under a licence that lets us copy them.
VOCABULARIES = ("unesco",)
_PREFERRED, _OTHER = ox.NamedNode(SKOS + "prefLabel"), ox.NamedNode(SKOS + "altLabel")
_IN_SCHEME = ox.NamedNode(SKOS + "inScheme")
_PREFIXES = {"id": ID, "dcterms": DCTERMS, "owl": OWL, "skos": SKOS, "void": VOID}
_MATCHES = f"""
SELECT ?concept ?outside ?version {{
  ?mapping <{SSSOM}object_source> ?vocabulary ; <{SSSOM}predicate_id> <{SKOS}exactMatch> ;
    <{SSSOM}subject_id> ?concept ; <{SSSOM}object_id> ?outside ; <{SSSOM}object_source_version> ?version
}} ORDER BY ?concept ?outside"""
_ABOUT = f"""
SELECT ?set ?title ?license ?rights {{
  ?set <{SSSOM}object_source> ?vocabulary ; <{SSSOM}mappings> ?mapping .
  ?vocabulary <{DCTERMS}title> ?title ; <{DCTERMS}license> ?license ; <{DCTERMS}rights> ?rights
}} LIMIT 1"""


@dataclass(frozen=True)
class Translations:
    """A label file that was written, and how many labels, other names included, it has in each language."""

    file: Path
    counts: dict[str, int]


def label_quads(folder: Path, known: Collection[str]) -> list[ox.Quad]:
    """The label files of a folder, each in the named graph that carries its licence.

    ``known`` holds the IRIs of our concepts.

    Raises:
        OntologyError: a file is not Turtle, does not state its licence, rights and source, says anything but labels
            in other languages, or labels what we do not have.
    """
    quads = []
    for file in sorted(folder.glob("*.ttl")):
        graph = ox.NamedNode(labels_graph(file.stem))
        stated = set()
        for quad in read_turtle(file):
            if quad.subject == graph:
                stated.add(quad.predicate.value)
            else:
                _check(quad, known, file)
            quads.append(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
        missing = [name for name in ("license", "rights", "source") if DCTERMS + name not in stated]
        if missing:
            raise OntologyError(f"does not state dcterms:{missing[0]} of <{graph.value}>", file=file)
    return quads


def _check(quad: ox.Quad, known: Collection[str], file: Path) -> None:
    subject = _value(quad.subject)
    if subject not in known:
        raise OntologyError(f"labels <{subject}>, which is no concept of ours; run creativekg translate", file=file)
    if quad.predicate not in (_PREFERRED, _OTHER) or not isinstance(quad.object, ox.Literal):
        raise OntologyError(f"says more than labels of <{subject}>; only they are under this licence", file=file)
    if not _foreign(quad.object):
        raise OntologyError(f"has an English label for <{subject}>; those stand in ontology/schemes", file=file)


def translate(linked_data: Path, data: Path, folder: Path) -> list[Translations]:
    """Make the label files of a folder anew, from the mapping sets of a data folder.

    ``linked_data`` is a folder that holds the vocabularies under the names that the mapping sets give them. Only
    concepts take labels, and only from exact matches. Nothing is written where one of the vocabularies is wrong.

    Raises:
        InputError: a mapping set or vocabulary is missing or wrong, or is not the version that was mapped; or a
            concept would have two preferred labels in one language.
        CreativeKGError: a label file cannot be written.
    """
    concepts = {iri for iri in (_value(q.subject) for q in ontology_quads()) if iri.startswith(ID)}
    known = concepts | {ID + entity.id for entity in load_entities(data / "entities")}
    links = ox.Store()
    links.extend(ox.Quad(*q.triple) for q in load_links(data / "mappings", concepts, known - concepts))
    made = []
    for name in VOCABULARIES:
        matches, version = _matches(links, name, concepts)
        names, schemes = _names(matches, linked_data, version)
        made.append((folder / f"{name}.ttl", [*_header(links, name, version, schemes), *_lines(names)], names))
    for file, lines, _ in made:
        _write(file, lines)
    return [Translations(file, _count(names)) for file, _, names in made]


@dataclass(frozen=True)
class _Names:
    """What a vocabulary calls a concept in languages other than English."""

    preferred: list[ox.Literal]
    other: list[ox.Literal]


def _matches(links: ox.Store, name: str, concepts: Collection[str]) -> tuple[dict[str, str], str]:
    """The outside concept that each concept matches exactly, and the version of the vocabulary: file and hash."""
    matches: dict[str, str] = {}
    versions = set()
    for row in _select(links, _MATCHES, name):
        concept, outside = row["concept"].value, row["outside"].value
        if concept not in concepts:
            continue
        if concept in matches:
            raise InputError(f"<{concept}> matches both <{matches[concept]}> and <{outside}> exactly; keep one")
        matches[concept] = outside
        versions.add(row["version"].value)
    if len(versions) != 1:
        stated = ", ".join(sorted(versions)) or "none"
        raise InputError(f"the exact matches with {name} must name one version of it and name {stated}")
    return matches, versions.pop()


def _names(matches: dict[str, str], linked_data: Path, version: str) -> tuple[dict[str, _Names], set[str]]:
    """The names of each concept, and the schemes of the vocabulary that they come from."""
    place, _, digest = version.rpartition(" ")
    file = linked_data / place
    try:
        found = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(f"cannot read the vocabulary ({error.strerror}); see --linked-data", file=file) from error
    stated: dict[tuple[str, ox.NamedNode], list[ox.Literal]] = defaultdict(list)
    schemes = set()
    wanted = set(matches.values())
    for quad in read_turtle(file):
        outside = _value(quad.subject)
        if outside not in wanted:
            continue
        if quad.predicate == _IN_SCHEME:
            schemes.add(_value(quad.object))
        elif isinstance(quad.object, ox.Literal) and _foreign(quad.object):
            stated[outside, quad.predicate].append(quad.object)
    if not digest or not found.startswith(digest):
        raise InputError(f"has the SHA-256 {found[:12]}; what was mapped has {digest or 'none'}", file=file)
    names = {}
    for concept, outside in sorted(matches.items()):
        preferred = sorted(stated[outside, _PREFERRED], key=_order)
        twice = [language for language, count in Counter(x.language for x in preferred).items() if count > 1]
        if not preferred or twice:
            what = f"two preferred labels in {twice[0]}" if twice else "no label in another language"
            raise InputError(f"has {what} for <{outside}>, the match of <{concept}>", file=file)
        other = sorted(set(stated[outside, _OTHER]) - set(preferred), key=_order)
        names[concept] = _Names(preferred, other)
    return names, schemes


def _header(links: ox.Store, name: str, version: str, schemes: Iterable[str]) -> Iterator[str]:
    about = next(_select(links, _ABOUT, name), None)
    if about is None:
        raise InputError(f"the title, licence and rights of {name} must stand in targets.tsv")
    title, rights = about["title"].value, about["rights"].value
    notice = (
        f"Labels of the {title} ({rights}), unchanged, for the concepts that match exactly. Whoever passes them "
        "on, changed or not, names the source and keeps to this licence."
    )
    sources = [f"<{DATASET}{name}>", str(about["set"]), *(f"<{scheme}>" for scheme in sorted(schemes))]
    for prefix, iri in _PREFIXES.items():
        yield f"@prefix {prefix}: <{iri}> ."
    yield ""
    yield "# Made by creativekg translate. To change a label, mend the mapping set."
    yield ""
    yield f"<{labels_graph(name)}> a void:Dataset ;"
    yield f"    dcterms:title {_english(f'Labels in other languages, from the {title}')} ;"
    yield f"    dcterms:license {about['license']} ;"
    yield f"    dcterms:rights {_english(notice)} ;"
    yield f"    dcterms:source {' , '.join(sources)} ;"
    yield f"    owl:versionInfo {ox.Literal(version)} ."


def _lines(names: dict[str, _Names]) -> Iterator[str]:
    """Turtle with one label a line, so that a changed label is a changed line."""
    for concept, each in names.items():
        yield ""
        yield f"id:{concept.removeprefix(ID)}"
        parts = [(name, some) for name, some in (("prefLabel", each.preferred), ("altLabel", each.other)) if some]
        for name, some in parts:
            end = "." if name == parts[-1][0] else ";"
            yield f"    skos:{name} " + " ,\n        ".join(str(label) for label in some) + f" {end}"


def _write(file: Path, lines: Iterable[str]) -> None:
    text = "\n".join(lines) + "\n"
    write_atomically(file, lambda path: path.write_text(text, encoding="utf-8", newline=""))


def _count(names: dict[str, _Names]) -> dict[str, int]:
    labels = (label for each in names.values() for label in (*each.preferred, *each.other))
    return dict(sorted(Counter(str(label.language) for label in labels).items()))


def _foreign(label: ox.Literal) -> bool:
    return label.language is not None and label.language.partition("-")[0] != "en"


def _order(label: ox.Literal) -> tuple[str, str]:
    return str(label.language), label.value


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(getattr(term, "value", ""))


def _english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def _select(store: ox.Store, query: str, vocabulary: str) -> Iterator[ox.QuerySolution]:
    solutions = store.query(query.replace("?vocabulary", f"<{DATASET}{vocabulary}>"))
    assert isinstance(solutions, ox.QuerySolutions)
    yield from solutions
