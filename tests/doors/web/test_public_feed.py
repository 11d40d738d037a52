"""The Atom feeds held against RFC 4287, rule by rule, and read by an independent program; the deposit copies opened."""

from __future__ import annotations

import re
import time
from datetime import datetime

import feedparser
import pypdfium2
import pytest
from lxml import etree

from tests.doors.web.publics import ADDRESS, EN, JA, agreed, come, door_of, texts
from warifu.core.errors import FileError
from warifu.doors.public import deposit, feed, notices
from warifu.doors.public.door import Door
from warifu.rooms.programme import wording

A = f"{{{feed.ATOM}}}"
XML = "{http://www.w3.org/XML/1998/namespace}"
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
ONCE = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated")}
AT_MOST_ONCE = {
    "feed": ("generator", "icon", "logo", "rights", "subtitle"),
    "entry": ("content", "published", "rights", "source", "summary"),
}
OTHER = texts(("An exercise in early summer", EN[1]), ("初夏の共同訓練", JA[1]))


def amiss(raw: bytes) -> list[str]:
    """What RFC 4287, section 4, forbids in a feed; nothing of it comes from the program."""
    root = etree.fromstring(raw)
    found = [] if root.tag == f"{A}feed" else [f"the root is {root.tag}"]
    found += _element(root, "feed")
    for entry in root.iterfind(f"{A}entry"):
        found += _element(entry, "entry")
        if root.find(f"{A}author") is None and entry.find(f"{A}author") is None:
            found.append("4.1.2: an entry without an author in a feed without one")
        content = entry.find(f"{A}content")
        if content is None and not entry.findall(f"{A}link[@rel='alternate']"):
            found.append("4.1.2: neither content nor an alternate")
    ids = [each.text for each in root.iter(f"{A}id")]
    found += ["4.2.6: an id twice"] if len(set(ids)) != len(ids) else []
    if not root.findall(f"{A}link[@rel='self']"):
        found.append("4.1.1: no link to itself")
    return found


def _element(element: etree._Element, name: str) -> list[str]:
    found = [f"{name}: {each} must stand once" for each in ONCE[name] if len(element.findall(A + each)) != 1]
    found += [f"{name}: {each} more than once" for each in AT_MOST_ONCE[name] if len(element.findall(A + each)) > 1]
    for each in element:
        kind = etree.QName(each).localname
        if kind in {"updated", "published"} and not INSTANT.fullmatch(each.text or ""):
            found.append(f"3.3: {each.text}")
        if kind == "id" and not re.match(r"[a-z][a-z0-9+.-]*:\S+$", each.text or ""):
            found.append(f"4.2.6: {each.text} is no IRI")
        if kind == "author" and len(each.findall(f"{A}name")) != 1:
            found.append("3.2.1: a person without a name")
        if kind == "category" and not each.get("term"):
            found.append("4.2.2: no term")
        if kind == "link" and not each.get("href"):
            found.append("4.2.7: no href")
        if kind in {"title", "subtitle", "content"} and (len(each) or each.get("type", "text") != "text"):
            found.append("3.1.1.1: text with elements in it")
    kinds = [(each.get("type"), each.get("hreflang")) for each in element.findall(f"{A}link[@rel='alternate']")]
    return found + (["4.1.1: two alternates of one type and language"] if len(set(kinds)) != len(kinds) else [])


@pytest.fixture
def door(world, tmp_path) -> Door:
    return door_of(world.gb, tmp_path)


def feed_of(door: Door, language: str = "en") -> bytes:
    came = come(door, f"/public/{language}/feed.atom")
    assert came.headers["Content-Type"].startswith("application/atom+xml")
    return came.body


def test_an_empty_feed_and_a_full_one_are_what_the_rfc_asks(world, door):
    assert amiss(feed_of(door)) == []
    agreed(world, 60)
    case = agreed(world, 61, number="GB-MOD-26-A-002")
    agreed(world, 62, number="GB-MOD-26-A-003").world.wait(62)
    case.correct(world.gb, OTHER)
    case.agree(world.jp, OTHER)
    case.end(world.jp)
    for language in ("en", "ja"):
        raw = feed_of(door, language)
        assert amiss(raw) == []
        assert etree.fromstring(raw).get(f"{XML}lang") == language
        assert len(etree.fromstring(raw).findall(f"{A}entry")) == 3


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        (lambda raw: raw.replace(b"<updated>", b"<updated>x", 1), "3.3"),
        (lambda raw: re.sub(rb"<id>[^<]*</id>", b"<id>one</id>", raw), "4.2.6"),
        (lambda raw: re.sub(rb"<title>", b"<title/><title>", raw, count=1), "must stand once"),
        (lambda raw: raw.replace(b'rel="self"', b'rel="via"'), "no link to itself"),
        (lambda raw: raw.replace(b' term="exercise"', b""), "4.2.2"),
    ],
)
def test_a_planted_fault_is_found(world, door, planted, rule):
    agreed(world, 0)
    assert any(rule in each for each in amiss(planted(feed_of(door))))


def test_another_program_reads_it_in_both_languages(world, door):
    case = agreed(world, 60)
    world.wait(60)
    for language, words in (("en", EN), ("ja", JA)):
        read = feedparser.parse(feed_of(door, language))
        assert not read.bozo
        assert read.version == "atom10"
        (entry,) = read.entries
        assert entry.title == words[0]
        assert words[1] in entry.content[0].value
        assert wording.digest_of(*words).hex() in entry.content[0].value
        assert entry.link.startswith(f"{ADDRESS}/public/{language}/gb-mod-26-a-001-")
        assert time.mktime(entry.published_parsed) == time.mktime(time.gmtime(world.now))
    before = feedparser.parse(feed_of(door)).entries[0]
    world.wait(60)
    case.end(world.gb)
    after = feedparser.parse(feed_of(door)).entries[0]
    assert after.id == before.id
    assert after.title == f"Withdrawn: {EN[0]}"
    assert datetime.fromisoformat(after.updated) > datetime.fromisoformat(before.updated)
    assert EN[1] not in after.content[0].value


def test_without_an_address_links_are_relative_and_ids_the_same(world, tmp_path, door):
    agreed(world, 0)
    bare = door_of(world.gb, tmp_path, public_address="")
    read = etree.fromstring(feed_of(bare))
    assert read.get(f"{XML}base") is None
    hrefs = [each.get("href") for each in read.iter(f"{A}link")]
    assert not [each for each in hrefs if ":" in each or each.startswith("/")]
    assert [each.text for each in read.iter(f"{A}id")] == [
        each.text for each in etree.fromstring(feed_of(door)).iter(f"{A}id")
    ]


# --- deposit copies ---


def _text_of(raw: bytes) -> str:
    document = pypdfium2.PdfDocument(raw)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "".join(pages)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("first", ["en", "ja"])
def test_a_deposit_copy_holds_both_languages_and_what_was_signed(world, door, first):
    case = agreed(world, 60)
    world.wait(60)
    (notice,) = door.public().notices
    raw = deposit.copy(notice, first)
    text = _bare(_text_of(raw))
    for each in (*EN, *JA, "GB-MOD-26-A-001"):
        assert _bare(each) in text
    for digest in (wording.digest_of(*EN), wording.digest_of(*JA), case.case):
        assert digest.hex() in text
    assert (text.index(_bare(EN[0])) < text.index(_bare(JA[0]))) == (first == "en")
    assert raw == deposit.copy(notice, first)
    assert come(door, f"/public/{first}/{notice.address}.pdf").body == raw


def test_a_deposit_copy_claims_to_be_for_the_archive_and_for_readers_who_do_not_see(world, door):
    agreed(world, 0)
    (notice,) = door.public().notices
    raw = deposit.copy(notice, "ja")
    xmp = raw[raw.index(b"<x:xmpmeta") : raw.index(b"</x:xmpmeta>") + len(b"</x:xmpmeta>")]
    claims = {etree.QName(each).localname: each.text for each in etree.fromstring(xmp).iter() if each.text}
    tree = etree.fromstring(xmp)
    said = {etree.QName(name).localname: value for each in tree.iter() for name, value in each.attrib.items()} | claims
    assert (said["part"], said["conformance"]) in {("2", "A"), ("1", "A")}
    assert b"pdfaid:part>2<" in xmp
    assert b"pdfaid:conformance>A<" in xmp
    assert b"pdfuaid:part>1<" in xmp
    assert JA[0] in xmp.decode()


def test_a_letter_that_the_face_lacks_is_shown_as_a_turned_piece_of_type(world, door):
    agreed(world, 0, said=texts(("An exercise 🚢", EN[1])))
    (notice,) = door.public().notices
    assert "〓" in _text_of(deposit.copy(notice, "en"))


def test_there_is_no_copy_of_what_was_withdrawn(world, door):
    agreed(world, 0).end(world.gb)
    (notice,) = door.public().notices
    with pytest.raises(FileError) as refused:
        deposit.copy(notice, "en")
    assert refused.value.code == "public.withdrawn"
    assert door.find("GB-MOD-26-A-001") == door.find(notice.address) == notice
    with pytest.raises(FileError):
        door.find("GB-MOD-26-A-009")


def test_a_notice_of_two_wordings_tells_of_the_first_by_its_digest_alone(world, door):
    case = agreed(world, 60)
    world.wait(61)
    case.correct(world.jp, OTHER)
    case.agree(world.gb, OTHER)
    (notice,) = door.public().notices
    assert [each.number for each in notice.editions] == [0, 1]
    assert isinstance(notice, notices.Notice)
    text = _bare(_text_of(deposit.copy(notice, "en")))
    assert _bare("An exercise in early summer") in text
    assert _bare(EN[0]) not in text
    assert "Bothgovernmentsagreedthecorrection." in text
