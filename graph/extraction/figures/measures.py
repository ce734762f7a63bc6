"""What a figure measures: the noun or verb beside it that says so, linked to a measure of ours where one fits."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.candidates import Mention
from graph.extraction.figures.known import form, known
from graph.extraction.figures.quantity import PERCENT, POINTS, RANK, TIMES, Quantity
from graph.extraction.language import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

_GROWTH = frozenset("growth increase rise uplift surge gain".split())
_DECLINE = frozenset("decrease fall decline drop reduction cut loss".split())
_LEVELS = frozenset(
    """
    revenue turnover profit output gva gdp export import investment funding budget cost price fee salary wage pay
    earning income size scale value worth population employment workforce audience attendance admission rate share
    proportion percentage number total spending expenditure spend takings grant debt deficit productivity donation
    contribution capacity membership subscription download score accuracy area length duration consumption emission
    saving sale royalty tax fund prize award loan subsidy deal revenues target
    """.split()
)
# What no sum of money is.
_NO_SUMS = frozenset(
    "number share proportion percentage rate population employment workforce audience attendance length "
    "area".split()
)
NOUNS = _GROWTH | _DECLINE | _LEVELS
_UP = frozenset("grow rise increase expand climb jump surge soar up gain".split())
_DOWN = frozenset("fall decline drop decrease shrink contract reduce cut slump plunge down lose".split())
_VERBS = {
    "employ": "employment", "sell": "price", "spend": "spending", "invest": "investment", "raise": "funding",
    "cost": "cost", "generate": "revenue", "earn": "revenue", "export": "exports", "contribute": "contribution",
    "add": "contribution", "attract": "attendance", "draw": "attendance", "welcome": "attendance", "save": "saving",
    "award": "funding", "fund": "funding", "pay": "payment", "receive": "funding", "gross": "revenue",
    "donate": "donation", "charge": "price", "fetch": "price", "support": "support", "value": "value",
    "win": "prize",
}  # fmt: skip
_SHARES = re.compile(r"\b(?:account|mak(?:e|es|ing)|made|represent|compris|constitut|form)\w*\b[^.;]{0,30}$")
_GDP = re.compile(r"\b(?:GDP|gross domestic product|GVA|gross value added|econom(?:y|ic output))\b")
_JOBS = re.compile(r"^\W*of (?:\w+ ){0,4}?(?:employment|workforce|jobs|workers)\b")
_WHOLE = re.compile(
    r"^\W*of (?:(?:the|its|this|all) (?:[\w-]+ ){0,4}?(?:industry|sector|output|total|market)|it)\b"
)
_WHOLE_NAMED = re.compile(
    r"\W*(of (?!(?:them|it|these|those|this|that|us|you|whom)\b)(?:the |all |its |our |their )?(?:[\w'-]+ ?){1,3}?)"
    r"(?=[,.;:()]|$|\b(?:is|are|was|were|has|have|had|and|or|that|which|who|in|for|with|said|say|says|use|used|by|to|at|"
    r"on|will|would|could|after)\b)"
)
_YEARLY = re.compile(
    r"\b(?:year[- ]on[- ]year|annual\w*|(?:a|per|each|every) year|yearly|year before|previous year|year earlier"
    r"|p\.a|per annum)\b"
)
_CHANGED_BY = re.compile(
    r"\b(?:by|up|down|an?|of|another|further)\W*$|(?:ing|ed|ew|ose|ell|umped|ise|ises|rows|alls|grow|fall|rise)\W*$"
)
_TO = re.compile(r"\b(?:to|at|reach\w*)\W*$")
_CLAUSE = re.compile(r"[;:]|, (?:and|but|while|whereas|with|which)\b")


def measure_of(parsed: Parsed, quantity: Quantity, unit: Mention, sentence: Span, period: str) -> Mention:
    """The measure of a figure. ``sentence`` counts code points of the passage; ``period`` is EDTF."""
    text = parsed.text
    ahead = _CLAUSE.split(text[sentence.start : quantity.whole.start])[-1]
    behind = text[quantity.whole.end : sentence.end]
    if quantity.unit == RANK:
        return _implied(parsed, quantity, f"rank {_after(behind)}".strip(), None)
    if quantity.unit in (PERCENT, POINTS, TIMES):
        found = _change(parsed, quantity, ahead, behind, sentence, period) or _share(
            parsed, quantity, ahead, behind
        )
        if found is not None:
            return found
    if known_measure := _mentioned(parsed, quantity, sentence):
        return known_measure
    money = quantity.unit not in (None, PERCENT, POINTS, TIMES)
    noun = _noun(parsed, quantity, sentence)
    if noun is not None and not (money and noun.lemma_.lower() in _NO_SUMS):
        return _of_noun(parsed, noun, quantity)
    if quantity.unit in (PERCENT, POINTS):
        return _implied(parsed, quantity, "share", None)
    if quantity.unit == TIMES:
        return _implied(parsed, quantity, "multiple", None)
    verb = _verb(parsed, quantity, _VERBS, sentence)
    if verb is not None and (money or _VERBS[verb.lemma_.lower()] in ("employment", "attendance")):
        return _of_verb(parsed, verb, text)
    if not money:
        return Mention(unit.start, unit.end, f"number of {unit.name}", "Measure", "figure-measure", 0.6)
    return _implied(parsed, quantity, "amount", None)


def _mentioned(parsed: Parsed, quantity: Quantity, sentence: Span) -> Mention | None:
    """A measure of ours that is named right behind the figure, or before it in its clause."""
    at, text = parsed.passage.start, parsed.text
    named = [each for each in parsed.mentions if each.type == "Measure" and each.entity is not None]
    for each in named:
        between = text[quantity.whole.end : max(each.start - at, quantity.whole.end)]
        if each.start - at >= quantity.whole.end and re.fullmatch(r"(?: of| in)?(?: [\w-]+)? ", between):
            return each
    ahead = [each for each in named if sentence.start <= each.start - at and each.end - at <= quantity.whole.start]
    if ahead and not re.search(r"[;\d]|, (?:and|but|while)\b", text[ahead[-1].end - at : quantity.whole.start]):
        return ahead[-1]
    return None


def _change(
    parsed: Parsed, quantity: Quantity, ahead: str, behind: str, sentence: Span, period: str
) -> Mention | None:
    """Growth or decline by so much; a level that is reached ("rose to 18%") is none."""
    noun = _noun(parsed, quantity, sentence)
    changing = noun is not None and noun.lemma_.lower() in _GROWTH | _DECLINE
    verb = None if changing else _verb(parsed, quantity, _UP | _DOWN, sentence)
    word = noun if changing else verb
    if word is None or (verb is not None and (_TO.search(ahead) or not _CHANGED_BY.search(ahead))):
        return None
    if verb is not None and re.match(r"\W*of\b", behind):
        return None
    name = "growth" if word.lemma_.lower() in _GROWTH | _UP else "decline"
    several_years = "/" in period
    yearly = _YEARLY.search(ahead + behind[:40]) or (
        not several_years and word.lemma_.lower() in ("grow", "growth")
    )
    concept = "annual-growth" if name == "growth" and yearly and quantity.unit == PERCENT else None
    span = parsed.span(word)
    return Mention(span.start, span.end, name, "Measure", "figure-measure", 0.85, concept)


def _share(parsed: Parsed, quantity: Quantity, ahead: str, behind: str) -> Mention | None:
    if quantity.unit != PERCENT:
        return None
    if _JOBS.search(behind):
        return _implied(parsed, quantity, "share of employment", "share-of-employment")
    of_output = re.match(r"\W*(?:of|to|towards?)\b", behind) and _GDP.search(behind[:80])
    if of_output or (_GDP.search(ahead) and re.search(r"contribut|share", ahead)):
        return _implied(parsed, quantity, "share of gross domestic product", "share-of-gdp")
    if _WHOLE.search(behind) and _SHARES.search(ahead):
        return _implied(parsed, quantity, "share of the industry", "share-of-industry")
    if re.match(r"\W*of\b", behind) or quantity.in_words or _SHARES.search(ahead):
        return _implied(parsed, quantity, f"share {_after(behind)}".strip(), None)
    return None


def _after(behind: str) -> str:
    """The few words after a figure that say of what it is, for the name of a measure."""
    match = _WHOLE_NAMED.match(behind)
    return match[1].strip() if match else ""


def _noun(parsed: Parsed, quantity: Quantity, sentence: Span) -> Token | None:
    """The measure noun by a figure: at most four words after it, else the nearest before it in its clause."""
    words = parsed.doc.char_span(quantity.whole.start, quantity.whole.end, alignment_mode="expand")
    if words is None:
        return None
    for token in parsed.doc[words.end : words.end + 4]:
        if (
            token.text in ",;.:()"
            or token.pos_ in ("VERB", "AUX", "CCONJ", "NUM")
            or token.lower_ in ("of", "to", "from", "by", "for")
        ):
            break
        if token.pos_ == "NOUN" and token.lemma_.lower() in NOUNS:
            return token
    near = _noun_before(parsed, words.start, sentence)
    if near is not None:
        return near
    for verb in words.root.ancestors:
        for subject in verb.children:
            if (
                subject.dep_ in ("nsubj", "nsubjpass")
                and subject.lemma_.lower() in NOUNS
                and subject.pos_ == "NOUN"
            ):
                return subject
    return None


def _noun_before(parsed: Parsed, start: int, sentence: Span) -> Token | None:
    for token in reversed(parsed.doc[:start]):
        if token.idx < sentence.start or token.text == ";" or (token.pos_ == "CCONJ" and token.head.pos_ == "VERB"):
            return None
        if token.like_num and token.shape_ != "dddd":
            return None
        if token.pos_ == "NOUN" and token.lemma_.lower() in NOUNS:
            return token
    return None


def _verb(parsed: Parsed, quantity: Quantity, lemmas: Collection[str], sentence: Span) -> Token | None:
    words = parsed.doc.char_span(quantity.whole.start, quantity.whole.end, alignment_mode="expand")
    if words is None:
        return None
    near = [token for token in parsed.doc[max(0, words.start - 8) : words.start] if token.idx >= sentence.start]
    known_verbs = [
        token for token in [*words.root.ancestors][:4] if token.lemma_.lower() in lemmas and token.i < words.end
    ]
    beside = [
        token for token in reversed(near) if token.lemma_.lower() in lemmas and token.pos_ in ("VERB", "ADV", "ADP")
    ]
    return next(iter([*known_verbs, *beside]), None)


def _of_noun(parsed: Parsed, noun: Token, quantity: Quantity) -> Mention:
    first = noun.i
    while first > 0 and noun.doc[first - 1].dep_ in ("compound", "amod") and noun.doc[first - 1].head.i == noun.i:
        if not noun.doc[first - 1].text[0].isalnum():  # the mark of an item
            break
        first -= 1
    labels = known("measures")
    whole = (
        f"{noun.text} of {_after(' of ' + noun.doc[noun.i + 2 : noun.i + 6].text)[3:]}"
        if noun.i + 2 < len(noun.doc)
        else ""
    )
    for start in (first, noun.i):
        name = " ".join(noun.doc[start : noun.i + 1].text.lower().split())
        span = Span(parsed.span(noun.doc[start]).start, parsed.span(noun).end)
        concept = labels.get(form(name)) or labels.get(form(whole))
        if concept or start == noun.i:
            break
    money = quantity.unit not in (None, PERCENT, POINTS, TIMES)
    if concept is None and noun.lemma_.lower() in ("output", "scale", "size") and money:
        concept = "industry-output"
    if concept is None:
        name = " ".join(noun.doc[first : noun.i + 1].text.lower().split())
        span = Span(parsed.span(noun.doc[first]).start, span.end)
    return Mention(span.start, span.end, name, "Measure", "figure-measure", 0.8, concept)


def _of_verb(parsed: Parsed, verb: Token, text: str) -> Mention:
    name = _VERBS[verb.lemma_.lower()]
    concept = known("measures").get(form(name))
    if name == "price" and re.search(r"\b(?:auction|hammer|bid|Christie|Sotheby)", text):
        name, concept = "auction price", "auction-price"
    span = parsed.span(verb)
    return Mention(span.start, span.end, name, "Measure", "figure-measure", 0.7, concept)


def _implied(parsed: Parsed, quantity: Quantity, name: str, concept: str | None) -> Mention:
    at = parsed.passage.start
    span = quantity.unit_span or quantity
    return Mention(
        at + span.start, at + span.end, " ".join(name.split()), "Measure", "figure-measure", 0.65, concept
    )
