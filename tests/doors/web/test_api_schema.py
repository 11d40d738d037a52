"""The API against its own document: whatever is asked, the answer is one that the document promises.

Requests are made from the OpenAPI document by schemathesis: fitting ones, spoiled ones, other methods, and without
a token. They go through the WSGI application of the pages. Derandomised: a run finds what the last one found.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.doors.web.houses import MORE, PASSPHRASE
from tests.doors.web.people import visit
from tests.world import play_of
from warifu.core import keys
from warifu.doors.api import tokens
from warifu.doors.api.pages import document_of
from warifu.doors.web.wsgi import Pages
from warifu.law.roll import ROLES, Appointment, OfficerKey
from warifu.node.open import rooms

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
DAY = 86_400
EXAMPLES = 12

ODD = (
    "",
    "120000 L",
    "1234.50 GBP",
    "2026-09-20",
    "9999-12-31",
    "GB",
    "JP",
    "00" * 32,
    "−１",
    "\u202e",
    "x" * 300,
    "\0",
)
"""Text that fits here and there."""
FITTING = {"date": ("2026-09-20", "0001-01-01", "9999-12-31"), "decimal": ("1", "-1", "1E+30", "0.0001", "NaN")}
KINDS = [kind for room in rooms().values() for kind in room.kinds.values() if not kind.national]

offered = schemathesis.openapi.from_dict(document_of())
offered.config.output.sanitization.enabled = False
TRIED = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Asker:
    """A national system with a token; what it is answered is compared with what the document promises."""

    def __init__(self, house: Any, role: str, roles: tuple[str, ...]) -> None:
        self.pages = Pages(house)
        self.keys = itertools.count()
        self.cases: list[str] = []
        self.text = tokens.make(visit(house, role).account, "schema", roles, house.clock(), DAY)

    def holds(self, case: Any) -> None:
        """Ask, and compare the answer with the document."""
        case.call_and_validate(app=self.pages, headers={"Authorization": f"Bearer {self.text}"}, checks=CHECKS)


def roughly(shape: dict[str, Any], known: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of about this shape: names and structure fit, what stands there may be odd."""
    if "$ref" in shape:
        return st.deferred(lambda: roughly(known[shape["$ref"].rpartition("/")[2]], known))
    if "anyOf" in shape:
        return st.one_of([roughly(each, known) for each in shape["anyOf"]])
    if "enum" in shape:
        return st.sampled_from(shape["enum"])
    if "properties" in shape:
        fields = {name: roughly(each, known) for name, each in shape["properties"].items()}
        asked = set(shape.get("required", ()))
        must = {name: each for name, each in fields.items() if name in asked}
        return st.fixed_dictionaries(must, optional={name: each for name, each in fields.items() if name not in asked})
    if shape.get("format") in FITTING or "contentEncoding" in shape:
        return st.sampled_from((*FITTING.get(shape.get("format", ""), ("00" * 32,)), ""))
    plain: dict[str, st.SearchStrategy[Any]] = {
        "integer": st.integers(-1, 2**64),
        "boolean": st.booleans(),
        "null": st.none(),
        "array": st.lists(st.deferred(lambda: roughly(shape.get("items", {}), known)), max_size=3),
    }
    return plain.get(shape.get("type", ""), st.sampled_from(ODD))


@pytest.fixture
def lines_kept() -> Iterator[None]:
    """Keep the lines to the databases over the end of a request, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def everything(gb, world, monkeypatch, lines_kept) -> Asker:
    """Who asks as an officer of the United Kingdom who holds every role that signs; cases are there to be read."""
    play = play_of(world)
    roles = tuple(sorted(set(ROLES) - {"auditor"}))
    monkeypatch.setitem(MORE, "all", (roles, "*"))
    officer = gb.half.officers["all"] = keys.ed25519_from_seed(b"\7" * 32)
    first, last = date(2020, 1, 1), date(2040, 1, 1)
    appointed = Appointment("GB-A-900", roles, ("*",), first, last, person="GB-900")
    gb.half.roll("officer", OfficerKey("GB-900", officer.public.algorithm, officer.public.raw, first, last))
    gb.half.roll("appointment", appointed, gb.half.roots.first)
    asker = Asker(gb, "all", roles)
    asker.cases = [case.hex() for case in play.activities.values()]
    return asker


@pytest.fixture
def auditing(gb, world, lines_kept) -> Asker:
    """Who asks as an auditor."""
    play_of(world)
    return Asker(gb, "auditor", ("auditor",))


@offered.parametrize()
@TRIED
def test_an_officer_with_every_role_is_answered_as_the_document_says(case, everything):
    everything.holds(case)


@offered.parametrize()
@TRIED
def test_an_auditor_is_answered_as_the_document_says(case, auditing):
    auditing.holds(case)


@pytest.mark.parametrize("path", ["/api/v1/drafts/check", "/api/v1/acts"])
@settings(TRIED, max_examples=60)
@given(chosen=st.data())
def test_a_draft_of_any_kind_is_answered_as_the_document_says(everything, path, chosen):
    kind = chosen.draw(st.sampled_from(KINDS))
    shape = msgspec.json.schema(kind.body, schema_hook=lambda _type: {"type": "string"})
    case = chosen.draw(offered[path]["POST"].as_strategy())
    case.body = case.body if isinstance(case.body, dict) else {}
    begun = chosen.draw(st.sampled_from(["", *everything.cases]))
    case.headers["Idempotency-Key"] = str(next(everything.keys))
    case.body |= {
        "kind": kind.name,
        "desk": "TRIAL",
        "case": begun,
        "body": chosen.draw(roughly(shape, shape.get("$defs", {}))),
    }
    if path.endswith("acts"):
        case.body["passphrase"] = PASSPHRASE
    everything.holds(case)
