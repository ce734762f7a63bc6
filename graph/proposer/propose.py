"""A model proposes candidates for a text: group by group, several at a time, each claim held against the words."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from graph.errors import ExtractionError
from graph.extraction.blocks import Passage
from graph.extraction.candidates import Candidate, Mention
from graph.proposer.ground import Page, Refused, ground
from graph.proposer.items import Item
from graph.proposer.prompt import groups, version
from graph.proposer.settings import Settings

if TYPE_CHECKING:
    from graph.extraction.gazetteer import Gazetteer

_MOST_CLAIMS = 200  # of one group; a model that goes round in circles finds more


@dataclass
class ProposalReport:
    """What became of groups and claims: ``refused`` counts by reason, ``failures`` has a line for each group."""

    groups: int = 0
    from_cache: int = 0
    candidates: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    input_tokens: int = 0
    output_tokens: int = 0

    def as_json(self) -> dict[str, Any]:
        """The report as machines read it, the commonest reason first."""
        return {**vars(self), "refused": dict(self.refused.most_common())}


def propose(
    text: str,
    passages: Sequence[Passage],
    settings: Settings,
    progress: Callable[[str], None] = lambda step: None,
    mentions: Sequence[Mention] = (),
    known: Gazetteer | None = None,
) -> tuple[list[Candidate], ProposalReport]:
    """What a model says that a text says, in the order of the text, as far as its words are there.

    ``mentions`` are those found in the text, and ``known`` the names of our graph; both are used before a new thing
    is made. An answer is kept in the cache as soon as it is there: after Ctrl-C or an error the next run goes on.

    Raises:
        ExtractionError: no question can be answered: pydantic-ai is missing, or address, model or key is wrong.
    """
    parts = groups(passages)
    report = ProposalReport(groups=len(parts))
    answers = asyncio.run(_ask_all([part.message(text) for part in parts], settings, progress, report))
    found: dict[str, Candidate] = {}
    for part, answer in zip(parts, answers, strict=True):
        page = Page(text, (*part.headings, *part.passages), mentions, known)
        for claim in answer[:_MOST_CLAIMS]:
            try:
                candidate = ground(Item.model_validate(claim), page)
            except ValidationError as error:
                report.refused[_fault(error)] += 1
            except Refused as refusal:
                report.refused[str(refusal)] += 1
            else:
                report.refused["it is said twice"] += candidate.key in found
                found.setdefault(candidate.key, candidate)
        report.refused[f"it is beyond {_MOST_CLAIMS} of one group"] += max(0, len(answer) - _MOST_CLAIMS)
    report.refused = +report.refused
    report.candidates = len(found)
    return sorted(found.values(), key=lambda each: (each.evidence[0].start, each.key)), report


async def _ask_all(
    messages: list[str], settings: Settings, progress: Callable[[str], None], report: ProposalReport
) -> list[list[Any]]:
    files = [_file(message, settings) for message in messages]
    answers = [_kept(file) for file in files]
    report.from_cache = len(answers) - answers.count(None)
    if None in answers:
        try:
            from graph.proposer.client import Unanswered, client
        except ImportError as error:
            raise ExtractionError("a model needs pydantic-ai: pip install 'creativekg[model]'") from error
        gate = asyncio.Semaphore(settings.concurrency)
        async with client(settings) as model:

            async def ask(index: int) -> None:
                async with gate:
                    try:
                        answers[index] = await model.ask(messages[index])
                        _keep(files[index], answers[index])
                    except (Unanswered, OSError) as error:
                        kind = "not kept: " if isinstance(error, OSError) else ""
                        report.failures.append(f"group {index + 1} of {len(files)}: {kind}{error}")
                    progress(f"model: group {index + 1} of {len(files)}")

            await asyncio.gather(*(ask(index) for index, answer in enumerate(answers) if answer is None))
            report.input_tokens, report.output_tokens = model.input_tokens, model.output_tokens
    return [answer or [] for answer in answers]


def _file(message: str, settings: Settings) -> Path | None:
    """Where the answer to a message is kept, by what was asked of whom; None where none is."""
    asked = "\0".join((message, settings.url, settings.model, version()))
    return settings.cache and settings.cache / f"{hashlib.sha256(asked.encode()).hexdigest()[:32]}.json"


def _kept(file: Path | None) -> list[Any] | None:
    """The answer in a file; None where there is no file or it is damaged."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8")) if file else None
    except (OSError, ValueError, RecursionError):
        return None
    return kept if isinstance(kept, list) else None


def _keep(file: Path | None, answer: list[Any] | None) -> None:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps(answer, indent=1), encoding="utf-8")
        unfinished.replace(file)


def _fault(error: ValidationError) -> str:
    where = error.errors(include_url=False, include_input=False)[0]["loc"]
    return f"the field {where[0]} is not as asked for" if where else "it is no object with fields"
