"""Checks: requests for visit, with the elements of the multinational form, and what the host decides."""

from __future__ import annotations

from warifu.law.judge import Check

CHECKS: dict[str, Check] = {}
