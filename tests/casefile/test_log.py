"""The custody log against published vectors, against RFC 6962's own definition, and against forgery."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from screening.casefile import log
from screening.casefile.log import Frontier, Head
from screening.ids import CaseId

# The leaves, roots and proofs that the implementations of Certificate Transparency test themselves with.
PUBLISHED_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
PUBLISHED_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PUBLISHED_INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
PUBLISHED_CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def hashes(count: int) -> list[bytes]:
    return [log.leaf_hash(number.to_bytes(4)) for number in range(count)]


def root_by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word, over leaf hashes."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + root_by_definition(leaves[:split]) + root_by_definition(leaves[split:])).digest()


def test_published_roots_come_out() -> None:
    frontier = Frontier()
    assert frontier.root().hex() == PUBLISHED_ROOTS[0]
    for data, root in zip(PUBLISHED_LEAVES, PUBLISHED_ROOTS[1:], strict=True):
        frontier = frontier.append(log.leaf_hash(data))
        assert frontier.root().hex() == root


@pytest.mark.parametrize(("index", "size"), PUBLISHED_INCLUSION)
def test_published_inclusion_proofs_come_out_and_verify(index: int, size: int) -> None:
    leaves = [log.leaf_hash(data) for data in PUBLISHED_LEAVES[:size]]
    proof = log.inclusion_proof(leaves, index)
    assert [part.hex() for part in proof] == PUBLISHED_INCLUSION[index, size]
    assert log.verify_inclusion(leaves[index], index, Head(size, PUBLISHED_ROOTS[size]), proof)


@pytest.mark.parametrize(("old", "new"), PUBLISHED_CONSISTENCY)
def test_published_consistency_proofs_come_out_and_verify(old: int, new: int) -> None:
    proof = log.consistency_proof([log.leaf_hash(data) for data in PUBLISHED_LEAVES[:new]], old)
    assert [part.hex() for part in proof] == PUBLISHED_CONSISTENCY[old, new]
    assert log.verify_consistency(Head(old, PUBLISHED_ROOTS[old]), Head(new, PUBLISHED_ROOTS[new]), proof)


@pytest.mark.parametrize("size", range(70))
def test_frontier_gives_the_root_of_the_definition(size: int) -> None:
    leaves = hashes(size)
    grown = Frontier()
    for leaf in leaves:
        grown = grown.append(leaf)
    assert grown == log.frontier_of(leaves)
    assert grown.root() == root_by_definition(leaves)
    assert grown.head() == Head(size, grown.root().hex())


@pytest.mark.parametrize("size", range(1, 34))
def test_every_leaf_of_small_logs_has_a_proof_that_fits_no_other_place(size: int) -> None:
    leaves = hashes(size)
    head = log.frontier_of(leaves).head()
    for index, leaf in enumerate(leaves):
        proof = log.inclusion_proof(leaves, index)
        assert log.verify_inclusion(leaf, index, head, proof)
        assert not any(log.verify_inclusion(leaf, other, head, proof) for other in range(size) if other != index)
        assert not log.verify_inclusion(leaf, index, head, (*proof, leaf))
        assert not log.verify_inclusion(log.leaf_hash(b"other"), index, head, proof)
        assert not proof or not log.verify_inclusion(leaf, index, head, proof[:-1])


@pytest.mark.parametrize("size", range(34))
def test_every_former_head_of_small_logs_has_a_proof(size: int) -> None:
    leaves = hashes(size)
    new = log.frontier_of(leaves).head()
    for old_size in range(size + 1):
        old = log.frontier_of(leaves[:old_size]).head()
        proof = log.consistency_proof(leaves, old_size)
        assert log.verify_consistency(old, new, proof)
        assert not log.verify_consistency(old, new, (*proof, b"\0" * 32))
        if proof:
            assert not log.verify_consistency(old, new, proof[:-1])
            assert not log.verify_consistency(old, new, ())


@given(st.integers(1, 200), st.data())
def test_changed_history_has_no_consistency_proof(size: int, data: st.DataObject) -> None:
    old_size = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, old_size - 1))
    leaves = hashes(size)
    old = log.frontier_of(leaves[:old_size]).head()
    leaves[changed] = log.leaf_hash(b"rewritten")
    new = log.frontier_of(leaves).head()
    assert not log.verify_consistency(old, new, log.consistency_proof(leaves, old_size))


@given(st.integers(2, 200), st.data())
def test_flipped_bit_in_a_proof_does_not_verify(size: int, data: st.DataObject) -> None:
    old_size = data.draw(st.integers(1, size - 1))
    leaves = hashes(size)
    proof = list(log.consistency_proof(leaves, old_size))
    place = data.draw(st.integers(0, len(proof) - 1))
    proof[place] = bytes([proof[place][0] ^ 1, *proof[place][1:]])
    old, new = log.frontier_of(leaves[:old_size]).head(), log.frontier_of(leaves).head()
    assert not log.verify_consistency(old, new, proof)


def test_shorter_log_is_not_a_continuation() -> None:
    leaves = hashes(9)
    long, short = log.frontier_of(leaves).head(), log.frontier_of(leaves[:5]).head()
    assert not log.verify_consistency(long, short, log.consistency_proof(leaves, 5))


def test_root_that_is_no_hash_does_not_verify() -> None:
    leaves = hashes(9)
    new = log.frontier_of(leaves).head()
    assert not log.verify_consistency(Head(8, "no hash"), new, log.consistency_proof(leaves, 8))


@pytest.mark.parametrize("index", [-1, 3])
def test_inclusion_of_what_is_not_there_is_refused(index: int) -> None:
    leaves = hashes(3)
    with pytest.raises(ValueError, match="no leaf"):
        log.inclusion_proof(leaves, index)
    assert not log.verify_inclusion(leaves[0], index, log.frontier_of(leaves).head(), ())


@pytest.mark.parametrize("old", [-1, 4])
def test_consistency_with_more_than_there_is_is_refused(old: int) -> None:
    with pytest.raises(ValueError, match="no log"):
        log.consistency_proof(hashes(3), old)


@given(
    seq=st.integers(1, 2**40),
    actor=st.text(st.characters(codec="utf-8")),
    claimed=st.booleans(),
    digest=st.binary(min_size=32, max_size=32),
)
def test_leaf_data_are_canonical_json(seq: int, actor: str, claimed: bool, digest: bytes) -> None:
    data = log.leaf_data(
        seq=seq,
        case=CaseId("7F3K2ABCDEFG"),
        at="2026-11-23T12:00:00.000000Z",
        kind="answered",
        actor=actor,
        claimed_clock=claimed,
        digest=digest,
    )
    assert data == rfc8785.dumps(json.loads(data))
    assert json.loads(data)["digest"] == digest.hex()


def test_salt_hides_equal_contents() -> None:
    assert log.payload_digest(b"\0" * 32, b"yes") != log.payload_digest(b"\1" * 32, b"yes")


def test_moment_is_utc_with_six_decimals() -> None:
    kyiv = datetime(2026, 11, 23, 14, 0, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    assert log.moment(kyiv) == "2026-11-23T12:00:00.000005Z"
    assert datetime.fromisoformat(log.moment(kyiv)) == kyiv
    with pytest.raises(ValueError, match="aware"):
        log.moment(datetime(2026, 11, 23, tzinfo=UTC).replace(tzinfo=None))
