"""Somebody who comes to a served node over HTTP: an officer with password and codes, or a system with a token."""

from __future__ import annotations

import hmac
import html
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from base64 import b32decode
from http.cookiejar import CookieJar
from typing import Any

from tests.doors.web.writing import Form, findings

STEP_SECONDS, MARGIN_SECONDS = 30, 15
_HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def code_at(secret: str, step: int) -> str:
    """Return what a device shows at a step of time (RFC 6238 with SHA-1, six figures)."""
    mac = hmac.digest(b32decode(secret), step.to_bytes(8), "sha1")
    place = mac[-1] & 15
    return str((int.from_bytes(mac[place : place + 4]) & 0x7FFFFFFF) % 10**6).zfill(6)


class Officer:
    """An officer at a browser; each code of the second factor is used once."""

    def __init__(self, pages: str, seat: dict[str, str]) -> None:
        self.pages, self.seat = pages.rstrip("/"), seat
        self.cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), self.cookies)
        self.address, self._step = "", 0

    def code(self) -> str:
        """Return the next code; the step before the present one and the one after it are taken too.

        The one before is not used when it ends while it is on its way.
        """
        self._step = max(self._step + 1, int(time.time() + MARGIN_SECONDS) // STEP_SECONDS - 1)
        assert self._step <= int(time.time()) // STEP_SECONDS + 1, "three codes are all that one moment has"
        return code_at(self.seat["secret"], self._step)

    def get(self, address: str, language: str = "en") -> str:
        """Return a page."""
        return self.read(address, language).decode()

    def read(self, address: str, language: str = "en") -> bytes:
        """Return what stands at an address, as it comes."""
        return self._open(_request(self._whole(address)), language)

    def post(self, address: str, fields: dict[str, Any], language: str = "en") -> str:
        """Send a form and return the page that it leads to."""
        data = urllib.parse.urlencode(fields, doseq=True).encode()
        asked = _request(self._whole(address), data, {"Referer": self.pages + "/"})
        return self._open(asked, language).decode()

    def _whole(self, address: str) -> str:
        return address if address.startswith("http") else self.pages + address

    def _open(self, asked: urllib.request.Request, language: str) -> bytes:
        asked.add_header("Accept-Language", language)
        try:
            with self.opener.open(asked, timeout=60) as answer:
                self.address = answer.geturl()
                return bytes(answer.read())
        except urllib.error.HTTPError as refused:
            said = refused.read().decode()
            raise AssertionError(f"{asked.full_url}: {refused.code}\n{findings(said) or said[-2000:]}") from refused

    def sign_in(self) -> None:
        """Sign in with password and code."""
        page = self.get("/account/login/")
        page = self._sent(page, login=self.seat["name"], password=self.seat["password"])
        self._sent(page, code=self.code())

    def _sent(self, page: str, **fields: str) -> str:
        return self.post(self.address, {"csrfmiddlewaretoken": _token(page), **fields})

    def write(self, address: str, language: str = "en", **fields: Any) -> bytes:
        """Write, check, review and sign one act; returns its case."""
        form = Form(self.get(address, language))
        told = {name.replace("__", "."): value for name, value in fields.items()}
        assert not told.keys() - form.names, told.keys() - form.names
        review = Form(page := self.post(form.action, {**form.fields, **told, "do": "check"}, language))
        if 'value="insist"' in page:
            review = Form(page := self.post(review.action, {**review.fields, "do": "insist"}, language))
        assert "passphrase" in review.names, findings(page) or page[-2000:]
        confirmed = {"passphrase": self.seat["passphrase"], "code": self.code(), "do": "sign"}
        page = self.post(review.action, {**review.fields, **confirmed}, language)
        assert "/cases/" in self.address, findings(page) or page[-2000:]
        return bytes.fromhex(self.address.partition("/cases/")[2][:64])

    def exchange(self) -> str:
        """Exchange with the other node from the home page; returns what the page says."""
        return self.post("/exchange", {"csrfmiddlewaretoken": _token(self.get("/"))})


def _request(address: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> urllib.request.Request:
    assert address.startswith("http://localhost:"), address
    return urllib.request.Request(address, data, headers or {})  # noqa: S310  loopback alone, as asserted


def _token(page: str) -> str:
    found = _HIDDEN.search(page)
    assert found, page[-2000:]
    return html.unescape(found[1])


class System:
    """A national system at the API of a node."""

    def __init__(self, pages: str, token: str) -> None:
        self.pages, self.token = pages.rstrip("/"), token
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(self, path: str, body: dict[str, Any] | None = None, status: int = 200, key: str = "") -> Any:
        """Ask the API and return what it answers."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": key}
        data = None if body is None else json.dumps(body).encode()
        asked = _request(f"{self.pages}/api/v1{path}", data, headers)
        try:
            with self.opener.open(asked, timeout=60) as answer:
                found, said = answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            found, said = refused.code, refused.read()
        assert found == status, (path, found, said)
        return json.loads(said)
