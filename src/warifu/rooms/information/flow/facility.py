"""Whose move: contractors and facilities: assurance, inspections, custodian."""

from __future__ import annotations

from warifu.law.flow import Flow

FLOWS: tuple[Flow, ...] = ()
