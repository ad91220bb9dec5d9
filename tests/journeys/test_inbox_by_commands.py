"""The way over HTTPS by commands: a real inbox server on loopback, and servers that only pretend."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from typing_extensions import override

from screening.station.clock import Clock
from support.commands import Office


@contextmanager
def serving(store: Path, *more: str | Path) -> Iterator[str]:
    """``screening inbox serve`` in its own process; answers its address, and that it stops cleanly when told to."""
    command = [sys.executable, "-m", "screening", "--language", "en", "inbox", "serve", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(
        [*command, "--store", store, *map(str, more), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUTF8": "1"},
    ) as server:
        assert server.stderr is not None
        said = server.stderr.readline()
        try:
            yield next(word.rstrip(".") for word in said.split() if "://" in word)
        finally:
            server.send_signal(signal.SIGINT)
            out, err = server.communicate(timeout=30)
    assert server.returncode == 0, err
    assert out.startswith('{"served"')
    assert "Traceback" not in err


def sealed(office: Office) -> dict[str, Any]:
    made = office.officer.run("packet", "seal", office.case("police"), "--to", "police")["packets"]
    return dict(made[0])


def item_of(office: Office, digest: str) -> dict[str, Any]:
    items = office.officer.run("outbox", "list")["items"]
    return dict(next(item for item in items if item["digest"] == digest))


def whole_way(office: Office, address: str) -> str:
    packet = sealed(office)
    digest = packet["digest"]
    office.officer.run("outbox", "send", "--to", address)
    sent = item_of(office, digest)
    assert (sent["state"], sent["last"]["result"]) == ("sent", "sent")
    taken = office.supervisor.run("registry", "import", address)
    assert taken["imported"] >= 1
    assert taken["rejected"] == []
    again = office.supervisor.run("registry", "import", address)
    assert (again["imported"], again["rejected"]) == (0, [])
    assert again["duplicates"] == taken["imported"] + taken["duplicates"]
    office.supervisor.run("registry", "review", packet["id"], "--decision", "accept", "--reason", "Clear.")
    office.supervisor.run("registry", "receipts", "-o", address)
    office.officer.run("outbox", "receipts", address)
    back = item_of(office, digest)
    assert back["state"] == "acknowledged"
    assert back["receipt"]
    return str(digest)


def test_the_whole_way_over_a_server_that_cannot_read_it(office: Office, tmp_path: Path) -> None:
    with serving(tmp_path / "store") as address:
        assert address.startswith("http://127.0.0.1:")
        digest = whole_way(office, address)
    kept = {path.name: path.read_bytes() for path in (tmp_path / "store").rglob("*.age")}
    assert {name.partition(".")[0] for name in kept} >= {digest}
    assert hashlib.sha256(kept[f"{digest}.asice.age"]).hexdigest() == digest
    assert all(data.startswith(b"age-encryption.org/v1\n-> mlkem768x25519 ") for data in kept.values())


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = Clock().now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(hours=1))
        .not_valid_after(now.astimezone(UTC) + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "cert.pem", folder / "key.pem"


def test_the_whole_way_over_tls(
    office: Office, tmp_path: Path, certified: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = certified
    with serving(tmp_path / "store", "--tls-cert", certificate, "--tls-key", key) as address:
        assert address.startswith("https://127.0.0.1:")
        packet = sealed(office)
        unknown = office.officer.run("outbox", "send", "--to", address, status=1)
        assert unknown["error"]["code"] == "delivery.https.certificate"
        assert item_of(office, packet["digest"])["last"]["result"] == "delivery.https.certificate"
        assert not list((tmp_path / "store").rglob("*.age"))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        whole_way(office, address)
    assert item_of(office, packet["digest"])["state"] == "acknowledged"


# ---- servers that only pretend ---------------------------------------------------------------------------------


class Forgetful(BaseHTTPRequestHandler):
    """Says yes to everything and keeps nothing."""

    protocol_version = "HTTP/1.1"

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._answer(200, b"{}")

    def do_GET(self) -> None:
        self._answer(404, b"")

    @override
    def log_message(self, *_: object) -> None:
        """Nothing is said."""


class Liar(Forgetful):
    """Keeps nothing and gives other bytes back."""

    def do_GET(self) -> None:
        self._answer(200, b"age-encryption.org/v1\n something else")


class Broken(Forgetful):
    """Has an error of its own."""

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._answer(500, b"")


class Full(Forgetful):
    """Has no room."""

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._answer(507, b"")


class Elsewhere(Forgetful):
    """Sends everybody somewhere else."""

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(307)
        self.send_header("location", "https://elsewhere.example/")
        self.send_header("content-length", "0")
        self.end_headers()


class Dropping(socketserver.BaseRequestHandler):
    """Takes a little and hangs up."""

    @override
    def handle(self) -> None:
        self.request.recv(1024)
        self.request.close()


@contextmanager
def pretending(handler: type[socketserver.BaseRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:  # type: ignore[arg-type]  # any handler will do
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("handler", "code"),
    [
        (Forgetful, "delivery.https.unconfirmed"),
        (Liar, "delivery.https.unconfirmed"),
        (Broken, "delivery.https.refused"),
        (Full, "delivery.https.full"),
        (Elsewhere, "delivery.https.refused"),
        (Dropping, "delivery.https.dropped"),
    ],
)
def test_a_server_that_does_not_keep_it_counts_for_nothing(
    office: Office, tmp_path: Path, handler: type[socketserver.BaseRequestHandler], code: str
) -> None:
    packet = sealed(office)
    with pretending(handler) as address:
        sent = office.officer.run("outbox", "send", "--to", address, status=1)
    assert sent["error"]["code"] == code
    assert sent["error"]["message"] != code
    waiting = item_of(office, packet["digest"])
    assert (waiting["state"], waiting["last"]["result"], waiting["receipt"]) == ("sending", code, None)
    with serving(tmp_path / "store") as honest:
        office.officer.run("outbox", "send", "--to", honest)
    assert item_of(office, packet["digest"])["state"] == "sent"


def test_nobody_at_the_address(office: Office) -> None:
    packet = sealed(office)
    with pretending(Forgetful) as address:
        pass
    sent = office.officer.run("outbox", "send", "--to", address, status=1)
    assert sent["error"]["code"] == "delivery.https.unreachable"
    assert item_of(office, packet["digest"])["tries"] == 1
    assert office.officer.run("outbox", "receipts", address, status=1)["error"]["code"] == "delivery.https.unreachable"
    taken = office.supervisor.run("registry", "import", address, status=1)
    assert taken["rejected"] == [{"file": address, "code": "delivery.https.unreachable"}]
    office.supervisor.run("registry", "import", office.packet(office.stick))
    handed = office.supervisor.run("registry", "receipts", "-o", address, status=1)
    assert handed["error"]["code"] == "delivery.https.unreachable"


def test_one_altered_packet_on_a_server_does_not_keep_the_others_out(office: Office, tmp_path: Path) -> None:
    first, second = sealed(office), sealed(office)
    with serving(tmp_path / "store") as address:
        office.officer.run("outbox", "send", "--to", address)
        for path in (tmp_path / "store").rglob(f"{first['digest']}*"):
            path.write_bytes(path.read_bytes()[:-9])
        taken = office.supervisor.run("registry", "import", address, status=1)
    assert [rejected["code"] for rejected in taken["rejected"]] == ["delivery.packet.altered"]
    assert second["digest"] in [row["digest"] for row in office.supervisor.run("registry", "list")["packets"]]


def test_a_receipt_that_was_tampered_with_is_refused_and_the_true_one_still_counts(
    office: Office, tmp_path: Path
) -> None:
    packet, stick = sealed(office), tmp_path / "stick"
    stick.mkdir()
    office.officer.run("outbox", "send", "--to", stick)
    office.supervisor.run("registry", "import", stick)
    office.supervisor.run("registry", "receipts", "-o", stick)
    receipt = stick / f"{packet['digest']}.receipt.age"
    whole = receipt.read_bytes()
    for bad in (
        whole[:-7],
        whole[:900] + b"!" + whole[901:],
        b"",
        (stick / f"{packet['digest']}.asice.age").read_bytes(),
    ):
        receipt.write_bytes(bad)
        refused = office.officer.run("outbox", "receipts", stick, status=1)
        assert refused["error"]["code"].startswith("packet.")
        assert item_of(office, packet["digest"])["state"] == "sent"
    receipt.write_bytes(whole)
    office.officer.run("outbox", "receipts", stick)
    assert item_of(office, packet["digest"])["state"] == "acknowledged"


def test_a_receipt_of_another_packet_counts_for_none(office: Office, tmp_path: Path) -> None:
    first, second = sealed(office), sealed(office)
    office.officer.run("outbox", "send", "--to", tmp_path)
    office.supervisor.run("registry", "import", tmp_path)
    office.supervisor.run("registry", "receipts", "-o", tmp_path)
    one, other = (tmp_path / f"{packet['digest']}.receipt.age" for packet in (first, second))
    other.write_bytes(one.read_bytes())
    refused = office.officer.run("outbox", "receipts", tmp_path, status=1)
    assert "packet.receipt.other" in refused["errors"]
    assert item_of(office, first["digest"])["state"] == "acknowledged"
    assert item_of(office, second["digest"])["state"] == "sent"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--listen", "nowhere"), "delivery.inbox.listen"),
        (("--listen", "127.0.0.1:99999"), "delivery.inbox.listen"),
        (("--listen", "0.0.0.0:0"), "delivery.inbox.plain"),
        (("--listen", "127.0.0.1:0", "--tls-cert", "none.pem", "--tls-key", "none.pem"), "delivery.inbox.certificate"),
        (("--listen", "127.0.0.1:0", "--store", "/dev/null/store"), "delivery.folder.missing"),
    ],
)
def test_a_server_that_cannot_start_says_why(
    office: Office, tmp_path: Path, options: tuple[str, ...], code: str
) -> None:
    refused = office.officer.run("inbox", "serve", "--store", tmp_path, *options, status=1)
    assert refused["error"]["code"] == code
