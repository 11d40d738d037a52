"""The public door: what is public from which second on, its pages, what it never tells, a press office's folder."""

from __future__ import annotations

import hashlib
import logging
import re
import socket
import threading
import urllib.error
import urllib.request

import pytest
from lxml import html

from tests.doors.web import houses
from tests.doors.web.publics import ADDRESS, EN, JA, Case, agreed, come, door_of, propose, texts
from warifu.core.errors import FileError
from warifu.doors.public import notices, publishing, site
from warifu.doors.public.site import SUMS
from warifu.doors.web.wsgi import serve_pages
from warifu.rooms.programme import wording

OTHER = texts(("An exercise in early summer", EN[1]), ("初夏の共同訓練", JA[1]))


@pytest.fixture
def door(world, tmp_path):
    return door_of(world.gb, tmp_path)


def addresses(door) -> list[str]:
    return [each.address for each in door.public().notices]


def page_of(door, language: str = "en") -> str:
    return come(door, f"/public/{language}/{addresses(door)[0]}.html").text


def test_nothing_is_public_a_second_before_and_all_is_at_the_second(world, tmp_path):
    agreed(world, 3600)
    doors = [door_of(half, tmp_path) for half in (world.gb, world.jp)]
    world.wait(3599)
    assert [addresses(each) for each in doors] == [[], []]
    assert all("spring" not in come(each, "/public/en/index.html").text for each in doors)
    world.wait(1)
    first, second = (addresses(each) for each in doors)
    assert first == second
    assert len(first) == 1
    assert all("An exercise in the spring" in come(each, "/public/en/index.html").text for each in doors)


def test_both_nodes_show_the_same_page_with_what_was_signed(world, tmp_path):
    case = agreed(world, 60)
    world.wait(60)
    gb, jp = (page_of(door_of(half, tmp_path), "ja") for half in (world.gb, world.jp))
    assert gb == jp
    for digest in (wording.digest_of(*EN), wording.digest_of(*JA), case.case):
        assert digest.hex() in gb
    assert "春の共同訓練" in gb
    assert "港内及び洋上で" in gb


def test_what_only_one_side_has_agreed_is_never_public(world, tmp_path):
    case = propose(world, 60)
    world.jp.must("programme/agree_announcement", _agreement(world), "liaison", case=case.case)
    world.wait(120)
    assert addresses(door_of(world.jp, tmp_path)) == []  # London may have withdrawn it meanwhile
    world.exchange()
    assert len(addresses(door_of(world.jp, tmp_path))) == 1


def _agreement(world):
    from warifu.rooms.programme.acts.announcement import Agreed

    return Agreed(world.today, wording.digest_of(*EN), wording.digest_of(*JA))


def test_a_counter_proposal_takes_the_place_of_the_first_wording(world, door):
    case = propose(world, 60)
    case.counter(world.jp, OTHER, 120)
    case.agree(world.gb, OTHER)
    world.wait(119)
    assert addresses(door) == []
    world.wait(1)
    assert "early summer" in page_of(door)
    assert "in the spring" not in page_of(door)


def test_a_correction_keeps_the_address_and_says_so(world, door):
    case = agreed(world, 60)
    world.wait(60)
    before = addresses(door)
    case.correct(world.jp, OTHER, 3600)
    assert "early summer" not in page_of(door)
    case.agree(world.gb, OTHER)
    world.wait(3599)
    assert "in the spring" in page_of(door)
    world.wait(1)
    page = page_of(door)
    assert addresses(door) == before
    assert "This announcement has been corrected." in page
    assert "misprint" in page
    assert wording.digest_of(*EN).hex() in page  # the digest of the earlier wording stays
    assert "in the spring" not in page
    assert "この公表は訂正されました。" in page_of(door, "ja")


def test_a_correction_before_the_embargo_is_no_correction_to_the_public(world, door):
    case = agreed(world, 7200)
    case.correct(world.gb, OTHER, 7300)
    case.agree(world.jp, OTHER)
    world.wait(7299)
    assert addresses(door) == []
    world.wait(1)
    assert "corrected" not in page_of(door)


def test_a_withdrawal_keeps_the_address_and_takes_the_words_away(world, door):
    case = agreed(world, 60)
    world.wait(60)
    before = addresses(door)
    case.end(world.jp)
    assert addresses(door) == before
    page = page_of(door)
    assert "This announcement has been withdrawn." in page
    assert "by Japan: the event was called off" in page
    assert "Nobody else takes part" not in page
    for form in ("txt", "pdf"):
        assert come(door, f"/public/en/{before[0]}.{form}").status == 404


def test_what_was_withdrawn_before_its_embargo_was_never_public(world, door):
    case = agreed(world, 60)
    case.end(world.jp)
    world.wait(120)
    assert addresses(door) == []


def test_a_rehearsal_is_never_public(world, door):
    case = propose(world, 60, label=("EXERCISE",))
    body = _agreement(world)
    case.acts(world.jp, "agree_announcement", body, label=("EXERCISE",))
    world.wait(120)
    assert addresses(door) == []


def test_a_wording_that_is_not_the_one_signed_is_not_shown_and_told_at_home(world, door):
    body = {"digest_en": hashlib.sha256(b"another").digest()}
    case = propose(world, 60, body=body)
    from warifu.rooms.programme.acts.announcement import Agreed

    case.acts(world.jp, "agree_announcement", Agreed(world.today, body["digest_en"], wording.digest_of(*JA)))
    world.wait(120)
    assert door.public() == notices.Public((), (notices.Fault("GB-MOD-26-A-001", "wording_differs"),))
    assert come(door, "/public/en/").status == 200


@pytest.mark.parametrize("hidden", ["\u202e", "\x0b", "\u2066"])
def test_a_wording_with_letters_that_cannot_be_seen_is_not_shown(world, door, hidden):
    agreed(world, 60, said=texts((f"An exer{hidden}cise", EN[1])))
    world.wait(60)
    assert [each.why for each in door.public().faults] == ["wording_differs"]


def test_what_is_marked_above_official_is_not_shown_whatever_the_tables_say(world, door):
    agreed(world, 60)
    world.wait(60)
    world.gb.node.store.run("UPDATE programme_announcement SET level = 3")
    assert [each.why for each in door.public().faults] == ["marked"]
    assert door.public().notices == ()


def test_a_text_that_was_removed_is_gone_from_the_pages_at_once(world, door):
    case = agreed(world, 60)
    world.wait(60)
    assert "Nobody else" in page_of(door)
    world.gb.node.store.run("DELETE FROM opening_key WHERE act = %s", [case.case])
    assert "The text of this announcement has been removed." in page_of(door)
    assert "Nobody else" not in page_of(door)


def test_the_pages_are_the_same_bytes_and_link_to_nothing_else(world, door):
    agreed(world, 60)
    agreed(world, 61, number="JP/MOD 26 第2号")
    world.wait(61)
    made = door.pages()
    assert made == door.pages()
    assert SUMS in made
    for path, raw in made.items():
        if path.endswith(".html"):
            _looks_right(path, raw, made)


def _looks_right(path: str, raw: bytes, made: site.Site) -> None:
    tree = html.fromstring(raw.decode())
    language = path.partition("/")[0] if "/" in path else "en"
    assert tree.get("lang") == language
    assert not tree.xpath("//script | //style | //img | //iframe | //form | //@style | //@onclick")
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//link[@rel='alternate'][@hreflang]")
    for link in tree.xpath("//@href"):
        assert not re.match(r"[a-z]+:|/", link), (path, link)
        parts: list[str] = []
        for part in [*path.split("/")[:-1], *link.split("/")]:
            parts = parts[:-1] if part == ".." else [*parts, part]
        assert "/".join(parts) in made, (path, link)


def test_the_wording_file_has_the_digest_that_was_signed(world, door):
    agreed(world, 60)
    world.wait(60)
    for language, words in (("en", EN), ("ja", JA)):
        came = come(door, f"/public/{language}/{addresses(door)[0]}.txt")
        assert came.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert hashlib.sha256(came.body).digest() == wording.digest_of(*words)


# --- the door ---


def test_where_it_is_not_allowed_everything_is_not_found(world, tmp_path):
    closed = door_of(world.gb, tmp_path, public=False)
    agreed(world, 60)
    world.wait(60)
    open_at = f"/public/en/{addresses(closed)[0]}.html"
    for path in ("/public/", "/public/en/index.html", open_at, "/public/subscribe/", "/public/style.css"):
        assert come(closed, path).status == 404


@pytest.mark.parametrize(
    "path",
    ["/public/../home", "/public/en/../../web.secret", "/public/en/x.html", "/public/static/warifu.css", "/public/%00",
     "/public/en", "/public/account/login/", "/public//en/index.html"],
)  # fmt: skip
def test_what_is_no_public_page_is_not_found(world, door, path):
    came = come(door, path)
    assert came.status == 404
    assert came.headers["Cache-Control"] == "no-store"


def test_no_cookie_and_no_script_and_caches_may_keep_it_for_half_a_minute(world, door):
    agreed(world, 60)
    world.wait(60)
    came = come(door, "/public/en/")
    assert came.status == 200
    assert not {name for name in came.headers if "cookie" in name.lower()}
    assert came.headers["Cache-Control"] == "public, max-age=30, must-revalidate"
    assert "script" not in came.headers["Content-Security-Policy"].replace("default-src 'none'", "")
    again = come(door, "/public/en/", HTTP_IF_NONE_MATCH=came.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    head = come(door, "/public/en/", "HEAD")
    assert (head.body, head.headers["Content-Length"]) == (b"", str(len(came.body)))
    assert come(door, "/public/en/", "POST").status == 405
    assert come(door, "/public").headers["Location"] == "/public/"


def test_the_age_that_caches_are_told_does_not_tell_of_an_embargo(world, door):
    agreed(world, 10)
    assert come(door, "/public/en/").headers["Cache-Control"] == "public, max-age=30, must-revalidate"


def test_over_the_servers_of_the_pages_nothing_else_is_reached_without_signing_in(accounts, tmp_path, caplog):
    caplog.set_level(logging.INFO)
    made = houses.copied(tmp_path)  # on the disk: each connection of the server reaches it
    case = agreed(made, 60)
    made.wait(60)
    house = houses.TrialHouse(made.gb, tmp_path)
    public = door_of(made.gb, tmp_path)
    house.public_door = lambda: public
    server = serve_pages(house, ("127.0.0.1", 0))
    server.start()
    base = f"http://127.0.0.1:{server.address[1]}"
    try:
        for path in ("/public/", "/public/en/", f"/public/ja/{addresses(public)[0]}.html", "/public/style.css"):
            assert _status(base + path) == (200, None)
        for path in ("/public/subscribe/", f"/public/case/{case.case.hex()}/", "/public/../orders/"):
            assert _status(base + path) == (404, None)
        with socket.create_connection(server.address, timeout=10) as line:
            line.sendall(b"GET /public/leave/a-token-of-somebody too many words HTTP/1.1\r\n\r\n")
            assert b"400" in line.recv(1000)
        assert "/public/leave/…" in caplog.text  # what cannot be read is logged, and of a link never its token
        assert "a-token-of-somebody" not in caplog.text
    finally:
        server.stop()
        houses.ended(made)


def _status(address: str) -> tuple[int, str | None]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  loopback
            return answer.status, answer.headers["Set-Cookie"]
    except urllib.error.HTTPError as trouble:
        return trouble.code, trouble.headers["Set-Cookie"]


@pytest.mark.parametrize("address", ["http://a.example", "https://a.example/path", "https://u@a.example", "ftp://x"])
def test_an_address_that_is_none_is_refused(world, tmp_path, address):
    with pytest.raises(FileError) as refused:
        door_of(world.gb, tmp_path, public_address=address)
    assert refused.value.code == "public.address_bad"
    assert door_of(world.gb, tmp_path, public_address=f"{ADDRESS}/").address == ADDRESS


# --- the folder of a press office ---


def test_a_folder_is_written_whole_and_only_when_something_changed(world, door, tmp_path):
    case: Case = agreed(world, 60)
    world.wait(60)
    to = tmp_path / "site"
    assert publishing.publish(door.pages(), to).changed
    assert not publishing.publish(door.pages(), to).changed
    found = {each.relative_to(to).as_posix(): each.read_bytes() for each in to.rglob("*") if each.is_file()}
    assert found == door.pages()
    for line in found[SUMS].decode().splitlines():
        digest, path = line.split("  ", 1)
        assert hashlib.sha256(found[path]).hexdigest() == digest
    case.end(world.gb)
    assert publishing.publish(door.pages(), to).changed
    assert not list(to.glob("en/*.pdf"))
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".site")] == []


@pytest.mark.parametrize("swap", [True, False])
def test_a_reader_never_sees_half_of_a_site(world, door, tmp_path, monkeypatch, swap):
    """Whatever a reader finds under one listing is what that listing says; with a swap the folder is always there."""
    if not swap:
        monkeypatch.setattr(publishing, "swapped", lambda _one, _other: False)
    one, two = door.pages(), {**door.pages(), "en/more.html": b"more"}
    two[SUMS] = site._sums({path: raw for path, raw in two.items() if path != SUMS})
    to = tmp_path / "site"
    publishing.publish(one, to)
    over, gone = threading.Event(), []

    def look() -> None:
        while not over.is_set():
            if not (to / SUMS).exists():
                gone.append(1)

    reader = threading.Thread(target=look)
    reader.start()
    for turn in range(20):
        publishing.publish((two, one)[turn % 2], to)
    over.set()
    reader.join()
    assert not (swap and gone)
    assert (to / "en" / "index.html").read_bytes() == one["en/index.html"]


def test_what_is_not_ours_is_never_touched(world, door, tmp_path):
    to = tmp_path / "site"
    to.mkdir()
    (to / "thesis.txt").write_text("mine")
    with pytest.raises(FileError) as refused:
        publishing.publish(door.pages(), to)
    assert refused.value.code == "public.not_ours"
    assert (to / "thesis.txt").read_text() == "mine"
    (to / "thesis.txt").unlink()
    publishing.publish(door.pages(), to)
    (to / "en" / "note.txt").write_text("mine too")
    with pytest.raises(FileError):
        publishing.publish(door.pages(), to)


def test_what_others_laid_beside_it_is_neither_removed_nor_written_through(world, door, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (tmp_path / ".site.new").symlink_to(mine)
    (tmp_path / ".site.old").mkdir()
    (tmp_path / ".site.old" / "thesis.txt").write_text("mine")
    publishing.publish(door.pages(), tmp_path / "site")
    assert not (tmp_path / "site").is_symlink()
    assert list(mine.iterdir()) == []
    assert (tmp_path / ".site.old" / "thesis.txt").read_text() == "mine"


def test_an_address_is_made_of_number_and_first_wording():
    assert notices.address_of("GB-MOD-26-A-001", b"\xab" * 32) == "gb-mod-26-a-001-abababab"
    assert notices.address_of("第１号", b"\x01" * 32) == "1-01010101"
    assert notices.address_of("／／", b"\x01" * 32) == "notice-01010101"
    assert len(notices.address_of("A" * 500, b"\x01" * 32)) == 69
