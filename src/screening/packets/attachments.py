"""Files that come with a referral: few kinds, known by what they begin with, never opened by themselves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Literal, TypeAlias

from screening.errors import PacketError
from screening.packets.manifest import Manifest, Referral

Type: TypeAlias = Literal["image/jpeg", "image/png", "text/plain", "application/json"]
ENDINGS: dict[Type, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "text/plain": "txt",
    "application/json": "json",
}
LIMIT = 16 * 1024 * 1024
"""Bytes of one attachment."""

_BEGINNINGS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}


def check_inert(media_type: str, data: bytes) -> None:
    """Return if `data` is of the kind it says, so that no program is started for something else.

    Raises:
        PacketError: another kind, or too large.
    """
    if len(data) > LIMIT:
        raise PacketError("packet.attachment.size", limit=LIMIT)
    if media_type not in ENDINGS or not _fits(media_type, data):
        raise PacketError("packet.attachment.type")


def check_pdf(data: bytes) -> None:
    """Return if `data` begins and ends as a PDF; it is shown by a viewer that runs no scripts.

    Raises:
        PacketError: it does not.
    """
    if not data.startswith(b"%PDF-1.7") or not data.rstrip().endswith(b"%%EOF"):
        raise PacketError("packet.attachment.type")


def check_files(manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """(12) Exactly the files that the content names, in their order, with the digests and kinds it says.

    Raises:
        PacketError: one too many or too few, another digest, or another kind.
    """
    attachments = manifest.attachments if isinstance(manifest, Referral) else ()
    named = ["referral.json", *(["referral.pdf"] if isinstance(manifest, Referral) else [])]
    if list(files) != [*named, *(one.name for one in attachments)]:
        raise PacketError("packet.parts")
    if "referral.pdf" in files:
        check_pdf(files["referral.pdf"])
    for one in attachments:
        data = files[one.name]
        if len(data) != one.size or hashlib.sha256(data).hexdigest() != one.sha256:
            raise PacketError("packet.attachment.digest")
        if one.name.rpartition(".")[2] != ENDINGS[one.type]:
            raise PacketError("packet.attachment.type")
        check_inert(one.type, data)


def _fits(media_type: str, data: bytes) -> bool:
    if media_type in _BEGINNINGS:
        return data.startswith(_BEGINNINGS[media_type])
    try:
        text = data.decode("utf-8")
        if media_type == "application/json":
            json.loads(text)
    except (ValueError, RecursionError):
        return False
    return all(letter.isprintable() or letter in "\n\r\t" for letter in text)
