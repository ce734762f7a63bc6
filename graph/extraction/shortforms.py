"""Names within one document: acronyms that it explains, surnames, "the Commission", and titles without quotes.

Everything here is known only when the whole document has been looked at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.extraction.acronyms import Definition, definitions
from graph.extraction.candidates import Mention
from graph.extraction.gazetteer import Gazetteer, Label, is_acronym
from graph.extraction.language import Parsed
from graph.extraction.linking import compatible, link
from graph.extraction.nouns import TECHNICAL, type_of_noun
from graph.extraction.wordforms import WORD

_NAMED_BY_HEAD = frozenset(
    {"Organization", "Museum", "CollegeOrUniversity", "GovernmentOrganization", "ResearchOrganization", "Festival",
     "OrganizationalCollaboration", "Corporation", "Project", "Policy", "Event", "ExhibitionEvent"}
)  # fmt: skip
_PROPER = frozenset(
    {"title", "name", "head noun of a name", "words around a name", "honorific", "capitals", "acronym"}
)
_PARTICLES = frozenset("van von de der den du di da dos del la le".split())
_SUFFIXES = frozenset("ltd limited inc plc llc gmbh corporation corp company co group".split())


@dataclass(frozen=True)
class _Short:
    full: Mention
    after_the: bool = False
    explained: bool = False


def name_as_before(parsed: Sequence[Parsed], texts: Sequence[str], gazetteer: Gazetteer) -> None:
    """Give every later or shorter form of a name the name and the thing of the full form, and find those forms
    that nothing else found. ``texts`` holds the folded text of each passage."""
    forms: dict[str, list[_Short]] = defaultdict(list)
    for each, text in zip(parsed, texts, strict=True):
        if "(" in text or "[" in text:
            _explain(each, text, gazetteer, forms)
    _agree_on_types(parsed, gazetteer)
    for each in parsed:
        for mention in each.mentions:
            if mention.rule in _PROPER or (mention.type in {"Person", *_NAMED_BY_HEAD} and mention.entity):
                for form, short in _short_forms(mention):
                    forms[form].append(short)
    for form, short in _initials(parsed, forms):
        forms[form].append(short)
    local = Gazetteer(Label(form, form, shorts[0].full.type, True, proper=True) for form, shorts in forms.items())
    for each, text in zip(parsed, texts, strict=True):
        _rename(each, text, local, forms)


def _agree_on_types(parsed: Sequence[Parsed], gazetteer: Gazetteer) -> None:
    """Give a new name one type in the whole document: that for which most speaks, by confidence."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for each in parsed:
        for mention in each.mentions:
            if mention.entity is None and mention.rule in _PROPER:
                votes[mention.name][mention.type] += mention.confidence
    best = {
        name: max(types, key=lambda type: (types[type], type)) for name, types in votes.items() if len(types) > 1
    }
    for each in parsed:
        each.mentions = [
            link(replace(mention, type=best[mention.name]), gazetteer)
            if mention.entity is None and mention.rule in _PROPER and mention.name in best
            else mention
            for mention in each.mentions
        ]


def _explain(parsed: Parsed, text: str, gazetteer: Gazetteer, forms: dict[str, list[_Short]]) -> None:
    """Make the long form that a bracket explains one mention, and the acronym in the bracket another."""
    at = parsed.passage.start
    for found in definitions(text):
        start, long_end = at + found.start, at + found.long_end
        inside = [each for each in parsed.mentions if each.start < at + found.end and start < each.end]
        whole = next((each for each in inside if each.end >= long_end and each.start <= start + 4), None)
        if whole is None:
            kind = _kind_of(found, inside, text[found.end :])
            whole = link(Mention(start, long_end, found.long, kind, "acronym", 0.8), gazetteer)
        name = found.long if whole.start >= start else " ".join(text[whole.start - at : found.long_end].split())
        if whole.entity is None:
            whole = _known_by_acronym(replace(whole, name=name), found.short, gazetteer)
        full = replace(whole, start=min(whole.start, start), end=long_end, name=name)
        short_at = at + text.index(found.short, found.long_end)
        short = replace(full, start=short_at, end=short_at + len(found.short), rule="acronym")
        if full.entity is not None:
            short = replace(short, name=found.short)
        kept = [each for each in parsed.mentions if each.end <= full.start or at + found.end <= each.start]
        parsed.mentions = sorted([*kept, full, short], key=lambda each: each.start)
        forms[found.short].append(_Short(full, explained=True))


def _kind_of(found: Definition, inside: list[Mention], after: str) -> str:
    """The type of a long form that is no mention yet: that of its last word; a technology where technical words are
    in it or follow it, else what the mention is that ends it."""
    words = found.long.split()
    kind = type_of_noun(words[-1])
    lows = {part for word in words for part in word.lower().split("-")}
    if kind == "OrganizationalCollaboration" and lows & TECHNICAL:
        return "Technology"
    if kind is None or (kind in {"Sector", "Activity", "Topic", "Skill"} and found.long[0].islower()):
        follows = any(
            type_of_noun(word) == "Technology" for word in after.replace("(", " ").replace(")", " ").split()[:6]
        )
        if lows & {*TECHNICAL, "aided", "based", "assisted"} or follows or words[-1].endswith("ing"):
            return "Technology"
    kind = kind or next((each.type for each in inside if each.name.endswith(words[-1])), None)
    if found.long[0].isupper() and kind in {None, "ActorGroup"}:
        return "Organization"
    return kind or "Topic"


def _known_by_acronym(mention: Mention, short: str, gazetteer: Gazetteer) -> Mention:
    """A mention that the graph knows by its acronym: the same letters, and a thing of a compatible type."""
    label = next((each for each in gazetteer.named(short) if compatible(mention.type, each.type)), None)
    return mention if label is None else replace(mention, entity=label.entity, type=label.type)


def _short_forms(mention: Mention) -> Iterator[tuple[str, _Short]]:
    """The forms in which a name may come again, itself among them."""
    words = mention.name.split()
    if mention.entity is None and any(word[0].isupper() for word in words):
        yield mention.name, _Short(mention)
    if len(words) < 2:
        return
    if mention.type == "Person" and len(words[-1]) > 2:
        surname = next((at for at, word in enumerate(words) if at and word in _PARTICLES), len(words) - 1)
        last = " ".join(words[surname:])
        yield last, _Short(mention)
        yield last[0].upper() + last[1:], _Short(mention)
    elif mention.type in _NAMED_BY_HEAD:
        head = next((at for at, word in enumerate(words) if word in {"of", "for"} and at), len(words)) - 1
        if words[head][0].isupper() and type_of_noun(words[head]) and not is_acronym(words[head]):
            yield words[head], _Short(mention, after_the=True)
        if words[-1].lower().strip(".") in _SUFFIXES:
            yield " ".join(words[:-1]), _Short(mention)


def _initials(parsed: Sequence[Parsed], forms: dict[str, list[_Short]]) -> Iterator[tuple[str, _Short]]:
    """Acronyms that no bracket explains, with the name of three words or more of which they are the initials."""
    named = [each for one in parsed for each in one.mentions if each.rule in _PROPER]
    acronyms = {each.name for each in named if each.name.isupper() and len(each.name) > 2} - {
        form for form, shorts in forms.items() if any(short.explained for short in shorts)
    }
    for each in named if acronyms else ():
        words = [word for word in WORD.findall(each.name) if word[0].isupper()]
        form = "".join(word[0] for word in words)
        if len(words) > 2 and form in acronyms and each.type != "Person":
            yield form, _Short(each, explained=True)


def _rename(parsed: Parsed, text: str, local: Gazetteer, forms: dict[str, list[_Short]]) -> None:
    at = parsed.passage.start
    for match in local.find(text):
        start, end = at + match.start, at + match.end
        short = _meant(
            match.labels[0].entity,
            forms[match.labels[0].entity],
            start,
            text[: match.start].lower().endswith("the "),
        )
        if short is None:
            continue
        full = short.full
        over = [each for each in parsed.mentions if each.start < end and start < each.end]
        if any(each.start < start or end < each.end or each.rule == "title" for each in over):
            continue
        known = [each for each in over if each.entity is not None]
        if known and not (
            short.explained or full.rule == "title" or (short.after_the and known[0].rule == "gazetteer")
        ):
            continue
        if short.full.entity is not None and any(each.entity == short.full.entity for each in known):
            continue
        rule = (
            "same name" if WORD.findall(text[match.start : match.end]) == WORD.findall(full.name) else "short form"
        )
        if any(each.start == full.start for each in over):
            continue
        name = full.name if full.entity is None else text[match.start : match.end]
        made = replace(full, start=start, end=end, name=name, rule=rule, confidence=min(full.confidence, 0.85))
        parsed.mentions = sorted(
            [*(each for each in parsed.mentions if each not in over), made], key=lambda m: m.start
        )


def _meant(form: str, shorts: list[_Short], start: int, after_the: bool) -> _Short | None:
    """The full name that a form stands for: the last one before it, else (but for "the Council") the first after.

    What the document explains goes before all, and a full name before a shorter one.
    """
    fitting = [short for short in shorts if after_the or not short.after_the]
    explained = [short for short in fitting if short.explained]
    longer = [short for short in fitting if short.full.name != form]
    fitting = explained or longer or fitting
    before = [short for short in fitting if short.full.start <= start]
    if before:
        return before[-1]
    return next((short for short in fitting if not short.after_the), None)
