"""Relations, definitions and citations that plain texts state, and sentences that state none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.extraction.blocks import passages
from graph.extraction.candidates import Candidate
from graph.extraction.gazetteer import Gazetteer
from graph.extraction.language import Parsed, parse
from graph.extraction.mentions import find_mentions
from graph.extraction.relations import (
    about,
    affiliations,
    appositions,
    approaches,
    attributes,
    bases,
    characteristics,
    citations,
    cited,
    creators,
    dealing,
    deals,
    definitions,
    examples,
    explaining,
    instances,
    kinds,
    labelled,
    listings,
    needs,
    origins,
    possessives,
    qualities,
    reception,
    relating,
    relational,
    whereabouts,
    works,
)
from graph.extraction.schema import problem

RULES = (
    about,
    affiliations,
    appositions,
    approaches,
    attributes,
    bases,
    characteristics,
    cited,
    creators,
    dealing,
    deals,
    definitions,
    examples,
    explaining,
    instances,
    kinds,
    labelled,
    listings,
    needs,
    origins,
    possessives,
    qualities,
    reception,
    relating,
    relational,
    whereabouts,
    works,
)
Read = Callable[[str], list[Candidate]]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def read(gazetteer: Gazetteer) -> Read:
    @cache
    def candidates(text: str) -> list[Candidate]:
        found = passages(text)
        parsed = list(parse(text, found))
        find_mentions(parsed, gazetteer)
        return [*_found(parsed), *citations.find(text, found)]

    return candidates


def _found(parsed: list[Parsed]) -> Iterator[Candidate]:
    before = None
    for each in parsed:
        for rules in RULES:
            yield from rules.find(each, before)
        before = each


def _told(claims: list[Candidate]) -> list[tuple[str, str, str]]:
    return [(claim.subject.name, claim.predicate, claim.object.name if claim.object else "") for claim in claims]


def _the_one(claims: list[Candidate], subject: str, predicate: str, object_: str) -> Candidate:
    fitting = [
        claim
        for claim in claims
        if subject.lower() in claim.subject.name.lower()
        and claim.predicate == predicate
        and (object_.lower() in claim.object.name.lower() if claim.object else not object_)
    ]
    assert fitting, f"no {predicate} from {subject!r} to {object_!r} among {_told(claims)}"
    return fitting[0]


RELATIONS = [
    # lists of examples
    ("Wearables such as smart gloves record gestures.", "smart gloves", "skos:broader", "wearables"),
    ("Crafts (e.g. weaving and pottery) are taught here.", "weaving", "skos:broader", "crafts"),
    ("Crafts (e.g. weaving and pottery) are taught here.", "pottery", "skos:broader", "crafts"),
    ("Immersive technologies, including projection mapping, spread.", "projection mapping", "skos:broader",
     "immersive technologies"),
    ("Creative sectors ranging from film to fashion hire coders.", "fashion", "skos:broader", "creative sectors"),
    ("Platforms like Spotify and YouTube pay by the stream.", "Spotify", "exemplifies", "platforms"),
    ("Platforms like Spotify and YouTube pay by the stream.", "YouTube", "exemplifies", "platforms"),
    ("Film, music and other creative industries lobby for it.", "music", "skos:broader", "creative industries"),
    ("The Narva Light Festival is a good example of co-creation.", "Narva Light Festival", "exemplifies",
     "co-creation"),
    ("A good example of co-creation is the Narva Light Festival.", "Narva Light Festival", "exemplifies",
     "co-creation"),
    ("Virtual reality draws new visitors. For instance, the Vasa Museum shows a lost ship.", "Vasa Museum",
     "exemplifies", "virtual reality"),
    ("Virtual reality draws new visitors. The Vasa Museum, for example, shows a lost ship.", "Vasa Museum",
     "exemplifies", "virtual reality"),
    ("Film, music and other forms of art suffer.", "music", "skos:broader", "art"),
    ("New media – podcasts, games and comics – spread.", "podcasts", "skos:broader", "new media"),
    ("Creative industries: fashion, music, publishing", "fashion", "skos:broader", "creative industries"),
    ("# Creative industries:\n\n- Fashion\n- Music\n", "music", "skos:broader", "creative industries"),
    ("# Creative\n\n## Industries:\n\nFashion, music,\n", "music", "skos:broader", "creative industries"),
    ("Co-creation is exemplified by the Narva Light Festival.", "Narva Light Festival", "exemplifies",
     "co-creation"),
    ("Music streaming is illustrated by platforms like Spotify and YouTube.", "YouTube", "exemplifies",
     "streaming"),
    ("The success of the Narva Light Festival is proof of the fusion of craft and code.", "Narva Light Festival",
     "exemplifies", "fusion of craft and code"),
    ("In the field of film and animation, headsets sell well. A good example of this is the Narva Light Festival.",
     "Narva Light Festival",
     "exemplifies", "animation"),
    # names with what they are
    ("Spotify is a streaming service.", "Spotify", "exemplifies", "streaming service"),
    ("Lisbon-based company Spotify moved.", "Spotify", "schema:location", "Lisbon"),
    ("The Lisbon office of Spotify closed.", "Spotify", "schema:location", "Lisbon"),
    ("The Museum of Glass is in Lyon.", "Museum of Glass", "schema:location", "Lyon"),
    ("Helen Tamm, director of the Nordic Museum, praised the plan.", "Helen Tamm", "org:headOf", "Nordic Museum"),
    ("Helen Tamm, director of the Nordic Museum, praised the plan.", "Helen Tamm", "schema:hasOccupation",
     "director"),
    ("Helen Tamm, curator at the Nordic Museum, praised the plan.", "Helen Tamm", "schema:worksFor",
     "Nordic Museum"),
    ("The plan was praised by composer Maria Lind.", "Maria Lind", "schema:hasOccupation", "composer"),
    ("Spotify, a large audio firm, moved in May.", "Spotify", "exemplifies", "audio firm"),
    ("The Museum of Glass in Lyon reopened.", "Museum of Glass", "schema:location", "Lyon"),
    ("The fair moved to Shanghai, China.", "Shanghai", "schema:containedInPlace", "China"),
    ("Maria Lind and Helen Tamm from the Vasa Museum spoke first.", "Maria Lind", "schema:worksFor",
     "Vasa Museum"),
    ("The work was done at Narva University, Beijing, China.", "Narva University", "schema:location", "Beijing"),
    ("The work was done at Narva University, Narva, Estonia.", "Narva University", "schema:location", "Narva"),
    ("The work was done at Narva University, Narva, Estonia.", "Narva", "schema:containedInPlace", "Estonia"),
    ("The Danish game 'Night Harbour' sold well.", "Night Harbour", "schema:countryOfOrigin", "Denmark"),
    ("Spotify, a Swedish company, moved in May.", "Spotify", "schema:location", "Sweden"),
    ("The National Museum of the United Kingdom reopened.", "National Museum", "schema:location",
     "United Kingdom"),
    # genitives
    ("Google's search engine is new.", "Google", "schema:owns", "search engine"),
    ("The archive bought Maria Lind's work.", "Maria Lind's work", "schema:author", "Maria Lind"),
    ("The Vasa Museum's display of old maps closed.", "display of old maps", "schema:organizer", "Vasa Museum"),
    ("Netflix's film Night Harbour won a prize.", "Night Harbour", "schema:producer", "Netflix"),
    ("The United Nations' report Tides names the dangers.", "Tides", "schema:author", "United Nations"),
    # verbs
    ("Google acquired Melodrive in 2019.", "Google", "acquired", "Melodrive"),
    ("YouTube was bought by Google.", "Google", "acquired", "YouTube"),
    ("The acquisition of Melodrive by Google was cheap.", "Google", "acquired", "Melodrive"),
    ("YouTube is owned by Google.", "Google", "schema:owns", "YouTube"),
    ("The Narva Light Festival is funded by the European Commission.", "Narva Light Festival", "schema:funder",
     "European Commission"),
    ("The Narva Light Festival is organised by UNESCO.", "Narva Light Festival", "schema:organizer", "UNESCO"),
    ("The Narva Light Festival takes place in Narva.", "Narva Light Festival", "schema:location", "Narva"),
    ("Spotify is headquartered in Stockholm.", "Spotify", "schema:location", "Stockholm"),
    ("Helen Tamm works for Spotify.", "Helen Tamm", "schema:worksFor", "Spotify"),
    ("The report Tides was written by Helen Tamm.", "Tides", "schema:author", "Helen Tamm"),
    ("Museums collaborate with game studios.", "museums", "collaboratesWith", "game studios"),
    ("The partnership between Spotify and UNESCO ended.", "Spotify", "collaboratesWith", "UNESCO"),
    ("Deepfakes are based on deep learning.", "deepfakes", "builtOn", "deep learning"),
    ("The archive sells blockchain-based certificates and an AI-powered chatbot.", "chatbot", "builtOn", "AI"),
    ("Speech recognition uses machine learning.", "speech recognition", "builtOn", "machine learning"),
    ("Sensors allow the creation of digital twins.", "digital twin", "builtOn", "sensors"),
    ("Their trick is motion capture through sensors.", "motion capture", "builtOn", "sensors"),
    ("They wrote a chatbot called Arvid.", "Arvid", "builtOn", "chatbot"),
    ("Trust is the foundation of the creative economy.", "creative economy", "schema:isBasedOn", "trust"),
    ("Small museums depend on volunteers.", "museums", "dependsOn", "volunteers"),
    ("Machine learning relies on training data.", "machine learning", "dependsOn", "data"),
    ("Open licences are essential to digital archives.", "archives", "dependsOn", "licences"),
    ("Artisans need digital skills.", "artisans", "needs", "digital skills"),
    ("There is a shortage of engineers in the film industry.", "film industry", "needs", "engineers"),
    ("Curators stress the importance of copyright in digital archives.", "archives", "needs", "copyright"),
    ("Freelancers sign their work, which requires digital skills.", "freelancers", "needs", "digital skills"),
    ("The spread of deepfakes highlights the need for guidelines on consent.", "guidelines on consent",
     "motivatedBy", "deepfakes"),
    ("Netflix's decision to produce the film Night Harbour was brave.", "Night Harbour", "schema:producer",
     "Netflix"),
    ("Digital strategies include content marketing.", "content marketing", "dcterms:isPartOf", "strategies"),
    ("The studio combines pottery with animation.", "pottery", "skos:related", "animation"),
    ("Machine learning models were trained on old scores.", "machine learning", "trainedOn", "scores"),
    ("Production precedes distribution.", "production", "precedes", "distribution"),
    ("The chatbot draws on visitor feedback.", "chatbot", "drawsOn", "visitor feedback"),
    ("Curators need to understand machine learning.", "curators", "needs", "understanding machine learning"),
    ("Engineers must grasp the basics of music.", "engineers", "needs", "grasping the basics of music"),
    ("This slows game design, where reading and judging feedback is vital.", "game design", "needs",
     "reading and judging feedback"),
    ("They fund animation, where skills in tuning models become as essential as drawing.", "animation", "needs",
     "drawing"),
    ("The lab relies on co-operation between weavers and engineers.", "weavers", "collaboratesWith", "engineers"),
    ("They praised the close collaboration among a small group of people, including weavers and engineers.",
     "close collaboration", "schema:participant", "weavers"),
    ("The fair use of machine learning extends beyond consent to encompass the issue of privacy.", "privacy",
     "dcterms:isPartOf", "fair use of machine learning"),
    ("The fair use of machine learning extends beyond consent to encompass the issue of privacy.", "consent",
     "dcterms:isPartOf", "fair use of machine learning"),
    ("The spread of deepfakes highlights the need for rules and guidelines in the use of archives.",
     "guidelines in the use of archives", "motivatedBy", "deepfakes"),
    ("Made-to-order printing uses digital technology.", "Made-to-order printing", "builtOn", "digital technology"),
    ("Deepfakes are a case of using machine learning.", "deepfakes", "builtOn", "machine learning"),
    ("The booking tools provided by machine learning are new.", "booking tools", "builtOn", "machine learning"),
    ("Spotify's approach is based on open innovation principles.", "Spotify", "schema:isBasedOn",
     "open innovation principles"),
    ("The Orbit Hub project under the Horizon Programme ended.", "Orbit Hub", "dcterms:isPartOf",
     "Horizon Programme"),
    ("Digital strategies include targeted advertising and content marketing.", "targeted advertising",
     "dcterms:isPartOf", "strategies"),
    ("The role of drones in using old maps for journalism is clear. A good example is the Narva Light Festival.",
     "Narva Light Festival", "exemplifies", "drones for journalism"),
    ("The Orbit Hub project brings together museums and game studios.", "Orbit Hub", "schema:participant",
     "game studios"),
    ("The Orbit Hub project brought together a wide range of people, including weavers and engineers.",
     "Orbit Hub", "schema:participant", "engineers"),
    ("The charter evolved into a strategic plan.", "strategic plan", "schema:isBasedOn", "charter"),
    # characteristics
    ("The film industry is characterised by short contracts.", "film industry", "hasCharacteristic",
     "short contracts"),
    ("Virtual reality is immersive and costly.", "virtual reality", "hasCharacteristic", "immersive"),
    ("The popularity of podcasts surprised publishers.", "podcasts", "hasCharacteristic", "popularity"),
    ("The film industry is fragmented and risk-averse.", "film industry", "hasCharacteristic", "risk-averse"),
    ("The film industry has a strong tradition of cooperation.", "film industry", "hasCharacteristic",
     "strong tradition"),
    ("The film industry is undergoing rapid transformation.", "film industry", "hasCharacteristic",
     "rapid transformation"),
    ("The film industry shows a green and digital development trend.", "film industry", "hasCharacteristic",
     "digital development"),
    ("The film industry grows with open data and consent as its core.", "film industry", "hasCharacteristic",
     "consent"),
    ("Lyon is a global hub of animation.", "Lyon", "hasCharacteristic", "global hub of animation"),
    ("Co-production has become a major trend in the film industry.", "film industry", "hasCharacteristic",
     "co-production"),
    ("The film industry emphasises the importance of consent.", "film industry", "hasCharacteristic", "consent"),
    ("In Lyon, copyright has been given high priority.", "Lyon", "hasCharacteristic", "copyright"),
    ("The film industry chain is undergoing rapid transformation.", "film industry", "hasCharacteristic",
     "rapid transformation"),
    ("It ended the natural monopoly that artisans enjoyed.", "artisans", "hasCharacteristic", "natural monopoly"),
    ("Critics note the popularity of podcasts and Maria Lind's work.", "Maria Lind's work", "hasCharacteristic",
     "popularity"),
    ("The game Night Harbour has attracted a lot of attention.", "Night Harbour", "hasCharacteristic",
     "attention"),
    ("The game Night Harbour is widely admired.", "Night Harbour", "hasCharacteristic", "widely admired"),
    # what a text is about
    ("By focusing on weaving and pottery, the discussion shows how crafts change.", "the document",
     "schema:about", "pottery"),
    ("# Blockchain adoption in museums", "the document", "schema:about", "Blockchain adoption"),
    ("The fair use of machine learning requires a careful approach that respects consent and privacy.",
     "fair use of machine learning", "schema:about", "privacy"),
    ("They launched guidelines on copyright & privacy.", "guidelines", "schema:about", "privacy"),
    ("This paper contributes to the debate on copyright in film.", "the document", "schema:about", "copyright"),
    ("This report is an overview of virtual reality.", "the document", "schema:about", "virtual reality"),
    ("This study aims to shed light on the potential of drones to renew journalism.", "the document",
     "schema:about", "journalism"),
    ("The film Night Harbour recreates the French Revolution.", "Night Harbour", "schema:about",
     "French Revolution"),
    ("Guidelines on copyright should prioritise consent.", "guidelines", "schema:about", "consent"),
    ("They launched a policy recommendation on copyright.", "policy recommendation", "schema:about", "copyright"),
    ("This report examines virtual reality in schools.", "the document", "schema:about", "virtual reality"),
    ("This paper examines copyright. It also discusses privacy.", "the document", "schema:about", "privacy"),
    ("In this paper, we explore machine learning.", "the document", "schema:about", "machine learning"),
    # labelled lines
    ("Keywords: weaving; copyright", "the document", "schema:about", "copyright"),
    ("source: UNESCO", "the document", "schema:publisher", "UNESCO"),
    ("Source: UNESCO", "the document", "schema:publisher", "UNESCO"),
    ("By Maria Lind", "the document", "schema:author", "Maria Lind"),
    ("Photo: Maria Lind", "Photo", "schema:author", "Maria Lind"),
    ("© 2024 Harbour Arts Trust", "the document", "schema:copyrightHolder", "Harbour Arts Trust"),
    ("Threat: Deepfakes undermine the film industry.", "deepfakes", "affects", "film industry"),
    ("Figure 2. Tools of Weavers (Source: UNESCO)", "Tools of Weavers", "schema:publisher", "UNESCO"),
    ("Figure 2. Tools of Weavers (Source: UNESCO)", "Tools of Weavers", "dcterms:isPartOf", "the document"),
    # definitions
    ("Deepfakes are a form of media that imitates people.", "deepfakes", "skos:definition", ""),
    ("The term “digital twin” refers to a virtual copy of a building.", "digital twin", "skos:definition", ""),
    ("Photogrammetry, a technique for measuring from photographs, spread.", "photogrammetry", "skos:definition",
     ""),
    ("Blockchain is defined as a shared ledger.", "blockchain", "skos:definition", ""),
    ("Virtual reality: a technology that surrounds its users with a computed world.", "virtual reality",
     "skos:definition", ""),
    ("The law defines artificial intelligence as systems that act.", "artificial intelligence",
     "skos:definition", ""),
    ("Digital marketing involves newsletters and paid search.", "digital marketing", "skos:definition", ""),
    ("As a new form of storytelling, virtual reality has fans.", "virtual reality", "skos:definition", ""),
    ("Chatbots are cheap. These tools use prompts to answer readers.", "chatbots", "skos:definition", ""),
    ("Reader engagement strategies include book clubs and prizes.", "engagement", "skos:definition", ""),
    # works that the text refers to
    ("As UNESCO (2018) notes, tastes differ.", "the document", "dcterms:references", "UNESCO (2018)"),
    ("Trust grows slowly (Lepik and Saar, 2019).", "the document", "dcterms:references", "Lepik and Saar (2019)"),
    ("Trust grows slowly (Lepik and Saar, 2019).", "Lepik and Saar (2019)", "schema:author", "Saar"),
    ("It follows the report “Weaving the Web of Museums” closely.", "the document", "dcterms:references",
     "Weaving the Web of Museums"),
    # posts, makers, partners
    ("“Looms hum,” said Vasa Museum textile director Ada Byrne.", "Ada Byrne", "schema:worksFor", "Vasa Museum"),
    ("“Looms hum,” said Vasa Museum textile director Ada Byrne.", "Ada Byrne", "schema:hasOccupation",
     "textile director"),
    ("Netflix and Spotify launched a partnership.", "Netflix", "collaboratesWith", "Spotify"),
    ("Netflix’s parent company, Spotify, moved.", "Spotify", "schema:owns", "Netflix"),
    ("The company, which is controlled by Netflix, sings. Spotify waits.", "Netflix", "schema:owns", "company"),
    # kinds and qualities
    ("Blockchain, a shared database, grew.", "blockchain", "skos:broader", "shared database"),
    ("The key technologies include blockchain.", "blockchain", "skos:broader", "technologies"),
    ("Blockchain is a demanding craft.", "blockchain", "hasCharacteristic", "demanding craft"),
    ("Blockchain offers flexibility.", "blockchain", "hasCharacteristic", "flexibility"),
    # sources
    ("According to a survey by UNESCO, people sing.", "the document", "dcterms:references", "survey by UNESCO"),
    ("According to a survey by UNESCO, people sing.", "survey by UNESCO", "schema:author", "UNESCO"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "subject", "predicate", "object_"), RELATIONS)
def test_a_text_states_a_relation(read: Read, text: str, subject: str, predicate: str, object_: str) -> None:
    claim = _the_one(read(text), subject, predicate, object_)
    assert claim.polarity == "affirmed"
    assert claim.certainty == "asserted"
    assert problem(claim) is None


NOTHING = [
    "It looks like rain.",
    "Tickets cost ten euros.",
    "The doors open at nine.",
    "She likes it.",
    "For example, it rained.",
    "This is important.",
    "There are many reasons for this.",
    "Thanks for listening!",
    "In 2020, 30 per cent agreed.",
    "Read more",
    "He was late, including on Monday.",
    "Nothing is part of it.",
    "It has a strong tradition.",
    "Rain means that we stay in.",
    "The plan: go home, sleep, eat.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_a_sentence_that_relates_no_things_gives_nothing(read: Read, text: str) -> None:
    assert _told(read(text)) == []


def test_what_a_sector_uses_does_not_explain_it(read: Read) -> None:
    found = read("The fashion industry uses 3D printing to cut waste.")
    assert not [claim for claim in found if claim.kind == "Definition"]


def test_a_denied_relation_is_negated(read: Read) -> None:
    claim = _the_one(read("Spotify does not own YouTube."), "Spotify", "schema:owns", "YouTube")
    assert claim.polarity == "negated"


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Artisans may need digital skills.", "hedged"),
        ("Artisans will need digital skills.", "projected"),
        ("Artisans need digital skills.", "asserted"),
    ],
)
def test_a_relation_is_as_certain_as_its_verb(read: Read, text: str, certainty: str) -> None:
    assert _the_one(read(text), "artisans", "needs", "digital skills").certainty == certainty


def test_a_relation_that_somebody_reports_has_a_speaker(read: Read) -> None:
    claim = _the_one(read("According to UNESCO, artisans need digital skills."), "artisans", "needs", "skills")
    assert claim.speaker is not None
    assert claim.speaker.name == "UNESCO"


def test_the_evidence_is_the_words_from_the_first_to_the_last_that_say_it(read: Read) -> None:
    text = "After a long winter, museums collaborate with game studios on many things."
    claim = _the_one(read(text), "museums", "collaboratesWith", "game studios")
    assert [text[span.start : span.end] for span in claim.evidence] == ["museums collaborate with game studios"]


def test_each_member_of_a_list_is_one_candidate_with_its_own_evidence(read: Read) -> None:
    text = "Crafts such as weaving, pottery and woodcarving are taught here."
    claims = [claim for claim in read(text) if claim.predicate == "skos:broader"]
    assert {claim.subject.name for claim in claims} == {"weaving", "pottery", "woodcarving"}
    assert len({claim.evidence for claim in claims}) == 3


def test_what_examples_are_named_for_is_sure_however_unsure_the_clause(read: Read) -> None:
    claim = _the_one(read("Schools could teach crafts such as weaving."), "weaving", "skos:broader", "crafts")
    assert (claim.certainty, claim.polarity) == ("asserted", "affirmed")


def test_a_program_has_its_own_name_where_the_text_says_what_it_is(read: Read) -> None:
    claim = _the_one(read("Orbit is a tool built on machine learning."), "Orbit", "builtOn", "machine learning")
    assert claim.subject.type == "SoftwareApplication"


def test_another_name_is_no_definition(read: Read) -> None:
    assert not [
        claim
        for claim in read("Virtual reality, also known as machine learning, is old.")
        if claim.kind == "Definition"
    ]


def test_a_sentence_that_starts_with_it_goes_on_about_the_document(read: Read) -> None:
    claims = read("This report examines drones. It draws on interviews with pilots.")
    _the_one(claims, "the document", "schema:isBasedOn", "interviews")


def test_an_entry_of_a_reference_list_is_not_read_as_a_sentence(read: Read) -> None:
    entry = "Smith, J. A. (2019). Spotify acquired YouTube. Museum Management, 12(3), 45-67."
    assert "acquired" not in {claim.predicate for claim in read(f"Some text.\n\nReferences\n\n{entry}\n")}


def test_what_stands_for_a_list_gives_way_to_what_is_listed(read: Read) -> None:
    claims = read("Chatbots draw on factors such as location and mood.")
    assert {name for _, predicate, name in _told(claims) if predicate == "drawsOn"} == {"location", "mood"}


def test_the_direction_of_a_labelled_impact_is_the_label_s(read: Read) -> None:
    claims = read("Opportunity: Chatbots help archives.")
    assert [claim.fields["direction"] for claim in claims if claim.kind == "Impact"] == ["opportunity"]


def test_a_definition_s_gloss_names_the_kind_and_not_the_document_s_words(read: Read) -> None:
    claim = _the_one(
        read("Deepfakes are a form of media that imitates people."), "deepfakes", "skos:definition", ""
    )
    assert claim.gloss == "The text explains Deepfakes as a kind of medium."


def test_a_byline_names_the_author_and_the_line_below_where_the_author_works(read: Read) -> None:
    claims = read("# Weaving the Future of Museums\n\nMaria Lind\n\nUniversity of Bergen\n\nMuseums change.\n")
    _the_one(claims, "the document", "schema:author", "Maria Lind")
    _the_one(claims, "Maria Lind", "org:memberOf", "University of Bergen")
    _the_one(claims, "the document", "schema:about", "museums")


def test_a_heading_over_a_byline_is_the_title_of_a_work_in_the_document(read: Read) -> None:
    text = "# Looms\n\nWe list reports.\n\n## The Quiet Spread of Podcasts\n\nMaria Lind, Helen Tamm\nJune 2020\n"
    claims = [claim for claim in read(text) if claim.rule.startswith("works")]
    assert {claim.subject.name for claim in claims} == {"The Quiet Spread of Podcasts"}
    _the_one(claims, "Quiet Spread", "schema:author", "Maria Lind")
    _the_one(claims, "Quiet Spread", "schema:author", "Helen Tamm")
    _the_one(claims, "Quiet Spread", "schema:about", "podcasts")


def test_a_heading_over_a_sentence_about_people_is_no_title(read: Read) -> None:
    text = "# Looms\n\n## The Quiet Spread of Podcasts\n\nMaria Lind thinks that podcasts are here to stay.\n"
    assert not [claim for claim in read(text) if claim.rule.startswith("works")]


def test_what_points_back_by_the_same_noun_is_the_thing_with_that_noun(read: Read) -> None:
    text = "AI-driven recommendation systems feed platforms like Spotify. These systems use neural networks."
    _the_one(read(text), "recommendation systems", "builtOn", "neural networks")


def test_a_post_and_a_body_stand_before_a_name(read: Read) -> None:
    claims = read("ekip's team met. ekip's plan is new, says project coordinator for ekip Maria Lind.")
    _the_one(claims, "Maria Lind", "schema:hasOccupation", "project coordinator")
    _the_one(claims, "Maria Lind", "schema:worksFor", "ekip")


def test_the_line_below_a_byline_says_what_the_author_does(read: Read) -> None:
    claims = read("# Weaving the Future of Museums\n\nMaria Lind\n\nSenior Curator\n\nMuseums change.\n")
    _the_one(claims, "Maria Lind", "schema:hasOccupation", "Curator")


REFERENCES = {
    "MLA": (
        '[3] Wing, Rosa, and Jo Hart. "Looms in the age of tools." *Textile Review* 12.1 (2021): 1-17.',
        ["Rosa Wing", "Jo Hart"], "Looms in the age of tools", "Textile Review", "2021", ""),
    "APA": (
        "Smith, J. A., & Lee, K. (2019). Weaving the web of museums. Museum Management, 12(3), 45-67.",
        ["J. A. Smith", "K. Lee"], "Weaving the web of museums", "Museum Management", "2019", ""),
    "Harvard": (
        "Okafor, N. and Diaz, P. (2021) 'Looms and learning machines', Textile Review, 8(2), pp. 11-29.",
        ["N. Okafor", "P. Diaz"], "Looms and learning machines", "Textile Review", "2021", ""),
    "Chicago": (
        "Norton, Mary. The Quiet Loom. Oxford: Oxford University Press, 2001.",
        ["Mary Norton"], "The Quiet Loom", "", "2001", "Oxford University Press"),
    "Vancouver": (
        "2. Brown TK, Patel S. Virtual galleries in hospitals. J Art Health. 2018;4(2):101-9.",
        ["Brown TK", "Patel S"], "Virtual galleries in hospitals", "J Art Health", "2018", ""),
    "a body": (
        "European Commission (2022) Study on the opportunities of tools. Luxembourg: Publications Office.",
        ["European Commission"], "Study on the opportunities of tools", "", "2022", "Publications Office"),
}  # fmt: skip


@pytest.mark.parametrize("style", REFERENCES)
def test_an_entry_of_a_reference_list_is_taken_apart(read: Read, style: str) -> None:
    entry, authors, title, container, year, publisher = REFERENCES[style]
    claims = read(f"Some text.\n\nReferences\n\n{entry}\n")
    citation = _the_one(claims, "the document", "dcterms:references", title)
    assert citation.object is not None
    assert citation.object.name == title
    assert citation.fields["citedDate"] == year
    assert [name for _, predicate, name in _told(claims) if predicate == "schema:author"] == authors
    if container:
        _the_one(claims, title, "dcterms:isPartOf", container)
    if publisher:
        _the_one(claims, title, "schema:publisher", publisher)


def test_a_work_in_the_list_of_references_is_not_cited_twice(read: Read) -> None:
    text = (
        "Looms matter (Norton, 2001).\n\nReferences\n\nNorton, Mary. The Quiet Loom. Oxford: Harbour Press, 2001.\n"
    )
    assert sum(claim.kind == "Citation" for claim in read(text)) == 1


def test_a_paragraph_with_a_year_is_no_reference(read: Read) -> None:
    assert not [
        claim for claim in read("The fair opened in 2019. It drew a crowd of weavers.") if "cit" in claim.rule
    ]


def test_rules_have_a_short_name_and_a_confidence_between_nought_and_one(read: Read) -> None:
    for text, *_ in RELATIONS:
        for claim in read(text):
            module, dot, name = claim.rule.partition(".")
            assert dot and module.isidentifier() and name
            assert 0 < claim.confidence <= 1


_WORDS = st.sampled_from(
    "such as including like e.g. for example ( ) , ; : – “ ” ' the a an X Y's 2019 (2020) is was known based "
    "on by with museum film Netflix AI report paper this it they Source: By References [1] ## * _ © Figure 1. "
    "Photo: . ? and other of in Lyon France director weaving tools need refers to means defined part".split()
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.lists(_WORDS, max_size=30).map(" ".join), st.text(max_size=120)))
def test_no_text_breaks_a_rule(read: Read, text: str) -> None:
    for claim in read(text):
        assert claim.evidence
        for span in claim.evidence:
            assert 0 <= span.start < span.end <= len(text)


def test_prose_with_a_year_in_brackets_is_no_reference(read: Read) -> None:
    claims = read("Kestra (born Mara Okafor in 1981) is a sculptor. She made masks. In 2020, she sold them for £2.")
    assert not [claim for claim in claims if claim.rule == "about.reference-title"]


def test_the_last_word_of_a_quoted_title_is_no_author(read: Read) -> None:
    claims = read("‘Harbour Nights: The First Ten Years’ (2021), a print by Kestra, sold well.")
    assert "Years" not in {claim.object.name for claim in claims if claim.object is not None}
