"""xmlsec1 and signxml as second opinions on our signatures: they accept ours and refuse altered files."""

from __future__ import annotations

import base64
import subprocess
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml.exceptions import InvalidSignature
from signxml.xades import XAdESSignatureConfiguration, XAdESVerifier

from screening.envelope import asic
from screening.envelope.xades import Signer

FILES = [("referral.json", b'{"a":1}'), ("referral.pdf", b"%PDF-1.7"), ("attachments/a.jpg", b"\xff\xd8")]
SIGNATURE = "META-INF/signatures0.xml"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"


@pytest.fixture(scope="module")
def container(signer: Signer, now: datetime) -> bytes:
    return asic.build(FILES, signer, now)


def _xmlsec1(program: str, folder: Path, at: datetime) -> subprocess.CompletedProcess[str]:
    command = [program, "--verify", "--verification-time", f"{at:%Y-%m-%d %H:%M:%S}", "--trusted-pem", "ca.pem"]
    command += ["--id-attr:Id", SIGNED_PROPERTIES, SIGNATURE]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


def test_xmlsec1_verifies_signature_certificate_and_every_file(
    xmlsec1: str, container: bytes, signer: Signer, now: datetime, tmp_path: Path
) -> None:
    with zipfile.ZipFile(BytesIO(container)) as archive:
        archive.extractall(tmp_path)
    authority = signer.authority.public_bytes(Encoding.PEM)  # type: ignore[attr-defined]  # the test's signer
    (tmp_path / "ca.pem").write_bytes(authority)
    done = _xmlsec1(xmlsec1, tmp_path, now)
    assert done.returncode == 0, done.stderr
    assert "(ok/all): 4/4" in done.stderr
    (tmp_path / "referral.pdf").write_bytes(b"%PDF-1.8")
    assert _xmlsec1(xmlsec1, tmp_path, now).returncode != 0


def test_xmlsec1_refuses_the_certificate_of_another_authority(
    xmlsec1: str, container: bytes, new_signer: type[Signer], now: datetime, tmp_path: Path
) -> None:
    with zipfile.ZipFile(BytesIO(container)) as archive:
        archive.extractall(tmp_path)
    stranger = new_signer().authority.public_bytes(Encoding.PEM)  # type: ignore[attr-defined]  # the test's signer
    (tmp_path / "ca.pem").write_bytes(stranger)
    assert _xmlsec1(xmlsec1, tmp_path, now).returncode != 0


def test_signxml_verifies_the_xades_properties_and_every_file(container: bytes, signer: Signer) -> None:
    files = asic.open(container).files
    with zipfile.ZipFile(BytesIO(container)) as archive:
        signature = archive.read(SIGNATURE)

    def verify(files: dict[str, bytes]) -> list[object]:
        return XAdESVerifier().verify(  # type: ignore[no-any-return]  # signxml answers one or a list
            signature,
            x509_cert=signer.certificate,  # type: ignore[attr-defined]  # the test's signer
            uri_resolver=files.get,
            expect_config=XAdESSignatureConfiguration(expect_references=4, location=".//"),
        )

    assert len(verify(files)) == 4
    with pytest.raises(InvalidSignature):
        verify({**files, "referral.json": b'{"a":2}'})


def test_each_file_has_a_reference_and_a_media_type_that_names_it(container: bytes) -> None:
    with zipfile.ZipFile(BytesIO(container)) as archive:
        root = etree.fromstring(archive.read(SIGNATURE))
    names = {"ds": "http://www.w3.org/2000/09/xmldsig#", "xades": "http://uri.etsi.org/01903/v1.3.2#"}
    by_id = {reference.get("Id"): reference.get("URI") for reference in root.iterfind(".//ds:Reference", names)}
    formats = {
        by_id[one.get("ObjectReference")[1:]]: one.findtext("xades:MimeType", namespaces=names)
        for one in root.iterfind(".//xades:DataObjectFormat", names)
    }
    assert formats == {
        "referral.json": "application/json",
        "referral.pdf": "application/pdf",
        "attachments/a.jpg": "image/jpeg",
    }
    assert base64.b64decode(root.findtext(".//xades:IssuerSerialV2", namespaces=names))[0] == 0x30
