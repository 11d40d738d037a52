"""What a peer reaches: the answering half of ``node.exchange``, as one WSGI application.

Law: the order is the defence. 1 place: whose log is asked for, and is this peer pinned at all; 2 the TLS key against
its pin; 3 the credential: form, session, target, signature by a node key on the peer's roll; 4 size, from the header,
before a byte of a body is read; 5 the body against the digest that was signed; 6 only then the node. What fails is
answered by its code and has changed nothing; what is ours alone (paths, the database) is never told.

Works under any WSGI server. Over TLS the server says in ``warifu.tls`` which key was shown and in ``warifu.tls_own``
which was ours (``doors.serving`` does); a request that did not come over TLS must come from this machine.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Any, NamedTuple

from django.db import connections

from warifu.core.errors import BytesError, KeyTroubleError, StoreError, WarifuError, WireError
from warifu.doors.serving import Server
from warifu.doors.talking import Bounds
from warifu.node.caller import BUNDLE, ERROR, HEADS, MAX_FRAME_BYTES
from warifu.node.credential import EMPTY_BODY, Doorkeeper, Presented, error_document, read
from warifu.node.patience import is_loopback
from warifu.node.pinned import Identity
from warifu.node.turns import Turns

FIRST_CONTACT_BYTES = 8 * 1024 * 1024
BODIES_AT_ONCE = 4
RUN_ENTRIES = 5000
_NAME = r"([A-Z]{2,8}(?:\.[A-Z0-9]{1,16})?)"
"""A party, or a seat of one."""
_PLACE = re.compile(rf"/exchange/1/{_NAME}/{_NAME}/(heads|log|own)")
_RUN = re.compile(r"from=([0-9]{1,15})(?:&limit=([0-9]{1,6}))?")
_STATUS = {
    200: "200 OK",
    400: "400 Bad Request",
    401: "401 Unauthorized",
    403: "403 Forbidden",
    404: "404 Not Found",
    405: "405 Method Not Allowed",
    411: "411 Length Required",
    413: "413 Content Too Large",
    422: "422 Unprocessable Content",
    500: "500 Internal Server Error",
    503: "503 Service Unavailable",
}
_LOG = logging.getLogger("warifu.wire")

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Request(NamedTuple):
    """What was asked: of whom, by whom, what; the length of its body, the TLS key shown and our own."""

    asked: str
    asker: str
    method: str
    place: str
    target: str
    query: str
    length: int
    shown: bytes
    own: bytes
    pair: str = ""
    """By which name our node is asked for the pair of logs between the two."""


class _RefusedError(Exception):
    """An answer other than 200: the status and the error that says why."""

    def __init__(self, status: int, trouble: WarifuError) -> None:
        super().__init__(status, trouble)
        self.status = status
        self.trouble = trouble


class WireApp:
    """The WSGI application over one node. ``introduced`` maps parties to TLS fingerprints known from their sheets."""

    def __init__(self, turns: Turns, introduced: Mapping[str, bytes] | None = None) -> None:
        self.turns = turns
        self.introduced = introduced or {}
        self.doorkeeper = Doorkeeper(turns.node.means.chance)
        self._bodies = BoundedSemaphore(BODIES_AT_ONCE)
        self._first_contact = BoundedSemaphore(1)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            media, body = self._answer(environ)
            status = 200
        except _RefusedError as refused:
            status, media, body = refused.status, ERROR, error_document(_told(refused.status, refused.trouble))
            level = logging.ERROR if status == 500 else logging.INFO
            shown = refused if status == 500 else None  # a fault of ours is logged with all that led to it
            _LOG.log(level, "%s %s: %s", status, environ.get("REMOTE_ADDR", ""), refused.trouble, exc_info=shown)
        except Exception:  # noqa: BLE001  logged with its trace; a thread of the wire must not end without an answer
            # Whatever went wrong is ours to read; the peer learns that it was not the peer's doing.
            _LOG.exception("an exchange was not answered")
            status, media, body = 500, ERROR, error_document(WireError("exchange.broken"))
        headers = [("Content-Type", media), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        if status == 401:
            headers.append(("WWW-Authenticate", f'Warifu session="{self.doorkeeper.session.hex()}"'))
        if status == 503:
            headers.append(("Retry-After", "2"))
        start_response(_STATUS[status], headers)
        return [body]

    def _answer(self, environ: Environ) -> tuple[str, bytes]:
        try:
            request = _read_request(environ)
            request = self._check_place(request)  # 1 place
            self._check_tls(request, environ)  # 2 TLS key
            presented, known = self._check_credential(request, environ.get("HTTP_AUTHORIZATION", ""))  # 3 credential
            if request.method == "POST":
                return HEADS, self._take(request, presented, known, environ)  # 4, 5, 6
            self._admit(presented)
            return self._give(request)  # 6 the node
        except WireError as trouble:
            raise _RefusedError(503 if trouble.code == "exchange.busy" else 400, trouble) from trouble
        except StoreError as trouble:
            raise _RefusedError(500, trouble) from trouble
        except WarifuError as trouble:
            raise _RefusedError(422 if environ["REQUEST_METHOD"] == "POST" else 400, trouble) from trouble

    def _check_place(self, request: Request) -> Request:
        asked, asker = (name.partition(".")[0] for name in (request.asked, request.asker))
        if asked != self.turns.party or asker == self.turns.party:
            raise _RefusedError(404, WireError("exchange.other_party", request.asked))
        pair = self.turns.pair_between(request.asked, request.asker)
        if "-" in pair and not self.turns.is_pinned_pair(pair):
            raise _RefusedError(403, WireError("exchange.not_introduced", request.asker))
        if request.method != "GET" and (request.method, request.place) != ("POST", "log"):
            raise _RefusedError(405, WireError("exchange.method_unknown", request.method[:20]))
        if not self.turns.is_pinned(pair):
            raise _RefusedError(403, WireError("exchange.not_introduced", request.asker))
        return request._replace(pair=pair)

    def _check_tls(self, request: Request, environ: Environ) -> None:
        if not request.own:
            if not is_loopback(environ.get("REMOTE_ADDR", "")):
                raise _RefusedError(403, WireError("exchange.plain_not_loopback", request.asker))
            return
        if not self.turns.is_tls_of(request.pair, request.shown, self.introduced.get(request.pair, b"")):
            shown = request.shown.hex()[:16]
            raise _RefusedError(403, WireError("exchange.pin_differs", request.asker, shown=shown))

    def _check_credential(self, request: Request, header: str) -> tuple[Presented, bool]:
        """Return the credential and whether its key is known; at first contact its signature is checked later."""
        if not header:
            raise _RefusedError(401, WireError("exchange.credential_missing", request.asker))
        presented = read(header)
        says = presented.says
        if says.session != self.doorkeeper.session:
            raise _RefusedError(401, WireError("exchange.session_over", request.asker))
        stated = (says.party, says.peer, says.method, says.target, says.tls)
        if stated != (request.asker, request.asked, request.method, request.target, request.own):
            raise _RefusedError(403, KeyTroubleError("exchange.credential_differs", request.asker))
        if request.method == "GET" and says.body != EMPTY_BODY:
            raise _RefusedError(403, KeyTroubleError("exchange.credential_differs", request.asker))
        key = self.turns.node_key(request.pair, presented.outer.key_id)
        if key is None and request.method == "GET":
            held = self.turns.sizes(request.pair)[1]
            raise _RefusedError(401, WireError("exchange.key_unknown", request.asker, held=held))
        if key is not None and not presented.signed_by(key):
            raise _RefusedError(403, KeyTroubleError("exchange.signature_bad", request.asker))
        return presented, key is not None

    def _admit(self, presented: Presented) -> None:
        try:
            self.doorkeeper.admit(presented)
        except WireError as trouble:
            raise _RefusedError(401 if trouble.code == "exchange.session_over" else 403, trouble) from trouble

    def _give(self, request: Request) -> tuple[str, bytes]:
        if request.place == "heads":
            return HEADS, self.turns.heads(request.pair)
        run = _RUN.fullmatch(request.query)
        if run is None:
            raise _RefusedError(400, WireError("exchange.run_malformed", "query"))
        limit = max(1, min(int(run[2] or RUN_ENTRIES), RUN_ENTRIES))
        give = self.turns.bundle if request.place == "log" else self.turns.returned
        return BUNDLE, give(request.pair, int(run[1]), limit)

    def _take(self, request: Request, presented: Presented, known: bool, environ: Environ) -> bytes:  # noqa: FBT001  part of what step 3 found
        """Read a pushed bundle and hand it to the node; after it the asker's key is on the roll, or it is refused."""
        if request.length < 0:
            raise _RefusedError(411, WireError("exchange.length_missing", request.asker))
        limit = MAX_FRAME_BYTES if known else FIRST_CONTACT_BYTES  # 4 size
        if request.length > limit:
            trouble = WireError("exchange.too_large", request.asker, size=request.length, limit=limit)
            raise _RefusedError(413, trouble)
        room = self._bodies if known else self._first_contact
        if not room.acquire(blocking=False):
            raise WireError("exchange.busy", self.turns.party)
        try:
            if known:
                self._admit(presented)
            frame = _body(environ, request.length, presented.says.body)  # 5 digest
            received = self.turns.receive(request.pair, frame)  # 6 the node
            if not known:
                key = self.turns.node_key(request.pair, presented.outer.key_id)
                if key is None and received.aside:
                    # It is the pinned peer's own, and too early: who brought it is known once it can be read.
                    raise _RefusedError(403, WireError("exchange.waits", request.asker, entries=received.aside))
                if not presented.signed_by(key):
                    raise _RefusedError(403, KeyTroubleError("exchange.signature_bad", request.asker))
                self._admit(presented)
            return self.turns.heads(request.pair, received)
        finally:
            room.release()


def serve_node(
    turns: Turns,
    listen: tuple[str, int],
    tls: Identity | None = None,
    introduced: Mapping[str, bytes] | None = None,
    bounds: Bounds | None = None,
) -> Server:
    """Return a server that answers peers for a node, not yet started; see ``Server`` and ``WireApp``."""
    return Server(WireApp(turns, introduced), listen, tls, bounds, connections.close_all)


def _read_request(environ: Environ) -> Request:
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    found = _PLACE.fullmatch(environ.get("SCRIPT_NAME", "") + path) or _PLACE.fullmatch(path)
    if found is None:
        raise _RefusedError(404, WireError("exchange.no_such_place", path[:200]))
    stated = environ.get("CONTENT_LENGTH") or ""
    length = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 12 else -1
    target = found[0] + (f"?{query}" if query else "")
    return Request(
        found[1],
        found[2],
        environ["REQUEST_METHOD"],
        found[3],
        target,
        query,
        length,
        environ.get("warifu.tls", b""),
        environ.get("warifu.tls_own", b""),
    )


def _body(environ: Environ, length: int, signed: bytes) -> bytes:
    try:
        raw: bytes = environ["wsgi.input"].read(length)
    except OSError as trouble:
        raise _RefusedError(400, WireError("exchange.body_cut", "body", size=length)) from trouble
    if len(raw) != length:
        raise _RefusedError(400, WireError("exchange.body_cut", "body", size=length, came=len(raw)))
    if sha256(raw).digest() != signed:
        raise BytesError("exchange.body_differs", "body")
    return raw


def _told(status: int, trouble: WarifuError) -> WarifuError:
    """Leave out of an error what is ours alone."""
    if status >= 500 or isinstance(trouble, StoreError):
        return WireError(trouble.code)
    return trouble
