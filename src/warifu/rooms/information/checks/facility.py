"""Checks: contractors and facilities: assurance, inspections, custodian."""

from __future__ import annotations

from warifu.law.judge import Check

CHECKS: dict[str, Check] = {}
