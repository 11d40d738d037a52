"""From a sheet of paper back to the act: printed, seen by a camera, turned, and read; and what no camera saw."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from tests.doors.paper import pages
from tests.doors.paper.test_press import a_sheet
from warifu.core.errors import BytesError, FileError, WarifuError
from warifu.doors import sentences
from warifu.doors.paper import laying, press, reading, symbol
from warifu.doors.paper.sheet import Symbol
from warifu.doors.sentences import Both

AT = 1_790_000_000


def _jpeg(picture: Image.Image, quality: int = 70) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _turned(picture: Image.Image, degrees: float) -> Image.Image:
    return picture.rotate(degrees, expand=True, fillcolor=190, resample=Image.Resampling.BICUBIC)


@pytest.mark.parametrize("degrees", [0, 2.5, -6, 90, 183])
def test_a_printed_order_comes_back_as_the_same_bytes(played, degrees):
    act = laying.held(played.gb, "JP", played.orders["fuel"].case)
    made = press.form(laying.sheet(act, AT))
    last = len(pages.texts(made)) - 1
    photograph = _turned(pages.picture(made, last, 150), degrees).filter(ImageFilter.GaussianBlur(0.8))
    sealed = reading.act_in(_jpeg(ImageEnhance.Contrast(photograph).enhance(0.6)))
    assert sealed.envelope.raw == act.raw
    assert sealed.digest == act.placed.digest


def test_the_printer_s_own_picture_reads_alike(played):
    act = laying.held(played.gb, "JP", played.orders["fuel"].receipts[0])
    (page,) = press.pages(laying.sheet(act, AT), 150)
    assert reading.act_in(page).envelope.raw == act.raw


def test_the_largest_act_still_reads_from_a_plain_scan():
    raw = bytes(range(256)) * 7
    sheet = a_sheet(symbol=Symbol(symbol.payload(symbol.ACT, raw[: symbol.MOST_BYTES]), Both("c", "c")))
    seen = _turned(pages.picture(press.form(sheet), 0, 150), 1.5)
    assert reading.held_in(_jpeg(seen)) == (symbol.Held(symbol.ACT, raw[: symbol.MOST_BYTES]),)


def test_a_founding_act_too_large_for_a_symbol_gives_its_digest(played):
    digest = played.gb.pair("JP").rolls["GB"].founded
    seen = pages.picture(laying.of_act(played.gb, "JP", digest, AT), 0, 120)
    assert reading.held_in(_png(seen)) == (symbol.Held(symbol.DIGEST, digest),)
    with pytest.raises(FileError) as refused:
        reading.act_in(_png(seen))
    assert refused.value.code == "paper.no_act"


def _code(text: str) -> Image.Image:
    sheet = a_sheet(symbol=Symbol(text, Both("c", "c")))
    return pages.picture(press.form(sheet), 0, 120)


def test_two_acts_in_one_picture_are_refused():
    one, two = (_code(symbol.payload(symbol.ACT, bytes([at]) * 200)) for at in (1, 2))
    both = Image.new("L", (one.width * 2, one.height), 255)
    both.paste(one, (0, 0))
    both.paste(two, (one.width, 0))
    with pytest.raises(FileError) as refused:
        reading.act_in(_png(both))
    assert refused.value.code == "paper.several_acts"


def test_a_foreign_code_is_refused_by_name():
    with pytest.raises(BytesError) as refused:
        reading.held_in(_png(_code("HTTPS://EXAMPLE.ORG/")))
    assert refused.value.code == "symbol.foreign"


def test_a_code_whose_act_is_rubbish_is_refused_as_from_the_wire():
    with pytest.raises(BytesError) as refused:
        reading.act_in(_png(_code(symbol.payload(symbol.ACT, b"\x00" * 80))))
    assert refused.value.code == "envelope.not_cose_sign1"


def _bomb() -> bytes:
    """A PNG of a few bytes that says it has 400 million pixels."""
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(10))), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(raw)) + name + raw + struct.pack(">I", zlib.crc32(name + raw)) for name, raw in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def _gif() -> bytes:
    out = io.BytesIO()
    Image.new("L", (10, 10)).save(out, "GIF")
    return out.getvalue()


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow tells of what is broken beside the pixels
@pytest.mark.parametrize("seed", range(4))
def test_spoiled_pictures_are_read_or_refused_and_nothing_else(seed):
    chance = random.Random(seed)
    plain = pages.picture(press.form(a_sheet()), 0, 60)
    turned = Image.Exif()
    turned[0x0112] = 6
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=40, exif=turned.tobytes())
    whole = (_png(plain), _jpeg(plain, 40), out.getvalue())
    for _ in range(60):
        spoiled = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(chance.choice((200, len(spoiled))))
            spoiled[at : at + chance.randint(0, 12)] = chance.randbytes(chance.randint(0, 12))
        try:
            said = {held.kind for held in reading.held_in(bytes(spoiled))}
        except WarifuError as trouble:
            said = {trouble.code}
        assert said <= {"WF1A", "paper.not_a_picture", "paper.no_symbol", "paper.too_many_pixels", "symbol.damaged"}


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: b"", "paper.not_a_picture"),
        (lambda: b"%PDF-1.7 no picture", "paper.not_a_picture"),
        (_gif, "paper.not_a_picture"),
        (lambda: _png(_code("WF1A:BB8"))[:2000], "paper.not_a_picture"),
        (lambda: _jpeg(_code("WF1A:BB8"))[:900], "paper.not_a_picture"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), "paper.not_a_picture"),
        (_bomb, "paper.too_many_pixels"),
        (lambda: bytes(reading.MOST_FILE_BYTES + 1), "paper.too_large"),
        (lambda: _png(Image.new("L", (400, 400), 255)), "paper.no_symbol"),
        (lambda: _png(Image.new("L", (1, 1), 0)), "paper.no_symbol"),
    ],
)
def test_what_no_camera_saw_is_refused_in_both_languages(made, code):
    with pytest.raises(FileError) as refused:
        reading.act_in(made())
    assert refused.value.code == code
    assert sentences.template(code) is not None
    assert sentences.of_error(refused.value, "ja").startswith("実行できません")
