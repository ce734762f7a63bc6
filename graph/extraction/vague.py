"""Words that name nothing by themselves: a claim about "characteristics" or for "services" tells nothing."""

from __future__ import annotations

_VAGUE = frozenset(
    """
    etc ability area aspect aspects case cases characteristic characteristics element elements everything example
    examples fact factor factors feature features form forms issue issues kind kinds level levels number others
    part parts point points result results role service services something step steps thing things time type types
    way ways
    """.split()
)


def names_nothing(name: str) -> bool:
    """Whether a name is one of these words.

    >>> names_nothing("Results"), names_nothing("results of the survey")
    (True, False)
    """
    return name.casefold().rstrip(".") in _VAGUE
