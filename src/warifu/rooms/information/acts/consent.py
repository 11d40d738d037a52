"""Acts: the originator's prior written consent: third government or person, reproduction, translation, other use."""

from __future__ import annotations

from warifu.law.room import kinds_of

KINDS = kinds_of()
