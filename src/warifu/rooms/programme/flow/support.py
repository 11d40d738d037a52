"""Whose move: standing offers of support."""

from __future__ import annotations

from warifu.law.flow import Flow

FLOWS: tuple[Flow, ...] = ()
