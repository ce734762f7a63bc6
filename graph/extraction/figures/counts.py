"""What a bare number counts, and whether that is measured or only listed, argued or passing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.extraction.figures.quantity import Quantity
from graph.extraction.language import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

# A number that is reached or stands behind a colon, with no noun of its own: "visitor numbers rose to 410,000".
_REACHING = re.compile(
    r"(?:\b(?:by|to|from|at|of|was|were|is|are|totall?ed|numbered|number|reach\w*|exceed\w*|hit|and|only|just)|[:(,–])\s?$"
)
_ENDING = re.compile(
    r"\s*(?:[,.;:()–]|$|(?:in|by|to|from|compared|and|last|this|at|for|during|over|after|since|a year|per|on)\b)"
)
_OF_NUMBER = re.compile(
    r"\b(?:[Nn]umbers? of (?:[\w-]+ ){0,3}?(?P<of>[a-z]+s|people|staff)|(?P<kind>[A-Za-z]+) (?:numbers|figures"
    r"|counts?))\b"
)
# What is listed, argued or told apart, not measured: "three reasons", "the two sides".
_ABSTRACT = frozenset(
    """
    way reason aspect theme pillar step part section chapter question type kind category point principle
    objective goal phase challenge issue strength weakness factor group area side hand dimension level element
    component example thing tip lesson finding trend idea theory approach method strand stage topic priority
    recommendation criterion criteria feature form sense case scenario option condition direction insight fact
    takeaway reflection mode variable hypothesis layer perspective paragraph sentence word theme form aim target
    principle opportunity threat argument view point characteristic format version round iteration other axis
    key use generation end extreme world party time thousand moment occasion attempt
    """.split()
)
_SMALL = 20
_TIME = frozenset("year month week decade century quarter season summer fortnight".split())
_SHORT_TIME = frozenset("day hour minute second".split())
_SPENT = re.compile(
    r"\b(?:tak|spen[dt]|sav|last|reduc|cut|requir|watch|view|record|stream|play|listen|average|total|offer"
    r"|deliver|contain|accumulat|r[ao]n\b|work|need|produc|generat|of\b|by\b|to\b|from\b|than\b)"
)
_WHEN = re.compile(
    r"\b(?:in|within|after|for|every|past|last|next|first|previous|over|during|under)\W*$", re.IGNORECASE
)
_AFTERWARDS = re.compile(r"\W*\w+ (?:ago|later|earlier|before|after|old|into|apart)\b")
_OF_WHAT = re.compile(r"[ -]\w+ of (?!the\b)[a-z]")
_MANY = 100  # hours: more than anything is said to last
_PAGE = frozenset("comment like share view follower reply result reaction retweet repost star vote".split())
_DEFINITE = frozenset("the these those both all other its their his her our this that".split())
_PLURALS = frozenset("people staff personnel crew fte ftes feet children women men media data".split())
_PHRASE = {"ADJ", "NOUN", "PROPN", "VERB", "ADV"}
# What a bare number that is reached counts: "employment rose to 47,000".
LEVELS = {
    "admission": "admissions", "attendance": "people", "audience": "people", "circulation": "copies",
    "download": "downloads", "employment": "people", "enrolment": "people", "headcount": "people",
    "membership": "people", "population": "people", "readership": "people", "sale": "sales", "stream": "streams",
    "view": "views", "viewership": "people", "workforce": "people",
}  # fmt: skip
# What is counted often enough to be a figure in words too, below ten: "employs four people".
COUNTED = frozenset(
    """
    person people employee staff job worker freelancer visitor visit company firm business studio museum gallery
    theatre library cinema school university artist designer musician country city film game project title
    exhibition festival venue hour paper publication patent ticket participant respondent user viewer student
    trainee apprentice graduate investor partner institution organisation organization author
    """.split()
)


def counted(parsed: Parsed, quantity: Quantity) -> Token | None:
    """The noun whose things a number counts, at most six words after it: "47,000 freelance games workers"."""
    words = parsed.doc.char_span(quantity.start, max(quantity.whole.end, quantity.end), alignment_mode="expand")
    if words is None or words.end >= len(parsed.doc):
        return None
    head = words.root.head
    if (
        words.root.dep_ in ("nummod", "compound", "quantmod")
        and words.end <= head.i < words.end + 6
        and is_plural(head)
    ):
        return head
    run = []
    for token in parsed.doc[words.end : words.end + 6]:
        joins = token.text in ("-", "/", "&") or (token.text == "of" and token.i == words.end)
        if not joins and (token.pos_ not in _PHRASE or token.tag_ in ("VBZ", "VBP", "VBD", "VB", "MD")):
            break
        run.append(token)
    nouns = [token for token in run if is_plural(token)]
    for noun in nouns:
        after = noun.nbor() if noun.i + 1 < len(noun.doc) else None
        if (
            after is None
            or after not in run
            or after.pos_ not in ("NOUN", "PROPN")
            or not any(n.i > noun.i for n in nouns)
        ):
            return noun
    return None if quantity.in_words else _mistagged(parsed.doc[words.end : words.end + 3])


def _mistagged(after: Words) -> Token | None:
    """The plural that the tagger takes for a verb: "has 2 sector deals"."""
    for token in after:
        if token.pos_ in ("VERB", "AUX") and token.tag_ == "VBZ" and token.i > after.start and len(token) > 3:
            return token
        if token.pos_ not in ("NOUN", "ADJ"):
            return None
    return None


def counted_before(parsed: Parsed, quantity: Quantity) -> Token | None:
    """What a bare number counts by the words before it: "the number of looms fell from 410 to 380"."""
    text, start = parsed.text, quantity.whole.start
    big = quantity.scale is not None or float(quantity.value.replace(",", "")) > _SMALL
    if (
        (quantity.in_words and quantity.scale is None)
        or not big
        or ("." in quantity.value and quantity.scale is None)
    ):
        return None
    if not _REACHING.search(text[max(0, start - 20) : start]) or not _ENDING.match(text, quantity.whole.end):
        return None
    clause = max(text.rfind(mark, 0, start) for mark in (". ", ";", "\n")) + 1
    named = list(_OF_NUMBER.finditer(text, clause, start))
    if named:
        group = "of" if named[-1]["of"] else "kind"
        words = parsed.doc.char_span(named[-1].start(group), named[-1].end(group), alignment_mode="expand")
        return words.root if words is not None else None
    before = parsed.doc.char_span(clause, start, alignment_mode="contract") if clause < start else None
    plural = [
        token
        for token in before or ()
        if token.lemma_.lower() in LEVELS or (token.lemma_.lower() in COUNTED and is_plural(token))
    ]
    return plural[-1] if plural and text[plural[-1].idx : start].count(",") < 2 else None


def is_plural(token: Token) -> bool:
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    named_many = (
        token.tag_ == "NNP" and len(token) > 2 and token.text.endswith("s") and not token.text.endswith("ss")
    )
    return token.tag_ in ("NNS", "NNPS") or token.lower_ in _PLURALS or named_many


def is_measured(parsed: Parsed, quantity: Quantity, noun: Token) -> bool:
    text, lemma = parsed.text, noun.lemma_.lower()
    number = float(quantity.value.replace(",", ""))
    big = quantity.scale is not None or number > _SMALL
    if not big and (number < 2 or (lemma in _ABSTRACT and "." not in quantity.value)):
        return False
    if quantity.scale is None and (_follows_a_name(parsed, quantity) or _determiner(parsed, quantity) == "top"):
        return False
    if quantity.in_words and quantity.scale is None and number < 10 and lemma not in COUNTED:
        return False
    if quantity.in_words and not big and _determiner(parsed, quantity).lower() in _DEFINITE:
        return False
    if lemma in _PAGE and not any(token.pos_ in ("VERB", "AUX") for token in parsed.doc):
        return False
    if lemma in _TIME | _SHORT_TIME:
        return _is_duration(text, quantity, lemma)
    return True


def _is_duration(text: str, quantity: Quantity, lemma: str) -> bool:
    """Hours that are spent or viewed are a figure; when, and for how long, something else happens is not."""
    if lemma in _TIME and quantity.scale is None:
        return False
    if _WHEN.search(text[max(0, quantity.whole.start - 20) : quantity.whole.start]) or _AFTERWARDS.match(
        text, quantity.whole.end
    ):
        return False
    if quantity.scale is not None or float(quantity.value.replace(",", "")) > _MANY:
        return True
    before = text[max(0, quantity.whole.start - 40) : quantity.whole.start]
    return bool(_SPENT.search(before) or _OF_WHAT.match(text, quantity.whole.end))


def _determiner(parsed: Parsed, quantity: Quantity) -> str:
    words = parsed.doc.char_span(quantity.whole.start, quantity.end, alignment_mode="expand")
    return "" if words is None or words.start == 0 else parsed.doc[words.start - 1].text


def _follows_a_name(parsed: Parsed, quantity: Quantity) -> bool:
    """Whether the number belongs to a name before it: "Studio 54 regulars"."""
    words = parsed.doc.char_span(quantity.whole.start, quantity.end, alignment_mode="expand")
    if words is None or words.start == 0 or quantity.bound != "exactly":
        return False
    ahead = parsed.doc[words.start - 1]
    return ahead.pos_ in ("PROPN", "NOUN") and ahead.text[:1].isupper()
