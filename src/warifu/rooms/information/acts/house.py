"""Acts: what stays in our own house: attestations, need-to-know, custodians, musters, decisions, openings."""

from __future__ import annotations

from warifu.law.room import kinds_of

KINDS = kinds_of()
