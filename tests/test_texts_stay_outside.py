"""The documents belong to their publishers: no run of twelve of their words is in the repository, titles apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from graph.defaults import DATA
from graph.documents import load_documents, read_text
from graph.entities import load_entities

ROOT = Path(__file__).parents[1]
FOLDERS = ("docs", "graph", "ontology", "queries", "server", "shapes", "tests")
ENDINGS = {".csv", ".html", ".json", ".jsonld", ".md", ".py", ".rq", ".tsv", ".ttl", ".yaml"}
LONGEST = 12


def runs(text: str) -> Iterator[str]:
    words = re.findall(r"\w+", text.casefold())
    return (" ".join(words[at : at + LONGEST]) for at in range(len(words) - LONGEST + 1))


def test_no_long_run_of_their_words(need: Callable[..., None], documents_folder: Path) -> None:
    need("documents")
    documents = load_documents(DATA / "documents.yaml").values()
    theirs = {run for each in documents for run in runs(read_text(each, documents_folder) or "")}
    titles = [each.title for each in documents]
    titles += [entity.prefLabel for entity in load_entities(DATA / "entities")]
    theirs -= {run for title in titles for run in runs(title)}
    assert len(theirs) > 5_000
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in ENDINGS]
    files += ROOT.glob("*.md")
    copied = {
        str(path.relative_to(ROOT)): found
        for path in files
        if "vendor" not in path.parts
        and (found := theirs & set(runs(path.read_text(encoding="utf-8", errors="replace"))))
    }
    assert not copied
