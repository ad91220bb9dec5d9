"""A whole interview by a machine: it answers whatever a form asks, and checks the engine after each step.

After each step what was kept up to date must equal what is computed anew, and a second session that was resumed from
the entries alone must be the same in every node. What a change did not name must not have changed.
"""

# ruff: noqa: S311 - an interview is drawn again from its seed

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lxml import etree

from screening.errors import FormError
from screening.forms import packs
from screening.forms.definition import Formula
from screening.forms.evaluation import Node
from screening.forms.form import Form
from screening.forms.nodes import walk
from screening.forms.outline import OutlineItem
from screening.forms.session import ChangeSet, Problem, Session, Submission
from screening.forms.xmltree import OPENROSA, XFORMS
from support.candidates import candidates, literals
from support.xform import NOW

_VOLATILE = re.compile(r"(?:uuid|random|now|today)\s*\(")
_WRITTEN_OUT = frozenset({"time", "dateTime", "geopoint", "geotrace", "geoshape"})  # in full in the submission
_TRIES = 60
_THOROUGH = 400  # nodes; in larger forms outline, problems and facts are compared now and then


@dataclass(frozen=True, slots=True)
class Walked:
    """What an interview came to.

    questions: stated by the form; asked: different ones put; refused: candidates that were not taken; repeats:
    instances added by the robot; steps: entries; stuck: what no candidate fitted, and what stands against closing.
    """

    questions: int
    asked: int
    answered: int
    refused: int
    repeats: int
    steps: int
    seconds: float
    submission: Submission
    stuck: tuple[str, ...]
    live: Session


class Clock:
    """Half a minute later at each step."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time

    def tick(self) -> None:
        self.time += timedelta(seconds=30)


class Steady:
    """Always the same number, so that a random calculation gives the same when it is computed anew."""

    def __init__(self, seed: int) -> None:
        self.number = random.Random(seed).random()

    def random(self) -> float:
        return self.number


class Robot:
    """One interview.

    instances: to how many a repeat that grows is brought; most: entries after which nothing new is asked;
    revisions: how often it changes its mind. An odd seed rather chooses what opens further questions. A form that
    calculates with chance is computed anew only with an odd seed, which makes chance the same each time; the clock
    stands still in a form that calculates with the time.
    """

    def __init__(self, form: Form, seed: int, *, instances: int = 2, most: int = 2_500, revisions: int = 40) -> None:
        self.form = form
        self.draw = random.Random(seed)
        self.clock = Clock()
        self.chancy = any(_VOLATILE.search(source) for source in _sources(form))
        constant = self.chancy and seed % 2 == 1
        self.live = Session.new(form, self.clock, Steady(seed) if constant else random.Random(seed))
        rng = Steady(seed) if constant else random.Random(seed)
        self.shadow = Session.resume(form, (), self.clock, rng, begun=self.live.begun)
        self.anew = not self.chancy or constant
        self.instances = instances
        self.most = most
        self.revisions = revisions
        self.asked: set[str] = set()
        self.answered: set[str] = set()
        self.refused = 0
        self.repeats = 0
        self.unfit: dict[str, None] = {}
        self.telling = _literals_of_relevances(form) if seed % 2 else frozenset()
        self.next_resume = 1

    def interview(self) -> Walked:
        """Ask all there is, change one's mind, ask again, and close."""
        begin = time.perf_counter()
        self.compare(thorough=True)
        self.go_through()
        for _ in range(self.revisions):
            self.revise()
        self.go_through()
        self.mend()
        self.compare(thorough=True)
        self.resume_whole()
        self.read_aloud()
        submission = self.live.finalize()
        check_submission(self.live, submission)
        problems = [f"{each.kind} {each.ref}" for each in self.live.validate()]
        return Walked(
            len(self.form.questions()),
            len(self.asked),
            len(self.answered),
            self.refused,
            self.repeats,
            len(self.live.events),
            time.perf_counter() - begin,
            submission,
            tuple(dict.fromkeys([*problems, *(f"unanswered {ref}" for ref in self.unfit)])),
            self.live,
        )

    # ---- going through -------------------------------------------------------------------------------------

    def go_through(self) -> None:
        """Pass after pass over the questions until none that can be answered is open and repeats have grown."""
        tried: set[str] = set()
        while self.one_pass(tried) or self.grow():
            if len(self.live.events) >= self.most:
                return

    def one_pass(self, tried: set[str]) -> bool:
        any_asked = False
        for item in self.live.outline().questions():
            if len(self.live.events) >= self.most:
                break
            try:
                node = self.live._refs.node(item.ref)
            except FormError:
                continue  # an instance went meanwhile
            if (
                node.relevant
                and not node.readonly
                and not node.value
                and node.missing is None
                and item.ref not in tried
            ):
                tried.add(item.ref)
                any_asked = True
                self.ask(item.ref)
        return any_asked

    def ask(self, ref: str) -> bool:
        """Try candidates until one is taken."""
        self.asked.add(ref)
        tries = candidates(self.live, ref, self.draw, self.telling)
        for _, value in zip(range(_TRIES), tries, strict=False):
            if self.do(lambda live, value=value: live.answer(ref, value)).accepted:
                self.answered.add(ref)
                self.unfit.pop(ref, None)
                return True
            self.refused += 1
        self.unfit[ref] = None
        return False

    def grow(self) -> bool:
        """One more instance of each repeat that may have one."""
        grown = False
        for item in list(_repeats(self.live.outline().items)):
            if item.growable and item.relevant and len(item.children) < self.instances:
                grown = self.do(lambda live, ref=item.ref: live.add_repeat(ref)).accepted or grown
                self.repeats += 1
        return grown

    def revise(self) -> None:
        """Change one's mind about something, as people do."""
        if len(self.live.events) >= self.most:
            return
        questions = [item for item in self.live.outline().questions() if item.relevant and not item.readonly]
        if not questions:
            return
        ref, what = self.draw.choice(questions).ref, self.draw.random()
        if what < 0.5:
            value = next(iter(candidates(self.live, ref, self.draw)), "")
            self.do(lambda live: live.answer(ref, value))
        elif what < 0.7:
            self.do(lambda live: live.answer(ref, ""))
        elif what < 0.8:
            self.do(lambda live: live.set_missing(ref, "declined"))
        elif what < 0.85 and self.form.languages:
            language = self.draw.choice(self.form.languages)
            self.do(lambda live: live.set_language(language))
        else:
            instances = [
                child.ref for item in _repeats(self.live.outline().items) if item.growable for child in item.children
            ]
            if instances:
                gone = self.draw.choice(instances)
                self.do(lambda live: live.remove_repeat(gone))

    def mend(self) -> None:
        """Answer anew what stands against closing, or what it depends on: a later answer may have broken a former."""
        for _ in range(40):
            problems = self.live.validate()
            if not problems or len(self.live.events) >= self.most + 300:
                return
            for problem in problems[:5]:
                self.mend_one(problem)
            self.go_through()

    def mend_one(self, problem: Problem) -> None:
        """Another answer there; where there is none, another answer to what made it open."""
        try:
            node = self.live._refs.node(problem.ref)
        except FormError:
            return
        if node.relevant and not node.readonly and self.ask(problem.ref):
            return
        causes = [each for each in self.causes(node) if each.relevant and not each.readonly]
        if causes:
            self.ask(self.live.ref_of(self.draw.choice(causes)))

    def causes(self, node: Node) -> list[Node]:
        """The questions that its relevance, constraint and choices come from, through calculations."""
        found: dict[Node, None] = {}
        seen: set[int] = set()
        waiting = [node.definition, *(above for above in node.definition.lineage if above.relevant is not None)]
        while waiting:
            definition = waiting.pop()
            if definition.index in seen:
                continue
            seen.add(definition.index)
            formulas = (definition.relevant, definition.constraint, definition.calculate)
            reads = [read for formula in formulas if formula is not None for read in formula.reads]
            if definition.choices is not None:
                reads += definition.choices.reads
            for target in dict.fromkeys(read.target for read in reads):
                if target.control is not None and not target.children:
                    found.update(dict.fromkeys(self.live._engine.nodes_of(target)))
                if target.calculate is not None or target is not node.definition:
                    waiting.append(target)
        return [each for each in found if each is not node]

    def read_aloud(self) -> None:
        """All words of all questions in all languages; looking changes nothing."""
        live = self.live
        for item in live.outline().questions():
            assert live.state(item.ref).ref == item.ref
            offered: list[str] = []
            for language in self.form.languages or (None,):
                live.label(item.ref, language)
                live.hint(item.ref, language)
                live.guidance(item.ref, language)
                live.media(item.ref, language)
                offered = [choice.value for choice in live.choices(item.ref, language)]
            chosen = live.value(item.ref).split() if self.kind(item.ref) in {"select", "rank"} else []
            assert set(chosen) <= set(offered) or item.ref not in self.answered, ("chosen, yet not offered", item.ref)
        same(live, self.shadow, thorough=True)

    def kind(self, ref: str) -> str:
        """The first control on a node; a second one asks as the first does."""
        control = self.live._refs.node(ref).definition.control
        return control.kind if control is not None else ""

    # ---- one step, and what must hold after it -------------------------------------------------------------

    def do(self, act: Callable[[Session], ChangeSet]) -> ChangeSet:
        """One thing that an officer does, with everything checked that must hold after it."""
        if not self.chancy:
            self.clock.tick()
        before = {node: _state(node) for node in walk(self.live._engine.top)}
        count = len(self.live.events)
        change = act(self.live)
        assert len(self.live.events) == count + change.accepted
        if change.accepted:
            self.shadow.apply(self.live.events[-1])
            named = set(change.changed)
            for node in walk(self.live._engine.top):
                if before.get(node, _state(node)) != _state(node):
                    assert self.live.ref_of(node) in named, ("changed without a word", self.live.ref_of(node))
        else:
            assert change.code is not None
            assert all(before[node] == _state(node) for node in walk(self.live._engine.top)), "refused, yet changed"
        self.compare(thorough=len(before) < _THOROUGH or count % 50 == 0)
        if count + 1 >= self.next_resume:
            self.next_resume *= 2
            self.resume_whole()
        return change

    def compare(self, *, thorough: bool) -> None:
        """What is kept up to date equals what is computed anew, and the resumed session is the same."""
        if self.anew:
            differ = self.live.recompute()
            assert not differ, ("kept up to date and computed anew differ", differ[:3])
        same(self.live, self.shadow, thorough=thorough)

    def resume_whole(self) -> None:
        """A session built from all entries is the same."""
        same(self.live, self.live.again(), thorough=True)


def _sources(form: Form) -> Iterator[str]:
    """The expressions that are evaluated as the interview goes on."""
    for each in form.definitions:
        formulas = (each.calculate, each.relevant, each.constraint, each.required, each.readonly, each.count)
        yield from (formula.source for formula in formulas if isinstance(formula, Formula))
        yield from (action.value.source for action in each.actions if action.value is not None)


def _literals_of_relevances(form: Form) -> frozenset[str]:
    """Texts that relevances compare with: choices of these values open further questions."""
    sources = [each.relevant.source for each in form.definitions if each.relevant is not None]
    return frozenset(text for source in sources for text in literals(source))


def same(one: Session, other: Session, *, thorough: bool) -> None:
    """Two sessions stand alike in every node and, when thorough, in all that they show.

    Raises:
        AssertionError: they do not; it names the first nodes.
    """
    left, right = walk(one._engine.top), walk(other._engine.top)
    pairs = zip(left, right, strict=False)
    differ = [(one.ref_of(a), _state(a), _state(b)) for a, b in pairs if _state(a) != _state(b)]
    assert not differ, ("live and resumed differ", differ[:3])
    assert len(left) == len(right), "live and resumed have different nodes"
    if thorough:
        assert one.finalize() == other.finalize()
        assert one.outline() == other.outline()
        assert one.validate() == other.validate()
        assert one.facts() == other.facts()


def _state(node: Node) -> tuple[object, ...]:
    return node.definition.index, node.position, node.value, node.relevant, node.required, node.readonly, node.missing


def _repeats(items: tuple[OutlineItem, ...]) -> Iterator[OutlineItem]:
    for item in items:
        if item.kind == "repeat":
            yield item
        yield from _repeats(item.children)


def check_submission(live: Session, submission: Submission) -> None:
    """It is well-formed, names its form and instance, and holds every relevant node, with its value, and no other.

    Raises:
        AssertionError: it does not; it names the node.
    """
    root = etree.fromstring(submission.xml)
    assert live.form.form_id in {root.get("id", ""), etree.QName(root).namespace, XFORMS}
    top = live._engine.top
    expected = [node for node in walk(top) if node.relevant and not node.definition.attribute and node is not top]
    actions = [*live.form.actions, *(action for each in live.form.definitions for action in each.actions)]
    closing = {action.target for action in actions if action.event == "xforms-revalidate"}
    written = [each for each in root.iterdescendants() if isinstance(each.tag, str)]
    if not _holds_meta(top):
        assert etree.QName(written[-2]) == etree.QName(OPENROSA, "meta")
        assert etree.QName(written[-1]) == etree.QName(OPENROSA, "instanceID")
        assert written[-1].text.startswith("uuid:")
        written = written[:-2]
    assert len(written) == len(expected), "other nodes than the relevant ones"
    for element, node in zip(written, expected, strict=True):
        assert etree.QName(element).localname == node.definition.name.rpartition(":")[2]
        assert _depth(element) == node.definition.depth
        filled = node.definition.preload == "timestamp" and node.definition.preload_parameter == "end"
        filled |= node.definition in closing
        filled |= node.definition.path.endswith("/meta/instanceID") and not node.value
        if node.definition.type in _WRITTEN_OUT:
            assert bool(element.text) == bool(node.value) or filled, live.ref_of(node)
        elif not filled:
            assert (element.text or "") == node.value, live.ref_of(node)
    ids = [each.text for each in root.iter("{*}instanceID")]
    assert ids
    assert all(ids[:1]), "no instance id"


def _holds_meta(top: Node) -> bool:
    meta = top.definition.by_name.get("meta")
    found = meta.by_name.get("instanceID") if meta is not None else None
    holder = top.kids[meta.slot] if meta is not None else None
    return found is not None and isinstance(holder, Node) and holder.relevant


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())


def load(path: Path, beside: Mapping[str, bytes] | None = None) -> Form:
    """The form in a workbook or XForm, through a pack; files it names are looked for beside it.

    Raises:
        FormError: the form is refused.
    """
    source = path.read_bytes()
    media = dict(beside or {})
    first = packs.read(packs.build(source, "robot", media, published_by="robot")).form()
    places = [path.parent / f"{path.stem}-media", path.parent / "media", path.parent, path.parent.parent]
    for name in first.missing_media:
        found = next((place / name for place in places if (place / name).is_file()), None)
        if found is not None:
            media[name] = found.read_bytes()
    if not media:
        return first
    return packs.read(packs.build(source, "robot", media, published_by="robot")).form()
