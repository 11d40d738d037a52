"""The doors ask what their reader may see: the whole node is named where something is written or proved, by name.

Law: a request's house is its visitor's (``House.as_seen``). Each file here that names the whole node (``opened.node``)
or makes a store of its own says why; a new one is read with care and put on the list.
"""

from __future__ import annotations

import ast

from tests.manners.house import Source, none_of, sources

_WRITES = "writes beside Node.submit"
WHOLE = {
    "src/warifu/doors/web/house.py": "hands out what a visitor may see",
    "src/warifu/doors/web/logs.py": "proves whole logs",
    "src/warifu/doors/api/reading.py": "proves whole logs",
    "src/warifu/doors/web/papers.py": "notes a print",
    "src/warifu/doors/web/registry.py": "notes what has left",
    "src/warifu/doors/web/casepage.py": "notes who was shown a text",
    "src/warifu/doors/web/removals.py": _WRITES,
    "src/warifu/doors/web/acting_review.py": _WRITES,
    "src/warifu/doors/web/acting_prepared.py": _WRITES,
    "src/warifu/doors/web/registers/taking_in.py": _WRITES,
    "src/warifu/doors/web/inhouse/asking.py": "decides by all that is on record, and keeps the decision",
    "src/warifu/doors/web/inhouse/entering.py": _WRITES,
    "src/warifu/doors/web/inhouse/mustering.py": _WRITES,
    "src/warifu/doors/web/screenings.py": _WRITES,
    "src/warifu/doors/web/inhouse/opening.py": "opens what a decision has permitted",
}
"""Files of the pages and the API that name the whole node, and why they may."""


def _of_readers(source: Source) -> bool:
    return source.place.startswith(("src/warifu/doors/web/", "src/warifu/doors/api/"))


def _names_the_whole(node: ast.AST) -> bool:
    """``opened.node``, a pair out of the turns themselves, or a store made here."""
    if isinstance(node, ast.Attribute):
        inner = node.value
        named = inner.attr if isinstance(inner, ast.Attribute) else inner.id if isinstance(inner, ast.Name) else ""
        return (named, node.attr) in {("opened", "node"), ("turns", "turn")}
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Store", "SeenNode"}


def test_the_whole_node_is_named_where_the_list_says_and_nowhere_else():
    offences = [
        f"{source.place}:{node.lineno}"  # type: ignore[attr-defined]
        for source in sources()
        if _of_readers(source) and source.place not in WHOLE
        for node in ast.walk(source.tree)
        if _names_the_whole(node)
    ]
    none_of(offences, "A door asks what its reader may see")


def test_the_list_holds_no_file_that_does_not():
    naming = {
        source.place
        for source in sources()
        if _of_readers(source) and any(_names_the_whole(node) for node in ast.walk(source.tree))
    }
    none_of(sorted(WHOLE.keys() - naming), "A file leaves the list when it names the whole node no longer")
