"""Checks: announcements."""

from __future__ import annotations

from warifu.law.judge import Check

CHECKS: dict[str, Check] = {}
