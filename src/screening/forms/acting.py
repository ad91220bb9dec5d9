"""Actions when their events come: at the beginning, in new instances, at changed values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from screening.errors import FormError
from screening.forms.definition import Action, ActionEvent
from screening.forms.evaluation import Node
from screening.forms.lineage import descend, slots_between
from screening.forms.results import computed

if TYPE_CHECKING:
    from screening.forms.engine import Engine

_ROUNDS: Final = 200


def load(engine: Engine, *events: ActionEvent) -> None:
    """Run the actions of these events, those of the model first."""
    for event in events:
        for action in engine.form.actions:
            if action.event == event:
                act(engine, action, engine.top)
        for definition in engine.form.definitions:
            for action in definition.actions:
                if action.event == event:
                    for node in engine.nodes_of(definition):
                        act(engine, action, node)


def act(engine: Engine, action: Action, holder: Node) -> None:
    """Run an action."""
    for target, value in _written(engine, action, holder):
        engine.put(target, value)
        engine.written(target)
        engine.evaluate()


def closing(engine: Engine) -> dict[Node, str]:
    """What the actions at closing write, by node; nothing is changed."""
    found: dict[Node, str] = {}
    for definition in (None, *engine.form.definitions):
        for action in engine.form.actions if definition is None else definition.actions:
            if action.event == "xforms-revalidate":
                for holder in [engine.top] if definition is None else engine.nodes_of(definition):
                    found.update(dict(_written(engine, action, holder)))
    return found


def _written(engine: Engine, action: Action, holder: Node) -> Iterator[tuple[Node, str]]:
    """Where an action writes, and what."""
    anchor = holder
    for _ in range(holder.definition.depth - action.anchor.depth):
        assert anchor.parent is not None  # noqa: S101 - the anchor is an ancestor
        anchor = anchor.parent
    for target in descend(anchor, slots_between(action.anchor, action.target)):
        if action.locates:
            yield target, engine.evaluation.outside.device.get("location", "")
        elif action.value is not None:
            yield target, computed(action.value, target, engine.evaluation)
        else:
            yield target, action.text.strip()


def react(engine: Engine) -> None:
    """Actions of new instances and of changed values, until there are none."""
    for _ in range(_ROUNDS):
        created, engine.created = engine.created, []
        valued, engine.valued = engine.valued, {}
        if not created and not valued:
            return
        for node in created:
            if node.alive:
                _dispatch(engine, node, "odk-new-repeat")
        for node in valued:
            if node.alive:
                _dispatch(engine, node, "xforms-value-changed")
    raise FormError("form.endless", node="setvalue")


def _dispatch(engine: Engine, node: Node, event: ActionEvent) -> None:
    for action in node.definition.actions:
        if action.event == event:
            act(engine, action, node)
