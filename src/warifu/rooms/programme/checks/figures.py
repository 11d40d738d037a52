"""Checks: yearly figures of the joint committee."""

from __future__ import annotations

from warifu.law.judge import Check

CHECKS: dict[str, Check] = {}
