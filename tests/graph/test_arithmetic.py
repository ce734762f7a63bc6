"""Sums beside claims are reckoned, never believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.arithmetic import check_sum


@pytest.mark.parametrize(
    "text", ["3319 + 199 + 749 = 4267", "1.64 / 2.34 = 0.701", "(1 - 3) * 2 = -4", "-2 + 5 = 3"]
)
def test_a_sum_that_comes_out(text: str) -> None:
    assert check_sum(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3319 + 199 + 749 = 4041", "it is 4267"),
        ("1.64 / 2.34 = 0.71", "it is 0.70"),
        ("3319 + 199", "write a sum as"),
        ("3,319 + 1 = 3320", "write a sum as"),
        ("two + two = 4", "write a sum as"),
        ("1 / 0 = 1", "cannot be reckoned"),
        ("(1 + 2 = 3", "cannot be reckoned"),
        ("9 ** 9 = 1", "only numbers"),
        ("9 // 9 = 1", "only numbers"),
    ],
)
def test_a_sum_that_does_not(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check_sum(text)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 10**6))
def test_reckoning_is_exact(first: int, second: int, wrong: int) -> None:
    check_sum(f"{first} + {second} = {first + second}")
    with pytest.raises(ValueError, match="does not come out"):
        check_sum(f"{first} + {second} = {first + second + wrong}")
