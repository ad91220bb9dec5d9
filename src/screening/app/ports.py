"""What pages show and what is asked of the rooms below: plain values in, so that a page knows no room.

Words in these records are ready to be read: the desks (`screening.app.desks`) turn codes into them.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

Kind: TypeAlias = Literal[
    "one",
    "many",
    "acknowledge",
    "rank",
    "range",
    "text",
    "long",
    "barcode",
    "integer",
    "decimal",
    "date",
    "month",
    "year",
    "time",
    "datetime",
    "point",
    "trace",
    "shape",
    "file",
    "drawing",
    "note",
    "said",
    "repeat",
    "fields",
]
Missing: TypeAlias = Literal["declined", "unsure", "not_asked"]
Layout: TypeAlias = Literal["cards", "upright", "list", "map", "table", "table_head"]
"""How choices stand: one card below the other, in a row, in a list narrowed by typing, beside a picture, in a table."""
StandIn: TypeAlias = Literal["", "calendar", "map", "program", "sensor", "printer", "picture"]
"""What the form wanted for a question and is not used here; the page says so in words."""


# ---- the interview ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Media:
    """A file that belongs to a question or a choice. data: empty when the form pack does not hold it."""

    form: Literal["image", "audio", "video"]
    name: str
    data: bytes = b""


@dataclass(frozen=True, slots=True, repr=False)
class Offer:
    """One answer that can be chosen. hers: the same in the person's language."""

    value: str
    label: str
    hers: str = ""
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Manner:
    """How a form wants a question answered.

    layout: of choices; columns: how many cards stand side by side; goes_on: an answer leads to the next page;
    hidden: what is typed is not shown; digits: digits and signs alone; grouped: thousands are set apart; counter: with
    keys for one more and one less; low, high, step: of a range, as numbers in text; upright: a range that stands;
    rating: a range as a row of numbers; accepts: the kind of file, such as ``image/*``; draws: signature, draw or
    annotate.
    """

    layout: Layout = "cards"
    columns: int = 1
    goes_on: bool = False
    hidden: bool = False
    digits: bool = False
    grouped: bool = False
    counter: bool = False
    low: str = ""
    high: str = ""
    step: str = ""
    upright: bool = False
    rating: bool = False
    accepts: str = ""
    draws: str = ""
    stand_in: StandIn = ""


class Attaching(Protocol):
    """Where files that belong to an answer are kept, encrypted. Called on the worker."""

    @property
    @abstractmethod
    def largest(self) -> int:
        """The largest file that is kept, in bytes."""

    @abstractmethod
    def keep(self, case: str, ref: str, name: str, data: bytes) -> str:
        """Keep a file; the text that stands for it as the answer.

        Raises:
            ScreeningError: it was not kept.
        """


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """One page of the interview.

    where: "Section 4 of 8 · Money and papers · question 2 of 4"; value: the form's own text form; said: the same as
    people read it; chosen: the values of a choice; officer: whether the officer answers it and nobody reads it aloud;
    message: what is wrong with the answer; instances: the labels of a repeat's entries; growable: whether there may be
    more or fewer of them; parts: the questions of a page that has several; heading: of the group inside such a page
    that a part begins; can_attach: whether files can be kept.
    """

    ref: str
    kind: Kind
    where: str
    question: str
    hers: str = ""
    hers_mark: str = ""
    why: str = ""
    hint: str = ""
    value: str = ""
    chosen: frozenset[str] = frozenset()
    offers: tuple[Offer, ...] = ()
    missing: Missing | None = None
    required: bool = False
    readonly: bool = False
    officer: bool = False
    message: str = ""
    instances: tuple[str, ...] = ()
    growable: bool = True
    said: str = ""
    manner: Manner = Manner()
    media: tuple[Media, ...] = ()
    parts: tuple[Asked, ...] = ()
    heading: str = ""
    can_attach: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Seen:
    """An indicator that answers point to. strength: strong, medium, weak or empty; answers: which gave it."""

    title: str
    strength: str
    answers: str


@dataclass(frozen=True, slots=True, repr=False)
class Panel:
    """What the panel beside the question shows: never an outcome while questions are being asked.

    settled: no remaining answer can change the result; spared: how many questions need not be asked;
    next, next_ref: the most telling question that is still open, and where it is; empty where there is none.
    """

    seen: tuple[Seen, ...] = ()
    unknown: tuple[str, ...] = ()
    settled: bool = False
    spared: int = 0
    next: str = ""
    next_ref: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Checked:
    """One line of "check answers". trouble: why the interview cannot be closed yet."""

    ref: str
    number: str
    question: str
    answer: str
    missing: Missing | None = None
    trouble: str = ""
    section: str = ""


# ---- home ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """A line that can be opened. key: what `opened` gives back; tone: "", urgent or attention."""

    key: str
    title: str
    text: str = ""
    aside: str = ""
    icon: str = ""
    tone: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Home:
    """The officer's work queue. phones: number and what it is for."""

    heading: str
    post: str
    needs: tuple[Row, ...] = ()
    resume: tuple[Row, ...] = ()
    waiting: int = 0
    written: int = 0
    confirmed: int = 0
    phones: tuple[tuple[str, str], ...] = ()
    about: str = ""
    can_start: bool = True
    why_not: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Instrument:
    """A form pack that a screening can be started with."""

    key: str
    title: str
    text: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Start:
    """What the start page offers."""

    instruments: tuple[Instrument, ...]
    phones: tuple[tuple[str, str], ...] = ()


# ---- assessment ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Ground:
    """One answer and the indicator it gave."""

    words: str
    source: str
    indicator: str
    strength: str
    strength_words: str


@dataclass(frozen=True, slots=True, repr=False)
class Dimension:
    """One dimension. state: positive, negative, indeterminate or not_assessable."""

    name: str
    state: str
    state_words: str
    grounds: tuple[Ground, ...] = ()
    rule: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """An assessment in words."""

    outcome: str
    outcome_words: str
    title: str
    text: str
    urgent: bool
    settled: bool
    spared: int
    dimensions: tuple[Dimension, ...]
    together: str = ""
    could_change: tuple[str, ...] = ()
    unknown: str = ""
    outcomes: tuple[tuple[str, str], ...] = ()
    overridden: str = ""


# ---- consent and referral --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Party:
    """A recipient and what was decided about it.

    given: yes, no, later or empty; allowed: a packet will be made; ground: why it may be sent, or why not, in words;
    shows: for each kind of data (in the order of `Referral.kinds`) whether this recipient will see it; reachable: its
    key is in the trust bundle.
    """

    key: str
    name: str
    role: str
    short: str
    given: str
    allowed: bool
    ground: str
    shows: tuple[bool, ...]
    reachable: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class Referral:
    """Consent and what follows from it.

    explained: what is said about it in the person's language; explained_mark: that language and its state;
    teach_back: heading (with an empty value), then value and words of each way in which it can be said back;
    understood: the way it was, or empty.
    """

    parties: tuple[Party, ...]
    kinds: tuple[str, ...]
    restrictions: tuple[str, ...] = ()
    lawful: str = ""
    packets: int = 0
    why_not: str = ""
    explained: str = ""
    explained_mark: str = ""
    teach_back: tuple[tuple[str, str], ...] = ()
    understood: str = ""


# ---- outbox ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """One station on a packet's way; open: it has not happened yet."""

    title: str
    text: str = ""
    when: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Parcel:
    """A packet of the outbox. stations: how many of the four are proved (signed, written, received, decided)."""

    key: str
    state: str
    state_words: str
    icon: str
    stations: int
    recipient: str
    case: str
    age: str
    tries: int
    size: str
    urgent: bool = False
    events: tuple[Event, ...] = ()
    receipt: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Outbox:
    """All packets, newest first. ways: where they can go (a key and its words)."""

    parcels: tuple[Parcel, ...] = ()
    online: bool = False


# ---- the supervisor --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Rung:
    """A verification step in words. state: ok, failed or open."""

    number: int
    name: str
    state: str
    text: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Arrival:
    """A packet or file in the inbox. verdict: good, duplicate, newer, altered, unknown_signer, not_for_you, damaged."""

    key: str
    verdict: str
    verdict_words: str
    title: str
    text: str
    when: str
    rungs: tuple[Rung, ...] = ()
    do: str = ""
    detail: str = ""
    can_open: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Inbox:
    """What came in."""

    arrivals: tuple[Arrival, ...] = ()
    summary: str = ""
    receipts: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Compared:
    """One line of the re-assessment: theirs against ours."""

    name: str
    theirs: str
    ours: str
    same: bool


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """An answer in a packet as the reviewer sees it. icon: of a refusal, an unknown or one not asked."""

    number: str
    question: str
    answer: str
    icon: str = ""
    strength: str = ""
    indicator: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Review:
    """A packet under review. person: revealed on demand only; empty until then."""

    key: str
    outcome: str
    outcome_words: str
    about: str
    urgent: bool
    same: bool
    compared: tuple[Compared, ...]
    answers: tuple[Said, ...]
    tally: str
    events: tuple[Event, ...]
    decision: str = ""
    reason: str = ""
    person: tuple[tuple[str, str], ...] = ()
    has_person: bool = False
    restrictions: tuple[str, ...] = ()
    withheld: str = ""
    fields: tuple[tuple[str, str], ...] = field(default=())


# ---- keys and trust --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """This workplace's own key and whom it believes. Empty words: there is none yet.

    own_words, authority_words: eight words to compare by voice; recipients: who opens packets, and where.
    """

    station: str
    role: str
    own_words: str = ""
    certificate: str = ""
    certificate_ok: bool = False
    bundle: str = ""
    bundle_ok: bool = False
    authority: str = ""
    authority_words: str = ""
    recipients: tuple[tuple[str, str], ...] = ()


# ---- the first line --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class FirstLineEnd:
    """How a first line ended. end: urgent, second_line or info_card.

    reasons: what applies, and by which rule of the form; actions: key, words and a second line; phones: whom to call.
    """

    end: str
    title: str
    text: str
    reasons: tuple[tuple[str, str], ...]
    actions: tuple[tuple[str, str, str], ...]
    phones: tuple[tuple[str, str], ...] = ()
