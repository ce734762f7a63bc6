"""The desk: one document, its candidates and one reviewer's decisions. Terminal and web page both work on it."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from pathlib import Path

from graph.claims import Claim, load_claims
from graph.coverage import Passage, draft
from graph.documents import Document, documents_folder, load_documents, read_text
from graph.errors import ReviewError
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.store import read_extraction
from graph.records import load_records
from graph.review import checks
from graph.review.decisions import (
    Countable,
    Merge,
    Undo,
    result,
)
from graph.review.finish import Finished, finish
from graph.review.known import Known
from graph.review.log import Log, file_of, logs
from graph.review.merge import Conflict, Together, on_one_matter, place, together
from graph.review.passages import cover
from graph.review.proposals import Covered, NewName, Progressed, Proposal
from graph.review.ranker import Ranker, examples
from graph.review.things import draft_of, mentions_of, settled
from graph.sources import Progress


class Desk:
    """What a reviewer sees and does. Nothing she decides is only in memory: `decide` has it on the disk first."""

    def __init__(self, data: Path, documents: Path, document: Document, text: str, log: Log) -> None:
        self.data, self.folder, self.document, self.text, self.log = data, documents, document, text, log
        self.reviewer = log.reviewer
        self.refresh()

    @classmethod
    def open(cls, data: Path, documents: Path | None, document: str, reviewer: str) -> Desk:
        """The desk of a reviewer at a document.

        Raises:
            ReviewError: there is no such document, its text is not attached, or a decision cannot be read.
            CreativeKGError: claims, things, coverage or candidates are not as their schema has them.
        """
        known = load_documents(data / "documents.yaml")
        if document not in known:
            raise ReviewError(f"there is no document {document!r}; there are {', '.join(known)}")
        folder = documents_folder(documents)
        text = read_text(known[document], folder)
        if text is None:
            raise ReviewError(f"document {document} is not attached; name its folder with --documents")
        return cls(data, folder, known[document], text, Log(file_of(data, document, reviewer)))

    def refresh(self) -> None:
        """Read anew what others may have changed: the data, candidates, and other reviewers' decisions."""
        self.known = Known.load(self.data)
        extraction = read_extraction(self.data, self.document)
        self.extracted = extraction is not None
        self.others = [log for log in logs(self.data, self.document.id) if log.reviewer != self.reviewer]
        claims = self.data / "claims" / f"{self.document.id}.yaml"
        self.claims: list[Claim] = load_claims(claims) if claims.is_file() else []
        coverage = self.data / "coverage" / f"{self.document.id}.yaml"
        found = load_records(coverage, "passages", Passage) if coverage.is_file() else draft(self.text)
        self.passages: list[Passage] = sorted(found, key=lambda passage: passage.start)
        self._proposed = self._as_decided(extraction.candidates if extraction else [])
        ranker = Ranker.train(examples(logs(self.data)))
        scores = ranker.scores(list(self._proposed.values())) if ranker else []
        self._scores: dict[str, float] = dict(zip(self._proposed, scores, strict=False))
        self._forget()

    def _as_decided(self, candidates: list[Candidate]) -> dict[str, Candidate]:
        """Candidates by key; one that says the same of the same words as one decided on has the key of that one."""
        keys = {candidate.key for candidate in candidates}
        decided = {each.key: each.candidate for log in (*self.others, self.log) for each in log.state.candidates}
        gone = {place(made): key for key, made in decided.items() if made is not None and key not in keys}
        found: dict[str, Candidate] = {}
        for candidate in candidates:
            key = candidate.key if candidate.key in decided else gone.get(place(candidate), candidate.key)
            found.setdefault(key, candidate)
        return found

    def _forget(self) -> None:
        for name in ("together", "proposals"):
            self.__dict__.pop(name, None)

    @cached_property
    def together(self) -> Together:
        """This reviewer's decisions and those of the others, as one."""
        return together([self.log, *self.others])

    @property
    def conflicts(self) -> list[Conflict]:
        """What reviewers decided that cannot all hold."""
        return self.together.conflicts

    @cached_property
    def proposals(self) -> list[Proposal]:
        """All candidates, and what the reviewer added: the likeliest first where the ranker is trained, else in
        the order of the text."""
        found = dict(self._proposed)
        for decision in self.log.state.candidates:
            if decision.candidate is not None:
                found[decision.key] = decision.candidate
        made = [self._proposal(key, candidate) for key, candidate in found.items()]
        return sorted(made, key=lambda each: (-(each.score or 0.0), each.position))

    def _proposal(self, key: str, candidate: Candidate) -> Proposal:
        decision = self.log.state.on(key)
        written = self.together.written.get(("candidate", self.together.same.get(key, key)))
        final = (result(decision) if decision else None) or candidate
        return Proposal(
            key,
            candidate,
            settled(final, self.log.state.names, self.known),
            "written" if written else decision.action if decision else "open",
            min(span.start for span in final.evidence),
            self._scores.get(key),
            decision.into if isinstance(decision, Merge) else None,
            written.claim if written else None,
        )

    def proposal(self, key: str) -> Proposal:
        """The candidate of a key, or of the beginning of one.

        Raises:
            ReviewError: there is none, or several.
        """
        found = [each for each in self.proposals if key and each.key.startswith(key)]
        if len(found) != 1:
            raise ReviewError(f"{len(found) or 'no'} candidates have a key that begins with {key!r}")
        return found[0]

    def next_open(self, after: str | None = None) -> Proposal | None:
        """The next candidate that nobody decided on, behind the one of a key, then from the beginning."""
        keys = [each.key for each in self.proposals]
        at = keys.index(after) + 1 if after in keys else 0
        row = self.proposals[at:] + self.proposals[:at]
        return next((each for each in row if each.state == "open"), None)

    def decide(self, decision: Countable, *, settle: bool = False) -> Countable:
        """Take a decision down, once it can be carried out, and give it as it was taken down.

        The values of changes may be slugs or names of things. ``settle`` lets it overrule what other reviewers
        decided on the same.

        Raises:
            ReviewError: why it cannot be carried out, or written.
        """
        decision = checks.complete(self, decision)
        checks.check(self, decision)
        if settle:
            over = {name: each.n for name, each in self._against(decision)}
            decision = decision.model_copy(update={"settles": over})
        n = self.log.append(decision).n
        self._forget()
        return decision.model_copy(update={"n": n})

    def _against(self, decision: Countable) -> list[tuple[str, Countable]]:
        """What other reviewers decided that is in conflict, on the matter of this decision."""
        return [
            (name, each)
            for conflict in self.conflicts
            for name, each in conflict.decisions
            if name != self.reviewer and on_one_matter(decision, each, self.together.same)
        ]

    def undo(self, n: int | None = None) -> Countable | None:
        """Take back the last decision that is not in the data yet, or the one of a number, and give it; None where
        there is none.

        Raises:
            ReviewError: it cannot be written.
        """
        state = self.log.state
        left = [each for each in state.counts.values() if each.subject not in self.together.written]
        left = [each for each in left if n in (None, each.n)]
        if not left:
            return None
        last = max(left, key=lambda each: each.n)
        self.log.append(Undo(undone=last.n))
        self._forget()
        return last

    @property
    def progress(self) -> Progressed:
        """How many candidates are decided on."""
        count = Counter(each.state for each in self.proposals)
        total = sum(count.values())
        return Progressed(total - count["open"], total, dict(sorted(count.items())))

    def coverage(self) -> list[Covered]:
        """What became of every passage, in the order of the text."""
        return cover(self.passages, self.claims, self.proposals, self.log.state)

    def new_things(self) -> list[NewName]:
        """The names in candidates, rejected ones aside, of things that the graph does not know, in the order of the
        text. Those of accepted candidates have to be settled before `finish`."""
        found: dict[str, tuple[Mention, list[str]]] = {}
        for each in sorted(self.proposals, key=lambda each: each.position):
            if each.state in ("reject", "merge", "written"):
                continue
            decision = self.log.state.on(each.key)
            made = (result(decision) if decision else None) or each.candidate
            for _, mention in mentions_of(made):
                if mention.entity is None:
                    keys = found.setdefault(mention.slug, (mention, []))[1]
                    keys += [each.key] if each.key not in keys else []
        return [self._new_name(name, mention, tuple(keys)) for name, (mention, keys) in found.items()]

    def new_name(self, mention: Mention) -> NewName:
        """What is to be said of one new name."""
        return self._new_name(mention.slug, mention, ())

    def _new_name(self, name: str, mention: Mention, keys: tuple[str, ...]) -> NewName:
        names = self.log.state.names
        near = self.known.neighbours(mention)
        return NewName(name, mention, keys, names.get(name), draft_of(mention, names, self.known), near)

    def finish(self, *, shapes: bool = True, progress: Progress = lambda step: None) -> Finished:
        """Write what was accepted into the data (see `graph.review.finish`), and read the data anew.

        Raises:
            ReviewError: why nothing is written.
        """
        self.refresh()
        done = finish(
            self.data, self.folder, self.document, self.text, self.known, self.log, self.others,
            shapes=shapes, progress=progress,
        )  # fmt: skip
        self.refresh()
        return done
