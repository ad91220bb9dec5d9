from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.envelope import bech32

PREFIXES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz-1", min_size=1, max_size=20)


@given(PREFIXES, st.binary(max_size=1300))
def test_what_was_encoded_is_decoded_in_either_case(prefix: str, data: bytes) -> None:
    text = bech32.encode(prefix, data)
    assert bech32.decode(text) == (prefix, data)
    assert bech32.decode(text.upper()) == (prefix, data)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_wrong_character_is_noticed(data: bytes, draw: st.DataObject) -> None:
    text = bech32.encode("age1pq", data)
    place = draw.draw(st.integers(len("age1pq1"), len(text) - 1))
    other = draw.draw(st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l").filter(lambda one: one != text[place]))
    with pytest.raises(ValueError, match="checksum"):
        bech32.decode(text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("A12UEL5L", None),
        ("an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs", None),
        ("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", None),
        ("a12uel5L", "case"),
        ("pzry9x0s0muk", "shape"),
        ("1pzry9x0s0muk", "shape"),
        ("li1dgmt3", "shape"),
        ("x1b4n0q5v", "character"),
        ("\x7f1axkwrx", "prefix"),
        ("\x201nwldj5", "prefix"),
        ("A1G7SGD8", "checksum"),
    ],
)
def test_the_examples_of_bip_173(text: str, fault: str | None) -> None:
    if fault is None:
        bech32.decode(text)
    else:
        with pytest.raises(ValueError, match=fault):
            bech32.decode(text)


def test_bits_left_over_must_be_zero_and_fewer_than_a_character() -> None:
    for words in ([0, 1], [0, 0, 0]):
        checksum = bech32._polymod([*bech32._expand("age"), *words, *[0] * 6]) ^ 1
        tail = [(checksum >> 5 * (5 - place)) & 31 for place in range(6)]
        with pytest.raises(ValueError, match="padding"):
            bech32.decode("age1" + "".join("qpzry9x8gf2tvdw0s3jn54khce6mua7l"[word] for word in (*words, *tail)))
