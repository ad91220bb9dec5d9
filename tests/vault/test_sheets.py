"""Recovery sheets: enough of them open the vault, too few or wrong ones do not, and new ones void the old."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shamir_mnemonic import MnemonicError, combine_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from screening.errors import VaultError
from screening.vault import header as headers
from screening.vault import sheets
from screening.vault.header import NAME
from screening.vault.regain import open_with_sheets
from screening.vault.store import Vault, unlock

NEW = "eleven slow trains by night 52"
KEY, VAULT = bytes(range(32)), bytes(range(16))
PUBLISHED = Path(__file__).parents[2] / ".tools" / "npm" / "node_modules" / "slip39" / "test" / "vectors.json"


def refused(act: Callable[[], object]) -> VaultError:
    with pytest.raises(VaultError) as refusal:
        act()
    return refusal.value


@pytest.mark.parametrize(("shares", "needed"), [(2, 2), (3, 2), (5, 3), (16, 16)])
def test_any_needed_of_them_open_the_vault_and_fewer_do_not(shares: int, needed: int) -> None:
    slot, texts = sheets.make(KEY, VAULT, shares, needed)
    assert {len(text.split()) for text in texts} == {20}
    for chosen in itertools.islice(itertools.combinations(texts, needed), 12):
        assert sheets.open_(slot, VAULT, chosen) == KEY
        assert sheets.open_(slot, VAULT, chosen[::-1]) == KEY
    few = refused(lambda: sheets.open_(slot, VAULT, texts[: needed - 1]))
    assert (few.code, few.params) == ("vault.sheet.few", {"given": needed - 1, "needed": needed})
    assert sheets.open_(slot, VAULT, texts) == KEY  # more than needed do no harm


@pytest.mark.parametrize(("shares", "needed"), [(1, 1), (3, 1), (2, 3), (17, 2), (0, 0), (-1, 2)])
def test_numbers_that_protect_nothing_are_refused(shares: int, needed: int) -> None:
    assert refused(lambda: sheets.make(KEY, VAULT, shares, needed)).code == "vault.sheet.count"


def test_first_four_letters_in_any_case_and_spacing_are_enough() -> None:
    slot, texts = sheets.make(KEY, VAULT, 3, 2)
    typed = ["  ".join(word[:4].upper() for word in text.split()) + "\n" for text in texts[1:]]
    assert sheets.open_(slot, VAULT, typed) == KEY


@given(st.integers(0, 19), st.sampled_from(WORDLIST), st.integers(0, 2))
def test_word_that_was_misread_is_noticed_and_its_sheet_named(place: int, word: str, sheet: int) -> None:
    slot, texts = sheets.make(KEY, VAULT, 3, 3)
    words = texts[sheet].split()
    if words[place] == word:
        return
    words[place] = word
    spoilt = [*texts[:sheet], " ".join(words), *texts[sheet + 1 :]]
    refusal = refused(lambda: sheets.open_(slot, VAULT, spoilt))
    assert (refusal.code, refusal.params) == ("vault.sheet.share", {"number": sheet + 1})


@given(st.text(max_size=300))
def test_any_other_text_is_no_sheet(text: str) -> None:
    slot, texts = sheets.make(KEY, VAULT, 2, 2)
    assert refused(lambda: sheets.open_(slot, VAULT, [texts[0], text])).code == "vault.sheet.share"


def test_sheets_of_two_printings_the_same_one_twice_and_those_of_another_vault_are_told_apart() -> None:
    slot, texts = sheets.make(KEY, VAULT, 3, 2)
    other, others = sheets.make(KEY, bytes(16), 3, 2)
    assert refused(lambda: sheets.open_(slot, VAULT, [texts[0], others[1]])).code == "vault.sheet.mixed"
    assert refused(lambda: sheets.open_(slot, VAULT, [texts[0], texts[0]])).code == "vault.sheet.same"
    assert refused(lambda: sheets.open_(slot, VAULT, others[:2])).code == "vault.sheet.other"
    assert refused(lambda: sheets.open_(other, VAULT, others[:2])).code == "vault.sheet.other"
    assert refused(lambda: sheets.open_(slot, VAULT, [])).code == "vault.sheet.few"


def test_forgotten_passphrase_is_replaced_with_two_sheets(vault: Vault, folder: Path, passphrase: str) -> None:
    before = json.loads((folder / NAME).read_text())
    texts = vault.make_sheets(3, 2)
    vault.close()
    held = json.loads((folder / NAME).read_text())
    assert (before["version"], held["version"]) == (1, 3)
    assert [slot["kind"] for slot in held["slots"]] == ["passphrase", "sheets"]
    assert refused(lambda: open_with_sheets(folder, texts[:2], "officer-1")).code == "vault.passphrase.weak"
    assert refused(lambda: open_with_sheets(folder, texts[:1], NEW)).code == "vault.sheet.few"
    with open_with_sheets(folder, texts[1:], NEW) as opened:
        assert opened.user == "officer-1"
        assert opened.check().ok
    assert refused(lambda: unlock(folder, passphrase)).code == "vault.passphrase"
    unlock(folder, NEW).close()
    open_with_sheets(folder, texts[:2], passphrase).close()  # the sheets stay good


def test_new_sheets_void_the_old_and_a_vault_without_any_says_so(vault: Vault, folder: Path) -> None:
    first = vault.make_sheets(2, 2)
    second = vault.make_sheets(5, 3)
    vault.close()
    assert refused(lambda: open_with_sheets(folder, first, NEW)).code == "vault.sheet.other"
    open_with_sheets(folder, second[2:], NEW).close()


def test_vault_without_sheets_says_so(folder: Path) -> None:
    assert refused(lambda: open_with_sheets(folder, ["academic " * 20], NEW)).code == "vault.sheet.none"


def test_shares_are_nowhere_in_the_folder(vault: Vault, folder: Path) -> None:
    texts = vault.make_sheets(2, 2)
    vault.close()
    data = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for text in texts:
        assert text.encode() not in data
        assert " ".join(text.split()[3:6]).encode() not in data


@pytest.mark.parametrize("name", ["shares", "needed", "wrapped", "nonce"])
def test_slot_that_was_changed_is_noticed(name: str, vault: Vault, folder: Path) -> None:
    texts = vault.make_sheets(2, 2)
    header, _ = headers.read(folder)
    assert header.sheets is not None
    changed = {"shares": 3, "needed": 1, "wrapped": bytes(48), "nonce": bytes(12)}[name]
    slot = sheets.SheetSlot(
        **{field: getattr(header.sheets, field) for field in header.sheets.__slots__} | {name: changed}
    )
    assert refused(lambda: sheets.open_(slot, header.vault, texts)).code == "vault.sheet.other"


def test_published_vectors_hold() -> None:
    if not PUBLISHED.exists():
        pytest.skip("not run: the published vectors of SLIP-39 come with the npm package slip39, which is not here")
    vectors = json.loads(PUBLISHED.read_text("utf-8"))
    assert len(vectors["mnemonics"] if isinstance(vectors, dict) else vectors) >= 40
    for _, mnemonics, secret, *_ in vectors:
        if secret:
            assert combine_mnemonics(mnemonics, b"TREZOR").hex() == secret
        else:
            with pytest.raises(MnemonicError):
                combine_mnemonics(mnemonics)
