"""Pictures: measured before they are decoded, decoded to the end, written anew without what cameras hide in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from .kinds import Kind
from .limits import LIMITS
from .refusals import refused

FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP", Kind.TIFF: "TIFF"}
MOST_PAGES = 50
QUALITY = 90
LETTERS = 18
MILLION = 1_000_000
BROKEN = (OSError, SyntaxError, ValueError, IndexError, KeyError, TypeError, OverflowError, MemoryError)


@dataclass(frozen=True)
class Picture:
    """A picture written anew: its bytes, its size as it is looked at, its pages."""

    content: bytes
    width: int
    height: int
    pages: int


def anew(content: bytes, kind: Kind) -> Picture:
    """The picture turned upright and without EXIF, GPS, comments, thumbnails and whatever was hung on its end.

    :raises FileRefused: too many points or pages, or it cannot be decoded to its end.
    """
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=[FORMATS[kind]]) as opened:
            pages = _measured(opened)
            frames = [_upright(opened, number) for number in range(pages)]
    except Image.DecompressionBombError as error:
        raise refused("picture_large", most=LIMITS.points // MILLION) from error
    except BROKEN as error:
        raise refused("picture_damaged") from error
    first = frames[0]
    return Picture(_written(frames, FORMATS[kind]), first.width, first.height, pages)


def _measured(opened: Any) -> int:
    """How many pages there are; the size of each is known without decoding it."""
    pages = int(getattr(opened, "n_frames", 1)) if opened.format == "TIFF" else 1
    if pages > MOST_PAGES:
        raise refused("picture_pages", most=MOST_PAGES)
    points = 0
    for number in range(pages):
        opened.seek(number)
        points += opened.width * opened.height
        if points > LIMITS.points:
            raise refused("picture_large", most=LIMITS.points // MILLION)
    return pages


def _upright(opened: Any, number: int) -> Any:
    from PIL import ImageOps

    opened.seek(number)
    frame = ImageOps.exif_transpose(opened)
    if opened.format == "JPEG" and frame.mode not in {"L", "RGB", "CMYK"}:
        frame = frame.convert("RGB")
    return frame.copy()


def _written(frames: list[Any], form: str) -> bytes:
    clean = [_bare(frame) for frame in frames]
    out = BytesIO()
    ways: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": QUALITY, "subsampling": 0},
        "PNG": {},
        "WEBP": {"quality": QUALITY},
        "TIFF": {"compression": "tiff_deflate", "save_all": True, "append_images": clean[1:]},
    }
    profile = frames[0].info.get("icc_profile")
    clean[0].save(out, format=form, **ways[form], **({"icc_profile": profile} if profile else {}))
    return out.getvalue()


def _bare(frame: Any) -> Any:
    """The points alone: everything else that the file said of them is left behind."""
    from PIL import Image

    if frame.mode == "P":
        frame = frame.convert("RGBA" if "transparency" in frame.info else "RGB")
    bare = Image.new(frame.mode, frame.size)
    bare.paste(frame)
    return bare


def page_of_picture(content: bytes, *, number: int = 1, most: int = 0, mark: str = "") -> bytes:
    """One page of a stored picture as JPEG, at most ``most`` points on its longer side, with ``mark`` written across.

    :raises FileRefused: there is no such page, or the bytes are not a picture.
    """
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=list(FORMATS.values())) as opened:
            if most:
                opened.draft("RGB", (most, most))
            opened.seek(number - 1)
            page = _on_white(opened)
    except (*BROKEN, Image.DecompressionBombError) as error:
        raise refused("picture_damaged") from error
    if most:
        page.thumbnail((most, most))
    if mark:
        page = _marked(page, mark)
    out = BytesIO()
    page.save(out, format="JPEG", quality=QUALITY)
    return out.getvalue()


def _on_white(opened: Any) -> Any:
    from PIL import Image

    if opened.mode in {"RGBA", "LA", "P", "PA"}:
        layer = opened.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    if opened.mode.startswith("I"):
        return opened.point(lambda value: value / 256).convert("L")
    return opened.convert("RGB")


def _marked(page: Any, mark: str) -> Any:
    """The words again and again across the page, so that no part of a copy is without them."""
    from PIL import Image, ImageDraw

    font = _font(max(LETTERS, min(page.size) // 28))
    left, top, right, bottom = font.getbbox(mark)
    wide, high = int(right - left) + 60, int(bottom - top) * 5
    side = int((page.width**2 + page.height**2) ** 0.5) + max(wide, high)
    layer = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for row, y in enumerate(range(0, side, high)):
        for x in range(-(row % 2) * wide // 2, side, wide):
            pen.text((x, y), mark, font=font, fill=(90, 90, 90, 110), stroke_width=1, stroke_fill=(255, 255, 255, 90))
    turned = layer.rotate(30)
    at = ((side - page.width) // 2, (side - page.height) // 2)
    cut = turned.crop((*at, at[0] + page.width, at[1] + page.height))
    return Image.alpha_composite(page.convert("RGBA"), cut).convert("RGB")


@lru_cache(maxsize=8)
def _font(size: int) -> Any:
    from PIL import ImageFont

    manrope = files("font_manrope").joinpath("files/Manrope-SemiBold.ttf").read_bytes()
    return ImageFont.truetype(BytesIO(manrope), size)
