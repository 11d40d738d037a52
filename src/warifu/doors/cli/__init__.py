"""The command line: ``warifu``. Each command has help in both languages and ``--json``."""

from __future__ import annotations

import typer

from warifu import __version__
from warifu.doors.cli import (
    accounts,
    audit,
    cases,
    committee,
    inhouse,
    labels,
    mustering,
    outposts,
    packs,
    paper,
    preparing,
    programme,
    proof,
    publishing,
    registers,
    registry,
    removing,
    setup,
    shipping,
    transfers,
    wire,
)
from warifu.doors.cli.base import both, out
from warifu.doors.cli.demo import demo
from warifu.doors.cli.house import House

app = typer.Typer(
    cls=House,
    help=both(
        "Warifu: two nations' halves of one record, provably the same.",
        "割符: 両国が半分ずつ保有し、相互に一致を証明できる記録。",
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.command("version", help=both("Print the version.", "版を表示する。"))
def version() -> None:
    """Print the version."""
    out.print(__version__)


app.command("init", help=both("Make a node: keys, log, founding act.", "ノードを作成する（鍵、記録簿、設立文書）。"))(
    setup.init
)
app.command(
    "status",
    help=both(
        "Whose move, since when, which clocks, what clashes.", "どちらの番か、いつからか、期限、予約の重複を表示する。"
    ),
)(cases.status)
app.command("exchange", help=both("Exchange with the peer's node.", "相手国ノードと記録簿の差分を送受信する。"))(
    wire.exchange
)
app.command(
    "recover",
    help=both("Get our log back from the peer, by wire or disc.", "相手国から自国の記録簿を回復する（回線又は媒体）。"),
)(wire.recover)
app.command(
    "serve",
    help=both("Answer the peer, and serve the pages where asked.", "相手国に応答し、指定により画面も提供する。"),
)(wire.serve)
app.command("rebuild", help=both("Make every table anew from the logs.", "全ての表を記録簿から作り直す。"))(
    proof.rebuild
)
app.command("statement", help=both("What is owed by whom, as of a day.", "基準日現在の債権債務を示す。"))(
    registers.statement
)
app.command("demo", help=both("The main job, from one command.", "主要な業務を二つのノードで実演する。"))(demo)
app.add_typer(setup.party, name="party")
app.add_typer(cases.case, name="case")
app.add_typer(preparing.act, name="act")
app.add_typer(wire.bundle, name="bundle")
app.add_typer(outposts.outpost, name="outpost")
app.add_typer(proof.log, name="log")
app.add_typer(packs.pack, name="pack")
app.add_typer(labels.label, name="label")
app.add_typer(registers.register, name="register")
app.add_typer(registry.item, name="item")
app.add_typer(accounts.account, name="account")
audit.add_to(app)
committee.add_to(app)
paper.add_to(app)
programme.add_to(app)
removing.add_to(app)
publishing.add_to(app)
inhouse.add_to(app)
shipping.add_to(app)
transfers.add_to(shipping.equipment)
app.add_typer(mustering.muster, name="muster")


def main() -> None:
    """Run the command line."""
    app()
