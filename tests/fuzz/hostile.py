"""A peer that signs well and means ill: its log is sound, its checkpoints are good, its acts are whatever chance draws.

Whatever it sends, the node may refuse it with an error of the house, or judge it; nothing else may come out, nothing
that was held may be lost, and the tables must still be what the logs say.
"""

from __future__ import annotations

import msgspec

from tests.fuzz import mutate
from tests.vectors import invented
from tests.vectors.invented import Chance
from tests.world import World
from warifu.core import act as acts
from warifu.core import bundle as bundles
from warifu.core import canonical, merkle, texts
from warifu.core.act import Act, Answer, Checkpoint, FindingWire
from warifu.core.bundle import Bundle
from warifu.core.errors import BytesError
from warifu.node.open import ROOMS

KINDS = [kind for kind in invented.kinds().values() if not kind.national]
BEGINNINGS = {kind for room in ROOMS for kind in room.flows}
ROOTS = [kind for kind in KINDS if kind.name in BEGINNINGS and kind.name != "parties/found"]


class Hostile:
    """GB's keys in the wrong hands, and JP's node that hears from them."""

    def __init__(self, seed: str) -> None:
        self.chance = Chance(seed)
        self.world = World(1)
        self.world.exchange()
        self.victim = self.world.jp
        self.entries = list(self._whole().entries)
        self.roots = [b""]
        self.last = b""
        self.paper: list[bytes] = []
        self.of_case: dict[bytes, list[bytes]] = {}
        self.known: list[bytes] = [
            acts.open_act(entry).digest for entry in self.entries if acts.is_act(entry)
        ]  # what cites and answers may speak of

    def _whole(self) -> Bundle:
        return bundles.decode(self.world.gb.node.bundle("JP", 0))

    def frame(self) -> tuple[bytes, list[bytes]]:
        """Return a frame of some new entries, signed and sealed well, and the log as it would then stand."""
        run, loose, said = self._overlap(), [], []
        first = len(self.entries) - len(run)
        self.fresh: list[tuple[bytes, bytes]] = []
        if self.paper and not self.chance.below(3):
            run.append(self.paper.pop())  # an act that came ahead of its place comes to its place
        for _ in range(1 + self.chance.below(4)):
            entry, opened = self._answer() if not self.chance.below(6) else self._act()
            if acts.is_act(entry) and not self.chance.below(6):
                loose.append(entry)
                continue
            if opened and self.chance.below(2):
                said.append((len(run), texts.to_plain(opened)))
            run.append(entry)
        self.paper = [*self.paper[-5:], *loose]
        log = [*self.entries[:first], *run]
        root = merkle.root_of([merkle.leaf_hash(entry) for entry in log])
        own = self.victim.node.pair("GB").head("JP")
        signers = self.world.gb.signers
        key_id = signers[0].public.key_id()
        head = Checkpoint("GB", "JP", key_id, len(log), root, own.size, own.root, self.world.now)
        sealed = acts.seal_checkpoint(head, signers)
        made = Bundle("GB", "JP", key_id, first, tuple(run), tuple(said), sealed, tuple(loose))
        return bundles.encode(made), log

    def _overlap(self) -> list[bytes]:
        """The last entries again, now and then: what is held already adds nothing."""
        return self.entries[-1 - self.chance.below(5) :] if not self.chance.below(4) else []

    def _act(self) -> tuple[bytes, list[texts.Opening]]:
        case = self.chance.pick(self.roots)
        kind = self.chance.pick(KINDS if case else ROOTS)
        signer = self.world.gb.officers[self.chance.pick(sorted(self.world.gb.officers))]
        made, opened = invented.act(kind, self.chance, signer.public.key_id(), self.chance.pick((0, 40, 90)))
        after = self.chance.pick([b"", *self.of_case.get(case, ())]) if case else b""
        cites = tuple(dict.fromkeys(self.chance.pick(self.known) for _ in range(self.chance.below(3))))
        room = kind.name.partition("/")[0]
        fitting = [digest for digest, pack in self.victim.node.packs.items() if pack.data.room == room]
        packs = fitting if self.chance.below(9) else [*self.victim.node.packs, invented.PACK]
        changed = msgspec.structs.replace(
            made, party="GB", case=case, after=b"" if after == case else after, cites=cites, attachments=(),
            pack=self.chance.pick(packs), time=self.world.now, desk="TRIAL",
            on_behalf=self.chance.pick(("", "", "", "JP")), body=self._body(made),
        )  # fmt: skip
        try:
            sealed = acts.seal(changed, signer)
        except BytesError:
            return self._answer()
        self.fresh.append((sealed.digest, case))
        return sealed.envelope.raw, opened if changed.texts else []

    def _body(self, made: Act) -> dict[int, object]:
        if self.chance.below(3):
            return made.body
        spoiled = mutate.structured(made.body, self.chance)
        try:
            return canonical.decode(canonical.encode(spoiled)) if isinstance(spoiled, dict) else made.body
        except (BytesError, TypeError, RecursionError):
            return made.body

    def _answer(self) -> tuple[bytes, list[texts.Opening]]:
        own = [row[0] for row in self._own_acts()]
        about = self.chance.pick(own) if own else self.chance.pick(self.known)
        verdict = 1 + self.chance.below(3)
        findings = (FindingWire("house.flow", "house", (("kind", "x"),)),) if verdict == acts.OBJECTED else ()
        rival = self.chance.pick(self.known) if verdict == acts.FALLEN else b""
        return acts.encode_answer(Answer(about, verdict, self.world.now, findings, rival)), []

    def _own_acts(self) -> list[tuple[bytes]]:
        theirs = bundles.decode(self.victim.node.bundle("GB", 0)).entries
        return [(acts.open_act(entry).digest,) for entry in theirs if acts.is_act(entry)][-8:]

    def attack(self) -> bytes:
        """Send one frame, now and then spoiled; return it. What comes out of ``receive`` comes out here."""
        frame, log = self.frame()
        spoiled = self.chance.below(5)
        if spoiled == 0:
            frame = mutate.reframed(bundles._unsqueeze(frame, "seed"), self.chance)
        elif spoiled == 1:
            frame = mutate.blind(frame, frame[::-1], self.chance)
        self.world.wait(1)
        self.last = frame
        try:
            self.victim.node.receive("GB", frame)
        finally:
            held = self.victim.node.pair("GB").head("GB")
            if held.size == len(log):
                self.entries = log
                self.known = [*self.known[-40:], *(digest for digest, _ in self.fresh)]
                self.roots = [b"", *self.roots[-12:], *(digest for digest, case in self.fresh if not case)]
                for digest, case in self.fresh:
                    self.of_case.setdefault(case or digest, []).append(digest)
            assert held.size == len(self.entries)
            assert held.root == merkle.root_of([merkle.leaf_hash(entry) for entry in self.entries])
        return frame
