"""What is remembered: never more than was allowed, and what was used last."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.remembered import Memory, Remembered


def response(size: int) -> Remembered:
    return Remembered('"tag"', [], b"x" * size)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3000)), max_size=80), st.integers(0, 20_000))
def test_it_never_takes_up_more_than_it_may(puts: list[tuple[int, int]], most: int) -> None:
    memory = Memory(most)
    last: dict[int, int] = {}
    for key, size in puts:
        memory.put(key, response(size))
        last[key] = size
        assert 0 <= memory.bytes <= most
        found = memory.get(key)
        if size + 500 <= most // 8:
            assert found is not None and len(found.body) == size
    sizes = [memory.get(key) for key in last]
    assert memory.bytes == sum(each.size for each in sizes if each is not None)


def test_what_was_not_used_for_longest_goes_first() -> None:
    memory = Memory(8000)
    for key in range(8):
        memory.put(key, response(490))
    memory.get(0)
    memory.put(8, response(490))
    assert memory.get(0) is not None and memory.get(1) is None
    assert (memory.hits, memory.misses) == (2, 1)
