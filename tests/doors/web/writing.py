"""Somebody who writes acts in the pages: reads the form as a browser does, fills it in, checks, reviews, signs."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any

from tests.doors.web.people import Visit


class Form(HTMLParser):
    """The form of a page that is sent by POST: its address and its fields as a browser would send them untouched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields, self.names = "", {}, set()
        self._in_form = self._done = False
        self._select, self._area = "", None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form" and at.get("method") == "post" and not self._done and "logout" not in at.get("action", ""):
            self._in_form = any(
                word in at["action"] for word in ("/write/", "/drafts/", "repeat", "relief", "/prepared/")
            )
            self.action = at["action"] if self._in_form else self.action
        if not self._in_form:
            return
        name = at.get("name", "")
        if name and tag in {"input", "select", "textarea"}:
            self.names.add(name)
        if tag == "input" and name and at.get("type") not in {"submit", "file"}:
            if at.get("type") in {"checkbox", "radio"}:
                if "checked" in at:
                    self.fields.setdefault(name, []).append(at["value"])
            else:
                self.fields[name] = at.get("value", "")
        if tag == "select":
            self._select = name
        if tag == "option" and self._select and "selected" in at:
            self.fields[self._select] = at.get("value", "")
        if tag == "textarea":
            self._area = name
            self.fields[name] = ""

    def handle_data(self, data: str) -> None:
        if self._in_form and self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._in_form:
            self._in_form, self._done = False, True
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = None


def findings(page: str) -> str:
    """What the error summary of a page says, as plain text."""
    found = re.search(r'<div class="govuk-error-summary.*?</ul>', page, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", found.group())) if found else ""


def seen_on(page: str) -> str:
    """What a page says of what it shows to be signed."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    return found[1] if found else ""


class Writer:
    """An officer at a browser, in one language."""

    def __init__(self, browser: Visit, language: str = "en") -> None:
        self.browser, self.headers = browser, {"accept-language": language}
        self.world = browser.house.world

    def get(self, address: str) -> str:
        answer = self.browser.get(address, headers=self.headers, follow=True)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    def post(self, address: str, data: dict[str, Any]) -> Any:
        return self.browser.post(address, data, headers=self.headers, follow=True)

    def checked(self, address: str, **fields: Any) -> Any:
        """Fill in a form and have it checked: the answer is the review, or the form with what stands against it."""
        form = Form(self.get(address))
        assert form.action, address
        data = {**form.fields, **{name.replace("__", "."): value for name, value in fields.items()}}
        return self.post(form.action, {**data, "do": "check"})

    def sign(self, review: Any, do: str = "sign", **more: str) -> Any:
        """Confirm what a review shows."""
        page = review.content.decode()
        form = Form(page)
        assert "passphrase" in form.names, findings(page) or page[-3000:]
        self.world.wait(31)
        confirmed = {"passphrase": self.browser.passphrase, "code": self.browser.code(), "do": do, **more}
        return self.post(form.action, {**form.fields, **confirmed})

    def write(self, case: bytes | None, kind: str, **fields: Any) -> bytes:
        """Write, check and sign one act; returns its case."""
        address = f"/cases/{case.hex()}/write/{kind}" if case else f"/write/{kind}"
        review = self.checked(address, **fields)
        page = review.content.decode()
        if "insist" in page and 'value="insist"' in page:
            review = self.post(Form(page).action, {**Form(page).fields, "do": "insist"})
        signed = self.sign(review)
        assert signed.status_code == 200, findings(signed.content.decode())
        assert "/cases/" in signed.redirect_chain[-1][0], findings(signed.content.decode())
        return bytes.fromhex(signed.redirect_chain[-1][0].partition("/cases/")[2][:64])
