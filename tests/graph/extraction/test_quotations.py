"""Quotations and reported speech: the exact words, who says them, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.defaults import DATA
from graph.extraction import quotations
from graph.extraction.blocks import passages
from graph.extraction.candidates import Candidate
from graph.extraction.gazetteer import Gazetteer
from graph.extraction.language import parse
from graph.extraction.mentions import find_mentions
from graph.extraction.quotations.marks import quoted


def found(text: str) -> list[Candidate]:
    return quotations.find(text, list(parse(text, passages(text))))


def said(text: str) -> list[tuple[str, str]]:
    """The first evidence of each candidate, and its speaker."""
    made = found(text)
    return [(text[one.evidence[0].start : one.evidence[0].end], one.subject.name) for one in made]


QUOTED = [
    ("“We built the archive in six months,” said Maria Keller, head of digital.",
     [("We built the archive in six months", "Maria Keller")]),
    ('"Our looms never stop," says senior weaver Ben Okafor of the Loom Lab.',
     [("Our looms never stop", "Ben Okafor")]),
    ("‘It’s the artists’ work that matters,’ says Tom Reed.",
     [("It’s the artists’ work that matters", "Tom Reed")]),
    ("'I never use presets,' Lena Fischer admits.", [("I never use presets", "Lena Fischer")]),
    ("« Scanning changes how we look at lace », explains Anne Dubois, curator.",
     [("Scanning changes how we look at lace", "Anne Dubois")]),
    ("„Everything must fit into one van“, notes Karl Weber.", [("Everything must fit into one van", "Karl Weber")]),
    ("“I call it “slow printing” because it takes days,” explained Kofi Mensah.",
     [("I call it “slow printing” because it takes days", "Kofi Mensah")]),
    ('Lena Fischer replied: "They do not get tired."', [("They do not get tired.", "Lena Fischer")]),
    ("When asked about robots, Lena Fischer said that “they do not get tired”.",
     [("they do not get tired", "Lena Fischer")]),
    ("Maria Keller explained, “Each one is scanned twice.”", [("Each one is scanned twice.", "Maria Keller")]),
    ('According to Ben Okafor, "the tools are cheaper than the training".',
     [("the tools are cheaper than the training", "Ben Okafor")]),
    ('"The tools are cheaper than the training", according to Ben Okafor.',
     [("The tools are cheaper than the training", "Ben Okafor")]),
    ('Ben Okafor: "Our apprentices learn faster with simulations."',
     [("Our apprentices learn faster with simulations.", "Ben Okafor")]),
    ('"Can a machine be creative?" asks Priya Nair, professor of design.',
     [("Can a machine be creative?", "Priya Nair")]),
    ("“The grant changed everything for a studio of our size.” – Sam Hart, founder of Loom Lab",
     [("The grant changed everything for a studio of our size.", "Sam Hart")]),
    ('"It is a new medium," Tom Jones told the Harbour Gazette last week.', [("It is a new medium", "Tom Jones")]),
    ('The director called the scanner "a second pair of hands for the studio".',
     [("a second pair of hands for the studio", "director")]),
    ("The council said: “Funding will continue until 2027.”", [("Funding will continue until 2027.", "council")]),
    ('"We lend headsets to anyone," a spokesperson for the library said.',
     [("We lend headsets to anyone", "spokesperson for the library")]),
    ("“It has no sense of gravity,” Maria Keller laughs.", [("It has no sense of gravity", "Maria Keller")]),
    ("“We scan at night.” says Maria Keller. The hall is closed then.", [("We scan at night.", "Maria Keller")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_a_quotation_with_its_speaker_beside_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(words, name.removeprefix("The ").removeprefix("a ")) for words, name in said(text)] == expected


NONE = [
    "The “Digital Twin” project opened in May.",
    'She read "The Waves" on the train.',
    'The so-called "smart" gallery uses sensors.',
    'The report "Counting Culture" was published in 2021.',
    "The museum has hung the “Night Watch” again.",
    "It is the artists' turn, and the studios' loss.",
    'The 5" screen and the ’90s camera are on show.',
    "The label reads 'Do not touch'.",
    'Doe, Jane. "A study of looms." Craft Review 40.1 (2020): 38-48.',
    "The panel ‘new development’ of the hall is empty.",
]


@pytest.mark.parametrize("text", NONE)
def test_titles_terms_and_apostrophes_are_no_quotations(text: str) -> None:
    assert said(text) == []


def test_a_broken_quotation_is_one_statement() -> None:
    text = '"We think," said Ana Silva, "that museums should share their scans."'
    (statement,) = found(text)
    assert [text[span.start : span.end] for span in statement.evidence] == [
        "We think",
        "that museums should share their scans.",
        "said Ana Silva",
    ]


def test_a_second_sentence_of_the_same_speaker_is_a_statement_of_its_own() -> None:
    text = "“We built the archive,” said Maria Keller. “Nobody thought that it would work.”"
    assert said(text) == [
        ("We built the archive", "Maria Keller"),
        ("Nobody thought that it would work.", "Maria Keller"),
    ]


def test_the_speaker_announced_in_the_paragraph_before() -> None:
    text = "Maria Keller explains further:\n\n“Every object is scanned twice, in colour and in infrared.”\n"
    assert said(text) == [("Every object is scanned twice, in colour and in infrared.", "Maria Keller")]


def test_the_speaker_signed_in_the_line_below() -> None:
    text = "“Printing in clay is slow, but the forms are new.”\n\n– Sam Hart, founder of Loom Lab\n"
    assert said(text) == [("Printing in clay is slow, but the forms are new.", "Sam Hart")]


def test_a_quotation_over_paragraphs_that_each_open_it() -> None:
    text = "Maria Keller says:\n\n“Printing in clay is slow.\n\n“But the forms are new, and buyers notice.”\n"
    assert said(text) == [
        ("Printing in clay is slow.", "Maria Keller"),
        ("But the forms are new, and buyers notice.", "Maria Keller"),
    ]


def test_a_surname_and_a_pronoun_stand_for_the_person_named_before() -> None:
    text = (
        "“We scan at night,” says Maria Keller.\n\nThe hall is closed then.\n\n"
        "“It is quiet and dark,” Keller adds.\n\n“Nobody walks through the picture,” she says.\n"
    )
    assert [name for _, name in said(text)] == ["Maria Keller"] * 3
    second = found(text)[1]
    assert [text[span.start : span.end] for span in second.evidence] == [
        "It is quiet and dark",
        "Keller adds",
        "Maria Keller",
    ]


def test_a_pronoun_stands_for_the_person_named_in_its_own_paragraph() -> None:
    text = (
        "“We scan at night,” says Maria Keller.\n\n"
        "The director, Hannah Clarke, is more careful: “We lost two weeks to repairs,” she says.\n"
    )
    assert [name for _, name in said(text)] == ["Maria Keller", "Hannah Clarke"]


def test_two_speakers_are_not_mixed_up() -> None:
    text = (
        "“We scan at night,” says Maria Keller.\n\n“And we print by day,” says Sam Hart.\n\n"
        "“It works well,” he adds.\n"
    )
    assert [name for _, name in said(text)] == ["Maria Keller", "Sam Hart", "Sam Hart"]


REPORTED = [
    ("Maria Keller argues that streaming has changed how bands earn money.", "Maria Keller"),
    ("The minister stressed the need for better training in craft skills.", "minister"),
    ("As the British Council notes, festivals are moving online.", "British Council"),
    ("Critics warn that generative tools may copy living artists.", "Critics"),
    ("According to Ben Okafor, the tools are cheaper than the training.", "Ben Okafor"),
    ("The tools will become cheaper, Priya Nair believes.", "Priya Nair"),
    ("Sam Hart points out that clay shrinks in the kiln.", "Sam Hart"),
]


@pytest.mark.parametrize(("text", "speaker"), REPORTED)
def test_reported_speech_has_its_sentence_and_its_speaker(text: str, speaker: str) -> None:
    (statement,) = found(text)
    assert statement.rule == "reported-speech"
    assert statement.subject.name.removeprefix("The ").removeprefix("the ") == speaker
    assert text[statement.evidence[0].start : statement.evidence[0].end] == text


@pytest.mark.parametrize(
    "text",
    [
        "We argue that tools change how people work.",
        "The data show that visitors stay longer.",
        "This paper argues that looms were early computers.",
        "It is said that clay remembers.",
        "The study reveals how tools shape work.",
        "The sensors report that the hall is humid.",
    ],
)
def test_the_author_and_things_without_a_voice_make_no_statement(text: str) -> None:
    assert found(text) == []


def test_a_statement_names_its_speaker_and_its_topic() -> None:
    (statement,) = found("“These scanners save the animators weeks of work,” says Ben Okafor.")
    assert (statement.kind, statement.predicate) == ("Statement", "commentsOn")
    assert statement.subject == statement.speaker
    assert statement.object is not None and statement.object.name == "scanners"


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('“one” and ‘two’ and "three"', ["one", "two", "three"]),
        ("“never closed", ["never closed"]),
        ("Never closed “in the middle", []),
        ("rock 'n' roll in the '80s isn't 'over'", ["over"]),
        ("the dogs' bowls and the cats' beds", []),
        ("”so quoted in Swedish”", ["so quoted in Swedish"]),
        ("‘the makers’ guild’, she said", ["the makers’ guild"]),
        ("“ with a space after the mark ”", ["with a space after the mark"]),
    ],
)
def test_quotation_marks(text: str, inner: list[str]) -> None:
    assert [text[each.start : each.end] for each in quoted(text)] == inner


_PIECES = st.sampled_from(
    ["“", "”", "‘", "’", '"', "'", "«", "»", "said", "says", "Maria Keller", "she", ",", ".", ":", "\n\n", "\t",
     "that",      "according to", "The tools are new", "–", "…", "explained"]
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=6), max_size=25).map(" ".join))
def test_any_text_gives_statements_that_lie_in_it(text: str) -> None:
    for statement in found(text):
        assert statement.speaker is not None and statement.object is not None
        assert statement.speaker.slug == statement.subject.slug
        for span in (*statement.evidence, statement.object, statement.speaker):
            assert 0 <= span.start < span.end <= len(text)


@given(st.text(alphabet="ab ’‘“”'\"«»,.\n", max_size=40))
def test_inner_words_lie_between_their_marks(text: str) -> None:
    for each in quoted(text):
        assert each.outer.start < each.start < each.end <= each.outer.end <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“Wool can be printed too,” said the Harbour Museum art, design and craft director Ana Silva.",
            [("Wool can be printed too", "Ana Silva")],
        ),
        (
            "According to Ben Okafor, the piece brings together ‘found sounds, voices and the hum of old looms’.",
            [("found sounds, voices and the hum of old looms", "Ben Okafor")],
        ),
        (
            "Studios with the method (defined by Maria Keller as “the slow building of cloth by machine”) agree.",
            [("the slow building of cloth by machine", "Maria Keller")],
        ),
    ],
)
def test_who_speaks_is_found_past_what_stands_between(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_words_about_nothing_named_are_still_a_statement() -> None:
    text = "“The looms are old,” said Ana Silva. “And the result will be a wider choice of colours for all.”"
    assert [topic.object.name for topic in found(text) if topic.object][1] != "result"


def test_a_quotation_of_somebody_with_a_title_is_one_statement() -> None:
    text = "Ben Okafor runs the guild.\n\n“We need a rule that holds in court, and soon,” Mr. Okafor said.\n"
    assert said(text) == [("We need a rule that holds in court, and soon", "Ben Okafor")]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Musicians worry about generative AI.", {"Musicians"}),
        ("The music industry is pushing back on generative AI.", {"music industry"}),
        ("Netflix and Spotify expect that generative AI will grow.", {"Netflix", "Spotify"}),
        ("Musicians do not worry about generative AI.", set()),
        ("Musicians use generative AI.", set()),
    ],
)
def test_an_attitude_is_a_statement_of_whoever_has_it(text: str, speakers: set[str]) -> None:
    parsed = list(parse(text, passages(text)))
    find_mentions(parsed, Gazetteer.load(DATA))
    assert {one.subject.name for one in quotations.find(text, parsed)} == speakers
