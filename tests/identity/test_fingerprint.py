from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import IdentityError
from screening.identity.fingerprint import fingerprint_words

WORDS = (Path(__file__).parents[2] / "resources" / "wordlist" / "english.txt").read_text().split()


def test_the_list_is_the_published_one_and_its_words_cannot_be_confused_when_cut_short(resources: Path) -> None:
    data = (resources / "wordlist" / "english.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"
    assert len({word[:4] for word in WORDS}) == len(WORDS) == 2048
    assert "MIT License" in (resources / "wordlist" / "README.md").read_text()


@given(st.binary(min_size=32, max_size=32))
def test_eight_words_say_the_first_88_bits(digest: bytes) -> None:
    words = fingerprint_words(digest.hex(), Path(__file__).parents[2] / "resources")
    assert len(words) == 8
    number = 0
    for word in words:
        number = number << 11 | WORDS.index(word)
    assert number.to_bytes(11) == digest[:11]


@pytest.mark.parametrize("content", [None, b"abandon\n", b"\xff" * 3000])
def test_a_missing_or_broken_list_is_named(tmp_path: Path, content: bytes | None) -> None:
    (tmp_path / "wordlist").mkdir()
    if content is not None:
        (tmp_path / "wordlist" / "english.txt").write_bytes(content)
    with pytest.raises(IdentityError) as caught:
        fingerprint_words("0" * 64, tmp_path)
    assert caught.value.code == "identity.wordlist"
