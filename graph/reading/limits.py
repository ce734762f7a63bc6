"""How large a file may be, told before it is read."""

from __future__ import annotations

LARGEST = 50_000_000


def too_large(found: int | None, largest: int = LARGEST) -> str:
    """The line that refuses a file; ``found`` is its size in bytes, where known."""
    size = f"it has {found:,} bytes" if found is not None else "it goes on and on"
    return f"{size}; a file of more than {largest:,} is not read"
