"""Acts: the yearly return to the originator of what is still held."""

from __future__ import annotations

from warifu.law.room import kinds_of

KINDS = kinds_of()
