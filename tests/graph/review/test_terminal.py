"""Review at the terminal, key by key, and the questions of a script."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from graph.claims import load_claims
from graph.errors import CreativeKGError, ReviewError
from graph.review.command import default_reviewer, review_command
from graph.review.decisions import Accept, Reject
from graph.review.desk import Desk

Sit = Callable[..., Desk]
Run = Callable[..., Result]


@pytest.fixture
def run(data: Path) -> Run:
    """``run("aq")``: the review of the document with these keys; ``run("", "--list")`` with options."""

    def review(keys: str, *options: str, reviewer: str = "anna") -> Result:
        where = ["007", "--data", str(data), "--documents", str(data.parent / "texts"), "--reviewer", reviewer]
        result = CliRunner().invoke(review_command, [*where, *options], input=keys)
        if isinstance(result.exception, CreativeKGError):
            raise result.exception
        assert result.exception is None, result.output
        return result

    return review


def _states(sit: Sit) -> list[str]:
    return [each.state for each in sit().proposals]


def test_a_candidate_is_shown_beside_its_words(run: Run) -> None:
    shown = run("q").output
    assert "«The Tessel Museum uses virtual reality to let visitors walk through a burnt mill.»" in shown
    assert "The Tessel Museum lets visitors walk through a mill in virtual reality." in shown
    assert "tessel-museum (new Museum) → usesTechnology → virtual-reality" in shown
    assert "Adoption · asserted · rule verb · confidence 0.80" in shown
    assert "0 of 3 decided (3 open); 6 of 6 passages left" in shown
    assert "\x1b" not in shown
    second = run("nq").output
    assert "Halden Guild, a body of weavers, fears that «generative looms threaten weavers»." in second
    assert "Impact · hedged" in second and "says halden-guild (new Organization)" in second


def test_one_key_a_decision(run: Run, sit: Sit, looms: SimpleNamespace) -> None:
    run("a\n" + "R" + "not a threat\n" + "m1\n" + "q")
    assert _states(sit) == ["accept", "reject", "merge"]
    assert sit().log.state.on(looms.threat.key).reason == "not a threat"
    run("uuq")
    assert _states(sit) == ["accept", "open", "open"]
    assert "there is nothing to undo" in run("uuq").output


def test_next_and_previous_walk_without_deciding(run: Run, sit: Sit, looms: SimpleNamespace) -> None:
    shown = run("nnnpq").output
    assert re.findall(r"── (\d) of 3", shown) == ["1", "2", "3", "1", "3"]
    assert sit().log.decisions == []


def test_a_new_name_is_asked_for_with_what_is_near(run: Run, sit: Sit, looms: SimpleNamespace) -> None:
    pytest.importorskip("rapidfuzz")
    new = "+\n\n\ntessel\nMuseum of mills.\n"  # type and name as they are, slug, description
    shown = run("a" + new + "q").output
    assert "What is Tessel Museum (Museum)?" in shown
    settled = sit().log.state.names["tessel-museum"].new
    assert (settled.id, settled.type, settled.prefLabel) == ("tessel", "Museum", "Tessel Museum")
    shown = run("a" + "1\n" + "artists\n" + "tessel\n" + "q").output
    near = re.search(r"\n  1 .+? · ([a-z-]+) · ", shown)
    assert near is not None
    assert sit().log.state.names["generative-looms"].same == near[1]
    assert sit().log.state.names["weavers"].same == "artists"
    assert sit().proposal(looms.threat.key).result.speaker.slug == "tessel"


def test_fields_are_edited_by_name(run: Run, sit: Sit, looms: SimpleNamespace) -> None:
    run("e" + "gloss\nThe museum shows a mill.\n" + "purpose\n-\n" + "subject\nmuseums\n" + "\n" + "q")
    made = sit().proposal(looms.adoption.key)
    assert (made.state, made.result.gloss, made.result.subject.slug) == (
        "edit",
        "The museum shows a mill.",
        "museums",
    )
    assert "purpose" not in made.result.fields
    shown = run("e" + "colour\n" + "q").output
    assert "there is no field 'colour'; nothing is changed" in shown


def test_a_missed_claim_is_added_by_its_words(run: Run, sit: Sit, looms: SimpleNamespace) -> None:
    run("d" + "Its keeper said … twice as long.\nImpact\nvirtual-reality\naudiences\nVisitors stay twice as long.\n"
        "hedged\nopportunity\ncaveat\nWhether the first visit counts is not said.\n\nq")  # fmt: skip
    (made,) = [each for each in sit().proposals if each.state == "add"]
    assert (made.result.kind, made.result.certainty) == ("Impact", "hedged")
    assert made.result.fields == {
        "direction": "opportunity",
        "caveat": "Whether the first visit counts is not said.",
    }
    (evidence,) = made.result.evidence
    assert looms.text[evidence.start : evidence.end] == "Its keeper said that visitors stay twice as long."
    assert "the text does not have these words" in run("dno such words\nq").output


def test_words_in_several_places_are_asked_for(run: Run, sit: Sit, looms: SimpleNamespace) -> None:
    shown = run("dvirtual reality\n2\nDefinition\nvirtual-reality\nA way of working.\n\n\nq").output
    assert "  2 The Tessel Museum works with «virtual reality» every day." in shown
    (made,) = [each for each in sit().proposals if each.state == "add"]
    assert made.result.evidence == (looms.span("virtual reality", nth=1),)


def test_sentences_without_claims_get_their_reasons(run: Run, sit: Sit) -> None:
    shown = run("o" + "4" + "x" + "x" + "1" + "q" + "q").output
    assert "1 furniture, 2 teaser, 3 metadata, 4 heading, 5 signpost, 6 rhetoric" in shown
    assert "1 candidates wait here" in shown
    reasons = {each.start: each.reason for each in sit().log.state.reasons}
    assert reasons == {0: "heading", 180: "furniture"}


@pytest.mark.parametrize("keys", ["", "a", "e", "egloss\n", "d", "dvirtual reality\n", "R", "o", "a+\n", "\x04"])
def test_an_end_of_input_anywhere_ends_the_review(run: Run, sit: Sit, keys: str) -> None:
    assert "of 3 decided" in run(keys).output.splitlines()[-1]
    assert len(sit().log.decisions) == (1 if keys.startswith("a") else 0)


def test_what_cannot_be_is_said_and_the_review_goes_on(run: Run, sit: Sit) -> None:
    shown = run("z" + "e" + "certainty\nsure\n\n" + "a\n" + "q").output
    assert "there is no key 'z'" in shown and "certainty" in shown
    assert _states(sit).count("accept") == 1


def test_the_list_is_there_for_scripts(run: Run, sit: Sit, looms: SimpleNamespace) -> None:
    sit().decide(Accept(key=looms.adoption.key))
    found = json.loads(run("", "--list", "--json").output)
    assert found["progress"] == {"decided": 1, "total": 3, "byAction": {"accept": 1, "open": 2}}
    first = found["candidates"][0]
    assert (first["key"], first["state"], first["evidence"]) == (
        looms.adoption.key,
        "accept",
        [{"start": 19, "end": 100}],
    )
    assert next(each["words"] for each in found["newThings"]) == "Tessel Museum"
    assert found["passages"][1]["state"] == "accepted"
    text = run("", "--list").output
    assert f"{looms.adoption.key[:6]}  accept" in text and "not settled: Tessel Museum" in text


def test_two_reviewers_are_compared_and_settled(run: Run, sit: Sit, data: Path, looms: SimpleNamespace) -> None:
    for name, decision in (("anna", Accept), ("ben", Reject)):
        desk = sit(name)
        desk.decide(decision(key=looms.again.key))
        desk.decide(Accept(key=looms.adoption.key))
        desk.decide(looms.tessel)
    text = run("", "--compare").output
    assert "anna and ben: 1 of 2 decided alike, Cohen's kappa 0.00" in text
    assert "conflict: candidate" in text and "anna: accept; ben: reject" in text
    with pytest.raises(ReviewError, match="in conflict"):
        run("", "--finish")
    shown = run("Rsaid before\nq", "--settle").output
    assert "in conflict: anna: accept; ben: reject" in shown
    found = json.loads(run("", "--compare", "--json").output)
    assert found["conflicts"] == []
    assert found["agreement"] == [{"reviewers": ["anna", "ben"], "both": 2, "same": 1, "kappa": 0.0}]
    assert json.loads(run("", "--finish", "--json").stdout)["claims"] == ["007-001"]
    assert len(load_claims(data / "claims" / "007.yaml")) == 1
    assert "Nothing new was accepted" in run("", "--finish").output


def test_names_in_conflict_are_settled_by_siding_with_one(run: Run, sit: Sit, looms: SimpleNamespace) -> None:
    sit("anna").decide(looms.weavers)
    sit("ben").decide(looms.weavers.model_copy(update={"new": None, "same": "artists"}))
    shown = run("2\nq", "--settle").output
    assert "  2 ben is right" in shown
    assert sit().conflicts == []
    assert sit().log.state.names["weavers"].same == "artists"


def test_measuring_needs_decisions(data: Path) -> None:
    result = CliRunner().invoke(review_command, ["--measure", "--data", str(data)])
    assert isinstance(result.exception, ReviewError) and "30 decisions" in str(result.exception)


def test_colours_and_single_keys_at_a_real_terminal(data: Path) -> None:
    shown = _at_a_terminal(data, b"nq")
    assert "\x1b[1m\x1b[7mgenerative looms threaten weavers" in shown
    plain = _at_a_terminal(data, b"nq", NO_COLOR="1")
    assert "\x1b" not in plain and "«generative looms threaten weavers»" in plain


def _at_a_terminal(data: Path, keys: bytes, **environment: str) -> str:
    """What is shown where single keys are pressed, none followed by Enter, each once it is waited for."""
    ours, theirs = pty.openpty()
    code = "from graph.review.command import review_command; review_command()"
    where = ["007", "--data", str(data), "--documents", str(data.parent / "texts"), "--reviewer", "anna"]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *where], stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, "TERM": "xterm", **environment},
    )  # fmt: skip
    try:
        shown = b""
        for screen, key in enumerate(keys, 1):
            while shown.count(b"passages left") < screen or termios.tcgetattr(theirs)[3] & termios.ICANON:
                shown += _waiting(ours)
            os.write(ours, bytes([key]))
        process.wait(timeout=30)
        return (shown + _waiting(ours)).decode()
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(theirs)


def _waiting(terminal: int) -> bytes:
    ready, _, _ = select.select([terminal], [], [], 0.05)
    return os.read(terminal, 65536) if ready else b""


def test_the_reviewer_is_who_git_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "gitconfig"
    config.write_text("[user]\n\tname = Žofie Nováková\n", encoding="utf-8")
    for name, value in (
        ("GIT_CONFIG_GLOBAL", str(config)),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_DIR", str(tmp_path)),
    ):
        monkeypatch.setenv(name, value)
    assert default_reviewer() == "zofie-novakova"
