"""``warifu publish`` and ``announce`` as they are typed, on two nodes, with a mail server and a node that runs."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest

from tests.doors.test_cli import PASS, TODAY, Desk, carry, introduced
from warifu.doors.demo.postbox import Postbox
from warifu.node.keystore import Keystore

WORDS = {11: "A visit to the port", 12: "寄港のお知らせ", 13: "A ship calls at the port.", 14: "艦艇が寄港する。"}


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """GB and JP, introduced, with one announcement that is public and one under a long embargo."""
    with pytest.MonkeyPatch.context() as patch:
        real = Keystore.__init__
        patch.setattr(Keystore, "__init__", lambda self, *told: real(self, *told[:3], 10))
        gb, jp = introduced(tmp_path_factory)
        announce(gb, jp, "GB-HQ-A-1", datetime.now(UTC) - timedelta(minutes=1))
        announce(gb, jp, "GB-HQ-A-2", datetime.now(UTC) + timedelta(days=30))
        yield gb, jp


def announce(gb: Desk, jp: Desk, number: str, at: datetime) -> str:
    file = gb.home / "announcement.toml"
    texts = "\n".join(f'{slot} = "{text}"' for slot, text in WORDS.items())
    file.write_text(
        f'kind = "programme/announcement"\n[texts]\n{texts}\n[body]\non = {TODAY}\nnumber = "{number}"\n'
        f'form = "statement"\nissuers = ["GB-MOD", "JP-MOD"]\ndated = {at.date()}\nembargo_day = {at.date()}\n'
        f'embargo_time = "{at:%H:%M:%S}"\n',
        encoding="utf-8",
    )
    case = gb.json("act", "submit", file, "--officer", "ops", "--desk", "HQ")["case"]
    carry(gb, jp)
    words = digests(jp, case)
    jp.submit(
        f'digest_en = "{words[0]}"\ndigest_ja = "{words[1]}"', "ops", kind="programme/agree_announcement", case=case
    )
    carry(jp, gb)
    carry(gb, jp)
    return case


def digests(desk: Desk, case: str) -> tuple[str, str]:
    """What the node has on record of the wording that waits."""
    import sqlite3

    kept = sqlite3.connect(desk.node / "warifu.db")
    rows = kept.execute('SELECT digest_en, digest_ja FROM programme_wording WHERE "case" = ?', [bytes.fromhex(case)])
    ((en, ja),) = rows.fetchall()
    kept.close()
    return en.hex(), ja.hex()


def test_what_is_public_is_listed_alike_in_both_capitals(pair):
    gb, jp = pair
    ours, theirs = (desk.json("announce", "list") for desk in (gb, jp))
    assert ours == theirs
    assert [each["number"] for each in ours] == ["GB-HQ-A-1"]
    assert "寄港のお知らせ" in gb.run("announce", "list", lang="ja").stdout


def test_the_pages_are_written_and_written_again_only_when_something_changed(pair, tmp_path):
    gb, jp = pair
    told = gb.json("publish", "--to", tmp_path / "site")
    assert (told["changed"], told["announcements"], told["faults"]) == (True, 1, [])
    assert not gb.json("publish", "--to", tmp_path / "site")["changed"]
    page = next((tmp_path / "site" / "ja").glob("gb-hq-a-1-*.html")).read_text(encoding="utf-8")
    assert "艦艇が寄港する。" in page
    assert "GB-HQ-A-2" not in "".join(each.read_text(encoding="utf-8") for each in (tmp_path / "site").rglob("*.html"))
    jp.run("publish", "--to", tmp_path / "other")
    assert next((tmp_path / "other" / "ja").glob("gb-hq-a-1-*.html")).read_text(encoding="utf-8") == page
    (tmp_path / "site" / "mine.txt").write_text("mine")
    refused = gb.run("publish", "--to", tmp_path / "site", lang="ja", ok=False)
    assert "公表したもの以外" in refused.stderr


def test_a_deposit_copy_is_written_for_either_parliament(pair, tmp_path):
    gb, _ = pair
    for party in ("GB", "JP"):
        told = gb.json("announce", "deposit", "GB-HQ-A-1", "--for", party, "--to", tmp_path / f"{party}.pdf")
        assert (tmp_path / f"{party}.pdf").stat().st_size == told["bytes"]
    assert (tmp_path / "GB.pdf").read_bytes() != (tmp_path / "JP.pdf").read_bytes()
    assert "no announcement" in gb.run("announce", "deposit", "GB-HQ-A-2", "--to", tmp_path / "x.pdf", ok=False).stderr
    assert gb.run("announce", "deposit", "GB-HQ-A-1", "--for", "FR", "--to", tmp_path / "x.pdf", ok=2)


def test_without_a_mail_server_nothing_is_sent_and_it_says_so(pair):
    gb, _ = pair
    refused = gb.run("announce", "send", ok=False)
    assert "no mail server" in refused.stderr


@pytest.mark.parametrize(("words", "status"), [(("mail", "--json"), 0), (("send",), 1), (("list",), 0)])
def test_each_command_gets_ready_what_it_needs_in_a_process_of_its_own(pair, words, status):
    env = {**os.environ, "WARIFU_PASSPHRASE": PASS, "WARIFU_NODE": str(pair[0].node), "WARIFU_LANG": "en"}
    command = [sys.executable, "-c", "from warifu.doors.cli import main; main()", "announce", *words]
    done = subprocess.run(command, env=env, text=True, capture_output=True, check=False, timeout=60)
    assert done.returncode == status, done.stderr
    assert "[smtp]" in done.stderr or done.stderr == ""


def _served(desk: Desk, *words: str) -> tuple[subprocess.Popen[str], str]:
    env = {**os.environ, "WARIFU_PASSPHRASE": PASS, "WARIFU_NODE": str(desk.node), "WARIFU_LANG": "en"}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = "from warifu.doors.cli import main; main()"
    served = subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--pages", f"127.0.0.1:{port}", "--json", *words],
        env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    said = ""
    while "}" not in said:
        line = served.stdout.readline()
        assert line, served.stderr.read()
        said += line
    return served, json.loads(said)["pages"]


def _get(address: str, data: bytes | None = None) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, data, timeout=20) as answer:  # noqa: S310  loopback
            assert answer.headers["Set-Cookie"] is None
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as trouble:
        with trouble:
            return trouble.code, trouble.read().decode()


@pytest.mark.slow
def test_a_running_node_serves_sends_and_forgets(pair):
    gb, jp = pair
    settings = gb.node / "node.toml"
    before = settings.read_text(encoding="utf-8")
    with Postbox() as box:
        head = 'public = true\npublic_address = "https://notices.example"\n'
        mail = f'\n[smtp]\nhost = "127.0.0.1"\nport = {box.port}\nstarttls = false\nsender = "n@notices.example"\n'
        settings.write_text(head + before + mail, encoding="utf-8")
        served, base = _served(gb)
        try:
            assert _get(f"{base}public/en/")[0] == 200
            assert _get(f"{base}public/subscribe/", b"address=reader%40example.org&language=ja")[0] == 200
            link = _link(box, "confirm")
            assert _get(base + link, b"")[0] == 200
            announce_soon(gb, jp)
            leave = _wait(lambda: len(box.to("reader@example.org")) == 2 and box.to("reader@example.org")[1])
            assert leave["Subject"] == WORDS[12]
            way_out = re.search(r"/(public/leave/[^>]+)", leave["List-Unsubscribe"])[1]
            assert _get(base + way_out, b"List-Unsubscribe=One-Click")[0] == 200
        finally:
            served.send_signal(signal.SIGTERM)
            said = served.communicate(timeout=20)
        assert "reader@example.org" not in "".join(said)
        told = gb.json("announce", "mail")
        assert (told["subscribers ja"], told["asked"], told["uncertain"]) == (0, 0, 0)
    settings.write_text(before, encoding="utf-8")


def announce_soon(gb: Desk, jp: Desk) -> None:
    """An announcement that is public a little later, while the node runs."""
    announce(gb, jp, "GB-HQ-A-3", datetime.now(UTC) + timedelta(seconds=1))


def _link(box: Postbox, what: str) -> str:
    message = _wait(lambda: box.to("reader@example.org") and box.to("reader@example.org")[-1])
    return re.search(rf"/(public/{what}/\S+)", message.get_body(("plain",)).get_content())[1]


def _wait(until):
    for _ in range(200):
        if found := until():
            return found
        time.sleep(0.2)
    raise AssertionError
