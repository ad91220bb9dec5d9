"""The inbox server: keeps sealed packets for a supervisor and hands receipts back. It holds no key and opens nothing.

Starlette and uvicorn are the optional extra ``inbox``; they are loaded when a server is started.
"""

from __future__ import annotations

import contextlib
import logging
import re
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from screening.delivery.durable import told
from screening.delivery.transport import is_loopback
from screening.errors import DeliveryError

if TYPE_CHECKING:
    import uvicorn

log = logging.getLogger("screening.delivery")

_LISTEN = re.compile(r"(?:\[(?P<bracketed>[0-9A-Fa-f:.]+)\]|(?P<host>[^:\[\]\s]+)):(?P<port>[0-9]{1,5})")
_BACKLOG = 256
_AT_ONCE = 200


def serve(
    listen: str,
    store: Path,
    tls_cert: Path | None = None,
    tls_key: Path | None = None,
    *,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve until the process is told to stop (SIGINT, SIGTERM).

    Args:
        listen: ``HOST:PORT``, an IPv6 host in brackets; port 0 takes a free one.
        store: folder of the inbox; made if it is missing, readable by its owner alone.
        tls_cert: PEM certificate and its chain.
        tls_key: PEM private key of it.
        ready: told the address once connections are taken.

    Raises:
        DeliveryError: the address, store or certificate cannot be used, or the extra is not installed.
    """
    server, listening, address = prepare(listen, store, tls_cert, tls_key)
    with listening:
        ready(address)
        with contextlib.suppress(KeyboardInterrupt):
            server.run([listening])


def prepare(
    listen: str, store: Path, tls_cert: Path | None = None, tls_key: Path | None = None
) -> tuple[uvicorn.Server, socket.socket, str]:
    """A server that is ready to run on the socket beside it, and its address.

    Raises:
        DeliveryError: as `serve`.
    """
    host, port = _host_and_port(listen)
    if tls_cert is None and not is_loopback(host):
        raise DeliveryError("delivery.inbox.plain")
    try:
        import uvicorn

        from screening.delivery.inbox_routes import application
    except ImportError:
        raise DeliveryError("delivery.inbox.extra") from None
    with told():
        store.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = uvicorn.Config(
        application(store),
        http="h11",
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,  # who asked when is nobody's business
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_AT_ONCE,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        ssl_certfile=tls_cert,
        ssl_keyfile=tls_key,
    )
    try:
        config.load()
    except (OSError, ssl.SSLError):
        raise DeliveryError("delivery.inbox.certificate") from None
    listening = _listen(host, port)
    scheme = "http" if tls_cert is None else "https"
    shown = f"[{host}]" if ":" in host else host
    return uvicorn.Server(config), listening, f"{scheme}://{shown}:{listening.getsockname()[1]}"


def _host_and_port(listen: str) -> tuple[str, int]:
    match = _LISTEN.fullmatch(listen)
    if match is None:
        raise DeliveryError("delivery.inbox.listen")
    return match["bracketed"] or match["host"], int(match["port"])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # unless it says TCP, answers wait 40 ms
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except (OSError, OverflowError, UnicodeError):
        listening.close()
        raise DeliveryError("delivery.inbox.listen") from None
    return listening
