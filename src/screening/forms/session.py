"""An interview in progress: answers in, what to show out. Cheap to make; its form is shared and never changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, assert_never

from screening.errors import FormError
from screening.forms import answers
from screening.forms.choices import Choice, offered
from screening.forms.definition import Control, Definition, Wording
from screening.forms.engine import Engine, walk
from screening.forms.evaluation import Chance, Node, Random
from screening.forms.events import AddRepeat, Answer, Event, Language, Missing, MissingReason, RemoveRepeat
from screening.forms.facts import Fact, facts_of
from screening.forms.form import Form
from screening.forms.outline import Outline, outline_of
from screening.forms.submission import Submission, submit
from screening.forms.texts import render, words_of
from screening.forms.wording import Said, said_by_id, said_of

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
    "Said",
    "Session",
    "State",
    "Submission",
]

Rng = Random
"""Where a session's randomness comes from."""

_STEP: Final = re.compile(r"(@?[^\[\]/]+)(?:\[(\d{1,9})\])?\Z")
_NO_DEVICE: Final[Mapping[str, str]] = MappingProxyType({})
_STRUCTURE: Final = frozenset({"group", "repeat"})


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


@dataclass(frozen=True, slots=True)
class State:
    """A node as it stands. value: empty when it is not relevant; missing: why there is no value, if that was said."""

    ref: str
    value: str
    relevant: bool
    required: bool
    readonly: bool
    valid: bool
    message: str | None
    label: str
    hint: str
    missing: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands against closing the interview. kind: required or constraint; message: the form's words or empty."""

    ref: str
    kind: str
    message: str


class Session:
    """One interview. Every change goes through a method that appends to `events`."""

    def __init__(
        self,
        form: Form,
        clock: Callable[[], datetime],
        rng: Random,
        device: Mapping[str, str] = _NO_DEVICE,
        *,
        begun: datetime | None = None,
    ) -> None:
        """Use `Session.new` or `Session.resume`."""
        self.form = form
        self._clock = clock
        self._device = device
        self._chance = Chance(rng)
        self.begun = begun if begun is not None else clock()
        self._events: list[Event] = []
        self._refs: dict[str, Node] = {}
        self._begin()

    def _begin(self) -> None:
        """An interview in which nothing has happened yet."""
        self._engine = Engine(self.form, self._clock, self._chance, self._device)
        self._evaluation = self._engine.evaluation
        self._evaluation.language = self.form.default_language
        self._evaluation.moment = self.begun
        self._engine.begin()
        self._engine.changed.clear()

    @classmethod
    def new(
        cls, form: Form, clock: Callable[[], datetime], rng: Random, device: Mapping[str, str] = _NO_DEVICE
    ) -> Session:
        """A new interview.

        Args:
            form: what is asked.
            clock: the time now, aware, in the zone of the post; read once for each event.
            rng: the source of randomness; a session resumed with the same seed draws the same.
            device: values of ``property`` preloads: deviceid, username, phonenumber, email.

        Raises:
            FormError: an expression runs away, or the form makes too many nodes.
        """
        return cls(form, clock, rng, device)

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
    ) -> Session:
        """The interview in which these events happened.

        It is the same to the last calculated value when `rng` is seeded as at first, `begun` is when the interview
        was opened and each event says when it happened.

        Raises:
            FormError: an event names what this form does not have.
        """
        session = cls(form, clock, rng, device, begun=begun)
        for event in events:
            session.apply(event)
        return session

    def again(self, events: Iterable[Event] | None = None) -> Session:
        """This interview built anew from its events (or those given), with the same chance and the same beginning.

        Raises:
            FormError: an event names what this form does not have.
        """
        events = self._events if events is None else events
        return Session.resume(self.form, events, self._clock, self._chance.again(), self._device, begun=self.begun)

    # ---- changes -------------------------------------------------------------------------------------------

    def answer(self, ref: str, value: str, *, basis: str | None = None, verbatim: str | None = None) -> ChangeSet:
        """Give a question its answer in the form's text form; the empty text clears it.

        Refused, with the former value kept, when the type or constraint does not hold, the choice is not offered,
        or the question is read-only or not relevant. basis: where the answer comes from; left out, the form's own
        ``basis`` annotation, else ``person_said``.

        Raises:
            FormError: the form has no such question.
        """
        node = self._question(ref)
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
        node = self._question(ref)
        self._evaluation.moment = None
        if not node.relevant or node.readonly:
            return ChangeSet(False, (), None, "form.answer.readonly" if node.readonly else "form.answer.irrelevant")
        return self._do(Missing(self.ref_of(node), reason, self._evaluation.now()))

    def add_repeat(self, ref: str) -> ChangeSet:
        """A new instance at the end of a repeat.

        Raises:
            FormError: the form has no such repeat.
        """
        _, definition = self._repeat(ref)
        self._evaluation.moment = None
        if definition.fixed:
            return ChangeSet(False, (), None, "form.repeat.fixed")
        return self._do(AddRepeat(_unplaced(ref), self._evaluation.now()))

    def remove_repeat(self, ref: str) -> ChangeSet:
        """Take the instance at `ref` away; a ref without position means the last one.

        Raises:
            FormError: the form has no such instance.
        """
        parent, definition = self._repeat(ref)
        self._evaluation.moment = None
        if definition.fixed:
            return ChangeSet(False, (), None, "form.repeat.fixed")
        instances = parent.kids[definition.slot]
        found = _STEP.match(ref.rpartition("/")[2])
        place = int(found.group(2)) if found is not None and found.group(2) else len(_instances(instances))
        if not 1 <= place <= len(_instances(instances)):
            raise FormError("form.ref.unknown", ref=ref[:200])
        return self._do(RemoveRepeat(self.ref_of(_instances(instances)[place - 1]), self._evaluation.now()))

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
                node = self._question(event.ref)
                self._set(node, event.value, event.basis, event.verbatim, None)
            case Missing():
                node = self._question(event.ref)
                self._set(node, "", node.basis, None, event.reason)
            case AddRepeat():
                parent, definition = self._repeat(event.ref)
                engine.add(definition, parent)
            case RemoveRepeat():
                self._refs.clear()
                engine.remove(self._node(event.ref))
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
        self._refs.clear()
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
        if node.readonly:
            return "form.answer.readonly"
        if not value:
            return None
        code = answers.refusal(node, value, self._evaluation)
        if code is not None:
            return code
        return None if self._holds(node, value) else "form.answer.constraint"

    def _holds(self, node: Node, value: str) -> bool:
        """Whether the constraint would hold if the node had that value."""
        constraint = node.definition.constraint
        if constraint is None or constraint.truth is None or not value:
            return True
        before, node.value = node.value, value
        try:
            return constraint.truth(node, self._evaluation)
        finally:
            node.value = before

    # ---- finding nodes -------------------------------------------------------------------------------------

    def ref_of(self, node: Node) -> str:
        """The absolute path of a node, with positions inside repeats."""
        if node.ref is None:
            if node.definition.level == 0 or node.parent is None:
                node.ref = node.definition.path
            else:
                place = f"[{node.position}]" if node.definition.repeat else ""
                node.ref = f"{self.ref_of(node.parent)}/{node.definition.name}{place}"
        return node.ref

    def _node(self, ref: str) -> Node:
        found = self._refs.get(ref)
        if found is not None and found.alive:
            return found
        steps = ref.split("/")
        node = self._engine.top
        if len(steps) < 2 or steps[0] or steps[1] != node.definition.name:  # noqa: PLR2004 - "" and the root
            raise FormError("form.ref.unknown", ref=ref[:200])
        for step in steps[2:]:
            node = self._child(node, step, ref)
        self._refs[ref] = node
        return node

    def _child(self, node: Node, step: str, ref: str) -> Node:
        found = _STEP.match(step)
        definition = node.definition.by_name.get(found.group(1)) if found is not None else None
        if found is None or definition is None:
            raise FormError("form.ref.unknown", ref=ref[:200])
        place = int(found.group(2) or 1)
        kid = node.kids[definition.slot]
        instances = kid if isinstance(kid, list) else [kid]
        if not 1 <= place <= len(instances):
            raise FormError("form.ref.unknown", ref=ref[:200])
        return instances[place - 1]

    def _question(self, ref: str) -> Node:
        node = self._node(ref)
        if any(not child.attribute for child in node.definition.children) or node.definition.repeat:
            raise FormError("form.ref.group", ref=ref[:200])
        return node

    def _repeat(self, ref: str) -> tuple[Node, Definition]:
        """The parent node and the definition of the repeat at `ref`."""
        above, _, step = ref.rpartition("/")
        parent = self._node(above) if above else None
        found = _STEP.match(step)
        definition = parent.definition.by_name.get(found.group(1)) if parent is not None and found is not None else None
        if parent is None or definition is None or not definition.repeat:
            raise FormError("form.repeat.unknown", ref=ref[:200])
        return parent, definition

    # ---- what to show --------------------------------------------------------------------------------------

    @property
    def language(self) -> str | None:
        """The language of the interview, None for a form without translations."""
        return self._evaluation.language

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that was done, in order."""
        return tuple(self._events)

    def state(self, ref: str) -> State:
        """A node as it stands.

        Raises:
            FormError: there is none at `ref`.
        """
        node = self._node(ref)
        value = node.value if node.relevant else ""
        valid = self._holds(node, value)
        return State(
            self.ref_of(node),
            value,
            node.relevant,
            node.required,
            node.readonly,
            valid,
            None if valid else self._message(node),
            self._label(node, None),
            self._hint(node, None),
            node.missing,
        )

    def value(self, ref: str) -> str:
        """The value, empty when the node is not relevant.

        Raises:
            FormError: there is none at `ref`.
        """
        node = self._node(ref)
        return node.value if node.relevant else ""

    def label(self, ref: str, language: str | None = None) -> str:
        """The question's words, outputs filled in."""
        return self._label(self._node(ref), language)

    def hint(self, ref: str, language: str | None = None) -> str:
        """The hint, empty when there is none."""
        return self._hint(self._node(ref), language)

    def guidance(self, ref: str, language: str | None = None) -> str:
        """The guidance for the officer that belongs to the hint, empty when there is none."""
        node = self._node(ref)
        control = node.definition.control
        if control is None:
            return ""
        words = words_of(control.hint, node, self._evaluation, self._spoken(language))
        return render(words.guidance, node, self._evaluation)

    def media(self, ref: str, language: str | None = None) -> Mapping[str, str]:
        """File names that belong to the label, by form: image, audio, video, big-image."""
        node = self._node(ref)
        control = node.definition.control
        if control is None:
            return {}
        return words_of(control.label, node, self._evaluation, self._spoken(language)).media

    def choices(self, ref: str, language: str | None = None) -> tuple[Choice, ...]:
        """The choices that a select offers now."""
        return offered(self._node(ref), self._evaluation, self._spoken(language))

    def said(self, ref: str, language: str | None = None) -> Said:
        """The question's words with the language they are really in and the state of that translation."""
        node = self._node(ref)
        control = node.definition.control
        return said_of(control.label if control is not None else None, node, self._evaluation, self._spoken(language))

    def said_choices(self, ref: str, language: str | None = None) -> Mapping[str, Said]:
        """As `said`, for each choice that is offered now, by its value."""
        spoken = self._spoken(language)
        return {
            choice.value: said_by_id(self.form, choice.label, choice.text_id, spoken)
            for choice in self.choices(ref, spoken)
        }

    def _spoken(self, language: str | None) -> str | None:
        return language if language is not None else self._evaluation.language

    def _label(self, node: Node, language: str | None) -> str:
        control = node.definition.control
        return self._words(control.label if control is not None else None, node, language)

    def _hint(self, node: Node, language: str | None) -> str:
        control: Control | None = node.definition.control
        return self._words(control.hint if control is not None else None, node, language)

    def _words(self, wording: Wording | None, node: Node, language: str | None) -> str:
        if wording is None:
            return ""
        words = words_of(wording, node, self._evaluation, self._spoken(language))
        return render(words.parts, node, self._evaluation)

    def _message(self, node: Node) -> str | None:
        return self._words(node.definition.message, node, None) or None

    def outline(self) -> Outline:
        """Groups, repeats and questions in the order of the body, with their state."""
        return outline_of(self.form, self._engine.top, self.ref_of, lambda node: self._label(node, None), self._words)

    # ---- closing -------------------------------------------------------------------------------------------

    def validate(self) -> tuple[Problem, ...]:
        """Relevant questions without a required answer or with one that breaks its constraint, in document order.

        A reason why there is no answer counts as one.
        """
        self._evaluation.moment = None
        found: list[Problem] = []
        for node in walk(self._engine.top):
            control = node.definition.control
            if not node.relevant or control is None or control.kind in _STRUCTURE:
                continue
            if node.value:
                if not self._holds(node, node.value):
                    found.append(Problem(self.ref_of(node), "constraint", self._message(node) or ""))
            elif node.required and node.missing is None:
                message = self._words(node.definition.required_message, node, None)
                found.append(Problem(self.ref_of(node), "required", message))
        return tuple(found)

    def facts(self) -> tuple[Fact, ...]:
        """What the annotations say about the answers as they stand."""
        self._evaluation.moment = None
        return facts_of(self._engine.top, self._evaluation, self.ref_of)

    def finalize(self) -> Submission:
        """The submission as it would be sent now; the session itself is not changed."""
        self._evaluation.moment = None
        return submit(self.form, self._engine.top, self._evaluation)

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


def _unplaced(ref: str) -> str:
    above, _, step = ref.rpartition("/")
    return f"{above}/{step.partition('[')[0]}"
