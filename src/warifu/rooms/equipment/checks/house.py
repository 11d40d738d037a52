"""Checks: the screening of a transfer in our own house."""

from __future__ import annotations

from warifu.law.judge import Check

CHECKS: dict[str, Check] = {}
