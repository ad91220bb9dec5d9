"""A folder or removable drive: ``<digest>.asice.age`` and, as the answer, ``<packet digest>.receipt.age``."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from pathlib import Path

from typing_extensions import override

from screening.delivery.durable import Draft, read, sync_folder, told
from screening.delivery.transport import (
    PACKET_ENDING,
    PACKET_LIMIT,
    RECEIPT_ENDING,
    RECEIPT_LIMIT,
    Transport,
    check_packet,
    check_size,
    is_digest,
)
from screening.errors import DeliveryError
from screening.ids import Digest

log = logging.getLogger("screening.delivery")


class FolderTransport(Transport):
    """Leaves and finds packets and receipts in one folder. What else lies there is neither read nor touched.

    Args:
        folder: an existing folder; it is never made, since a missing one is most often a drive that is not plugged in.
    """

    name = "folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @override
    def put_packet(self, digest: Digest, data: bytes) -> None:
        check_packet(digest, data)
        path = self._folder / f"{digest}{PACKET_ENDING}"
        if _lies_there(path, data):
            return
        self._write(path, data)
        log.info("left packet %s", digest)

    @override
    def packets(self) -> Iterator[Digest]:
        return iter(self._names(PACKET_ENDING))

    @override
    def get_packet(self, digest: Digest) -> bytes:
        data = read(self._folder / f"{digest}{PACKET_ENDING}", PACKET_LIMIT) if is_digest(digest) else None
        if data is None:
            raise DeliveryError("delivery.packet.missing")
        check_packet(digest, data)
        return data

    @override
    def put_receipt(self, packet: Digest, data: bytes) -> None:
        check_size(data, RECEIPT_LIMIT)
        if not is_digest(packet):
            raise DeliveryError("delivery.packet.missing")
        self._write(self._folder / f"{packet}{RECEIPT_ENDING}", data)
        log.info("left receipt for %s", packet)

    @override
    def receipts(self, wanted: Collection[Digest]) -> Iterator[tuple[Digest, bytes]]:
        for digest in sorted(set(wanted).intersection(self._names(RECEIPT_ENDING))):
            try:
                data = read(self._folder / f"{digest}{RECEIPT_ENDING}", RECEIPT_LIMIT)
            except DeliveryError as refusal:
                if refusal.code != "delivery.too_large":
                    raise
                log.warning("receipt for %s is too large", digest)  # one bad file does not hide the good ones
                continue
            if data is not None:
                yield digest, data

    def _names(self, ending: str) -> list[Digest]:
        with told():
            names = [entry.name.removesuffix(ending) for entry in self._folder.iterdir() if entry.name.endswith(ending)]
        return sorted(Digest(name) for name in names if is_digest(name))

    def _write(self, path: Path, data: bytes) -> None:
        with Draft(self._folder) as draft:
            draft.write(data)
            draft.keep(path)


def _lies_there(path: Path, data: bytes) -> bool:
    """Whether the medium already has these bytes under that name, and has the name itself."""
    try:
        if read(path, PACKET_LIMIT) != data:
            return False
        with told():
            sync_folder(path.parent)
    except DeliveryError:
        return False
    return True
