"""Countries in adjectives: "the Danish game *Night Harbour*", "Orbit, a Kenyan studio"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import evidence
from graph.extraction.relations.fitting import is_named, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.pairs import named_beside
from graph.extraction.relations.phrases import named
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORKS = words("CreativeWork Movie TVSeries VideoGame MusicAlbum VisualArtwork SoftwareApplication Product")
_COUNTRIES = dict(
    pair.split("=")
    for pair in (
        "american=United States,argentine=Argentina,argentinian=Argentina,australian=Australia,austrian=Austria,"
        "bangladeshi=Bangladesh,belgian=Belgium,brazilian=Brazil,british=United Kingdom,bulgarian=Bulgaria,"
        "canadian=Canada,chilean=Chile,chinese=China,colombian=Colombia,croatian=Croatia,cuban=Cuba,czech=Czechia,"
        "danish=Denmark,dutch=Netherlands,egyptian=Egypt,estonian=Estonia,ethiopian=Ethiopia,filipino=Philippines,"
        "finnish=Finland,french=France,german=Germany,ghanaian=Ghana,greek=Greece,hungarian=Hungary,"
        "icelandic=Iceland,indian=India,indonesian=Indonesia,iranian=Iran,irish=Ireland,israeli=Israel,"
        "italian=Italy,jamaican=Jamaica,japanese=Japan,kenyan=Kenya,latvian=Latvia,lithuanian=Lithuania,"
        "malaysian=Malaysia,mexican=Mexico,moroccan=Morocco,nigerian=Nigeria,norwegian=Norway,pakistani=Pakistan,"
        "peruvian=Peru,polish=Poland,portuguese=Portugal,romanian=Romania,russian=Russia,saudi=Saudi Arabia,"
        "senegalese=Senegal,serbian=Serbia,singaporean=Singapore,slovak=Slovakia,slovenian=Slovenia,"
        "spanish=Spain,swedish=Sweden,swiss=Switzerland,taiwanese=Taiwan,thai=Thailand,tunisian=Tunisia,"
        "turkish=Turkey,ukrainian=Ukraine,vietnamese=Vietnam"
    ).split(",")
)


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for the countries that works come from and bodies are in."""
    for token, lower, _, _, _, dep in tokens_of(parsed):
        if lower in _COUNTRIES and dep == "amod" and token.head.pos_ == "NOUN" and token.head.i > token.i:
            yield from _of(parsed, before, token, token.head)


def _of(parsed: Parsed, before: Parsed | None, adjective: Token, noun: Token) -> Iterator[Candidate]:
    thing = named_beside(parsed, noun) or argument(parsed, noun, before)
    if thing is None or not is_named(thing) or thing.start <= parsed.passage.start + adjective.idx < thing.end:
        return
    country = named(parsed, adjective.i, adjective.i, "Country", 0.8, _COUNTRIES[adjective.lower_])
    spans = evidence(parsed, [adjective, noun], [thing])
    if thing.type in _WORKS:
        yield from relation(parsed, thing, "schema:countryOfOrigin", country, spans, "origins.work", 0.75)
    elif thing.type in ORGANISATIONS:
        yield from relation(parsed, thing, "schema:location", country, spans, "origins.body", 0.65)
