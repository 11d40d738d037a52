"""Nothing tells of what a reader may not see: every page and every answer of the API, in two worlds alike but for it.

In one world cases stand that are marked higher than the readers may see (``tests.doors.web.leaking``), in the other
they never existed. Every address of the table of pages and of the API, with the digests of seen, hidden and unknown
cases and acts in it, is asked in both by readers of several roles, and answers byte for byte alike. What may differ is
``MAY_DIFFER`` and nothing else: sizes, places and roots of whole logs, which both sides sign in every checkpoint.
"""

from __future__ import annotations

import html
import io
import itertools
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.doors.web import houses, leaking
from tests.doors.web.houses import MORE, PASSPHRASE, TrialHouse
from tests.doors.web.leaking import Told
from tests.doors.web.people import visit
from tests.world import ROLES as ROLES_OF
from warifu.doors.api import tokens
from warifu.doors.api.pages import document_of
from warifu.doors.paper import laying
from warifu.doors.web.house import ENVIRON
from warifu.doors.web.page import Page
from warifu.doors.web.routes import PAGES
from warifu.record.log import Store

UNKNOWN = "ab" * 32
_SLOW = tuple(pytest.param(each, marks=pytest.mark.slow) for each in ("orders", "registrar"))
ROLES = ("finance", *_SLOW, pytest.param("auditor", marks=pytest.mark.slow))
CEILING = "GB-GSC|2014-04-02|OFFICIAL"
SECRET = "GB-GSC|2014-04-02|SECRET"
HIDDEN = 300
_HEX = r"[0-9a-f]{64}"
CHANCE = (
    (r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1"),
    (r'(name="token" value=")[^"]*', r"\1"),
)
"""What is drawn anew for each answer: the tokens of forms."""
_SIZES = (r'(<dd class="govuk-summary-list__value">)\d[\d,]*', r"\1")
MAY_DIFFER: dict[str, tuple[tuple[str, str], ...]] = {
    "home": (_SIZES,),
    "draw_up": ((_HEX, ""), (r'(wf-digest__short">)[0-9a-f]+', r"\1"), (r'(name="seen" value=")[^"]*', r"\1")),
    "verify": ((_HEX, ""), (r'(<span class="wf-table__value">)\d[\d,]*', r"\1"), (r"<code.*?</code>", "")),
    "proof": ((r'"(place|size|root)": [^,]*,', ""), (r'"(path|checkpoint)": \[.*?\]', "")),
    "removal": ((r">[0-9a-f]{16}<", "><"),),
    "/status": ((r'"(ours|theirs|witnessed)": ?\d+', ""),),
    "/cases/": ((r'"place": ?\d+', ""),),
    "/logs/verify": ((_HEX, ""), (r'"size": ?\d+', "")),
    "/logs/proof": ((r'"(place|size)": ?\d+', ""), (r'"root": ?"\w*"', ""), (r'"(path|checkpoint)": ?\[.*?\]', "")),
}
"""What may differ, by page: the sizes of the logs (home, status); the digest of this half, which both sides sign in a
statement (draw_up, verify); sizes and roots (verify); the place of an act in its log (a case by the API, a proof), and
in its proof the path and the checkpoint; the digest of a form once printed, for the form bears that place (removal)."""
APART = frozenset({"logs", "print"})
"""Pages that are compared entry by entry, and record by record, in trials of their own."""


class TwoWorlds:
    """The same house twice: without the hidden cases, and with them."""

    def __init__(self, folder: Path, hidden: int = HIDDEN, telling: Callable[..., Told] = leaking.told) -> None:
        self.without = telling(with_hidden=0)
        self.holding = telling(with_hidden=hidden)
        assert self.without.seen == self.holding.seen
        assert not self.without.hidden
        assert len(self.holding.hidden) > hidden
        self.houses = [TrialHouse(each.world.gb, folder) for each in (self.without, self.holding)]

    @property
    def told(self) -> tuple[Told, Told]:
        return self.without, self.holding


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Iterator[TwoWorlds]:
    both = TwoWorlds(tmp_path_factory.mktemp("leak"))
    yield both
    for told in both.told:
        houses.ended(told.world)


@pytest.fixture(scope="module")
def circled(tmp_path_factory) -> Iterator[TwoWorlds]:
    both = TwoWorlds(tmp_path_factory.mktemp("circle"), 20)
    leaking.circled(both.holding)
    yield both
    for told in both.told:
        houses.ended(told.world)


@pytest.fixture
def both(made, accounts) -> TwoWorlds:
    return made


def reader(house: TrialHouse, role: str, ceiling: str = CEILING) -> Client:
    """A browser of somebody who may see OFFICIAL."""
    browser = visit(house, role)
    browser.account.ceiling = ceiling
    browser.account.save()
    return browser


def values(both: TwoWorlds) -> dict[str, list[str]]:
    """What stands for each part of an address: of what is seen, hidden and unknown."""
    half = both.holding.world.gb
    seen, hidden = both.holding.seen, both.holding.hidden
    acts = leaking.acts_of(half, seen)
    unseen = leaking.acts_of(half, hidden)
    digests = [each.hex() for each in (*seen[::3], *hidden[:1], *hidden[-3:], *acts[::19], *unseen[::197])]
    return {
        "digest": [*dict.fromkeys(digests), UNKNOWN],
        "act": [each.hex() for each in (*acts[:1], *unseen[:1])],
        "attached": [UNKNOWN],
        "kind": ["logistics/request", "logistics/set_off", "logistics/match", "parties/affirm"],
        "name": ["gb-jp/acsa-2017", "acsa:dealings"],
        "case": [each.hex() for each in (*seen[:1], *hidden[:1])] + [UNKNOWN],
        "token": ["x" * 22],
        "which": ["1"],
        "batch": ["b" * 16],
    }


QUERIES = {
    "orders": [
        "room=programme", "room=information", "q=CALDER-26-5", "q=water", "q=F-76", "turn=them", "turn=us", "turn=none",
        "state=ordered", "state=requested", "flow=set_off", "settlement=cash", "activity=exercise", "desk=CALDER",
        "trouble=irregular", "trouble=undetermined", "exercise=no", "opened_from=2026-01-01", "opened_to=2020-01-01",
        "after=9999999999-" + "00" * 32, "before=1-" + "00" * 32,
    ],
    "balances": ["as_of=2026-09-21", "as_of=2030-01-01", "of=JPY", "as_of=2027-12-01"],
    "balances_csv": ["as_of=2030-01-01"],
    "draw_up": ["form=opening", "as_of=2027-01-01"],
    "logs": ["author=JP", "before=40", "author=JP&before=60"],
    "match": [f"list={name}" for name in ("matched", "differing", "only_gb", "only_jp", "undetermined")],
    "match_pair": ["left=GB-S-001&right=JP-S-001", "left=GB-H-001&right=JP-H-001"],
    "directory": ["all=1"],
    "registry": ["q=26-2", "state=out", "state=missing", "form=document", "holder=JP", "on=2026-09-20"],
    "write_root": ["cite={act}"],
    "repeat": ["from={digest}"],
}  # fmt: skip


def addresses(both: TwoWorlds) -> list[tuple[Page, str]]:
    """Every address that can be asked with GET, each part of it in every value."""
    known, found = values(both), list[tuple[Page, str]]()
    for page in PAGES:
        parts, form = fillings(page.path)
        paths = filled(form, parts, known)
        found += [(page, f"/{path}") for path in (paths if len(parts) < 2 else paths[::7])]
        for query in QUERIES.get(page.name, ()):
            found += [(page, f"/{paths[0]}?{each}") for each in filled(query, re.findall(r"{(\w+)}", query), known)]
    return found


def fillings(path: str) -> tuple[list[str], str]:
    """The names of the parts of an address as Django writes it, and its form with ``{name}`` for each."""
    part = r"<(?:\w+:)?(\w+)>"
    return re.findall(part, path), re.sub(part, r"{\1}", path)


def filled(form: str, parts: list[str], known: dict[str, list[str]]) -> list[str]:
    """An address with every value of every part of it."""
    chosen = itertools.product(*(known.get(part, [UNKNOWN]) for part in parts))
    return [form.format(**dict(zip(parts, each, strict=True))) for each in chosen]


def content(raw: bytes) -> str:
    """What an answer says; of a workbook its parts, without the instants at which they were packed."""
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            names = [name for name in sorted(book.namelist()) if "core.xml" not in name]
            raw = b"".join(name.encode() + book.read(name) for name in names)
    return raw.decode("utf-8", "replace")


def bare(page: str, raw: bytes) -> str:
    """An answer without what is drawn by chance, and without what may differ."""
    text = content(raw)
    for pattern, instead in (*CHANCE, *MAY_DIFFER.get(page, ())):
        text = re.sub(pattern, instead, text, flags=re.DOTALL)
    return text


def alike(page: str, without: Any, holding: Any, address: str) -> None:
    """Two answers are one, but for what may differ: status, every header, every byte."""
    assert holding.status_code == without.status_code, address
    packed = holding.content.startswith(b"PK")  # a workbook packs the instant at which it was made
    differ = {"Content-Length"} if packed or page in {*MAY_DIFFER, *APART} else set()
    heads = [{name: each for name, each in answer.items() if name not in differ} for answer in (without, holding)]
    assert heads[1] == heads[0], address
    if page not in APART:
        assert bare(page, holding.content) == bare(page, without.content), address


@pytest.mark.parametrize("role", ROLES)
def test_no_page_tells_of_what_its_reader_may_not_see(both, role):
    readers = [reader(house, role) for house in both.houses]
    for page, address in addresses(both):
        alike(page.name, *(browser.get(address) for browser in readers), address)


@pytest.mark.slow
def test_no_page_tells_of_ten_thousand_hidden_cases(tmp_path, accounts):
    both = TwoWorlds(tmp_path, 10_000)
    readers = [reader(house, "finance") for house in both.houses]
    for page, address in addresses(both):
        alike(page.name, *(browser.get(address) for browser in readers), address)
    for told in both.told:
        houses.ended(told.world)


@pytest.mark.slow
def test_no_page_tells_of_a_circle_that_its_reader_is_not_in(circled, accounts):
    readers = [reader(house, "finance") for house in circled.houses]
    assert len(set(circled.holding.world.gb.node.store.run("SELECT level, circle FROM case_sight"))) > 2
    for page, address in addresses(circled):
        alike(page.name, *(browser.get(address) for browser in readers), address)


@pytest.fixture(scope="module")
def registers(tmp_path_factory) -> Iterator[TwoWorlds]:
    both = TwoWorlds(tmp_path_factory.mktemp("items"), 40, leaking.told_of_items)
    yield both
    for told in both.told:
        houses.ended(told.world)


@pytest.mark.parametrize("name", ["registrar", pytest.param("auditor", marks=pytest.mark.slow)])
def test_no_page_tells_of_items_beyond_what_its_reader_is_cleared_for_and_reads_on(registers, accounts, name):
    readers = [reader(house, name, SECRET) for house in registers.houses]
    for page, address in addresses(registers):
        alike(page.name, *(browser.get(address) for browser in readers), address)
    shown = content(readers[1].get("/orders?room=information").content)
    assert ("GB-UKDEF-26-0117" in shown) == (name == "registrar"), "who is attested to nothing sees nothing classified"
    assert "GB-UKDEF-26-2000" not in shown


def test_a_reader_of_the_level_sees_what_is_hidden_from_the_others(both):
    browser = visit(both.houses[1], "auditor")
    page = content(browser.get("/orders?q=CALDER-26-50").content)
    assert "GB-CALDER-26-5000" in page, "marked OFFICIAL-SENSITIVE: the level of an account without a ceiling"
    assert "GB-CALDER-26-5002" not in page, "marked as nobody here can read: of no account"


# --- the logs, and what is printed from them --------------------------------------------------------------------------


def entries(browser: Client, author: str) -> list[str]:
    """The entries of a log that a reader is shown, over all pages of it: each without its place."""
    found, address = [], f"/logs/?author={author}"
    while address:
        page = content(browser.get(address).content)
        table = page.split('id="entries"', 1)[1].split('id="marks"', 1)[0]
        rows = re.findall(r"<tr .*?</tr>", table, re.DOTALL)[1:]
        found += [re.sub(r">\d+<", "><", re.sub(r"entry \d+", "entry", row)) for row in rows]
        older = re.search(r'href="([^"]*before=\d+)"[^>]*rel="next"', page)
        address = html.unescape(older[1]) if older else ""
    return found


@pytest.mark.parametrize("author", ["GB", "JP"])
def test_an_entry_of_a_hidden_case_shows_its_place_and_hash_alone(both, author):
    without, holding = (entries(reader(house, "auditor"), author) for house in both.houses)
    hash_alone = [row for row in holding if "not shown" in row]
    assert [row for row in holding if "not shown" not in row] == without
    assert len(hash_alone) > HIDDEN
    words = {re.sub(_HEX, "", re.sub(r"<code.*?</code>|<abbr.*?</abbr>", "", row)) for row in hash_alone}
    assert len(words) == 1, "all of them look alike, but for the hash"


def test_a_printed_form_differs_in_the_place_of_its_act_alone(both):
    for act in leaking.acts_of(both.holding.world.gb, both.holding.seen):
        sheets = [repr(laying.sheet_of(each.world.gb.node, "JP", act, 1)) for each in both.told]
        without, holding = (re.sub(r"'(GB|JP) \d+'", r"'\1'", each) for each in sheets)
        assert holding == without


# --- the API ----------------------------------------------------------------------------------------------------------


def asking(house: TrialHouse, role: str) -> Callable[..., Any]:
    """A national system with a token of a reader."""
    browser = reader(house, role)
    held = sorted({role_ for roles in (*ROLES_OF.values(), *(roles for roles, _ in MORE.values())) for role_ in roles})
    text = tokens.make(browser.account, "feeder", held, house.clock(), 86_400)
    client = Client(SERVER_NAME="localhost", **{ENVIRON: house})

    def ask(address: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": address}
        if body is None:
            return client.get(f"/api/v1{address}", headers=headers)
        return client.post(f"/api/v1{address}", json.dumps(body), "application/json", headers=headers)

    return ask


def api_addresses(both: TwoWorlds) -> list[str]:
    """Every reading address of the API's own document, and every digest in it."""
    digests = values(both)["digest"]
    known = {"digest": digests, "name": ["logistics/request"], "kind": ["logistics/request"]}
    found = list[str]()
    for path, methods in document_of()["paths"].items():
        if "get" in methods:
            form = path.removeprefix("/api/v1")
            found += filled(form, re.findall(r"{(\w+)}", form), known)
    lists = ("room=programme", "room=information", "state=ordered", "turn=JP", "turn=GB", "flow=set_off", "desk=CALDER")
    return [*found, *(f"/cases?{each}" for each in lists), "/statement?as_of=2030-01-01"]


def walked(ask: Callable[..., Any], address: str) -> list[dict[str, Any]]:
    """The lines of a list over all its pages."""
    found = []
    while address:
        page = ask(address).json()
        found += page["items"]
        address = page["next"].removeprefix("/api/v1")
    return found


@pytest.mark.parametrize("role", ["auditor", *_SLOW])
def test_the_api_tells_nothing_of_what_its_token_may_not_see(both, role):
    askers = [asking(house, role) for house in both.houses]
    for address in api_addresses(both):
        name = next((name for name in MAY_DIFFER if address.startswith(name)), address)
        alike(name, *(ask(address) for ask in askers), address)
    assert walked(askers[1], "/cases") == walked(askers[0], "/cases") != []


def cited(both: TwoWorlds, case: bytes, cites: bytes) -> dict[str, Any]:
    """A draft of a receipt in a case, resting on an act."""
    lines = [{"line": 1, "quantity": "1 L"}]
    return {
        "kind": "logistics/receipt", "desk": "CALDER", "case": case.hex(), "cites": [cites.hex()],
        "body": {"on": str(both.houses[0].today()), "place": "XZ", "lines": lines},
    }  # fmt: skip


def test_who_writes_learns_nothing_of_what_a_hidden_digest_names(both):
    askers = [asking(house, "receives") for house in both.houses]
    half, hidden = both.holding.world.gb, both.holding.hidden
    acts = leaking.acts_of(half, hidden)
    fuel = next(case for case in both.holding.seen if b"receipt" in b"".join(kinds_of(half, case)))
    for case, act in ((hidden[0], acts[0]), *((fuel, each) for each in (*acts[::60], bytes(32)))):
        body = cited(both, case, act)
        alike("", *(ask("/drafts/check", body) for ask in askers), act.hex())
        signed = body | {"passphrase": PASSPHRASE}
        alike("", *(ask("/acts", signed) for ask in askers), act.hex())


def kinds_of(half: Any, case: bytes) -> list[bytes]:
    rows = half.node.store.run('SELECT kind FROM entry WHERE pair = %s AND "case" = %s', ["GB-JP", case])
    return [row[0].encode() for row in rows]


# --- the same work ----------------------------------------------------------------------------------------------------


BY_DIGEST = ("cases/{0}", "acts/{0}", "logs/proof/{0}", "cases/{0}/acts/{0}/form.pdf", "orders/repeat?from={0}",
             "cases/{0}/write/logistics/dispute", "register/{0}", "removals/{0}", "prepared/{0}")  # fmt: skip


@pytest.mark.parametrize("form", BY_DIGEST)
def test_what_is_hidden_costs_the_same_questions_as_what_is_not_there(both, monkeypatch, form):
    browser, asked = reader(both.houses[1], "registrar"), list[str]()
    really, hidden = Store.run, leaking.root_of(both.holding.world.gb, both.holding.hidden)
    monkeypatch.setattr(Store, "run", lambda self, sql, values=(): (asked.append(sql), really(self, sql, values))[1])
    told = []
    for digest in (UNKNOWN, hidden.hex(), UNKNOWN):
        asked.clear()
        answer = browser.get(f"/{form.format(digest)}")
        told.append((answer.status_code, answer["Content-Type"], tuple(asked)))
    assert told[1] == told[2]
    assert told[1][0] in {403, 404}
