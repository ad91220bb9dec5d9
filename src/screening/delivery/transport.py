"""What every way out promises, and the choice of one by its target."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from abc import abstractmethod
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from screening.errors import DeliveryError
from screening.ids import Digest

PACKET_LIMIT = 64 * 1024 * 1024
"""Bytes of the largest packet that is carried."""
RECEIPT_LIMIT = 1024 * 1024
"""Bytes of the largest receipt that is carried."""

PACKET_ENDING = ".asice.age"
RECEIPT_ENDING = ".receipt.age"
"""File names are a packet's digest and one of these."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Transport(Protocol):
    """A place where sealed packets are left and receipts are found, by the digest of the packet.

    Leaving the same packet twice is harmless. Nothing here opens what it carries.
    """

    name: str
    """The kind of way, for logs and screens; never an address or a path."""

    @abstractmethod
    def put_packet(self, digest: Digest, data: bytes) -> None:
        """Return only when `data` stands there under `digest`, read back and compared.

        Raises:
            DeliveryError: it may not have arrived; trying again is safe.
        """

    @abstractmethod
    def packets(self) -> Iterator[Digest]:
        """The packets that lie there, in the order of their digests.

        Raises:
            DeliveryError: the place cannot be read.
        """

    @abstractmethod
    def get_packet(self, digest: Digest) -> bytes:
        """The bytes whose digest this is.

        Raises:
            DeliveryError: not there, not those bytes, or out of reach.
        """

    @abstractmethod
    def put_receipt(self, packet: Digest, data: bytes) -> None:
        """Leave the sealed answer to `packet`, as surely as a packet. A later answer takes the place of a former.

        Raises:
            DeliveryError: it may not have arrived; trying again is safe.
        """

    @abstractmethod
    def receipts(self, wanted: Collection[Digest]) -> Iterator[tuple[Digest, bytes]]:
        """The sealed answers that lie there for the packets asked for.

        Raises:
            DeliveryError: the place cannot be read.
        """


def is_digest(text: str) -> bool:
    """Whether `text` is written as a digest: 64 lowercase hexadecimal characters and nothing else."""
    return _DIGEST.fullmatch(text) is not None


def check_packet(digest: Digest, data: bytes) -> None:
    """Hold a packet against its name.

    Raises:
        DeliveryError: larger than is carried, or not the bytes of that digest.
    """
    check_size(data, PACKET_LIMIT)
    if hashlib.sha256(data).hexdigest() != digest:
        raise DeliveryError("delivery.packet.altered")


def check_size(data: bytes, limit: int) -> None:
    """Hold the length of `data` against `limit`, in bytes.

    Raises:
        DeliveryError: it is larger.
    """
    if len(data) > limit:
        raise DeliveryError("delivery.too_large", limit=limit // (1024 * 1024))


def is_loopback(host: str) -> bool:
    """Whether `host` can only be this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def for_target(target: str) -> Transport:
    """The way to `target`: a folder's path, an ``https://`` address, or ``http://`` on this machine alone.

    Raises:
        DeliveryError: the target is none of these.
    """
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", target):
        from screening.delivery.https import HttpsTransport

        return HttpsTransport(check_address(target))
    if not target or "\0" in target:
        raise DeliveryError("delivery.target.unknown")
    from screening.delivery.folder import FolderTransport

    return FolderTransport(Path(target))


def check_address(address: str) -> str:
    """An inbox's address without a closing slash.

    Raises:
        DeliveryError: not http(s), in the clear to another machine, or with a name, password, query or fragment in it.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise DeliveryError("delivery.target.unknown") from None
    clean = address.isascii() and address.isprintable() and not any(sign in address for sign in " @?#\\")
    if parts.scheme not in {"http", "https"} or not host or not clean:
        raise DeliveryError("delivery.target.unknown")
    if parts.scheme == "http" and not is_loopback(host):
        raise DeliveryError("delivery.target.plain")
    return address.rstrip("/")
