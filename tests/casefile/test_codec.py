"""Entries as bytes: one canonical form, and strict reading of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args, get_origin, get_type_hints

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from screening.casefile import codec
from screening.casefile.entries import KINDS, Answered, AnyBody, Body, Opened, Restricted, Sealed
from screening.errors import CaseError
from screening.ids import Digest, PacketId, ProfileId, RecipientId, Ref

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Values for one field of an entry, from its annotation."""
    if hasattr(hint, "__supertype__"):
        return values_of(hint.__supertype__)
    origin, args = get_origin(hint), get_args(hint)
    plain = {Any: JSON, str: TEXT, bool: st.booleans(), int: st.integers(0, 2**53 - 1), type(None): st.none()}
    if hint in plain:
        return plain[hint]
    if origin is tuple:
        return st.lists(values_of(args[0]), max_size=3).map(tuple)
    if origin is Mapping:
        return st.dictionaries(TEXT, values_of(args[1]), max_size=3)
    if "Literal" in str(origin):
        return st.sampled_from(args)
    return st.one_of([values_of(arg) for arg in args])


def bodies_of(kind: type[Body]) -> st.SearchStrategy[Body]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: values_of(hints[field.name]) for field in fields(kind)})


ANY_BODY = st.one_of([bodies_of(kind) for kind in KINDS.values()])


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_every_kind_comes_back_as_it_was(kind: str, data: st.DataObject) -> None:
    body = data.draw(bodies_of(KINDS[kind]))
    encoded = codec.encode(body)
    assert codec.decode(kind, encoded) == body
    assert encoded == rfc8785.dumps(json.loads(encoded))


def test_kinds_are_all_subclasses_and_named_once() -> None:
    assert {body.kind for body in Body.__subclasses__()} == set(KINDS)
    assert len(get_args(AnyBody)) == len(KINDS)


def test_what_is_at_its_default_is_left_out() -> None:
    assert codec.encode(Answered(Ref("/data/a"), "так")) == '{"ref":"/data/a","value":"так"}'.encode()


def test_tuples_come_back_as_tuples() -> None:
    sealed = Sealed(
        PacketId("P"), Digest("d"), ProfileId("P-SOC"), (RecipientId("a"), RecipientId("b")), ("journey",), 1, 2
    )
    assert codec.decode("sealed", codec.encode(sealed)) == sealed


def test_unknown_kind_is_refused_without_quoting_it() -> None:
    with pytest.raises(CaseError) as refusal:
        codec.decode("Olena", b"{}")
    assert refusal.value.code == "case.entry.kind"
    assert "Olena" not in str(refusal.value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"ref":"/data/a"}',
        b'{"ref":1,"value":"x"}',
        b'{"ref":"/data/a","value":"x","basis":"guess"}',
        b'{"ref":"/data/a","value":"x","more":1}',
        b'{"ref":"/data/a","value":["x"]}',
        b"[" * 100_000,
    ],
)
def test_bytes_that_are_no_such_entry_are_refused(data: bytes) -> None:
    with pytest.raises(CaseError) as refusal:
        codec.decode("answered", data)
    assert refusal.value.code == "case.entry.unreadable"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("opened", {"form": "f", "version": "1", "pack": "p", "language": "uk", "practice": 1}),
        ("sealed", {"recipients": "social-service"}),
        ("assessed", {"facts": {"a": 1.5}, "result": {}, "versions": {}}),
        ("assessed", {"facts": [], "result": {}, "versions": {}}),
        ("assessed", {"facts": {}, "result": {"a": [{"b": 0.5}]}, "versions": {}}),
        ("assessed", {"facts": {}, "result": {}, "versions": {"rules": 1}}),
    ],
)
def test_fields_of_another_type_are_refused(kind: str, data: dict[str, Any]) -> None:
    with pytest.raises(CaseError):
        codec.from_json(kind, data)


@given(
    kind=st.sampled_from(sorted(KINDS)),
    data=st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode()),
)
def test_any_bytes_are_an_entry_or_refused(kind: str, data: bytes) -> None:
    try:
        body = codec.decode(kind, data)
    except CaseError:
        return
    assert codec.decode(kind, codec.encode(body)) == body


def test_half_a_character_is_refused_with_words() -> None:
    with pytest.raises(CaseError) as refusal:
        codec.encode(Restricted("\ud800"))
    assert refusal.value.code == "case.entry.text"


def test_fractions_are_our_mistake() -> None:
    with pytest.raises(TypeError):
        codec.encode(KINDS["assessed"](facts={"a": 0.5}, result={}, versions={}))  # type: ignore[call-arg]


def test_field_of_a_type_without_a_reader_is_our_mistake() -> None:
    with pytest.raises(TypeError, match="no reader"):
        codec._check_of(list[int])


@given(ANY_BODY)
def test_entries_print_only_their_kind(body: Body) -> None:
    assert repr(body) == f"<{body.kind}>"


def test_opened_is_small() -> None:
    opened = Opened("second_line", "2026.1", Digest("0" * 64), "Ukrainian (uk)")
    assert set(json.loads(codec.encode(opened))) == {"form", "version", "pack", "language"}
