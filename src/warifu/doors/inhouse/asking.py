"""May this person see this copy? Asked by every door; what is answered can be kept as a national act.

Law: the question and its answer are ``node.deciding``'s. The act holds all that the answer rests on; the judge decides
it again, and the node lays what is said to be known beside its tables (``node.beside``).
"""

from __future__ import annotations

from warifu.core.keys import Signer
from warifu.doors.answers import No
from warifu.node import national
from warifu.node.deciding import KIND, UNKNOWN, Answer, Asked, may_see
from warifu.node.drafting import Draft, Outcome
from warifu.node.node import Node
from warifu.record.log import Store
from warifu.rooms.information import access
from warifu.rooms.information.acts.house import Access

__all__ = ["KIND", "UNKNOWN", "Answer", "Asked", "keep", "may_see", "no_to"]


def no_to(asked: Asked) -> No:
    """Return what may not be done, where the answer is no."""
    return No("answer.not_shown", {"person": asked.person, "on": asked.on.isoformat()})


def keep(node: Node, peer: str, asked: Asked, by: tuple[Signer, str], store: Store | None = None) -> Outcome:
    """Answer a question and keep it as a national act, signed by (officer's key, desk); refused where nothing is known.

    ``Outcome.ok`` says that it is kept, not that it permits: ``Access.answer`` of the act does.
    """
    answer, (signer, desk) = may_see(node, peer, asked, store), by
    if answer.question is None:
        return Outcome(ruling=answer.ruling)
    body = Access(
        asked.on, asked.person, asked.agency, asked.item, asked.copy, asked.purpose, asked.place,
        asked.medium,  # type: ignore[arg-type]  # a code of the command line or a form: the act's own reading refuses others
        "refused" if answer.ruling else "permitted", answer.question.known, access.codes(answer.ruling),
    )  # fmt: skip
    cites = (asked.item,)
    draft = Draft(kind=KIND, body=body, desk=desk, cites=cites, label=answer.marking)
    return national.enter(node, peer, [draft], signer)[0]
