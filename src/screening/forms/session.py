"""An interview in progress: answers in, what to show out. Cheap to make; its form is shared and never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, assert_never

from screening.errors import FormError
from screening.forms import answers
from screening.forms.choices import Choice
from screening.forms.engine import Engine
from screening.forms.evaluation import Chance, Node, Outside, Random, Verifier, nobody
from screening.forms.events import AddRepeat, Answer, Event, Language, Missing, MissingReason, RemoveRepeat
from screening.forms.facts import Fact
from screening.forms.form import Form
from screening.forms.growing import growing
from screening.forms.nodes import is_locked, walk
from screening.forms.outline import Outline
from screening.forms.refs import STEP, Refs, without_place
from screening.forms.secondary import from_submission
from screening.forms.submission import Submission
from screening.forms.view import Problem, State, View

__all__ = [
    "AddRepeat",
    "Answer",
    "ChangeSet",
    "Choice",
    "Event",
    "Fact",
    "Language",
    "Missing",
    "Outline",
    "Problem",
    "Random",
    "RemoveRepeat",
    "Rng",
    "Session",
    "State",
    "Submission",
]

Rng = Random
"""Where a session's randomness comes from."""

_NO_DEVICE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What an event did.

    changed: refs whose state, or whose words or choices, may now differ, the one acted on first;
    message: the form's own words for a refusal; code: our code for it, None when accepted.
    """

    accepted: bool
    changed: tuple[str, ...]
    message: str | None = None
    code: str | None = None


class Session(View):
    """One interview. Every change goes through a method that appends to `events`."""

    def __init__(
        self, form: Form, clock: Callable[[], datetime], rng: Random, outside: Outside, begun: datetime | None = None
    ) -> None:
        """Use `Session.new` or `Session.resume`."""
        self.form = form
        self._clock = clock
        self._outside = outside
        self._chance = Chance(rng)
        self.begun = begun if begun is not None else clock()
        self._events: list[Event] = []
        self._begin()

    def _begin(self) -> None:
        """An interview in which nothing has happened yet."""
        with growing():
            self._engine = Engine(self.form, self._clock, self._chance, self._outside)
        self._evaluation = self._engine.evaluation
        self._evaluation.language = self.form.default_language
        self._evaluation.moment = self.begun
        with growing():
            self._engine.begin()
        self._refs = Refs(self._engine.top)
        self._engine.changed.clear()

    @classmethod
    def new(
        cls,
        form: Form,
        clock: Callable[[], datetime],
        rng: Random,
        device: Mapping[str, str] = _NO_DEVICE,
        *,
        last_saved: bytes = b"",
        verify: Verifier = nobody,
    ) -> Session:
        """A new interview.

        Args:
            form: what is asked.
            clock: the time now, aware, in the zone of the post; read once for each event.
            rng: the source of randomness; a session resumed with the same seed draws the same.
            device: values of ``property`` preloads: deviceid, username, phonenumber, email; and ``location``, the
                place of the post, for actions that ask where this machine stands.
            last_saved: the submission of the interview saved before this one, for forms that look at it.
            verify: judges Ed25519 signatures for ``extract-signed``; without it nothing is believed.

        Raises:
            FormError: an expression runs away, the form makes too many nodes, or `last_saved` cannot be read.
        """
        return cls(form, clock, rng, Outside(device, from_submission(last_saved), verify))

    @classmethod
    def resume(
        cls,
        form: Form,
        events: Iterable[Event],
        clock: Callable[[], datetime],
        rng: Random,
        device: Mapping[str, str] = _NO_DEVICE,
        *,
        begun: datetime | None = None,
        last_saved: bytes = b"",
        verify: Verifier = nobody,
    ) -> Session:
        """The interview in which these events happened.

        It is the same to the last calculated value when `rng` is seeded as at first, `begun` is when the interview
        was opened, each event says when it happened, and `device`, `last_saved` and `verify` are as they were.

        Raises:
            FormError: an event names what this form does not have.
        """
        session = cls(form, clock, rng, Outside(device, from_submission(last_saved), verify), begun)
        for event in events:
            session.apply(event)
        return session

    def again(self, events: Iterable[Event] | None = None) -> Session:
        """This interview built anew from its events (or those given), with the same chance and the same beginning.

        Raises:
            FormError: an event names what this form does not have.
        """
        session = Session(self.form, self._clock, self._chance.again(), self._outside, self.begun)
        for event in self._events if events is None else events:
            session.apply(event)
        return session

    def elsewhere(self, form: Form, rng: Random) -> Session:
        """A new interview with another form, at the same time and place."""
        return Session(form, self._clock, rng, self._outside, self.begun)

    # ---- changes -------------------------------------------------------------------------------------------

    def answer(self, ref: str, value: str, *, basis: str | None = None, verbatim: str | None = None) -> ChangeSet:
        """Give a question its answer in the form's text form; the empty text clears it.

        Refused, with the former value kept, when the type or constraint does not hold, the choice is not offered,
        or the question is read-only or not relevant. basis: where the answer comes from; left out, the form's own
        ``basis`` annotation, else ``person_said``.

        Raises:
            FormError: the form has no such question.
        """
        node = self._refs.question(ref)
        value = answers.normal(node.definition, value)
        self._evaluation.moment = None
        code = self._refusal(node, value)
        if code is not None:
            message = self._message(node) if code == "form.answer.constraint" else None
            return ChangeSet(False, (), message, code)
        if basis is None:
            basis = default_basis(node)
        return self._do(Answer(self.ref_of(node), value, basis, verbatim, self._evaluation.now()))

    def set_missing(self, ref: str, reason: MissingReason) -> ChangeSet:
        """Say why a question has no answer; its value becomes empty.

        Raises:
            FormError: the form has no such question, or the reason is none of the three.
        """
        if reason not in {"declined", "unsure", "not_asked"}:
            raise FormError("form.missing.reason")
        node = self._refs.question(ref)
        self._evaluation.moment = None
        if not node.relevant or is_locked(node):
            return ChangeSet(False, (), None, "form.answer.readonly" if is_locked(node) else "form.answer.irrelevant")
        return self._do(Missing(self.ref_of(node), reason, self._evaluation.now()))

    def add_repeat(self, ref: str) -> ChangeSet:
        """A new instance at the end of a repeat.

        Raises:
            FormError: the form has no such repeat.
        """
        parent, definition = self._refs.repeat(ref)
        self._evaluation.moment = None
        if definition.fixed:
            return ChangeSet(False, (), None, "form.repeat.fixed")
        if not self._engine.would_be_relevant(parent, definition):
            return ChangeSet(False, (), None, "form.answer.irrelevant")
        return self._do(AddRepeat(without_place(ref), self._evaluation.now()))

    def remove_repeat(self, ref: str) -> ChangeSet:
        """Take the instance at `ref` away; a ref without position means the last one.

        Raises:
            FormError: the form has no such instance.
        """
        parent, definition = self._refs.repeat(ref)
        self._evaluation.moment = None
        if definition.fixed:
            return ChangeSet(False, (), None, "form.repeat.fixed")
        instances = parent.kids[definition.slot]
        found = STEP.match(ref.rpartition("/")[2])
        place = int(found.group(2)) if found is not None and found.group(2) else len(_instances(instances))
        if not 1 <= place <= len(_instances(instances)):
            raise FormError("form.ref.unknown", ref=ref[:200])
        found_node = _instances(instances)[place - 1]
        if not found_node.relevant:
            return ChangeSet(False, (), None, "form.answer.irrelevant")
        return self._do(RemoveRepeat(self.ref_of(found_node), self._evaluation.now()))

    def set_language(self, name: str) -> ChangeSet:
        """Go on in another language of the form.

        Raises:
            FormError: the form has no such language.
        """
        if name not in self.form.translations:
            raise FormError("form.language", name=name[:100])
        self._evaluation.moment = None
        return self._do(Language(name, self._evaluation.now()))

    def apply(self, event: Event) -> ChangeSet:
        """Do what was done before, without asking again whether it may be done.

        Raises:
            FormError: the event names what this form does not have.
        """
        self._evaluation.moment = event.at
        return self._do(event)

    def _do(self, event: Event) -> ChangeSet:
        try:
            self._perform(event)
        except FormError:
            self._restore()
            raise
        self._events.append(event)
        return ChangeSet(True, tuple([self.ref_of(node) for node in self._engine.changed if node.alive]))

    def _perform(self, event: Event) -> None:
        engine = self._engine
        engine.changed.clear()
        match event:
            case Answer():
                node = self._refs.question(event.ref)
                node.said = event
                self._set(node, event.value, event.basis, event.verbatim, None)
            case Missing():
                node = self._refs.question(event.ref)
                node.said = event
                self._set(node, "", node.basis, None, event.reason)
            case AddRepeat():
                parent, definition = self._refs.repeat(event.ref)
                engine.add(definition, parent)
            case RemoveRepeat():
                self._refs.forget()
                engine.remove(self._refs.node(event.ref))
            case Language():
                self._evaluation.language = event.name
                engine.mark_worded()
            case _:
                assert_never(event)
        engine.settle()
        if isinstance(event, Language):
            engine.changed.update((node, None) for node in walk(engine.top))

    def _restore(self) -> None:
        """Back to what the events say, after one that the form could not bear."""
        self._chance = self._chance.again()
        self._begin()
        for event in self._events:
            self._evaluation.moment = event.at
            self._perform(event)

    def _set(self, node: Node, value: str, basis: str | None, verbatim: str | None, missing: str | None) -> None:
        node.missing, node.verbatim, node.basis = missing, verbatim, basis
        self._engine.changed[node] = None
        self._engine.put(node, value)
        node.given = node.definition.calculate is not None

    def _refusal(self, node: Node, value: str) -> str | None:
        if not node.relevant:
            return "form.answer.irrelevant"
        if is_locked(node):
            return "form.answer.readonly"
        if not value:
            return None
        code = answers.refusal(node, value, self._evaluation)
        if code is not None:
            return code
        return None if self._holds(node, value) else "form.answer.constraint"

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that was done, in order."""
        return tuple(self._events)

    def recompute(self) -> tuple[str, ...]:
        """Evaluate everything anew; the refs that differ from what was kept up to date, which must be none."""
        before = {node: self._snapshot(node) for node in walk(self._engine.top)}
        self._evaluation.moment = self._events[-1].at if self._events else self._evaluation.moment
        self._engine.recompute()
        after = walk(self._engine.top)
        differ = [node for node in after if before.get(node) != self._snapshot(node)]
        return tuple(self.ref_of(node) for node in differ)

    @staticmethod
    def _snapshot(node: Node) -> tuple[str, bool, bool, bool]:
        return node.value, node.relevant, node.required, node.readonly


def default_basis(node: Node) -> str:
    """The basis that the form says an answer has, else that the person said it."""
    for name, value in node.definition.written.items():
        if name.endswith(":basis"):
            return value.strip()
    return "person_said"


def _instances(kid: Node | list[Node]) -> list[Node]:
    return kid if isinstance(kid, list) else [kid]
