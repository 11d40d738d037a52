"""Whose move: items of classified information and the custody of their copies."""

from __future__ import annotations

from warifu.law.flow import Flow

FLOWS: tuple[Flow, ...] = ()
