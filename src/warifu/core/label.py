"""Labels: how an act is to be handled, as its author marked it, and whether it is only a rehearsal. Floor 1, pure.

Law: a marking is kept as it was written, with its scheme and the version of that scheme; it is never translated into
another. Two markings are compared by what the scheme of the second asks for, and **mapping never lowers protection**:
where a marking has no one peer in the other scheme, the higher one counts. Where no rule maps one scheme to the
other, the answer is no. An unmarked act stands on the lowest step of every scheme: in Japan that step has no words,
and the United Kingdom does not ask that routine OFFICIAL papers be marked.

Markings that classify (UK SECRET, 秘 …) are not here: acts of these agreements carry administrative markings alone,
and a room that holds classified papers adds its schemes as rows (``Schemes.with_more``), never as code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from warifu.core.errors import ValueTroubleError

EXERCISE = "EXERCISE"
MARKED_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Marking:
    """One step of a scheme: the words as written, and ``peers``: by scheme, the words that protect at least as much."""

    written: str
    peers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scheme:
    """The markings of one administration from the lowest to the highest.

    ``version``: the day from which it holds, or ``draft``. ``standing``: text, sister or draft, as in a pack.
    """

    name: str
    version: str
    standing: str
    markings: tuple[Marking, ...]

    def rank(self, written: str) -> int:
        """Give the step of a marking, 0 the lowest; raises ``ValueTroubleError`` label.unknown_marking."""
        for step, marking in enumerate(self.markings):
            if marking.written == written:
                return step
        raise ValueTroubleError("label.unknown_marking", self.name, text=written[:40])

    def has(self, written: str) -> bool:
        """Tell whether the scheme knows these words."""
        return any(marking.written == written for marking in self.markings)


@dataclass(frozen=True, slots=True)
class Label:
    """A marking as written with its scheme and version, all empty if there is none; and EXERCISE for a rehearsal."""

    scheme: str = ""
    version: str = ""
    written: str = ""
    exercise: bool = False

    @property
    def is_marked(self) -> bool:
        """Tell whether anything is written."""
        return bool(self.scheme)

    def to_wire(self) -> tuple[str, ...]:
        """Give the label field of an act: nothing; scheme, version, words; and EXERCISE last if it is a rehearsal."""
        marked = (self.scheme, self.version, self.written) if self.is_marked else ()
        return (*marked, EXERCISE) if self.exercise else marked


#: UK: Government Security Classifications as of 2 April 2014 (OFFICIAL-SENSITIVE is a caveat of OFFICIAL, here a
#: step of its own). Japan: below 秘; which of the two is the higher, and all peers, are drafts to be confirmed.
UK_OFFICIAL = Scheme(
    "GB-GSC",
    "2014-04-02",
    "text",
    (
        Marking("OFFICIAL", MappingProxyType({"JP-ADMIN": ""})),
        Marking("OFFICIAL-SENSITIVE", MappingProxyType({"JP-ADMIN": "注意"})),
    ),
)
JP_ADMINISTRATIVE = Scheme(
    "JP-ADMIN",
    "draft",
    "draft",
    (
        Marking("", MappingProxyType({"GB-GSC": "OFFICIAL"})),
        Marking("部内限り", MappingProxyType({"GB-GSC": "OFFICIAL-SENSITIVE"})),
        Marking("注意", MappingProxyType({"GB-GSC": "OFFICIAL-SENSITIVE"})),
    ),
)


class Schemes:
    """All schemes that are known, each in its versions."""

    __slots__ = ("_known",)

    def __init__(self, schemes: Iterable[Scheme]) -> None:
        """Take schemes in; raises ``ValueTroubleError`` label.scheme_twice if one version comes twice."""
        self._known: dict[tuple[str, str], Scheme] = {}
        for scheme in schemes:
            at = (scheme.name, scheme.version)
            if at in self._known:
                raise ValueTroubleError("label.scheme_twice", "/".join(at))
            self._known[at] = scheme

    def with_more(self, schemes: Iterable[Scheme]) -> Schemes:
        """Give these schemes and more."""
        return Schemes([*self._known.values(), *schemes])

    def marked(self, scheme: str, version: str, written: str, *, exercise: bool = False) -> Label:
        """Make a label; raises ``ValueTroubleError`` label.unknown_scheme, label.unknown_marking.

        Nothing written is no marking: such a label is ``Label()``, and here label.nothing_written is raised.
        """
        if not written:
            raise ValueTroubleError("label.nothing_written", scheme[:40])
        self._scheme(scheme, version).rank(written)
        return Label(scheme, version, written, exercise)

    def from_wire(self, wire: Sequence[str]) -> Label:
        """Read the label field of an act; raises as ``marked``, and label.bad_wire for another form."""
        exercise = bool(wire) and wire[-1] == EXERCISE
        marked = tuple(wire[:-1] if exercise else wire)
        if not marked:
            return Label(exercise=exercise)
        if len(marked) != MARKED_LENGTH:
            raise ValueTroubleError("label.bad_wire", length=len(wire))
        return self.marked(*marked, exercise=exercise)

    def at_least(self, label: Label, asked: Label) -> bool:
        """Tell whether ``label`` protects at least as much as ``asked`` does; in doubt it does not.

        Across schemes, ``asked`` is first put into the scheme of ``label`` by its peer, which is never a lower one.
        """
        if not asked.is_marked:
            return True
        wanted = self._scheme(asked.scheme, asked.version)
        step = wanted.rank(asked.written)
        if not label.is_marked:
            return step == 0
        own = self._scheme(label.scheme, label.version)
        same = own.name == wanted.name
        peer = asked.written if same else wanted.markings[step].peers.get(own.name)
        if peer is None or not own.has(peer):
            return False
        return own.rank(label.written) >= own.rank(peer)

    def _scheme(self, name: str, version: str) -> Scheme:
        scheme = self._known.get((name, version))
        if scheme is None:
            raise ValueTroubleError("label.unknown_scheme", f"{name}/{version}"[:60])
        return scheme


KNOWN = Schemes((UK_OFFICIAL, JP_ADMINISTRATIVE))
