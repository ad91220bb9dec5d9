"""Bytes from outside: whatever is done to a packet or receipt, only a named refusal comes back."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packets.damage import entries_of, packed, signed
from tests.packets.world import NOW, World, found, head

from screening.envelope import age, canonical, zips
from screening.errors import PacketError
from screening.packets import receipt, unseal
from screening.packets.manifest import read_packet, read_receipt
from screening.packets.unseal import Verification


@functools.cache
def place() -> World:
    return found()


@functools.cache
def sealed() -> bytes:
    return place().seal(attachments=[("text/plain", b"seen at the gate")]).data


@functools.cache
def answer() -> bytes:
    opened = unseal.unseal(sealed(), [place().supervisor.keys.decryption], place().trust, None, NOW)
    signer = place().supervisor.signer
    return receipt.make(opened, decision="accept", reason="x", signer=signer, head=head(3), now=NOW)


def verify(data: bytes) -> Verification:
    return unseal.verify(data, [place().supervisor.keys.decryption], place().trust, None, NOW)


def assert_refused(data: bytes) -> None:
    checked = verify(data)
    assert not checked.ok
    assert checked.code.startswith("packet.")
    assert sum(step.ok is False for step in checked.steps) == 1


edits = st.lists(
    st.one_of(
        st.tuples(st.just("cut"), st.integers(0), st.integers(0)),
        st.tuples(st.just("flip"), st.integers(0), st.integers(0, 7)),
        st.tuples(st.just("insert"), st.integers(0), st.binary(min_size=1, max_size=20)),
        st.tuples(st.just("repeat"), st.integers(0), st.integers(1, 200)),
        st.tuples(st.just("blank"), st.integers(0), st.integers(1, 200)),
    ),
    min_size=1,
    max_size=4,
)


def edited(data: bytes, changes: list) -> bytes:
    for kind, where, what in changes:
        at = where % max(len(data), 1)
        match kind:
            case "cut":
                data = data[:at]
            case "flip" if data:
                data = data[:at] + bytes([data[at] ^ 1 << what]) + data[at + 1 :]
            case "insert":
                data = data[:at] + what + data[at:]
            case "repeat":
                data = data[: at + what] + data[at:]
            case _:
                data = data[:at] + bytes(len(data[at : at + what])) + data[at + what :]
    return data


@settings(max_examples=200)
@given(edits)
def test_an_edited_packet_is_refused_by_name(changes):
    data = edited(sealed(), changes)
    if data != sealed():
        assert_refused(data)


@settings(max_examples=100)
@given(edits)
def test_an_edited_receipt_is_refused_by_name(changes):
    data = edited(answer(), changes)
    if data == answer():
        return
    with pytest.raises(PacketError, match=r"^packet\."):
        receipt.open(data, [place().officer.keys.decryption], place().trust, NOW)


@settings(max_examples=150)
@given(edits)
def test_an_edited_container_sealed_again_is_refused_by_name(changes):
    container = zips.pack(list(entries_of(place(), sealed()).items()))
    data = edited(container, changes)
    if data != container:
        assert_refused(age.encrypt(data, [place().supervisor.recipient]))


@settings(max_examples=150)
@given(st.sampled_from(["META-INF/signatures0.xml", "META-INF/manifest.xml", "referral.json", "mimetype"]), edits)
def test_an_edited_part_packed_again_is_refused_by_name(name, changes):
    entries = entries_of(place(), sealed())
    data = edited(entries[name], changes)
    if data != entries[name]:
        assert_refused(packed(place(), entries | {name: data}))


@settings(max_examples=150)
@given(edits)
def test_an_edited_content_signed_by_a_real_officer_is_read_or_refused_by_name(changes):
    entries = entries_of(place(), sealed())
    files = {name: data for name, data in entries.items() if name.startswith(("referral", "attachments"))}
    data = edited(files["referral.json"], changes)
    checked = verify(signed(place(), files | {"referral.json": data}))
    assert checked.ok or checked.code.startswith("packet.")
    if checked.ok:
        assert canonical.write(canonical.read(data)) == data


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def refusal(read: Callable[[bytes], object], raw: bytes) -> str | None:
    try:
        read(raw)
    except PacketError as refused:
        return refused.code
    return None


def paths(value: object, path: tuple = ()) -> list[tuple]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(one for key, part in inner for one in paths(part, (*path, key)))]


@settings(max_examples=300)
@given(st.data())
def test_any_value_in_any_place_is_read_or_refused_by_name(data):
    value = json.loads(entries_of(place(), sealed())["referral.json"])
    where = data.draw(st.sampled_from(paths(value)))
    new = data.draw(values)
    if where:
        held = functools.reduce(lambda part, key: part[key], where[:-1], value)
        held[where[-1]] = new
    else:
        value = new
    raw = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    for read in (read_packet, read_receipt):
        assert refusal(read, raw) in {None, "packet.format", "packet.version.unknown", "packet.schema"}


@settings(max_examples=300)
@given(st.binary(max_size=400) | st.binary(max_size=200).map(b"age-encryption.org/v1\n".__add__))
def test_any_bytes_are_refused_by_name(data):
    assert_refused(data)


@settings(max_examples=50)
@given(st.integers(1, 3000), st.sampled_from([b"[", b'{"a":', b"[{}"]))
def test_nesting_does_not_break_the_reader(depth, opening):
    files = {"referral.json": opening * depth, "referral.pdf": b"%PDF-1.7 %%EOF"}
    assert_refused(signed(place(), files))
