"""Acts: loss, compromise or the possibility of it: the originator is told at once, and what follows."""

from __future__ import annotations

from warifu.law.room import kinds_of

KINDS = kinds_of()
