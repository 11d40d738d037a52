"""What goes wrong while writing: nothing typed is lost, nothing is signed twice, each has a page of its own."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.doors.web.test_acting import REQUEST, officers, play, requested  # noqa: F401  fixtures
from tests.doors.web.writing import Form, Writer, findings
from warifu.doors.web.drafts import keeping
from warifu.doors.web.drafts.models import Draft

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
NOTE = {"desk": "CALDER", "text__1": "seen"}


@pytest.fixture
def writer(officers):  # noqa: F811
    return officers("GB", "orders")


def begun(writer: Writer, play, **more: str):  # noqa: F811
    """A request typed, not yet checked: the page of its draft."""
    form = Form(writer.get("/write/logistics/request"))
    fields = {name.replace("__", "."): value for name, value in (REQUEST | more).items()}
    cites = [play.activities["exercise"].hex()]
    answer = writer.post(form.action, {**form.fields, **fields, "cites": cites, "do": "save"})
    assert answer.status_code == 200
    return answer


def token_of(answer) -> str:
    return answer.redirect_chain[-1][0].partition("/drafts/")[2].partition("?")[0].partition("/")[0].partition("#")[0]


def test_a_refused_weapon_names_its_article_and_keeps_what_was_typed(writer, play):  # noqa: F811
    answer = begun(writer, play, body__lines__0__item="Rifle, 5.56 mm", body__lines__0__category="ammunition")
    page = writer.post(f"/drafts/{token_of(answer)}", {**Form(answer.content.decode()).fields, "do": "check"})
    told = findings(page.content.decode())
    assert "Rule:" in told
    assert "Next:" in told
    form = Form(page.content.decode())
    assert form.fields["body.lines.0.item"] == "Rifle, 5.56 mm"
    assert form.fields["body.wanted_to"] == "2026-09-25"
    assert 'href="#body-lines' in page.content.decode()


def test_nothing_typed_is_lost_to_an_error(writer, play):  # noqa: F811
    answer = begun(writer, play, body__lines__0__quantity__amount="12o", body__setting__place="a\u202eb")
    page = writer.post(f"/drafts/{token_of(answer)}", {**Form(answer.content.decode()).fields, "do": "check"})
    form = Form(page.content.decode())
    assert form.fields["body.lines.0.quantity.amount"] == "12o"
    assert form.fields["body.lines.0.item"] == "Fuel, naval distillate F-76"
    told = findings(page.content.decode())
    assert "Quantity" in told
    assert "direction" in told


def test_too_long_is_refused_with_the_limit_and_shown_again(writer, play):  # noqa: F811
    form = Form(writer.get("/write/logistics/request"))
    answer = writer.post(form.action, {**form.fields, "body.number": "N-1", "text.1": "x" * 7000, "do": "save"})
    assert answer.status_code == 422
    assert "6000" in findings(answer.content.decode())
    assert Form(answer.content.decode()).fields["body.number"] == "N-1"


def test_lines_are_added_and_removed_without_a_script(writer, play):  # noqa: F811
    answer = begun(writer, play)
    fields = Form(answer.content.decode()).fields
    address = f"/drafts/{token_of(answer)}"
    two = writer.post(address, {**fields, "do": "add:body.lines"})
    fields = Form(two.content.decode()).fields
    assert fields["body.lines.1.number"] == "2"
    fields |= {"body.lines.1.item": "Water", "body.lines.1.quantity.amount": "5"}
    one = Form(writer.post(address, {**fields, "do": "remove:body.lines.0"}).content.decode()).fields
    assert one["body.lines.0.item"] == "Water"
    assert "body.lines.1.item" not in one


def test_a_day_that_is_no_day_is_shown_as_it_was_typed(writer, play):  # noqa: F811
    page = begun(writer, play, body__wanted_to="31/13/2026").content.decode()
    assert re.search(r'name="body.wanted_to" type="text"[^>]* value="31/13/2026"', page)


def test_a_form_sent_twice_is_one_draft(writer, play):  # noqa: F811
    form = Form(writer.get("/write/logistics/request"))
    for _ in range(2):
        writer.post(form.action, {**form.fields, "body.number": "N-1", "do": "save"})
    assert Draft.objects.count() == 1


def review_of(writer: Writer, play):  # noqa: F811
    answer = begun(writer, play)
    return writer.post(f"/drafts/{token_of(answer)}", {**Form(answer.content.decode()).fields, "do": "check"})


def test_signing_twice_signs_once(writer, play, gb):  # noqa: F811
    review = review_of(writer, play)
    size = gb.node.pair("JP").head("GB").size
    first = writer.sign(review)
    again = writer.post(Form(review.content.decode()).action, Form(review.content.decode()).fields | {"do": "sign"})
    assert gb.node.pair("JP").head("GB").size == size + 1
    assert first.redirect_chain[-1][0].split("?")[0] == again.redirect_chain[-1][0].split("?")[0]
    assert "nothing was signed twice" in again.content.decode()


def test_the_back_button_after_signing_leads_to_the_act(writer, play):  # noqa: F811
    review = review_of(writer, play)
    address = Form(review.content.decode()).action
    writer.sign(review)
    assert "/cases/" in writer.browser.get(address, follow=True).redirect_chain[-1][0]
    assert "/cases/" in writer.browser.get(address.removesuffix("/review"), follow=True).redirect_chain[-1][0]


def test_the_first_form_sent_again_after_signing_leads_to_the_act(writer, play):  # noqa: F811
    form = Form(writer.get("/write/logistics/request"))
    fields = {name.replace("__", "."): value for name, value in REQUEST.items()}
    sent = {**form.fields, **fields, "cites": [play.activities["exercise"].hex()], "do": "check"}
    writer.sign(writer.post(form.action, sent))
    again = writer.post(form.action, sent)
    assert "/cases/" in again.redirect_chain[-1][0]
    assert Draft.objects.count() == 1


def test_a_draft_changed_in_another_tab_is_shown_again_and_not_signed(writer, play, gb):  # noqa: F811
    review = review_of(writer, play)
    page = review.content.decode()
    address = Form(page).action.removesuffix("/review")
    other = Form(writer.get(address)).fields
    writer.post(address, {**other, "body.lines.0.quantity.amount": "999", "do": "save"})
    size = gb.node.pair("JP").head("GB").size
    answer = writer.sign(review)
    assert answer.status_code == 409
    assert "999" in answer.content.decode()
    assert gb.node.pair("JP").head("GB").size == size
    assert writer.sign(answer).status_code == 200


def test_a_draft_against_a_head_that_moved_is_judged_again(writer, play, officers, world):  # noqa: F811
    case = requested(officers, play)
    world.exchange()
    review = writer.checked(f"/cases/{case.hex()}/write/logistics/withdraw", body__reason="error", desk="CALDER")
    offer = {
        "desk": "HAYASE", "body__lines__0__price__amount": "112", "body__lines__0__price__currency": "JPY",
        "body__total__amount": "134400", "body__total__currency": "JPY", "body__payee": "a", "body__remittance": "b",
        "body__from_day": "2026-09-22", "body__to_day": "2026-09-25", "body__standing_order": "J-1",
    }  # fmt: skip
    officers("JP", "accepts").write(case, "logistics/offer", **offer)
    world.exchange()
    answer = writer.sign(review)
    assert answer.status_code == 409
    assert findings(answer.content.decode())


def test_a_wrong_passphrase_or_code_signs_nothing_and_loses_nothing(writer, play, gb):  # noqa: F811
    review = review_of(writer, play)
    size = gb.node.pair("JP").head("GB").size
    for wrong in ({"passphrase": "wrong"}, {"code": "000000"}):
        answer = writer.sign(review, **wrong)
        assert answer.status_code == 422
        assert findings(answer.content.decode())
    assert gb.node.pair("JP").head("GB").size == size
    assert writer.sign(review).status_code == 200


def test_an_expired_draft_has_a_page(writer, play):  # noqa: F811
    address = f"/drafts/{token_of(begun(writer, play))}"
    Draft.objects.update(changed=writer.browser.house.clock() - keeping.EXPIRES_SECONDS - 1)
    answer = writer.browser.get(address, headers={"accept-language": "ja"})
    assert answer.status_code == 410
    assert "期限" in answer.content.decode()
    assert Draft.objects.get().typed == "{}"


def test_a_discarded_draft_is_wiped_and_has_a_page(writer, play):  # noqa: F811
    answer = begun(writer, play)
    address = f"/drafts/{token_of(answer)}"
    writer.post(address, {**Form(answer.content.decode()).fields, "do": "discard"})
    assert writer.browser.get(address).status_code == 410
    assert Draft.objects.get().typed == "{}"


def test_nobody_else_reads_a_draft(writer, play, officers):  # noqa: F811
    address = f"/drafts/{token_of(begun(writer, play))}"
    for other in (officers("GB", "accepts"), officers("JP", "orders")):
        assert other.browser.get(address).status_code == 404
        assert other.browser.post(address, {"do": "save"}).status_code == 404
        assert other.browser.get(f"{address}/review").status_code == 404


def test_a_signature_cut_off_half_way_opens_again(writer, play, gb):  # noqa: F811
    review = review_of(writer, play)
    address = Form(review.content.decode()).action
    Draft.objects.update(state="signing", held_since=gb.clock())
    for held in (address, address.removesuffix("/review")):
        answer = writer.browser.get(held, follow=True)
        assert answer.status_code == 409
        assert "being signed" in answer.content.decode()
    gb.world.wait(keeping.STALE_SECONDS + 1)
    assert writer.browser.get(address).status_code == 200
    assert Draft.objects.get().state == "open"


def test_a_signature_cut_off_after_the_log_was_written_is_found(writer, play, gb):  # noqa: F811
    review = review_of(writer, play)
    address = Form(review.content.decode()).action
    before = Draft.objects.values().get()
    writer.sign(review)
    Draft.objects.update(**{**before, "state": "signing", "held_since": gb.clock() - 1})
    gb.world.wait(keeping.STALE_SECONDS + 1)
    assert "/cases/" in writer.browser.get(address, follow=True).redirect_chain[-1][0]


@pytest.mark.parametrize(
    ("raw", "name", "good"),
    [
        (PNG, "a.png", True),
        (b"%PDF-1.7 x", "x.pdf", True),
        (b"MZ\x90", "photo.jpg", False),
        (b"<html>", "a.pdf", False),
    ],
)
def test_files_are_taken_by_what_they_are(writer, play, raw, name, good):  # noqa: F811
    answer = begun(writer, play)
    fields = Form(answer.content.decode()).fields
    sent = {**fields, "do": "save", "paper": "photograph", "files": [SimpleUploadedFile(name, raw)]}
    page = writer.post(f"/drafts/{token_of(answer)}", sent)
    assert page.status_code == (200 if good else 422)
    assert (name in page.content.decode()) is good or not good
    assert Form(page.content.decode()).fields["body.number"] == "GB-CALDER-26-0042"


def test_far_too_much_at_once_is_refused_before_it_is_read(writer):
    answer = writer.browser.generic("POST", "/write/logistics/request", b"", CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert answer.status_code == 413


def test_too_large_a_file_is_refused(writer, play):  # noqa: F811
    draft = Draft(token="t")
    upload = SimpleNamespace(name="a.pdf", size=keeping.MAX_FILE_BYTES + 1)
    with pytest.raises(keeping.ValueTroubleError) as trouble:
        keeping.attach(draft, upload, "invoice")
    assert trouble.value.code == "drafts.file_too_large"


def test_a_file_travels_with_its_act_and_is_handed_out_as_a_download(writer, play, officers, world):  # noqa: F811
    case = requested(officers, play)
    form = Form(writer.get(f"/cases/{case.hex()}/write/logistics/note"))
    sent = {**form.fields, "desk": "CALDER", "paper": "photograph", "files": [SimpleUploadedFile("a.png", PNG)]}
    review = writer.post(form.action, sent | {"do": "check"})
    assert writer.sign(review).status_code == 200
    world.exchange()
    reader = officers("JP", "accepts")
    page = reader.get(f"/cases/{case.hex()}")
    address = f"/cases/{case.hex()}/files/"
    digest = page.partition(address)[2][:64]
    answer = reader.browser.get(address + digest)
    assert answer.content == PNG
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert reader.browser.get(address + "0" * 64).status_code == 404


def test_who_may_not_sign_a_kind_can_hand_it_on(officers, play, world, gb):  # noqa: F811
    case = requested(officers, play)
    world.exchange()
    offer = {
        "desk": "HAYASE", "body__lines__0__price__amount": "11200", "body__lines__0__price__currency": "JPY",
        "body__total__amount": "13440000", "body__total__currency": "JPY", "body__payee": "a", "body__remittance": "b",
        "body__from_day": "2026-09-22", "body__to_day": "2026-09-25", "body__standing_order": "J-1",
    }  # fmt: skip
    preparer, approver, signer = (officers("JP", name) for name in ("finance", "orders", "accepts"))
    review = preparer.checked(f"/cases/{case.hex()}/write/logistics/offer", **offer)
    handed = preparer.sign(review, "prepare")
    address = handed.redirect_chain[-1][0]
    assert "/prepared/" in address
    for who, do in ((approver, "approve"), (signer, "sign")):
        page = who.browser.get(address, headers=who.headers)
        assert page.status_code == 200
        assert "13,440,000" in page.content.decode()
        assert address in who.get("/drafts")
        said = who.sign(page, do)
        assert said.status_code == 200, findings(said.content.decode())
    world.exchange()
    assert gb.half.case(case).state == "offered"


def test_a_returned_draft_is_mended(officers, play, world):  # noqa: F811
    case = requested(officers, play)
    world.exchange()
    preparer, approver = officers("JP", "finance"), officers("JP", "accepts")
    review = preparer.checked(f"/cases/{case.hex()}/write/logistics/decline", desk="HAYASE", body__reason="mission")
    address = preparer.sign(review, "prepare").redirect_chain[-1][0]
    approver.sign(approver.browser.get(address), "return", reason="理由を改めること")
    page = preparer.browser.get(address)
    mended = preparer.post(address, {"do": "mend", "csrfmiddlewaretoken": ""})
    assert page.status_code == 200
    assert Form(mended.content.decode()).fields["body.reason"] == "mission"


def test_a_repeat_order_takes_six_inputs_at_most(officers, play, world, gb):  # noqa: F811
    case = requested(officers, play)
    writer = officers("GB", "orders")
    form = Form(writer.get(f"/orders/repeat?from={case.hex()}"))
    asked = {name.removesuffix(".amount").removesuffix(".unit") for name in form.names if name.startswith("body.")}
    assert 0 < len(asked) <= 6
    sent = {**form.fields, "body.lines.0.quantity.amount": "800", "body.wanted_from": "2026-10-01",
            "body.wanted_to": "2026-10-02"}  # fmt: skip
    signed = writer.sign(writer.post(form.action, sent))
    new = bytes.fromhex(signed.redirect_chain[-1][0].partition("/cases/")[2][:64])
    assert new != case
    body = gb.half.case(new).stands[new].placed.body
    assert body.number == "GB-CALDER-26-9004"  # the desk has numbered activities up to 9003
    assert str(body.lines[0].quantity) == "800 L"
    assert body.lines[0].item == "Fuel, naval distillate F-76"


def test_an_auditor_writes_nothing(client_of, play, officers):  # noqa: F811
    case = requested(officers, play)
    browser = client_of("auditor")
    for address in ("/begin", "/write/logistics/request", f"/cases/{case.hex()}/write/logistics/note"):
        assert browser.get(address).status_code == 403
        assert browser.post(address, {}).status_code in {403, 405}


NOWHERE = ("/write/logistics/nothing", "/write/parties/pin", "/write/logistics/accept", "/write/logistics/register_row",
           "/drafts/none", "/prepared/" + "0" * 64)  # fmt: skip


@pytest.mark.parametrize("address", NOWHERE)
def test_what_cannot_be_written_is_not_found(writer, address):
    assert writer.browser.get(address).status_code == 404


RELIEF = {
    "body.setting.place": "ID", "body.receiving": "RELIEF", "body.issuing": "TSUBAKI", "body.lines.0.item": "Water",
    "body.lines.0.category": "water", "body.lines.0.quantity.amount": "5000", "body.lines.0.quantity.unit": "L",
}  # fmt: skip


def _relief(writer, **more):
    form = Form(writer.get("/relief"))
    assert writer.post(form.action, form.fields).status_code == 422
    return writer.post(form.action, {**form.fields, **RELIEF, **more})


def _said(page, name):
    return re.search(f'name="{name}" value="([^"]*)"', page.content.decode())[1]


def test_relief_is_an_activity_and_its_first_order_from_one_screen_with_one_confirmation(officers, play, world, gb, jp):  # noqa: F811
    writer = officers("GB", "orders")
    page = _relief(writer)
    shown = page.content.decode()
    assert (shown.count("<h1"), Draft.objects.filter(state="open").count()) == (1, 2)
    address = page.redirect_chain[-1][0]
    sent = {"digest": _said(page, "digest"), "passphrase": writer.browser.passphrase, "code": writer.browser.code()}
    signed = writer.browser.post(address, sent, follow=True)
    order = bytes.fromhex(signed.redirect_chain[-1][0].partition("/cases/")[2][:64])
    assert not Draft.objects.filter(state__in=("open", "signing")).exists()
    placed = gb.half.case(order).stands[order].placed
    assert placed.body.emergency
    assert placed.act.cites == ()
    number = placed.body.setting.activity.removeprefix("relief:")
    rows = "SELECT number, form, state FROM programme_activity WHERE number = %s"
    assert gb.half.node.store.run(rows, [number]) == [(number, "relief", "proposed")]
    assert placed.body.number != number
    # Sent twice, nothing more is signed; and the other side holds both at the next exchange.
    size = gb.half.node.pair("JP").head("GB").size
    again = writer.browser.post(address, sent)
    assert (again.status_code, gb.half.node.pair("JP").head("GB").size) == (302, size)
    assert again["Location"].startswith("/cases/")
    world.exchange()
    assert jp.half.node.store.run(rows, [number]) == [(number, "relief", "proposed")]
    assert jp.half.case(order).state == "requested"


def test_relief_signs_nothing_that_was_not_shown_and_nothing_without_confirmation(officers, play, gb):  # noqa: F811
    writer = officers("GB", "orders")
    page = _relief(writer)
    address, before = page.redirect_chain[-1][0], gb.half.node.pair("JP").head("GB").size
    sent = {"digest": _said(page, "digest"), "passphrase": writer.browser.passphrase, "code": writer.browser.code()}
    assert writer.browser.post(address, {**sent, "digest": "0" * 64}).status_code == 409
    assert writer.browser.post(address, {**sent, "passphrase": "another one"}).status_code == 422
    assert writer.browser.post(address, {"digest": sent["digest"]}).status_code == 422
    assert gb.half.node.pair("JP").head("GB").size == before
    assert Draft.objects.filter(state="open").count() == 2


def test_relief_in_two_steps_lets_the_order_rest_on_the_activity(officers, play, world, gb):  # noqa: F811
    writer = officers("GB", "orders")
    token = _relief(writer).redirect_chain[-1][0].rpartition("/")[2]
    signed = writer.sign(writer.browser.get(f"/drafts/{token}/review", follow=True))
    activity = bytes.fromhex(signed.redirect_chain[-1][0].partition("/cases/")[2][:64])
    world.exchange()
    order = Draft.objects.get(state="open", kind="logistics/request")
    review = writer.browser.get(f"/drafts/{order.token}/review", follow=True)
    signed = writer.sign(review)
    case = bytes.fromhex(signed.redirect_chain[-1][0].partition("/cases/")[2][:64])
    placed = gb.half.case(case).stands[case].placed
    assert placed.act.cites == (activity,)
    assert placed.body.emergency
    assert placed.body.number != gb.half.case(activity).stands[activity].placed.body.number
