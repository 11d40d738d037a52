"""Checks: items of classified information and the custody of their copies."""

from __future__ import annotations

from warifu.law.judge import Check

CHECKS: dict[str, Check] = {}
