"""From sources to a published snapshot: assemble, derive, infer, validate, check consistency, write, swap."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

import ontology
from graph import snapshot as snapshots
from graph.assemble import document_quads, entity_quads
from graph.defaults import DATA, SNAPSHOTS
from graph.describe import describe
from graph.documents import blocks
from graph.dumps import canonical, union, write_dumps
from graph.errors import ValidationFailed
from graph.namespaces import BASE, PREFIXES
from graph.reasoner import REASONER, Consistency, check_consistency, find_java
from graph.rules import derive, infer
from graph.search import write_search_index
from graph.shacl import Engine, Report, read_shapes, validate
from graph.shacl_shapes import prepare
from graph.shacl_targets import Targets, count_targets
from graph.snapshot import Snapshot
from graph.sources import Progress, Quotes, Sources, load_sources
from graph.style import check_style
from shapes import FOLDER as SHAPES


@dataclass(frozen=True)
class Checked:
    """A graph that has been through all checks. ``quads`` are canonical, in their named graphs; ``targets`` say at
    how much of them each shape looked."""

    sources: Sources
    quads: list[ox.Quad]
    report: Report
    targets: tuple[Targets, ...]
    style: Report
    consistency: Consistency

    def as_json(self) -> dict[str, Any]:
        """What was checked and what came out: counts, evidence, SHACL results, consistency."""
        sources = self.sources
        return {
            "quotes": sources.quotes,
            "counts": {
                "documents": len(sources.documents),
                "claims": len(sources.claims),
                "entities": len(sources.entities),
                "concepts": len(sources.concepts),
                "evidence": sum(len(claim.evidence) for claim in sources.claims),
                "quads": len(self.quads),
            },
            "claimsByDocument": dict(sorted(Counter(claim.document for claim in sources.claims).items())),
            "claimsByKind": dict(sorted(Counter(claim.kind for claim in sources.claims).items())),
            "evidenceCheckedAgainstText": sorted(sources.texts),
            "documentsAbsent": sorted(set(sources.documents) - set(sources.texts)),
            "shacl": self.report.as_json() | {"shapes": [each.as_json() for each in self.targets]},
            "houseStyle": self.style.as_json(),
            "consistency": self.consistency.as_json(),
        }


def assemble(sources: Sources, progress: Progress = lambda step: None) -> list[ox.Quad]:
    """The whole graph: what the sources state, what follows by rule, what follows by inference; canonical."""
    progress("assembling the graph")
    # The store writes numbers in a form of its own, so the quads that are kept never come out of it.
    stated = [*sources.ontology, *sources.labels, *entity_quads(sources.entities), *sources.links]
    for covered in sources.coverage:
        document = sources.documents[covered.document]
        claims = [claim for claim in sources.claims if claim.document == document.id]
        unclaimed = [account.passage for account in covered.accounts if account.passage.reason]
        text = sources.texts.get(document.id) if sources.quotes == "full" else None
        stated += document_quads(document, claims, unclaimed, text)
    store = ox.Store()
    store.extend(stated)
    progress("deriving and inferring")
    return canonical([*stated, *derive(store), *infer(store)])


def check(
    sources: Sources,
    *,
    reasoner: bool = True,
    engine: Engine | None = None,
    progress: Progress = lambda step: None,
) -> Checked:
    """Assemble and check: house style and SHACL always (see `validate` for ``engine``), HermiT where ``reasoner``
    and Java are.

    Raises:
        InconsistentOntology: the reasoner found a contradiction, or a class that can have no instance.
    """
    progress("checking the ontology's house style")
    style = check_style()
    quads = assemble(sources, progress)
    progress("validating with SHACL")
    report = validate(quads, engine=engine, progress=progress)
    targets = count_targets(quads, prepare(quad for some in read_shapes(SHAPES).values() for quad in some))
    if reasoner:
        progress("checking consistency with HermiT")
        consistency = check_consistency(quads, progress=progress)
    else:
        consistency = Consistency(checked=False, reason="left out at the caller's wish")
    return Checked(sources, quads, report, targets, style, consistency)


def build(
    home: Path = SNAPSHOTS,
    *,
    data: Path = DATA,
    documents_folder: Path | None = None,
    quotes: Quotes = "full",
    reasoner: bool = True,
    progress: Progress = lambda step: None,
) -> Snapshot:
    """Build, check and publish a snapshot; one that is there already is only made current.

    Raises:
        CreativeKGError: sources are wrong, the graph breaks a shape or is inconsistent, or the snapshot cannot
            be written. The snapshot that was current stays so.
    """
    snapshots.check_writable(home)
    sources = load_sources(data, documents_folder, quotes, progress)
    name = _name(sources, REASONER if reasoner and find_java() is not None else None)
    ready = snapshots.find(home, name)
    if ready is not None:
        snapshots.activate(home, name)
        return ready
    checked = check(sources, reasoner=reasoner, progress=progress)
    if not checked.style.conforms:
        raise ValidationFailed(f"the ontology breaks its house style, nothing published\n{checked.style.text()}")
    if not checked.report.conforms:
        raise ValidationFailed(f"the graph breaks its shapes, nothing published\n{checked.report.text()}")
    progress("writing the snapshot")
    return snapshots.publish(home, name, lambda target: _write(checked, name, target))


def _name(sources: Sources, reasoner: str | None) -> str:
    """A snapshot holds its report, so what was checked is part of its name: sixteen hexadecimal digits."""
    return hashlib.sha256(f"{sources.digest} {reasoner}".encode()).hexdigest()[:16]


def _write(checked: Checked, name: str, target: Snapshot) -> None:
    together = union(checked.quads)
    store = ox.Store(str(target.store))
    store.bulk_extend([*checked.quads, *together])
    store.flush()
    write_search_index(store, target.search)
    write_dumps(checked.quads, together, target.dumps)
    _serialize(describe(store, base_url=BASE), target.dumps / "void.ttl")
    target.ontology.mkdir()
    for file in ontology.FOLDER.glob("*.ttl"):
        shutil.copyfile(file, target.ontology / file.name)
    target.shacl_report.write_text(checked.report.turtle(), encoding="utf-8")
    target.coverage.mkdir()
    for covered in checked.sources.coverage:
        _write_json(target.coverage / f"{covered.document}.json", covered.as_json())
    if checked.sources.quotes == "full":
        _write_documents(checked.sources, target.documents)
    report = checked.as_json()
    _write_json(target.report, report)
    _write_json(target.manifest_file, {"name": name, **report["counts"]})
    del store  # releases the lock on the directory before it is renamed


def _write_documents(sources: Sources, folder: Path) -> None:
    folder.mkdir()
    for identifier, text in sources.texts.items():
        parts = [
            {
                "kind": block.kind,
                "start": block.start,
                "end": block.end,
                "sentences": [[sentence.start, sentence.end] for sentence in block.sentences],
            }
            for block in blocks(text)
        ]
        _write_json(folder / f"{identifier}.json", {"id": identifier, "text": text, "blocks": parts})


def _serialize(quads: Iterable[ox.Quad], path: Path) -> None:
    triples = [q.triple for q in union(canonical(quads))]
    ox.serialize(triples, path, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)


def _write_json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
