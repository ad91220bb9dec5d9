"""Location paths to closures: those into the interview, those into lists, those that begin at a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.errors import FormError
from screening.forms.itempaths import item_child, item_step
from screening.forms.nodepaths import in_primary, onward, resolve
from screening.forms.steps import many
from screening.forms.syntax import Path, Text
from screening.forms.typed import Scope, Typed

if TYPE_CHECKING:
    from screening.forms.compiler import Compilation


def compile_path(work: Compilation, path: Path, scope: Scope) -> Typed:  # noqa: PLR0911 - one way out for each start
    """The path as a node or node set.

    Raises:
        FormError: it leads to no node of the form, or uses what this dialect lacks.
    """
    if path.base is not None:
        return _from_call(work, path, scope)
    if path.absolute:
        known = work.form.singles.get(path.plain)
        if known is not None:
            work.read(known[0], work.form.root)
            return known[1]
        found = in_primary(work, path.steps, work.context, absolute=True, start=work.start(scope))
        if path.plain and found.index is not None:  # it exists once, so it is the same for every reader
            target, _ = resolve(work, path.steps, work.context, absolute=True)
            work.form.singles[path.plain] = target, found
        return found
    if scope.definition is None:
        if len(path.steps) == 1 and path.steps[0].axis in {"child", "attribute"} and not path.steps[0].predicates:
            return item_child(path.steps[0])
        return many(lambda n, _e: [n], [item_step(work, step) for step in path.steps])
    work.relative = True
    if len(path.steps) == 1 and path.steps[0].axis == "child" and path.steps[0].name != "*":
        name = path.steps[0].name
        if name not in scope.definition.by_name and ":" not in name:
            work.form.strangers.append(f"{scope.definition.path}/{name}")
            return many(lambda _n, _e: [], [])  # a bare word that names nothing is empty, as Collect has it
    return in_primary(work, path.steps, scope.definition, absolute=False, start=None)


def _from_call(work: Compilation, path: Path, scope: Scope) -> Typed:
    base = path.base
    assert base is not None  # noqa: S101 - the caller looked
    if base.name == "current" and not base.args:
        if work.context is None:
            raise FormError("form.xpath.unsupported", at=0)
        work.relative = True
        return in_primary(work, path.steps, work.context, absolute=False, start=work.start(scope))
    if base.name == "instance" and len(base.args) == 1 and isinstance(base.args[0], Text):
        name = base.args[0].value
        if name == work.form.instance_id:
            return in_primary(work, path.steps, work.context, absolute=True, start=work.start(scope))
        document = work.document(name)
        return many(lambda n, e: [document(n, e)], [item_step(work, step) for step in path.steps])
    value = work.compile(base, scope)
    base_nodes = work.nodes(value, base.name)
    if value.lands is not None:
        return onward(work, path.steps, list(value.lands), work.form.root, base_nodes)
    return many(base_nodes, [item_step(work, step) for step in path.steps])
