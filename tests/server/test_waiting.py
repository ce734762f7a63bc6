"""Who gets a reader, and who waits for one."""

from __future__ import annotations

import pytest

from server.connection import network
from server.engine import Client, Limits
from server.problems import Problem
from server.waiting import Queue, may_have_one


def client(address: str) -> Client:
    return Client(address, lambda: False)


@pytest.mark.parametrize(
    ("held", "readers", "may"),
    [
        ([], 4, True),
        (["a"], 4, True),
        (["a", "a"], 4, False),
        (["b", "b"], 4, True),
        (["a", "b", "c"], 4, False),
        ([], 1, True),
        (["b"], 1, False),
        (["a"], 2, False),
    ],
)
def test_strangers_leave_readers_to_others_and_to_pages(held: list[str], readers: int, may: bool) -> None:
    assert may_have_one(client("a"), held, readers) is may
    assert may_have_one(None, held, readers)


def test_who_has_fewest_goes_first_then_who_came_first() -> None:
    queue = Queue(Limits())
    for address in ("a", "a", "b", "c", "b"):
        queue.join(client(address), 1)
    queue.join(None, 1)
    order = [each.client.address if each.client else "page" for each in queue.in_turn(["a", "a", "b"])]
    assert order == ["c", "page", "b", "b", "a", "a"]


def test_in_a_full_queue_whoever_has_most_gives_way() -> None:
    queue = Queue(Limits(queue=4))
    a = [queue.join(client("a"), 1) for _ in range(4)]
    with pytest.raises(Problem):
        queue.join(client("a"), 1)
    queue.join(client("b"), 1)
    assert isinstance(a[3].reader.exception(0), Problem) and not a[2].reader.done()
    queue.join(client("b"), 1)
    with pytest.raises(Problem):
        queue.join(client("b"), 1)
    assert len(queue) == 4
    queue.join(None, 1)  # pages always may
    assert len(queue) == 5


def test_who_leaves_or_is_sent_away() -> None:
    queue = Queue(Limits())
    first, second = queue.join(client("a"), 1), queue.join(client("b"), 1)
    assert queue.somebody_has_none(["a"]) and not queue.somebody_has_none(["a", "b"])
    queue.leave(first.reader)
    queue.close()
    assert len(queue) == 0 and not first.reader.done() and isinstance(second.reader.exception(0), Problem)


@pytest.mark.parametrize(
    ("address", "one_client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("nonsense:", "nonsense:"),
        ("x" * 100, "x" * 45),
    ],
)
def test_one_client_is_an_address_or_the_network_of_one_subscriber(address: str, one_client: str) -> None:
    assert network(address) == one_client
