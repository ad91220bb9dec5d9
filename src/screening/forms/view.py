"""An interview as it stands: values, words, choices, what is open, what would be submitted. Nothing here changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from screening.forms.acting import closing
from screening.forms.choices import Choice, offered
from screening.forms.definition import Control, Definition, Wording
from screening.forms.engine import Engine
from screening.forms.evaluation import Evaluation, Node
from screening.forms.facts import Fact, facts_of
from screening.forms.form import Form
from screening.forms.nodes import is_locked, walk
from screening.forms.outline import Outline, outline_of
from screening.forms.refs import Refs
from screening.forms.submission import Submission, submit
from screening.forms.texts import render, words_of
from screening.forms.wording import Said, said_by_id, said_of

_STRUCTURE: Final = frozenset({"group", "repeat"})


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


class View:
    """One interview, to be looked at."""

    form: Form
    _engine: Engine
    _evaluation: Evaluation
    _refs: Refs

    @property
    def top(self) -> Node:
        """The root node, for other parts of this room."""
        return self._engine.top

    @property
    def evaluation(self) -> Evaluation:
        """What expressions read besides nodes, for other parts of this room."""
        return self._evaluation

    def node_at(self, ref: str) -> Node:
        """The node at `ref`, for other parts of this room.

        Raises:
            FormError: there is none.
        """
        return self._refs.node(ref)

    def repeat_at(self, ref: str) -> tuple[Node, Definition]:
        """The parent node and the definition of the repeat at `ref`, for other parts of this room.

        Raises:
            FormError: there is none.
        """
        return self._refs.repeat(ref)

    def ref_of(self, node: Node) -> str:
        """The absolute path of a node, with positions inside repeats."""
        return self._refs.ref_of(node)

    @property
    def language(self) -> str | None:
        """The language of the interview, None for a form without translations."""
        return self._evaluation.language

    def state(self, ref: str) -> State:
        """A node as it stands.

        Raises:
            FormError: there is none at `ref`.
        """
        node = self._refs.node(ref)
        value = node.value if node.relevant else ""
        valid = self._holds(node, value)
        return State(
            self.ref_of(node),
            value,
            node.relevant,
            node.required,
            is_locked(node),
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
        node = self._refs.node(ref)
        return node.value if node.relevant else ""

    def label(self, ref: str, language: str | None = None) -> str:
        """The question's words, outputs filled in."""
        return self._label(self._refs.node(ref), language)

    def hint(self, ref: str, language: str | None = None) -> str:
        """The hint, empty when there is none."""
        return self._hint(self._refs.node(ref), language)

    def short(self, ref: str, language: str | None = None) -> str:
        """The short form of the label, for summaries and small screens; empty when there is none."""
        node = self._refs.node(ref)
        control = node.definition.control
        words = words_of(control.label if control is not None else None, node, self._evaluation, self._spoken(language))
        return render(words.short, node, self._evaluation)

    def guidance(self, ref: str, language: str | None = None) -> str:
        """The guidance for the officer that belongs to the hint, empty when there is none."""
        node = self._refs.node(ref)
        control = node.definition.control
        if control is None:
            return ""
        words = words_of(control.hint, node, self._evaluation, self._spoken(language))
        return render(words.guidance, node, self._evaluation)

    def media(self, ref: str, language: str | None = None) -> Mapping[str, str]:
        """File names that belong to the label, by form: image, audio, video, big-image."""
        node = self._refs.node(ref)
        control = node.definition.control
        if control is None:
            return {}
        return words_of(control.label, node, self._evaluation, self._spoken(language)).media

    def choices(self, ref: str, language: str | None = None) -> tuple[Choice, ...]:
        """The choices that a select offers now."""
        return offered(self._refs.node(ref), self._evaluation, self._spoken(language))

    def said(self, ref: str, language: str | None = None) -> Said:
        """The question's words with the language they are really in and the state of that translation."""
        node = self.node_at(ref)
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
        return submit(self.form, self._engine.top, self._evaluation, closing(self._engine))

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
