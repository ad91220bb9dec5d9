"""The nodes of one interview and their recomputation: only what depends on a real change is evaluated again."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final, assert_never

from screening.errors import FormError
from screening.forms import limits
from screening.forms.acting import load, react
from screening.forms.choices import offered_values
from screening.forms.definition import Definition
from screening.forms.evaluation import Evaluation, Node, Outside, Random
from screening.forms.form import Form
from screening.forms.graph import Cell
from screening.forms.lineage import descend, slots_between
from screening.forms.nodes import Nursery, is_locked, walk
from screening.forms.results import computed
from screening.forms.strings import uuid4
from screening.forms.values import number_of_text

_ROUNDS: Final = 200


class Engine:
    """Nodes, and what is still to be evaluated. `changed` collects nodes whose state is no longer what it was."""

    def __init__(self, form: Form, clock: Callable[[], datetime], rng: Random, outside: Outside) -> None:
        self.form = form
        self.evaluation = Evaluation(form, clock, rng, outside, len(form.definitions))
        self.changed: dict[Node, None] = {}
        self.valued: dict[Node, None] = {}
        self.created: list[Node] = []
        self._heap: list[int] = []
        self._dirty: dict[int, dict[Node, None]] = {}
        self._quiet = False
        self._beginning = True
        self._nursery = Nursery(self.evaluation)
        self._acting = any(definition.actions for definition in form.definitions)
        assert form.top.initial is not None  # noqa: S101 - the reader set it
        self.top = self._nursery.grow(form.top.initial, None)

    # ---- nodes ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Evaluate a new interview: preloads, all expressions, actions of the first load."""
        with self._counted():
            self._begin()

    def _begin(self) -> None:
        evaluation = self.evaluation
        evaluation.shuffle = int(evaluation.rng.random() * 2147483646)
        evaluation.identity = f"uuid:{uuid4(evaluation.rng.random)}"
        self._nursery.preload(self.top)
        self._quiet = True
        self._mark_below(self.top)
        self.evaluate()
        self._quiet = False
        if not self.form.graph.ordered:
            self._mark_below(self.top)
            self.evaluate()
        self.created += self._instances_below(self.top)
        load(self, "odk-instance-first-load", "odk-instance-load")
        self.created.clear()
        react(self)
        self._beginning = False

    def _instances_below(self, node: Node) -> list[Node]:
        return [each for each in walk(node) if each.definition.repeat]

    def nodes_of(self, definition: Definition) -> list[Node]:
        """Every node of a definition."""
        return descend(self.top, slots_between(self.form.top, definition))

    # ---- changes -------------------------------------------------------------------------------------------

    def put(self, node: Node, value: str) -> None:
        """Give a node a value; readers are marked when it differs."""
        if node.value != value:
            node.value = value
            self.changed[node] = None
            if self._acting:
                self.valued[node] = None
            if node.relevant:
                self._fire(node)

    def would_be_relevant(self, parent: Node, definition: Definition) -> bool:
        """Whether an instance of a repeat would be asked about."""
        formula, template = definition.relevant, definition.template
        if not parent.relevant or formula is None or formula.truth is None or template is None:
            return parent.relevant
        instances = parent.kids[definition.slot]
        assert isinstance(instances, list)  # noqa: S101 - slots of repeats hold lists
        if any(instance.relevant for instance in instances):
            return True
        if instances:
            return False
        before = self._nursery.count
        trial = self._nursery.grow(template, parent)
        self._nursery.count = before
        return formula.truth(trial, self.evaluation)

    def written(self, node: Node) -> None:
        """An action has written here: a filter may refuse it; of a calculation it stands until a trigger changes.

        Before anybody answers, the calculation has the last word, as in Collect.
        """
        own = self.form.graph.own[node.definition.index]
        for order in own:
            kind = self.form.graph.cells[order].kind
            if kind == "choices" or (kind == "calculate" and self._beginning):
                self._mark(order, node)
        if node.definition.calculate is not None:
            node.given = True

    def add(self, definition: Definition, parent: Node) -> Node:
        """A new instance of a repeat at its end, with what depends on it marked."""
        template = definition.template
        instances = parent.kids[definition.slot]
        assert template is not None  # noqa: S101 - the reader gave each repeat one
        assert isinstance(instances, list)  # noqa: S101 - slots of repeats hold lists
        if len(instances) >= limits.REPEAT_INSTANCES:
            raise FormError("form.large", count=len(instances))
        node = self._nursery.grow(template, parent)
        node.position = len(instances) + 1
        instances.append(node)
        self._nursery.preload(node)
        for each in walk(node):
            self.changed[each] = None
        self._mark_below(node)
        self._fire_structure(definition, parent)
        self.created.append(node)
        return node

    def remove(self, node: Node) -> None:
        """Take an instance away, with what depended on it marked."""
        parent = node.parent
        assert parent is not None  # noqa: S101 - an instance of a repeat
        instances = parent.kids[node.definition.slot]
        assert isinstance(instances, list)  # noqa: S101 - slots of repeats hold lists
        place = instances.index(node)
        del instances[place]
        for each in walk(node):
            each.alive = False
            self.changed[each] = None
            self._nursery.count -= 1
        for later in instances[place:]:
            later.position -= 1
            for each in walk(later):
                each.ref = None
                self.changed[each] = None
        self.changed[parent] = None
        self._fire_structure(node.definition, parent)

    def settle(self) -> None:
        """Evaluate all that is marked, run the actions that follow, until nothing is left."""
        with self._counted():
            self.evaluate()
            react(self)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Count all the work of one event together."""
        e = self.evaluation
        e.work, e.settling = 0, True
        try:
            yield
        finally:
            e.settling = False

    def recompute(self) -> None:
        """Evaluate everything, whether marked or not; an answered calculation keeps its answer."""
        cells = self.form.graph.cells
        self._mark_below(self.top)
        for order, nodes in self._dirty.items():
            if cells[order].kind == "calculate":
                for node in [node for node in nodes if node.given]:
                    del nodes[node]
        self.evaluate()

    def mark_worded(self) -> None:
        """Mark the expressions that say something in the language of the interview."""
        for order in self.form.worded:
            for node in self.nodes_of(self.form.graph.cells[order].definition):
                self._mark(order, node)

    # ---- marking -------------------------------------------------------------------------------------------

    def _mark(self, order: int, node: Node) -> None:
        bucket = self._dirty.get(order)
        if bucket is None:
            self._dirty[order] = {node: None}
            heapq.heappush(self._heap, order)
        else:
            bucket[node] = None

    def _mark_below(self, start: Node) -> None:
        own = self.form.graph.own
        for node in walk(start):
            for order in own[node.definition.index]:
                self._mark(order, node)

    def _fire(self, node: Node) -> None:
        """Mark what reads this node."""
        if not self._quiet:
            self._fire_readers(node, node.definition, 0)

    def _fire_structure(self, definition: Definition, parent: Node) -> None:
        """Mark what reads the instances of a repeat as a whole."""
        if not self._quiet:
            self._fire_readers(parent, definition, 1)

    def _fire_readers(self, node: Node, definition: Definition, climbed: int) -> None:
        single, changed, dirty = self.evaluation.single, self.changed, self._dirty
        for order, index, up, slots in self.form.graph.readers[definition.index]:
            if index >= 0:
                if order < 0:
                    changed[single[index]] = None
                    continue
                bucket = dirty.get(order)
                if bucket is None:
                    dirty[order] = {single[index]: None}
                    heapq.heappush(self._heap, order)
                else:
                    bucket[single[index]] = None
                continue
            if up < climbed:
                continue  # it reads its own instance, which did not change as such
            top = node
            for _ in range(up - climbed):
                assert top.parent is not None  # noqa: S101 - the anchor is an ancestor
                top = top.parent
            for reader in descend(top, slots):
                if order < 0:
                    changed[reader] = None
                else:
                    self._mark(order, reader)

    # ---- evaluating ----------------------------------------------------------------------------------------

    def evaluate(self) -> None:
        """Evaluate what is marked; then counts that look into their own instances, until they ask for nothing more."""
        self._evaluate_marked()
        for _ in range(_ROUNDS if self.form.graph.looping else 0):
            before = self._nursery.count
            for order in self.form.graph.looping:
                cell = self.form.graph.cells[order]
                self._recount(cell, self.nodes_of(cell.definition))
            if not self._heap and before == self._nursery.count:
                return
            self._evaluate_marked()
        if self.form.graph.looping:
            raise FormError("form.endless", node="jr:count")

    def _evaluate_marked(self) -> None:
        cells, dirty, heap = self.form.graph.cells, self._dirty, self._heap
        left = limits.ROUNDS_OF_ONE_EVENT + limits.ROUNDS_OF_ONE_CELL * len(cells)
        while heap:
            order = heapq.heappop(heap)
            nodes = dirty.pop(order)
            left -= 1
            cell = cells[order]
            try:
                if left < 0:
                    _end()
                if not cell.looping:  # else its turn comes when all else is settled
                    self._evaluate_cell(cell, nodes)
            except FormError as error:
                heap.clear()
                dirty.clear()
                if error.params.get("node") != "":
                    raise
                raise FormError(error.code, **{**error.params, "node": cell.subject.path[:200]}) from None

    def _evaluate_cell(self, cell: Cell, nodes: Iterable[Node]) -> None:
        match cell.kind:
            case "relevant":
                self._relevant(cell, nodes)
            case "calculate":
                self._calculate(cell, nodes)
            case "count":
                self._recount(cell, nodes)
            case "choices":
                self._prune(nodes)
            case "required" | "readonly":
                for node in nodes:
                    self._conditional(cell, node, cell.kind)
            case _:
                assert_never(cell.kind)

    def _relevant(self, cell: Cell, nodes: Iterable[Node]) -> None:
        evaluation = self.evaluation
        truth = cell.formula.truth if cell.formula is not None else None
        assert truth is not None  # noqa: S101 - compiled as a boolean
        for node in nodes:
            if not node.alive:
                continue
            node.own = own = truth(node, evaluation)
            parent = node.parent
            relevant = own and (parent is None or parent.relevant)
            if relevant != node.relevant:
                self._flip(node, relevant)

    def _flip(self, start: Node, relevant: bool) -> None:
        """Effective relevance of a node and, where it follows, of all below."""
        stack = [(start, relevant)]
        while stack:
            node, now = stack.pop()
            node.relevant = now
            self.changed[node] = None
            self._fire(node)
            for kid in node.kids:
                for each in kid if isinstance(kid, list) else (kid,):
                    following = now and each.own
                    if following != each.relevant:
                        stack.append((each, following))

    def _calculate(self, cell: Cell, nodes: Iterable[Node]) -> None:
        formula = cell.formula
        assert formula is not None  # noqa: S101 - a calculation has one
        for node in nodes:
            if node.alive:
                node.given = False
                self.put(node, computed(formula, node, self.evaluation))

    def _recount(self, cell: Cell, nodes: Iterable[Node]) -> None:
        formula, definition = cell.formula, cell.subject
        assert formula is not None  # noqa: S101 - a count has one
        for node in nodes:
            if not node.alive:
                continue
            number = number_of_text(computed(formula, node, self.evaluation))
            wanted = int(number) if 0 < number < limits.REPEAT_INSTANCES + 1 else 0
            if number > limits.REPEAT_INSTANCES:
                raise FormError("form.large", count=int(min(number, 1e9)))
            instances = node.kids[definition.slot]
            assert isinstance(instances, list)  # noqa: S101 - slots of repeats hold lists
            if cell.looping and len(instances) < wanted:
                wanted = len(instances) + (not instances or self._left_behind(instances[-1]))
            while len(instances) > wanted:
                self.remove(instances[-1])
            while len(instances) < wanted:
                self.add(definition, node)

    @staticmethod
    def _left_behind(instance: Node) -> bool:
        """Whether a person could have gone on from this instance: something answered, nothing required open.

        A count that looks into its own instances ("is there another?") would grow for ever if it were followed at
        once; Collect makes the next instance only when one steps past the last.
        """
        asked = [
            node
            for node in walk(instance)
            if node.relevant and not is_locked(node) and node.definition.control is not None and not node.kids
        ]
        done = [node for node in asked if node.value or node.missing is not None]
        return bool(done) and all(node in done for node in asked if node.required)

    def _prune(self, nodes: Iterable[Node]) -> None:
        """Drop selections that are no longer offered."""
        for node in nodes:
            calculated = node.definition.calculate is not None and not node.given
            if node.alive and node.value and not calculated:
                offered = offered_values(node, self.evaluation)
                control = node.definition.control
                single = control is not None and control.kind == "select1"
                chosen = [node.value] if single else node.value.split()
                kept = [value for value in chosen if value in offered]
                if len(kept) != len(chosen):
                    self.put(node, " ".join(kept))

    def _conditional(self, cell: Cell, node: Node, name: str) -> None:
        truth = cell.formula.truth if cell.formula is not None else None
        assert truth is not None  # noqa: S101 - compiled as a boolean
        if node.alive:
            now = truth(node, self.evaluation)
            if now != getattr(node, name):
                setattr(node, name, now)
                self.changed[node] = None
                if node.kids and name == "readonly":
                    self.changed.update(dict.fromkeys(walk(node)))


def _end() -> None:
    """More rounds than the form can need.

    Raises:
        FormError: always; the place is put in by the caller.
    """
    raise FormError("form.endless", node="")
