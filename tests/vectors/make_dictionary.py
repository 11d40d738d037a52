"""Train the zstd dictionary that the program ships: ``python -m tests.vectors.make_dictionary [FILE]``.

It makes small frames small: an order that is to fit one QR symbol, an act on paper. The samples are invented acts of
all kinds, alone and in bundles, drawn from fixed names, so the same version of zstd makes the same bytes. **A released
dictionary never changes** (frames name it by its number): this is run once for each number, never by ``make vectors``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import zstandard

from tests.vectors import invented
from tests.vectors.invented import Chance
from tests.vectors.trial_keys import SIGNERS
from warifu.core import act as acts
from warifu.core import bundle, canonical, texts
from warifu.core.bundle import Bundle
from warifu.core.wire import to_plain

SIZE_BYTES = 8_192
SAMPLES = 6_000
PLACE = Path(bundle.__file__).parent / f"bundle-{bundle.FIRST_DICTIONARY}.zstd-dict"
FREQUENT = (
    "request",
    "offer",
    "accept",
    "issue",
    "receipt",
    "acknowledge",
    "invoice",
    "payment",
    "note",
    "dealing",
    "close",
)


def samples() -> Iterator[bytes]:
    """Give contents of bundles of one act each, with its texts; what people do often comes often."""
    chance = Chance("dictionary 1")
    kinds = invented.kinds()
    often = [kind for name, kind in kinds.items() if name.partition("/")[2] in FREQUENT]
    rare = [kind for kind in kinds.values() if not kind.national and kind.name not in _LONG]
    for number in range(SAMPLES):
        party, peer = ("GB", "JP") if number % 2 else ("JP", "GB")
        signer = SIGNERS[f"{party.lower()}-officer"]
        kind = chance.pick(often if number % 3 else rare)
        made, opened = invented.act(kind, chance, chance.raw(16), chance.pick((0, 25, 50, 80)))
        made = msgspec.structs.replace(made, party=party, officer=signer.public.key_id(), pack=chance.raw(32))
        raw = acts.encode(made)
        # Signatures, keys and digests are chance and teach nothing; they are drawn anew so that none is learnt.
        head = b"\xd2\x84\x58\x21\xa3\x01\x27\x03\x6awarifu/act\x04\x50" + chance.raw(16) + b"\xa0\x59"
        entry = (
            head + len(raw).to_bytes(2) + raw.replace(made.officer, chance.raw(16)) + b"\x58\x40" + chance.raw(32) * 2
        )
        leaves = ((0, texts.to_plain(opened)),) if opened else ()
        yield canonical.encode(to_plain(Bundle(party, peer, chance.raw(16), texts=leaves, loose=(entry,))))


_LONG = frozenset({"parties/found", "parties/new_root", "parties/node"})
"""Kinds whose bodies are nearly all keys: they would fill the dictionary with chance."""


def main() -> None:
    """Write the dictionary to the place of the program, or to the file named."""
    made = zstandard.train_dictionary(
        SIZE_BYTES,
        list(samples()),
        k=1000,
        d=8,
        f=20,
        split_point=1.0,
        accel=1,
        dict_id=bundle.FIRST_DICTIONARY,
        level=19,
    )
    Path(sys.argv[1] if sys.argv[1:] else PLACE).write_bytes(made.as_bytes())


if __name__ == "__main__":
    main()
