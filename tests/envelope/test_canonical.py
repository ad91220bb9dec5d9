from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.envelope import canonical
from screening.errors import PacketError

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_every_value_has_one_form_and_is_read_back(value: object) -> None:
    assert canonical.read(canonical.write(value)) == value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "packet.json.syntax"),
        (b"{", "packet.json.syntax"),
        (b"\xff", "packet.json.syntax"),
        (b"\xef\xbb\xbf{}", "packet.json.syntax"),
        (b"1.5", "packet.json.syntax"),
        (b"NaN", "packet.json.syntax"),
        (b"1e3", "packet.json.syntax"),
        (b"[" * 100_000, "packet.json.syntax"),
        (b"[" * 70 + b"]" * 70, "packet.json.value"),
        (b"9007199254740993", "packet.json.value"),
        (b'"\\ud800"', "packet.json.value"),
        (b'{"a":1,"a":1}', "packet.json.canonical"),
        (b'{"b":1,"a":1}', "packet.json.canonical"),
        (b'{"a": 1}', "packet.json.canonical"),
        (b"{}\n", "packet.json.canonical"),
        (b'"\\u0041"', "packet.json.canonical"),
        (b"-0", "packet.json.canonical"),
    ],
)
def test_another_form_of_the_same_value_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(PacketError) as caught:
        canonical.read(data)
    assert caught.value.code == code


@pytest.mark.parametrize("value", [1.0, 2**60, "\ud800", [[1.5]], {"a": {"b": 0.1}}])
def test_what_json_cannot_hold_exactly_is_not_written(value: object) -> None:
    with pytest.raises(PacketError) as caught:
        canonical.write(value)
    assert caught.value.code == "packet.json.value"
