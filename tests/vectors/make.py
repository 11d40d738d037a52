"""Write all golden and bad vectors anew, and the kinds of act into docs/formats.md: run by ``make vectors``.

The same bytes each time: keys come from open seeds, chance is drawn from names, and what a library makes with chance of
its own is kept (``trial_keys.Kept``). The tests compare the files with what this makes; a difference is a change of the
bytes that the house has promised to keep, and must be meant. All content is invented.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.vectors import (
    make_bad,
    make_bundles,
    make_bytes,
    make_formats,
    make_labels,
    make_law,
    make_merkle,
    make_roll,
    make_spoken,
    trial_keys,
)

HERE = Path(__file__).parent


def files() -> dict[Path, str]:
    """Give each file's path and its text."""
    trial_keys.KEPT.begin()
    made = {
        "values": make_bytes.values(),
        "keys": make_bytes.trial_keys(),
        "acts": make_bytes.every_kind(),
        "founding": make_bytes.founding(),
        "answers": make_bytes.answers(),
        "checkpoints": make_bytes.checkpoints(),
        "texts": make_bytes.openings(),
        "bundles": make_bundles.bundles(),
        "log": make_bundles.log(),
        "roll": make_roll.roll_vector(),
        "roll-turns": make_law.roll_turns(),
        "cases": make_law.cases(),
        "spoken": make_spoken.spoken(),
        "wire": make_spoken.wire(),
        "packs": make_spoken.packs(),
        "bad": make_bad.bad(),
    }
    found = {HERE / f"{name}.json": json.dumps(content, indent=1) + "\n" for name, content in made.items()}
    found |= {HERE / "merkle" / name: text for name, text in make_merkle.files().items()}
    found |= make_formats.files()
    found |= make_labels.files()
    found[HERE / "kept.json"] = trial_keys.KEPT.text()
    return found


def main() -> None:
    """Write every file that differs, and name it."""
    for path, text in files().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(path.relative_to(HERE.parents[1]))


if __name__ == "__main__":
    main()
