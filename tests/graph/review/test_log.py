"""Decisions in their file: whatever happens, what was decided before is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import ReviewError
from graph.review.decisions import Accept, NoClaim, Reject, Settle, Undo
from graph.review.desk import Desk
from graph.review.log import Log, file_of

KEYS = ["0" * 16, "1" * 16, "2" * 16]
_made = st.one_of(
    st.builds(Accept, key=st.sampled_from(KEYS)),
    st.builds(Reject, key=st.sampled_from(KEYS), reason=st.none() | st.text(max_size=8)),
    st.builds(Settle, name=st.sampled_from(["mill", "loom"]), same=st.sampled_from(["museums", "design"])),
    st.builds(
        NoClaim, start=st.just(0), end=st.sampled_from([4, 9]), reason=st.sampled_from(["teaser", "heading"])
    ),
    st.just("undo"),
)


def _counts(log: Log) -> dict[tuple[str, str], str]:
    return {subject: made.model_dump_json(exclude={"n"}) for subject, made in log.state.counts.items()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.lists(_made, max_size=12), data=st.data())
def test_a_file_cut_anywhere_gives_the_state_of_its_whole_lines(
    tmp_path: Path, row: list[object], data: st.DataObject
) -> None:
    file = tmp_path / "007.anna.jsonl"
    file.unlink(missing_ok=True)
    log = Log(file)
    stack: list[tuple[tuple[str, str], str]] = []  # what counts, told without the code under test
    history: list[list[tuple[tuple[str, str], str]]] = [[]]
    numbers: list[int] = []
    for made in row:
        if made == "undo":
            if not stack:
                continue
            stack.pop()
            log.append(Undo(undone=numbers.pop()))
        else:
            assert isinstance(made, Accept | Reject | Settle | NoClaim)
            stack.append((made.subject, made.model_dump_json(exclude={"n"})))
            numbers.append(log.append(made).n)
        history.append(list(stack))
    whole = file.read_bytes() if row and file.exists() else b""
    assert _counts(log) == dict(history[-1])
    cut = data.draw(st.integers(0, len(whole)))
    file.write_bytes(whole[:cut])
    again = Log(file)
    lines = whole[:cut].count(b"\n")
    assert _counts(again) == dict(history[lines])
    assert (again.note is None) == whole[:cut].endswith(b"\n") or not cut
    again.append(Accept(key="f" * 16))
    assert [json.loads(line)["n"] for line in file.read_bytes().splitlines()] == list(range(1, lines + 2))
    assert _counts(Log(file)) == _counts(again)


def test_two_windows_of_one_reviewer_do_not_overwrite_one_another(tmp_path: Path) -> None:
    file = tmp_path / "decisions" / "007.anna.jsonl"
    one, other = Log(file), Log(file)
    one.append(Accept(key=KEYS[0]))
    other.append(Accept(key=KEYS[1]))
    one.append(Reject(key=KEYS[1]))
    assert [each.action for each in Log(file).decisions] == ["accept", "accept", "reject"]
    assert one.state.counts.keys() == {("candidate", KEYS[0]), ("candidate", KEYS[1])}


def test_many_threads_write_whole_lines(tmp_path: Path) -> None:
    log = Log(tmp_path / "007.anna.jsonl")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda at: log.append(Accept(key=f"{at:016x}")), range(60)))
    found = Log(log.file).decisions
    assert [each.n for each in found] == list(range(1, 61))
    assert {each.subject for each in found} == {("candidate", f"{at:016x}") for at in range(60)}
    assert log.decisions == found


def test_a_file_that_git_replaced_is_read_anew(tmp_path: Path) -> None:
    log, other = Log(tmp_path / "007.anna.jsonl"), Log(tmp_path / "elsewhere.anna.jsonl")
    for at in range(3):
        log.append(Accept(key=KEYS[at]))
    other.append(Reject(key=KEYS[2], reason="decided in another clone, in a line that is longer than the others"))
    other.file.replace(log.file)
    log.append(Accept(key=KEYS[0]))
    assert [each.action for each in Log(log.file).decisions] == ["reject", "accept"]
    assert log.decisions == Log(log.file).decisions


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("<<<<<<< HEAD", "2: not a decision"),
        ('{"n": 2, "action": "approve", "key": "0000000000000000"}', "2: not a decision"),
        ('{"n": 1, "action": "accept", "key": "0000000000000000"}', "2: this decision has the number 1"),
    ],
)
def test_a_whole_line_that_is_no_decision_is_named(tmp_path: Path, line: str, words: str) -> None:
    file = tmp_path / "007.anna.jsonl"
    Log(file).append(Accept(key=KEYS[0]))
    file.write_text(file.read_text() + line + "\n")
    before = file.read_bytes()
    with pytest.raises(ReviewError, match=words):
        Log(file)
    assert file.read_bytes() == before


def test_a_full_disk_loses_one_decision_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "007.anna.jsonl"
    log = Log(file)
    log.append(Accept(key=KEYS[0]))
    before = file.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ReviewError, match="No space left"):
        log.append(Accept(key=KEYS[1]))
    monkeypatch.undo()
    assert file.read_bytes() == before
    assert log.append(Accept(key=KEYS[2])).n == 2


def test_a_decision_is_on_the_disk_when_it_is_made(sit: Callable[..., Desk], looms: SimpleNamespace) -> None:
    desk = sit()
    desk.decide(Accept(key=looms.adoption.key))
    (line,) = looms.lines(desk.log.file)
    assert line["action"] == "accept" and line["candidate"]["gloss"] == looms.adoption.gloss
    assert sit().proposal(looms.adoption.key).state == "accept"


@pytest.mark.parametrize("name", ["Anna B", "../anna", "", "anna.b"])
def test_a_reviewer_has_a_name_that_a_file_can_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReviewError, match="small letters"):
        file_of(tmp_path, "007", name)
