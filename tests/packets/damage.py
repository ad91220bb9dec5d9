"""Every way in which a packet can be wrong, made with real keys, and what verifying must answer to it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from tests.packets.world import NOW, PDF, SOCIAL, World

from screening.envelope import age, age_header, asic, canonical, zips
from screening.envelope.age import Passphrase
from screening.envelope.xades import Signer
from screening.ids import RecipientId


class Damage(NamedTuple):
    """A damaged packet: how it is made, the code of the refusal, the step that refuses."""

    make: Callable[[World], bytes]
    code: str
    step: int


def container_of(world: World, sealed: bytes) -> bytes:
    return age.decrypt(sealed, [world.supervisor.keys.decryption])


def entries_of(world: World, sealed: bytes) -> dict[str, bytes]:
    return zips.unpack(container_of(world, sealed))


def packed(world: World, entries: dict[str, bytes]) -> bytes:
    return age.encrypt(zips.pack(list(entries.items())), [world.supervisor.recipient])


def signed(world: World, files: dict[str, bytes], signer: Signer | None = None, at: Any = NOW) -> bytes:
    container = asic.build(list(files.items()), signer or world.officer.signer, at)
    return age.encrypt(container, [world.supervisor.recipient])


def files_of(world: World) -> dict[str, bytes]:
    return dict(asic.open(container_of(world, world.seal().data)).files)


def with_json(change: Callable[[bytes], bytes]) -> Callable[[World], bytes]:
    def make(world: World) -> bytes:
        files = files_of(world)
        return signed(world, files | {"referral.json": change(files["referral.json"])})

    return make


def with_value(change: Callable[[dict[str, Any]], object]) -> Callable[[World], bytes]:
    def changed(data: bytes) -> bytes:
        value = canonical.read(data)
        change(value)
        return canonical.write(value)

    return with_json(changed)


def with_entries(change: Callable[[dict[str, bytes]], object]) -> Callable[[World], bytes]:
    def make(world: World) -> bytes:
        entries = entries_of(world, world.seal().data)
        change(entries)
        return packed(world, entries)

    return make


def flipped(data: bytes, place: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1
    return bytes(changed)


def header_size(data: bytes) -> int:
    return len(age_header.read(io.BytesIO(data))[0])


def cut(share: Callable[[bytes], int]) -> Callable[[World], bytes]:
    def make(world: World) -> bytes:
        data = world.seal(pdf=PDF[:-6] + b"%" * 150_000 + b"\n%%EOF\n").data
        return data[: share(data)]

    return make


def cut_and_changed(world: World) -> bytes:
    data = world.seal().data
    size = header_size(data)
    mark = data.rindex(b"--- ", 0, size) + 4
    letter = b"A" if data[mark : mark + 1] != b"A" else b"B"
    return data[:mark] + letter + data[mark + 1 : size + 16]


def _compressed(world: World) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries_of(world, world.seal().data).items():
            archive.writestr(name, data)
    return age.encrypt(target.getvalue(), [world.supervisor.recipient])


def _forwarded(world: World) -> bytes:
    """A supervisor of ours opens a packet for somebody else and seals it again to us."""
    other = world.enrol("supervisor", "Відділ 3")
    meant = world.seal(recipients=[(SOCIAL, other.recipient)])
    return age.encrypt(age.decrypt(meant.data, [other.keys.decryption]), [world.supervisor.recipient])


def _hidden(world: World) -> bytes:
    other = world.enrol("supervisor", "Відділ 4")
    return age.encrypt(container_of(world, world.seal().data), [world.supervisor.recipient, other.recipient])


def _other_signer(world: World) -> bytes:
    """The content names one officer and another one signs it."""
    return signed(world, files_of(world), world.enrol("officer", "Пост 15").signer)


def _stranger(world: World) -> bytes:
    from tests.packets.world import found

    return world.seal(signer=found().officer.signer).data


def _revoked(world: World) -> bytes:
    stolen = world.enrol("officer", "Пост 16")
    world.trust = world.with_revoked(stolen)
    return world.seal(signer=stolen.signer).data


def _expired(world: World) -> bytes:
    return world.seal(signer=world.enrol("officer", "Пост 17", days=10).signer).data


def _swap(world: World) -> bytes:
    """The signature of one packet in the container of another."""
    one, other = world.seal(), world.seal(number=8)
    name = "META-INF/signatures0.xml"
    return packed(world, entries_of(world, one.data) | {name: entries_of(world, other.data)[name]})


def _attachment(**changes: Any) -> Callable[[World], bytes]:
    def make(world: World) -> bytes:
        sealed = world.seal(attachments=[("text/plain", b"seen at the gate")])
        files = dict(asic.open(container_of(world, sealed.data)).files)
        value = canonical.read(files["referral.json"])
        value["attachments"][0].update({key: one for key, one in changes.items() if key != "data"})
        files["referral.json"] = canonical.write(value)
        files["attachments/001.txt"] = changes.get("data", files["attachments/001.txt"])
        return signed(world, files)

    return make


def _set(path: str, value: object) -> Callable[[dict[str, Any]], object]:
    def change(held: dict[str, Any]) -> None:
        *places, last = path.split(".")
        for place in places:
            held = held[int(place)] if isinstance(held, list) else held[place]
        held[last] = value

    return change


def _remove(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda held: held.pop(name)


def _text(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return change


def _without_pdf(world: World) -> bytes:
    files = files_of(world)
    return signed(world, {"referral.json": files["referral.json"]})


def _with_more(world: World) -> bytes:
    return signed(world, files_of(world) | {"attachments/001.txt": b"not named"})


DAMAGES: dict[str, Damage] = {
    # (1) and (2): the outside
    "empty": Damage(lambda _: b"", "packet.truncated", 1),
    "cut-in-first-line": Damage(cut(lambda _: 9), "packet.truncated", 2),
    "cut-in-header": Damage(cut(lambda _: 700), "packet.truncated", 2),
    "cut-before-end-of-header": Damage(cut(lambda data: header_size(data) - 1), "packet.truncated", 2),
    "another-file": Damage(lambda _: b"%PDF-1.7 a file of another kind", "packet.not_age", 2),
    "another-age-version": Damage(lambda world: world.seal().data.replace(b"/v1\n", b"/v2\n", 1), "packet.not_age", 2),
    "sealed-with-a-passphrase": Damage(
        lambda world: age.encrypt(container_of(world, world.seal().data), [Passphrase(b"known to all", 4)]),
        "packet.header",
        2,
    ),
    "header-not-ascii": Damage(lambda world: world.seal().data.replace(b"-> ", b"-> \xff", 1), "packet.header", 2),
    # (3): decrypting
    "cut-after-header": Damage(cut(header_size), "packet.truncated", 3),
    "changed-and-cut": Damage(cut_and_changed, "packet.truncated", 3),
    "cut-in-first-piece": Damage(cut(lambda data: header_size(data) + 5000), "packet.truncated", 3),
    "cut-between-pieces": Damage(cut(lambda data: header_size(data) + 16 + 65552), "packet.truncated", 3),
    "cut-in-half": Damage(cut(lambda data: len(data) // 2), "packet.truncated", 3),
    "cut-by-one-byte": Damage(cut(lambda data: len(data) - 1), "packet.truncated", 3),
    "one-bit-in-contents": Damage(
        lambda world: flipped(data := world.seal().data, header_size(data) + 1000), "packet.altered", 3
    ),
    "one-bit-in-nonce": Damage(
        lambda world: flipped(data := world.seal().data, header_size(data) + 2), "packet.altered", 3
    ),
    "one-bit-in-last-byte": Damage(lambda world: flipped(world.seal().data, -1), "packet.altered", 3),
    "more-behind-it": Damage(lambda world: world.seal().data + b"more", "packet.altered", 3),
    "for-someone-else": Damage(
        lambda world: world.seal(recipients=[(SOCIAL, world.enrol("supervisor", "Відділ 5").recipient)]).data,
        "packet.not_for_us",
        3,
    ),
    # (4): the container
    "no-container": Damage(
        lambda world: age.encrypt(b"plain words", [world.supervisor.recipient]), "packet.container", 4
    ),
    "compressed": Damage(_compressed, "packet.container", 4),
    "bytes-before-the-zip": Damage(
        lambda world: age.encrypt(b"#!" + container_of(world, world.seal().data), [world.supervisor.recipient]),
        "packet.container",
        4,
    ),
    "another-type": Damage(with_entries(_set("mimetype", b"application/zip")), "packet.container", 4),
    "list-of-files-missing": Damage(
        with_entries(lambda held: held.pop("META-INF/manifest.xml")), "packet.container", 4
    ),
    "file-not-in-list": Damage(
        lambda world: packed(world, {**entries_of(world, world.seal().data), "attachments/009.txt": b"x"}),
        "packet.container",
        4,
    ),
    # (5): the signature
    "unsigned": Damage(with_entries(lambda held: held.pop("META-INF/signatures0.xml")), "packet.unsigned", 5),
    "contents-changed-after-signing": Damage(
        with_entries(
            lambda held: held.update({"referral.json": held["referral.json"].replace(b"presumed", b"elevated")})
        ),
        "packet.signature.broken",
        5,
    ),
    "signature-of-another-packet": Damage(_swap, "packet.signature.broken", 5),
    "signature-with-a-transform": Damage(
        with_entries(
            lambda held: held.update(
                {
                    "META-INF/signatures0.xml": held["META-INF/signatures0.xml"].replace(
                        b"<ds:DigestMethod", b"<ds:Transforms></ds:Transforms><ds:DigestMethod", 1
                    )
                }
            )
        ),
        "packet.signature.profile",
        5,
    ),
    "signature-with-a-doctype": Damage(
        with_entries(
            lambda held: held.update({"META-INF/signatures0.xml": b"<!DOCTYPE x>" + held["META-INF/signatures0.xml"]})
        ),
        "packet.signature.profile",
        5,
    ),
    # (6): the signer
    "signer-of-another-authority": Damage(_stranger, "packet.signer.unknown", 6),
    "signer-revoked": Damage(_revoked, "packet.signer.revoked", 6),
    "certificate-ended": Damage(_expired, "packet.certificate.expired", 6),
    "certificate-not-begun": Damage(
        lambda world: world.seal(signer=world.enrol("officer", "Пост 18", now=NOW + timedelta(days=2)).signer).data,
        "packet.certificate.expired",
        6,
    ),
    "signed-by-a-supervisor": Damage(
        lambda world: world.seal(signer=world.supervisor.signer).data, "packet.signer.role", 6
    ),
    # (7): one reading of the content
    "space-in-json": Damage(with_json(lambda data: data.replace(b":", b": ", 1)), "packet.json", 7),
    "field-twice": Damage(
        with_json(_text(b'"case":"7F3K2M9QX4T8"', b'"case":"7F3K2M9QX4T8","case":"7F3K2M9QX4T8"')), "packet.json", 7
    ),
    "fraction": Damage(with_json(_text(b'"number":7', b'"number":7.0')), "packet.json", 7),
    "more-json-than-anyone-writes": Damage(
        with_value(_set("fields", {f"c{number}": "x" * 1_000_000 for number in range(5)})), "packet.too_large", 7
    ),
    "no-json": Damage(with_json(lambda data: data[:-1]), "packet.json", 7),
    "no-referral": Damage(lambda world: signed(world, {"other.json": b"{}"}), "packet.parts", 7),
    # (8): what it says
    "another-format": Damage(with_value(_set("format", "field-screening-receipt")), "packet.format", 8),
    "a-list": Damage(with_json(lambda _: b"[]"), "packet.format", 8),
    "version-of-the-future": Damage(with_value(_set("version.major", 2)), "packet.version.unknown", 8),
    "field-missing": Damage(with_value(_remove("consent")), "packet.schema", 8),
    "field-too-many": Damage(with_value(_set("remark", "x")), "packet.schema", 8),
    "field-too-many-inside": Damage(with_value(_set("sender.name", "x")), "packet.schema", 8),
    "number-as-text": Damage(with_value(_set("number", "7")), "packet.schema", 8),
    "time-that-never-was": Damage(with_value(_set("created", "2026-02-30T00:00:00Z")), "packet.schema", 8),
    "outcome-unknown": Damage(with_value(_set("assessment.outcome", "guilty")), "packet.schema", 8),
    "another-kind": Damage(with_value(_set("kind", "note")), "packet.schema", 8),
    "names-another-sender": Damage(_other_signer, "packet.sender", 8),
    "names-another-station": Damage(with_value(_set("sender.station", "Пост 99")), "packet.sender", 8),
    "signed-at-another-time": Damage(
        lambda world: signed(world, files_of(world), at=NOW - timedelta(days=1)), "packet.sender", 8
    ),
    # (9): for whom
    "passed-on": Damage(_forwarded, "packet.recipient", 9),
    "hidden-recipient": Damage(_hidden, "packet.recipient.hidden", 9),
    "recipient-left-out": Damage(
        lambda world: age.encrypt(
            container_of(
                world,
                world.seal(
                    recipients=[
                        (SOCIAL, world.supervisor.recipient),
                        (RecipientId("police"), world.enrol("supervisor", "Відділ 6").recipient),
                    ]
                ).data,
            ),
            [world.supervisor.recipient],
        ),
        "packet.recipient.hidden",
        9,
    ),
    # (10): practice
    "practice": Damage(lambda world: world.seal(practice=True).data, "packet.practice", 10),
    # (12): the files
    "pdf-missing": Damage(_without_pdf, "packet.parts", 12),
    "file-not-named": Damage(_with_more, "packet.parts", 12),
    "pdf-is-something-else": Damage(lambda world: world.seal(pdf=b"MZ\x90").data, "packet.attachment.type", 12),
    "attachment-changed": Damage(_attachment(data=b"seen at the gaze"), "packet.attachment.digest", 12),
    "attachment-longer": Damage(_attachment(size=99), "packet.attachment.digest", 12),
    "attachment-of-another-kind": Damage(_attachment(type="image/png"), "packet.attachment.type", 12),
}


def world_for(world: World) -> World:
    """A copy, so that a damage which changes trust leaves the others alone."""
    return replace(world)
