"""The documentation is true: the commands, addresses and files it names are there, and no address is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.cli import cli
from server.app import create_app
from server.engine import Limits
from server.protocol import MOST_PARAMETERS

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_files_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_exist(page: Path) -> None:
    for name, rest in re.findall(r"creativekg ([a-z]+)([^\n`]*)", page.read_text(encoding="utf-8")):
        assert name in cli.commands, name
        options = {option for parameter in cli.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options | {"--help"}


def test_every_address_is_documented(snapshot_home: Path) -> None:
    text = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    application = create_app(snapshot_home, Limits(readers=1))
    for rule in application.url_map.iter_rules():
        first = (
            re.sub(r"^<any\((\w+).*", r"\1", rule.rule.removeprefix("/")).split("<")[0].split("/")[0].rstrip(".")
        )
        assert f"`/{first}" in text, rule.rule


def test_the_limits_are_the_documented_ones() -> None:
    text = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    limits = Limits()
    rows = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", text.partition("## Limits")[2], re.MULTILINE))
    assert rows == {
        "what": "most",
        "---": "---",
        "time for a query": f"{limits.deadline_s:g} s, with `timeout=` {limits.deadline_most_s:g} s",
        "memory for a query": f"{limits.memory_bytes >> 30} GiB more than an idle reader",
        "length of a result": f"{limits.result_bytes >> 20} MiB",
        "length of a query": f"{limits.query_chars:,} characters",
        "nesting of brackets and signs": f"{limits.query_depth}",
        "queries at a time": f"{limits.readers} readers, of which one is kept for pages; one client has at most "
        f"{limits.readers - 2}",
        "queries that wait for a reader": f"{limits.queue}, each {limits.queue_wait_s:g} s",
        "requests of one client at a time": f"{limits.client_requests}",
        "connections": f"{limits.connections:,}, of one client {limits.client_connections}",
        "time for a request to come in whole": f"{limits.request_s:g} s",
        "silence of a connection, and of a client that does not read": f"{limits.idle_s:g} s",
        "parameters of a request": f"{MOST_PARAMETERS}",
    }


def test_decisions_are_numbered_sentences_with_a_reason() -> None:
    lines = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").splitlines()
    decisions = [line for line in lines if re.match(r"\d+\. ", line)]
    assert [int(line.split(".")[0]) for line in decisions] == list(range(1, len(decisions) + 1))
    assert all("because" in line and line.endswith(".") for line in decisions)


def test_no_lock_names_a_registry_host() -> None:
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")
    for lock in ("package-lock.json", "tests/clients/package-lock.json"):
        assert '"resolved"' not in (ROOT / lock).read_text(encoding="utf-8"), lock
