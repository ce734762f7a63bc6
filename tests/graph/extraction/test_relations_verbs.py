"""Adoptions, capabilities, impacts and recommendations that plain sentences make, and those that they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.extraction import quotations
from graph.extraction.blocks import passages
from graph.extraction.candidates import Candidate
from graph.extraction.gazetteer import Gazetteer
from graph.extraction.language import Parsed, parse
from graph.extraction.mentions import find_mentions
from graph.extraction.relations import adoption, capability, impact, recommendation
from graph.extraction.relations.activities import NAMES
from graph.extraction.relations.mechanisms import BY_NOUN
from graph.extraction.relations.voices import voiced

RULES = (adoption, capability, impact, recommendation)
Read = Callable[[str], list[Candidate]]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def read(gazetteer: Gazetteer) -> Read:
    def candidates(text: str) -> list[Candidate]:
        parsed = list(parse(text, passages(text)))
        find_mentions(parsed, gazetteer)
        return list(_found(parsed))

    return candidates


def _found(parsed: list[Parsed]) -> Iterator[Candidate]:
    before = None
    for each in parsed:
        for rules in RULES:
            yield from rules.find(each, before)
        before = each


def _says(claim: Candidate, kind: str, subject: str, object_: str) -> bool:
    assert claim.object is not None
    return (
        claim.kind == kind
        and subject.lower() in claim.subject.name.lower()
        and object_.lower() in claim.object.name.lower()
    )


def _the_one(claims: list[Candidate], kind: str, subject: str, object_: str) -> Candidate:
    fitting = [claim for claim in claims if _says(claim, kind, subject, object_)]
    told = [(claim.kind, claim.subject.name, claim.object and claim.object.name) for claim in claims]
    assert fitting, f"no {kind} from {subject!r} to {object_!r} among {told}"
    return fitting[0]


ADOPTIONS = [
    ("The city archive uses laser scanning to record old shop fronts.", "archive", "laser scanning"),
    ("Photogrammetry was used by the Vasa Museum in Stockholm.", "Vasa Museum", "photogrammetry"),
    ("Puppeteers rely on motion capture.", "puppeteers", "motion capture"),
    ("The orchestra makes use of spatial audio.", "orchestra", "spatial audio"),
    ("The adoption of blockchain by auction houses is slow.", "auction houses", "blockchain"),
    ("By using machine learning, librarians find misfiled letters.", "librarians", "machine learning"),
    ("The label is equipped with 3D printers.", "label", "3D printers"),
    ("Fashion designers and milliners have embraced 3D printing.", "milliners", "3D printing"),
    ("The use of virtual reality in theatre has grown.", "theatre", "virtual reality"),
    ("The National Gallery reached schools through augmented reality.", "National Gallery", "augmented reality"),
    ("Netflix employs recommender systems.", "Netflix", "recommender systems"),
    ("Publishers are experimenting with artificial intelligence.", "publishers", "artificial intelligence"),
    ("The AI-scripted short film “Moonspring” won a prize.", "Moonspring", "AI"),
    ("AI is being used to produce effects in music videos.", "effects", "AI"),
    ("The use of games technologies in visual effects and architecture grows.", "architecture", "games"),
    ("The front end of the fashion industry is marked by use of virtual reality.", "fashion", "virtual reality"),
    ("Spotify, Netflix & more use machine learning.", "Spotify", "machine learning"),
    ("Small museums took advantage of social media.", "museums", "social media"),
    ("Thanks to computer-aided weaving, milliners can shape tall hats.", "milliners", "computer-aided weaving"),
    ("The Vasa Museum in Stockholm reaches schools through its website.", "Vasa Museum", "website"),
    ("The Louvre opened an immersive exhibition.", "Louvre", "immersive technology"),
    ("Tallow Works, an AI start-up, moved to Leeds.", "Tallow Works", "AI"),
    ("Virtual reality video games sold well.", "video games", "virtual reality"),
    ("The reach of recommender systems is illustrated by platforms like Netflix.", "Netflix", "recommender"),
    ("Laser cutting technology was combined with traditional glazing techniques.", "glazing", "laser cutting"),
    ("In publishing, artificial intelligence translates novels.", "publishing", "artificial intelligence"),
    ("The film was rendered in a game engine.", "film", "game engine"),
    ("The use of AI in colouring the crowds of the film “Low Tide” was praised.", "Low Tide", "AI"),
    ("The application of drones in art creation is widespread.", "art creation", "drones"),
    ("Drones were praised by large studios and introduced last year.", "studios", "drones"),
    ("A games company grew. The company uses motion capture.", "games company", "motion capture"),
    ("The Vasa Museum in Stockholm restored a sail by means of 3D printing.", "Vasa Museum", "3D printing"),
    ("Visitors wore virtual reality headsets.", "visitors", "headsets"),
]

CAPABILITIES = [
    ("Machine learning enables archivists to transcribe letters.", "machine learning", "transcribing letters"),
    ("Drones allow film crews to shoot cliffs.", "drones", "shooting cliffs"),
    ("Artificial intelligence can compose ballads.", "artificial intelligence", "composing ballads"),
    ("Blockchain is used to trace paintings.", "blockchain", "tracing paintings"),
    ("3D printing makes it possible to replace lost tiles.", "3D printing", "replacing lost tiles"),
    ("Deep learning is capable of restoring torn photographs.", "deep learning", "restoring torn photographs"),
    ("The role of artificial intelligence in translation is debated.", "artificial intelligence", "translation"),
    ("The studio used motion capture to animate wolves.", "motion capture", "animating wolves"),
    ("Machine learning for subtitling is a young field.", "machine learning", "subtitling"),
    ("Old reels can be restored using artificial intelligence.", "artificial intelligence", "restoring old reels"),
    ("Virtual reality eases the prototyping of stage sets.", "virtual reality", "prototyping"),
    (
        "Artificial intelligence sorts negatives, dates prints and writes captions.",
        "artificial intelligence",
        "writing captions",
    ),
    ("AI's ability to imitate voices worries actors.", "AI", "imitating people"),
    ("Robots can sort negatives, date prints or write captions.", "robots", "writing captions"),
    ("Studios use AI to sort footage, predict trends, and personalise menus.", "AI", "personalising content"),
    ("Curators use machine learning to predict what readers' tastes will be.", "machine learning", "predicting"),
    ("Agents use machine learning to gauge listener sentiment.", "machine learning", "analysing audiences"),
    ("New technologies make it possible for bowls to be mass produced.", "technologies", "mass production"),
    ("Robots are used to provide services such as data analysis.", "robots", "data analysis"),
    ("Drones offer film crews a way to shoot cliffs.", "drones", "shooting cliffs"),
    ("Photogrammetry, a technique to rebuild ruins, has spread.", "photogrammetry", "rebuilding ruins"),
    ("Blockchain is a tool to trace paintings.", "blockchain", "tracing paintings"),
    ("Lidar, a technology that maps caves, is cheap.", "lidar", "mapping caves"),
    ("The analysis of data through robots is new.", "robots", "analysing data"),
    ("Computer-aided design allows for the adaptation of old plays.", "computer-aided design", "adaptation"),
    ("AI has been used to re-colour old prints.", "AI", "re-colouring old prints"),
    ("Drones were used in trials such as the reproduction of statues.", "drones", "reproducing artefacts"),
    ("Robots can take over some aspects of writing.", "robots", "writing"),
    ("Prototyping is sped up and facilitated by using 3D printers.", "3D printers", "prototyping"),
    ("AI's ability to speed up and improve content creation is praised.", "AI", "content creation"),
    ("Digital marketing helps small labels reach listeners.", "digital marketing", "engaging audiences"),
]

IMPACTS = [
    ("Generative AI threatens illustrators.", "AI", "illustrators", "threat"),
    ("Virtual reality transforms museums.", "virtual reality", "museums", "mixed"),
    ("Social media boosts the sales of small publishers.", "social media", "sales", "opportunity"),
    ("Automation reduces costs for animation studios.", "automation", "animation studios", "opportunity"),
    ("The craft sector is undergoing a transformation driven by robots.", "robots", "craft sector", "mixed"),
    ("Under the influence of digitisation, publishing has changed.", "digitisation", "publishing", "mixed"),
    ("Robots are reshaping animation, publishing and film.", "robots", "film", "mixed"),
    ("Robots are changing work across fields including dance and opera.", "robots", "opera", "mixed"),
    ("The spread of drones raises ethical and legal questions.", "drones", "ethics", "mixed"),
    ("Utilizing drones for advertising empowers the film industry.", "drones", "film industry", "opportunity"),
    ("Drones have been instrumental in conservation.", "drones", "conservation", "opportunity"),
    ("Automation reduces jobs in newsrooms.", "automation", "jobs", "threat"),
    ("The impact of streaming platforms on record shops was negative.", "streaming", "record shops", "threat"),
    ("Deepfakes pose a serious threat to actors.", "deepfakes", "actors", "threat"),
    ("Blockchain offers new opportunities for photographers.", "blockchain", "photographers", "opportunity"),
    ("Artists suffer from piracy.", "piracy", "artists", "threat"),
    ("Museums benefit from digitisation.", "digitisation", "museums", "opportunity"),
    ("Composers are empowered by artificial intelligence.", "artificial intelligence", "composers", "opportunity"),
    ("Artificial intelligence helps librarians.", "artificial intelligence", "librarians", "opportunity"),
    ("Digitalisation has led to a decline in sales.", "digitalisation", "sales", "threat"),
    ("Virtual production lowers emissions.", "virtual production", "emissions", "opportunity"),
    ("3D printing increases waste.", "3D printing", "waste", "threat"),
    ("Artificial intelligence undermines trust in photographs.", "artificial intelligence", "trust", "threat"),
    ("Artificial intelligence helps galleries, libraries and archives.", "intelligence", "archives", "opportunity"),
    ("Deepfakes: a danger to actors", "deepfakes", "actors", "threat"),
    ("Augmented reality enriches exhibitions and attracts visitors.", "augmented", "visitors", "opportunity"),
]

RECOMMENDATIONS = [
    ("Governments should fund studios for young composers.", "document", "funding studios", "governments"),
    ("Publishers must label synthetic images.", "document", "labelling synthetic images", "publishers"),
    ("It is essential to teach pupils about copyright.", "document", "teaching pupils", ""),
    ("Establishing a national register of looms is vital.", "document", "establishing a national register", ""),
    ("The union calls for a register of training data.", "union", "register", ""),
    ("The council is urged to protect rehearsal rooms.", "document", "protecting rehearsal rooms", "council"),
    ("There is an urgent need for clear guidelines.", "document", "guidelines", ""),
    ("Museums need to publish their data.", "document", "publishing their data", "museums"),
    ("Broadcasters ought to preserve their old tapes.", "document", "preserving their old tapes", "broadcasters"),
    ("Policymakers could introduce vouchers for concerts.", "document", "introducing vouchers", "policymakers"),
    ("It is crucial to be open about sources and to pay artists.", "document", "paying artists", ""),
    ("We should focus on training curators.", "document", "training curators", ""),
    ("Museums should lead by example, publishing open data.", "document", "publishing open data", "museums"),
    ("**Recommendation:** a national fund for looms.", "document", "national fund", ""),
    ("The authors recommend extending tax relief.", "authors", "extending tax relief", ""),
    ("A report by the council recommends that galleries publish data.", "report", "publishing data", "galleries"),
    ("Potential solutions include a fund for archives.", "document", "fund for archives", ""),
    ("The answer is to pay writers.", "document", "paying writers", ""),
    ("Clear rules are vital. This involves drafting a charter for editors.", "document", "drafting a charter", ""),
    ("Teaching weavers to code would help small mills.", "document", "teaching weavers", ""),
    ("Cooperation between unions and studios is crucial.", "document", "cooperation between unions", ""),
    ("Shared rules need to be agreed.", "document", "agreeing shared rules", ""),
    ("Measures to protect dancers include fees and a right to rest.", "document", "right to rest", ""),
    ("New rules on training data are needed.", "document", "rules on training data", ""),
    ("Museums should be required to publish their data.", "document", "publishing their data", "museums"),
    ("Ensuring that artists are paid, and not only praised, is vital.", "document", "ensuring that", ""),
]


@pytest.mark.parametrize(("sentence", "subject", "object_"), ADOPTIONS)
def test_a_sentence_tells_who_uses_what(read: Read, sentence: str, subject: str, object_: str) -> None:
    claim = _the_one(read(sentence), "Adoption", subject, object_)
    assert (claim.predicate, claim.polarity) == ("usesTechnology", "affirmed")


@pytest.mark.parametrize(("sentence", "subject", "object_"), CAPABILITIES)
def test_a_sentence_tells_what_can_be_done(read: Read, sentence: str, subject: str, object_: str) -> None:
    claim = _the_one(read(sentence), "Capability", subject, object_)
    assert claim.certainty == "asserted"


@pytest.mark.parametrize(("sentence", "subject", "object_", "direction"), IMPACTS)
def test_an_effect_is_for_better_or_worse(
    read: Read, sentence: str, subject: str, object_: str, direction: str
) -> None:
    assert _the_one(read(sentence), "Impact", subject, object_).fields["direction"] == direction


@pytest.mark.parametrize(("sentence", "proposer", "measure", "asked"), RECOMMENDATIONS)
def test_a_measure_has_proposer_and_addressee(
    read: Read, sentence: str, proposer: str, measure: str, asked: str
) -> None:
    claim = _the_one(read(sentence), "Recommendation", proposer, measure)
    assert asked.lower() in " ".join(each.name.lower() for each in claim.fields.get("addressee", ()))
    assert claim.object is not None
    assert claim.object.type == "Policy"


@pytest.mark.parametrize(
    "sentence",
    [
        "The train to Lisbon leaves at noon.",
        "She used to live in Porto.",
        "The rain reduced the number of umbrellas.",
        "Has automation changed the work of editors?",
        "We should go home now.",
        "The exhibition opens on Friday.",
        "He is able to swim.",
        "This chapter uses examples from many countries.",
        "The play was written by two sisters.",
        "The committee met twice and had lunch.",
        "Tickets can be bought at the door.",
        "It is important to note that figures are rounded.",
        "The study suggests that sales will fall.",
        "The committee met on Friday. This involves long talks.",
        "If labels need to be removed, ask the porter.",
        "Living by the sea can help.",
    ],
)
def test_a_sentence_about_other_things_makes_no_claim(read: Read, sentence: str) -> None:
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "certainty", "polarity"),
    [
        ("Generative AI may threaten illustrators.", "hedged", "affirmed"),
        ("Generative AI will threaten illustrators.", "projected", "affirmed"),
        ("Generative AI is expected to threaten illustrators.", "projected", "affirmed"),
        ("Generative AI does not threaten illustrators.", "asserted", "negated"),
        ("Generative AI is likely to threaten illustrators.", "hedged", "affirmed"),
        ("Generative AI has never threatened illustrators.", "asserted", "negated"),
    ],
)
def test_a_claim_keeps_hedges_and_denials(read: Read, sentence: str, certainty: str, polarity: str) -> None:
    claim = _the_one(read(sentence), "Impact", "AI", "illustrators")
    assert (claim.certainty, claim.polarity) == (certainty, polarity)


def test_an_effect_is_the_mechanism_and_reaches_whom_the_text_is_about(read: Read) -> None:
    claims = read("# Drones and the film industry\n\nDrones reduce production costs.\n")
    claim = _the_one(claims, "Impact", "drones", "film industry")
    assert [each.slug for each in claim.fields["mechanism"]] == ["cost-reduction"]
    assert claim.fields["direction"] == "opportunity"
    assert claim.confidence < _the_one(claims, "Impact", "drones", "production costs").confidence


def test_every_mechanism_is_of_the_vocabulary_and_every_activity_has_its_name_in_the_graph(
    gazetteer: Gazetteer,
) -> None:
    types = {label.entity: label.type for label in gazetteer.labels}
    told = {slug for ways in BY_NOUN.values() for slug in ways.values() if slug}
    assert {types.get(slug) for slug in told} == {"ImpactMechanism"}
    assert not [name for name in NAMES if "Activity" not in {each.type for each in gazetteer.named(name)}]


def test_what_a_quotation_proposes_is_proposed_by_its_speaker(read: Read) -> None:
    text = "“Looms are old. Governments should fund training. Museums must also lend looms,” says Maria Lind.\n"
    parsed = list(parse(text, passages(text)))
    find_mentions(parsed, Gazetteer([]))
    claims = list(voiced([*_found(parsed), *quotations.find(text, parsed)]))
    proposals = [claim for claim in claims if claim.kind == "Recommendation"]
    assert [claim.subject.name for claim in proposals] == ["Maria Lind", "Maria Lind"]
    assert all(claim.speaker == claim.subject for claim in proposals)


def test_an_item_under_risks_threatens_what_it_names(read: Read) -> None:
    claims = read("# Drones in museums\n\n## Risks\n\n- loss of privacy\n- visitors may be hurt\n")
    assert _the_one(claims, "Impact", "drones", "visitors").fields["direction"] == "threat"


def test_coordinated_things_make_one_claim_a_pair(read: Read) -> None:
    claims = read("Museums and libraries use drones and chatbots.")
    told = {(c.subject.name.lower(), c.object.name.lower()) for c in claims if c.object and c.kind == "Adoption"}
    assert told == {(who, what) for who in ("museums", "libraries") for what in ("drones", "chatbots")}


def test_the_purpose_of_a_use_is_told_in_the_words_of_the_text(read: Read) -> None:
    claim = _the_one(
        read("The city archive uses laser scanning to record old shop fronts."), "Adoption", "archive", "laser"
    )
    assert claim.fields["purpose"] == "to record old shop fronts"


# Plain ways of telling a use or a capability that are no verb of using or enabling.
PLAIN = (
    ("Studios are folding AI into their drawing pipelines.", "Adoption", "studios", "AI"),
    ("Sixteen percent of architecture firms have acquired BIM software.", "Adoption", "architecture firms", "BIM"),
    ("The exhibition features holograms of forgotten singers.", "Adoption", "exhibition", "holograms"),
    ("The opera was streamed in virtual reality.", "Adoption", "opera", "virtual reality"),
    ("The newspaper rolled out an AI chatbot last week.", "Adoption", "newspaper", "chatbot"),
    ("The technique used by the studio is called photogrammetry.", "Adoption", "studio", "photogrammetry"),
    ("Unions accused the company of breaking its contract by using AI to draft stories.", "Adoption", "company",
     "AI"),
    ("AI-powered workflows generate hundreds of options in hours.", "Capability", "AI", "hundreds of options"),
    ("Projection mapping turns buildings into canvases.", "Capability", "projection mapping", "into canvases"),
    ("The headset gives a realistic view that allows users to navigate the virtual world.", "Capability",
     "headset", "navigating"),
    ("Drones are well suited to filming from above.", "Capability", "drones", "filming"),
    ("The use of virtual models to develop building designs is growing.", "Capability", "virtual models",
     "developing building designs"),
    ("The main technologies used to create such shows include virtual reality and augmented reality.",
     "Capability", "augmented reality", "creating such shows"),
    ("To model time series, we propose a recurrent neural network.", "Capability", "neural network", "modelling"),
    ("LED walls create a greater sense of realism.", "Impact", "LED walls", "realism"),
    ("Thousands of illustrators could lose their jobs to AI.", "Impact", "AI", "illustrators"),
    ("AI will flood streaming platforms with cheap songs.", "Impact", "AI", "streaming platforms"),
    ("Augmented reality is becoming increasingly important in fashion.", "Impact", "augmented reality", "fashion"),
)  # fmt: skip


@pytest.mark.parametrize(("sentence", "kind", "subject", "object_"), PLAIN)
def test_plain_sentences_tell_uses_abilities_and_effects(
    read: Read, sentence: str, kind: str, subject: str, object_: str
) -> None:
    assert _the_one(read(sentence), kind, subject, object_).polarity == "affirmed"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The number of jobs in the craft trades in Portugal has increased 3.9 per cent a year.", "Impact"),
        ("AI brings together artists and engineers.", "Impact"),
        ("With the advancement of AI, the audio book industry is facing a disruption.", "Adoption"),
        ("To model time series, we propose a recurrent neural network.", "Recommendation"),
        ("AR can include subtitles.", "Capability"),
    ],
)
def test_what_only_looks_like_a_claim_makes_none(read: Read, sentence: str, kind: str) -> None:
    assert [each for each in read(sentence) if each.kind == kind] == []


def test_how_long_a_use_lasts_is_not_what_it_is_for(read: Read) -> None:
    claims = read("Designers have used 3D printing in fashion for several years.")
    assert "purpose" not in _the_one(claims, "Adoption", "designers", "3D printing").fields


def test_a_quotation_does_not_point_back_to_a_work_told_of_before_it(read: Read) -> None:
    claims = read(
        "The series “The Long Tide” was the first to hire the stage.\n\n"
        "“This opens up many possibilities for storytelling,” said Ruth Marlow.\n"
    )
    assert not any("Tide" in each.subject.name for each in claims if each.kind == "Impact")


def test_a_claim_says_where_it_holds(read: Read) -> None:
    claim = _the_one(read("Automation will reduce jobs in animation."), "Impact", "automation", "jobs")
    assert claim.fields["inSector"].name == "animation"


def test_a_pointing_phrase_is_evidence_with_what_it_points_to(read: Read) -> None:
    text = "The workshop bought a 3D printer. This technology helps photographers."
    claim = _the_one(read(text), "Impact", "3D printer", "photographers")
    words = [text[span.start : span.end] for span in claim.evidence]
    assert words == ["3D printer", "This technology helps photographers"]


def test_evidence_is_the_part_of_the_sentence_that_carries_the_claim(read: Read) -> None:
    text = "The season was long, but virtual reality transforms museums, as nobody had foreseen in spring."
    claim = _the_one(read(text), "Impact", "virtual reality", "museums")
    assert [text[span.start : span.end] for span in claim.evidence] == ["virtual reality transforms museums"]


def test_lines_below_a_heading_of_recommendations_are_measures(read: Read) -> None:
    text = "# Recommendations\n- Fund repair workshops for instrument makers.\n- Publish the minutes of juries.\n"
    claims = [claim for claim in read(text) if claim.kind == "Recommendation"]
    assert [claim.object.name for claim in claims if claim.object] == [
        "funding repair workshops for instrument makers",
        "publishing the minutes of juries",
    ]
    assert {claim.subject.entity for claim in claims} == {"document"}


def test_lines_below_another_heading_are_not(read: Read) -> None:
    assert read("# Contents\n- Fund repair workshops for instrument makers.\n") == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            "AI uses enables should not by museums , . \n # - “ it which to threatens the of impact".split(" ")
        )
        | st.text(max_size=8),
        max_size=25,
    )
)
def test_any_text_is_read_and_evidence_lies_in_it(read: Read, pieces: list[str]) -> None:
    text = " ".join(pieces)
    for claim in read(text):
        assert claim.evidence
        assert all(0 <= span.start < span.end <= len(text) for span in claim.evidence)
