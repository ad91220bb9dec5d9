"""Marked words are planted everywhere a vault takes words, and looked for everywhere else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from screening.casefile.entries import Answered, Assessed, Consented, Noted, Opened, Restricted
from screening.errors import ScreeningError
from screening.ids import CaseId, Digest, Ref
from screening.vault.slots import LEAST
from screening.vault.store import create, unlock

CANARY = "Канарка-Zhovtobriukh"
PASSPHRASE = "canary passphrase of herons and rivers"
USER = "canary-user-7"
CASE = CaseId("CANARYCASE00")
KINDS_AND_FORMS = ("opened", "noted", "canary_form")


def forms_of(text: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "cp1251"):
        yield text.encode(encoding)
    yield text.encode().hex().encode()
    yield text.encode("unicode_escape")


def found_in(folder: Path, wanted: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and wanted in path.read_bytes()]


@pytest.mark.parametrize("moment", ["open", "locked"])
def test_no_file_of_a_vault_holds_a_word_that_was_put_into_it(
    moment: str, tmp_path: Path, now: datetime, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    folder = tmp_path / "vault"
    vault = create(folder, PASSPHRASE, user=USER, role="officer", cost=LEAST)
    packet = (CANARY * 500).encode()
    vault.append(CASE, Opened("canary_form", "1", Digest("f" * 64), "uk"), actor=USER, at=now)
    for number in range(60):
        vault.append(CASE, Answered(Ref("/data/name"), CANARY, verbatim=CANARY * number), actor=USER, at=now)
    for body in (
        Noted(CANARY, "observed"),
        Restricted(CANARY),
        Consented("social-service", "no", reason=CANARY),
        Assessed({"x": CANARY}, {"outcome": "some"}, {}),
    ):
        vault.append(CASE, body, actor=USER, at=now)
    vault.keep("keys", CANARY.encode() * 100)
    vault.put_blob(Digest(sha256(packet).hexdigest()), packet, "packet")
    vault.mark_place(CASE, f"/data/{CANARY}")
    assert vault.check().ok
    key = bytes(vault._key)
    if moment == "locked":
        vault.close()
    secrets = [*forms_of(CANARY), *forms_of(PASSPHRASE), *forms_of(USER), CASE.encode(), key, key.hex().encode()]
    for wanted in [*secrets, b"SQLite format 3", b"CREATE TABLE", *(word.encode() for word in KINDS_AND_FORMS)]:
        assert found_in(tmp_path, wanted) == []
    vault.close()
    with pytest.raises(ScreeningError) as refusal:
        unlock(folder, PASSPHRASE + CANARY)
    written = caplog.text + "".join(capfd.readouterr()) + str(refusal.value) + repr(refusal.value.params)
    for wanted in (CANARY, PASSPHRASE, USER, CASE, key.hex(), str(folder)):
        assert wanted not in written


def test_words_taken_back_leave_no_trace_under_the_key(tmp_path: Path) -> None:
    from screening.vault.opening import NAME

    with create(tmp_path / "vault", PASSPHRASE, user=USER, role="officer", cost=LEAST) as vault:
        vault.keep("keys", CANARY.encode() * 3000)
        vault.keep("keys", b"")
        vault._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        vault._database.execute("ATTACH DATABASE ? AS clear KEY ''", (str(tmp_path / "clear.db"),))
        vault._database.execute("SELECT sqlcipher_export('clear')")
        vault._database.execute("DETACH DATABASE clear")
        ((free,),) = vault._database.execute("PRAGMA freelist_count")
        assert free > 10
    assert (tmp_path / "vault" / NAME).stat().st_size > free * 4096
    assert CANARY.encode() not in (tmp_path / "clear.db").read_bytes()
