"""Figures in sentences of many kinds of text: what is one, what is none, and what is said of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from graph.claims import Observation
from graph.extraction import figures
from graph.extraction.blocks import passages
from graph.extraction.candidates import Candidate
from graph.extraction.figures import grammar, masks, periods
from graph.extraction.folding import fold
from graph.extraction.gazetteer import Gazetteer
from graph.extraction.language import parse
from graph.extraction.mentions import find_mentions

_ONE = TypeAdapter(Observation)


def found(text: str) -> list[Candidate]:
    made: list[Candidate] = []
    before = None
    for parsed in parse(text, passages(text)):
        made.extend(figures.find(parsed, before))
        before = parsed
    return made


def short(candidate: Candidate) -> str:
    """Value, scale, unit, bound and period of a figure as one reads them; what is usual is left out."""
    fields = candidate.fields
    parts = [fields["value"], fields.get("scale"), fields["unit"].slug]
    parts += [fields["bound"] if fields["bound"] != "exactly" else None]
    parts += [f"({fields['period']})" if fields["period"] != "not stated" else None]
    return " ".join(part for part in parts if part)


FIGURES = [
    # statistics bulletins
    ("Employment in the sector rose by 3.4% in 2022.", ["3.4 percent (2022)"]),
    ("Craft firms exported goods worth £1.8 billion in 2021.", ["1.8 billion pound (2021)"]),
    ("There were 84,000 filled jobs in publishing in June 2023.", ["84,000 jobs (2023-06)"]),
    ("Between 2015 and 2019 output grew by 21 per cent.", ["21 percent (2015/2019)"]),
    ("Turnover was just over €640m in the year to March 2022.", ["640 million euro moreThan (2021-04/2022-03)"]),
    ("The share of women fell from 41% in 2018 to 38% in 2021.", ["41 percent (2018)", "38 percent (2021)"]),
    ("Prices went up 2.5 percentage points in Q3 2023.", ["2.5 percentage-points (2023-07/2023-09)"]),
    ("Median pay was 27,400 pounds in the financial year 2020/21.", ["27,400 pound (2020/2021)"]),
    ("Attendance has doubled since 2019, reaching 12,500 visitors.", ["12,500 visitors (2019/..)"]),
    ("Some 40 per cent of theatres closed a stage during 2020.", ["40 percent about (2020)"]),
    ("Exports dropped 12.5% in the first half of 2020.", ["12.5 percent (2020-01/2020-06)"]),
    ("In the 1990s, 300 cinemas closed.", ["300 cinemas (1990/1999)"]),
    # policy reports
    ("The government will invest at least £50 million by 2027.", ["50 million pound atLeast (2027)"]),
    ("No more than 15 per cent of grants may go to equipment.", ["15 percent atMost"]),
    ("A third of applicants had no training.", ["33.3 percent about"]),
    ("Two thirds of respondents use cloud tools.", ["66.7 percent about"]),
    ("One in four freelancers earns less than £10,000 a year.", ["25 percent", "10,000 pound lessThan"]),
    ("Half of the libraries lend headsets.", ["50 percent"]),
    ("Nearly three quarters of studios plan to hire.", ["75 percent nearly"]),
    ("Nine out of ten schools asked for help.", ["90 percent"]),
    ("Between 5 and 8 per cent of budgets go on software.", ["5 percent atLeast", "8 percent atMost"]),
    ("Grants of €3–5 million are planned.", ["3 million euro atLeast", "5 million euro atMost"]),
    ("Apprentices cost 10 to 12% more than graduates.", ["10 percent atLeast", "12 percent atMost"]),
    ("The scheme supported 1,200 small firms and 45 festivals.", ["1,200 firms", "45 festivals"]),
    ("The budget was cut from £12m to £9m.", ["12 million pound", "9 million pound"]),
    ("Up to 600 jobs could go by 2030.", ["600 jobs atMost (2030)"]),
    ("More than half of all studios are in the capital.", ["50 percent moreThan"]),
    ("Fewer than 200 weavers remain.", ["200 weavers lessThan"]),
    # press releases and news
    ("The start-up raised US$1.2bn from investors.", ["1.2 billion us-dollar"]),
    ("A print sold for $69 million at auction in March 2021.", ["69 million us-dollar (2021-03)"]),
    ("Ticket income topped 3 million yuan.", ["3 million renminbi moreThan"]),
    ("The fund is worth RMB 10 billion.", ["10 billion renminbi"]),
    ("The company employs about 250 people in Leeds.", ["250 people about"]),
    ("The platform has 5m users and 20k creators.", ["5 million users", "20 thousand creators"]),
    ("Half a million people watched the premiere.", ["0.5 million people"]),
    ("Three million tickets were sold in 2019.", ["3 million tickets (2019)"]),
    ("Around 2.5 million downloads were counted on 4 May 2020.", ["2.5 million downloads about (2020-05-04)"]),
    ("Tens of thousands of fans came.", ["10 thousand fans moreThan"]),
    ("The app was downloaded 1,000,000 times.", ["1,000,000 times"]),
    ("500+ exhibitors are expected.", ["500 exhibitors atLeast"]),
    ("The deal is worth £40 million or more.", ["40 million pound atLeast"]),
    # museum blogs, interviews, slides
    ("We scanned 14,000 negatives and 320 glass plates.", ["14,000 negatives", "320 plates"]),
    ("The new wing covers 4,500 square metres.", ["4,500 square-metres"]),
    ("Our archive holds 60 terabytes of film.", ["60 terabytes"]),
    ("The tool saved us 120 hours of retouching.", ["120 hour"]),
    ("Rendering is four times faster than before.", ["4 times"]),
    ("- 47% of members work part-time", ["47 percent"]),
    ("- Turnover: £3.2m", ["3.2 million pound"]),
    ("# 900 schools, one archive", ["900 schools"]),
    ("The team of twelve people looks after 80 instruments.", ["12 people", "80 instruments"]),
    ("Over 2000 artists took part.", ["2000 artists moreThan"]),
    ("The archive transcribed about 12,000 hours of tape.", ["12,000 hour about"]),
    ("Wales has the second highest number of choirs.", ["2 rank"]),
    ("The city ranked 5th in the index of 2022.", ["5 rank (2022)"]),
    ("They interviewed 35 curators and found that 80% used spreadsheets.", ["35 curators", "80 percent"]),
    ("Reach grew to 12 000 households.", ["12000 households"]),
    ("The loom weighs 300 kg.", ["300 kg"]),
    ("The number of looms fell from 410 in 2010 to 380 in 2020.", ["410 looms (2010)", "380 looms (2020)"]),
    ("Admissions reached 176 million in 2019 but only 44 million in 2020.",
     ["176 million admissions (2019)", "44 million admissions (2020)"]),
    ("A 40-strong team moved into a 900-seat hall.", ["40 people", "900 seats"]),
    ("The firm, founded in 1998, made 63 films.", ["63 films"]),
    ("The model has 175 billion parameters.", ["175 billion parameters"]),
    ("Sales fell 3% to 410 million euros, compared with 423 million euros in 2018.",
     ["3 percent", "410 million euro", "423 million euro (2018)"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figures_of_a_sentence(text: str, expected: list[str]) -> None:
    assert [short(candidate) for candidate in found(text)] == expected


NONE = [
    "Industry 4.0 and Web 2.0 changed how 3D models are shared.",
    "The exhibition opened on 12 June 2021 and runs until 2024.",
    "See Figure 3, Table 12 and pages 14-18 of volume 2.",
    "The club Studio 54 closed in 1980.",
    "Windows 11 and PlayStation 5 owners can join.",
    "Call +44 20 7946 0958 or write to info@example.org by 5 pm.",
    "ISBN 978-3-16-148410-0, doi:10.1000/182.",
    "The results were confirmed later [12], [14-16].",
    "Doe, J. (2019). Weaving code. Journal of Craft, 12(3), 45-67.",
    "[3] Roe, Max. A study of looms. Craft Review 40.1 (2020): 38-48.",
    "Version 2.1.4 of the software fixes a bug.",
    "Like 0",
    "12 comments",
    "4 min read",
    "There are three reasons for this and two ways forward.",
    "The museum will reopen in two years.",
    "He founded the studio 15 years ago.",
    "Children aged 8 to 12 and 16-24 year olds are welcome.",
    "The doors open at 9:30 and the talk starts at 10 am.",
    "Under-25s enter free in the 21st century.",
    "The first half of the day is for a third party.",
    "One of the artists works in 16:9.",
    "COVID-19 and 5G were in the news.",
    "The workshop is at 221 Baker Street.",
    "3.2 Methods of analysis",
    "It is among the top 10 museums.",
    "In 2019 visitors asked for more seats.",
    "A spokesman for G20 and Horizon 2020 declined to speak.",
]


@pytest.mark.parametrize("text", NONE)
def test_numbers_that_are_no_figures(text: str) -> None:
    assert [short(candidate) for candidate in found(text)] == []


def test_who_where_and_how_firmly() -> None:
    (figure,) = found("According to Nesta, the games sector in Scotland could employ 9,000 people by 2030.")
    fields = figure.fields
    assert fields["measuredBy"].name == "Nesta"
    assert fields["inPlace"].name == "Scotland"
    assert (figure.certainty, fields["period"]) == ("hedged", "2030")
    assert figure.predicate == "hasMeasure"
    assert figure.object is not None and figure.object.type == "Measure" and figure.object.name == "employment"


def test_a_forecast_is_projected() -> None:
    (figure,) = found("The market is expected to reach $50 billion by 2030.")
    assert figure.certainty == "projected"


def test_growth_links_to_the_measure_of_our_vocabulary() -> None:
    (figure,) = found("Fashion output grew by 7% in 2023.")
    assert figure.object is not None and figure.object.entity == "annual-growth"
    assert figure.fields["unit"].entity == "percent"


def test_a_decline_is_no_growth() -> None:
    (figure,) = found("Fashion output fell by 7% in 2023.")
    assert figure.object is not None and (figure.object.name, figure.object.entity) == ("decline", None)


def test_a_year_earlier_is_the_year_before() -> None:
    assert [short(each) for each in found("In 2022, 40% of shops sold online, up from 31% a year earlier.")] == [
        "40 percent (2022)",
        "31 percent (2021)",
    ]


def test_the_evidence_is_the_clause_that_carries_the_figure() -> None:
    text = "The hall is old; its new roof cost £2m, and visitors like it."
    (figure,) = found(text)
    assert text[figure.evidence[0].start : figure.evidence[0].end] == "its new roof cost £2m"


def test_a_subject_that_the_sentence_before_names_is_a_second_evidence() -> None:
    text = "Aardvark Pictures is based in Bristol. It made 40 films."
    figure = found(text)[0]
    assert figure.subject.name == "Aardvark Pictures"
    assert text[figure.evidence[1].start : figure.evidence[1].end] == "Aardvark Pictures"


def test_the_words_of_a_sentence_in_another_typography_give_the_same_figures() -> None:
    plain = found("The company's share rose 5-7% in 2020.")
    curly = found("The company’s share rose 5–7% in 2020.")
    assert [short(each) for each in plain] == [short(each) for each in curly] != []


_WORDS = """
    12 3.5 1,200 twelve half 2023 £ % million bn to from between and about people visitors in US$ – - [1] (2020) . ,
    since June ’ “ tens thousands of third largest times as many a one five per cent the square metres
    """.split()
_NUMBER_WORDS = st.sampled_from([*_WORDS, "a third", "one in five", "per cent", "tens of thousands of", "\u00a0"])


@settings(max_examples=25, deadline=None)
@given(st.lists(_NUMBER_WORDS | st.text(max_size=8), max_size=25).map(" ".join))
def test_any_text_gives_figures_that_a_claim_accepts(text: str) -> None:
    for candidate in found(text):
        for span in candidate.evidence:
            assert 0 <= span.start < span.end <= len(text)
        given_: dict[str, Any] = {
            name: value.slug if hasattr(value, "slug") else value for name, value in candidate.fields.items()
        }
        _ONE.validate_python(
            {"id": "999-001", "kind": "Observation", "gloss": "x", "subject": candidate.subject.slug,
             "object": candidate.object.slug if candidate.object else "", "certainty": candidate.certainty,
             "evidence": [{"start": 0, "end": 1, "quote": "x"}], **given_}
        )  # fmt: skip


@given(st.lists(_NUMBER_WORDS | st.text(max_size=8), max_size=25).map(" ".join).map(fold))
def test_the_words_at_the_offsets_of_a_value_are_the_value(text: str) -> None:
    for quantity in grammar.quantities(text, [*periods.find(text), *masks.masked(text)]):
        words = text[quantity.start : quantity.end]
        assert quantity.whole.start <= quantity.start < quantity.end <= quantity.whole.end <= len(text)
        if not quantity.in_words:
            assert re.sub(r"\D", "", words) == re.sub(r"\D", "", quantity.value)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("in 2023", "2023"),
        ("from January 2022 to March 2023", "2022-01/2023-03"),
        ("since 2019", "2019/.."),
        ("2019-21", "2019/2021"),
        ("in the second quarter of 2020", "2020-04/2020-06"),
        ("on 3 May 2021", "2021-05-03"),
        ("July 23, 2019", "2019-07-23"),
        ("circa 1920", "1920~"),
        ("the late 1980s", "1980/1989"),
        ("in the last two years", None),
        ("Smith (2020)", None),
        ("its 2021 report", None),
        ("2019-2015", None),
        ("last summer", None),
    ],
)
def test_times_as_edtf(text: str, edtf: str | None) -> None:
    assert [period.edtf for period in periods.find(text) if period.edtf] == ([edtf] if edtf else [])


def test_a_period_is_pointed_back_at() -> None:
    text = (
        "Jobs in games rose by 12 per cent between 2016 and 2018.\n\n"
        "Craft had a 0.7 per cent fall over the same two-year period. This compares with 0.2 per cent in farming."
    )
    assert [each.fields["period"] for each in found(text)] == ["2016/2018", "2016/2018", "2016/2018"]


def test_what_a_figure_is_compared_with_measures_the_same() -> None:
    first, second = found("Design grew by 3.9 per cent in 2019, compared to 0.6 per cent in the wider economy.")
    assert first.object and second.object and first.object.slug == second.object.slug


def test_a_sum_is_no_number() -> None:
    made = found(
        "The number of looms fell, and the trade rose in value from £4 million in 1990 to £6 million in 2000."
    )
    assert [each.object.name for each in made if each.object] == ["value", "value"]


def test_a_year_before_what_belongs_to_it_is_no_count() -> None:
    assert found("Most of the trade's 2020 profits were digital.") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Sales of consoles worldwide fell to $40 billion.", "world"),
        ("The global games market was worth $180 billion in 2021.", "world"),
        ("Weaving is now worth £7 billion a year to Portugal.", "Portugal"),
    ],
)
def test_where_a_figure_holds_without_a_preposition(text: str, place: str) -> None:
    (made,) = found(text)
    assert made.fields["inPlace"].name == place


def test_what_makes_up_a_share_is_its_subject() -> None:
    (made,) = found("Automated weaving represents 92% of the cloth sold in 2021.")
    assert made.subject.name == "Automated weaving"


def test_each_share_in_brackets_is_of_what_stands_before_it() -> None:
    text = "Growth was highest in publishing (10% p.a.) and radio (8% p.a.)."
    parsed = list(parse(text, passages(text)))
    find_mentions(parsed, Gazetteer.load())
    assert [each.subject.name for each in figures.find(parsed[0])] == ["publishing", "radio"]


def test_a_time_of_a_figure_that_is_spoken_of_again_is_not_its_own() -> None:
    (made,) = found("In 2018, 89% of Finns aged 12 or older listened, a figure that has changed little since 2009.")
    assert made.fields["period"] == "2018"
