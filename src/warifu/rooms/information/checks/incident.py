"""Checks: loss, compromise or the possibility of it: the originator is told at once, and what follows."""

from __future__ import annotations

from warifu.law.judge import Check

CHECKS: dict[str, Check] = {}
