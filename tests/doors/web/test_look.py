"""The look: each shared component in both languages, the page around them, and what the built files weigh."""

from __future__ import annotations

import gzip
import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from tests.manners.house import ROOT, SRC
from warifu.core.act import FindingWire
from warifu.doors.web import frame, looks, words
from warifu.doors.web.accounts.visitor import Visitor
from warifu.law.roll import ROLES

ASSETS = ROOT / "assets"
STATIC = SRC / "doors" / "web" / "static"
THEMES = (ASSETS / "scss" / "_themes.scss").read_text(encoding="utf-8")
AT = 1795340000
VOID = {"input", "meta", "link", "br", "img", "hr"}


class Page(HTMLParser):
    """What a trial asks of rendered HTML: elements in order, with attributes and the text that people read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        if data.strip() and "script" not in self.open:
            self.text.append(data.strip())

    def all(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.elements if attribute in attrs]


def rendered(body: str, language: str = "en", **context) -> str:
    with translation.override("ja" if language == "ja" else "en-gb"):
        template = engines["jinja2"].from_string('{% import "web/parts.html" as p %}' + body)
        return template.render(context)


def looked_at(html: str) -> Page:
    """Parse HTML and hold it to what every piece of a page must keep."""
    page = Page(html)
    assert not page.open, f"left open: {page.open}"
    ids = page.all("id")
    assert len(ids) == len(set(ids)), f"an id stands twice: {ids}"
    for tag, attrs in page.elements:
        assert "style" not in attrs, f"inline style on {tag}"
        assert tag != "style", "inline style sheet"
        assert not [name for name in attrs if name.startswith("on")], f"inline script on {tag}"
        assert tag != "script" or "src" in attrs or attrs.get("type") == "application/json", "inline script"
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for each in (attrs.get(name) or "").split():
                assert each in ids, f"{name} of {tag} names {each}, which is not there"
    labelled = set(page.all("for"))
    for tag, attrs in page.elements:
        if tag in {"select", "textarea", "progress"} or (tag == "input" and attrs.get("type") != "hidden"):
            assert attrs.get("id") in labelled or attrs.get("aria-label"), f"{tag} without a label"
    return page


class Trial(forms.Form):
    """One field of each kind."""

    number = forms.CharField(label="1", help_text="2")
    amount = forms.DecimalField(label="3")
    on = forms.DateField(label="4", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="5", widget=forms.Textarea, help_text="6")
    unit = forms.ChoiceField(label="7", choices=[("a", "8")])
    way = forms.ChoiceField(label="9", choices=[("a", "10"), ("b", "11")], widget=forms.RadioSelect, help_text="12")
    kinds = forms.MultipleChoiceField(label="13", choices=[("a", "14")], widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label="15")
    paper = forms.FileField(label="16")
    secret = forms.CharField(label="17", widget=forms.PasswordInput)
    digest = forms.CharField(widget=forms.HiddenInput)
    free = forms.CharField(label="18", required=False)


COLUMNS = '[{"key": "a", "label": "1", "head": true}, {"key": "b", "label": "2", "numeric": true}]'
COMPONENTS = {
    "page_title": 'p.page_title("1", caption="2")',
    "heading": 'p.heading("1", id="x")',
    "facts": 'p.facts([("1", none), {"key": "2", "value": "3", "href": "#"}])',
    "table": f'p.table("1", {COLUMNS}, [{{"a": "3", "b": none}}, ["4", "5"]])',
    "table, empty": f'p.table("1", {COLUMNS}, [], empty="2")',
    "tag": 'p.tag("confirmed")',
    "party": 'p.party("JP")',
    "when": f"p.when({AT})",
    "digest": 'p.digest("3fa9c1d2" * 8)',
    "cited": 'p.cited("1", text="2", standing="sister", source="3")',
    "timeline": f"""p.timeline([
        {{"side": "ours", "party": "GB", "title": "1", "state": "confirmed", "at": {AT}, "witnessed": {AT}, "on": "2",
          "officer": "3", "desk": "4", "cites": ["5"], "digest": "00" * 32, "marks": ["late", "paper"],
          "answer": {{"party": "JP", "state": "confirmed", "at": {AT}, "officer": "6"}}}},
        {{"side": "theirs", "party": "JP", "title": "7", "state": "sent"}},
        {{"side": "theirs", "party": "JP", "nature": "fact", "title": "8", "state": "irregular"}}], "GB", "JP")""",
    "findings": 'p.findings([found, {"sentence": "1", "cite": "2", "next": "3", "href": "#findings"}, "4"])',
    "form_errors": "p.form_errors(form) ~ p.fields(form)",
    "fields": "p.fields(form)",
    "filters": 'p.filters(form, clear="/")',
    "pager": 'p.pager({"previous": "#", "next": "#", "first": 51, "last": 100, "total": 100000})',
    "pager, not counted": 'p.pager({"next": "#", "first": 1, "last": 50})',
    "button": 'p.button("1") ~ p.button("2", href="/", kind="secondary") ~ p.button("3", kind="warning", name="a")',
    "action_panel": 'p.action_panel("1", body="2", turn="GB", since="3", due="4")',
    "empty": 'p.empty("1")',
    "marking": 'p.marking("1", "top") ~ p.marking("1", "bottom")',
    "two_halves": """p.two_halves("GB", "JP", [{"label": "1", "left": "2", "right": "3", "same": false, "cause": "4"},
        {"label": "5", "left": "6", "right": "", "same": none},
        {"label": "7", "left": "8", "right": "8", "same": true}])""",
    "steps": f'p.steps([{{"text": "1", "who": "2", "at": {AT}}}, "3", "4"], 1)',
    "chart": f'p.chart("ageing", "1", {COLUMNS}, [{{"a": "2", "b": "3.50"}}])',
    "tiles": 'p.tiles([{"count": 1, "label": "1", "href": "#", "state": "our_move"}, {"count": none, "label": "2"}])',
    "worklist": """p.worklist([{"title": "1", "href": "#", "number": "2", "detail": "3", "since": "4", "due": "5",
        "state": "overdue"}])""",
    "progress": 'p.progress(1, 2, "3")',
    "notice": 'p.notice("1") ~ p.notice("2", kind="done", id="other")',
    "breadcrumbs": 'p.breadcrumbs([("1", "/")])',
}
FOUND = FindingWire("logistics.weapon", "acsa.art1", (("item", "1"),))


def component(name: str, language: str) -> str:
    form = Trial({"number": "", "kinds": []}) if name in {"form_errors", "filters"} else Trial()
    return rendered("{{ " + COMPONENTS[name] + " }}", language, form=form, found=FOUND)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_keeps_to_the_rules_of_a_page(name, language):
    assert looked_at(component(name, language)).elements


def test_no_component_is_left_out():
    source = (SRC / "doors" / "web" / "templates" / "web" / "parts.html").read_text(encoding="utf-8")
    shown = {name.partition(",")[0] for name in COMPONENTS}
    inner = {"value", "field", "field_hint", "field_errors", "choices", "disclosure", "bilingual"}
    assert set(re.findall(r"macro (\w+)\(", source)) == shown | inner


@pytest.mark.parametrize("name", sorted(set(COMPONENTS) - {"findings", "form_errors", "filters"}))
def test_nothing_stays_english_on_a_japanese_page(name):
    page = looked_at(component(name, "ja"))
    said = " ".join([*page.text, *page.all("aria-label"), *page.all("data-copy-text"), *page.all("data-copied-text")])
    said = re.sub(r"\b[0-9]{6}Z [A-Z]{3} [0-9]{2}\b|JST|[0-9a-f]{12}", "", said)
    assert not re.findall(r"[A-Za-z]{2,}", said), said


def test_more_on_request_holds_what_it_is_given():
    html = rendered('{% call p.disclosure("1") %}<p>2</p>{% endcall %}{{ p.bilingual("in English", "日本語") }}')
    page = looked_at(html)
    assert page.text == ["1", "2", "in English", "日本語"]
    assert page.all("lang") == ["en", "ja"]


@pytest.mark.parametrize("name", ["facts", "table", "tiles"])
@pytest.mark.parametrize(("language", "said"), [("en", "cannot be determined"), ("ja", "確定不能")])
def test_what_is_not_known_is_said_and_never_nought(name, language, said):
    assert said in component(name, language)


def test_what_people_wrote_is_shown_as_they_wrote_it():
    wild = '<b onclick="x()">&'
    html = rendered(
        """{{ p.page_title(wild) }}{{ p.facts([(wild, wild)]) }}
        {{ p.table(wild, [{"key": 0, "label": wild}], [[wild]]) }}
        {{ p.chart("c", wild, [{"key": 0, "label": wild}], [[wild]]) }}{{ p.findings([wild, {"sentence": wild}]) }}
        {{ p.timeline([{"side": "ours", "party": "GB", "title": wild, "state": wild, "officer": wild}]) }}
        {{ p.two_halves("GB", wild, [{"label": wild, "left": wild, "right": wild, "same": true}]) }}{{ p.digest(wild) }}
        {{ p.worklist([{"title": wild, "href": wild}]) }}
        {{ p.button(wild, name="a", value=wild) }}{{ p.marking(wild) }}""",
        wild=wild,
    )
    page = looked_at(html)
    assert "b" not in {tag for tag, _ in page.elements}
    assert page.text.count(wild) > 12


def test_a_chart_and_its_table_show_the_same_figures():
    page = component("chart", "en")
    drawn = json.loads(re.search(r'<script type="application/json" id="ageing-figures">(.*?)</script>', page)[1])
    assert drawn["rows"] == [{"a": "2", "b": "3.50"}]
    assert '<span class="wf-table__value">3.50</span>' in page


def test_errors_stand_at_their_fields_and_lead_to_them():
    page = looked_at(component("form_errors", "en"))
    ids = page.all("id")
    leads = [href[1:] for href in page.all("href")]
    assert len(leads) == len([name for name in Trial.base_fields if name not in {"free", "digest"}]) + 1
    assert [each for each in leads if each != "id_digest" and each not in ids] == []
    described = {attrs.get("name"): attrs.get("aria-describedby") for tag, attrs in page.elements if tag == "input"}
    assert described["number"] == "id_number_helptext id_number_error"
    assert described["free"] is None


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_state_has_a_word_in_both_languages(language):
    with translation.override(language):
        same = [state for state in looks._TONES if looks.state_word(state) == state]
    assert [state for state in same if language == "ja" or not state.isalpha()] == []


def test_a_state_that_nobody_named_is_never_shown_as_good():
    assert looks.tone("something new") == "plain"
    assert looks.tone("undetermined") == "unknown"


@pytest.mark.parametrize(
    ("value", "iso", "zulu"),
    [
        (AT, "2026-11-22T09:33:20Z", "220933Z NOV 26"),
        ("2026-11-22T18:33:20+09:00", "2026-11-22T09:33:20Z", "220933Z NOV 26"),
        (0, "1970-01-01T00:00:00Z", "010000Z JAN 70"),
    ],
)
def test_an_instant_is_told_to_machines_in_zulu_and_to_people_in_both(value, iso, zulu):
    with translation.override("ja"):
        at = looks.moment(value)
    assert (at.iso, at.zulu) == (iso, zulu)
    assert "JST" in at.local


def test_no_instant_is_no_instant():
    assert looks.moment(None) is looks.moment("") is None


def somebody(roles: frozenset[str]) -> Visitor:
    return Visitor("1", "GB-001", "1", b"", roles, frozenset())


def whole(party: str, language: str, marking: str = "OFFICIAL", visitor=True, method="get") -> Page:
    request = getattr(RequestFactory(), method)("/logs/?author=GB")
    request.house = SimpleNamespace(party=party, marking=marking, peers=("JP",))
    request.peer = "GB" if party == "JP" else "JP"
    request.area = "logs"
    request.visitor = somebody(frozenset(ROLES)) if visitor else None
    with translation.override("ja" if language == "ja" else "en-gb"):
        body = '{% extends "web/base.html" %}{% block content %}<h1>2</h1>{% endblock %}'
        return looked_at(engines["jinja2"].from_string(body).render({}, request).replace("<!DOCTYPE html>", ""))


@pytest.mark.parametrize(("party", "theme"), [("GB", "GB"), ("JP", "JP"), ("AU", "other")])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_node_is_known_by_theme_and_by_name(party, theme, language):
    page = whole(party, language)
    assert page.elements[0] == ("html", {"lang": language, "class": "govuk-template", "data-party": theme})
    with translation.override(language):
        assert sum(words.w("base.node_of", party=looks.party_name(party)) in text for text in page.text) == 1
    assert ("japanese.css" in str(page.all("href"))) == (language == "ja")


def test_the_marking_stands_at_both_ends_and_in_the_title():
    page = whole("GB", "en", marking="EXERCISE OFFICIAL")
    assert page.text[0].endswith("EXERCISE OFFICIAL")
    assert page.text[1] == page.text[-1] == "EXERCISE OFFICIAL"
    assert sum("wf-marking--exercise" in each for each in page.all("class")) == 2
    assert not [each for each in whole("GB", "en", marking="").all("class") if "wf-marking" in each]


def test_navigation_lights_the_area_and_leads_nowhere_that_refuses():
    page = whole("GB", "en")
    assert [attrs["href"] for _, attrs in page.elements if attrs.get("aria-current")] == ["/logs/"]
    assert frame.areas(somebody(frozenset())) == []
    assert frame.areas(None) == []
    assert not [each for each in whole("GB", "en", visitor=False).all("class") if "service-navigation" in each]


def test_a_page_that_answers_a_form_does_not_come_back_to_it_in_the_other_language():
    hidden = [attrs.get("value") for _, attrs in whole("GB", "en").elements if attrs.get("name") == "next"]
    assert hidden == ["/logs/?author=GB"]
    hidden = [
        attrs.get("value") for _, attrs in whole("GB", "en", method="post").elements if attrs.get("name") == "next"
    ]
    assert hidden == ["/"]


def test_scripts_of_the_components_speak_the_readers_language():
    with translation.override("ja"):
        said = json.dumps(frame.script_words(), ensure_ascii=False)
    source = (STATIC / "govuk-frontend.js").read_text(encoding="utf-8")
    for part in frame.script_words().values():
        for key in part:
            assert key in source, f"GOV.UK Frontend no longer asks for {key}"
    assert not re.findall(r'": "[A-Za-z ]+"', said)


# --- colours: WCAG 2.2 AA, 4.5 to 1 for text, 3 to 1 for what carries a meaning -------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(start: str) -> dict[str, str]:
    block = THEMES[THEMES.index(start) :]
    block = block[: block.index("}")]
    return dict(re.findall(r"--(?:wf|govuk)-([\w-]+): (#[0-9a-f]{6})", block))


COMMON = colours(":root {") | colours(":root {\n  @include other")
DRESSES = {"GB": colours('html[data-party="GB"]'), "JP": colours('html[data-party="JP"]'), "other": {}}


@pytest.mark.parametrize("party", DRESSES)
def test_words_are_readable_in_every_theme(party):
    dress = COMMON | DRESSES[party]
    pairs = [("#ffffff", dress["brand"]), ("#ffffff", dress["brand-deep"]), (dress["brand"], dress["tint"])]
    pairs += [(dress[tone], dress[f"{tone}-tint"]) for tone in ("good", "wait", "warn", "bad", "unknown", "plain")]
    inks = ("ink", "soft", "link-colour", "link-visited-colour", "error-colour")
    pairs += [(dress[ink], dress[paper]) for ink in inks for paper in ("paper", "tint")]
    assert [(one, other) for one, other in pairs if contrast(one, other) < 4.5] == []
    assert contrast(dress["brand"], dress["paper"]) >= 3


def test_the_themes_are_told_apart():
    brands = {party: (COMMON | dress)["brand"] for party, dress in DRESSES.items()}
    assert len(set(brands.values())) == 3
    patterns = re.findall(r"--wf-of-pattern: (\S+?)\(", THEMES)
    assert len(set(re.findall(r"--wf-of-pattern: (.*);", THEMES))) == len(patterns) == 3


# --- what is built ---------------------------------------------------------------------------------------------------


def test_parts_are_pinned_exactly_and_the_lock_names_no_host():
    package = json.loads((ASSETS / "package.json").read_text(encoding="utf-8"))
    pins = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", pin) for pin in pins.values())
    lock = json.loads((ASSETS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, place in lock.items():
        assert "resolved" not in place
        assert name == "" or place["integrity"].startswith("sha512-")
    for name, pin in pins.items():
        assert lock[f"node_modules/{name}"]["version"] == pin


def test_no_crown_no_transport_and_nothing_from_elsewhere():
    sheet = (STATIC / "warifu.css").read_text(encoding="utf-8")
    assert "GDS Transport" not in sheet
    assert "govuk-header" not in sheet
    assert not [each for each in re.findall(r"url\(.{6}", sheet) if "data:" not in each]
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)\w", sheet)
    assert "crown" not in "".join(path.name for path in STATIC.rglob("*"))


def test_the_first_view_is_light():
    first = ("warifu.css", "warifu.js", "start.js", "govuk-frontend.js", "htmx.js", "mark.svg")
    without = sum((STATIC / f"{name}.gz").stat().st_size for name in first)
    japanese = (STATIC / "japanese.css.gz").stat().st_size
    core = sum((STATIC / "face" / f"core-{weight}.woff2").stat().st_size for weight in (400, 700))
    assert without < 100_000
    assert without + japanese + core < 450_000


def test_what_is_squeezed_is_what_lies_beside_it():
    for path in STATIC.glob("*.gz"):
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()
    assert (STATIC / "warifu.css.gz").read_bytes()[4:8] == bytes(4), "a time in it makes each build another"


def test_our_own_characters_are_in_the_small_face():
    sheet = (STATIC / "japanese.css").read_text(encoding="utf-8")
    core = re.findall(r"core-400\.woff2\) format\('woff2'\);unicode-range:([^}]+)", sheet)[0]
    spans = [each[2:].split("-") for each in core.split(",")]
    held = {point for span in spans for point in range(int(span[0], 16), int(span[-1], 16) + 1)}
    said = {letter for both in words.catalogue().values() for letter in both.ja if "\u3041" <= letter <= "\u9fff"}
    lacking = {letter for letter in said if ord(letter) not in held}
    assert not lacking, f"run make assets: {lacking}"
    assert sheet.index("core-400") > sheet.rindex("biz-udpgothic-0-"), "the core is declared last, so that it wins"


def test_a_list_hides_no_condition_that_is_in_use():
    assert "<details" in rendered("{{ p.filters(form) }}", form=Trial())
    assert "open>" not in rendered("{{ p.filters(form) }}", form=Trial())
    assert "open>" in rendered("{{ p.filters(form) }}", form=Trial(initial={"free": "x"}))


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("request", "Request"), ("要請書", "要請書"), ("", ""), (7, 7), ("éclair", "Éclair"),
        ("stores.xlsx", "stores.xlsx"), ("stores of 2026.csv", "stores of 2026.csv"), ("a4-plan", "a4-plan"),
        ("a visit: day one", "A visit: day one"), ("yes.", "Yes."),
    ],
)  # fmt: skip
def test_a_heading_of_the_packs_words_begins_with_a_capital(word, shown):
    assert looks.capital(word) == shown


def test_styles_and_scripts_go_out_squeezed_and_kept_for_an_hour(gb):
    for name, kind in (("warifu.css", "text/css"), ("warifu.js", "text/javascript"), ("mark.svg", "image/svg+xml")):
        answer = gb.client().get(f"/static/{name}", headers={"accept-encoding": "gzip"})
        body = b"".join(answer.streaming_content)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Content-Type"].startswith(kind)
        assert "max-age=3600" in answer.headers["Cache-Control"]
        assert gzip.decompress(body) == (STATIC / name).read_bytes()
