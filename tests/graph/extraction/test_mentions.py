"""Mentions in texts that nobody has seen: what is named, of which type, and as which thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("spacy", reason="the extra extract is not installed")

from graph.extraction.acronyms import definitions
from graph.extraction.blocks import passages
from graph.extraction.candidates import Mention
from graph.extraction.gazetteer import Gazetteer
from graph.extraction.language import Parsed, parse
from graph.extraction.linking import compatible
from graph.extraction.mentions import find_mentions
from graph.extraction.nouns import type_of_noun

MARKED = Path(__file__).parent / "marked"
_MARK = re.compile(r"\[([^\[\]|]+)\|([^\]]+)\]")
_EITHER_WAY = "-"  # words that a reader may take for a thing or not


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.load()


def _parsed(text: str) -> list[Parsed]:
    parsed = list(parse(text, passages(text)))
    find_mentions(parsed, _gazetteer())
    return parsed


def _mentions(text: str) -> list[Mention]:
    return [mention for each in _parsed(text) for mention in each.mentions]


def _types(text: str) -> dict[str, str]:
    return {text[each.start : each.end]: each.type for each in _mentions(text)}


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        at = mark.end()
    return text + marked[at:], spans


def _touches(mention: Mention, span: tuple[int, int, str]) -> bool:
    return mention.start < span[1] and span[0] < mention.end


@pytest.mark.parametrize("file", sorted(MARKED.glob("*.txt")), ids=lambda file: file.stem)
def test_what_a_reader_marked_is_found_and_little_else(file: Path) -> None:
    text, marked = _unmarked(file.read_text(encoding="utf-8"))
    aside = [span for span in marked if span[2] == _EITHER_WAY]
    wanted = [span for span in marked if span[2] != _EITHER_WAY]
    found = [each for each in _mentions(text) if not any(_touches(each, span) for span in aside)]
    right = sum(any(_touches(each, span) for span in wanted) for each in found)
    seen = sum(any(_touches(each, span) for each in found) for span in wanted)
    typed = sum(any(_touches(each, span) and compatible(each.type, span[2]) for each in found) for span in wanted)
    exact = len({(each.start, each.end) for each in found} & {span[:2] for span in wanted})
    precision, recall = right / len(found), seen / len(wanted)
    assert 2 * precision * recall / (precision + recall) >= 0.88
    assert typed / len(wanted) >= 0.88
    assert 2 * exact / (len(found) + len(wanted)) >= 0.8


@pytest.mark.parametrize(
    ("text", "words", "type"),
    [
        ("They met at the Design Museum in Ghent.", "Design Museum", "Museum"),
        ("We visited Ghent and the Delta Arts Council.", "Delta Arts Council", "GovernmentOrganization"),
        ("The University of Porto Alto opened a lab.", "University of Porto Alto", "CollegeOrUniversity"),
        ("The Department for Sport, Music and Tourism pays.", "Department for Sport, Music and Tourism",
         "GovernmentOrganization"),
        ("It is made by Larkspur Ltd and others.", "Larkspur Ltd", "Corporation"),
        ("It won the Orlov Prize last year.", "Orlov Prize", "Event"),
        ("Money came from the Delta Growth Fund.", "Delta Growth Fund", "Policy"),
        ("Her film 'Slow River' was shown.", "Slow River", "Movie"),
        ('He wrote the novel "The Glass Orchard" there.', "The Glass Orchard", "CreativeWork"),
        ("Dr Osei spoke first.", "Osei", "Person"),
        ("Ferns, said Ines Calloway, grow slowly.", "Ines Calloway", "Person"),
        ("They use photogrammetry in the archive.", "photogrammetry", "Technology"),
        ("The theatre bought ticketing software.", "ticketing software", "Technology"),
        ("A studio tried volumetric capture.", "volumetric capture", "Technology"),
        ("Many dancers complained.", "dancers", "ActorGroup"),
        ("He lacks negotiation skills.", "negotiation skills", "Skill"),
        ("The country needs a skills strategy.", "skills strategy", "Policy"),
    ],
)  # fmt: skip
def test_a_new_thing_is_typed_by_its_own_words_and_those_around_it(text: str, words: str, type: str) -> None:
    assert _types(text).get(words) == type


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("The firms work in music, design and fashion.", "design", True),
        ("They design posters all day.", "design", False),
        ("It needs a new design by Monday.", "design", False),
        ("The design of the poster is dull.", "design", False),
        ("She made a film about eels.", "film", False),
        ("People work in film and in theatre.", "film", True),
        ("These platforms are closed.", "platforms", False),
        ("People sell goods on online platforms.", "online platforms", True),
        ("This is a creative answer.", "creative", False),
        ("They use it every day.", "use", False),
        ("In 2019 sales grew by 12 per cent on Monday.", "Monday", False),
        ("The French are fond of it.", "French", False),
        ("Results were mixed. However, nobody minded.", "However", False),
    ],
)
def test_a_common_word_is_a_mention_only_where_it_names_the_thing(text: str, word: str, found: bool) -> None:
    assert (word in _types(text)) is found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The digital fashion industry grew.", ["digital fashion industry"]),
        ("They tried AI-powered tools and AI technologies.", ["AI-powered tools", "AI technologies"]),
        ("It runs a large, powerful and complex speech recognition system.", ["speech recognition system"]),
        ("We spoke to legal experts and many young designers.", ["legal experts", "young designers"]),
        ("They like highly personalised email campaigns.", ["email campaigns"]),
        ("It shortens the production process.", ["production process"]),
        ("They discussed production decisions and marketing budgets.", []),
        ("It pays for targeted marketing strategies.", ["targeted marketing"]),
        ("They fear the adoption of AI and AI-generated content.", ["AI", "AI"]),
        ("They learn AI-driven content creation.", ["AI", "content creation"]),
        ("They use big data.", ["big data"]),
        ("The system is software-based.", []),
        ("New tools appear.", ["New tools"]),
        ("Power lies with the upstream, not with the downstream of the chain.", ["upstream", "downstream"]),
    ],
)  # fmt: skip
def test_a_mention_is_the_whole_compound_without_praise_or_count(text: str, words: list[str]) -> None:
    assert [text[each.start : each.end] for each in _mentions(text)] == words


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Ferns grow slowly, says Ines Calloway, senior consultant at Larkspur Ltd.", "senior consultant"),
        ("Ines Calloway is head of the archive.", "head"),
    ],
)
def test_the_role_beside_a_name_is_a_group(text: str, role: str) -> None:
    assert _types(text).get(role) == "ActorGroup"


def test_a_name_that_is_written_small_is_found_wherever_it_stands() -> None:
    text = "The fund pays for mirva. mirva is a small office. Nobody liked the rules that mirva wrote."
    assert [text[each.start : each.end] for each in _mentions(text) if each.name == "mirva"] == ["mirva"] * 3
    plain = "The fund pays for coal. It is a small office. Nobody liked the rules that coal made."
    assert "coal" not in _types(plain)


def test_the_source_of_a_figure_is_a_name_and_the_words_of_cells_are_none() -> None:
    assert _types("Source: Istvanphoto")["Istvanphoto"] == "Organization"
    found = _types("| Country | Museum |\n|---|---|\n| Ireland | True |\n| Germany | False |\n")
    assert found.get("Ireland") == found.get("Germany") == "Country"
    assert not {"True", "False"} & set(found)


def test_what_a_list_of_works_has_for_headings_are_titles() -> None:
    text = "# Looms\n\nText about ferns.\n\n## Further reading\n\n### The machine that wove a river\n\nA. Nother\n"
    assert _types(text).get("The machine that wove a river") == "CreativeWork"


def test_a_narrower_thing_is_not_taken_for_the_known_one() -> None:
    known, narrower = "They teach marketing.", "They teach seaside marketing."
    assert [each.entity is None for each in _mentions(known)] == [False]
    assert [each.entity for each in _mentions(narrower)] == [None]


def test_an_explained_acronym_is_the_thing_that_it_stands_for() -> None:
    text = "The Wadden Film Archive (WFA) lends prints. Nobody but the WFA does so."
    found = _mentions(text)
    assert [text[each.start : each.end] for each in found] == ["Wadden Film Archive", "WFA", "WFA"]
    assert {each.name for each in found} == {"Wadden Film Archive"}
    assert {each.slug for each in found} == {"wadden-film-archive"}
    assert {each.type for each in found} == {"Organization"}


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("Ines Calloway, a weaver, runs the lab. Later Calloway said no.", "Calloway", "Ines Calloway"),
        ("Anna van der Meer runs it. Later van der Meer said no.", "van der Meer", "Anna van der Meer"),
        ("The Delta Arts Council pays. The Council asks for reports.", "Council", "Delta Arts Council"),
        ("Larkspur Ltd makes looms. In May Larkspur sold them.", "Larkspur", "Larkspur Ltd"),
    ],
)
def test_a_later_short_form_is_the_thing_of_the_full_name(text: str, short: str, full: str) -> None:
    later = [each for each in _mentions(text) if text[each.start : each.end] == short]
    assert [each.name for each in later] == [full]


def test_the_council_before_any_council_is_nobody_in_particular() -> None:
    text = "Ask the Council. Then the Delta Arts Council answered."
    assert all(each.name != "Delta Arts Council" for each in _mentions(text) if each.start < 16)


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("an optical music scanner (OMS) for scores", "optical music scanner"),
        ("Department for Sport, Music and Tourism (DSMT)", "Department for Sport, Music and Tourism"),
        ("the Shared Growth Goals (SDGs)", "Shared Growth Goals"),
        ("it is long (UK)", None),
        ("shown in (a) and (b)", None),
    ],
)
def test_long_forms_of_acronyms(text: str, long: str | None) -> None:
    assert [each.long for each in definitions(text)] == ([] if long is None else [long])


@pytest.mark.parametrize(
    ("noun", "type"),
    [
        ("museum", "Museum"),
        ("Universities", "CollegeOrUniversity"),
        ("film", "Movie"),
        ("report", "Report"),
        ("headsets", "Technology"),
        ("designers", "ActorGroup"),
        ("craftsmen", "ActorGroup"),
        ("violinists", "ActorGroup"),
        ("industries", "Sector"),
        ("literacy", "Skill"),
        ("policies", "Policy"),
        ("exhibition", "ExhibitionEvent"),
        ("city", "City"),
        ("scriptwriting", "Activity"),
        ("digitization", "Technology"),
        ("idea", None),
        ("list", None),
        ("", None),
    ],
)
def test_the_type_of_a_noun(noun: str, type: str | None) -> None:
    assert type_of_noun(noun) == type


_PIECES = st.sampled_from(
    [
        *"“”'()#*_\t\n–-é🎬\u00a0",
        *"The |AI|Museum of |design| and |of |Ltd|said |Ines Calloway|, |. |2.0 |(GAN)".split("|"),
    ]
)


@given(st.one_of(st.lists(_PIECES, max_size=25).map("".join), st.text(max_size=80)))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_sorted_mentions_within_it_that_do_not_overlap(text: str) -> None:
    parsed: Sequence[Parsed] = _parsed(text)
    for each in parsed:
        at = each.passage.start
        for mention in each.mentions:
            assert at <= mention.start < mention.end <= each.passage.end
            assert mention.name.strip()
            assert 0 < mention.confidence <= 1
            at = mention.end


def _named(text: str) -> dict[str, str]:
    return {each.name: each.type for each in _mentions(text)}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "The plan came from Harbour College Associate Dean Ana Silva.",
            {"Harbour College": "CollegeOrUniversity", "Associate Dean": "ActorGroup", "Ana Silva": "Person"},
        ),
        (
            "It was shown to Harbour College Director of Animation and Sound Design Ana Silva.",
            {"Director of Animation and Sound Design": "ActorGroup", "Ana Silva": "Person"},
        ),
        (
            "A memo by Ubisoft Executive Vice President Tom Reyes names the tools.",
            {"Ubisoft": "Corporation", "Executive Vice President": "ActorGroup", "Tom Reyes": "Person"},
        ),
        (
            "She met the Director of Lantern Museum in spring.",
            {"Director": "ActorGroup", "Lantern Museum": "Museum"},
        ),
    ],
)
def test_body_role_and_person_in_one_run_are_three(text: str, parts: dict[str, str]) -> None:
    assert parts.items() <= _named(text).items()


def test_a_name_whose_last_letters_look_possessive_is_whole() -> None:
    named = _named("Barlow's is to open a shop. Barlow's own staff were told, and Sotheby's sold the print.")
    assert named["Barlow's"] and named["Sotheby's"] == "Corporation"
    assert "Barlow" not in named


@pytest.mark.parametrize(
    ("text", "name", "type"),
    [
        ("Kestra (born Mara Okafor) is a digital artist.", "Kestra", "Person"),
        ("Kestra, a sculptor from Porto, printed the heads.", "Kestra", "Person"),
        ("The sale has a portrait by Kestra.", "Kestra", "Person"),
        ("She made visuals for singers including Ana Silva, Jonas Weber and Elif Demir.", "Jonas Weber", "Person"),
        ("They use machines of the printing giant Kestratys.", "Kestratys", "Corporation"),
        ("Kestra is a studio in Porto.", "Kestra", "Corporation"),
        ('They cast it with shows like "The Long Tide" and "Night Ferry".', "Night Ferry", "TVSeries"),
        ('Movies such as "The Long Tide" were shot there.', "The Long Tide", "Movie"),
        ("The team used headsets by deepTIDE in June.", "deepTIDE", "Organization"),
        ("Half of the firms in South Carolina answered.", "South Carolina", "Place"),
        ("The casts hang at the Volksmusée um Dorfplatz today.", "Volksmusée um Dorfplatz", "Museum"),
        ("Two weavers at Lanternico asked for a contract.", "Lanternico", "Organization"),
        ("A Lanternico spokeswoman declined to comment.", "spokeswoman", "ActorGroup"),
        ("They drew it with tools like Penwrite and Lanternico.", "Lanternico", "SoftwareApplication"),
        ("The hall was rented by the folk band Kestra in May.", "Kestra", "Organization"),
        (
            "They began work on Mira Sleeps, a quiet and rather sad animated film, in May.",
            "Mira Sleeps",
            "Movie",
        ),
        ("Half of them own a Google Lanternico at home.", "Google Lanternico", "Product"),
        ("Lanternico Games’ new office is in Porto.", "Lanternico Games", "Corporation"),
        ("The firm sells its “Night Ferry” AI platform to shops.", "Night Ferry", "SoftwareApplication"),
        ("A paper by the UK government names the tools.", "UK government", "GovernmentOrganization"),
        ("It was made by Kestra University and The Old Mill in Porto.", "Kestra University", "CollegeOrUniversity"),
        ('Their short film "Night Ferry" (1994) won a prize. It was drawn by hand.', "Night Ferry", "Movie"),
    ],
)
def test_what_stands_around_a_name_tells_its_type(text: str, name: str, type: str) -> None:
    assert _named(text)[name] == type


def test_initials_of_a_name_are_that_name() -> None:
    text = "Porto Craft Week opened on Monday. Half of the visitors came to PCW from abroad."
    assert {each.type for each in _mentions(text) if each.end - each.start == 3} == {"Event"}


def test_a_sum_names_no_country() -> None:
    assert "Country" not in _types("The work fetched US$300,000 at the sale.").values()


def test_two_words_in_capitals_over_a_text_are_no_body() -> None:
    assert not _mentions("# Key Takeaways\n\nThe rain stopped.")


def test_a_band_is_no_technology() -> None:
    assert "Technology" not in _types("They still listen to AM/FM radio at home.").values()


@pytest.mark.parametrize(
    ("text", "words", "type"),
    [
        ("Most dealers wrote to AI scrapers of all kinds.", "AI scrapers", "Technology"),
        ("They paid for generative AI programs last year.", "generative AI programs", "Technology"),
        ("Few shops own smart mirrors today.", "smart mirrors", "Technology"),
        ("The hall offers immersive digital experiences to pupils.", "immersive digital experiences", "Technology"),
        (
            "They sold AI-powered creative planning tools to shops.",
            "AI-powered creative planning tools",
            "Technology",
        ),
        ("The price of mixed reality hardware fell.", "mixed reality hardware", "Technology"),
        ("It was made for fashion houses in Porto.", "fashion houses", "ActorGroup"),
        ("A grant went to local newsrooms in May.", "local newsrooms", "ActorGroup"),
        ("Sensors are at home in live performance today.", "live performance", "Sector"),
        ("She is new to the digital art market.", "digital art market", "Sector"),
    ],
)
def test_a_plain_noun_phrase_is_what_its_last_words_say_together(text: str, words: str, type: str) -> None:
    assert _types(text).get(words) == type


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They worked at building and refining AI models.", "AI models"),
        ("Lasers came into small workshops, enabling artisans to repeat a pattern.", "artisans"),
        ("These are some of the ways large newsrooms use it.", "large newsrooms"),
    ],
)
def test_a_verb_or_another_clause_before_a_thing_is_none_of_it(text: str, words: str) -> None:
    assert words in _types(text)


def test_several_productions_are_no_stage() -> None:
    assert "ValueChainStage" not in _types("Both productions were shown in Porto.").values()
