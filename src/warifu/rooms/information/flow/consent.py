"""Whose move: consent of the originator, asked for, given, drawn on, taken back."""

from __future__ import annotations

from warifu.law.flow import Flow

FLOWS: tuple[Flow, ...] = ()
