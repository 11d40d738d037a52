"""Registers as pages: a file is taken in (``taking_in``), both sides' dealings are laid side by side (``matching``)."""

from __future__ import annotations

from warifu.doors.web.page import Page
from warifu.doors.web.registers import matching, taking_in

PAGES: tuple[Page, ...] = (*taking_in.PAGES, *matching.PAGES)
