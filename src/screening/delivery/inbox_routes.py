"""The routes of the inbox server. Imported only where Starlette is installed.

PUT  /v1/packets/{sha256}    keeps the body if that is its digest; again is harmless
GET  /v1/packets/{sha256}
GET  /v1/packets[?after=D]   {"packets": […]}, at most 1,000 in the order of their digests
PUT  /v1/receipts/{sha256}   keeps the answer to that packet in place of a former one
GET  /v1/receipts/{sha256}
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from screening.delivery.durable import Draft, told
from screening.delivery.transport import PACKET_ENDING, PACKET_LIMIT, RECEIPT_ENDING, RECEIPT_LIMIT, is_digest
from screening.errors import DeliveryError

log = logging.getLogger("screening.delivery")

PAGE = 1000
SILENCE = 30.0
"""Seconds that a sender may be silent in the middle of a body."""
_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def application(store: Path) -> Starlette:
    """The server's routes over the folder `store`, which exists."""
    shelves = {
        "packets": Shelf(store / "packets", PACKET_ENDING, PACKET_LIMIT, own_names=True),
        "receipts": Shelf(store / "receipts", RECEIPT_ENDING, RECEIPT_LIMIT, own_names=False),
    }

    def place(request: Request) -> tuple[Shelf, str]:
        kind, digest = request.path_params["kind"], request.path_params["digest"]
        if kind not in shelves or not is_digest(digest):
            raise _refusal(404, "no such place")
        return shelves[kind], digest

    async def keep(request: Request) -> Response:
        shelf, digest = place(request)
        return await _keep(request, shelf, digest)

    async def give(request: Request) -> Response:
        shelf, digest = place(request)
        path = shelf.path(digest)
        if not await run_in_threadpool(path.is_file):
            raise _refusal(404, "not here")
        return FileResponse(path, media_type="application/octet-stream", headers=_HEADERS)

    async def listing(request: Request) -> Response:
        after = request.query_params.get("after", "")
        if after and not is_digest(after):
            raise _refusal(400, "after is not a digest")
        names = await run_in_threadpool(shelves["packets"].names, after)
        return JSONResponse({"packets": names}, headers=_HEADERS)

    return Starlette(
        routes=[
            Route("/v1/packets", listing, methods=["GET"]),
            Route("/v1/{kind}/{digest}", keep, methods=["PUT"]),
            Route("/v1/{kind}/{digest}", give, methods=["GET", "HEAD"]),
        ]
    )


class Shelf:
    """Files by digest in 256 folders by its first two characters, so that no folder grows too long to list.

    Args:
        folder: made with its subfolders as they are needed.
        ending: of the files' names, after the digest.
        limit: bytes of the largest file.
        own_names: whether the digest in a name is that of the file itself.
    """

    def __init__(self, folder: Path, ending: str, limit: int, *, own_names: bool) -> None:
        self._folder = folder
        self._ending = ending
        self.limit = limit
        self.own_names = own_names

    def path(self, digest: str) -> Path:
        """Where the file of that digest stands, or would."""
        return self._folder / digest[:2] / f"{digest}{self._ending}"

    def draft(self, digest: str) -> Draft:
        """A file that may become the one of that digest.

        Raises:
            DeliveryError: the store cannot be written.
        """
        folder = self.path(digest).parent
        with told():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
        return Draft(folder)

    def names(self, after: str) -> list[str]:
        """At most `PAGE` digests that follow `after`, in order."""
        found: list[str] = []
        for number in range(int(after[:2] or "0", 16), 256):
            folder = self._folder / f"{number:02x}"
            if folder.is_dir():
                names = [entry.name.removesuffix(self._ending) for entry in folder.iterdir()]
                found += sorted(name for name in names if is_digest(name) and name > after)
            if len(found) >= PAGE:
                break
        return found[:PAGE]


async def _keep(request: Request, shelf: Shelf, digest: str) -> Response:
    path = shelf.path(digest)
    there = await run_in_threadpool(path.is_file)
    try:
        with await run_in_threadpool(shelf.draft, digest) as draft:
            await _take(request, draft, shelf.limit)
            if shelf.own_names and draft.digest != digest:
                raise _refusal(422, "not the bytes of that digest")
            await run_in_threadpool(draft.keep, path)
    except DeliveryError as refusal:
        log.warning("could not keep %s: %s", digest, refusal.code)
        full = refusal.code == "delivery.folder.full"
        raise _refusal(507 if full else 503, "the store does not take it now") from None
    log.info("kept %s, %d bytes", digest, draft.size)
    return JSONResponse({"sha256": draft.digest}, 200 if there else 201, headers=_HEADERS)


async def _take(request: Request, draft: Draft, limit: int) -> None:
    if int(request.headers.get("content-length", "0")) > limit:
        raise _refusal(413, "too large")
    try:
        async for chunk in _chunks(request):
            if draft.size + len(chunk) > limit:
                raise _refusal(413, "too large")
            await run_in_threadpool(draft.write, chunk)
    except TimeoutError:
        raise _refusal(408, "too slow") from None
    except ClientDisconnect:
        raise _refusal(400, "gone") from None
    if not draft.size:
        raise _refusal(422, "empty")


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes, as long as it keeps coming."""
    async with contextlib.aclosing(request.stream()) as stream:
        while True:
            try:
                async with asyncio.timeout(SILENCE):
                    chunk = await anext(stream)
            except StopAsyncIteration:
                return
            yield chunk


def _refusal(status: int, reason: str) -> HTTPException:
    """The rest of a refused body is not read, so the connection ends with the answer."""
    return HTTPException(status, reason, headers=_HEADERS | {"connection": "close"})
