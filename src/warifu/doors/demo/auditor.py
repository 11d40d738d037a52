"""The auditor of the play: has one file and both founding acts, and neither node, key nor text.

Law: what the file proves is compared with what both registries say: the digest of the half, and where every copy of
every item is. Whatever differs ends the play with a failure.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from warifu.core.errors import WireError
from warifu.doors import audit
from warifu.doors.demo.play import Play
from warifu.node import open as opening

_COPIES = "SELECT copy, status, party FROM information_copy ORDER BY copy"


def audited(play: Play, folder: Path) -> dict[str, Any]:
    """Have London write the auditor's copy and verify it here; raises WireError where it does not hold."""
    file = folder / "auditor.zip"
    play.gb.ask("registry", "auditors_copy", file)
    roots = {actor.party: actor.founded for actor in (play.gb, play.jp)}
    proved = audit.verify(file, roots, (":memory:", opening.clock, secrets.token_bytes))
    copies = [list(each) for each in proved.node.store.run(_COPIES)]
    found = {
        "file": file.name,
        "entries": proved.entries,
        "digest": proved.digest.hex(),
        "findings": [each._asdict() for each in proved.findings],
        "copies": [dict(zip(("copy", "status", "party"), each, strict=True)) for each in copies],
    }
    told = play.documents.get("information", {}).get("copies", [])
    if proved.findings or copies != [[each["copy"], each["status"], each["party"]] for each in told]:
        raise WireError("demo.halves_differ", "audit", found=str(found)[:500])
    return found
