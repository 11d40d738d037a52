"""Acts: the screening of a transfer in our own house."""

from __future__ import annotations

from warifu.law.room import kinds_of

KINDS = kinds_of()
