"""Answer at ``/public/``: the public pages and the forms of the mail, to whoever comes, and nothing else of the node.

Law: this stands beside the pages of our own people, never within them: no session, no cookie, no account, no form token
is read or written. Pages may be kept by caches for half a minute; what is answered to somebody alone by nobody. Where
the node does not allow it (``public = true``) every address is not found. A POST is believed by its link alone, so that
one click of a mail program is enough (RFC 8058).

Place on the path: WSGI, in front of Django (``web.wsgi``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from warifu.doors.public import limiting, site, subscribing
from warifu.doors.public.door import Door
from warifu.doors.public.mails import language_of
from warifu.doors.public.notices import LANGUAGES
from warifu.doors.sentences import Language

BEGINS = "/public/"
MAX_BODY_BYTES = 8192
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_MEDIA = {
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "txt": "text/plain; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8", "pdf": "application/pdf",
}  # fmt: skip
_KEPT, _NEVER = "public, max-age=30, must-revalidate", "no-store"
Environ = dict[str, Any]
Start = Callable[..., Any]


class Answer(NamedTuple):
    """A status, a body, its media type, whether caches may keep it, and what else is said at its head."""

    status: str
    body: bytes = b""
    media: str = _MEDIA["html"]
    kept: bool = False
    more: tuple[tuple[str, str], ...] = ()


class PublicApp:
    """WSGI: the public door of a node."""

    def __init__(self, door: Callable[[], Door]) -> None:
        """Take what opens the door: that is done when somebody comes."""
        self._open = door
        self._door: Door | None = None

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer one request."""
        self._door = self._door or self._open()
        answer = _answer(self._door, environ)
        headers = [
            ("Content-Type", answer.media), ("Cache-Control", _KEPT if answer.kept else _NEVER),
            ("Content-Security-Policy", _POLICY), ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"), *answer.more,
        ]  # fmt: skip
        status, body = answer.status, answer.body
        if answer.kept:
            tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            headers.append(("ETag", tag))
            if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
                status, body = "304 Not Modified", b""
        if not status.startswith("304"):
            headers.append(("Content-Length", str(len(body))))
        start(status, headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _answer(door: Door, environ: Environ) -> Answer:
    asked = str(environ.get("PATH_INFO", ""))
    path = asked[len(BEGINS) :]
    first, _, token = path.partition("/")
    if not door.config.public:
        return _none()
    if asked + "/" == BEGINS:
        return Answer("308 Permanent Redirect", more=(("Location", BEGINS),))
    form = _FORMS.get(first) if door.mails else None
    if form is not None and path != first:
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD", "POST"}:
            return Answer("405 Method Not Allowed", more=(("Allow", "GET, HEAD, POST"),))
        return form(door, environ, token)
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return Answer("405 Method Not Allowed", more=(("Allow", "GET, HEAD"),))
    named = path + site.INDEX if not path or path.endswith("/") else path
    raw = door.file(named)
    if raw is None:
        return _none()
    return Answer("200 OK", raw, _MEDIA.get(named.rpartition(".")[2], "application/octet-stream"), kept=True)


def _none() -> Answer:
    return _told("404 Not Found", "none")


def _told(status: str, what: str, language: Language | None = None) -> Answer:
    """Answer with a page that says one thing, in one language, or in both where we know of none."""
    languages: tuple[Language, ...] = (language,) if language else LANGUAGES
    return Answer(status, site.page("told.html", languages[0], what=what, languages=languages, root="/public/"))


def _subscribe(door: Door, environ: Environ, token: str) -> Answer:
    """Show the form; sent, take the address. The answer is the same whatever is known of it."""
    if token:
        return _none()
    if environ["REQUEST_METHOD"] != "POST":
        return Answer("200 OK", site.page("subscribe.html", "en", languages=LANGUAGES, root="/public/"))
    said = _form(environ)
    language: Language = "ja" if said.get("language") == "ja" else "en"
    address = subscribing.tidy(said.get("address", ""))
    if not address:
        return _told("422 Unprocessable Content", "amiss", language)
    if not limiting.admitted(door, limiting.source_of(environ), address):
        return _told("429 Too Many Requests", "busy", language)
    subscribing.ask(door, address, language)
    return _told("200 OK", "asked", language)


def _confirm(door: Door, environ: Environ, token: str) -> Answer:
    """Show what is to be confirmed; sent, begin. A program that only looks at links confirms nothing."""
    if environ["REQUEST_METHOD"] != "POST":
        found = subscribing.to_confirm(door, token)
        return _spent() if found is None else _button("confirm", language_of(found))
    done = subscribing.confirm(door, token)
    return _spent() if done is None else _told("200 OK", "confirmed", language_of(done))


def _leave(door: Door, environ: Environ, token: str) -> Answer:
    """Show the way out; sent, erase. The answer to a POST is the same for a link that is good and one that is not."""
    found = subscribing.to_leave(door, token)
    if environ["REQUEST_METHOD"] != "POST":
        return _button("leave", language_of(found)) if found is not None else _told("200 OK", "left")
    subscribing.leave(door, token)
    return _told("200 OK", "left", language_of(found) if found is not None else None)


def _spent() -> Answer:
    return _told("410 Gone", "spent")


def _button(what: str, language: Language) -> Answer:
    return Answer("200 OK", site.page("button.html", language, what=what, root="/public/"))


def _form(environ: Environ) -> dict[str, str]:
    """Return the first value of each field of a form; of a body that is too long, nothing."""
    length = str(environ.get("CONTENT_LENGTH") or "0")
    if not (length.isascii() and length.isdigit()) or int(length) > MAX_BODY_BYTES:
        return {}
    raw: bytes = environ["wsgi.input"].read(int(length))
    try:
        read = parse_qs(raw.decode("utf-8"), max_num_fields=8)
    except ValueError:
        return {}
    return {name: values[0] for name, values in read.items()}


_FORMS: dict[str, Callable[[Door, Environ, str], Answer]] = {
    "subscribe": _subscribe, "confirm": _confirm, "leave": _leave,
}  # fmt: skip
