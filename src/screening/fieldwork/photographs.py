"""Photographs as they are kept: the picture alone, without the place, device and time that a camera writes in."""

from __future__ import annotations

import io
import warnings
from typing import BinaryIO, Final

from screening.errors import CaseError

_MOST_BYTES: Final = 60 * 1024 * 1024
_MOST_PIXELS: Final = 120_000_000
_LONGEST_SIDE: Final = 4096
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")


def without_metadata(source: BinaryIO) -> tuple[bytes, str]:
    """The picture encoded anew, upright, its longest side 4096 pixels at most; and its media type.

    Raises:
        CaseError: ``case.photograph`` when it is no picture of a kind that is taken, or too large to be one.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    data = source.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise CaseError("case.photograph")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a bomb begins as a warning
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise CaseError("case.photograph")
                clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
                upright = ImageOps.exif_transpose(picture).convert("RGBA" if clear else "RGB")
                upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
                bare = Image.new(upright.mode, upright.size)
                bare.paste(upright)
                out = io.BytesIO()
                if clear:
                    bare.save(out, "PNG", optimize=True)
                else:
                    bare.save(out, "JPEG", quality=88)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Warning,
        Image.DecompressionBombError,
        MemoryError,
    ):
        raise CaseError("case.photograph") from None
    return out.getvalue(), "image/png" if clear else "image/jpeg"
