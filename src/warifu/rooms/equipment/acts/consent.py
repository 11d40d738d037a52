"""Acts: the originator's prior consent."""

from __future__ import annotations

from warifu.law.room import kinds_of

KINDS = kinds_of()
