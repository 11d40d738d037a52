"""Our own house of classified information in the pages: people, places, custodians, decisions, musters, openings.

Law: everything here is national and never sent. A page reads through the reader's store; what is signed is confirmed by
the officer each time, and judged before it is signed.
"""

from __future__ import annotations

from warifu.doors.web.inhouse import asking, entering, mustering, opening, people

PAGES = (*people.PAGES, *asking.PAGES, *opening.PAGES, *mustering.PAGES, *entering.PAGES)
