"""What nouns name, whatever its type: a mention, the name after a noun that says its kind, or the phrase itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import mention_at, mention_of, of_phrases, phrase, subjects
from graph.extraction.relations.fitting import CONCEPTS, UNTOLD, the_document
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import activity, named
from graph.extraction.relations.policies import done_some_way, with_matter
from graph.extraction.relations.predicates import TEXT_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Token

# Nouns that point at something else, or at nothing that could be named.
EMPTY = words(
    "way thing case example fact part aspect number lot kind time year month day week decade century reason result",
    "instance factor element matter point question answer idea one some other many",
    "few most all each both everything",
    "anything something nothing someone everyone everybody step extent degree level order turn course hand example",
    "issue problem challenge opportunity possibility need want other respect regard basis figure list total half",
    "majority rest addition hundred thousand million percent per sort type form variety range series set end start",
    "beginning side area field name word term sense means fashion manner kind nature item detail effort deal bit",
)
_OWN_TEXT = words("this our present")
_OWN_WORKS = TEXT_NOUNS | words("work survey research")
_TEXTS = words("paper article study essay post chapter brief blog")
_ENTITIES = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
    "WORK_OF_ART": "CreativeWork",
    "EVENT": "Event",
    "LAW": "Policy",
    "PRODUCT": "Product",
}
_RELATIONAL = ("al", "ic", "ary", "ar")
_LOOSE = words(
    "potential additional special typical general essential crucial critical several particular specific",
    "dynamic dramatic fantastic similar global real actual total central final",
    "initial annual regular popular primary",
    "fundamental substantial usual original exceptional national international local regional radical drastic",
)
_LONGEST = 6
_GAP = 3
_CHAINS = ("chain", "ecosystem", "landscape")
_GIVEN = words("called named dubbed titled entitled")
_NAMELESS = {"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"}


def argument(parsed: Parsed, token: Token, before: Parsed | None = None, type: str | None = None) -> Mention | None:
    """What a noun names: a mention, or its phrase with the type of its noun, else ``type``, else a topic.

    "This paper" is the document; "the film Lumen" is Lumen. None for a pronoun without antecedent, a date, an
    amount and a noun that names nothing by itself.
    """
    if is_own_text(token) or (token.lower_ == "it" and _continues(token)):
        return the_document(parsed, token)
    if (titled := _titled(parsed, token) or _given_name(parsed, token)) is not None:
        return titled
    if token.lemma_ in _CHAINS and (inside := _sector_in(parsed, token)) is not None:
        return inside
    if (told_how := done_some_way(parsed, token)) is not None:
        return told_how
    found = mention_at(parsed, token, before)
    if found is not None and not _is_only_inside(parsed, token, found) and not _holds(parsed, found, token):
        return with_matter(parsed, token, _widened(parsed, token, found))
    if token.tag_ == "VBG" and token.dep_ in ("pobj", "pcomp", "dobj", "conj", "appos", "dep", "csubj"):
        return activity(parsed, token, "Activity")
    if token.pos_ not in ("NOUN", "PROPN") or token.lemma_.lower() in EMPTY or token.ent_type_ in _NAMELESS:
        return None
    proper = _ENTITIES.get(token.ent_type_) if token.pos_ == "PROPN" else None
    told = proper or type_of_noun(token.lemma_)
    made = _without_marks(phrase(parsed, token, told or type or "Topic"))
    made = with_matter(parsed, token, made) if made is not None else None
    return made if told or made is None else replace(made, confidence=UNTOLD)


def after(token: Token, *prepositions: str) -> list[Token]:
    """The heads after a token's prepositions, gerunds and coordinated ones as well."""
    gerunds = [
        each
        for child in token.children
        if child.dep_ == "prep" and child.lower_ in prepositions
        for noun in child.children
        if noun.dep_ == "pcomp"
        for each in (noun, *noun.conjuncts, *[c for c in noun.children if c.dep_ == "dobj" for c in c.conjuncts])
    ]
    return [*of_phrases(token, *prepositions), *gerunds]


def _is_only_inside(parsed: Parsed, token: Token, found: Mention) -> bool:
    """Whether a mention is but part of a phrase for people, a body or a work: "film production firm"."""
    start = parsed.passage.start + token.idx
    inside = [word for word in token.subtree if found.start <= parsed.passage.start + word.idx < found.end]
    if found.start <= start < found.end or not inside:
        return False
    if any(word.dep_ == "poss" and word.head.i == token.i for word in inside):
        return True
    told = type_of_noun(token.lemma_)
    return token.pos_ == "NOUN" and told is not None and (told == "ActorGroup" or told not in CONCEPTS)


def _sector_in(parsed: Parsed, token: Token) -> Mention | None:
    """The sector in "the film industry chain"."""
    found = (mention_of(parsed, child) for child in token.lefts if child.dep_ == "compound")
    return next((each for each in found if each is not None and each.type == "Sector"), None)


def _holds(parsed: Parsed, found: Mention, token: Token) -> bool:
    """Whether a concept only has the noun in its name: "artists" in "co-operation between artists"."""
    own = parsed.words(found) if token.dep_ == "pobj" and found.type in CONCEPTS else None
    return own is not None and own.start < own.root.i + 1 < token.i < own.end


def _without_marks(mention: Mention) -> Mention | None:
    """A phrase without the marks of a heading or an emphasis before it."""
    name = mention.name.lstrip("#*_- ")
    if not any(letter.isalpha() for letter in name):
        return None
    return replace(mention, start=mention.end - len(name), name=name) if name != mention.name else mention


def is_own_text(token: Token) -> bool:
    """Whether a noun means the document: "this report", "the article", with nothing that tells which."""
    lemma = token.lemma_.lower()
    if token.tag_ != "NN" or lemma not in _OWN_WORKS:
        return False
    pointing = {child.lower_ for child in token.children if child.dep_ in ("det", "poss", "amod")}
    further = any(child.dep_ in ("prep", "relcl", "acl", "appos") for child in token.children)
    return bool(pointing & _OWN_TEXT) or (lemma in _TEXTS and "the" in pointing and not further)


def _continues(pronoun: Token) -> bool:
    """Whether "it" goes on about the text that the sentence before has as its subject."""
    earlier = [sentence for sentence in pronoun.doc.sents if sentence.end <= pronoun.sent.start]
    for sentence in reversed(earlier):
        heads = subjects(sentence.root)
        if any(is_own_text(head) for head in heads):
            return True
        if not any(head.lower_ == "it" for head in heads):
            return False
    return False


def _titled(parsed: Parsed, token: Token) -> Mention | None:
    """The mention that comes right after a noun that says its kind: "the report *Making Waves*"."""
    if token.pos_ != "NOUN" or token.i + 1 >= len(token.doc):
        return None
    end = parsed.passage.start + token.idx + len(token)
    following = (each for each in parsed.mentions if end < each.start <= end + _GAP and each.type not in CONCEPTS)
    found = next(following, None)
    kind = type_of_noun(token.lemma_)
    if kind is None and token.lemma_.lower() not in TEXT_NOUNS:
        return None
    if found is None:
        return _appended_name(parsed, token, kind)
    between = parsed.text[end - parsed.passage.start : found.start - parsed.passage.start]
    return found if not between.strip(" \"'*_:") and (kind == found.type or found.type != "Person") else None


def _given_name(parsed: Parsed, token: Token) -> Mention | None:
    """The name in "a studio called Lumen"."""
    naming = [child for child in token.rights if child.dep_ == "acl" and child.lower_ in _GIVEN]
    names = [mention_of(parsed, each) for verb in naming for each in verb.children if each.dep_ in ("oprd", "attr")]
    return next((each for each in names if each is not None and each.type not in CONCEPTS), None)


def _appended_name(parsed: Parsed, token: Token, kind: str | None) -> Mention | None:
    """The name right after a noun for works or bodies: "the game *Night Harbour*"."""
    if kind is None or kind in CONCEPTS or token.tag_ != "NN":
        return None
    last = token.i
    while (
        last + 1 < len(token.doc) and token.doc[last + 1].pos_ == "PROPN" and token.doc[last + 1].text[:1].isupper()
    ):
        last += 1
    if last == token.i or not any(child.dep_ == "appos" and child.i == token.i + 1 for child in token.rights):
        alone = last > token.i and token.doc[last].dep_ in ("appos", "dobj", "pobj", "nsubj", "nsubjpass")
        if not alone:
            return None
    return replace(named(parsed, token.i + 1, last, kind), rule="name after its kind")


def _widened(parsed: Parsed, token: Token, found: Mention) -> Mention:
    """A mention that is but the head of a compound or of a phrase with a telling adjective, as the whole phrase.

    "media platforms" is no mention of all platforms where only "platforms" is a name that is known.
    """
    own = parsed.words(found)
    if own is None or found.type not in CONCEPTS or own.root.i != token.i or token.i >= own.end:
        return found
    first = own.start
    while first > 0 and _tells(parsed.doc[first - 1], token):
        first -= 1
    if first == own.start or own.end - first > _LONGEST:
        return found
    return named(parsed, first, own.end - 1, found.type, found.confidence)


def _tells(word: Token, head: Token) -> bool:
    if (
        word.lower_ in ("example", "instance")
        or word.head.i < word.i
        or word.head.i > head.i
        or word.ent_type_ in _NAMELESS
    ):
        return False
    if word.dep_ in ("compound", "nmod") and word.pos_ in ("NOUN", "PROPN"):
        return True
    return word.dep_ == "amod" and word.lower_.endswith(_RELATIONAL) and word.lower_ not in _LOOSE
