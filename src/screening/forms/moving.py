"""An open interview moved to another version of its form: what a person said is said again, with a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias

from screening.errors import FormError
from screening.forms import answers
from screening.forms.choices import offered_values
from screening.forms.definition import Definition
from screening.forms.evaluation import Node, Random
from screening.forms.events import AddRepeat, Answer, Event, Language, Missing, RemoveRepeat
from screening.forms.form import Form
from screening.forms.nodes import is_locked, walk
from screening.forms.session import Session

Why: TypeAlias = Literal["gone", "structure", "unasked", "locked", "type", "choice", "instance"]
"""Why something said has no place in the new form: the question is gone; it is a group or a repeat there; it is kept
but no longer asked; it is read-only; the value does not fit its type; the choice is gone; the instance is not there."""

_SELECTS: Final = frozenset({"select1", "select", "rank"})
_ROUNDS: Final = 4


@dataclass(frozen=True, slots=True)
class Orphan:
    """Something said that the new form has no place for.

    ref, label: of the question it was said to, in the old form; value: what has no place (of several choices, those
    that are gone), with the reason instead of an answer in `missing`; code: of the refusal, where there was one.
    """

    ref: str
    label: str
    value: str
    missing: str | None
    basis: str | None
    verbatim: str | None
    why: Why
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Repeats:
    """A repeat that has another number of instances than before."""

    ref: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a move; refs are of the new form unless said otherwise.

    kept: what was said and stands, old ref and new; orphans: what has no place;
    required: questions in view that must be answered now, are not, and stood open for no such reason before;
    invalid: answers that were kept and break a constraint of the new form, and did not break the old one;
    hidden: answers that were kept and are not relevant any more; added: questions in view that the old form lacks;
    repeats: numbers of instances that differ; language: of the interview, where the new form lacks it.
    """

    kept: tuple[tuple[str, str], ...]
    orphans: tuple[Orphan, ...]
    required: tuple[str, ...]
    invalid: tuple[str, ...]
    hidden: tuple[str, ...]
    added: tuple[str, ...]
    repeats: tuple[Repeats, ...]
    language: str | None

    @property
    def clean(self) -> bool:
        """Whether everything that was said stands, and nothing new stands open."""
        return not (self.orphans or self.required or self.invalid or self.hidden or self.repeats or self.language)


@dataclass(frozen=True, slots=True)
class Move:
    """A moved interview.

    session: with the new form; its events make it again; origins: for each of these events the old ref of what is said
    there, None for what only makes room; report: what came of it.
    """

    session: Session
    origins: tuple[str | None, ...]
    report: Report


def move(old: Session, form: Form, rng: Random) -> Move:
    """The interview `old` moved to `form`; `old` itself stays as it is.

    What a person said last at each place is said again at its own time, in that order; everything calculated is
    calculated anew. Nothing is lost: what has no place is in the report.

    Args:
        old: an interview that is still open.
        form: another version of its form.
        rng: the randomness of the new session, to be seeded in the same way when it is resumed.

    Raises:
        FormError: the new form cannot be begun, or runs away.
    """
    return _Moving(old, form, rng).moved()


@dataclass(slots=True)
class _Said:
    """One thing said, and where it is to go."""

    node: Node
    event: Answer | Missing
    ref: str
    order: int
    why: Why | None = None
    code: str | None = None
    gone: str = ""  # choices that are not offered


class _Moving:
    def __init__(self, old: Session, form: Form, rng: Random) -> None:
        self.old = old
        self.new = old.elsewhere(form, rng)
        self.origins: list[str | None] = []
        place = {id(event): number for number, event in enumerate(old.events)}
        self.said = sorted(
            (
                _Said(node, node.said, old.ref_of(node), place.get(id(node.said), 0))
                for node in walk(old.top)
                if node.said is not None and _stands(node)
            ),
            key=lambda each: each.order,
        )

    def moved(self) -> Move:
        lacking = self.speak()
        for _ in range(_ROUNDS):  # an answer may make the instances that others are said in
            self.make_room()
            if not self.say_all():
                break
        self.drop_choices()
        return Move(self.new, tuple(self.origins), self.report(lacking))

    # ---- saying it again -----------------------------------------------------------------------------------

    def do(self, event: Event, origin: str | None = None) -> None:
        self.new.apply(event)
        self.origins.append(origin)

    def speak(self) -> str | None:
        """Go on in the language of the interview; where the form lacks it, say which."""
        language = self.old.language
        if language is None or language == self.new.language:
            return None
        if language not in self.new.form.translations:
            return language
        self.do(Language(language, self.old.begun))
        return None

    def make_room(self) -> None:
        """As many instances of each repeat as there were, where the new form leaves that to the officer."""
        for node, definition in _repeats(self.old):
            parent = self.old.ref_of(node)
            target = self.repeat_at(f"{parent}/{definition.name}")
            if target is None:
                continue
            above, new = target
            before, after = len(_instances(node, definition)), len(_instances(above, new))
            ref = f"{self.new.ref_of(above)}/{new.name}"
            for _ in range(before - after):
                self.do(AddRepeat(ref, self.time_of(node, definition)))
            for place in range(after, before, -1):
                self.do(RemoveRepeat(f"{ref}[{place}]", self.old.begun))

    def time_of(self, node: Node, definition: Definition) -> datetime:
        """When something was first said inside, as the time at which its instances are made."""
        inside = {id(each) for one in _instances(node, definition) for each in walk(one)}
        return next((each.event.at for each in self.said if id(each.node) in inside and each.event.at), self.old.begun)

    def repeat_at(self, ref: str) -> tuple[Node, Definition] | None:
        try:
            found = self.new.repeat_at(ref)
        except FormError:
            return None
        return None if found[1].fixed else found

    def say_all(self) -> bool:
        """Say what does not stand yet; whether anything was said."""
        progress = False
        for each in self.said:
            target = self.place_of(each)
            if target is None or each.why is not None:
                continue
            if not _same(target, each.event):
                self.do(replace(each.event, ref=self.new.ref_of(target)), each.ref)
                progress = True
        return progress

    def place_of(self, each: _Said) -> Node | None:
        """The node of the new form where this may be said; why not, if there is none."""
        each.why = each.code = None
        try:
            target = self.new.node_at(each.ref)
        except FormError:
            each.why = "instance" if _exists(self.new.form, each.node.definition.path) else "gone"
            return None
        definition = target.definition
        if any(not child.attribute for child in definition.children) or definition.repeat:
            each.why = "structure"
        elif definition.control is None:
            each.why = "unasked"
        elif definition.readonly is True or is_locked(target):
            each.why = "locked"
        elif isinstance(each.event, Answer) and each.event.value:
            self.judge(each, definition)
        return target if each.why is None else None

    def judge(self, each: _Said, definition: Definition) -> None:
        """Whether the new question takes a value of this type."""
        assert isinstance(each.event, Answer)  # noqa: S101 - the caller looked
        kind = definition.control.kind if definition.control is not None else ""
        if kind in _SELECTS:
            return  # choices are judged when everything stands
        value = answers.normal(definition, each.event.value)
        each.code = answers.refusal_of_type(definition, value)
        if each.code is not None:
            each.why = "type"
        elif value != each.event.value:
            each.event = replace(each.event, value=value)

    def drop_choices(self) -> None:
        """Take back what is not offered, now that everything that decides about it stands."""
        for each in self.said:
            target = self.place_of(each)
            if target is None or not isinstance(each.event, Answer) or not each.event.value:
                continue
            control = target.definition.control
            if control is None or control.kind not in _SELECTS:
                continue
            offered = offered_values(target, self.new.evaluation)
            chosen = [each.event.value] if control.kind == "select1" else each.event.value.split()
            kept = [value for value in chosen if value in offered]
            if control.kind == "rank" and len(kept) != len(offered):
                kept = []
            if len(kept) == len(chosen):
                continue
            each.gone = " ".join(value for value in chosen if value not in kept)
            value = " ".join(kept)
            if not value:
                each.why = "choice"
            each.event = replace(each.event, value=value)
            if target.value != value or target.said is None:
                self.do(replace(each.event, ref=self.new.ref_of(target)), each.ref)

    # ---- telling -------------------------------------------------------------------------------------------

    def report(self, lacking: str | None) -> Report:
        old, new = self.old, self.new
        orphans: list[Orphan] = []
        kept: list[tuple[str, str]] = []
        for each in self.said:
            if each.why is not None or each.gone:
                orphans.append(self.orphan(each))
            if each.why is None:
                kept.append((each.ref, new.ref_of(new.node_at(each.ref))))
        before = {problem.kind + problem.ref for problem in old.validate()}
        now = [problem for problem in new.validate() if problem.kind + problem.ref not in before]
        known = {one.path for one in old.form.definitions if one.control is not None}
        hidden = [ref for was, ref in kept if not new.node_at(ref).relevant and old.node_at(was).relevant]
        added = [
            item.ref
            for item in new.outline().questions()
            if item.relevant and not item.answered and _path(item.ref) not in known
        ]
        stands = {ref for _, ref in kept}
        return Report(
            tuple(kept),
            tuple(orphans),
            tuple(problem.ref for problem in now if problem.kind == "required"),
            tuple(problem.ref for problem in now if problem.kind == "constraint" and problem.ref in stands),
            tuple(hidden),
            tuple(added),
            tuple(self.counts()),
            lacking,
        )

    def orphan(self, each: _Said) -> Orphan:
        said, label = each.node.said, self.old.label(each.ref)
        if isinstance(said, Missing):
            return Orphan(each.ref, label, "", said.reason, None, None, each.why or "choice", each.code)
        value = each.gone or (said.value if said is not None else "")
        basis, verbatim = (said.basis, said.verbatim) if said is not None else (None, None)
        return Orphan(each.ref, label, value, None, basis, verbatim, each.why or "choice", each.code)

    def counts(self) -> Iterator[Repeats]:
        for node, definition in _repeats(self.old):
            before = len(_instances(node, definition))
            ref = f"{self.old.ref_of(node)}/{definition.name}"
            try:
                above, new = self.new.repeat_at(ref)
                after = len(_instances(above, new))
            except FormError:
                after = 0
            if before != after:
                yield Repeats(ref, before, after)


def _stands(node: Node) -> bool:
    """Whether what was said here last is still what is here: a calculation or a filter may have replaced it."""
    return node.said is not None and _same(node, node.said)


def _same(node: Node, event: Answer | Missing) -> bool:
    if isinstance(event, Missing):
        return node.missing == event.reason
    return node.said is not None and node.missing is None and node.value == event.value


def _repeats(session: Session) -> Iterator[tuple[Node, Definition]]:
    """Every repeat of an interview by the node that it stands in, the outer ones first."""
    for node in walk(session.top):
        for child in node.definition.children:
            if child.repeat:
                yield node, child


def _instances(node: Node, definition: Definition) -> list[Node]:
    kid = node.kids[definition.slot]
    return kid if isinstance(kid, list) else [kid]


def _exists(form: Form, path: str) -> bool:
    return any(one.path == path for one in form.definitions)


def _path(ref: str) -> str:
    """A ref without its positions."""
    return "".join(piece.partition("[")[0] for piece in ref.split("]"))
