"""YAML as people edit it: text stays text, and every mistake is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputError
from graph.yamlfile import read_yaml


def _write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "input.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_scalars_stay_as_written(tmp_path: Path) -> None:
    data = read_yaml(_write(tmp_path, "country: NO\nvalue: 2.340\ndate: 2024-04-18\nempty: ''\n")).data
    assert data == {"country": "NO", "value": "2.340", "date": "2024-04-18", "empty": ""}


def test_lines_are_known(tmp_path: Path) -> None:
    source = read_yaml(_write(tmp_path, "claims:\n  - id: one\n  - id: two\n    gloss: g\n"))
    assert source.line("claims", 1, "gloss") == 4
    assert source.line("claims", 1, "missing") == 3


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\na: 2\n", 2, "stands twice"),
        ("a: [1, 2\nb: 3\n", 2, "not YAML"),
        ("a: &x 1\nb: *x\n", 1, "alias"),
        ("a: &x\n  b: *x\n", 1, "alias"),
        ("[" * 30 + "]" * 30, 1, "nested more than 20 deep"),
        ("a: !python/name:os.system x\n", 1, "tag"),
        ("? [a]\n: b\n", 1, "a key must be a word"),
        ("", None, "empty"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, line: int | None, words: str) -> None:
    file = _write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        read_yaml(file)
    assert words in str(caught.value)
    assert caught.value.line == line


def test_wrong_encoding_is_named_with_its_byte(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes("a: caf\xe9\n".encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8 at byte 6"):
        read_yaml(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.yaml: cannot read the file"):
        read_yaml(tmp_path / "nowhere.yaml")


@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("yaml") / "any.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        read_yaml(file)
    except InputError as error:
        assert "\n" not in str(error).strip() or "not YAML" in str(error)
