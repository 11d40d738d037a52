"""``warifu audit export`` and ``audit verify``: both logs for an auditor, proved without a node and without a key."""

from __future__ import annotations

import secrets
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from warifu.core import canonical
from warifu.core.errors import ValueTroubleError
from warifu.doors import audit as copies
from warifu.doors import introduction, sentences
from warifu.doors import registry as registers
from warifu.doors.auditpack import packing
from warifu.doors.cli.base import (
    COMMAND_LINE,
    AsJson,
    Folder,
    PeerOption,
    both,
    language,
    opened,
    out,
    peer_of,
    say,
    show,
)
from warifu.node import open as opening
from warifu.record import removals
from warifu.record.queries_registry import Wanted
from warifu.record.removals import EXPORT, Copied

audit = typer.Typer(
    help=both("An auditor's copy of both logs, and its proof.", "監査官用の双方の記録簿の写し及びその検証。"),
    no_args_is_help=True,
)


@audit.command("export", help=both("Write both logs into one file.", "双方の記録簿を一つのファイルに出力する。"))
def export(
    folder: Folder,
    to: Annotated[Path, typer.Argument(help="File to write. / 出力するファイル。")],
    texts: Annotated[
        bool, typer.Option("--with-texts", help="Also texts and attached files. / 記述及び添付ファイルも含める。")
    ] = False,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Write what both sides signed, without texts unless asked; texts that leave are noted."""
    node = opened(folder)
    other = peer_of(node, peer)
    entries = copies.export(node.node, other, to, texts=texts)
    with to.open("rb") as stream:
        digest = canonical.digest(stream.read())
    if texts:
        ours, theirs = entries.get(node.config.party, 0), entries.get(other, 0)
        size, now = to.stat().st_size, opening.clock()
        note = Copied(EXPORT, digest, now, ours=ours, theirs=theirs, size=size, kept=str(to), who=COMMAND_LINE)
        removals.note_copied(node.node.store, node.node.pair(other).name, note)
    if as_json:
        show({"file": str(to), "entries": entries, "digest": digest.hex(), "texts": texts}, as_json=True)
    else:
        out.print(f"{to} {', '.join(f'{author} {size}' for author, size in entries.items())} {digest.hex()}")


@audit.command(
    "verify",
    help=both(
        "Prove such a file by the two founding acts alone.", "両国の設立文書の照合文字のみでファイルを検証する。"
    ),
)
def verify(
    file: Annotated[Path, typer.Argument(help="The file. / 検証するファイル。")],
    roots: Annotated[
        list[str],
        typer.Option(
            "--root",
            help="GB=FINGERPRINT and JP=FINGERPRINT, as on the introduction sheets. / 紹介状の照合文字（2回指定する）。",
        ),
    ],
    register: Annotated[
        Path | None, typer.Option("--register", help="Also write the register (CSV, XLSX). / 登録簿も出力する。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every signature, place and answer, fold every case anew; leave with 1 if anything does not hold."""
    known = dict(_root(each) for each in roots)
    with tempfile.TemporaryDirectory() as folder:
        at = (str(Path(folder) / "audit.db"), opening.clock, secrets.token_bytes)
        found = copies.verify(file, known, at)
        if register is not None:
            pair, day = found.node.pair(found.peer).name, datetime.now(UTC).date()
            lines = registers.whole(found.node.store, pair, Wanted(), day, registers.MOST_LINES["csv"])
            registers.write(register, register.suffix.lower().lstrip("."), lines, language())
    if as_json:
        findings = [each._asdict() for each in found.findings]
        roots_of = {author: root.hex() for author, root in found.roots.items()}
        told = {"entries": found.entries, "roots": roots_of, "digest": found.digest.hex(), "findings": findings}
        show(told, as_json=True)
    else:
        _tell(found)
    if found.findings:
        raise typer.Exit(1)


def audit_pack(
    folder: Folder,
    party: Annotated[str, typer.Option("--for", help="Whose auditor reads: GB or JP. / 提出先の監査官の国。")],
    to: Annotated[Path, typer.Option("--to", help="New folder, or file.zip. / 新しいフォルダ又はzipファイル。")],
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Day. / 基準日。")] = None,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Write logs, tables, a report and a verifier in plain Python, for an auditor who does not have this program."""
    node = opened(folder)
    other = peer_of(node, peer)
    whose = party.upper()
    if whose not in {node.config.party, other.partition(".")[0]}:
        raise ValueTroubleError("audit.not_a_party", party=party[:20])
    made = opening.clock()
    day = on.date() if on else datetime.fromtimestamp(made, UTC).date()
    figures = packing.write(node.node, packing.Asked(whose, other, day, made), to)
    if as_json:
        show({"written": str(to), **figures}, as_json=True)
    else:
        orders = figures["orders"]
        out.print(str(to))
        out.print(
            say(
                f"{orders['agreed']} agreed orders, {orders['agreed_with_missing']} with elements missing",
                f"合意済みの発注 {orders['agreed']}件、うち項目の欠落 {orders['agreed_with_missing']}件",
            )
        )


def add_to(app: typer.Typer) -> None:
    """Put the commands of this module on the command line."""
    app.add_typer(audit, name="audit")
    app.command(
        "audit-pack",
        help=both(
            "An auditor's pack that is read and verified without this program.",
            "本プログラムなしで閲覧・検証できる監査資料。",
        ),
    )(audit_pack)


def _root(told: str) -> tuple[str, bytes]:
    party, sign, words = told.partition("=")
    if not sign or not party:
        raise typer.BadParameter(f"--root: {told[:40]} (GB=…)")
    return party.upper(), introduction.read(words)


def _tell(found: copies.Audited) -> None:
    for author, size in found.entries.items():
        out.print(f"{author}: {size} {say('entries, root', '件、根の照合値')} {found.roots[author].hex()}")
    out.print(f"{say('digest of the half', '照合値')} {found.digest.hex()}")
    for each in found.findings:
        said = sentences.of_code(each.code, language(), {"detail": each.detail})
        out.print(f"• {each.author} {each.place}: {said}")
    count = len(found.findings)
    out.print(say(f"{count} findings", f"指摘事項 {count}件") if count else say("everything holds", "異常なし"))
