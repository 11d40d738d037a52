"""Forms of classified information: a register sheet, a dispatch, a receipt, a destruction certificate, its witness."""

from __future__ import annotations

import pytest

from tests.doors.paper.pages import bare
from tests.scenarios.information_told import Story
from tests.world import World
from warifu.doors.paper import laying
from warifu.rooms.information.acts import item


@pytest.fixture(scope="module")
def told() -> tuple[Story, dict[str, bytes]]:
    """An item entered, sent, received, destroyed and witnessed; its acts by kind."""
    story = Story(World(21))
    story.begin(handling=("no_reproduction",), designation=None)
    story.world.exchange()
    jp = story.world.jp
    sent = story.send()
    received = story.receive(sent)
    burnt = story.must(jp, "destruction", item.Destruction(story.today, ("2",), "shredding"), cites=(received,))
    seen = story.must(jp, "witness", item.Witness(story.today, ("2",)), "receives", cites=(burnt,))
    acts = {"register": story.case, "dispatch": sent, "receipt": received, "destruction": burnt, "witness": seen}
    return story, acts


SAID = {
    "register": ("Register of an item", "秘密情報登録書", "GB-UKDEF-26-0117", "no reproduction", "取扱条件"),
    "dispatch": ("Dispatch of a package", "秘密文書送達書", "GB-P-1", "courier", "封印番号"),
    "receipt": ("Receipt of a package", "秘密文書受領書", "intact", "極秘", "異状なし"),
    "destruction": ("Destruction certificate", "廃棄証明書", "shredding", "裁断"),
    "witness": ("Certificate of the witness", "廃棄立会証明書"),
}


@pytest.mark.parametrize("kind", SAID)
@pytest.mark.parametrize("side", ["gb", "jp"])
def test_a_form_says_it_in_both_languages_under_its_marking(told, kind, side):
    story, acts = told
    half = getattr(story.world, side)
    text = bare(laying.of_act(half.node, half.peer, acts[kind], story.world.now))
    for words in SAID[kind]:
        assert "".join(words.split()) in text, (kind, words)
    assert "SECRET" in text
    assert ("notruledyet" in text) is (kind != "receipt")
