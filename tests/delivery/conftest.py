"""Inbox servers on loopback, real ones and ones that misbehave."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from screening.delivery import inbox

pytest.register_assert_rewrite("delivery.conformance")


@contextlib.contextmanager
def serving(store: Path, cert: Path | None = None, key: Path | None = None) -> Iterator[str]:
    """A real inbox server in a thread of its own; yields its address."""
    server, listening, address = inbox.prepare("127.0.0.1:0", store, cert, key)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()
        assert not thread.is_alive()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


@pytest.fixture
def address(store: Path) -> Iterator[str]:
    with serving(store) as address:
        yield address


@dataclass(frozen=True)
class Pki:
    cert: Path
    key: Path
    trust: ssl.SSLContext


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    """A certification authority made for this run, and a server certificate for 127.0.0.1 under it."""
    folder = tmp_path_factory.mktemp("pki")
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    span = {"before": now, "after": now + dt.timedelta(days=20000)}
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")])

    def builder(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root_name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(span["before"])
            .not_valid_after(span["after"])
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        )

    root = builder(root_name, root_key.public_key()).add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
    signs = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    root_cert = root.add_extension(signs, critical=True).sign(root_key, hashes.SHA256())
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    leaf = builder(x509.Name([]), key.public_key()).add_extension(names, critical=True)
    leaf_cert = leaf.add_extension(x509.BasicConstraints(ca=False, path_length=None), True).sign(
        root_key, hashes.SHA256()
    )

    pem = serialization.Encoding.PEM
    (folder / "server.pem").write_bytes(leaf_cert.public_bytes(pem))
    form, no_passphrase = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "server.key").write_bytes(key.private_bytes(pem, form, no_passphrase))
    trust = ssl.create_default_context(cadata=root_cert.public_bytes(pem).decode())
    return Pki(folder / "server.pem", folder / "server.key", trust)


class Wire:
    """One connection of a server that misbehaves: its request as read, and the raw answer in our hands."""

    def __init__(self, handler: socketserver.StreamRequestHandler) -> None:
        self._handler = handler
        line = handler.rfile.readline(4096).decode().split()
        self.method, self.path = (line[0], line[1]) if line else ("", "")
        self.length = 0
        while (header := handler.rfile.readline(4096).strip().lower()) != b"":
            if header.startswith(b"content-length:"):
                self.length = int(header.partition(b":")[2])

    def body(self) -> bytes:
        return self._handler.rfile.read(self.length)

    def send(self, data: bytes) -> None:
        self._handler.wfile.write(data)

    def answer(self, status: int, body: bytes = b"", *headers: str) -> None:
        lines = [f"HTTP/1.1 {status} X", f"content-length: {len(body)}", "connection: close", *headers, "", ""]
        self.send("\r\n".join(lines).encode() + body)

    def wait_until_left(self) -> None:
        """Return when the other side has gone."""
        with contextlib.suppress(OSError):
            self._handler.rfile.read()


Misbehaving = Callable[[Callable[[Wire], None]], str]


@pytest.fixture
def misbehaving() -> Iterator[Misbehaving]:
    """Starts a server that treats each connection as the given function says; answers its address."""
    with contextlib.ExitStack() as stack:

        def start(behave: Callable[[Wire], None]) -> str:
            class Handler(socketserver.StreamRequestHandler):
                def handle(self) -> None:
                    with contextlib.suppress(ConnectionError):
                        behave(Wire(self))

            server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            stack.callback(server.server_close)
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_address[1]}"

        yield start
