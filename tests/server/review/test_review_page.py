"""Review over HTTP, by the real ``creativekg serve --review``: who may, and what an action leaves on the disk."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from click.testing import CliRunner

from graph.cli import cli
from graph.documents import Span, load_documents
from graph.extraction.candidates import Candidate, Extraction, Mention
from graph.extraction.store import file_of, write_extraction
from server.app import create_app
from server.engine import Limits
from server.review.setup import Review
from server.services import services

TOKEN = "a token that nobody guesses"
NEW = "Ostrow Foundry"


@pytest.fixture(scope="module")
def shared(start_review: Callable[..., Any], new_data: Callable[[], Path], small_home: Path) -> Iterator[Any]:
    with start_review(new_data(), small_home) as server:
        yield server


@pytest.fixture
def server(shared: Any) -> Any:
    """The shared server, with nothing decided: what was is removed, as another program would remove it."""
    for file in (shared.data / "decisions").glob("*"):
        file.unlink()
    return shared


@pytest.fixture(scope="module")
def guarded(start_review: Callable[..., Any], new_data: Callable[[], Path], small_home: Path) -> Iterator[Any]:
    with start_review(new_data(), small_home, token=TOKEN) as server:
        yield server


def decisions(server: Any, reviewer: str = "anna") -> list[str]:
    file = server.data / "decisions" / f"007.{reviewer}.jsonl"
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


def settled(name: str, **fields: str) -> dict[str, str]:
    """The part of a form that says what a new name is."""
    return {f"name.{name}": "new", **{f"name.{name}.{field}": value for field, value in fields.items()}}


FOUNDRY = settled(
    "ostrow-foundry",
    type="Corporation",
    prefLabel=NEW,
    id="ostrow-foundry",
    description="Bell foundry.",
    broader="",
)


def test_review_is_off_by_default(small_home: Path) -> None:
    app = create_app(small_home, Limits(readers=1))
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/review")]
    services(app).engine.close()


def test_every_address_of_review_is_documented(small_home: Path, tmp_path: Path) -> None:
    app = create_app(small_home, Limits(readers=1), review=Review(tmp_path, None, "anna"))
    text = (Path(__file__).parents[3] / "docs" / "http.md").read_text(encoding="utf-8")
    rules = {re.sub(r"<(\w+:)?document>", "{id}", rule.rule) for rule in app.url_map.iter_rules()}
    services(app).engine.close()
    own = {re.sub(r"<int:number>", "{n}", rule) for rule in rules if rule.startswith("/review")}
    assert own
    for rule in own:
        assert f"`{rule}`" in text, rule


def test_the_list_says_how_far_each_document_is_and_what_to_do(server: Any) -> None:
    page = server.get("/review").text
    assert "Bells that &lt;answer&gt;" in page
    assert "0 of 5 candidates decided" in page
    assert "creativekg extract 008" in page
    assert "anna" in page
    server.send("/review/007/decisions", {"action": "reject", "key": server.key("Ringers")})
    rows = server.request("GET", "/review.json").json()["documents"]
    assert [(row["document"], row["candidates"], row["decided"]) for row in rows] == [
        ("007", 5, 1),
        ("008", None, 0),
    ]


def test_the_page_shows_the_text_with_its_evidence_and_nothing_of_it_as_markup(server: Any, text: str) -> None:
    page = server.get("/review/007").text
    marked = re.search(r"<mark>(.*?)</mark>", page, re.S)
    assert marked and marked[1].startswith("The Carillon Museum uses virtual reality to let")
    assert "&lt;that&gt; &amp; melted" in marked[1]
    assert "Subscribe to our letter." in page
    for start, end, words in re.findall(r'data-start="(\d+)" data-end="(\d+)">(.*?)</span>', page, re.S):
        plain = re.sub(r"</?mark>", "", words).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert plain.replace("&#13;", "\r") == text[int(start) : int(end)]


def test_a_document_without_candidates_says_what_to_run(server: Any) -> None:
    assert "creativekg extract 008" in server.get("/review/008").text
    assert server.get("/review/999").status == 404


def test_a_text_that_is_not_attached_is_a_clear_problem(server: Any) -> None:
    file = server.data.parent / "texts" / "bare.txt"
    kept = file.read_bytes()
    try:
        file.unlink()
        assert "Its text is not attached" in server.get("/review").text
        missing = server.get("/review/008")
        assert (missing.status, "Document 008 is not attached" in missing.text) == (409, True)
        file.write_bytes(b"another text")
        assert "has changed" in server.request("GET", "/review/008.json").json()["detail"]
    finally:
        file.write_bytes(kept)
    assert server.get("/review/008").status == 200


def test_accepting_by_form_takes_it_down_and_goes_on_to_the_next(server: Any) -> None:
    key = server.key("Ringers")
    reply = server.submit("/review/007/decisions", action="accept", key=key, seen="0")
    assert reply.status == 303, reply.message
    assert server.states()["Ringers need augmented reality."] == "accept"
    assert f'"key": "{key}"' in decisions(server)[-1]
    following = server.get(reply.headers["Location"]).text
    assert '<h2 id="candidate" tabindex="-1">The Carillon Museum works with virtual reality.</h2>' in following
    assert "Accept: Ringers need augmented reality." in following


def test_a_form_that_changes_a_field_is_an_edit_with_that_change_only(server: Any) -> None:
    key = server.key("Deepfakes")
    form = {"gloss": "Faked recordings endanger the trade.", "direction": "threat", "certainty": "hedged"}
    assert server.submit("/review/007/decisions", action="accept", key=key, seen="0", **form).status == 303
    made = next(each for each in server.state()["candidates"] if each["key"] == key)
    assert (made["state"], made["gloss"], made["certainty"]) == ("edit", form["gloss"], "hedged")
    assert (
        '"changes": {"gloss": "Faked recordings endanger the trade.", "certainty": "hedged"}'
        in decisions(server)[-1]
    )
    again = {**form, "certainty": "projected"}
    assert server.submit("/review/007/decisions", action="accept", key=key, seen="1", **again).status == 303
    made = next(each for each in server.state()["candidates"] if each["key"] == key)
    assert (made["gloss"], made["certainty"]) == (form["gloss"], "projected")


def test_another_kind_takes_its_own_fields_and_leaves_those_of_the_old(server: Any) -> None:
    key = server.key("The Carillon Museum lets")
    form = {"kind": "Impact", "direction": "opportunity", "purpose": "to let children ring a bell"}
    assert server.submit("/review/007/decisions", action="accept", key=key, seen="0", **form).status == 303
    made = next(each for each in server.state()["candidates"] if each["key"] == key)
    assert (made["kind"], made["predicate"], made["direction"]) == ("Impact", "affects", "opportunity")
    assert "purpose" not in made


def test_what_cannot_be_is_refused_with_the_reason_and_what_was_filled_in(server: Any) -> None:
    key = server.key("Deepfakes")
    gloss = "Faked recordings endanger the trade."
    reply = server.submit(
        "/review/007/decisions", action="accept", key=key, seen="0", gloss=gloss, object="deepfakes"
    )
    assert reply.status == 422
    assert "Subject and object are the same thing" in reply.text
    assert gloss in reply.text
    assert decisions(server) == []


def test_new_names_are_settled_with_the_candidate(server: Any) -> None:
    key = server.key(NEW)
    bare = server.submit(
        "/review/007/decisions",
        action="accept",
        key=key,
        seen="0",
        **{**FOUNDRY, "name.ostrow-foundry.description": ""},
    )
    assert bare.status == 422
    assert "description" in bare.text.lower()
    assert server.submit("/review/007/decisions", action="accept", key=key, seen="0", **FOUNDRY).status == 303
    new = {each["name"]: each["settled"] for each in server.state()["newThings"]}
    assert new["ostrow-foundry"]["new"]["description"] == "Bell foundry."
    assert "Settled: the new" in server.get(f"/review/007?at={key}").text
    key = server.key("The Carillon Museum works")
    known = {"name.carillon-museum": "known", "name.carillon-museum.known": "no-such-slug"}
    assert (
        "no-such-slug" in server.submit("/review/007/decisions", action="accept", key=key, seen="0", **known).text
    )


def test_reject_and_merge_by_form(server: Any) -> None:
    assert (
        server.submit(
            "/review/007/decisions", action="reject", key=server.key("Ringers"), seen="0", why="a guess"
        ).status
        == 303
    )
    assert '"reason": "a guess"' in decisions(server)[-1]
    into, key = server.key("The Carillon Museum lets"), server.key("The Carillon Museum works")
    assert "say which one" in server.submit("/review/007/decisions", action="merge", key=key, seen="0").text.lower()
    assert server.submit("/review/007/decisions", action="merge", key=key, seen="0", into=into).status == 303
    assert server.states()["The Carillon Museum works with virtual reality."] == "merge"


def test_a_missed_claim_is_added_on_words_of_the_text(server: Any, text: str) -> None:
    words = "Its master says that casting stays."
    start = text.index(words)
    page = server.get(f"/review/007?do=add&start={start}&end={start + len(words)}").text
    assert f"<mark>{words}</mark>" in page
    form = {
        "action": "add", "kind": "Statement", "subject": "Master of the foundry", "object": "craft",
        "gloss": "The master of the foundry says that casting stays a craft.", "certainty": "asserted",
    }  # fmt: skip
    missing = server.submit("/review/007/decisions", **form, evidence="words that are not there")
    assert missing.status == 422 and "does not have the words" in missing.text
    several = server.submit("/review/007/decisions", **form, evidence="virtual reality")
    assert "in 3 places" in several.text
    given = {
        **form,
        "kind": "Relation",
        "subject": "deepfake",
        "predicate": "skos:related",
        "object": "virtual-reality",
    }
    reply = server.submit(
        "/review/007/decisions", **given, evidence=words, start=str(start), end=str(start + len(words))
    )
    assert reply.status == 303, reply.message
    added = next(each for each in server.state()["candidates"] if each["gloss"] == form["gloss"])
    assert added["state"] == "add"
    assert added["evidence"] == [{"start": start, "end": start + len(words)}]


def test_a_form_for_selected_words_is_filled_from_the_names_in_them(server: Any, text: str) -> None:
    words = "The Carillon Museum has long worked with virtual reality."
    start = text.index(words)
    page = server.get(f"/review/007?do=add&start={start}&end={start + len(words)}").text
    form = page.partition('id="add"')[2]
    assert re.search(r'id="d-subject" name="subject" value="Carillon Museum"', form)
    assert re.search(r'id="d-object" name="object" value="virtual-reality"', form)
    assert '<option value="Adoption" selected>' in form


def test_a_passage_has_a_reason_and_loses_it_again(server: Any, text: str) -> None:
    start = text.index("Subscribe")
    end = text.index("letter.") + len("letter.")
    form = {"action": "reason", "start": str(start), "end": str(end)}
    assert "say why" in server.submit("/review/007/decisions", **form).text.lower()
    assert server.submit("/review/007/decisions", **form, reason="furniture").status == 303
    passages = {(each["start"], each["end"]): each for each in server.state()["passages"]}
    assert passages[start, end]["reason"] == "furniture"
    assert "no claim: furniture" in server.get("/review/007").text
    assert server.submit("/review/007/undo").status == 303
    passages = {(each["start"], each["end"]): each for each in server.state()["passages"]}
    assert passages[start, end]["state"] == "open"


def test_undo_goes_back_to_the_candidate_and_says_so(server: Any) -> None:
    nothing = server.submit("/review/007/undo")
    assert nothing.status == 422 and "nothing to undo" in nothing.text
    key = server.key("Ringers")
    server.submit("/review/007/decisions", action="reject", key=key, seen="0")
    reply = server.submit("/review/007/undo")
    assert f"at={key}" in reply.headers["Location"]
    assert "Undone: reject: Ringers need augmented reality." in server.get(reply.headers["Location"]).text
    assert server.states()["Ringers need augmented reality."] == "open"
    assert len(decisions(server)) == 2, "nothing that was decided is rewritten"


def test_every_action_by_json(server: Any, text: str) -> None:
    rejected = server.send("/review/007/decisions", {"action": "reject", "key": server.key("Ringers"), "seen": 0})
    assert (rejected.status, rejected.json()["decided"]["n"]) == (200, 1)
    assert rejected.json()["progress"]["decided"] == 1
    assert rejected.json()["next"] == server.key("The Carillon Museum lets")
    change = {"action": "edit", "key": server.key("Deepfakes"), "changes": {"certainty": "hedged"}}
    assert server.send("/review/007/decisions", change).json()["decided"]["changes"] == {"certainty": "hedged"}
    thing = {
        "id": "carillon-museum",
        "type": "Museum",
        "prefLabel": "Carillon Museum",
        "description": "Museum of bells.",
    }
    assert (
        server.send("/review/007/decisions", {"action": "entity", "name": "carillon-museum", "new": thing}).status
        == 200
    )
    merge = {
        "action": "merge",
        "key": server.key("The Carillon Museum works"),
        "into": server.key("The Carillon Museum lets"),
    }
    assert server.send("/review/007/decisions", merge).status == 200
    start = text.index("Subscribe")
    reason = {
        "action": "reason",
        "start": start,
        "end": start + len("Subscribe to our letter."),
        "reason": "furniture",
    }
    assert server.send("/review/007/decisions", reason).status == 200
    assert server.send("/review/007/undo", {}).json()["undone"]["action"] == "reason"
    assert server.send("/review/007/undo", {"n": 1}).json()["undone"]["action"] == "reject"
    assert server.states()["Ringers need augmented reality."] == "open"
    wrong = server.send("/review/007/decisions", {"action": "reason", "start": 1, "end": 2, "reason": "furniture"})
    assert (wrong.status, wrong.json()["type"].rpartition("/")[2]) == (422, "refused")
    assert server.send("/review/007/decisions", {"action": "undo", "undone": 1}).status == 422
    assert server.send("/review/007/decisions", []).status == 400


def test_a_stale_page_is_told_what_was_decided_meanwhile(server: Any) -> None:
    key = server.key("Ringers")
    server.submit("/review/007/decisions", action="reject", key=key, seen="0")
    late = server.submit("/review/007/decisions", action="accept", key=key, seen="0")
    assert late.status == 409
    assert "reject: Ringers need augmented reality." in late.text
    assert server.states()["Ringers need augmented reality."] == "reject"
    assert server.send("/review/007/decisions", {"action": "accept", "key": key, "seen": 0}).status == 409


def test_what_a_terminal_and_another_reviewer_decide_is_there_at_the_next_request(server: Any) -> None:
    from graph.review.decisions import Accept, Reject
    from graph.review.desk import Desk

    key = server.key("Ringers")
    for reviewer, decision in (("anna", Accept(key=key)), ("bela", Reject(key=key))):
        Desk.open(server.data, server.data.parent / "texts", "007", reviewer).decide(decision)
    page = server.get(f"/review/007?at={key}").text
    assert "Reviewers disagree" in page and "anna: accept; bela: reject" in page
    form = {"action": "side", "what": "candidate", "which": key, "right": "bela"}
    assert server.submit("/review/007/decisions", **form).status == 303
    assert server.state()["conflicts"] == []
    assert server.states()["Ringers need augmented reality."] == "reject"


def test_the_list_is_narrowed_down_and_kept_narrow(server: Any) -> None:
    server.submit("/review/007/decisions", action="reject", key=server.key("Ringers"), seen="0")
    page = server.get("/review/007?show=rejected").text
    listed = re.findall(r'<li[^>]*><a href="([^"]+at=[^"]+)"[^>]*>([^<]+)</a> <span class="quiet">\w+ ·', page)
    assert [gloss for _, gloss in listed] == ["Ringers need augmented reality."]
    assert "show=rejected" in listed[0][0]
    kinds = server.get("/review/007?kind=Impact").text
    assert "1 of 1 ·" in kinds and "Deepfakes threaten" in kinds


def test_a_decision_outlives_a_server_that_is_killed(
    start_review: Callable[..., Any], new_data: Callable[[], Path], small_home: Path
) -> None:
    data = new_data()
    with start_review(data, small_home) as server:
        key = server.key("Ringers")
        assert server.submit("/review/007/decisions", action="reject", key=key, seen="0").status == 303
        old = re.search(r'name="form_token" value="(\w+)"', server.get("/review/007").text)
        assert old
        server.process.kill()
    with start_review(data, small_home) as server:
        assert server.states()["Ringers need augmented reality."] == "reject"
        form = urlencode({"form_token": old[1], "action": "reject", "key": server.key("Deepfakes")})
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        stale = server.request("POST", "/review/007/decisions", form, head)
        assert (stale.status, stale.json()["type"].rpartition("/")[2]) == (403, "stale-form")
        assert server.states()["Deepfakes threaten the trade in field recordings."] == "open"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Host": "rebound.example"},
        {"Host": "rebound.example:8000"},
        {"X-Forwarded-For": "198.51.100.7"},
    ],
    ids=str,
)
def test_requests_of_other_sites_and_under_other_names_are_refused(server: Any, headers: dict[str, str]) -> None:
    reply = server.get("/review/007.json", **headers)
    assert reply.status == 403
    assert b"Carillon" not in reply.body
    made = {"action": "reject", "key": server.key("Ringers")}
    assert server.send("/review/007/decisions", made, **headers).status == 403
    assert decisions(server) == []


def test_a_link_from_elsewhere_may_be_followed_and_a_form_may_not_come_from_there(server: Any) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert server.get("/review/007", **followed).status == 200
    key = server.key("Ringers")
    form = urlencode({"action": "reject", "key": key})
    head = {"Content-Type": "application/x-www-form-urlencoded"}
    for more in ({}, followed, {"Sec-Fetch-Site": "same-origin"}):
        assert server.request("POST", "/review/007/decisions", form, head | more).status == 403
    text = server.request("POST", "/review/007/decisions", '{"action": "reject"}', {"Content-Type": "text/plain"})
    assert text.status == 403
    asked = server.request(
        "OPTIONS", "/review/007/decisions", headers={"Access-Control-Request-Headers": "x-requested-with"}
    )
    assert "Access-Control-Allow-Headers" not in asked.headers
    assert decisions(server) == []


def test_only_this_machine_without_a_token(
    start_review: Callable[..., Any], new_data: Callable[[], Path], small_home: Path
) -> None:
    app = create_app(small_home, Limits(readers=1), review=Review(new_data(), None, "anna"))
    try:
        client = app.test_client()
        for peer, status in (
            ("127.0.0.1", 200),
            ("::1", 200),
            ("::ffff:127.0.0.1", 200),
            ("::", 403),
            ("::ffff:192.0.2.1", 403),
            ("192.0.2.1", 403),
        ):
            found = client.get(
                "/review", environ_overrides={"creativekg.peer": peer}, headers={"Host": "localhost"}
            )
            assert found.status_code == status, peer
    finally:
        services(app).engine.close()


def test_nothing_of_review_is_kept_or_indexed(server: Any) -> None:
    for path in (
        "/review",
        "/review.json",
        "/review/007",
        "/review/007.json",
        "/review/build",
        "/review/007/finish",
        "/review/999",
    ):
        for _ in range(2):
            reply = server.get(path)
            assert reply.headers["Cache-Control"] == "no-store", path
            assert reply.headers["X-Robots-Tag"] == "noindex", path
            assert "Set-Cookie" not in reply.headers
    assert b"/review" not in server.get("/sitemap.xml").body


def test_with_a_token_every_request_needs_it(guarded: Any) -> None:
    for path in ("/review", "/review/007", "/review/007/page/1.png", "/review/build"):
        reply = guarded.get(path)
        assert (reply.status, reply.headers["Location"]) == (303, "/review/sign-in")
    assert guarded.request("GET", "/review/007.json").status == 401
    assert guarded.send("/review/007/decisions", {"action": "reject"}).status == 401
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert guarded.get("/review", **bearer).status == 200
    assert guarded.get("/review", **bearer, Host="review.example").status == 200


def test_signing_in_gives_a_cookie_that_tells_nothing_of_the_token(guarded: Any) -> None:
    page = guarded.get("/review/sign-in").text
    token = re.search(r'name="form_token" value="(\w+)"', page)
    assert token
    head = {"Content-Type": "application/x-www-form-urlencoded"}
    form = {"form_token": token[1], "token": TOKEN}
    reply = guarded.request("POST", "/review/sign-in", urlencode(form), head)
    assert (reply.status, reply.headers["Location"]) == (303, "/review")
    cookie = reply.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/review" in cookie
    assert TOKEN not in cookie and TOKEN.replace(" ", "") not in cookie
    assert guarded.get("/review/007", Cookie=cookie.partition(";")[0]).status == 200
    forged = cookie.partition(";")[0][:-1] + ("0" if cookie.partition(";")[0][-1] != "0" else "1")
    assert guarded.get("/review/007", Cookie=forged).status == 303


def test_wrong_tokens_are_slowed(guarded: Any) -> None:
    statuses = []
    for attempt in range(6):
        statuses.append(guarded.get("/review.json", Authorization=f"Bearer guess {attempt}").status)
    assert statuses[0] in (401, 303) and 429 in statuses
    reply = guarded.get("/review.json", Authorization="Bearer guess")
    if reply.status == 429:
        assert int(reply.headers["Retry-After"]) >= 1


def test_a_token_that_can_be_guessed_is_refused_at_the_start(
    start_review: Callable[..., Any], new_data: Callable[[], Path], small_home: Path
) -> None:
    data = new_data()
    with pytest.raises(AssertionError, match="16 characters"), start_review(data, small_home, token="short"):
        pass


def test_finish_writes_and_says_what_and_a_refusal_says_why(
    start_review: Callable[..., Any], new_data: Callable[[], Path], small_home: Path
) -> None:
    with start_review(new_data(), small_home) as server:
        key = server.key(NEW)
        server.submit("/review/007/decisions", action="accept", key=key, seen="0")
        started = server.send("/review/007/finish", {})
        assert (started.status, started.headers["Location"]) == (202, "/review/007/finish.json")
        assert "say first what these names stand for: Ostrow Foundry" in done(server)["error"]
        assert "Ostrow Foundry" in server.get("/review/007/finish").text
        server.submit("/review/007/decisions", action="accept", key=key, seen="1", **FOUNDRY)
        assert server.submit("/review/007/finish").headers["Location"] == "/review/007/finish"
        assert done(server)["written"]["claims"] == ["007-001"]
        claims = yaml.safe_load((server.data / "claims" / "007.yaml").read_text(encoding="utf-8"))["claims"]
        assert [(each["id"], each["subject"]) for each in claims] == [("007-001", "ostrow-foundry")]
        page = server.get("/review/007/finish").text
        assert "007-001" in page and "claims/007.yaml" in page and "Build" in page
        assert server.states()["Ostrow Foundry works with virtual reality."] == "written"


def done(server: Any) -> Any:
    """The state of the finish once it is over."""
    until = time.monotonic() + 120
    while (state := server.request("GET", "/review/007/finish.json").json())["state"] == "running":
        assert time.monotonic() < until
        time.sleep(0.2)
    return state


def test_evidence_is_marked_on_the_page_of_the_pdf_that_it_was_read_from(
    start_review: Callable[..., Any], new_data: Callable[[], Path], small_home: Path, tmp_path: Path
) -> None:
    pytest.importorskip("pdfplumber")
    image = pytest.importorskip("PIL.Image")
    data, file = new_data(), tmp_path / "chimes.pdf"
    file.write_bytes(PDF)
    folders = ["--data", str(data), "--documents", str(data.parent / "texts")]
    read = CliRunner().invoke(cli, ["read", str(file), *folders])
    assert read.exit_code == 0, read.output
    document = load_documents(data / "documents.yaml")["009"]
    text = (data.parent / "texts" / document.file).read_bytes().decode()
    words = "Chimes in Utrecht use machine learning."
    start = text.index(words)
    here = Span(start, start + len(words))
    thing = Mention(here.start, here.start + 6, "Chimes", "Topic", "names", 0.9)
    other = Mention(here.start, here.end, "machine learning", "Technology", "names", 0.9, "machine-learning")
    made = Candidate("Relation", thing, "needs", other, (here,), "verb", 0.5, "Chimes need machine learning.")
    write_extraction(file_of(data, "009"), "009", text, Extraction([], [made], "en_test 1.0"))
    with start_review(data, small_home) as server:
        page = server.get("/review/009").text
        address = re.search(r'<img src="(/review/009/page/\d+\.png\?key=\w+)"', page)
        assert address and address[1].startswith("/review/009/page/2.png")
        marked = server.get(address[1])
        assert (marked.status, marked.headers["Content-Type"]) == (200, "image/png")
        assert marked.headers["Cache-Control"] == "no-store"
        first = server.get(address[1].replace("2.png", "1.png"))
        assert yellow(image, marked.body) > 1000 > yellow(image, first.body)
        assert server.get(address[1].replace("2.png", "9.png")).status == 404
        assert server.get("/review/007/page/1.png").status == 404


def yellow(image: Any, png: bytes) -> int:
    """How many pixels are of a strong yellow."""
    pixels = image.open(io.BytesIO(png)).convert("RGB").getdata()
    return sum(1 for red, green, blue in pixels if red > 230 and green > 190 and blue < 120)


def _pdf(*pages: str) -> bytes:
    """A PDF with a line of words a page; readers make the table of its objects themselves."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    made = ["%PDF-1.4", "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj"]
    made.append(f"2 0 obj << /Type /Pages /Kids [{kids}] /Count {len(pages)} >> endobj")
    made.append("3 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj")
    for at, words in enumerate(pages):
        drawn = f"BT /F1 14 Tf 72 700 Td ({words}) Tj ET"
        made.append(
            f"{4 + 2 * at} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >> endobj"
        )
        made.append(f"{5 + 2 * at} 0 obj << /Length {len(drawn)} >> stream\n{drawn}\nendstream endobj")
    made.append(f"trailer << /Root 1 0 R /Size {4 + 2 * len(pages)} >>\n%%EOF\n")
    return "\n".join(made).encode()


PDF = _pdf("Bells are older than the towers that carry them.", "Chimes in Utrecht use machine learning. They ring.")
