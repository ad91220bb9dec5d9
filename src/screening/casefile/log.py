"""The custody log: an append-only Merkle tree over all entries, after RFC 6962 section 2.1.

Whoever holds an earlier head can tell with a short proof whether the log of today still holds everything that it held
then, unchanged and in the same order. Leaves carry a salted digest of the contents, so that the tree tells nothing of
them and stays whole when they are erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from json.encoder import encode_basestring as _quoted

from screening.ids import CaseId

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf; its prefix differs from that of a node, so that neither can pass for the other."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def payload_digest(salt: bytes, payload: bytes) -> bytes:
    """What a leaf says of the contents: nothing, to whoever does not hold the salt (32 random bytes)."""
    return sha256(salt + payload).digest()


def moment(at: datetime) -> str:
    """A time as leaves, index rows and packets write it: RFC 3339, UTC, always six decimals.

    Raises:
        ValueError: `at` is naive.
    """
    if at.tzinfo is None:
        message = "times are aware"
        raise ValueError(message)
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def leaf_data(*, seq: int, case: CaseId, at: str, kind: str, actor: str, claimed_clock: bool, digest: bytes) -> bytes:
    """The bytes that a leaf hashes: canonical JSON (RFC 8785) of what an entry shows outside its contents.

    Args:
        seq: 1 for the first leaf.
        case: the case the entry belongs to.
        at: as `moment` writes it.
        kind: of the body.
        actor: who did it.
        claimed_clock: whether the time was given instead of read.
        digest: `payload_digest` of the contents.
    """
    # Put together by hand, keys in RFC 8785's order: this runs for every entry at every unlock, and a JSON encoder
    # takes five times as long for the same bytes.
    claimed = "true" if claimed_clock else "false"
    text = (
        f'{{"actor":{_quoted(actor)},"at":{_quoted(at)},"case":{_quoted(case)},"claimed_clock":{claimed},'
        f'"digest":"{digest.hex()}","kind":{_quoted(kind)},"seq":{seq}}}'
    )
    return text.encode()


@dataclass(frozen=True, slots=True)
class Head:
    """The log at one moment. size: number of leaves; root: 64 lowercase hexadecimal characters."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Frontier:
    """The roots of the full subtrees a log of `size` leaves consists of, largest first: all that appending needs."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> Frontier:
        """The frontier with one more leaf (a leaf hash); constant work in the mean."""
        hashes, size = [*self.hashes, leaf], self.size
        while size & 1:
            right = hashes.pop()
            hashes.append(node_hash(hashes.pop(), right))
            size >>= 1
        return Frontier(self.size + 1, tuple(hashes))

    def root(self) -> bytes:
        """The Merkle tree hash over all leaves."""
        if not self.hashes:
            return EMPTY_ROOT
        *rest, root = self.hashes
        for left in reversed(rest):
            root = node_hash(left, root)
        return root

    def head(self) -> Head:
        """Size and root, as packets and receipts carry them."""
        return Head(self.size, self.root().hex())


def frontier_of(leaves: Sequence[bytes]) -> Frontier:
    """The frontier of a log with these leaf hashes."""
    hashes: list[bytes] = []
    for index, leaf in enumerate(leaves):
        node, merges = leaf, index
        while merges & 1:  # the trailing one bits of the index are the subtrees that this leaf completes
            node = node_hash(hashes.pop(), node)
            merges >>= 1
        hashes.append(node)
    return Frontier(len(leaves), tuple(hashes))


def _root(leaves: Sequence[bytes], start: int, end: int) -> bytes:
    level = list(leaves[start:end])
    while len(level) > 1:
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The path from leaf `index` (0 for the first) to the root of all `leaves`.

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        message = f"no leaf {index} in a log of {len(leaves)}"
        raise ValueError(message)
    path: list[bytes] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_root(leaves, middle, end))
            end = middle
        else:
            path.append(_root(leaves, start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_proof(leaves: Sequence[bytes], old: int) -> tuple[bytes, ...]:
    """What shows that the log of the first `old` leaves is the beginning of the log of all `leaves`.

    Raises:
        ValueError: `old` is more than there are.
    """
    if not 0 <= old <= len(leaves):
        message = f"no log of {old} leaves in one of {len(leaves)}"
        raise ValueError(message)
    if old in (0, len(leaves)):
        return ()
    path: list[bytes] = []
    start, end, whole = 0, len(leaves), True  # whole: the old log's root is this subtree's, and its holder has it
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_root(leaves, middle, end))
            end = middle
        else:
            path.append(_root(leaves, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(_root(leaves, start, end))
    return tuple(reversed(path))


def verify_inclusion(leaf: bytes, index: int, head: Head, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that leaf hash `leaf` stands at `index` (0 for the first) in the log of `head`.

    After RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < head.size:
        return False
    first, last, root = index, head.size - 1, leaf
    for part in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            root = node_hash(part, root)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            root = node_hash(root, part)
        first, last = first >> 1, last >> 1
    return last == 0 and root.hex() == head.root


def verify_consistency(old: Head, new: Head, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the log of `new` begins with the whole log of `old`.

    After RFC 9162 section 2.1.4.2; an empty old log is the beginning of every log.
    """
    if old.size in (0, new.size):
        return not proof and old.root == (new.root if old.size else EMPTY_ROOT.hex())
    if old.size > new.size or not proof:
        return False
    path = list(proof)
    if old.size & (old.size - 1) == 0:  # a full tree: its root is known to the holder of the old head
        try:
            path.insert(0, bytes.fromhex(old.root))
        except ValueError:
            return False
    first, last = old.size - 1, new.size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old_root = new_root = path[0]
    for part in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old_root, new_root = node_hash(part, old_root), node_hash(part, new_root)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            new_root = node_hash(new_root, part)
        first, last = first >> 1, last >> 1
    return last == 0 and old_root.hex() == old.root and new_root.hex() == new.root
