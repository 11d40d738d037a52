"""Acts: yearly figures of the joint committee."""

from __future__ import annotations

from warifu.law.room import kinds_of

KINDS = kinds_of()
