"""ASiC-E containers of one shape: files, their list and one XAdES signature in a strict stored zip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from screening.envelope import xades, zips
from screening.envelope.xades import Signature, Signer
from screening.envelope.zips import Limits
from screening.errors import PacketError

MEDIA_TYPE = "application/vnd.etsi.asic-e+zip"
_MIMETYPE = "mimetype"
_MANIFEST = "META-INF/manifest.xml"
_SIGNATURE = "META-INF/signatures0.xml"
_PARTS = (_MIMETYPE, _MANIFEST, _SIGNATURE)


@dataclass(frozen=True, slots=True, repr=False)
class Container:
    """What a container held. files: by name, in their order, without the container's own parts."""

    files: dict[str, bytes]
    signature: Signature


def build(files: Sequence[tuple[str, bytes]], signer: Signer, at: datetime) -> bytes:
    """A container of `files` in their order, signed as of `at`.

    Raises:
        PacketError: no file, an unusable, reserved or repeated name, or too many files.
    """
    names = [name for name, _ in files]
    _check_unreserved(names)
    return zips.pack(
        [
            (_MIMETYPE, MEDIA_TYPE.encode()),
            *files,
            (_MANIFEST, _manifest(names)),
            (_SIGNATURE, xades.sign(files, signer, at)),
        ]
    )


def open(data: bytes, limits: Limits = zips.USUAL) -> Container:  # noqa: A001 - read as asic.open
    """The files of a container whose signature holds over exactly their bytes. Whom to trust is not decided here.

    Raises:
        PacketError: not such a container, unsigned, altered, or with a part too many or too few.
    """
    entries = zips.unpack(data, limits)
    if entries.get(_MIMETYPE) != MEDIA_TYPE.encode():
        raise PacketError("packet.container.type")
    if _SIGNATURE not in entries:
        raise PacketError("packet.container.unsigned")
    names = [name for name in entries if name not in _PARTS]
    _check_unreserved(names)
    if list(entries) != [_MIMETYPE, *names, _MANIFEST, _SIGNATURE] or entries[_MANIFEST] != _manifest(names):
        raise PacketError("packet.container.parts")
    files = {name: entries[name] for name in names}
    return Container(files, xades.verify(entries[_SIGNATURE], files))


def _check_unreserved(names: Sequence[str]) -> None:
    for name in names:
        if name.lower() == _MIMETYPE or name.lower().split("/")[0] == "meta-inf":
            raise PacketError("packet.container.parts")


def _manifest(names: Sequence[str]) -> bytes:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (("/", MEDIA_TYPE), *((name, xades.media_type(name)) for name in names))
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        f' manifest:version="1.2">{entries}</manifest:manifest>\n'
    )
    return text.encode()
