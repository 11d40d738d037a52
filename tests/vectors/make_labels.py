"""Labels, bindings and policy files as other systems get them, and bad ones that each have a name. See ``make``.

Good: every marking of the tables as a confidentiality label (STANAG 4774), an act's labels bound to it in three ways
(STANAG 4778), every scheme as a policy file (Open XML SPIF 2.1). Bad: one file for each defect, with the code by which
it is refused. ``labels.json`` says what each file is and what it says.
"""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

import warifu.packs
from tests.vectors import bad_labels, invented
from tests.vectors.trial_keys import SIGNERS
from warifu.core import act as acts
from warifu.core.act import Act
from warifu.core.label import Label, Schemes, schemes_of
from warifu.doors.labels import acts as act_labels
from warifu.doors.labels import binding, confidentiality, policies, reading, spif

HERE = Path(__file__).parent / "labels"
MADE = 1_781_092_800
"""2026-06-10 12:00 UTC."""
DAY = date(2026, 6, 10)
REVIEW = date(2031, 6, 10)


def schemes() -> Schemes:
    """Give the schemes of the agreement's pack."""
    pack = Path(str(warifu.packs.__file__)).parent / "gb-jp" / "isa-2013" / "pack.toml"
    return schemes_of(tomllib.loads(pack.read_text(encoding="utf-8"))["table"])


def files() -> dict[Path, str]:
    """Give each file's path and its text."""
    rows: list[dict[str, Any]] = []
    made: dict[Path, str] = {}
    for name, kind, root, told in (*_labels(), *_bindings(), *_policies()):
        indented = kind != "embedded"
        made[HERE / f"{name}.xml"] = reading.write(root, indented=indented).decode("utf-8")
        rows.append({"file": f"{name}.xml", "kind": kind, **told})
    bad = []
    for name, code, text in bad_labels.rows({path.stem: text for path, text in made.items()}):
        made[HERE / "bad" / f"{name}.xml"] = text
        bad.append({"file": f"bad/{name}.xml", "code": code})
    index = {"note": "All invented; made by `make vectors`.", "good": rows, "bad": bad}
    made[HERE / "labels.json"] = json.dumps(index, indent=1, ensure_ascii=False) + "\n"
    return made


def _told(said: policies.Said) -> dict[str, Any]:
    return {
        "policy": said.policy,
        "oid": said.oid,
        "classification": said.classification,
        "categories": {each.tag: list(each.values) for each in said.categories},
    }


def _labels() -> list[tuple[str, str, etree._Element, dict[str, Any]]]:
    known, found = schemes(), []
    for scheme in known:
        for marking in scheme.markings:
            said = policies.said(Label(scheme.name, scheme.version, marking.written), known)
            name = f"label-{scheme.name.lower()}-{spif.lacv_of(scheme, marking)}"
            element = confidentiality.build(said, MADE, REVIEW, "OU=CALDER,C=GB")
            found.append(
                (name, "label", element, {"words": [scheme.name, scheme.version, marking.written], **_told(said)})
            )
    rehearsed = Label("GB-GSC", "2014-04-02", "SECRET", exercise=True)
    said = policies.said(rehearsed, known, ("GB", "JP"))
    element = confidentiality.build(said, MADE, REVIEW, "")
    found.append(("label-exercise-releasable", "label", element, {"words": list(rehearsed.words), **_told(said)}))
    return found


def subject(label: tuple[str, ...]) -> act_labels.Subject:
    """Give an invented act with a label, signed by a trial key."""
    signer = SIGNERS["gb-officer"]
    act = Act(invented.PACK, "information/note", "GB", "CALDER", signer.public.key_id(), MADE, {}, label=label)
    sealed = acts.seal(act, signer)
    return act_labels.Subject(sealed.act, sealed.digest, sealed.envelope.raw, ("GB", "JP"))


def _bindings() -> list[tuple[str, str, etree._Element, dict[str, Any]]]:
    known = schemes()
    one = subject(("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE"))
    two = subject(("GB-GSC", "2014-04-02", "SECRET"))
    ruled = Label("JP-TOKUTEI", "2014-12-10", "特定秘密")
    found = act_labels.labelled(one, known, review=REVIEW)
    document = etree.fromstring("<report><line>Invented</line></report>")
    embedded = binding.embedded(act_labels.elements(one, found), document)
    asked = act_labels.labelled(two, known, ruled, REVIEW)
    undecided = act_labels.labelled(two, known, review=REVIEW)
    rows = (
        ("binding-detached", "detached", one, found),
        ("binding-encapsulated", "encapsulated", two, asked),
        ("binding-undecided", "detached", two, undecided),
    )
    made = [
        (name, way, act_labels.bound(of, said, way), {"act": of.digest.hex(), "labels": 1 + bool(said.other)})
        for name, way, of, said in rows
    ]
    return [*made, ("binding-embedded", "embedded", embedded, {"labels": 2})]


def _policies() -> list[tuple[str, str, etree._Element, dict[str, Any]]]:
    known = schemes()
    return [
        (
            f"spif-{scheme.name.lower()}",
            "spif",
            spif.export(spif.Wanted(scheme, known, DAY, MADE, scheme.party)),
            {"scheme": [scheme.name, scheme.version], "oid": policies.policy_oid(scheme)},
        )
        for scheme in known
    ]
