"""Actions when their events come: at the beginning, in new instances, at changed values."""

from __future__ import annotations

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
    anchor = holder
    for _ in range(holder.definition.depth - action.anchor.depth):
        assert anchor.parent is not None  # noqa: S101 - the anchor is an ancestor
        anchor = anchor.parent
    for target in descend(anchor, slots_between(action.anchor, action.target)):
        value = computed(action.value, target, engine.evaluation) if action.value is not None else action.text.strip()
        if action.locates:
            value = engine.evaluation.outside.device.get("location", "")
        engine.put(target, value)
        engine.evaluate()


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
