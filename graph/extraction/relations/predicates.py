"""Verbs, adjectives and nouns by the relation that they state: general English, no wording of any document."""

from __future__ import annotations

from typing import NamedTuple

from graph.extraction.relations.lexicon import words


class Said(NamedTuple):
    """A predicate that words state, and whether what comes first in them is its object."""

    predicate: str
    turned: bool
    sure: float


def _table(*rows: tuple[str, bool, float, str]) -> dict[str, tuple[Said, ...]]:
    found: dict[str, tuple[Said, ...]] = {}
    for predicate, turned, sure, verbs in rows:
        for verb in verbs.split():
            found[verb] = (*found.get(verb, ()), Said(predicate, turned, sure))
    return found


# Somebody or something does it to another: who does it comes first. Where a verb has several, the first that fits.
DEEDS = _table(
    ("acquired", False, 0.85, "acquire buy purchase"),
    ("schema:owns", False, 0.85, "own control"),
    ("schema:funder", True, 0.8, "fund finance sponsor subsidise subsidize bankroll"),
    ("schema:director", True, 0.75, "direct"),
    ("schema:author", True, 0.8, "write author compose pen script coauthor paint generate"),
    ("schema:publisher", True, 0.75, "publish issue"),
    ("schema:organizer", True, 0.75, "organise organize host stage mount curate convene run launch hold"),
    (
        "schema:producer",
        True,
        0.7,
        "produce develop create build make launch release design manufacture recreate reconstruct",
    ),
    ("org:headOf", False, 0.75, "lead head chair direct"),
    ("schema:worksFor", True, 0.8, "employ hire"),
    ("precedes", False, 0.7, "precede"),
    ("precedes", True, 0.6, "follow"),
    ("needs", False, 0.75, "need require lack"),
    ("learned", False, 0.7, "learn"),
    ("drawsOn", False, 0.6, "analyse analyze process scan ingest mine combine"),
    ("schema:participant", False, 0.65, "involve unite"),
    ("dcterms:isPartOf", True, 0.65, "comprise encompass contain include involve"),
    ("trainedOn", False, 0.7, "feed"),
    ("schema:actor", False, 0.75, "star"),
    ("motivatedBy", True, 0.6, "motivate prompt inspire spark"),
)
# What comes first does it with or to what follows a preposition.
ACTS = {
    **dict.fromkeys(
        [(verb, on) for verb in ("depend", "rely", "hinge") for on in ("on", "upon")],
        (Said("dependsOn", False, 0.8),),
    ),
    **dict.fromkeys(
        [(verb, on) for verb in ("draw", "build") for on in ("on", "upon")],
        (Said("builtOn", False, 0.6), Said("drawsOn", False, 0.7), Said("schema:isBasedOn", False, 0.7)),
    ),
    **dict.fromkeys(
        [(verb, on) for verb in ("run", "rest", "operate") for on in ("on", "upon")],
        (Said("builtOn", False, 0.7), Said("dependsOn", False, 0.5)),
    ),
    **dict.fromkeys(
        [
            (verb, "with")
            for verb in ["collaborate", "partner", "cooperate", "team", "work", "ally", "join", "engage"]
        ],
        (Said("collaboratesWith", False, 0.75),),
    ),
    **dict.fromkeys(
        [(verb, "with") for verb in ("converge", "intersect", "merge", "blend", "fuse", "intertwine")],
        (Said("skos:related", False, 0.55),),
    ),
    ("link", "with"): (Said("collaboratesWith", False, 0.6),),
    **dict.fromkeys([("fall", "under"), ("sit", "within")], (Said("dcterms:isPartOf", False, 0.6),)),
    ("belong", "to"): (Said("org:memberOf", False, 0.7), Said("dcterms:isPartOf", False, 0.7)),
    ("work", "for"): (Said("schema:worksFor", False, 0.85),),
    ("work", "at"): (Said("schema:worksFor", False, 0.8),),
    ("consist", "of"): (Said("dcterms:isPartOf", True, 0.75),),
    **dict.fromkeys(
        [(verb, "into") for verb in ("evolve", "develop", "grow", "turn")], (Said("schema:isBasedOn", True, 0.5),)
    ),
    ("extend", "beyond"): (Said("dcterms:isPartOf", True, 0.55),),
    ("learn", "from"): (Said("trainedOn", False, 0.7),),
    ("star", "in"): (Said("schema:actor", True, 0.85),),
    ("appear", "in"): (Said("schema:actor", True, 0.6),),
    ("participate", "in"): (Said("schema:participant", True, 0.75),),
    ("take", "in"): (Said("schema:location", False, 0.7),),
    ("open", "in"): (Said("schema:location", False, 0.6),),
    ("open", "at"): (Said("schema:location", False, 0.6),),
    ("account", "for"): (Said("drawsOn", False, 0.5),),
}
# What is so comes first: a participle or adjective with its preposition.
_BASIS = (Said("builtOn", False, 0.75), Said("schema:isBasedOn", False, 0.75))
_PLACE = (Said("schema:location", False, 0.85), Said("schema:containedInPlace", False, 0.85))
_CHARACTER = (Said("hasCharacteristic", False, 0.75),)
_DEPENDENT = (Said("dependsOn", False, 0.8),)
_VITAL = (Said("dependsOn", True, 0.6),)
STATES = {
    **dict.fromkeys(
        [(word, on) for word in ("based", "built", "modelled", "modeled") for on in ("on", "upon")], _BASIS
    ),
    **dict.fromkeys([("derived", "from"), ("adapted", "from"), ("inspired", "by"), ("rooted", "in")], _BASIS[1:]),
    **dict.fromkeys([("grounded", "in"), ("founded", "on"), ("drawn", "from")], _BASIS[1:]),
    **dict.fromkeys([(word, "by") for word in ("powered", "driven", "controlled", "underpinned")], _BASIS[:1]),
    **dict.fromkeys([(word, "from") for word in words("collected gathered sourced compiled taken")], _BASIS[1:]),
    ("trained", "on"): (Said("trainedOn", False, 0.85),),
    ("trained", "with"): (Said("trainedOn", False, 0.7),),
    ("trained", "using"): (Said("trainedOn", False, 0.7),),
    **dict.fromkeys(
        [
            (word, by)
            for word in ["characterised", "characterized", "marked", "defined", "distinguished"]
            for by in ("by",)
        ],
        _CHARACTER,
    ),
    ("full", "of"): (Said("hasCharacteristic", False, 0.6),),
    **dict.fromkeys([("known", "for"), ("rich", "in"), ("renowned", "for"), ("famous", "for")], _CHARACTER),
    **dict.fromkeys(
        [
            (word, at)
            for word in ["located", "based", "situated", "headquartered", "sited"]
            for at in ("in", "at", "near")
        ],
        _PLACE,
    ),
    ("held", "in"): _PLACE[:1],
    ("held", "at"): _PLACE[:1],
    **dict.fromkeys(
        [("dependent", "on"), ("reliant", "on"), ("predicated", "on"), ("contingent", "on")], _DEPENDENT
    ),
    **dict.fromkeys(
        [
            (word, to)
            for word in ["crucial", "essential", "vital", "indispensable", "critical", "fundamental"]
            for to in ("to", "for")
        ],
        _VITAL,
    ),
    ("motivated", "by"): (Said("motivatedBy", False, 0.8),),
    ("prompted", "by"): (Said("motivatedBy", False, 0.7),),
}
# "X is a part of Y"
ROLES = {
    **dict.fromkeys(
        words("part component section element strand branch subset chapter segment pillar"),
        (Said("dcterms:isPartOf", False, 0.75),),
    ),
    **dict.fromkeys(
        words("subsidiary division arm"), (Said("schema:owns", True, 0.75), Said("dcterms:isPartOf", False, 0.7))
    ),
    **dict.fromkeys(words("member"), (Said("org:memberOf", False, 0.8), Said("dcterms:isPartOf", False, 0.6))),
    **dict.fromkeys(words("owner"), (Said("schema:owns", False, 0.8),)),
    **dict.fromkeys(words("publisher"), (Said("schema:publisher", True, 0.8),)),
    **dict.fromkeys(words("producer maker developer creator"), (Said("schema:producer", True, 0.75),)),
    **dict.fromkeys(words("author writer"), (Said("schema:author", True, 0.8),)),
    **dict.fromkeys(words("remake adaptation sequel version remix"), (Said("schema:isBasedOn", False, 0.75),)),
    **dict.fromkeys(
        words("form branch kind type subfield subset variety category technique"),
        (Said("skos:broader", False, 0.75),),
    ),
}
DRIVEN = words("driven powered based enabled assisted supported")
PURCHASES = words("acquisition takeover purchase buyout")
TOGETHER = words("collaboration partnership cooperation co-operation alliance teamwork")
MEETING = words(
    "intersection convergence symbiosis interplay nexus relationship combination fusion crossover interface"
)
JOINS = words("combine blend fuse merge marry mix unite")
LACK = words("lack shortage absence scarcity shortfall dearth")
NEED = words("need demand call appetite requirement importance")
POINTING_OUT = words(
    "highlight underline underscore show demonstrate create raise reveal illustrate reinforce prompt"
)
TALK = words("discussion debate rise spread emergence growth success failure controversy case advent proliferation")
QUALITIES = words("popularity diversity complexity accessibility transparency resilience versatility")
TRENDS = words("trend move shift tendency")
SHOWING = words(
    "show display exhibit reflect witness see experience undergo demonstrate boast possess present feature enjoy"
)

TEXT_NOUNS = words(
    "paper article report study essay chapter document brief post blog thesis review bulletin note book"
)
ABOUT = words(
    "explore examine discuss address analyse analyze investigate consider cover",
    "describe review study present outline",
    "highlight survey chart map assess evaluate trace summarise summarize",
    "introduce document quantify question detail",
)
ABOUT_WITH = {
    "delve": words("into"),
    "look": words("at into"),
    "focus": words("on"),
    "deal": words("with"),
    "centre": words("on"),
    "center": words("on"),
    "report": words("on"),
    "reflect": words("on"),
    "shed": words("on"),
    "touch": words("on"),
    "concentrate": words("on"),
    "revolve": words("around"),
    "inquire": words("into"),
}
# Before a noun, they tell nothing of what it names.
LOOSE = words(
    "such other many several various certain same own more most few much some any this these new numerous all",
    "every different multiple significant important major key great serious real specific particular potential",
    "additional good better best big large little further next last first second possible clear full whole recent",
    "current leading former top renowned famous popular biggest",
)
# Said of almost anything; as a characteristic they say nothing.
EVALUATIVE = words(
    "able likely unlikely available important good bad clear necessary possible",
    "impossible essential crucial vital key",
    "useful helpful significant great big large small major minor new old true",
    "false sure certain aware ready due open",
    "critical paramount evident apparent obvious different similar same such high",
    "low higher lower better worse best",
    "more less first last next other own full worth subject interesting",
    "difficult easy hard responsible capable present",
    "absent keen happy willing eager prone relevant central proud right wrong free",
    "late early long short common rare",
    "widespread effective problematic efficient powerful impressive strong weak fast",
    "slow dead alive worth ubiquitous",
    "beneficial detrimental harmful advantageous significant considerable limited",
    "vast sufficient adequate relative",
    "successful noteworthy notable remarkable known common imperative instrumental",
    "dependent reliant part here there",
)
