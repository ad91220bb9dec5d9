"""An inbox server over HTTPS. A 2xx is a hint; what counts is that the same bytes come back."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import ssl
from collections.abc import AsyncGenerator, Collection, Coroutine, Iterator
from dataclasses import dataclass
from typing import TypeVar

import httpx
from typing_extensions import override

from screening.delivery.transport import (
    PACKET_LIMIT,
    RECEIPT_LIMIT,
    Transport,
    check_address,
    check_packet,
    check_size,
    is_digest,
)
from screening.errors import DeliveryError
from screening.ids import Digest

log = logging.getLogger("screening.delivery")

_LIST_LIMIT = 1024 * 1024
_ANSWER_LIMIT = 64 * 1024
_BATCH = 32
_OK = range(200, 300)
_NOT_HERE = 404

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for a connection, for the next byte, and for all of one exchange."""

    connect: float = 15
    silence: float = 30
    whole: float = 600


class HttpsTransport(Transport):
    """Talks to one inbox server. It follows no redirect and believes no certificate that this machine does not.

    Every call runs its own event loop, so it belongs on a thread that has none, and not on the window's.

    Args:
        address: ``https://host[:port][/prefix]``; ``http://`` only for this machine.
        trust: whose certificates are believed; without it, those this machine believes.
        patience: limits of time.

    Raises:
        DeliveryError: the address cannot be used.
    """

    name = "https"

    def __init__(self, address: str, *, trust: ssl.SSLContext | None = None, patience: Patience | None = None) -> None:
        self._address = check_address(address)
        plain = self._address.startswith("http:")
        self._trust = trust or (ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else ssl.create_default_context())
        self._patience = patience or Patience()

    @override
    def put_packet(self, digest: Digest, data: bytes) -> None:
        check_packet(digest, data)
        self._run(self._put(f"packets/{digest}", data))
        log.info("sent packet %s", digest)

    @override
    def packets(self) -> Iterator[Digest]:
        after = ""
        while page := self._run(self._page(after)):
            yield from page
            after = page[-1]

    @override
    def get_packet(self, digest: Digest) -> bytes:
        if not is_digest(digest):
            raise DeliveryError("delivery.packet.missing")
        data = self._run(self._get(f"packets/{digest}", PACKET_LIMIT))
        check_packet(digest, data)
        return data

    @override
    def put_receipt(self, packet: Digest, data: bytes) -> None:
        check_size(data, RECEIPT_LIMIT)
        if not is_digest(packet):
            raise DeliveryError("delivery.packet.missing")
        self._run(self._put(f"receipts/{packet}", data))
        log.info("sent receipt for %s", packet)

    @override
    def receipts(self, wanted: Collection[Digest]) -> Iterator[tuple[Digest, bytes]]:
        asked = sorted(digest for digest in set(wanted) if is_digest(digest))
        for start in range(0, len(asked), _BATCH):
            yield from self._run(self._receipts(asked[start : start + _BATCH]))

    def _run(self, exchange: Coroutine[None, None, T]) -> T:
        """Carry out one exchange within the whole of our patience, and name what went wrong."""

        async def bounded() -> T:
            async with asyncio.timeout(self._patience.whole):
                return await exchange

        try:
            return asyncio.run(bounded())
        except (TimeoutError, httpx.TimeoutException):
            raise DeliveryError("delivery.https.timeout") from None
        except httpx.ConnectError as refusal:
            if _is_certificate(refusal):
                raise DeliveryError("delivery.https.certificate") from None
            raise DeliveryError("delivery.https.unreachable") from None
        except (httpx.HTTPError, httpx.StreamError):
            raise DeliveryError("delivery.https.dropped") from None

    @contextlib.asynccontextmanager
    async def _client(self) -> AsyncGenerator[httpx.AsyncClient]:
        patience = self._patience
        limits = httpx.Timeout(patience.silence, connect=patience.connect)
        async with httpx.AsyncClient(
            verify=self._trust,
            timeout=limits,
            follow_redirects=False,
            trust_env=self._address.startswith("https:"),  # an agency's proxy; never for this machine itself
            headers={"accept-encoding": "identity", "user-agent": "field-screening"},
        ) as client:
            yield client

    async def _put(self, name: str, data: bytes) -> None:
        async with self._client() as client:
            address = f"{self._address}/v1/{name}"
            headers = {"content-type": "application/octet-stream"}
            async with client.stream("PUT", address, content=data, headers=headers) as answer:
                await _body(answer, _ANSWER_LIMIT)
                if answer.status_code == _NOT_HERE:  # it is not the packet that is missing, but the inbox
                    raise DeliveryError("delivery.https.refused", status=_NOT_HERE)
                _check_status(answer.status_code)
            try:
                stored = await self._ask(client, name, len(data))
            except DeliveryError as refusal:
                if refusal.code in {"delivery.packet.missing", "delivery.too_large", "delivery.https.refused"}:
                    raise DeliveryError("delivery.https.unconfirmed") from None
                raise
            if stored != data:
                raise DeliveryError("delivery.https.unconfirmed")

    async def _get(self, name: str, limit: int) -> bytes:
        async with self._client() as client:
            return await self._ask(client, name, limit)

    async def _ask(self, client: httpx.AsyncClient, name: str, limit: int) -> bytes:
        async with client.stream("GET", f"{self._address}/v1/{name}") as answer:
            _check_status(answer.status_code)
            return await _body(answer, limit)

    async def _page(self, after: str) -> list[Digest]:
        page = _digests(await self._get(f"packets?after={after}", _LIST_LIMIT))
        if any(digest <= after for digest in page) or page != sorted(page):
            raise DeliveryError("delivery.https.answer")  # it would never end, or leave some out
        return page

    async def _receipts(self, asked: list[Digest]) -> list[tuple[Digest, bytes]]:
        found: list[tuple[Digest, bytes]] = []
        async with self._client() as client:
            for digest in asked:
                try:
                    found.append((digest, await self._ask(client, f"receipts/{digest}", RECEIPT_LIMIT)))
                except DeliveryError as refusal:
                    match refusal.code:
                        case "delivery.packet.missing":
                            continue
                        case "delivery.too_large":
                            log.warning("receipt for %s is too large", digest)  # one bad file hides no good ones
                        case _:
                            raise
        return found


def _check_status(status: int) -> None:
    if status in _OK:
        return
    match status:
        case 404:
            raise DeliveryError("delivery.packet.missing")
        case 413:
            raise DeliveryError("delivery.too_large", limit=PACKET_LIMIT // (1024 * 1024))
        case 507:
            raise DeliveryError("delivery.https.full")
        case _:
            raise DeliveryError("delivery.https.refused", status=status)


async def _body(answer: httpx.Response, limit: int) -> bytes:
    """The body as it came over the wire, never unpacked.

    Raises:
        DeliveryError: it is longer than `limit` bytes.
    """
    body = bytearray()
    async for chunk in answer.aiter_raw():
        body += chunk
        if len(body) > limit:
            raise DeliveryError("delivery.too_large", limit=limit // (1024 * 1024))
    return bytes(body)


def _digests(body: bytes) -> list[Digest]:
    """The names in a listing: ``{"packets": ["…", …]}``.

    Raises:
        DeliveryError: it is anything else.
    """
    try:
        names = json.loads(body)["packets"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DeliveryError("delivery.https.answer") from None
    if not isinstance(names, list) or not all(isinstance(name, str) and is_digest(name) for name in names):
        raise DeliveryError("delivery.https.answer")
    return [Digest(name) for name in names]


def _is_certificate(refusal: BaseException | None) -> bool:
    """Whether what stands behind a refusal is a certificate that is not believed, or no TLS at all."""
    while refusal is not None:
        if isinstance(refusal, ssl.SSLError):
            return True
        refusal = refusal.__cause__ or refusal.__context__
    return False
