"""Keys, certificates and programs by others that the envelope is held against."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

TOOLS = Path(__file__).parents[2] / ".tools"
NOW = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)


@dataclass
class TestSigner:
    """A P-256 key under a certificate by a throw-away authority."""

    __test__ = False
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    authority_key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    serial: int = field(default_factory=x509.random_serial_number)

    def __post_init__(self) -> None:
        self.authority = self._issue("Служба", self.authority_key.public_key(), ca=True)
        self.certificate = self._issue("Пост 7", self.key.public_key(), ca=False)

    def _issue(self, name: str, key: ec.EllipticCurvePublicKey, *, ca: bool) -> x509.Certificate:
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Служба")]))
            .public_key(key)
            .serial_number(self.serial)
            .not_valid_before(NOW - timedelta(days=1))
            .not_valid_after(NOW + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .sign(self.authority_key, SHA256())
        )

    @property
    def certificate_der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data, ec.ECDSA(SHA256()))


@pytest.fixture(scope="session")
def signer() -> TestSigner:
    return TestSigner()


@pytest.fixture(scope="session")
def new_signer() -> Callable[..., TestSigner]:
    return TestSigner


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def javascript() -> Callable[[str, str], object]:
    """Runs a module among the installed packages of others: (source, standard input) -> what it printed as JSON."""
    node = TOOLS / "node" if (TOOLS / "node").exists() else shutil.which("node")
    if node is None:
        pytest.skip("not run: Node is not installed")
    for package in ("age-encryption", "cctv-age"):
        if not (TOOLS / "npm" / "node_modules" / package).is_dir():
            pytest.skip(f"not run: the npm package {package} is not installed")

    def run(source: str, stdin: str) -> object:
        command = [node, "--input-type=module", "--eval", source]
        done = subprocess.run(
            command, cwd=TOOLS / "npm", input=stdin, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def xmlsec1() -> str:
    program = shutil.which("xmlsec1")
    if program is None:
        pytest.skip("not run: xmlsec1 is not installed")
    return program
