"""Who speaks: the words beside a verb of saying, and what a pronoun or a surname stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.wordforms import singular

if TYPE_CHECKING:
    from spacy.tokens import Token

AGENTS = frozenset(
    """
    Agent Person Organization Corporation Museum CollegeOrUniversity GovernmentOrganization ResearchOrganization
    OrganizationalCollaboration NewsMediaOrganization ActorGroup Report ScholarlyArticle Article Project Country
    City Place CreativeWork Policy
    """.split()
)
_SPEAKING = AGENTS - {"Policy"}
_SAYS = AGENTS - {"Policy", "Place", "City", "Project", "ActorGroup", "CreativeWork"}
_OF_ENTS = {"PERSON": "Person", "ORG": "Organization", "GPE": "Place"}
PRONOUNS = frozenset({"he", "she", "they"})
_AUTHOR = frozenset("i we it you one there this that these those who which what everyone nobody someone".split())
_NOT_SPEAKING = frozenset(
    "data figure result evidence finding number statistic trend fact history experience sign case".split()
)
_OWN = re.compile(
    r"\b(?:this|our|the present|the current|my)\s+(?:\w+\s)?(?:paper|report|study|article|chapter|essay"
    r"|research|review|work|post)|^the (?:paper|study|article|essay|chapter)$",
    re.IGNORECASE,
)
_SPEAKERS = frozenset(
    """
    critic expert researcher scholar academic artist minister official campaigner union company museum gallery
    government author writer observer commentator analyst investor employer worker teacher student respondent
    participant interviewee council committee commission organisation organization association report review
    survey paper study charity people musician designer filmmaker maker practitioner professional scientist
    policymaker regulator publisher studio firm historian economist lawyer panel team group body agency
    foundation institute department ministry trust fund proponent supporter opponent advocate sceptic skeptic
    activist insider spokesman spokeswoman spokesperson visitor colleague conservator technologist theorist
    philosopher journalist reviewer educator trainer musician performer creator
    """.split()
)
_ALIKE = 0.9
_HONORIFIC = r"(?:Dr|Prof|Professor|Sir|Dame|Ms|Mrs|Mr|Lord|Lady)\.? "
_PARTICLE = r"(?:de|da|di|van|von|der|den|la|le|bin|al)\b(?= [\w ]*[A-ZÀ-Þ])"
_NAME = re.compile(rf"(?:{_HONORIFIC})?[A-ZÀ-Þ][\w'’-]+(?: (?:[A-ZÀ-Þ]\.|{_PARTICLE}|[A-ZÀ-Þ][\w'’-]+))*")
_TITLE = re.compile(f"^{_HONORIFIC}")
_ROLES = """
    director manager officer head chief executive minister secretary president chair chairman chairwoman founder
    co-founder curator professor researcher artist designer consultant coordinator author analyst spokesman
    spokeswoman spokesperson lead leader editor producer composer engineer lecturer ceo cto commissioner mayor
    partner fellow student developer critic archivist librarian
    """.split()
_ROLE = re.compile(rf"\b(?:{'|'.join(_ROLES)})\b", re.IGNORECASE)


@dataclass
class Cast:
    """The people and bodies that a document has named so far, and who spoke last."""

    named: list[Mention] = field(default_factory=list)
    last: Mention | None = None

    def hear(self, parsed: Parsed, until: int | None = None) -> None:
        """Take in the names of a passage, up to a code point of the document."""
        for each in names(parsed):
            if each.type in _SPEAKING and each not in self.named and (until is None or each.end <= until):
                self.named.append(each)

    def whole(self, speaker: Mention) -> Mention:
        """The speaker under the full name that the document gave before: by a surname, or one spelled nearly so."""
        bare = _TITLE.sub("", speaker.name)
        if any(each.name == speaker.name and each.start < speaker.start for each in self.named if " " in bare):
            return speaker
        people = [self.last] if self.last else []
        people += [each for each in self.named if each.type == "Person" and each.start < speaker.start]
        for other in people:
            full = _TITLE.sub("", other.name)
            last_name = " " not in bare and full.split()[-1] == bare and full != bare
            alike = " " in bare and SequenceMatcher(None, bare, full).ratio() >= _ALIKE and bare != full
            if last_name or alike:
                return replace(speaker, name=other.name, entity=other.entity, type=other.type)
        return speaker

    def behind(self, pronoun: Mention, passage: Span) -> Mention | None:
        """Whom "she says" means: the person named before in the passage, else who spoke last or was named last."""
        people = [each for each in self.named if each.type == "Person" and each.end <= pronoun.start]
        here = [each for each in people if each.start >= passage.start]
        found = here[-1] if here else self.last or (people[-1] if people else None)
        return replace(pronoun, name=found.name, type=found.type, entity=found.entity) if found else None


def names(parsed: Parsed) -> list[Mention]:
    """The mentions of a passage; the names that the pipeline sees where nobody has looked for mentions."""
    found = list(parsed.mentions)
    for ent in parsed.doc.ents:
        span = parsed.span(ent)
        person = ent.label_ == "PERSON"
        if ent.label_ in _OF_ENTS and (person or not parsed.mentions) and not any(map(span.overlaps, found)):
            name = " ".join(ent.text.split())
            found.append(Mention(span.start, span.end, name, _OF_ENTS[ent.label_], "pipeline-name", 0.6))
    return sorted(found, key=lambda mention: mention.start)


def speaker_in(parsed: Parsed, region: Span) -> Mention | None:
    """Who is named in a stretch of a passage: a person before a body, a name before a role or a pronoun."""
    at, text = parsed.passage.start, parsed.text
    here = [each for each in names(parsed) if region.start <= each.start - at and each.end - at <= region.end]
    people = [each for each in here if each.type == "Person"]
    if people:
        return people[0]
    words = text[region.start : region.end]
    capitals = [
        match
        for match in _NAME.finditer(words)
        if " " in match[0] and not any(map(_at(region, match, at).overlaps, here))
    ]
    leading = bool(capitals) and not words[: capitals[0].start()].strip(" ,")
    if capitals and _ROLE.search(words) and (leading or not here):
        name = capitals[0 if leading else -1]
        span = _at(region, name, at)
        return Mention(span.start, span.end, name[0], "Person", "speaker", 0.6)
    role = _noun_phrase(parsed, region)
    bodies = [each for each in here if each.type in _SPEAKING]
    if bodies and (role is None or not _ROLE.search(role.name) or bodies[0].start <= role.start):
        return bodies[0]
    if role is not None:
        return role
    if capitals:
        span = _at(region, capitals[0], at)
        return Mention(span.start, span.end, capitals[0][0], "Person", "speaker", 0.5)
    return _single_name(parsed, region) or _pronoun(parsed, region)


def _at(region: Span, match: re.Match[str], at: int) -> Span:
    return Span(at + region.start + match.start(), at + region.start + match.end())


def _single_name(parsed: Parsed, region: Span) -> Mention | None:
    for token in _tokens(parsed, region):
        if token.pos_ == "PROPN" and token.text[:1].isupper():
            span = parsed.span(token)
            return Mention(span.start, span.end, token.text, "Person", "speaker", 0.5)
    return None


def _pronoun(parsed: Parsed, region: Span) -> Mention | None:
    for token in _tokens(parsed, region):
        if token.lower_ in PRONOUNS:
            span = parsed.span(token)
            return Mention(span.start, span.end, token.text, "Person", "pronoun", 0.6)
    return None


def _tokens(parsed: Parsed, region: Span) -> list[Token]:
    words = parsed.doc.char_span(region.start, region.end, alignment_mode="contract")
    return [] if words is None else list(words)


def _noun_phrase(parsed: Parsed, region: Span) -> Mention | None:
    """A speaker by role: "the museum's director", "a spokesperson for the council", "critics"."""
    for token in _tokens(parsed, region):
        if token.pos_ != "NOUN" or token.dep_ in ("compound", "poss", "npadvmod"):
            continue
        if token.dep_ == "pobj" and token.head.idx >= region.start:
            continue
        if token.lemma_.lower() in _NOT_SPEAKING or token.ent_type_ in ("DATE", "TIME"):
            continue
        first = min(
            [
                token.i,
                *(child.left_edge.i for child in token.lefts if child.dep_ in ("compound", "amod", "poss", "nmod")),
            ]
        )
        last = token.i
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ in ("of", "for", "at") and child.right_edge.idx < region.end:
                last = child.right_edge.i
        words = parsed.doc[first : last + 1]
        span = parsed.span(words)
        many = token.tag_ == "NNS"
        return Mention(
            span.start, span.end, " ".join(words.text.split()), "ActorGroup" if many else "Agent", "speaker", 0.5
        )
    return None


def may_speak(speaker: Mention) -> bool:
    """Whether a speaker without a name is somebody by the noun: "the curators", not "the analysis"."""
    if speaker.type not in ("Agent", "ActorGroup") or speaker.entity is not None:
        return True
    return any(singular(word) in _SPEAKERS for word in speaker.name.lower().split()) or bool(
        _ROLE.search(speaker.name)
    )


def speaks(parsed: Parsed, subject: Token) -> bool:
    """Whether the subject of a verb of saying is somebody, or a work, other than the author of this text."""
    if subject.lower_ in _AUTHOR or subject.lemma_.lower() in _NOT_SPEAKING:
        return False
    words = parsed.doc[subject.left_edge.i : subject.i + 1].text
    if _OWN.search(words):
        return False
    span = parsed.span(subject)
    if subject.lower_ in PRONOUNS or any(
        each.start <= span.start < each.end for each in names(parsed) if each.type in _SAYS
    ):
        return True
    if subject.pos_ == "NOUN":
        return subject.lemma_.lower() in _SPEAKERS or _ROLE.fullmatch(subject.lower_) is not None
    return subject.pos_ == "PROPN" and subject.text[:1].isupper()
