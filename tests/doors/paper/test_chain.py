"""Forms of one state's own chain: from which act, for whom, with which figures; and none claims to be statutory."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.doors.paper import pages
from warifu.core.errors import ValueTroubleError
from warifu.doors.paper import chain, laying, press
from warifu.doors.paper.sheet import Facts

AT = 1_790_000_000


def _by(played, kind, party):
    return next(d for d in played.acts[kind] if laying.held(played.jp, "GB", d).placed.act.party == party)


def _fuel_receipt(played):
    return played.orders["fuel"].receipts[0]


def _facts(sheet):
    return {line.label.en: line.said for part in sheet.parts if isinstance(part, Facts) for line in part.lines}


def test_a_receipt_of_what_japan_gave_makes_its_notice_of_claim(played):
    sheet = chain.sheet_of(played.jp, "GB", _fuel_receipt(played), AT, "claim-notice")
    facts = _facts(sheet)
    assert sheet.title.ja == "債権発生通知書"
    assert facts["creditor"].ja == "日本国（JP）"
    assert facts["debtor"].en == "United Kingdom (GB)"
    assert facts["sum"].en == "JPY 7,828,800"
    assert facts["sum"].ja == "7,828,800円"
    day = datetime.fromtimestamp(AT, UTC).date()
    assert facts["to be settled by"].en == "21 September 2027"
    assert facts["claim lapses, unless noticed"].ja == "令和13年9月21日"
    assert day == date(2026, 9, 21)


def test_a_sum_that_cannot_be_determined_is_said_to_be_so(played):
    sheet = chain.sheet_of(played.jp, "GB", played.orders["loan"].receipts[0], AT, "claim-notice")
    assert "cannot be determined" in _facts(sheet)["sum"].en
    assert "確定不能" in _facts(sheet)["sum"].ja


def test_an_invoice_of_japan_makes_the_particulars_of_the_notice_to_pay(played):
    sheet = chain.sheet_of(played.jp, "GB", _by(played, "logistics/invoice", "JP"), AT, "pay-notice")
    facts = _facts(sheet)
    assert facts["fiscal year of revenue"].ja == "令和8年度"
    assert facts["fiscal year of revenue"].en == "2026/27 (April to March)"
    assert facts["due"].ja.startswith("令和8年")
    assert "歳入徴収官" in pages.text(press.form(sheet))


@pytest.mark.parametrize(("days", "said"), [(0, "not past due"), (200, "170")])
def test_a_reminder_counts_the_days_past_due(played, days, said):
    sheet = chain.sheet_of(played.jp, "GB", _by(played, "logistics/invoice", "JP"), AT + days * 86_400, "dunning")
    assert sheet.title.ja == "督促状"
    assert _facts(sheet)["days past due when printed"].en == said


def test_the_claim_and_the_receipt_of_the_united_kingdom(played):
    claim = chain.sheet_of(played.gb, "JP", _by(played, "logistics/invoice", "GB"), AT, "uk-claim")
    receipt = chain.sheet_of(played.gb, "JP", _fuel_receipt(played), AT, "uk-receipt")
    assert _facts(claim)["creditor"].en == "United Kingdom (GB)"
    assert _facts(receipt)["debtor"].en == "United Kingdom (GB)"
    assert _facts(receipt)["accounting year of the accrual"].en == "2026/27"
    for sheet in (claim, receipt):
        assert "[draft, to be checked]" in pages.text(press.form(sheet))


@pytest.mark.parametrize("name", sorted(chain.FORMS))
def test_no_form_says_that_it_is_statutory_or_bears_a_form_number(played, name):
    form = chain.FORMS[name]
    node, peer = (played.jp, "GB") if form.party == "JP" else (played.gb, "JP")
    kinds = [kind for kind in form.kinds if kind in played.acts]
    digest = _fuel_receipt(played) if "logistics/receipt" in kinds else _by(played, kinds[0], form.party)
    sheet = chain.sheet_of(node, peer, digest, AT, name)
    made = press.form(sheet)
    said = pages.text(made)
    assert "Not a statutory form" in said or "No statutory form is known" in said
    assert "法定" in said
    assert "様式第" not in said
    assert "Form " not in said
    assert not pages.overlaps(made)
    assert len(pages.texts(made)) == 1
    assert made == chain.of_act(node, peer, digest, AT, name)


@pytest.mark.parametrize(
    ("name", "where", "kind", "code"),
    [
        ("no-such-form", "jp", "logistics/receipt", "paper.form_unknown"),
        ("claim-notice", "jp", "logistics/request", "paper.form_of_another_act"),
        ("claim-notice", "gb", "logistics/receipt", "paper.form_of_another_party"),
        ("uk-receipt", "jp", "logistics/receipt", "paper.form_of_another_party"),
        ("uk-claim", "gb", "logistics/invoice", "paper.form_of_another_party"),
    ],
)
def test_a_form_of_another_chain_is_refused(played, name, where, kind, code):
    node, peer = (played.jp, "GB") if where == "jp" else (played.gb, "JP")
    digest = (
        _fuel_receipt(played) if kind == "logistics/receipt" else _by(played, kind, "JP" if "invoice" in kind else "GB")
    )
    with pytest.raises(ValueTroubleError) as refused:
        chain.of_act(node, peer, digest, AT, name)
    assert refused.value.code == code
