"""The XPath functions of ODK XForms: a table of plain ones, and builders for those that need more than values."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from screening.errors import FormError
from screening.forms import arithmetic, calendar, conditions, geometry, nodesets, strings
from screening.forms.arithmetic import guard
from screening.forms.evaluation import Evaluation
from screening.forms.syntax import Ast, Path, Step, Text
from screening.forms.typed import (
    TRUE_TEXTS,
    Fetch,
    Scope,
    Typed,
    TypedKind,
    as_boolean,
    as_number,
    as_text,
)
from screening.forms.values import number_of_text, text_of_moment

if TYPE_CHECKING:
    from screening.forms.compiler import Compilation

Build: TypeAlias = "Callable[[Compilation, tuple[Ast, ...], Scope], Typed]"


@dataclass(frozen=True, slots=True)
class Function:
    """How a function is compiled, and how many arguments it takes (most None: any number)."""

    build: Build
    least: int
    most: int | None


_AS: Final[dict[str, Callable[[Typed], Fetch]]] = {"t": as_text, "n": as_number, "b": as_boolean}


def _plain(result: TypedKind, kinds: str, run: Callable[..., Any]) -> Build:
    """A function of values only. kinds: one letter for each argument (t, n, b); a last ``*`` repeats the one before."""

    def build(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
        letters = kinds
        if kinds.endswith("*"):
            letters = kinds[:-1] + kinds[-2] * len(args)
        calls = [_AS[letter](work.compile(arg, scope)) for letter, arg in zip(letters, args, strict=False)]
        match calls:
            case [one]:
                return Typed(result, lambda n, e: run(one(n, e)))
            case [one, two]:
                return Typed(result, lambda n, e: run(one(n, e), two(n, e)))
            case _:
                return Typed(result, lambda n, e: run(*[call(n, e) for call in calls]))

    return build


def _constant(value: Any, kind: TypedKind) -> Build:
    return lambda _w, _a, _s: Typed(kind, lambda _n, _e: value, literal=value if kind == "number" else None)


# ---- control ---------------------------------------------------------------------------------------------------


def _number(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    return Typed("number", as_number(_argument(work, args, scope)))


def _string(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    return Typed("text", as_text(_argument(work, args, scope)))


def _boolean(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    return Typed("boolean", as_boolean(_argument(work, args, scope)))


def _not(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    inner = as_boolean(work.compile(args[0], scope))
    return Typed("boolean", lambda n, e: not inner(n, e))


def _argument(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """The argument, or the context node where it is left out."""
    return work.compile(args[0] if args else Path(False, None, (Step("self", "*"),)), scope)


def _string_length(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    text = as_text(_argument(work, args, scope))
    return Typed("number", lambda n, e: float(len(text(n, e))))


def _normalize_space(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    text = as_text(_argument(work, args, scope))
    return Typed("text", lambda n, e: " ".join(text(n, e).split()))


# ---- time, chance, the machine ---------------------------------------------------------------------------------


def _volatile(kind: TypedKind, run: Callable[[Evaluation], Any]) -> Build:
    def build(work: Compilation, _args: tuple[Ast, ...], _scope: Scope) -> Typed:
        work.volatile = True
        return Typed(kind, lambda _n, e: run(e))

    return build


def _uuid(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    work.volatile = True
    if not args:
        return Typed("text", lambda _n, e: strings.uuid4(e.rng.random))
    length = as_number(work.compile(args[0], scope))
    return Typed("text", lambda n, e: strings.random_text(e.rng.random, length(n, e)))


def _property(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    work.volatile = True
    name = as_text(work.compile(args[0], scope))
    return Typed("text", lambda n, e: e.outside.device.get(name(n, e), ""))


def _regex(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    from screening.forms.regex import matcher

    text = as_text(work.compile(args[0], scope))
    if isinstance(args[1], Text):
        fits = matcher(args[1].value)
        return Typed("boolean", lambda n, e: fits(text(n, e)))
    pattern = as_text(work.compile(args[1], scope))
    return Typed("boolean", lambda n, e: matcher(pattern(n, e))(text(n, e)))


def _selected(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    text = as_text(work.compile(args[0], scope))
    if isinstance(args[1], Text):
        wanted = args[1].value.strip()
        if not wanted:  # nothing is selected where nothing is
            return Typed("boolean", lambda n, e: not text(n, e))
        return Typed("boolean", lambda n, e: wanted in text(n, e).split())
    value = as_text(work.compile(args[1], scope))

    def selected(n: Any, e: Evaluation) -> bool:
        found, sought = text(n, e), value(n, e).strip()
        return sought in found.split() or not (sought or found)

    return Typed("boolean", selected)


def _itext(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    from screening.forms.texts import text_by_id

    name = as_text(work.compile(args[0], scope))
    work.volatile = work.worded = True
    return Typed("text", lambda n, e: text_by_id(name(n, e), n, e))


def _choice_name(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    from screening.forms.parser import parse_xpath
    from screening.forms.texts import choice_label

    value = as_text(work.compile(args[0], scope))
    if not isinstance(args[1], Text):
        raise FormError("form.xpath.unsupported", at=0)
    before = work.reads
    work.reads = {}
    nodes = work.nodes(work.compile(parse_xpath(args[1].value), scope), "jr:choice-name")
    work.labels_of += [read.target for read in work.reads.values() if not read.target.repeat]
    work.reads = {**before, **work.reads}
    work.volatile = work.worded = True

    def label(n: Any, e: Evaluation) -> str:
        chosen, questions = value(n, e), nodes(n, e)
        question = next((each for each in questions if each.value == chosen), questions[0] if questions else None)
        return choice_label(question, chosen, e)

    return Typed("text", label)


def _pulldata(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    if not isinstance(args[0], Text):
        raise FormError("form.xpath.unsupported", at=0)
    document = work.document(args[0].value)
    column, key, value = (as_text(work.compile(arg, scope)) for arg in args[1:])
    lookup = nodesets.Lookup()
    return Typed("text", lambda n, e: lookup.find(document(n, e), column(n, e), key(n, e), value(n, e)))


def _extract_signed(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    contents, key = (as_text(work.compile(arg, scope)) for arg in args)
    work.volatile = True
    return Typed("text", lambda n, e: strings.extract_signed(contents(n, e), key(n, e), e.outside.verify))


def _version(work: Compilation, _args: tuple[Ast, ...], _scope: Scope) -> Typed:
    work.volatile = True
    return Typed("text", lambda _n, e: e.form.version)


def _depend(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """The first argument; the others only make it be evaluated again when they change."""
    first, *_ = [work.compile(arg, scope) for arg in args]
    return first


FUNCTIONS: Final[dict[str, Function]] = {
    "if": Function(conditions.choose, 3, 3),
    "coalesce": Function(conditions.coalesce, 1, None),
    "once": Function(conditions.once, 1, 1),
    "depend": Function(_depend, 1, None),
    "number": Function(_number, 0, 1),
    "string": Function(_string, 0, 1),
    "boolean": Function(_boolean, 0, 1),
    "not": Function(_not, 1, 1),
    "true": Function(_constant(True, "boolean"), 0, 0),
    "false": Function(_constant(False, "boolean"), 0, 0),
    "boolean-from-string": Function(_plain("boolean", "t", lambda text: text.lower() in TRUE_TEXTS), 1, 1),
    "checklist": Function(conditions.checklist, 3, None),
    "weighted-checklist": Function(conditions.weighted_checklist, 4, None),
    # text
    "concat": Function(nodesets.concat, 0, None),
    "join": Function(nodesets.join, 1, None),
    "string-length": Function(_string_length, 0, 1),
    "normalize-space": Function(_normalize_space, 0, 1),
    "contains": Function(_plain("boolean", "tt", lambda text, part: part in text), 2, 2),
    "starts-with": Function(_plain("boolean", "tt", str.startswith), 2, 2),
    "ends-with": Function(_plain("boolean", "tt", str.endswith), 2, 2),
    "substr": Function(_plain("text", "tnn", strings.substr), 2, 3),
    "substring": Function(_plain("text", "tnn", strings.substring), 2, 3),
    "substring-before": Function(_plain("text", "tt", strings.substring_before), 2, 2),
    "substring-after": Function(_plain("text", "tt", strings.substring_after), 2, 2),
    "translate": Function(_plain("text", "ttt", strings.translate), 3, 3),
    "regex": Function(_regex, 2, 2),
    "digest": Function(_plain("text", "ttt", strings.digest), 2, 3),
    "base64-decode": Function(_plain("text", "t", strings.base64_decode), 1, 1),
    "extract-signed": Function(_extract_signed, 2, 2),
    # selections
    "selected": Function(_selected, 2, 2),
    "selected-at": Function(_plain("text", "tn", strings.selected_at), 2, 2),
    "is-selected": Function(_selected, 2, 2),
    "count-selected": Function(_plain("number", "t", lambda text: float(len(text.split()))), 1, 1),
    "jr:choice-name": Function(_choice_name, 2, 2),
    "jr:itext": Function(_itext, 1, 1),
    # numbers
    "int": Function(_plain("number", "n", arithmetic.whole), 1, 1),
    "round": Function(_plain("number", "nn", arithmetic.round_half_up), 1, 2),
    "floor": Function(_plain("number", "n", arithmetic.floor), 1, 1),
    "ceiling": Function(_plain("number", "n", arithmetic.ceiling), 1, 1),
    "abs": Function(_plain("number", "n", abs), 1, 1),
    "pow": Function(_plain("number", "nn", guard(math.pow)), 2, 2),
    "sqrt": Function(_plain("number", "n", guard(math.sqrt)), 1, 1),
    "exp": Function(_plain("number", "n", guard(math.exp)), 1, 1),
    "exp10": Function(_plain("number", "n", guard(lambda value: math.pow(10, value))), 1, 1),
    "log": Function(_plain("number", "n", guard(arithmetic.log)), 1, 1),
    "log10": Function(_plain("number", "n", guard(arithmetic.log10)), 1, 1),
    "sin": Function(_plain("number", "n", guard(math.sin)), 1, 1),
    "cos": Function(_plain("number", "n", guard(math.cos)), 1, 1),
    "tan": Function(_plain("number", "n", guard(math.tan)), 1, 1),
    "asin": Function(_plain("number", "n", guard(math.asin)), 1, 1),
    "acos": Function(_plain("number", "n", guard(math.acos)), 1, 1),
    "atan": Function(_plain("number", "n", guard(math.atan)), 1, 1),
    "atan2": Function(_plain("number", "nn", guard(math.atan2)), 2, 2),
    "pi": Function(_constant(math.pi, "number"), 0, 0),
    # node sets
    "count": Function(nodesets.count, 1, 1),
    "count-non-empty": Function(nodesets.count_non_empty, 1, 1),
    "sum": Function(nodesets.total, 1, 1),
    "min": Function(nodesets.least, 1, None),
    "max": Function(nodesets.most, 1, None),
    "position": Function(nodesets.position, 0, 1),
    "last": Function(nodesets.last, 0, 0),
    "name": Function(nodesets.name, 0, 1),
    "local-name": Function(nodesets.local_name, 0, 1),
    "namespace-uri": Function(nodesets.namespace_uri, 0, 1),
    "current": Function(nodesets.current, 0, 0),
    "instance": Function(nodesets.instance, 1, 1),
    "indexed-repeat": Function(nodesets.indexed_repeat, 3, 7),
    "randomize": Function(nodesets.randomize, 1, 2),
    "pulldata": Function(_pulldata, 4, 4),
    # dates
    "today": Function(_volatile("text", lambda e: e.now().date().isoformat()), 0, 0),
    "now": Function(_volatile("text", lambda e: text_of_moment(e.now())), 0, 0),
    "date": Function(_plain("text", "t", calendar.date_of), 1, 1),
    "date-time": Function(_plain("text", "t", calendar.moment_of), 1, 1),
    "decimal-date-time": Function(_plain("number", "t", number_of_text), 1, 1),
    "decimal-time": Function(_plain("number", "t", calendar.decimal_time), 1, 1),
    "format-date": Function(calendar.build_format, 2, 2),
    "format-date-time": Function(calendar.build_format, 2, 2),
    # places
    "area": Function(geometry.build_area, 1, None),
    "enclosed-area": Function(geometry.build_area, 1, None),
    "distance": Function(geometry.build_distance, 1, None),
    "geofence": Function(geometry.build_geofence, 2, 2),
    "intersects": Function(_plain("boolean", "t", geometry.crosses_itself), 1, 1),
    # chance and machine
    "random": Function(_volatile("number", lambda e: e.rng.random()), 0, 0),
    "uuid": Function(_uuid, 0, 1),
    "property": Function(_property, 1, 1),
    "version": Function(_version, 0, 0),
}
