"""The kinds of entry: everything that can happen to a screening, each a frozen record.

An officer's or a supervisor's action appends exactly one entry; a correction is a new entry. Field values are text,
whole numbers, booleans, None, or tuples and mappings of these, so that every entry has one JSON form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar, Literal, TypeAlias, get_args

from typing_extensions import override

from screening.ids import CaseId, Digest, PacketId, ProfileId, RecipientId, Ref

Basis: TypeAlias = Literal["person_said", "observed", "document", "third_party", "officer_inference"]
Missing: TypeAlias = Literal["declined", "unsure", "not_asked"]
Role: TypeAlias = Literal["officer", "supervisor"]
Given: TypeAlias = Literal["yes", "no", "later", "withdrawn"]
GivenBy: TypeAlias = Literal["person", "representative", "not-required"]
Decision: TypeAlias = Literal["accept", "question", "return", "close"]
WordingState: TypeAlias = Literal["unverified", "reviewed"]
Understood: TypeAlias = Literal["understood", "partly", "not"]
Json: TypeAlias = Any
"""A JSON value: text, whole number, boolean, None, list or mapping of these."""


@dataclass(frozen=True, slots=True, repr=False)
class Body:
    """What an entry says. Prints only its kind: contents never reach a log by accident."""

    kind: ClassVar[str] = ""

    @override
    def __repr__(self) -> str:
        return f"<{self.kind}>"


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One thing that happened.

    seq: 1, 2, ... over the whole vault, without gaps; at: aware, UTC; actor: certificate serial or user name of the
    station, never a person's name; claimed_clock: the time was given with --now and not read from the machine.
    """

    seq: int
    case: CaseId
    at: datetime
    actor: str
    body: Body
    claimed_clock: bool = False

    @override
    def __repr__(self) -> str:
        return f"<entry {self.seq} {self.body.kind}>"


# ---- the interview ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Opened(Body):
    """A screening began with this instrument. pack: SHA-256 of the form pack; practice cases stay here.

    conceded: what was overlooked by choice so that it could begin (``unsigned``, ``stranger``, ``expired``), and why.
    """

    kind: ClassVar[str] = "opened"
    form: str
    version: str
    pack: Digest
    language: str
    practice: bool = False
    conceded: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class CarriedOver(Body):
    """What an earlier interview of the same person recorded was taken over, so that it is not asked again.

    source, form, version: the earlier case and its instrument; an empty source is a hand-over that was never stored;
    answers: each like an `Answered` or `RepeatAdded` entry, with ``was``, ``case``, ``form`` and ``at``: where and when
    it was first recorded; facts: all that the earlier interview stated, empty where it states nothing, as a first line
    does; restrictions: its safety restrictions.
    """

    kind: ClassVar[str] = "carried_over"
    source: CaseId
    form: str
    version: str
    answers: tuple[Mapping[str, Json], ...]
    facts: Mapping[str, Json]
    restrictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Answered(Body):
    """One committed answer, or why there is none.

    value: the form's own text value (select multiple: space-separated), None when `missing` says why;
    language, wording: what was really put to the person; verbatim: her own words; wording_language: the language of
    the wording where it was not the one wanted, for lack of a translation; wording_state: of that translation;
    transcribed: typed in from paper, after it was said.
    """

    kind: ClassVar[str] = "answered"
    ref: Ref
    value: str | None
    missing: Missing | None = None
    reason: str | None = None
    basis: Basis = "person_said"
    verbatim: str | None = None
    language: str | None = None
    wording: str | None = None
    wording_language: str | None = None
    wording_state: WordingState | None = None
    transcribed: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class RepeatAdded(Body):
    """A new instance of a repeat, at its end. ref: the repeat without position, ``/data/child``."""

    kind: ClassVar[str] = "repeat_added"
    ref: Ref


@dataclass(frozen=True, slots=True, repr=False)
class RepeatRemoved(Body):
    """An instance of a repeat was taken away; its answers stay in earlier entries. ref: ``/data/child[2]``."""

    kind: ClassVar[str] = "repeat_removed"
    ref: Ref


@dataclass(frozen=True, slots=True, repr=False)
class LanguageChosen(Body):
    """The interview went on in another language (a form language name such as ``Ukrainian (uk)``)."""

    kind: ClassVar[str] = "language_chosen"
    language: str


@dataclass(frozen=True, slots=True, repr=False)
class Noted(Body):
    """A note. nature: the person's words, observed, from a document, or the officer's inference."""

    kind: ClassVar[str] = "noted"
    text: str
    nature: Literal["verbatim", "observed", "document", "inferred"]
    ref: Ref | None = None


@dataclass(frozen=True, slots=True, repr=False)
class UrgentRaised(Body):
    """One of the urgent rules U1 to U7 applies."""

    kind: ClassVar[str] = "urgent_raised"
    rule: Literal["U1", "U2", "U3", "U4", "U5", "U6", "U7"]


@dataclass(frozen=True, slots=True, repr=False)
class Stopped(Body):
    """Questions ended before the end. reason: a code of `rules.STOP_REASONS`."""

    kind: ClassVar[str] = "stopped"
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class Finalised(Body):
    """The interview was closed and validated. submission: SHA-256 of the submission XML."""

    kind: ClassVar[str] = "finalised"
    submission: Digest


@dataclass(frozen=True, slots=True, repr=False)
class Corrected(Body):
    """Answers of a finalised interview amended, with the reason. changes: each like an `Answered` or repeat entry."""

    kind: ClassVar[str] = "corrected"
    changes: tuple[Mapping[str, Json], ...]
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class Moved(Body):
    """An open interview went on with another version of its form. What was said before stays in the earlier entries.

    steps: what makes the interview again in that version, in order: each like an `Answered` or repeat entry, with `at`,
    when it was said, and `seq`, the entry that said so first; orphans: what was said and has no place in that version:
    ref, label and value as they were, why, and what else was said with it; conceded, reason: as in `Opened`.
    """

    kind: ClassVar[str] = "moved"
    form: str
    version: str
    pack: Digest
    steps: tuple[Mapping[str, Json], ...]
    orphans: tuple[Mapping[str, Json], ...] = ()
    conceded: tuple[str, ...] = ()
    reason: str | None = None


# ---- what it points to, who may know ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Assessed(Body):
    """An assessment as shown, frozen: the stated facts, the result, and the versions of form, lists and rules."""

    kind: ClassVar[str] = "assessed"
    facts: Mapping[str, Json]
    result: Mapping[str, Json]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class Overridden(Body):
    """A person set another outcome than the rules, with a reason; both are kept."""

    kind: ClassVar[str] = "overridden"
    outcome: str
    reason: str
    role: Role


@dataclass(frozen=True, slots=True, repr=False)
class Consented(Body):
    """Consent asked for one purpose. to: a recipient id, or ``talk``, ``record``, ``recontact``.

    language: in which it was explained; understood: how the person said it back in own words (teach-back);
    wording, wording_language, wording_state: as in `Answered`.
    """

    kind: ClassVar[str] = "consented"
    to: str
    given: Given
    by: GivenBy = "person"
    reason: str | None = None
    language: str | None = None
    witnessed: Literal["signature", "oral"] | None = None
    understood: Understood | None = None
    wording: str | None = None
    wording_language: str | None = None
    wording_state: WordingState | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Restricted(Body):
    """A safety restriction that goes with every packet: what must not be done, and to whom nothing is said."""

    kind: ClassVar[str] = "restricted"
    text: str


# ---- the packet on its way -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Sealed(Body):
    """A packet was signed and encrypted; by this entry it is in the outbox.

    number: per officer, 1, 2, ...; log_size, log_root: the head of the custody log that the packet carries.
    """

    kind: ClassVar[str] = "sealed"
    packet: PacketId
    digest: Digest
    profile: ProfileId
    recipients: tuple[RecipientId, ...]
    withheld: tuple[str, ...]
    number: int
    size: int
    supersedes: Digest | None = None
    log_size: int = 0
    log_root: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Attempted(Body):
    """A try to deliver. result: ``written`` (read back the same), ``sent`` (the far side said yes), or a code."""

    kind: ClassVar[str] = "attempted"
    digest: Digest
    transport: str
    result: str


@dataclass(frozen=True, slots=True, repr=False)
class Acknowledged(Body):
    """The supervisor's signed receipt for a packet arrived and verified: the only proof of delivery."""

    kind: ClassVar[str] = "acknowledged"
    digest: Digest
    receipt: Digest
    decision: Literal["received", "accept", "question", "return", "close"]
    reason: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Exported(Body):
    """Something was opened or printed in the clear, by a person, for a reason."""

    kind: ClassVar[str] = "exported"
    what: str
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class Consulted(Body):
    """A closed case was opened to be read, printed or handed over, or cases were searched; never what was searched."""

    kind: ClassVar[str] = "consulted"
    what: Literal["read", "searched", "printed", "person_export"]
    reason: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Attached(Body):
    """A file was taken into the case. digest, size: of the bytes as kept; name: as it was called, ref: its question."""

    kind: ClassVar[str] = "attached"
    attachment: str
    digest: Digest
    size: int
    media_type: str
    name: str = ""
    ref: Ref | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Detached(Body):
    """A file was destroyed: its key is gone."""

    kind: ClassVar[str] = "detached"
    attachment: str
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class Held(Body):
    """The case must not be erased for now, whatever the rules of retention say; an empty reason ends that."""

    kind: ClassVar[str] = "held"
    reason: str


# ---- the supervisor's side -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Imported(Body):
    """A packet arrived here and verified; its sealed bytes are kept under the digest.

    log_size, log_root: the head of the sender's custody log that it carried.
    """

    kind: ClassVar[str] = "imported"
    packet: PacketId
    digest: Digest
    sender: str
    number: int
    outcome: str
    urgent: bool
    findings: tuple[str, ...] = ()
    log_size: int = 0
    log_root: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class SetAside(Body):
    """A file that did not verify was put into the rejected tray with its reason. digest: of the file as it came."""

    kind: ClassVar[str] = "set_aside"
    digest: Digest
    code: str


@dataclass(frozen=True, slots=True, repr=False)
class Reviewed(Body):
    """The supervisor decided."""

    kind: ClassVar[str] = "reviewed"
    digest: Digest
    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class ReceiptMade(Body):
    """A signed receipt was made for a packet; its sealed bytes are kept under `receipt`."""

    kind: ClassVar[str] = "receipt_made"
    digest: Digest
    receipt: Digest
    decision: Literal["received", "accept", "question", "return", "close"]


# ---- the store itself, under the id `STATION` ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class PassphraseRenewed(Body):
    """A user of this station has another passphrase.

    how: changed by the user, or recovered with a supervisor, or with the recovery sheets.
    """

    kind: ClassVar[str] = "passphrase_renewed"
    user: str
    how: Literal["changed", "recovered", "sheets"]


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryGiven(Body):
    """This station opened the recovery slot of another vault for its user.

    vault: that vault's id, 32 hexadecimal characters; request: SHA-256 of the request that was answered.
    """

    kind: ClassVar[str] = "recovery_given"
    vault: str
    request: Digest
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class SheetsMade(Body):
    """Recovery sheets were made: of so many shares so many are needed. Those made before open nothing any more."""

    kind: ClassVar[str] = "sheets_made"
    shares: int
    needed: int


@dataclass(frozen=True, slots=True, repr=False)
class LockedDown(Body):
    """Every passphrase was destroyed on purpose. remains: what still opens the store: ``recovery``, ``sheets``."""

    kind: ClassVar[str] = "locked_down"
    remains: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Erased(Body):
    """The contents of a case were destroyed on purpose; its entries stay in the log without them.

    entries: how many; rule: of the retention rules, or ``request``; number, log_size, log_root: of the last of its own
    packets; arrived: what recognises packets of it that come again (digest, packet, sender, number, log_size,
    log_root), nothing personal.
    """

    kind: ClassVar[str] = "erased"
    case: CaseId
    entries: int
    rule: str
    reason: str
    number: int = 0
    log_size: int = 0
    log_root: str = ""
    arrived: tuple[Mapping[str, Json], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Restored(Body):
    """This store came out of a backup on purpose. size, root: head of the log in it; made: when it was made."""

    kind: ClassVar[str] = "restored"
    made: str
    size: int
    root: str
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class Counted(Body):
    """A first line ended. That is all that is kept of one that led no further.

    day: of the post, ``2026-11-24``; the entry's own time is the beginning of that day, so that nobody can be found
    by the minute; mode: how the person travelled, a choice of the form; empty when nobody said.
    """

    kind: ClassVar[str] = "counted"
    day: str
    mode: str
    end: Literal["urgent", "second_line", "info_card"]


# ---- all of them -----------------------------------------------------------------------------------------------

AnyBody: TypeAlias = (
    Opened
    | CarriedOver
    | Answered
    | RepeatAdded
    | RepeatRemoved
    | LanguageChosen
    | Noted
    | UrgentRaised
    | Stopped
    | Finalised
    | Corrected
    | Moved
    | Assessed
    | Overridden
    | Consented
    | Restricted
    | Sealed
    | Attempted
    | Acknowledged
    | Exported
    | Consulted
    | Attached
    | Detached
    | Held
    | Imported
    | SetAside
    | Reviewed
    | ReceiptMade
    | PassphraseRenewed
    | RecoveryGiven
    | SheetsMade
    | LockedDown
    | Erased
    | Restored
    | Counted
)
"""Every kind, as a closed union: a `match` over it ends in `assert_never`, so a new kind lists the places to visit."""

KINDS: Mapping[str, type[Body]] = MappingProxyType({body.kind: body for body in get_args(AnyBody)})
"""Kind to class, for the codec."""
