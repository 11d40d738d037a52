"""Checks: the originator's prior consent."""

from __future__ import annotations

from warifu.law.judge import Check

CHECKS: dict[str, Check] = {}
