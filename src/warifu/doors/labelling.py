"""The label of a draft whose writer names none: that of what it speaks of, as the pages fill it in.

Law: a label that is written is taken as it is, an empty one too, and the judge says whether it covers. One that is left
out is made from the marking in the body, the case and what is cited. Where classified information is spoken of and
nothing of that is here, no label can be known and the draft is refused: it is never sent as if it were open.
Place on the path: between a form (command line, API) and the node.
"""

from __future__ import annotations

from msgspec.structs import replace

from warifu.core.errors import ValueTroubleError
from warifu.core.label import Schemes
from warifu.doors import markings
from warifu.node import domestic
from warifu.node.drafting import Draft
from warifu.node.node import Node
from warifu.node.pair import Pair
from warifu.record.queries_registry import item

_CLASSIFIED = "information/"


def labelled(draft: Draft, pair: Pair, schemes: Schemes) -> Draft:
    """Return a shared draft with the label that it needs; raises ValueTroubleError form.no_label.

    ``pair``: as the writer may see it.
    """
    case = pair.case(draft.case) if draft.case else None
    cited = pair.reader.cited(draft.cites, {}) if draft.cites else {}
    label = markings.asked_of(draft.body, case, [each.terms for each in cited.values()], schemes)
    if draft.kind.startswith(_CLASSIFIED):
        known = bool(label) or case is not None or bool(cited)
        if not known or set(draft.cites) - cited.keys():
            raise ValueTroubleError("form.no_label", draft.kind)
    return replace(draft, label=label)


def labelled_at_home(draft: Draft, node: Node, pair: Pair) -> Draft:
    """Return a national draft marked as the case that it goes on with, or as the item that it names."""
    begun = domestic.case(node, draft.case) if draft.case else None
    if begun is not None:
        return replace(draft, label=begun.line[0].placed.act.label)
    found = item(pair.store, pair.name, getattr(draft.body, "item", b""))
    return draft if found is None else replace(draft, label=(found.scheme, found.version, found.marking))
