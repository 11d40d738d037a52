"""A word in the wrong place, in the pages: who was shown it, its removal, the other side's text, each line closed."""

from __future__ import annotations

import html
import re

from tests.doors.web.people import Visit
from tests.doors.web.test_acting import REQUEST, officers, play, requested  # noqa: F401  fixtures
from tests.doors.web.writing import Writer, seen_on
from warifu.node import proving
from warifu.record import removals

SPILLED = REQUEST["text__1"]


def plain(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def confirmed(writer: Writer, address: str, page: str, **fields: object):
    """Send a form with passphrase and code."""
    writer.world.wait(31)
    browser: Visit = writer.browser
    data = {"passphrase": browser.passphrase, "code": browser.code(), "seen": seen_on(page), **fields}
    return writer.post(address, data)


def test_a_text_is_removed_and_every_line_is_followed_up(officers, play, world, gb, jp):  # noqa: F811
    case = requested(officers, play)
    world.exchange()
    for reader in (officers("GB", "liaison"), officers("JP", "accepts")):
        assert SPILLED in reader.get(f"/cases/{case.hex()}")
    printed = officers("GB", "liaison").browser.get(f"/cases/{case.hex()}/acts/{case.hex()}/form.pdf")
    assert printed.status_code == 200
    registrar = officers("GB", "registrar")
    address = f"/removals/{case.hex()}"
    assert address in registrar.get(f"/cases/{case.hex()}")
    page = registrar.get(address)
    assert SPILLED not in page
    assert "gb-liaison" in page
    assert "paper" in plain(page)
    wrong = confirmed(registrar, address, "", reason="spill")
    assert wrong.status_code == 422
    removed = confirmed(registrar, address, page, reason="spill")
    assert removed.status_code == 200
    assert "The text is removed" in plain(removed.content.decode())
    home = plain(registrar.get("/"))
    assert "Still to be followed up" in home
    assert "gb-liaison" in home
    assert "Still to be followed up" not in plain(officers("GB", "finance").get("/"))
    world.exchange()
    for reader, said in ((officers("GB", "liaison"), "Removed on"), (officers("JP", "accepts"), "消去した文書")):
        page = reader.get(f"/cases/{case.hex()}")
        assert SPILLED not in page
        assert said in plain(page)
    waits = {line.what: line for line in removals.lines(gb.store, "GB-JP", case, only_open=True)}
    assert set(waits) >= {"reader", "print"}
    for line in removals.lines(gb.store, "GB-JP", case, only_open=True):
        if line.what == "peer":
            continue  # closes by itself
        at = f"/removals/{case.hex()}/{line.mark.hex()}"
        closed = confirmed(registrar, at, registrar.get(at), done="briefed" if line.what == "reader" else "destroyed")
        assert "on record" in plain(closed.content.decode())
        assert "told to keep silent" in plain(registrar.get(at)) or line.what != "reader"
    assert "Still to be followed up" not in plain(registrar.get("/"))
    theirs = officers("JP", "registrar")
    assert "jp-accepts" in theirs.get("/removals/")
    assert proving.verify(gb.node, "JP") == proving.verify(jp.node, "GB") == []


def test_of_the_other_side_s_text_it_is_asked(officers, play, world, jp):  # noqa: F811
    case = requested(officers, play)
    world.exchange()
    registrar = officers("JP", "registrar")
    address = f"/removals/{case.hex()}"
    page = registrar.get(address)
    asked = confirmed(registrar, address, page, reason="spill")
    assert "相手国に消去を要請しました" in plain(asked.content.decode())
    page = registrar.get(f"/cases/{case.hex()}")
    assert SPILLED not in page
    assert "閲覧停止" in page
    assert SPILLED not in officers("JP", "accepts").get(f"/cases/{case.hex()}")
    world.exchange()
    own = officers("GB", "registrar")
    assert "asks for its removal" in plain(own.get("/"))
    assert confirmed(own, address, own.get(address), reason="spill").status_code == 200
    assert "asks for its removal" not in plain(own.get("/"))


def test_who_may_not_remove_is_shown_no_form_and_refused(officers, play, client_of, gb):  # noqa: F811
    case = requested(officers, play)
    auditor = client_of("auditor", gb)
    page = auditor.get(f"/removals/{case.hex()}").content.decode()
    assert "passphrase" not in page
    assert auditor.post(f"/removals/{case.hex()}", {"reason": "spill"}).status_code == 403
    finance = officers("GB", "finance").browser
    assert finance.get(f"/removals/{case.hex()}").status_code == 403
    registrar = officers("GB", "registrar").browser
    for address in ("/removals/" + "a" * 64, "/removals/zz", f"/removals/{case.hex()}/{'b' * 64}"):
        assert registrar.get(address).status_code == 404


def test_what_is_typed_lies_sealed_until_it_is_signed(officers, play):  # noqa: F811
    from warifu.doors.web.drafts.models import Draft

    writer = officers("GB", "orders")
    writer.checked("/write/logistics/request", **REQUEST, cites=[play.activities["exercise"].hex()])
    [kept] = Draft.objects.filter(state="open")
    assert SPILLED not in kept.typed
    assert REQUEST["body__receiving"] not in kept.typed
    assert SPILLED in writer.get(f"/drafts/{kept.token}")
