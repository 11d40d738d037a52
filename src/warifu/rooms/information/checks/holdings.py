"""Checks: the yearly return to the originator of what is still held."""

from __future__ import annotations

from warifu.law.judge import Check

CHECKS: dict[str, Check] = {}
