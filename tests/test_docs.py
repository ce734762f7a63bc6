"""The documentation is true: the commands, addresses and files it names are there, and no address is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.cli import cli
from server.app import create_app
from server.engine import Limits

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
        first = re.sub(r"<any\((\w+).*", r"\1", rule.rule.removeprefix("/")).split("<")[0].split("/")[0]
        assert f"`/{first}" in text, rule.rule


def test_the_limits_are_the_documented_ones() -> None:
    text = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    limits = Limits()
    stated = (
        f"{limits.deadline_s:.0f} s, {limits.memory_bytes >> 30} GiB of\nmemory, {limits.result_bytes >> 20} MiB"
    )
    assert stated in text
    assert f"{limits.query_chars:,} characters of query" in text


def test_decisions_are_numbered_sentences_with_a_reason() -> None:
    lines = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").splitlines()
    decisions = [line for line in lines if re.match(r"\d+\. ", line)]
    assert [int(line.split(".")[0]) for line in decisions] == list(range(1, len(decisions) + 1))
    assert all("because" in line and line.endswith(".") for line in decisions)


def test_no_lock_names_a_registry_host() -> None:
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
