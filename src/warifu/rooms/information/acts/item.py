"""Acts: items of classified information and the custody of their copies."""

from __future__ import annotations

from warifu.law.room import kinds_of

KINDS = kinds_of()
