"""What a camera writes into a picture is taken out, and a picture nobody should open is told from one that is whole."""

import contextlib

import pytest

from clearance.pictures import Unfit, cleaned, is_picture
from clearance.pictures.turning import exif_of, turned
from tests.pictures import GPS, chunk, exif, jpeg, png, segment

SCRIPT = b"<script>alert(1)</script>"
XMP = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + GPS)
NOTES = segment(0xFE, SCRIPT) + segment(0xED, b"Photoshop 3.0\x00Almaty") + segment(0xE2, b"MPF\x00" + GPS) + XMP
WORDS = (
    chunk(b"tEXt", b"Comment\x00" + SCRIPT)
    + chunk(b"iTXt", b"XML:com.adobe.xmp\x00" + GPS)
    + chunk(b"tIME", b"1234567")
)


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_place_the_time_and_the_camera_go_and_the_picture_stays(order: str) -> None:
    sent = jpeg(about=exif(order=order), extra=NOTES, behind=GPS)
    assert GPS in sent
    kept = cleaned(sent)
    assert kept == jpeg(), "what draws the picture is the same to the byte"
    assert cleaned(png(extra=WORDS + chunk(b"eXIf", exif(order=order)), behind=GPS)) == png()


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_picture_stays_the_way_up_it_was(orientation: int) -> None:
    for kept in (
        cleaned(jpeg(about=exif(orientation=orientation))),
        cleaned(png(extra=chunk(b"eXIf", exif(orientation=orientation)))),
    ):
        assert turned(kept[kept.index(b"MM\x00*") :]) == orientation
        assert b"Telephone" not in kept
        assert GPS not in kept
        assert cleaned(kept) == kept, "the same picture sent again is the same file"


def test_colours_stay_as_they_are_meant() -> None:
    colours = segment(0xE2, b"ICC_PROFILE\x00\x01\x01profile") + segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01")
    assert cleaned(jpeg(extra=colours)) == jpeg(extra=colours)


@pytest.mark.parametrize(
    "about",
    [b"", b"II*\x00", b"II*\x00\xff\xff\xff\xff", b"MM\x00*\x00\x00\x00\x08\xff\xff", b"XX*\x00\x08\x00\x00\x00", exif_of(0), exif_of(9)],
)  # fmt: skip
def test_exif_that_says_nothing_readable_leaves_the_picture_upright(about: bytes) -> None:
    assert turned(about) == 1


def test_what_stands_behind_a_picture_is_not_kept() -> None:
    """A file that is a picture to one program and a page or an archive to another is only a picture afterwards."""
    for behind in (SCRIPT, b"PK\x03\x04archive", b"%PDF-1.7", jpeg()):
        assert cleaned(jpeg(extra=segment(0xFE, b"%PDF-1.7"), behind=behind)) == jpeg()
        assert cleaned(png(behind=behind)) == png()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (jpeg(width=65_535, height=65_535), "picture_too_large"),
        (jpeg(width=40_000, height=8), "picture_too_large"),
        (png(width=2**31, height=2**31 - 1), "picture_too_large"),
        (jpeg(width=0), "picture_broken"),
        (jpeg(height=0), "picture_broken"),
        (png(width=0), "picture_broken"),
        (jpeg(drawn=b"\x0f" + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") * 100), "picture_broken"),
        (jpeg(extra=segment(0xC0, b"\x08\x00\x08\x00\x08\x01\x01\x11\x00")), "picture_broken"),
        (jpeg(extra=b"\xff\xe1\xff\xff"), "picture_broken"),
        (jpeg(extra=b"\xff\xe1\x00\x01"), "picture_broken"),
        (jpeg(extra=b"words"), "picture_broken"),
        (jpeg(extra=segment(0xC2, b"\x08")), "picture_broken"),
        (b"\xff\xd8\xff\xd9", "picture_broken"),
        (b"\xff\xd8\xff\xff\xff\xff", "picture_broken"),
        (png(extra=b"\x7f\xff\xff\xffIDAT"), "picture_broken"),
        (png().replace(b"IDAT", b"IDAX"), "picture_broken"),
        (png(extra=chunk(b"IHDR", b"\x00" * 13)), "picture_broken"),
        (png(extra=chunk(b"IHDR", b"")), "picture_broken"),
        (png()[:8] + chunk(b"IDAT", b"") + png()[8:], "picture_broken"),
    ],
)
def test_a_hostile_picture_is_refused_with_what_to_do(data: bytes, code: str) -> None:
    with pytest.raises(Unfit) as refused:
        cleaned(data)
    assert refused.value.code == code
    assert "choose it" in str(refused.value.sentence)


@pytest.mark.parametrize(
    "filler",
    [
        b"\xff" * 4_000_000,
        b"\xff" * 4_000_000 + b"\x00",
        b"\xff\x00" * 2_000_000,
        b"\x0f" + segment(0xFE, b"") * 900_000,
    ],
    ids=["marks", "marks ended", "stuffed", "notes"],
)
def test_a_picture_made_to_keep_the_reader_busy_is_read_once_through(filler: bytes) -> None:
    """Were a byte looked at again for each one before it, this would take hours."""
    for hostile in (jpeg(drawn=filler), jpeg(extra=filler), png(extra=chunk(b"tEXt", b"") * 100_000)):
        with contextlib.suppress(Unfit):
            assert len(cleaned(hostile)) <= len(hostile)


@pytest.mark.parametrize("whole", [jpeg(about=exif(), extra=NOTES), png(extra=WORDS)], ids=["jpeg", "png"])
def test_a_picture_cut_off_anywhere_is_refused(whole: bytes) -> None:
    for end in range(8, len(whole)):
        assert is_picture(whole[:end])
        with pytest.raises(Unfit):
            cleaned(whole[:end])
