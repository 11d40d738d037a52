"""What a stranger, a broken line or a dishonest peer can do over the wire: nothing, and we say what it was."""

from __future__ import annotations

import random
import socket
import time

import pytest

from tests.node.exchange_world import QUICK, BadPeer, Half, plain, two
from warifu.core import canonical
from warifu.core.errors import WireError
from warifu.core.wire import to_plain
from warifu.doors.wire import FIRST_CONTACT_BYTES, serve_node
from warifu.node.caller import BUNDLE, HEADS, MAX_FRAME_BYTES
from warifu.node.credential import EMPTY_BODY, Credential, Doorkeeper, error_document, issue, read_error
from warifu.node.exchange import exchange


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """GB and JP, who never speak: what their peers are is not JP."""
    gb, jp = two(tmp_path_factory.mktemp("quiet"))
    yield gb, jp
    gb.close()
    jp.close()


IMPATIENT = QUICK._replace(answer_seconds=0.6, connect_seconds=0.6)


def read_head(sock: socket.socket) -> bytes:
    """Read a request up to the end of its head."""
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = sock.recv(4096)
        if not piece:
            break
        raw += piece
    return raw


def answering(raw: bytes):
    """A peer that answers every request with these bytes."""

    def behave(sock: socket.socket) -> None:
        while read_head(sock):
            sock.sendall(raw)

    return behave


def http(body: bytes, media: str = HEADS, status: str = "200 OK", length: int | None = None) -> bytes:
    """A whole answer."""
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {size}\r\n\r\n".encode() + body


def trouble_with(gb: Half, behave, limits=QUICK) -> WireError:
    """Exchange with a bad peer; returns the error, after nothing has changed."""
    bad = BadPeer(behave)
    before = gb.sizes(), gb.digest()
    try:
        with pytest.raises(WireError) as trouble:
            exchange(gb.turns, "JP", plain(bad.address), limits)
    finally:
        bad.close()
    assert (gb.sizes(), gb.digest()) == before
    assert str(bad.address[1]) in trouble.value.where
    return trouble.value


RUBBISH = {
    "noise": (random.Random(1).randbytes(3000) + b"\r\n\r\n", "exchange.rubbish"),
    "not HTTP": (b"220 mail.example ESMTP\r\n", "exchange.rubbish"),
    "a page": (http(b"<html>Welcome</html>", "text/html"), "exchange.rubbish"),
    "heads that are noise": (http(random.Random(2).randbytes(400)), "exchange.rubbish"),
    "heads of nobody": (http(canonical.encode({1: [b"", b""]})), "exchange.rubbish"),
    "no heads": (http(b""), "exchange.rubbish"),
    "no length": (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello", "exchange.rubbish"),
    "a length below nought": (http(b"x", length=-1), "exchange.rubbish"),
    "a page of error": (http(b"<html>502</html>", "text/html", "502 Bad Gateway"), "exchange.rubbish"),
    "a door that is full": (http(b"", "text/plain", "503 Service Unavailable"), "exchange.busy"),
    "an error that is noise": (http(b"\xff\xfe", "application/warifu-error", "403 Forbidden"), "exchange.rubbish"),
    "a huge length": (http(b"x", length=10**10), "exchange.too_large"),
    "a bundle larger than any": (http(b"x", BUNDLE, length=MAX_FRAME_BYTES + 1), "exchange.too_large"),
    "endless heads": (b"HTTP/1.1 200 OK\r\n" + b"X-Filler: x\r\n" * 20_000, "exchange.too_large"),
    "an endless line": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000, "exchange.cut"),
    "a status of words": (b"HTTP/1.1 fine thanks\r\n\r\n", "exchange.rubbish"),
    "half an answer": (b"HTTP/1.1 200 OK\r\nContent-", "exchange.slow"),
}


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_is_called_rubbish_and_changes_nothing(quiet, name):
    raw, code = RUBBISH[name]
    assert trouble_with(quiet[0], answering(raw), IMPATIENT).code == code


def test_what_a_peer_says_in_an_error_is_bounded(quiet):
    body = error_document(WireError("exchange.refused", "x" * 5000, held=3))
    trouble = trouble_with(quiet[0], answering(http(body, "application/warifu-error", "403 Forbidden")))
    assert trouble.figures["reason"] == "exchange.refused"
    assert len(str(trouble.figures["place"])) <= 200
    assert read_error(canonical.encode(["exchange <script>", "", []])) == ("", "", {})


def test_a_peer_that_hangs_up_is_a_cut(quiet):
    assert trouble_with(quiet[0], lambda sock: sock.close()).code == "exchange.cut"


def test_a_peer_that_never_answers_is_slow(quiet):
    def silent(sock: socket.socket) -> None:
        while sock.recv(4096):
            continue

    began = time.monotonic()
    assert trouble_with(quiet[0], silent, IMPATIENT).code == "exchange.slow"
    assert time.monotonic() - began < 8


@pytest.mark.parametrize("head", [b"", http(b"", length=5000)], ids=["its head", "its body"])
def test_a_peer_that_drips_is_cut_off_for_all_its_bytes(quiet, head):
    def drip(sock: socket.socket) -> None:
        read_head(sock)
        sock.sendall(head or b"HTTP/1.1 200 OK\r\nX-Filler: ")
        while True:  # until the other end has had enough
            time.sleep(0.05)
            sock.sendall(b"x")

    began = time.monotonic()
    # Each byte comes in time; all of them together do not.
    assert trouble_with(quiet[0], drip, IMPATIENT).code == "exchange.slow"
    assert time.monotonic() - began < 8


def test_a_peer_that_promises_more_than_it_gives_is_left(served, monkeypatch):
    gb, jp, server = served
    exchange(gb.turns, "JP", plain(server.address), QUICK)
    jp.desks(3)
    monkeypatch.setattr(jp.turns, "bundle", lambda peer, first, _limit: Half.empty(jp, peer, first))
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", plain(server.address), QUICK)
    assert trouble.value.code == "exchange.no_progress"


def test_a_bundle_that_was_altered_is_refused_with_its_reason(served, monkeypatch):
    gb, jp, server = served
    exchange(gb.turns, "JP", plain(server.address), QUICK)
    jp.desks(3)
    really = jp.turns.bundle

    def altered(peer: str, first: int, limit: int) -> bytes:
        raw = bytearray(really(peer, first, limit))
        raw[-30] ^= 1
        return bytes(raw)

    monkeypatch.setattr(jp.turns, "bundle", altered)
    before = gb.sizes()
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", plain(server.address), QUICK)
    assert trouble.value.code == "exchange.bundle_refused"
    assert gb.sizes() == before
    assert len(gb.node.store.run("SELECT what FROM evidence WHERE what LIKE %s", ["refused %"])) == 1


# --- what comes in ---


def raw_ask(address: tuple[str, int], request: bytes) -> bytes:
    """Send bytes to a server and read all that comes back."""
    with socket.create_connection(address, timeout=10) as sock:
        sock.sendall(request)
        sock.shutdown(socket.SHUT_WR)
        found = b""
        while piece := sock.recv(65_536):
            found += piece
        return found


def head(method: str, target: str, credential: str = "", length: int | None = None) -> bytes:
    """A request's head."""
    lines = [f"{method} {target} HTTP/1.1", "Host: x", "Connection: close"]
    lines += [f"Authorization: {credential}"] if credential else []
    lines += [f"Content-Length: {length}"] if length is not None else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def status_of(raw: bytes) -> int:
    return int(raw.split(None, 2)[1])


def code_of(raw: bytes) -> str:
    return read_error(raw.partition(b"\r\n\r\n")[2])[0]


TARGET = "/exchange/1/JP/GB/heads"


def credential_of(half: Half, of_session: bytes, **changes: object) -> Credential:
    """A credential of GB for JP's heads."""
    fields = {
        "party": half.party,
        "peer": half.peer,
        "method": "GET",
        "target": TARGET,
        "body": EMPTY_BODY,
        "session": of_session,
        "nonce": half.node.means.chance(16),
    } | changes
    return Credential(**fields)


@pytest.fixture(scope="module")
def exchanged(tmp_path_factory):
    """GB and JP, who know each other's keys, and JP's server: for all trials here that change nothing."""
    gb, jp = two(tmp_path_factory.mktemp("known"))
    server = serve_node(jp.turns, ("127.0.0.1", 0))
    server.start()
    exchange(gb.turns, "JP", plain(server.address), QUICK)
    yield gb, jp, server
    server.stop()
    gb.close()
    jp.close()


@pytest.fixture
def known(exchanged):
    """The same with the session of JP's server, and no evidence from before."""
    gb, jp, server = exchanged
    jp.node.store.run("DELETE FROM evidence")
    return gb, jp, server, server.app.doorkeeper.session


def test_a_replayed_request_is_refused(known):
    gb, _, server, session = known
    request = head("GET", TARGET, issue(credential_of(gb, session), gb.node.means.signers[0]))
    assert status_of(raw_ask(server.address, request)) == 200
    again = raw_ask(server.address, request)
    assert (status_of(again), code_of(again)) == (403, "exchange.replayed")


def test_a_request_of_an_earlier_run_of_the_server_is_refused(known):
    gb, jp, _, session = known
    request = head("GET", TARGET, issue(credential_of(gb, session), gb.node.means.signers[0]))
    anew = serve_node(jp.turns, ("127.0.0.1", 0))
    anew.start()
    try:
        answer = raw_ask(anew.address, request)
    finally:
        anew.stop()
    assert (status_of(answer), code_of(answer)) == (401, "exchange.session_over")
    assert b'WWW-Authenticate: Warifu session="' in answer


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"target": "/exchange/1/JP/GB/log?from=0"}, 403, "exchange.credential_differs"),
        ({"method": "POST"}, 403, "exchange.credential_differs"),
        ({"party": "JP"}, 403, "exchange.credential_differs"),
        ({"peer": "FR"}, 403, "exchange.credential_differs"),
        ({"tls": b"\1" * 32}, 403, "exchange.credential_differs"),
        ({"body": b"\1" * 32}, 403, "exchange.credential_differs"),
        ({"session": b"\1" * 16}, 401, "exchange.session_over"),
        ({"nonce": b"\1"}, 400, "exchange.credential_malformed"),
    ],
)
def test_a_credential_counts_for_what_it_says_alone(known, changes, status, code):
    gb, _, server, session = known
    header = issue(credential_of(gb, session, **changes), gb.node.means.signers[0])
    answer = raw_ask(server.address, head("GET", TARGET, header))
    assert (status_of(answer), code_of(answer)) == (status, code)


def test_a_key_that_is_not_on_the_roll_asks_in_vain(known):
    gb, jp, server, session = known
    for signer in (jp.node.means.signers[0], gb.roots.first):
        answer = raw_ask(server.address, head("GET", TARGET, issue(credential_of(gb, session), signer)))
        assert (status_of(answer), code_of(answer)) == (401, "exchange.key_unknown")


@pytest.mark.parametrize(
    "header", ["Basic eDp5", "Warifu", "Warifu !!!", "Warifu AAAA", "Warifu " + "A" * 4000, "Warifu 0oRA"]
)
def test_a_malformed_credential_is_refused(known, header):
    answer = raw_ask(known[2].address, head("GET", TARGET, header))
    assert status_of(answer) == 400


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/exchange/2/JP/GB/heads", 404),
        ("GET", "/exchange/1/JP/GB/../../etc", 404),
        ("GET", "/exchange/1/FR/GB/heads", 404),
        ("GET", "/exchange/1/JP/JP/heads", 404),
        ("GET", "/exchange/1/JP/FR/heads", 403),
        ("POST", "/exchange/1/JP/GB/heads", 405),
        ("DELETE", "/exchange/1/JP/GB/log", 405),
        ("GET", "/exchange/1/JP/GB/heads", 401),
    ],
)
def test_every_wrong_door_is_shut(known, method, target, status):
    assert status_of(raw_ask(known[2].address, head(method, target, length=0))) == status


def signed_push(gb: Half, session: bytes, body: bytes) -> str:
    target = "/exchange/1/JP/GB/log"
    digest = canonical.digest(body)
    return issue(credential_of(gb, session, method="POST", target=target, body=digest), gb.node.means.signers[0])


def test_an_oversized_body_is_refused_before_it_is_read(known):
    gb, _, server, session = known
    header = signed_push(gb, session, b"")
    answer = raw_ask(server.address, head("POST", "/exchange/1/JP/GB/log", header, MAX_FRAME_BYTES + 1))
    assert (status_of(answer), code_of(answer)) == (413, "exchange.too_large")
    answer = raw_ask(server.address, head("POST", "/exchange/1/JP/GB/log", signed_push(gb, session, b"")))
    assert (status_of(answer), code_of(answer)) == (411, "exchange.length_missing")


def test_a_first_push_may_not_be_large(served):
    gb, _, server = served
    header = signed_push(gb, server.app.doorkeeper.session, b"")
    answer = raw_ask(server.address, head("POST", "/exchange/1/JP/GB/log", header, FIRST_CONTACT_BYTES + 1))
    assert (status_of(answer), code_of(answer)) == (413, "exchange.too_large")


def test_a_body_that_differs_from_what_was_signed_is_refused(known):
    gb, jp, server, session = known
    frame = gb.turns.bundle("JP", 0, 100)
    before = jp.sizes()
    header = signed_push(gb, session, frame)
    answer = raw_ask(server.address, head("POST", "/exchange/1/JP/GB/log", header, len(frame)) + frame[:-1] + b"x")
    assert (status_of(answer), code_of(answer)) == (422, "exchange.body_differs")
    answer = raw_ask(server.address, head("POST", "/exchange/1/JP/GB/log", signed_push(gb, session, frame), 10) + b"x")
    assert (status_of(answer), code_of(answer)) == (400, "exchange.body_cut")
    assert jp.sizes() == before


@pytest.mark.parametrize("seed", range(6))
def test_rubbish_pushed_is_refused_and_leaves_its_digest_alone(known, seed):
    gb, jp, server, session = known
    chance = random.Random(seed)
    frame = bytearray(gb.turns.bundle("JP", 0, 100))
    for _ in range(seed * 3):
        frame[chance.randrange(5, len(frame))] ^= 1 << chance.randrange(8)
    body = bytes(frame) if seed else chance.randbytes(5000)
    before = jp.sizes(), jp.digest()
    answer = raw_ask(
        server.address, head("POST", "/exchange/1/JP/GB/log", signed_push(gb, session, body), len(body)) + body
    )
    assert status_of(answer) == 422
    assert (jp.sizes(), jp.digest()) == before
    rows = jp.node.store.run("SELECT digest FROM evidence")
    assert [row[0] for row in rows] == [canonical.digest(body)]


def test_a_stranger_at_first_contact_puts_nothing_on_the_roll(served):
    _, jp, server = served
    frame = jp.turns.bundle("GB", 0, 100)  # well formed, but another party's
    nobody = jp.roots.first
    says = credential_of(
        jp,
        server.app.doorkeeper.session,
        party="GB",
        peer="JP",
        method="POST",
        target="/exchange/1/JP/GB/log",
        body=canonical.digest(frame),
    )
    answer = raw_ask(server.address, head("POST", "/exchange/1/JP/GB/log", issue(says, nobody), len(frame)) + frame)
    assert (status_of(answer), code_of(answer)) == (422, "bundle.not_for_us")
    assert jp.sizes()[1] == 0


def test_somebody_else_who_pushes_our_log_first_is_not_answered_as_us(served):
    gb, jp, server = served
    frame = gb.turns.bundle("JP", 0, 100)  # what went over some wire before, caught on the way
    says = credential_of(
        gb, server.app.doorkeeper.session, method="POST", target="/exchange/1/JP/GB/log", body=canonical.digest(frame)
    )
    answer = raw_ask(
        server.address, head("POST", "/exchange/1/JP/GB/log", issue(says, jp.roots.first), len(frame)) + frame
    )
    # The log proves itself and is taken in; whoever carried it learns nothing.
    assert (status_of(answer), code_of(answer)) == (403, "exchange.signature_bad")
    assert jp.sizes()[1] == 2


def test_a_session_ends_when_it_has_counted_enough_nonces():
    chance = random.Random(5).randbytes
    keeper = Doorkeeper(chance, limit=3)
    first = keeper.session

    class Shown:
        says = Credential("GB", "JP", "GET", TARGET, EMPTY_BODY, first, b"")

    for number in range(3):
        Shown.says = Credential("GB", "JP", "GET", TARGET, EMPTY_BODY, first, bytes([number]) * 16)
        keeper.admit(Shown)
    assert keeper.session != first
    with pytest.raises(WireError) as trouble:
        keeper.admit(Shown)
    assert trouble.value.code == "exchange.session_over"


def test_a_credential_is_one_form():
    says = Credential("GB", "JP", "GET", TARGET, EMPTY_BODY, bytes(16), bytes(16))
    assert canonical.decode(canonical.encode(to_plain(says))) == {
        1: "GB",
        2: "JP",
        3: "GET",
        4: TARGET,
        5: EMPTY_BODY,
        6: bytes(16),
        7: bytes(16),
    }
