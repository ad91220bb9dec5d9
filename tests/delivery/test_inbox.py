"""The inbox server against clients that are hostile, slow or gone."""

from __future__ import annotations

import hashlib
import http.client
import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from delivery.conformance import DIGEST, PACKET
from delivery.conftest import Pki
from screening.delivery import inbox, inbox_routes
from screening.delivery.https import HttpsTransport
from screening.delivery.transport import PACKET_LIMIT, RECEIPT_LIMIT
from screening.errors import DeliveryError
from support.failing import FailingDisk

PLACE = f"/v1/packets/{DIGEST}"


def ask(
    address: str, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def files(store: Path) -> list[str]:
    return sorted(path.name for path in store.rglob("*") if path.is_file())


def test_a_new_packet_answers_201_and_the_same_again_200(address: str, store: Path) -> None:
    assert ask(address, "PUT", PLACE, PACKET) == (201, json.dumps({"sha256": DIGEST}, separators=(",", ":")).encode())
    assert ask(address, "PUT", PLACE, PACKET)[0] == 200
    assert files(store) == [f"{DIGEST}.asice.age"]


def test_what_is_kept_only_the_servers_account_may_read(address: str, store: Path) -> None:
    ask(address, "PUT", PLACE, PACKET)
    modes = {path.stat().st_mode & 0o077 for path in [store, *store.rglob("*")]}
    assert modes == {0}


def test_head_tells_the_size_without_the_body(address: str) -> None:
    ask(address, "PUT", PLACE, PACKET)
    assert ask(address, "HEAD", PLACE) == (200, b"")
    assert ask(address, "HEAD", PLACE.replace("packets", "receipts"))[0] == 404


def test_a_body_of_another_digest_is_refused_and_not_kept(address: str, store: Path) -> None:
    assert ask(address, "PUT", PLACE, PACKET + b"\0")[0] == 422
    assert files(store) == []


def test_an_empty_receipt_is_refused(address: str, store: Path) -> None:
    assert ask(address, "PUT", f"/v1/receipts/{DIGEST}", b"")[0] == 422
    assert files(store) == []


@pytest.mark.parametrize(
    "path",
    [
        "/v1/packets/..%2f..%2fetc%2fpasswd",
        "/v1/packets/../../etc/passwd",
        f"/v1/packets/{DIGEST.upper()}",
        f"/v1/packets/{DIGEST}0",
        f"/v1/packets/{DIGEST}%0a",
        f"/v1/packets/%2e%2e/{DIGEST}",
        f"/v1/packets/{DIGEST}.asice.age",
        f"/v1/keys/{DIGEST}",
        f"/v1/../packets/{DIGEST}",
        "/v1/packets/%00",
        "/",
    ],
)
def test_hostile_names_lead_nowhere(address: str, store: Path, path: str) -> None:
    assert ask(address, "GET", path)[0] == 404
    assert ask(address, "PUT", path, PACKET)[0] in {404, 405}
    assert files(store.parent) == []


def test_nothing_can_be_deleted_or_changed_otherwise(address: str) -> None:
    ask(address, "PUT", PLACE, PACKET)
    assert {ask(address, method, PLACE, b"x")[0] for method in ("DELETE", "POST", "PATCH")} == {405}
    assert ask(address, "GET", PLACE) == (200, PACKET)


@pytest.mark.parametrize(("kind", "limit"), [("packets", PACKET_LIMIT), ("receipts", RECEIPT_LIMIT)])
def test_a_length_over_the_limit_is_refused_before_the_body(address: str, store: Path, kind: str, limit: int) -> None:
    head = f"PUT /v1/{kind}/{DIGEST} HTTP/1.1\r\nhost: x\r\ncontent-length: {limit + 1}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), 20) as client:
        client.sendall(head)
        assert b" 413 " in client.recv(4096)
    assert files(store) == []


def test_a_body_without_a_length_is_cut_off_at_the_limit(address: str, store: Path) -> None:
    head = f"PUT /v1/receipts/{DIGEST} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n".encode()
    chunk = b"80000\r\n" + bytes(0x80000) + b"\r\n"
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), 20) as client:
        client.sendall(head + chunk * 2 + b"1\r\nx\r\n")
        assert b" 413 " in client.recv(4096)
    assert files(store) == []


def test_a_sender_who_leaves_in_the_middle_leaves_nothing(address: str, store: Path) -> None:
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), 20) as client:
        client.sendall(f"PUT {PLACE} HTTP/1.1\r\nhost: x\r\ncontent-length: {len(PACKET)}\r\n\r\nhalf".encode())
    assert ask(address, "PUT", PLACE, PACKET)[0] == 201  # and the same can come again at once
    assert files(store) == [f"{DIGEST}.asice.age"]


def test_a_sender_who_falls_silent_is_let_go(address: str, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_routes, "SILENCE", 0.1)
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), 20) as client:
        client.sendall(f"PUT {PLACE} HTTP/1.1\r\nhost: x\r\ncontent-length: {len(PACKET)}\r\n\r\nhalf".encode())
        assert b" 408 " in client.recv(4096)
    assert files(store) == []


@pytest.mark.parametrize(("number", "code"), [(28, "delivery.https.full"), (5, "delivery.https.refused")])
def test_a_store_that_takes_no_more_is_told_to_the_sender(
    address: str, store: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    disk = FailingDisk(monkeypatch, "fsync")
    disk.refuse(0, number)
    with pytest.raises(DeliveryError) as refusal:
        HttpsTransport(address).put_packet(DIGEST, PACKET)
    assert refusal.value.code == code
    assert files(store) == []


def test_a_long_listing_comes_in_pages_without_gap_or_repetition(
    address: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_routes, "PAGE", 7)
    digests = sorted(hashlib.sha256(bytes([number])).hexdigest() for number in range(40))
    for digest in digests:
        path = store / "packets" / digest[:2] / f"{digest}.asice.age"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (store / "packets" / "00").mkdir(exist_ok=True)
    (store / "packets" / "00" / ".screening-half.part").touch()
    assert list(HttpsTransport(address).packets()) == digests


def test_a_listing_after_nonsense_is_refused(address: str) -> None:
    assert ask(address, "GET", "/v1/packets?after=../x")[0] == 400


def test_the_answers_name_no_software_and_are_not_cached(address: str) -> None:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    connection.request("GET", "/v1/packets")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.headers["server"] is None
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "listen", ["", "127.0.0.1", ":8000", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "[::1:80", "::1:80", "a b:80"]
)
def test_a_malformed_address_to_listen_at_is_refused(store: Path, listen: str, pki: Pki) -> None:
    with pytest.raises(DeliveryError) as refusal:
        inbox.prepare(listen, store, pki.cert, pki.key)
    assert refusal.value.code == "delivery.inbox.listen"


def test_a_port_in_use_is_told(store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(DeliveryError) as refusal:
            inbox.serve(f"127.0.0.1:{taken.getsockname()[1]}", store)
    assert refusal.value.code == "delivery.inbox.listen"


def test_other_machines_are_not_served_without_a_certificate(store: Path) -> None:
    with pytest.raises(DeliveryError) as refusal:
        inbox.serve("0.0.0.0:0", store)
    assert refusal.value.code == "delivery.inbox.plain"
    assert not store.exists()


def test_a_certificate_that_cannot_be_used_is_told(store: Path, pki: Pki, tmp_path: Path) -> None:
    for cert, key in [(tmp_path / "none", pki.key), (pki.cert, pki.cert), (pki.cert, tmp_path / "none")]:
        with pytest.raises(DeliveryError) as refusal:
            inbox.serve("127.0.0.1:0", store, cert, key)
        assert refusal.value.code == "delivery.inbox.certificate"


def test_a_store_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DeliveryError) as refusal:
        inbox.serve("127.0.0.1:0", tmp_path / "file" / "store")
    assert refusal.value.code == "delivery.folder.missing"


def test_without_the_extra_it_says_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(DeliveryError) as refusal:
        inbox.serve("127.0.0.1:0", store)
    assert refusal.value.code == "delivery.inbox.extra"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_served_inbox_works_says_where_and_stops_when_told(store: Path, stop: signal.Signals) -> None:
    program = (
        "import sys; from pathlib import Path; from screening.delivery.inbox import serve;"
        "serve('127.0.0.1:0', Path(sys.argv[1]), ready=lambda address: print(address, flush=True)); print('stopped')"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program, store], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        HttpsTransport(address).put_packet(DIGEST, PACKET)
        server.send_signal(stop)
        out, err = server.communicate(timeout=30)
    finally:
        server.kill()
        server.wait()
    assert files(store) == [f"{DIGEST}.asice.age"]
    assert (out, err) == (("stopped\n" if stop == signal.SIGINT else ""), "")
    assert server.returncode == (0 if stop == signal.SIGINT else -signal.SIGTERM)


def test_the_server_loads_no_key_and_no_cipher(store: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from screening.delivery import inbox;"
        "inbox.prepare('127.0.0.1:0', Path(sys.argv[1]))[1].close();"
        "print([name for name in sys.modules if name.split('.')[0] in {'cryptography', 'sqlcipher3', 'PySide6'}])"
    )
    loaded = subprocess.run([sys.executable, "-c", program, store], check=True, capture_output=True, text=True)
    assert loaded.stdout.strip() == "[]"


def test_a_half_written_file_of_a_killed_server_is_never_given_out(address: str, store: Path) -> None:
    ask(address, "PUT", PLACE, PACKET)
    half = store / "packets" / DIGEST[:2] / ".screening-half.part"
    half.write_bytes(b"half")
    assert json.loads(ask(address, "GET", "/v1/packets")[1]) == {"packets": [DIGEST]}
