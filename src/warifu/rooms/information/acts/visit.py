"""Acts: requests for visit, with the elements of the multinational form, and what the host decides."""

from __future__ import annotations

from warifu.law.room import kinds_of

KINDS = kinds_of()
