"""Programs that are not ours open, verify and show what we sealed."""

from __future__ import annotations

import base64
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from signxml.exceptions import InvalidSignature
from signxml.xades import XAdESSignatureConfiguration, XAdESVerifier
from tests.packets.damage import container_of
from tests.packets.world import NOW, World, head

from screening.packets import receipt, unseal

SIGNATURE = "META-INF/signatures0.xml"
OPEN = """
import { Decrypter } from 'age-encryption'; import fs from 'fs';
const [secret, sealed] = fs.readFileSync(0, 'utf8').split(' ');
const opener = new Decrypter(); opener.addIdentity(secret);
const opened = await opener.decrypt(Buffer.from(sealed, 'base64'));
console.log(JSON.stringify(Buffer.from(opened).toString('base64')));
"""


def opened_elsewhere(javascript: Callable[[str, str], object], secret: str, sealed: bytes) -> bytes:
    return base64.b64decode(str(javascript(OPEN, f"{secret} {base64.b64encode(sealed).decode()}")))


def test_another_age_opens_a_packet(world: World, javascript: Callable[[str, str], object]):
    sealed = world.seal()
    secret = world.supervisor.keys.decryption.encode()
    assert opened_elsewhere(javascript, secret, sealed.data) == container_of(world, sealed.data)


def test_another_age_opens_a_receipt(world: World, javascript: Callable[[str, str], object]):
    taken = unseal.unseal(world.seal().data, [world.supervisor.keys.decryption], world.trust, None, NOW)
    made = receipt.make(taken, decision="accept", reason=None, signer=world.supervisor.signer, head=head(3), now=NOW)
    container = opened_elsewhere(javascript, world.officer.keys.decryption.encode(), made)
    with zipfile.ZipFile(BytesIO(container)) as archive:
        assert archive.testzip() is None
        assert f'"digest":"{taken.digest}"'.encode() in archive.read("receipt.json")


def test_another_zip_reader_sees_the_same_files(world: World):
    sealed = world.seal(attachments=[("text/plain", b"seen at the gate")])
    opened = unseal.unseal(sealed.data, [world.supervisor.keys.decryption], world.trust, None, NOW)
    with zipfile.ZipFile(BytesIO(opened.container)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["mimetype", *opened.files, "META-INF/manifest.xml", SIGNATURE]
        assert all(archive.read(name) == data for name, data in opened.files.items())


@pytest.fixture
def unpacked(world: World, tmp_path: Path) -> Path:
    sealed = world.seal(attachments=[("text/plain", b"seen at the gate")])
    with zipfile.ZipFile(BytesIO(container_of(world, sealed.data))) as archive:
        archive.extractall(tmp_path)
    authority = x509.load_der_x509_certificate(world.trust.authority_der)
    (tmp_path / "authority.pem").write_bytes(authority.public_bytes(Encoding.PEM))
    return tmp_path


def xmlsec(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [program, "--verify", "--verification-time", f"{NOW:%Y-%m-%d %H:%M:%S}", "--trusted-pem", "authority.pem"]
    command += ["--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", SIGNATURE]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


def test_xmlsec1_verifies_signature_authority_and_every_file(unpacked: Path, xmlsec1: str):
    done = xmlsec(xmlsec1, unpacked)
    assert done.returncode == 0, done.stderr
    assert "(ok/all): 4/4" in done.stderr


@pytest.mark.parametrize("name", ["referral.json", "referral.pdf", "attachments/001.txt"])
def test_xmlsec1_refuses_a_changed_file(unpacked: Path, xmlsec1: str, name: str):
    changed = unpacked / name
    changed.write_bytes(changed.read_bytes() + b" ")
    assert xmlsec(xmlsec1, unpacked).returncode != 0


def test_signxml_verifies_and_refuses_a_changed_file(world: World, unpacked: Path):
    names = ["referral.json", "referral.pdf", "attachments/001.txt"]
    files = {name: (unpacked / name).read_bytes() for name in names}

    def verify(held: dict[str, bytes]) -> object:
        return XAdESVerifier().verify(
            (unpacked / SIGNATURE).read_bytes(),
            x509_cert=x509.load_der_x509_certificate(world.officer.certificate.der),
            uri_resolver=held.get,
            expect_config=XAdESSignatureConfiguration(expect_references=4, location=".//"),
        )

    assert verify(files)
    with pytest.raises(InvalidSignature):
        verify(files | {"referral.json": b"{}"})
