"""Every page: its name, its address, its view, and who may read and write there. One table, tested whole.

Law: a page that is not here does not exist. ``reads`` may GET, ``writes`` may POST; an auditor reads all and changes
nothing. Roles are those of appointments on the roll; ``ADMINISTRATOR`` is the one that accounts know besides.
"""

from __future__ import annotations

from warifu.doors.api import pages as api_pages
from warifu.doors.web import (
    acting,
    acting_prepared,
    acting_relief,
    acting_relief_both,
    acting_repeat,
    acting_review,
    announcements,
    balances,
    casepage,
    committee,
    directory,
    exchanging,
    home,
    inhouse,
    labelling,
    logs,
    orders,
    packs,
    papers,
    people,
    projects,
    registers,
    registry,
    removals,
    screenings,
    searching,
    shipping,
)
from warifu.doors.web.accounts import administration, confirming, own
from warifu.doors.web.calendar import addresses as calendar_addresses
from warifu.doors.web.calendar import pages as calendar_pages
from warifu.doors.web.page import Page

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *exchanging.PAGES,
    *orders.PAGES,
    *acting_repeat.PAGES,
    *acting_relief.PAGES,
    *acting_relief_both.PAGES,
    *casepage.PAGES,
    *papers.PAGES,
    *labelling.PAGES,
    *acting.PAGES,
    *acting_review.PAGES,
    *acting_prepared.PAGES,
    *balances.PAGES,
    *searching.PAGES,
    *committee.PAGES,
    *announcements.PAGES,
    *calendar_pages.PAGES,
    *calendar_addresses.PAGES,
    *registers.PAGES,
    *registry.PAGES,
    *inhouse.PAGES,
    *removals.PAGES,
    *projects.PAGES,
    *shipping.PAGES,
    *screenings.PAGES,
    *own.PAGES,
    *administration.PAGES,
    *confirming.PAGES,
    *directory.PAGES,
    *packs.PAGES,
    *logs.PAGES,
    *people.PAGES,
    *api_pages.PAGES,
)
