"""What is written on one's own roll from the page of a case: a text erased, paper entered alone and affirmed later."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.doors.web.houses import TrialHouse
from tests.doors.web.test_acting import REQUEST, officers, play, requested  # noqa: F401  fixtures
from tests.doors.web.writing import Form, Writer, findings
from tests.world import World
from warifu.record.database import close_database


def test_a_text_is_erased_from_the_page_of_its_case(officers, play, world):  # noqa: F811
    case = requested(officers, play)
    world.exchange()
    registrar = officers("GB", "registrar")
    assert "Alongside, port side" in registrar.get(f"/cases/{case.hex()}")
    address = f"/cases/{world.gb.node.pair('JP').rolls['GB'].founded.hex()}/write/parties/erase?cite={case.hex()}"
    registrar.sign(registrar.checked(address, desk="HQ", body__reason="spill"))
    world.exchange()
    for reader in (registrar, officers("JP", "accepts")):
        page = reader.get(f"/cases/{case.hex()}")
        assert "Alongside, port side" not in page
    assert "Removed on" in registrar.get(f"/cases/{case.hex()}")


@pytest.fixture
def alone(tmp_path, accounts):
    """The United Kingdom with its node, before Japan has one."""
    world = World(11, pinned=False)
    yield TrialHouse(world.gb, tmp_path)
    for half in (world.gb, world.jp):
        close_database(half.alias)


def test_paper_of_the_other_side_is_entered_while_it_has_no_node(alone, client_of):
    writer = Writer(client_of("orders", alone))
    case = writer.write(None, "logistics/request", **REQUEST)
    accepting = Writer(client_of("accepts", alone))
    form = Form(accepting.get(f"/cases/{case.hex()}/write/logistics/decline"))
    assert "on_behalf" in form.names
    sent = {**form.fields, "desk": "HAYASE", "body.reason": "mission", "on_behalf": "JP", "do": "check"}
    refused = accepting.post(form.action, sent)
    assert "scan" in findings(refused.content.decode())
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.7 scan")
    sent = {**Form(refused.content.decode()).fields, "do": "check", "paper": "signed_scan", "files": [scan]}
    signed = accepting.sign(accepting.post(Form(refused.content.decode()).action, sent))
    page = signed.content.decode()
    assert "entered on paper by United Kingdom" in page
    assert alone.half.case(case).state == "declined"


def test_no_paper_is_entered_for_a_side_that_signs_itself(officers, play):  # noqa: F811
    case = requested(officers, play)
    assert "on_behalf" not in Form(officers("GB", "orders").get(f"/cases/{case.hex()}/write/logistics/note")).names
