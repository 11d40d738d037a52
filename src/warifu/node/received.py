"""What became of a bundle: a count for those who sent it and those who took it in."""

from __future__ import annotations

from typing import NamedTuple


class Received(NamedTuple):
    """What a bundle brought: new entries, and how our node answered them."""

    entries: int = 0
    confirmed: int = 0
    fallen: int = 0
    objected: int = 0
    pending: int = 0
    aside: int = 0
    """Entries and loose acts that were kept aside in the anteroom."""
    unnamed: int = 0
    """Files that no act names: not kept."""


def add_up(before: Received, now: Received) -> Received:
    """Add what two bundles brought; pending is what is pending now."""
    summed = Received(*(one + other for one, other in zip(before, now, strict=True)))
    return summed._replace(pending=before.pending if now == Received() else now.pending)
