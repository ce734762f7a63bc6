"""Whether words that are a name in the gazetteer name that thing where they stand.

"Design" is a sector after "art and", a verb before "a poster", a modifier in "design brief" and a single piece of
work in "a new design"; "these platforms" points back, and "creative" is rarely a person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.extraction.gazetteer import Label, Match, is_acronym
from graph.extraction.wordforms import singular

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# Common words that stand among the labels, and by themselves seldom mean what the label means.
_SAYS_LITTLE = frozenset(
    "use work works making image images text stage taste place count item point showing acting cutting "
    "recommendation recommendations permission press cloud state states following player players token "
    "flexibility presentation disclosure taking takings extraction attribution interpretation "
    "creative user-interface photo brand company actor talent misuse release releasing finishing "
    "publicity learning technology-transfer law performance interest".split()
)
_POINTING = frozenset({"this", "that", "these", "those", "such", "another", "each", "every"})
_SINGLE = _POINTING | {"a", "an", "its", "their", "his", "her", "my", "our", "one"}
_COUNTED = frozenset(
    "film game movie design art image text book painting sculpture museum festival exhibition podcast "
    "opera musical drama comic theatre drawing fashion translation concert dance song software".split()
)
_INDUSTRY = frozenset(
    "industry industries sector sectors business businesses trade economy economies field fields market markets "
    "world scene".split()
)
_KIND_OF_TECHNOLOGY = frozenset(
    "technology technologies technique techniques system systems tool tools software algorithm algorithms model "
    "models engine engines device devices machine machines solution solutions headset headsets app apps analytics "
    "platform platforms".split()
)
# After an activity these name it: "production process".
COURSE = frozenset("process cycle workflow".split())
# Before "of" they say what is done with something, not a stage of the trade.
_ACTS = frozenset("creation training promotion making development use extraction presentation".split())
_CONCEPTS = frozenset({"Topic", "ImpactMechanism", "Skill", "Trend", "Activity", "ValueChainStage", "Measure"})


@dataclass(frozen=True)
class Known:
    """Tokens ``[start, end)`` that name the thing of a label, or where ``renamed`` a narrower thing of its type.

    ``modifies`` says that they are a single plain noun before another one.
    """

    start: int
    end: int
    label: Label
    renamed: bool = False
    modifies: bool = False

    def reaching(self, start: int, end: int, renamed: bool = False) -> Known:
        """The same in other tokens."""
        return replace(self, start=start, end=end, renamed=renamed)


def in_context(doc: Doc, match: Match) -> Known | None:
    """The thing that a match names where it stands, or None where the words mean something else there."""
    words = doc.char_span(match.start, match.end, alignment_mode="expand")
    if words is None or words.text.endswith("$"):  # a sum of money, not the country of the currency
        return None
    if words.text == "AM" and (_next(words) is None or doc[words.start : words.end + 2].text.endswith("FM")):
        return None
    for label in _by_use(words, match.labels):
        if label.type == "Unit":
            continue
        if label.proper:
            if _names(words, label):
                return Known(words.start, words.end, label)
            continue
        if is_acronym(label.text) or _means(doc, words, label):
            end = _to_the_kind(doc, words, label)
            modifies = end - words.start == 1 and _modifies(words[0], label, _next(words))
            return Known(words.start, end, label, modifies=modifies)
    return None


def _next(words: Span) -> Token | None:
    return words.doc[words.end] if words.end < len(words.doc) else None


def _by_use(words: Span, labels: tuple[Label, ...]) -> list[Label]:
    """Several things of one name: those that act come first where the words are the subject of a verb."""
    acts = words.root.dep_ == "nsubj" and words.root.head.pos_ == "VERB"
    groups = [label for label in labels if label.type == "ActorGroup"]
    if groups and acts:
        return [*groups, *(label for label in labels if label not in groups)]
    return list(labels)


def _names(words: Span, label: Label) -> bool:
    """Whether the name of an entity is written as a name; one that begins a sentence must be tagged as one."""
    if len(words) > 1 or is_acronym(words.text):
        return not (len(words) == 1 and words.text in {"US", "IT"} and words[0].pos_ == "PRON")
    return words[0].pos_ in {"PROPN", "NOUN", "X"} or bool(words[0].ent_type_)


def _means(doc: Doc, words: Span, label: Label) -> bool:
    root = words.root if len(words) > 1 else words[0]
    low = words.text.lower()
    following = _next(words)
    if len(words) == 1:
        if (
            low in _SAYS_LITTLE
            or singular(low) in _SAYS_LITTLE
            or root.pos_ in {"ADJ", "ADV", "ADP", "PRON", "DET", "AUX"}
        ):
            return False
        if root.pos_ == "VERB" and not (
            root.tag_ == "VBG"
            and root.dep_ in {"nsubj", "pobj", "dobj", "conj", "nmod", "compound", "pcomp", "ROOT"}
            and not any(child.dep_ == "dobj" for child in root.children)
        ):
            return False
    if any(child.lower_ in _POINTING for child in root.children) and label.type in {"Technology", "ActorGroup"}:
        return False
    if label.type == "ActorGroup":
        return _are_many(words, label)
    if label.type == "Sector" and len(words) <= 2:
        return _is_a_branch(doc, words, label, following)
    if label.type == "ValueChainStage" and len(words) == 1 and root.tag_ == "NNS":
        return singular(label.text.lower()) != label.text.lower()
    return len(words) > 1 or _stands_alone(root, label, following)


def _stands_alone(word: Token, label: Label, following: Token | None) -> bool:
    """Whether a single plain noun names its thing: not where it only modifies another noun, or is tied to a word by
    a hyphen, or means the one technology that was spoken of before."""
    if following is not None and following.text == "-" and not word.whitespace_:
        return False
    if label.type == "Technology":
        return not _is_that_one(word)
    if label.type not in _CONCEPTS or following is None or following.lower_ in COURSE:
        return True
    return not (following.lower_ == "of" and word.lower_ in _ACTS)


def _modifies(word: Token, label: Label, following: Token | None) -> bool:
    """Whether a single plain noun stands before another one that it modifies."""
    if label.type not in _CONCEPTS or following is None or following.lower_ in COURSE:
        return False
    modifies = word.dep_ in {"compound", "nmod", "amod", "npadvmod"} and word.head.i > word.i
    return modifies and following.pos_ in {"NOUN", "PROPN", "ADJ"}


def _is_that_one(word: Token) -> bool:
    """Whether a word for technologies in general points back: "the platform", "(NLP) technologies"."""
    low = word.lower_
    if low not in _KIND_OF_TECHNOLOGY:
        return False
    if word.i and word.nbor(-1).text == ")":
        return True
    return low == singular(low) and any(child.dep_ == "det" for child in word.children)


def _are_many(words: Span, label: Label) -> bool:
    """Whether the words speak of a group: in the plural where the label is, and not as a modifier."""
    last, named = words[-1].lower_, label.text.split()[-1].lower()
    if named != singular(named) and last == singular(last) and last != named:
        return False
    if last == "actors" or len(words) > 1:
        return True
    return words[-1].dep_ != "compound" or words[-1].lower_ != singular(words[-1].lower_)


def _is_a_branch(doc: Doc, words: Span, label: Label, following: Token | None) -> bool:
    """Whether a word such as "film" or "design" means the branch: as a mass noun, or before "industry"."""
    if following is not None and following.lower_ in _INDUSTRY | COURSE:
        return True
    if following is not None and following.lower_ in {"like", "such", "including"} and words[-1].tag_ == "NNS":
        return False
    if words.start > 1 and doc[words.start - 1].lower_ == "of" and doc[words.start - 2].lemma_ == "work":
        return False
    if _shares_industry(doc, words):
        return True
    root, low = words[-1], words[-1].lower_
    own = label.text.split()[-1].lower()
    if own != singular(own) and singular(low) == low:
        return False
    one_of_many = any(child.lower_ in _SINGLE for child in root.children)
    if one_of_many and len(words) == 1:
        return False
    if len(words) == 1 and singular(low) in _COUNTED:
        if low != own and low != "crafts":
            return False
        if any(child.lower_ == "the" for child in root.children) and singular(low) == low:
            return False
    if following is None or following.text in {"/", "&"}:
        return True
    if following.text == "-" and not following.whitespace_:
        return False
    if following.lower_ == "of" and len(words) == 1:
        return False
    modifies = root.dep_ in {"compound", "nmod", "amod"} and root.head.i >= words.end
    return not (modifies and following.pos_ in {"NOUN", "PROPN"} and len(words) == 1)


def _shares_industry(doc: Doc, words: Span) -> bool:
    """Whether "industries" follows a list that the words are part of: "the film and creative industries"."""
    rest = doc[words.end : words.end + 6]
    if not rest or rest[0].lower_ not in {"and", "&", ",", "or"}:
        return False
    for token in rest:
        if token.lower_ in _INDUSTRY:
            return True
        if token.pos_ in {"VERB", "AUX", "ADP"} or token.text in ".;:":
            return False
    return False


def _to_the_kind(doc: Doc, words: Span, label: Label) -> int:
    """Where a name ends that its kind follows: "fashion industry", "motion capture systems"."""
    at = words.end
    while at < len(doc) and doc[at].is_space:
        at += 1
    if at >= len(doc) or (at == words.end and not doc[at - 1].whitespace_):
        return words.end
    following = doc[at].lower_
    kinds = {"Sector": _INDUSTRY, "Technology": _KIND_OF_TECHNOLOGY}.get(label.type, frozenset())
    return at + 1 if following in kinds else words.end


def is_technical_head(word: str) -> bool:
    """Whether a noun is the head of a technology's name, whatever stands before it."""
    return word.lower() in _KIND_OF_TECHNOLOGY
