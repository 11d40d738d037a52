"""Checks: the originator's prior written consent: third government or person, reproduction, translation, other use."""

from __future__ import annotations

from warifu.law.judge import Check

CHECKS: dict[str, Check] = {}
