"""Acts, answers and checkpoints: one form, one digest, and every bit of it counts."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vectors import invented
from tests.vectors.trial_keys import SIGNERS
from warifu.core import act, canonical, envelope, merkle, texts
from warifu.core.act import Act, Answer, Checkpoint, FindingWire
from warifu.core.errors import BytesError
from warifu.core.wire import from_plain, to_plain

OFFICER = SIGNERS["gb-officer"]
SOME = list(islice(invented.stream("acts of the trial", OFFICER.public.key_id()), 40))
DIGESTS = st.binary(min_size=32, max_size=32)


@pytest.mark.parametrize("made", [each for each, _ in SOME], ids=lambda made: made.kind)
def test_an_act_is_read_as_it_was_written(made):
    raw = act.encode(made)
    assert act.decode(raw) == made
    assert act.encode(act.decode(raw)) == raw
    assert act.seal(made, OFFICER).digest == canonical.digest(raw)
    assert act.open_act(act.seal(made, OFFICER).envelope.raw) == act.seal(made, OFFICER)


@given(st.integers(0, len(SOME) - 1), st.data())
@settings(max_examples=400)
def test_a_flipped_bit_is_refused_or_gives_another_act_with_another_digest(number, data):
    raw = act.encode(SOME[number][0])
    bit = data.draw(st.integers(0, 8 * len(raw) - 1))
    spoiled = bytearray(raw)
    spoiled[bit // 8] ^= 1 << bit % 8
    try:
        found = act.decode(bytes(spoiled))
    except BytesError:
        return
    assert found != SOME[number][0]
    assert act.encode(found) == spoiled
    assert canonical.digest(bytes(spoiled)) != canonical.digest(raw)


@given(st.integers(0, len(SOME) - 1), st.data())
def test_cut_short_or_drawn_out_is_refused(number, data):
    raw = act.encode(SOME[number][0])
    with pytest.raises(BytesError):
        act.decode(raw[: data.draw(st.integers(0, len(raw) - 1))])
    with pytest.raises(BytesError):
        act.decode(raw + data.draw(st.binary(min_size=1, max_size=8)))


def test_a_field_of_a_later_version_is_kept_in_the_bytes_and_counts_in_the_digest():
    made = SOME[0][0]
    raw = canonical.encode({**to_plain(made), 40: "later"})
    assert act.decode(raw) == made
    assert canonical.digest(raw) != canonical.digest(act.encode(made))


def test_what_an_act_follows():
    root, other = b"r" * 32, b"o" * 32
    made = SOME[0][0]
    fields = {name: getattr(made, name) for name in made.__struct_fields__}
    first = Act(**{**fields, "case": b"", "after": b""})
    second = Act(**{**fields, "case": root, "after": b""})
    third = Act(**{**fields, "case": root, "after": other})
    assert (first.is_root, second.is_root) == (True, False)
    assert (first.follows, second.follows, third.follows) == (b"", root, other)


def test_only_the_officer_named_can_seal():
    with pytest.raises(BytesError) as trouble:
        act.seal(SOME[0][0], SIGNERS["jp-officer"])
    assert trouble.value.code == "act.officer_differs"


def test_an_entry_tells_by_its_first_byte_what_it_is():
    answer = act.encode_answer(Answer(b"a" * 32, act.CONFIRMED, 5))
    assert act.is_act(act.seal(SOME[0][0], OFFICER).envelope.raw)
    assert not act.is_act(answer)
    assert not act.is_act(b"")


FINDINGS = st.lists(
    st.builds(FindingWire, st.just("house.flow"), st.just("house"), st.just((("kind", "x"),))), min_size=1, max_size=3
).map(tuple)
ANSWERS = (
    st.builds(Answer, DIGESTS, st.just(act.CONFIRMED), st.integers(0, act.MAX_TIME))
    | st.builds(Answer, DIGESTS, st.just(act.FALLEN), st.integers(0, act.MAX_TIME), rival=DIGESTS)
    | st.builds(Answer, DIGESTS, st.just(act.OBJECTED), st.integers(0, act.MAX_TIME), FINDINGS)
)


@given(ANSWERS)
def test_an_answer_is_read_as_it_was_written(answer):
    assert act.decode_answer(act.encode_answer(answer)) == answer


@given(ANSWERS)
@settings(max_examples=20)
def test_an_answer_that_travels_alone_is_signed_by_the_node(answer):
    sealed = act.seal_answer(answer, SIGNERS["gb-node"])
    found, outer = act.open_answer(sealed.raw)
    assert found == answer
    assert envelope.good(outer, SIGNERS["gb-node"].public)
    with pytest.raises(BytesError) as trouble:
        act.open_act(sealed.raw)
    assert trouble.value.code == "envelope.content_type_wrong"


def test_an_answer_that_is_not_in_form_is_not_signed():
    with pytest.raises(BytesError) as trouble:
        act.seal_answer(Answer(b"a" * 32, act.FALLEN, 5), SIGNERS["gb-node"])
    assert trouble.value.code == "answer.malformed"


def test_a_checkpoint_in_the_wrong_form_is_not_signed():
    node = SIGNERS["gb-node"]
    bad = Checkpoint("GB", "JP", node.public.key_id(), 1, merkle.EMPTY_ROOT, 0, merkle.EMPTY_ROOT, 5)
    with pytest.raises(BytesError) as trouble:
        act.seal_checkpoint(bad, (node, SIGNERS["gb-node-pq"]))
    assert trouble.value.code == "checkpoint.malformed"


SAID = st.dictionaries(
    st.integers(1, 300), st.text(min_size=1, max_size=30).filter(lambda t: "\0" not in t and t.isprintable())
)


@given(SAID.filter(bool), st.data())
def test_texts_verify_open_or_erased_and_nothing_else_does(said, data):
    salts = [bytes([number % 256]) * texts.SALT_BYTES for number in range(len(said))]
    leaves = texts.make(said, salts)
    root = texts.root(leaves)
    erased = data.draw(st.sets(st.sampled_from(range(len(leaves)))))
    mixed = [texts.Sealed(leaf.slot, leaf.leaf()) if at in erased else leaf for at, leaf in enumerate(leaves)]
    wire = canonical.decode(canonical.encode(texts.to_plain(mixed)))
    found = texts.from_plain(wire, "texts")
    texts.verify(found, root, "texts")
    assert found == mixed
    with pytest.raises(BytesError) as trouble:
        texts.verify(found[1:] or [texts.Sealed(1, root[::-1])], root, "texts")
    assert trouble.value.code == "texts.root_differs"


def test_the_root_does_not_depend_on_the_order_in_which_leaves_are_given():
    leaves = texts.make({1: "one", 2: "two", 101: "line"}, [bytes([n]) * 16 for n in range(3)])
    assert texts.root(leaves[::-1]) == texts.root(leaves)
    with pytest.raises(BytesError) as trouble:
        texts.root([leaves[0], leaves[0]])
    assert trouble.value.code == "texts.slot_twice"


def test_an_empty_text_is_no_text_and_text_is_composed():
    made = texts.make({1: "", 2: "e\u0301"}, [bytes(16)])
    assert made == [texts.Opening(2, bytes(16), "é")]


def test_a_leaf_hash_tells_nothing_without_its_salt():
    same = [texts.Opening(1, bytes([salt]) * 16, "SECRET NAME").leaf() for salt in range(2)]
    assert same[0] != same[1]


def test_every_kind_reads_its_own_invented_body():
    for made, _ in SOME:
        kind = invented.kinds()[made.kind]
        assert to_plain(from_plain(kind.body, made.body)) == made.body
