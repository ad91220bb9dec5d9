from __future__ import annotations

import base64
import warnings
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID

from screening.envelope import age, asic, canonical
from screening.errors import IdentityError, PacketError, ScreeningError
from screening.identity import bundle, certificates
from screening.identity.keys import KeySigner
from screening.identity.trust import Trust
from screening.ids import RecipientId

SECOND = timedelta(seconds=1)
SOCIAL, POLICE = RecipientId("social-service"), RecipientId("police")


def refusal(call: Any, *arguments: Any, **named: Any) -> ScreeningError:
    with pytest.raises(ScreeningError) as caught:
        call(*arguments, **named)
    return caught.value


# ---- bundles -------------------------------------------------------------------------------------------------------


def test_the_bundle_names_supervisors_and_no_officer(organisation: Any, now: datetime) -> None:
    officer = organisation.enrol("officer", "officer")
    supervisor = organisation.enrol("supervisor", "supervisor")
    data = organisation.authority.bundle(now, days=10)
    trust = Trust.parse(data, None, now)
    assert [one.serial for one in trust.supervisors] == [supervisor.serial]
    assert trust.supervisors[0].certificate_der == supervisor.der
    assert trust.supervisors[0].recipient == organisation.keys["supervisor"].recipient
    assert trust.authority == organisation.authority.fingerprint
    assert trust.organisation == "Служба порятунку"
    assert (trust.number, trust.created, trust.until) == (1, now, now + timedelta(days=10))
    assert officer.serial.encode() not in data
    assert base64.b64encode(officer.der) not in data


def test_a_packet_goes_to_those_who_open_for_its_recipient(organisation: Any, now: datetime) -> None:
    organisation.enrol("desk", "supervisor")
    organisation.enrol("police", "supervisor", recipients=("police",))
    organisation.enrol("both", "supervisor", recipients=("police", "migration-service"))
    trust = organisation.trust()
    keys = organisation.keys
    assert set(trust.recipients_of(POLICE, now)) == {keys["police"].recipient, keys["both"].recipient}
    assert trust.recipients_of(RecipientId("migration-service"), now) == (keys["both"].recipient,)
    assert trust.recipients_of(SOCIAL, now) == (keys["desk"].recipient,)
    sealed = age.encrypt(b"x", trust.recipients_of(SOCIAL, now))
    assert age.decrypt(sealed, [keys["desk"].decryption]) == b"x"


def test_where_nobody_opens_nothing_is_sealed(organisation: Any, now: datetime) -> None:
    organisation.enrol("police", "supervisor", recipients=("police",))
    error = refusal(organisation.trust().recipients_of, SOCIAL, now)
    assert (error.code, error.params) == ("identity.recipient.unknown", {"recipient": "social-service"})


def test_a_revoked_supervisor_gets_no_packet(organisation: Any, now: datetime) -> None:
    organisation.enrol("desk", "supervisor")
    gone = organisation.enrol("police", "supervisor", recipients=("police",))
    organisation.authority.revoke(gone.serial)
    trust = organisation.trust()
    assert gone.serial in trust.revoked
    assert trust.recipients_of(POLICE, now) == (organisation.keys["desk"].recipient,)


def test_revoked_supervisors_are_left_out_even_where_a_bundle_still_lists_them(
    organisation: Any, now: datetime
) -> None:
    gone = organisation.enrol("desk", "supervisor")
    contents, _ = bundle.read(organisation.authority.bundle(now))
    trust = Trust.parse(_signed(organisation, _document(contents, revoked=[gone.serial])), None, now)
    assert trust.supervisors == ()
    assert refusal(trust.recipients_of, SOCIAL, now).code == "identity.recipient.unknown"


def test_run_out_supervisors_are_passed_over_while_another_is_left(organisation: Any, now: datetime) -> None:
    organisation.enrol("old", "supervisor", days=5)
    organisation.enrol("new", "supervisor", days=300)
    trust = organisation.trust()
    keys = organisation.keys
    assert len(trust.recipients_of(SOCIAL, now)) == 2
    assert trust.recipients_of(SOCIAL, now + timedelta(days=6)) == (keys["new"].recipient,)
    assert len(trust.recipients_of(SOCIAL, now + timedelta(days=400))) == 2


def test_the_next_bundle_forgets_who_ran_out(organisation: Any, now: datetime) -> None:
    organisation.enrol("old", "supervisor", days=5)
    organisation.now = now + timedelta(days=6)
    assert organisation.trust().supervisors == ()


def test_the_first_bundle_pins_and_another_authority_is_refused(
    organisation: Any, stranger: Any, now: datetime
) -> None:
    trust = organisation.trust()
    theirs = stranger.authority.bundle(now)
    assert Trust.parse(theirs, None, now).authority != trust.authority
    error = refusal(Trust.parse, theirs, trust.authority, now)
    assert isinstance(error, IdentityError)
    assert error.code == "identity.bundle.authority"


def test_a_lower_number_is_refused_and_the_same_bundle_is_harmless(organisation: Any, now: datetime) -> None:
    first, second = (organisation.authority.bundle(now) for _ in range(2))
    pinned = organisation.authority.fingerprint
    known = Trust.parse(second, pinned, now)
    error = refusal(Trust.parse, first, pinned, now, known=known)
    assert (error.code, error.params) == ("identity.bundle.older", {"number": 1, "known": 2})
    assert Trust.parse(second, pinned, now, known=known) == known
    organisation.authority.number = 1
    other_second = organisation.authority.bundle(now + SECOND)
    assert refusal(Trust.parse, other_second, pinned, now, known=known).code == "identity.bundle.older"
    third = organisation.authority.bundle(now)
    assert Trust.parse(third, pinned, now, known=known).number == 3


def test_an_expired_bundle_warns_and_works(organisation: Any, now: datetime) -> None:
    officer = organisation.enrol("officer", "officer")
    organisation.enrol("desk", "supervisor")
    data = organisation.authority.bundle(now, days=10)
    later = now + timedelta(days=11)
    trust = Trust.parse(data, organisation.authority.fingerprint, later)
    assert trust.findings(now) == trust.findings(trust.until) == ()
    assert trust.findings(later) == ("identity.bundle.expired",)
    assert trust.check_certificate(officer.der, later).serial == officer.serial
    assert trust.recipients_of(SOCIAL, later)


def test_a_bundle_from_the_future_is_refused(organisation: Any, now: datetime) -> None:
    data = organisation.authority.bundle(now)
    assert Trust.parse(data, None, now - timedelta(minutes=59)).number == 1
    assert refusal(Trust.parse, data, None, now - timedelta(minutes=61)).code == "identity.bundle.future"


def _document(contents: bundle.Contents, **change: object) -> dict[str, object]:
    return {
        "format": "field-screening-trust",
        "major": 1,
        "minor": 0,
        "number": contents.number,
        "created": "2026-11-23T12:00:05Z",
        "until": "2027-11-23T12:00:05Z",
        "supervisors": [base64.b64encode(one).decode() for one in contents.supervisors],
        "directory": {},
        "general": list(contents.general),
        "revoked": [],
        **change,
    }


def _signed(organisation: Any, document: object, name: str = "trust.json") -> bytes:
    signer = KeySigner(organisation.authority.certificate_der, organisation.authority.key)
    return asic.build([(name, canonical.write(document))], signer, organisation.now)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"major": 2}, "identity.bundle.too_new"),
        ({"format": "other"}, "identity.bundle.format"),
        ({"more": 1}, "identity.bundle.format"),
        ({"number": 0}, "identity.bundle.format"),
        ({"number": "1"}, "identity.bundle.format"),
        ({"created": "yesterday"}, "identity.bundle.format"),
        ({"created": "2026-02-30T00:00:00Z"}, "identity.bundle.format"),
        ({"supervisors": ["*"]}, "identity.bundle.format"),
        ({"supervisors": ["AAAA"]}, "identity.certificate.format"),
        ({"directory": {"../x": []}}, "identity.bundle.format"),
        ({"general": ["XYZ"]}, "identity.bundle.format"),
        ({"general": ["abc"]}, "identity.bundle.contents"),
        ({"directory": {"police": ["abc"]}}, "identity.bundle.contents"),
        ({"revoked": [1]}, "identity.bundle.format"),
    ],
)
def test_bundles_of_another_shape_are_refused(
    organisation: Any, now: datetime, change: dict[str, Any], code: str
) -> None:
    organisation.enrol("desk", "supervisor")
    contents, _ = bundle.read(organisation.authority.bundle(now))
    assert refusal(Trust.parse, _signed(organisation, _document(contents, **change)), None, now).code == code
    assert refusal(Trust.parse, _signed(organisation, _document(contents), "other.json"), None, now).code == (
        "identity.bundle.format"
    )
    assert refusal(Trust.parse, _signed(organisation, []), None, now).code == "identity.bundle.format"


def test_only_supervisors_of_this_authority_stand_in_its_bundle(
    organisation: Any, stranger: Any, now: datetime
) -> None:
    officer = organisation.enrol("officer", "officer")
    desk = organisation.enrol("desk", "supervisor")
    theirs = stranger.enrol("desk", "supervisor")
    contents, _ = bundle.read(organisation.authority.bundle(now))
    for listed, code in (
        ([officer.der], "identity.bundle.contents"),
        ([desk.der, desk.der], "identity.bundle.contents"),
        ([theirs.der], "identity.certificate.issuer"),
    ):
        texts = [base64.b64encode(one).decode() for one in listed]
        data = _signed(organisation, _document(contents, supervisors=texts, general=[]))
        assert refusal(Trust.parse, data, None, now).code == code


def test_a_bundle_signed_by_a_device_is_no_bundle(organisation: Any, now: datetime) -> None:
    officer = organisation.enrol("officer", "officer")
    contents, _ = bundle.read(organisation.authority.bundle(now))
    data = bundle.write(contents, organisation.keys["officer"].signer(officer.der))
    assert refusal(Trust.parse, data, None, now).code == "identity.authority.profile"


def test_an_altered_bundle_is_refused(organisation: Any, now: datetime) -> None:
    data = organisation.authority.bundle(now).replace(b'"number":1', b'"number":9')
    assert isinstance(refusal(Trust.parse, data, None, now), PacketError)


# ---- certificates --------------------------------------------------------------------------------------------------


def test_a_certificate_is_good_from_its_first_to_its_last_second(organisation: Any, now: datetime) -> None:
    officer = organisation.enrol("officer", "officer", days=30)
    trust = organisation.trust()
    for at in (officer.since, now, officer.until):
        assert trust.check_certificate(officer.der, at) == officer
    assert refusal(trust.check_certificate, officer.der, officer.since - SECOND).code == "identity.certificate.early"
    assert refusal(trust.check_certificate, officer.der, officer.until + SECOND).code == "identity.certificate.expired"


def test_the_certificate_of_another_authority_is_refused(organisation: Any, stranger: Any, now: datetime) -> None:
    theirs = stranger.enrol("officer", "officer")
    error = refusal(organisation.trust().check_certificate, theirs.der, now)
    assert isinstance(error, IdentityError)
    assert error.code == "identity.certificate.authority"


def test_a_revoked_certificate_is_refused_at_any_time(organisation: Any, now: datetime) -> None:
    officer = organisation.enrol("officer", "officer")
    other = organisation.enrol("other", "officer")
    organisation.authority.revoke(officer.serial)
    trust = organisation.trust()
    for at in (officer.since, now):
        assert refusal(trust.check_certificate, officer.der, at).code == "identity.certificate.revoked"
    assert trust.check_certificate(other.der, now) == other


def test_the_authority_itself_signs_no_packet(organisation: Any, now: datetime) -> None:
    error = refusal(organisation.trust().check_certificate, organisation.authority.certificate_der, now)
    assert error.code == "identity.certificate.profile"


def test_a_certificate_given_by_an_officer_is_refused(organisation: Any, now: datetime) -> None:
    """An officer's key signs a certificate for another one: the name fits the authority's only if it is a lie."""
    officer = organisation.enrol("officer", "officer")
    keys = organisation.keys["officer"]
    forged = certificates.issue(
        x509.load_der_x509_certificate(organisation.authority.certificate_der),
        keys.signing,
        keys.signing.public_key(),
        keys.recipient,
        role="supervisor",
        station="Центр",
        now=now,
        until=now + timedelta(days=30),
    )
    assert officer.role == "officer"
    error = refusal(organisation.trust().check_certificate, forged.public_bytes(Encoding.DER), now)
    assert error.code == "identity.certificate.authority"


class Odd:
    """Builds certificates that the authority signs but would never give."""

    def __init__(self, organisation: Any, now: datetime) -> None:
        self.authority = organisation.authority
        self.now = now
        self.key = ec.generate_private_key(ec.SECP256R1())
        keys = organisation.keys["officer"]
        mark = certificates.fingerprint.of_keys(certificates.public_key_der(self.key.public_key()), keys.recipient.raw)
        self.names = [
            (NameOID.ORGANIZATION_NAME, "Служба порятунку"),
            (NameOID.ORGANIZATIONAL_UNIT_NAME, "Пост"),
            (NameOID.TITLE, "officer"),
            (NameOID.COMMON_NAME, f"officer-{mark[:8]}"),
        ]
        identifier = x509.SubjectKeyIdentifier.from_public_key(self.authority.key.public_key())
        self.extensions: dict[str, tuple[Any, bool]] = {
            "constraints": (x509.BasicConstraints(ca=False, path_length=None), True),
            "usage": (certificates.key_usage(authority=False), True),
            "purpose": (x509.ExtendedKeyUsage([certificates.DOCUMENT_SIGNING]), False),
            "subject": (x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), False),
            "issuer": (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), False),
            "recipient": (certificates.recipient_extension(keys.recipient), False),
        }

    def build(self, public_key: Any = None, digest: Any = None, days: int = 1) -> bytes:
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(oid, value) for oid, value in self.names]))
            .issuer_name(self.authority.certificate.subject)
            .public_key(public_key or self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now)
            .not_valid_after(self.now + timedelta(days=days))
        )
        for extension, critical in self.extensions.values():
            builder = builder.add_extension(extension, critical=critical)
        return builder.sign(self.authority.key, digest or SHA256()).public_bytes(Encoding.DER)


@pytest.fixture
def odd(organisation: Any, now: datetime) -> Odd:
    organisation.enrol("officer", "officer")
    return Odd(organisation, now)


def test_a_certificate_of_exactly_the_shape_passes(odd: Odd, organisation: Any, now: datetime) -> None:
    assert organisation.trust().check_certificate(odd.build(), now).station == "Пост"


@pytest.mark.parametrize("missing", ["constraints", "usage", "purpose", "subject", "issuer", "recipient"])
def test_a_certificate_without_an_extension_is_refused(
    odd: Odd, organisation: Any, now: datetime, missing: str
) -> None:
    del odd.extensions[missing]
    error = refusal(organisation.trust().check_certificate, odd.build(), now)
    assert (type(error), error.code) == (PacketError, "identity.certificate.profile")


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("constraints", x509.BasicConstraints(ca=True, path_length=0)),
        ("usage", certificates.key_usage(authority=True)),
        ("purpose", x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])),
        ("purpose", x509.ExtendedKeyUsage([certificates.DOCUMENT_SIGNING, ExtendedKeyUsageOID.CODE_SIGNING])),
        ("more", x509.SubjectAlternativeName([x509.DNSName("example.org")])),
        ("more", x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")),
        ("constraints", x509.UnrecognizedExtension(ExtensionOID.BASIC_CONSTRAINTS, b"junk")),
        ("recipient", x509.UnrecognizedExtension(certificates.RECIPIENT, b"")),
        ("recipient", x509.UnrecognizedExtension(certificates.RECIPIENT, b"\x0c\x82\x04\xc0" + bytes(1216))),
    ],
)
def test_a_certificate_for_another_use_is_refused(
    odd: Odd, organisation: Any, now: datetime, name: str, extension: Any
) -> None:
    odd.extensions[name] = (extension, False)
    assert refusal(organisation.trust().check_certificate, odd.build(), now).code == "identity.certificate.profile"


def test_a_certificate_with_other_names_is_refused(odd: Odd, organisation: Any, now: datetime) -> None:
    good = list(odd.names)
    trust = organisation.trust()
    for names in (
        good[:-1],
        good[::-1],
        [*good, (NameOID.SURNAME, "x")],
        [*good[:3], (NameOID.COMMON_NAME, "officer-00000000")],
    ):
        odd.names = names
        assert refusal(trust.check_certificate, odd.build(), now).code == "identity.certificate.profile"
    odd.names = [*good[:2], (NameOID.TITLE, "root"), (NameOID.COMMON_NAME, good[3][1].replace("officer", "root"))]
    assert refusal(trust.check_certificate, odd.build(), now).code == "identity.role"


def test_a_certificate_over_another_kind_of_key_or_hash_is_refused(odd: Odd, organisation: Any, now: datetime) -> None:
    trust = organisation.trust()
    p384 = ec.generate_private_key(ec.SECP384R1()).public_key()
    assert refusal(trust.check_certificate, odd.build(public_key=p384), now).code == "identity.certificate.profile"
    assert refusal(trust.check_certificate, odd.build(digest=SHA384()), now).code == "identity.certificate.profile"
    assert refusal(trust.check_certificate, b"", now).code == "identity.certificate.format"
    assert refusal(trust.check_certificate, odd.build() + b"\x00", now).code == "identity.certificate.format"


def test_a_certificate_whose_recipient_was_exchanged_is_refused(odd: Odd, organisation: Any, now: datetime) -> None:
    """The name is bound to both keys, so that even the authority's signature does not carry another recipient."""
    organisation.enrol("other", "officer")
    recipient = organisation.keys["other"].recipient
    odd.extensions["recipient"] = (certificates.recipient_extension(recipient), False)
    assert refusal(organisation.trust().check_certificate, odd.build(), now).code == "identity.certificate.profile"


def test_a_certificate_that_outlives_its_authority_ends_with_it(odd: Odd, organisation: Any, now: datetime) -> None:
    long = odd.build(days=5000)
    trust = organisation.trust()
    assert trust.check_certificate(long, now).role == "officer"
    error = refusal(trust.check_certificate, long, now + timedelta(days=4000))
    assert error.code == "identity.certificate.authority"


def test_an_authority_with_unreadable_extensions_is_refused(organisation: Any, now: datetime) -> None:
    name = organisation.authority.certificate.subject
    key = organisation.authority.key
    der = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(5)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.UnrecognizedExtension(ExtensionOID.BASIC_CONSTRAINTS, b"junk"), critical=True)
        .sign(key, SHA256())
        .public_bytes(Encoding.DER)
    )
    assert refusal(certificates.load_authority, der).code == "identity.authority.profile"


@pytest.mark.parametrize("action", ["error", "ignore"])
def test_a_certificate_without_a_positive_number_is_refused(
    odd: Odd, organisation: Any, now: datetime, action: Any
) -> None:
    """`cryptography` warns of them today; whether the warning is shown or raised must not matter."""
    der = bytearray(odd.build())
    place = bytes(der).index(b"\xa0\x03\x02\x01\x02\x02") + 7  # behind the version, the serial number and its length
    der[place] |= 0x80
    trust = organisation.trust()
    with warnings.catch_warnings(action=action):
        error = refusal(trust.check_certificate, bytes(der), now)
    assert error.code in {"identity.certificate.format", "identity.certificate.profile"}
