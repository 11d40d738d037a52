"""Checks: transfers of equipment and technology."""

from __future__ import annotations

from warifu.law.judge import Check

CHECKS: dict[str, Check] = {}
