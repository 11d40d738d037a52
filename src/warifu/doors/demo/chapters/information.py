"""Chapter: one classified item from its register in London to its destruction in Tokyo, all of it invented.

It is marked EXERCISE beside its marking, on every act. On the way: two-part receipt, a numbered copy, who may see it, a
muster, a third country refused and then granted on conditions, a regrading that reaches both copies, a witness.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from warifu.core.errors import WireError
from warifu.core.label import EXERCISE
from warifu.doors.demo.play import Play
from warifu.doors.demo.registry import Hands
from warifu.doors.demo.stage import Actor
from warifu.doors.inhouse.asking import Asked
from warifu.doors.inhouse.mustering import Wanted
from warifu.node.drafting import Draft
from warifu.rooms.information.acts import common, consent, house, item

_I = "information/"
SECRET = ("GB-GSC", "2014-04-02", "SECRET")
LOWER = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")
_AS_JP = item.Marking("JP-HIMITSU", "2013-07-04", "極秘")
_RULED = item.Ruled("JP-HIMITSU", "2013-07-04", "極秘", "isa.eq.gsc.secret.2014", "JP-008")
_RULED_LOWER = item.Ruled("JP-ADMIN", "draft", "注意", "label.admin.OFFICIAL-SENSITIVE", "JP-008")
CIRCLE = "exercise:INVENTED-26"
TITLES = {
    common.SHORT_TITLE: "Invented plan / 架空の計画",
    common.TITLE: "LANTERN GATE (invented): barrier at sea / 架空",
}
READER, STRANGER = "JP-005", "JP-004"
"""Who is cleared and needs to know; who is neither, whatever the rank."""
ROOMS = {"GB": "GB-CALDER-R1", "JP": "JP-TSUBAKI-R1"}
"""Where it may be read."""
THIRD, CONDITIONS = "AU", ("return_after_use", "no_copies")


class Story:
    """The item as it goes along: its case, and the label that its acts bear now."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.label = (*SECRET, EXERCISE)
        self.number = play.number("GB", "REGISTRY")
        self.case = b""

    def act(self, who: Actor, kind: str, body: Any, by: str = "registrar", **more: Any) -> bytes:
        """Have one side write an act of the item, and carry it to the other."""
        signed = self.play.act(who, by, _I + kind, body, **{"case": self.case, "label": self.label, **more})
        self.play.sync()
        return signed

    def refused(self, title: tuple[str, str], who: Actor, kind: str, body: Any, **more: Any) -> None:
        """Have one side try what the rules refuse."""
        given = {"case": self.case, "label": self.label, **more}
        self.play.refused(title, who, "registrar", _I + kind, body, **given)


def from_register_to_destruction(play: Play) -> None:
    """Play the chapter and leave what both registries say in ``play.documents``."""
    story = Story(play)
    _cleared(story)
    _sent(story)
    asked = _who_may_see(story)
    muster = _mustered(story)
    _released_onward(story)
    _regraded(story)
    _destroyed(story)
    play.documents["information"] = _told(story) | {"may_see": asked, "muster": muster}


def _sent(story: Story) -> None:
    """Registered in London, sent in a double envelope, read back in Tokyo, copied under a number of its own."""
    play, today = story.play, story.play.today
    body = item.Register(
        today,
        story.number,
        "document",
        "GB-MOD",
        item.Marking(*SECRET),
        CIRCLE,
        (item.Copy("1", 12), item.Copy("2", 12)),
    )
    story.case = story.act(play.gb, "register", body, case=b"", texts=TITLES)
    seals = ("A-041", "A-042")
    sent = story.act(play.gb, "dispatch", item.Dispatch(today, "GB-P-1", ("2",), "HQ", "courier", seals=seals))
    read_back = item.Receipt(today, "GB-P-1", "intact", (item.Copy("2", 12),), seals, _RULED)
    story.act(play.jp, "receipt", read_back, cites=(sent,))
    story.act(play.jp, "reproduction", item.Reproduction(today, "2", (item.Copy("2/1", 12),), (READER,)))


def _cleared(story: Story) -> None:
    """Each house clears its registrar (and Tokyo its reader), enters their need to know, and accredits a room."""
    today = story.play.today
    last = today + timedelta(days=365)
    for who, agency, clearance, marking, persons in (
        (story.play.gb, "GB-MOD", "SC", item.Marking(*SECRET), ("GB-008",)),
        (story.play.jp, "JP-MOD", "SHITEI", _AS_JP, ("JP-008", READER)),
    ):
        bodies: list[tuple[str, Any]] = [
            ("place", house.Place(today, ROOMS[who.party], agency, marking, ("paper",), today, last))
        ]
        for person in persons:
            attested = house.Attestation(today, person, f"{agency}-SEC", agency, clearance, marking, today, last)
            bodies += [("attestation", attested), ("need", house.Need(today, person, CIRCLE, today, last, today))]
        for name, body in bodies:
            outcome = who.ask("registry", "enter", Draft(kind=_I + name, body=body, desk="HQ"), "security")
            if not outcome.ok:
                raise WireError("demo.refused", f"{who.party} {name}", reasons=str((*outcome.ruling, *outcome.own_law)))


def _who_may_see(story: Story) -> list[dict[str, Any]]:
    """It is asked of two officers in Tokyo: the one who is cleared and needs to know, and one who is neither."""
    play, room = story.play, ROOMS["JP"]
    asked = [
        play.jp.ask("registry", "may_see", Asked(person, "JP-MOD", story.case, "2", CIRCLE, room, "paper", play.today))
        for person in (READER, STRANGER)
    ]
    if [each["permitted"] for each in asked] != [True, False]:
        raise WireError("demo.not_refused", "JP may_see", title=STRANGER)
    return asked


def _mustered(story: Story) -> dict[str, Any]:
    """Tokyo looks for every copy in hand, sheet by sheet, and tells London what of this item was seen."""
    play, today = story.play, story.play.today
    number = play.number("JP", "MUSTER")
    done = play.jp.ask("registry", "muster", Wanted(number, "yearly", today), Hands("registrar", "receives"))
    refused = [str((*each.ruling, *each.own_law)) for each in done if not each.ok]
    if refused:
        raise WireError("demo.refused", "JP muster", reasons="; ".join(refused))
    story.act(play.jp, "muster_result", item.MusterResult(today, number, ("2", "2/1")))
    told: dict[str, Any] = play.jp.ask("registry", "mustered", done[0].case)
    return told


def _released_onward(story: Story) -> None:
    """A third country: refused; shown without consent: refused; granted on conditions, drawn, released, brought back."""
    play, today = story.play, story.play.today
    story.act(play.gb, "refuse_consent", consent.RefuseConsent(today, "policy"), case=_asked(story))
    released = item.Released(today, ("2",), THIRD)
    story.refused(
        ("a release to a third country without consent", "同意のない第三国への提供"), play.jp, "released", released
    )
    granted = _asked(story)
    approval = consent.Consent(today, 1, today + timedelta(days=60), "GB-MOD/26/51", THIRD, CONDITIONS)
    story.act(play.gb, "consent", approval, case=granted)
    drawn = story.act(play.jp, "draw", consent.Draw(today, 1, THIRD, ("2",)), case=granted)
    story.act(play.jp, "released", released, cites=(drawn,))
    story.act(play.jp, "found", item.Found(today, ("2",)))


def _asked(story: Story) -> bytes:
    """Tokyo asks for one release to a third country."""
    play, today = story.play, story.play.today
    body = consent.ConsentRequest(
        today, play.number("JP", "CONSENT"), "third_government", 1, CIRCLE, today + timedelta(days=90), THIRD,
        copies=("2",),
    )  # fmt: skip
    return story.act(play.jp, "consent_request", body, case=b"", cites=(story.case,))


def _regraded(story: Story) -> None:
    """London regrades; Tokyo says of each copy in hand that it bears the new marking."""
    play, today = story.play, story.play.today
    body = item.Regrade(today, "downgrade", item.Marking(*LOWER), "passage_of_time", "GB-MOD/26/60")
    regraded = story.act(play.gb, "regrade", body)
    story.label = (*LOWER, EXERCISE)
    story.act(play.jp, "remarked", item.Remarked(today, ("2", "2/1"), _RULED_LOWER), cites=(regraded,))
    left = [actor.ask("registry", "unremarked", story.case) for actor in (play.gb, play.jp)]
    if any(left):
        raise WireError("demo.halves_differ", "regrade", found=str(left))


def _destroyed(story: Story) -> None:
    """Both copies in Tokyo are shredded; who destroyed them is no witness, another officer is."""
    play, today, copies = story.play, story.play.today, ("2", "2/1")
    burnt = story.act(play.jp, "destruction", item.Destruction(today, copies, "shredding"))
    witness = item.Witness(today, copies)
    alone = ("a witness who is the destroyer", "廃棄者本人による立会い")
    story.refused(alone, play.jp, "witness", witness, cites=(burnt,))
    story.act(play.jp, "witness", witness, "receives", cites=(burnt,))


def _told(story: Story) -> dict[str, Any]:
    """What both registries say of the item, which must be alike."""
    play = story.play
    said = [
        {name: actor.ask("registry", name, story.case) for name in ("whereabouts", "consents")}
        for actor in (play.gb, play.jp)
    ]
    if said[0] != said[1]:
        raise WireError("demo.halves_differ", "information", found=str(said)[:500])
    last = {each["copy"]: each for each in said[0]["whereabouts"]}
    return {
        "invented": True, "exercise": True, "number": story.number, "title": TITLES[common.SHORT_TITLE],
        "marking": SECRET[-1], "corresponding": _RULED.written, "regraded": LOWER[-1], "case": story.case.hex(),
        "copies": [last[copy] for copy in sorted(last)], **said[0],
    }  # fmt: skip
