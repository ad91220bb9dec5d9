"""What expressions are evaluated against: nodes of an interview, items of secondary instances, one event's clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias

from screening.errors import FormError
from screening.forms import limits
from screening.forms.definition import Definition

if TYPE_CHECKING:
    from screening.forms.events import Answer, Missing
    from screening.forms.form import Form


class Random(Protocol):
    """Where randomness comes from: 0 <= random() < 1."""

    def random(self) -> float:
        """The next number."""
        ...


class Chance:
    """Passes an `rng` on and remembers what it gave, so that the same interview can be built again."""

    __slots__ = ("_ahead", "_given", "_rng")

    def __init__(self, rng: Random, ahead: Iterable[float] = ()) -> None:
        self._rng = rng
        self._ahead = iter(ahead)
        self._given: list[float] = []

    def random(self) -> float:
        """The next number."""
        number = next(self._ahead, None)
        if number is None:
            number = self._rng.random()
        self._given.append(number)
        return number

    def again(self) -> Chance:
        """The same numbers from the beginning, and new ones after them."""
        return Chance(self._rng, tuple(self._given))


class Node:
    """A node of one interview. `relevant` is effective; `own` is what its own expression says."""

    __slots__ = (
        "alive",
        "basis",
        "definition",
        "given",
        "kids",
        "missing",
        "own",
        "parent",
        "position",
        "readonly",
        "ref",
        "relevant",
        "required",
        "said",
        "value",
        "verbatim",
    )

    def __init__(self, definition: Definition, parent: Node | None, value: str) -> None:
        self.definition = definition
        self.parent = parent
        self.value = value
        self.kids: list[Node | list[Node]] = []
        self.own = True
        self.relevant = True
        self.required = False
        self.readonly = False
        self.position = 1
        self.ref: str | None = None
        self.alive = True
        self.given = False  # the value was answered by a person, so a calculation leaves it until a trigger changes
        self.missing: str | None = None
        self.basis: str | None = None
        self.verbatim: str | None = None
        self.said: Answer | Missing | None = None  # what a person said here last


class Item:
    """An element of a secondary instance. Always relevant; immutable once read.

    position: among its siblings of the same name; order: among all of them.
    """

    __slots__ = ("kids", "name", "order", "parent", "position", "relevant", "value")

    def __init__(self, name: str, parent: Item | None, position: int) -> None:
        self.name = name
        self.parent = parent
        self.position = position
        self.order = position
        self.value = ""
        self.relevant = True
        self.kids: dict[str, list[Item]] = {}


Place: TypeAlias = Node | Item

Verifier: TypeAlias = Callable[[bytes, bytes, bytes], bool]
"""Whether an Ed25519 signature fits: public key of 32 bytes, signature of 64 bytes, message. It never raises."""


def nobody(_key: bytes, _signature: bytes, _message: bytes) -> bool:
    """The verifier where none was given: nothing is believed."""
    return False


@dataclass(frozen=True, slots=True)
class Outside:
    """What an interview knows of the world around it.

    device: values of ``property``: deviceid, username, phonenumber, email; and ``location``, the place of the post as
    ``latitude longitude altitude accuracy``, for actions that ask where the machine stands;
    last_saved: the interview saved before this one, an element above its root; verify: for ``extract-signed``.
    """

    device: Mapping[str, str]
    last_saved: Item
    verify: Verifier = nobody


class Evaluation:
    """The state that expressions read besides nodes. One for each session; `now` is fixed for one event."""

    __slots__ = (
        "clock",
        "current",
        "form",
        "identity",
        "language",
        "moment",
        "nested",
        "outside",
        "position",
        "rng",
        "settling",
        "shuffle",
        "single",
        "size",
        "speaking",
        "work",
    )

    def __init__(self, form: Form, clock: Callable[[], datetime], rng: Random, outside: Outside, nodes: int) -> None:
        self.form = form
        self.clock = clock
        self.rng = rng
        self.outside = outside
        self.language: str | None = None
        self.single: list[Node] = [None] * nodes  # type: ignore[list-item] # filled before anything is read
        self.identity = ""  # the instance id of a form that has no place for one
        self.moment: datetime | None = None
        self.current: Place | None = None
        self.position = 1
        self.size = 1
        self.settling = False  # an event is being worked on, so that all its work is counted together
        self.speaking: list[Node] = []  # questions a choice of which is being said, so that none is said inside itself
        self.nested = 0  # how many predicates are being tried inside each other
        self.work = 0
        self.shuffle = 0  # seeds every randomize() that names no seed

    def spend(self, count: int) -> None:
        """Count nodes that were looked at, so that no form can make an answer hang.

        Raises:
            FormError: there were too many for one event, or for one predicate that is tried outside of events.
        """
        if not self.settling and not self.nested:
            return
        self.work += count
        if self.work > limits.NODES_LOOKED_AT:
            self.work = 0
            raise FormError("form.endless", node="")

    def now(self) -> datetime:
        """The time of the event that is being worked on; the clock is read once for it."""
        if self.moment is None:
            self.moment = self.clock()
        return self.moment


def nowhere(form: Form) -> Evaluation:
    """For expressions that read neither nodes nor clock nor chance, before there is an interview."""

    class Still:
        def random(self) -> float:
            return 0.0

    return Evaluation(form, lambda: datetime(1970, 1, 1, tzinfo=UTC), Still(), Outside({}, Item("", None, 1)), 0)
