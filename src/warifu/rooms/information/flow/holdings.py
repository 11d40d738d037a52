"""Whose move: the yearly return to the originator of what is still held."""

from __future__ import annotations

from warifu.law.flow import Flow

FLOWS: tuple[Flow, ...] = ()
