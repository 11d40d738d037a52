"""Alerts by e-mail: double opt-in, one click to leave, and each message once through a real mail server on loopback."""

from __future__ import annotations

import email
import json
import logging
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from email import policy
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import urlencode

import pytest
from aiosmtpd.controller import Controller

from tests.doors.web.publics import ADDRESS, EN, JA, agreed, come, door_of, texts
from warifu.core.errors import FileError, StoreError, WireError
from warifu.doors.public import limiting, mails, sealing, sending, smtp, subscribing
from warifu.doors.public.door import Door
from warifu.doors.public.models import Asked, Refusal, Sending, Subscriber
from warifu.node.config import Smtp

READER = "reader@example.org"
SENDER = "notices@notices.example"
OTHER = texts(("An exercise in early summer", EN[1]), ("初夏の共同訓練", JA[1]))


class Postbox:
    """What a mail server has taken, and what it says to whom."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.answers: dict[str, str] = {}
        self.after_data = ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  the library calls it so
        said = self.answers.get(address, "250 OK")
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.after_data:
            return self.after_data
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.taken += [(each, message) for each in envelope.rcpt_tos]
        return "250 taken"

    def to(self, address: str = READER) -> list[EmailMessage]:
        return [message for each, message in self.taken if each == address]


@pytest.fixture
def postbox():
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        box.port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    yield box
    server.stop()


@pytest.fixture
def door(world, tmp_path, accounts, postbox) -> Door:
    return door_of(world.gb, tmp_path, Smtp("127.0.0.1", SENDER, postbox.port, starttls=False))


def subscribe(door: Door, address: str = READER, language: str = "en"):
    return come(door, "/public/subscribe/", "POST", urlencode({"address": address, "language": language}).encode())


def parts(message: EmailMessage) -> tuple[str, str]:
    plain, html = (message.get_body((form,)) for form in ("plain", "html"))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


def link_in(message: EmailMessage) -> str:
    found = re.search(rf"{ADDRESS}(/public/\S+)", parts(message)[0])
    assert found
    return found[1]


def confirmed(door: Door, folder, postbox: Postbox, address: str = READER, language: str = "en") -> None:
    subscribe(door, address, language)
    sending.run(door, folder)
    assert come(door, link_in(postbox.to(address)[-1]), "POST").status == 200
    postbox.taken.clear()


# --- to ask and to confirm ---


def test_the_answer_is_the_same_whoever_asks(world, door, tmp_path, postbox):
    first = subscribe(door)
    again = subscribe(door)
    confirmed(door, tmp_path, postbox, "known@example.org")
    known = subscribe(door, "known@example.org")
    assert first == again == known
    assert first.status == 200
    assert first.headers["Cache-Control"] == "no-store"
    assert sending.run(door, tmp_path).sent == 0
    assert postbox.taken == []  # whoever has the alerts gets no second question, and nobody two within the hour


def test_whether_an_address_is_known_is_written_all_the_same(world, door, tmp_path, postbox):
    confirmed(door, tmp_path, postbox)
    before = bytes(Subscriber.objects.get().sealed)
    subscribe(door)
    assert bytes(Subscriber.objects.get().sealed) != before


def test_a_link_to_confirm_is_good_once_and_only_sent(world, door, tmp_path, postbox):
    subscribe(door)
    assert sending.run(door, tmp_path).sent == 1
    (message,) = postbox.to()
    link = link_in(message)
    assert "List-Unsubscribe" not in message
    assert come(door, link).status == 200
    assert come(door, link, "HEAD").status == 200
    assert Subscriber.objects.get().state == "asked"  # a program that looks at links confirms nothing
    assert "alerts begin" in come(door, link, "POST").text
    assert Subscriber.objects.get().state == "confirmed"
    assert come(door, link, "POST").status == come(door, link).status == 410


@pytest.mark.parametrize(
    "change", [lambda link: link[:-1] + ("A" if link[-1] != "A" else "B"), lambda link: link + "A"]
)
def test_a_link_that_was_changed_is_good_for_nothing(world, door, tmp_path, postbox, change):
    subscribe(door)
    sending.run(door, tmp_path)
    link = change(link_in(postbox.to()[0]))
    assert come(door, link, "POST").status == 410
    assert Subscriber.objects.get().state == "asked"


def test_a_link_runs_out_after_two_days_and_the_address_goes(world, door, tmp_path, postbox):
    subscribe(door)
    sending.run(door, tmp_path)
    link = link_in(postbox.to()[0])
    world.wait(subscribing.CONFIRM_SECONDS + 1)
    assert come(door, link, "POST").status == 410
    sending.run(door, tmp_path)
    assert Subscriber.objects.count() == Sending.objects.count() == 0


def test_a_link_for_one_thing_is_none_for_another(world, door, tmp_path, postbox):
    confirmed(door, tmp_path, postbox)
    row = Subscriber.objects.get()
    token = subscribing.link_to_leave(door, row).rpartition("/")[2]
    assert come(door, f"/public/confirm/{token}", "POST").status == 410
    subscribe(door, "second@example.org")
    asked = Subscriber.objects.get(state="asked")
    token = subscribing.link_to_confirm(door, asked).rpartition("/")[2]
    come(door, f"/public/leave/{token}", "POST")
    assert Subscriber.objects.count() == 2


def test_within_the_hour_one_message_and_after_it_another_whose_link_alone_is_good(world, door, tmp_path, postbox):
    subscribe(door)
    sending.run(door, tmp_path)
    world.wait(1800)
    subscribe(door)
    assert sending.run(door, tmp_path).sent == 0
    world.wait(1801)
    subscribe(door)
    assert sending.run(door, tmp_path).sent == 1
    first, second = map(link_in, postbox.to())
    assert come(door, first, "POST").status == 410
    assert come(door, second, "POST").status == 200


def asks(door: Door, source: str, number: int = 1, **environ: str) -> list[int]:
    """Ask from a source so many times, each time for another address; the answers."""
    names = (f"{source}-{door.clock()}-{each}".replace(":", "_") for each in range(number))
    body = [urlencode({"address": f"{name}@example.org", "language": "en"}).encode() for name in names]
    return [come(door, "/public/subscribe/", "POST", each, REMOTE_ADDR=source, **environ).status for each in body]


def test_one_neighbourhood_that_asks_for_too_much_keeps_nobody_else_out(world, door):
    """A flood from one net, or from the many small ones of a wide one, is stopped where it comes from."""
    assert asks(door, "198.51.100.7", limiting.MOST_NEAR + 2) == [200] * limiting.MOST_NEAR + [429, 429]
    assert asks(door, "198.51.100.250") == [429], "the same /24"
    assert asks(door, "198.51.101.7") == [200], "another one"
    flood = [asks(door, f"198.51.{each}.1")[0] for each in range(120)]
    assert flood.count(200) == limiting.MOST_WIDE - limiting.MOST_NEAR - 1
    assert asks(door, "203.0.113.9") == asks(door, "2001:db8::1") == [200]
    world.wait(limiting.HOUR + 1)
    assert asks(door, "198.51.100.7") == [200]


def test_a_net_of_the_new_kind_is_one_neighbourhood_however_many_addresses_it_has(world, door):
    found = [asks(door, f"2001:db8:0:{each:x}::{each:x}")[0] for each in range(1, 20)]
    assert found.count(200) == limiting.MOST_NEAR
    assert asks(door, "::ffff:198.51.100.7", limiting.MOST_NEAR) == [200] * limiting.MOST_NEAR
    assert asks(door, "198.51.100.7") == [429], "written in the new kind it is the same"


def test_when_very_many_ask_whoever_has_not_asked_yet_still_may(world, door, monkeypatch):
    for name, value in (("MOST_ASKED", 20), ("MOST_IN_ALL", 40), ("MOST_WIDE_WHEN_MANY", 4)):
        monkeypatch.setattr(limiting, name, value)
    assert [asks(door, f"198.{each}.100.7", 10) for each in (51, 52)] == [[200] * 10] * 2
    assert asks(door, "198.51.100.7") == asks(door, "198.51.7.7") == [429]
    assert asks(door, "203.0.113.9", 2) == [200, 429], "one from each, now"
    assert [asks(door, f"192.0.{each}.1")[0] for each in range(6)] == [200] * 4 + [429] * 2
    before = Asked.objects.count()
    later = [asks(door, f"{each}.9.9.9")[0] for each in range(20, 60)]
    assert later == [200] * (40 - before) + [429] * (before)
    assert Asked.objects.count() == 40, "more the mail server is never asked to bear"


def test_where_nobody_can_be_told_from_anybody_there_is_one_bound(world, door, monkeypatch):
    monkeypatch.setattr(limiting, "MOST_ASKED", 12)
    assert asks(door, "127.0.0.1", 13) == [200] * 12 + [429]
    assert asks(door, "127.0.0.1", HTTP_X_FORWARDED_FOR="10.0.0.4") == [429]
    assert asks(door, "127.0.0.1", HTTP_X_FORWARDED_FOR="8.8.8.8, 203.0.113.4") == [200], "as the proxy beside us says"


@pytest.mark.parametrize(
    ("environ", "near"),
    [
        ({"REMOTE_ADDR": "203.0.113.77", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}, "203.0.113.0"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.77"}, "203.0.113.0"),
        ({"REMOTE_ADDR": "::1", "HTTP_X_FORWARDED_FOR": "[2001:db8:1:2::3]"}, "2001:db8:1::"),
        ({"REMOTE_ADDR": "::ffff:203.0.113.77"}, "203.0.113.0"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "x" * 5000}, ""),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "unknown"}, ""),
        ({"REMOTE_ADDR": "192.168.4.4"}, ""),
        ({"REMOTE_ADDR": ""}, ""),
        ({}, ""),
    ],
)
def test_where_a_request_comes_from_is_told_by_a_proxy_beside_us_alone(environ, near):
    assert limiting.source_of(environ).near == (ip_address(near).packed if near else b"")


def test_to_one_address_go_a_few_messages_a_day_in_whichever_language(world, door, tmp_path, postbox):
    for hour in range(12):
        for language, written in (("en", READER), ("ja", READER.upper())):
            asked = urlencode({"address": written, "language": language}).encode()
            came = come(door, "/public/subscribe/", "POST", asked, REMOTE_ADDR=f"198.51.{hour}.1")
            assert came.status == 200, "whoever asks is told the same"
        sending.run(door, tmp_path)
        world.wait(limiting.HOUR + 1)
    assert 0 < len(postbox.taken) <= limiting.MOST_WRITTEN
    world.wait(limiting.DAY)
    subscribe(door)
    assert sending.run(door, tmp_path).sent == 1


def test_nothing_of_where_somebody_was_is_kept_beyond_its_hour_nor_of_an_address_beyond_its_day(world, door, tmp_path):
    asks(door, "203.0.113.9")
    [first] = Asked.objects.values()
    for name in ("near", "wide", "address"):
        assert len(bytes(first[name])) == 16
        assert ip_address("203.0.113.0").packed not in bytes(first[name])
    world.wait(limiting.HOUR)
    asks(door, "203.0.113.9")
    later = Asked.objects.latest("id")
    assert bytes(later.near) != bytes(first["near"]), "one hour tells nothing of another"
    subscribing.sweep(door)
    [early, late] = Asked.objects.order_by("id")
    assert (bytes(early.near), bytes(early.wide)) == (b"", b"")
    assert bytes(late.near) == bytes(later.near)
    world.wait(limiting.DAY)
    subscribing.sweep(door)
    assert not Asked.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["", "reader", "reader@host", "a@b.c@d.example", "reader@example.org\r\nBcc: x@y.example", "読者@example.org",
     "a b@example.org", "<a@example.org>", "a@-b.example", "x" * 65 + "@example.org", ".a@example.org",
     "a..b@example.org", "a@" + "b" * 250 + ".example", "a@example.org,b@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(world, door, address):
    assert subscribe(door, address).status == 422
    assert Subscriber.objects.count() == 0


def test_a_form_that_is_too_long_or_no_text_is_no_address(world, door):
    assert come(door, "/public/subscribe/", "POST", b"a" * 9000).status == 422
    assert come(door, "/public/subscribe/", "POST", b"\xff\xfe=&&").status == 422
    assert come(door, "/public/subscribe/", "PUT").status == 405


def test_where_no_mail_is_set_up_nothing_can_be_asked(world, tmp_path, accounts):
    bare = door_of(world.gb, tmp_path)
    assert come(bare, "/public/subscribe/").status == 404
    with pytest.raises(FileError) as refused:
        sending.run(bare, tmp_path)
    assert refused.value.code == "public.no_mail"


# --- what is kept of an address ---


def test_no_address_stands_in_the_database_or_in_a_log(world, door, tmp_path, postbox, caplog):
    caplog.set_level(logging.DEBUG)
    confirmed(door, tmp_path, postbox)
    agreed(world, 0)
    postbox.answers[READER] = "550 no such person"
    sending.run(door, tmp_path)
    for table in (Subscriber, Sending, Refusal, Asked):
        for row in table.objects.values():
            said = json.dumps(row, default=lambda raw: bytes(raw).decode("latin-1"))
            assert "reader" not in said
            assert "example.org" not in said
    ours = [each.getMessage() for each in caplog.records if each.name != "mail.log"]  # the trial's own mail server
    assert not [each for each in ours if "reader" in each]
    (row,) = Subscriber.objects.all()
    assert door.seals.open(bytes(row.sealed)) == READER
    with pytest.raises(StoreError):
        sealing.Seals(b"another key").open(bytes(row.sealed))


def test_the_same_address_has_another_mark_in_each_language_party_and_under_each_key():
    one, other = sealing.Seals(b"one"), sealing.Seals(b"other")
    marks = {
        one.mark("GB", "en", READER), one.mark("GB", "ja", READER), one.mark("JP", "en", READER),
        other.mark("GB", "en", READER),
    }  # fmt: skip
    assert len(marks) == 4


def test_the_password_of_the_mail_server_is_kept_sealed(door, tmp_path, monkeypatch):
    monkeypatch.delenv("WARIFU_SMTP_PASSWORD", raising=False)
    assert sealing.password(tmp_path, door.seals) == ""
    sealing.keep_password(tmp_path, door.seals, "open sesame")
    assert sealing.password(tmp_path, door.seals) == "open sesame"
    kept = tmp_path / "smtp.sealed"
    assert b"sesame" not in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("WARIFU_SMTP_PASSWORD", "from outside")
    assert sealing.password(tmp_path, door.seals) == "from outside"


# --- the message ---


@pytest.mark.parametrize(("language", "words"), [("en", EN), ("ja", JA)])
def test_an_alert_comes_in_both_parts_with_the_digest_and_the_way_out(world, door, tmp_path, postbox, language, words):
    confirmed(door, tmp_path, postbox, READER, language)
    agreed(world, 60)
    world.wait(60)
    assert sending.run(door, tmp_path).sent == 1
    (message,) = postbox.to()
    assert message["Subject"] == words[0]
    assert message["To"] == READER
    assert message["From"].addresses[0].addr_spec == SENDER
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == language
    assert message.get_content_type() == "multipart/alternative"
    plain, html = parts(message)
    address = door.public().notices[0].address
    for each in (plain, html):
        assert words[1].split("\n")[0].replace("&", "&amp;" if each is html else "&") in each
        assert f"{ADDRESS}/public/{language}/{address}.html" in each
    assert "<img" not in html
    assert "http://" not in html
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(rf"<{ADDRESS}/public/leave/[A-Za-z0-9_-]{{43}}>", message["List-Unsubscribe"])
    assert "DKIM-Signature" not in message


def test_the_lines_of_a_message_are_as_the_wire_asks(world, door, tmp_path, postbox):
    confirmed(door, tmp_path, postbox, READER, "ja")
    long = ("協" * 120, "本文。\n.点で始まる行\n\n" + "長い文。" * 300)
    agreed(world, 0, said=texts(EN, long))
    row = Subscriber.objects.get()
    (notice,) = door.public().notices
    raw = mails.alert(door, row, "x 0", notice)
    assert raw == mails.alert(door, row, "x 0", notice)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    head = raw.split(b"\r\n\r\n")[0].decode()
    assert all(len(word) <= 75 for word in re.findall(r"=\?utf-8\?[bq]\?[^?]*\?=", head, re.IGNORECASE))
    read = email.message_from_bytes(raw, policy=policy.default)
    assert read["Subject"] == long[0]
    assert long[1].rstrip() in parts(read)[0].replace("\r\n", "\n")


def test_dots_at_the_beginning_of_a_line_are_doubled_on_the_wire():
    assert smtp.stuffed(b"a\r\n.b\r\n..c\r\n") == b"a\r\n..b\r\n...c\r\n.\r\n"
    assert smtp.stuffed(b"a") == b"a\r\n.\r\n"


def test_dots_come_out_as_they_went_in(world, door, tmp_path, postbox):
    raw = b"Subject: dots\r\n\r\n.one\r\n..two\r\n.\r\nend\r\n"
    with smtp.Line(door.smtp) as line:
        assert line.hand(READER, raw, lambda: None).sent
    assert postbox.to()[0].get_content().replace("\r\n", "\n") == ".one\n..two\n.\nend\n"


# --- each once ---


def test_each_subscriber_gets_each_announcement_once_in_the_own_language(world, door, tmp_path, postbox):
    for number in range(3):
        confirmed(door, tmp_path, postbox, f"en{number}@example.org")
        confirmed(door, tmp_path, postbox, f"ja{number}@example.org", "ja")
    agreed(world, 60)
    agreed(world, 60, number="GB-MOD-26-A-002")
    assert sending.run(door, tmp_path).sent == 0
    world.wait(60)
    assert sending.run(door, tmp_path).sent == 12
    assert [sending.run(door, tmp_path).sent for _ in range(3)] == [0, 0, 0]
    assert len(postbox.taken) == 12
    assert len({(to, message["Message-ID"]) for to, message in postbox.taken}) == 12
    assert {message["Subject"] for to, message in postbox.taken if to.startswith("ja")} == {JA[0]}


def test_who_confirms_later_hears_of_what_comes_later(world, door, tmp_path, postbox):
    agreed(world, 0)
    world.wait(10)
    confirmed(door, tmp_path, postbox)
    assert sending.run(door, tmp_path).sent == 0


def test_a_correction_and_a_withdrawal_are_told_too_and_what_was_overtaken_is_not(world, door, tmp_path, postbox):
    confirmed(door, tmp_path, postbox)
    case = agreed(world, 1)
    world.wait(10)
    sending.run(door, tmp_path)
    case.correct(world.jp, OTHER)
    case.agree(world.gb, OTHER)
    sending.run(door, tmp_path)
    world.wait(10)
    case.end(world.jp)
    sending.run(door, tmp_path)
    assert [message["Subject"] for message in postbox.to()] == [
        EN[0], "Corrected: An exercise in early summer", "Withdrawn: An exercise in early summer",
    ]  # fmt: skip
    second = agreed(world, 1, number="GB-MOD-26-A-002")
    world.wait(10)
    second.end(world.gb)
    report = sending.run(door, tmp_path)
    assert (report.sent, report.passed) == (1, 1)
    assert postbox.to()[-1]["Subject"].startswith("Withdrawn")


@pytest.mark.parametrize("body", [b"List-Unsubscribe=One-Click", b""])
def test_one_click_ends_the_alerts_and_erases_the_address(world, door, tmp_path, postbox, body):
    confirmed(door, tmp_path, postbox)
    agreed(world, 0)
    sending.run(door, tmp_path)
    link = postbox.to()[0]["List-Unsubscribe"].strip("<>").removeprefix(ADDRESS)
    assert "End the alerts" in come(door, link).text
    assert Subscriber.objects.count() == 1  # looking at the link ends nothing
    assert come(door, link, "POST", body, CONTENT_TYPE="application/x-www-form-urlencoded").status == 200
    assert Subscriber.objects.count() == Sending.objects.count() == 0
    assert come(door, link, "POST", body).status == 200  # and it does not tell that nobody is there any more
    agreed(world, 0, number="GB-MOD-26-A-002")
    assert sending.run(door, tmp_path).sent == 0


def test_a_server_that_is_away_is_tried_again_later_each_time(world, door, tmp_path, postbox, accounts):
    confirmed(door, tmp_path, postbox)
    agreed(world, 0)
    gone = door_of(world.gb, tmp_path, Smtp("127.0.0.1", SENDER, 9, starttls=False))
    waits = []
    for _ in range(4):
        with pytest.raises(WireError) as refused:
            sending.run(gone, tmp_path)
        assert refused.value.code == "public.mail_refused"
        waits.append(Sending.objects.get(state="due").next_at - world.now)
        assert sending.run(gone, tmp_path).waiting == 1  # not yet: nobody is called
        world.wait(waits[-1])
    assert waits == [60, 120, 240, 480]
    assert sending.run(door, tmp_path).sent == 1


def test_what_a_server_puts_off_is_tried_again_and_what_it_refuses_is_counted(world, door, tmp_path, postbox):
    confirmed(door, tmp_path, postbox)
    agreed(world, 0)
    postbox.answers[READER] = "451 later"
    assert sending.run(door, tmp_path).later == 1
    world.wait(61)
    postbox.answers.clear()
    postbox.after_data = "452 full"
    assert sending.run(door, tmp_path).later == 1
    world.wait(121)
    postbox.after_data = ""
    assert sending.run(door, tmp_path).sent == 1
    assert {each.code: each.count for each in Refusal.objects.all()} == {451: 1, 452: 1}
    assert sending.counts(door)["SMTP 451"] == 1


def test_an_address_that_cannot_be_unsealed_holds_up_nobody_else(world, door, tmp_path, postbox):
    confirmed(door, tmp_path, postbox, "gone@reader.example")
    confirmed(door, tmp_path, postbox)
    Subscriber.objects.filter(pk=Subscriber.objects.earliest("pk").pk).update(sealed=b"\0" * 40)
    agreed(world, 0)
    report = sending.run(door, tmp_path)
    assert (report.sent, report.passed, report.waiting) == (1, 1, 0)
    assert len(postbox.to(READER)) == 1


def test_an_address_refused_for_good_three_times_in_a_row_is_erased(world, door, tmp_path, postbox):
    confirmed(door, tmp_path, postbox)
    postbox.answers[READER] = "550 no such person"
    for number in range(3):
        assert Subscriber.objects.count() == 1
        agreed(world, 0, number=f"GB-MOD-26-A-10{number}")
        assert sending.run(door, tmp_path).refused == 1
    assert Subscriber.objects.count() == 0
    assert sending.counts(door)["SMTP 550"] == 3


def test_mail_is_never_sent_in_the_clear_to_another_machine():
    with pytest.raises(FileError) as refused:
        smtp.Line(Smtp("mail.example", SENDER, starttls=False))
    assert refused.value.code == "public.mail_not_safe"


def test_a_server_without_tls_gets_nothing_where_tls_is_asked_for(world, tmp_path, accounts, postbox):
    asked = Smtp("127.0.0.1", SENDER, postbox.port, starttls=True)
    with pytest.raises(WireError), smtp.Line(asked):
        pass
    assert postbox.taken == []


class _KilledError(BaseException):
    """The program ends here."""


@pytest.mark.parametrize(
    ("at", "sent_before", "sent_after", "uncertain"),
    [("_message", 0, 1, 0), ("_begin", 0, 1, 0), ("_note", 1, 1, 1)],
)
def test_a_kill_anywhere_doubles_nothing(
    world, door, tmp_path, postbox, monkeypatch, at, sent_before, sent_after, uncertain
):
    confirmed(door, tmp_path, postbox)
    agreed(world, 0)

    def killed(*_: object) -> None:
        raise _KilledError

    with monkeypatch.context() as patch:
        patch.setattr(sending, at, killed)
        with pytest.raises(_KilledError):
            sending.run(door, tmp_path)
    assert len(postbox.taken) == sent_before
    assert sending.run(door, tmp_path).sent == 0  # still held by whoever is gone
    world.wait(sending.HELD_SECONDS + 1)
    report = sending.run(door, tmp_path)
    assert (len(postbox.taken), report.uncertain) == (sent_after, uncertain)
    world.wait(10 * sending.HELD_SECONDS)
    sending.run(door, tmp_path)
    assert len(postbox.taken) == sent_after


def test_two_senders_at_once_send_each_message_once(world, door, tmp_path, postbox):
    confirmed(door, tmp_path, postbox)
    agreed(world, 0)
    sending.enqueue(door)
    first, second = sending.claim(door), sending.claim(door)
    assert (len(first), len(second)) == (1, 0)


_CHILD = """
import os, signal, sys
from pathlib import Path
from warifu.doors.web import settings
from warifu.record import database
folder, port, how = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
settings.configure(str(folder / "accounts.db"), "trial")
database.migrate("default", web=True)
from warifu.doors.public import sending, subscribing
from warifu.doors.public.door import Door
from warifu.doors.public.models import Sending, Subscriber
from warifu.node.config import Config, Peer, Smtp
from warifu.node.keystore import Keystore
from warifu.node.open import ROOM_APPS
from warifu.record.database import open_database
from warifu.record.log import Store
import secrets
store = Store(open_database(str(folder / "node.db"), "node", ROOM_APPS))
smtp = Smtp("127.0.0.1", "notices@notices.example", port, starttls=False)
config = Config("GB", (Peer("JP"),), public=True, public_address="https://notices.example", smtp=smtp)
keys = Keystore(folder / "keys", "x", secrets.token_bytes, 4)
door = Door(config, store, lambda: 1_790_000_000 + int(sys.argv[4]), keys)
if how == "ask":
    for number in range(6):
        subscribing.ask(door, f"reader{number}@example.org", "en")
else:
    hand = sending._note
    left = [int(how)]
    def noted(*told):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return hand(*told)
    sending._note = noted
    print(sending.run(door, folder))
"""


@pytest.mark.slow
def test_a_process_killed_while_it_sends_and_the_next_one_send_each_message_once(tmp_path, postbox):
    def child(how: str, later: int = 0) -> int:
        told = [sys.executable, "-c", _CHILD, str(tmp_path), str(postbox.port), how, str(later)]
        return subprocess.run(told, env={**os.environ}, check=False, capture_output=True, timeout=60).returncode

    assert child("ask") == 0
    assert child("3") == -signal.SIGKILL  # two are noted, the third was taken by the server and is not
    assert len(postbox.taken) == 3
    assert child("99") == 0
    assert child("99", sending.HELD_SECONDS + 1) == 0
    assert sorted(to for to, _ in postbox.taken) == [f"reader{number}@example.org" for number in range(6)]
    kept = sqlite3.connect(tmp_path / "accounts.db")
    states = dict(kept.execute("SELECT state, count(*) FROM public_sending GROUP BY state"))
    kept.close()
    assert states == {"sent": 5, "uncertain": 1}
