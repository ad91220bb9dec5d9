"""What a linter sees in a form once it is built: what does not compile, and what reads otherwise than it was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from screening.errors import FormError
from screening.forms import answers, portability
from screening.forms.definition import Definition, Formula, Seed
from screening.forms.diagnostics import Diagnostic
from screening.forms.form import Form
from screening.forms.portability import walk
from screening.forms.question_types import select_of
from screening.forms.rewriting import Expression, expressions, salvaged, text_ids
from screening.forms.sheets import Row, Sheet, Workbook, plain
from screening.forms.syntax import Call, Path
from screening.forms.xmltree import read_xml

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "relevant": ("relevant", "relevance", "bind::relevant"),
    "constraint": ("constraint", "bind::constraint"),
    "calculate": ("calculation", "calculate", "bind::calculate"),
    "required": ("required", "bind::required"),
    "readonly": ("readonly", "read_only", "read only", "bind::readonly"),
    "choices": ("choice_filter",),
    "jr:count": ("repeat_count",),
    "setvalue": ("default", "calculation", "trigger"),
    "label": ("label",),
    "default": ("default",),
}
_WORDED: Final = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
_MOMENT: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
_AGGREGATES: Final = frozenset(
    {"count", "sum", "min", "max", "join", "concat", "count-non-empty", "indexed-repeat", "position", "instance"}
)
_CHANGING: Final = frozenset({"today", "now", "random", "uuid", "pulldata", "instance"})
"""What is another tomorrow or elsewhere: whether a default holds then cannot be said now."""


class _Fixed:
    """Dice that always fall the same way: a look at a form must say the same twice."""

    def random(self) -> float:
        """The next number."""
        return 0.5


def form_findings(
    xml: bytes, media: Mapping[str, bytes], book: Workbook | None, *, whole: bool
) -> tuple[list[Diagnostic], Form | None]:
    """The findings, and the form as far as it can be read. book: the workbook it was built from.

    whole: `media` is all that there is, so that a file that nothing names can be told.
    """
    try:
        faults, form = salvaged(xml, media)
    except FormError as error:
        return [_refused(error, book)], None
    found = [_refused(fault, book) for fault in faults]
    if form is not None:
        found += _of_form(form, xml, media, book, whole=whole)
    return found, form


def _of_form(
    form: Form, xml: bytes, media: Mapping[str, bytes], book: Workbook | None, *, whole: bool
) -> Iterator[Diagnostic]:
    yield from _media(form, media, book, whole=whole)
    for place in dict.fromkeys(form.strangers):
        path, _, word = place.rpartition("/")
        yield _diagnostic(book, "warning", "form.lint.word", path, "", None, {"word": word[:100]})
    for notice in form.notices:
        yield _diagnostic(book, "warning", notice.code, notice.node, "", None, {"node": notice.node[:200]})
    yield from _texts(form, book)
    yield from _defaults(form, book)
    definitions = {each.path: each for each in form.definitions}
    for each in expressions(read_xml(xml), form):
        for finding in portability.findings(form, each.path, each.source):
            yield _diagnostic(book, finding.severity, finding.code, each.path, each.attribute, each.line, {})
        if each.attribute == "label" and each.path in definitions:
            yield from _elsewhere(form, definitions[each.path], each, book)


def _media(form: Form, media: Mapping[str, bytes], book: Workbook | None, *, whole: bool) -> Iterator[Diagnostic]:
    """Files that the form names and that are not there; in a workbook its own rows say most of it."""
    if book is not None or not whole:
        told = _from_rows(book) if whole else frozenset[str]()
        for name in form.missing_media:
            if name not in told:
                yield Diagnostic("warning", "form.lint.media", None, None, None, {"name": name[:100]})
        return
    said = {name for texts in form.translations.values() for words in texts.values() for name in words.media.values()}
    for name in sorted({*form.missing_media, *(said - media.keys())}):
        yield Diagnostic("warning", "form.lint.media", None, None, None, {"name": name[:100]})


def _from_rows(book: Workbook | None) -> frozenset[str]:
    """The files that rows take their choices from; the rows have told of those that are missing."""
    survey = book.sheets.get("survey") if book is not None else None
    selects = [select_of(survey.cell(row, "type")) for row in survey.rows] if survey is not None else []
    return frozenset(select.source for select in selects if select is not None and select.from_file)


# ---- words -----------------------------------------------------------------------------------------------------


def _texts(form: Form, book: Workbook | None) -> Iterator[Diagnostic]:
    """Text ids of an XForm that no language has."""
    known = {text for texts in form.translations.values() for text in texts}
    if book is not None:
        return
    for each in form.definitions:
        for text_id in text_ids(each):
            if text_id not in known:
                yield _diagnostic(book, "warning", "form.lint.text", each.path, "label", None, {"name": text_id[:100]})


def _elsewhere(form: Form, context: Definition, each: Expression, book: Workbook | None) -> Iterator[Diagnostic]:
    """Words that show an answer from a repeat that they do not stand in: always the first instance's."""
    try:
        tree, reads = form.tree(each.source), form.output(each.source, context).reads
    except FormError:
        return  # told among the faults
    if not isinstance(tree, Path) or any(isinstance(one, Call) and one.name in _AGGREGATES for one in walk(tree)):
        return
    if any(step.predicates for step in tree.steps):
        return
    own = {one.index for one in context.chain()}
    for read in reads:
        around = read.target.chain()[:-1]
        if not read.target.repeat and any(one.repeat and one.index not in own for one in around):
            params: dict[str, str | int] = {"name": read.target.name[:60]}
            yield _diagnostic(book, "warning", "form.lint.output.repeat", each.path, "label", each.line, params)


# ---- defaults --------------------------------------------------------------------------------------------------


def _defaults(form: Form, book: Workbook | None) -> Iterator[Diagnostic]:
    """Fixed defaults that do not fit their type, their choices or their own constraint."""
    for definition, text in _seeded(form):
        params: dict[str, str | int] = {"value": text[:40], "type": definition.type}
        if definition.control is None or definition.control.kind in {"group", "repeat", "trigger", "upload"}:
            continue
        if definition.choices is not None:
            offered = definition.choices.values
            chosen = [text] if definition.control.kind == "select1" else text.split()
            wrong = [value for value in chosen if offered and value not in offered]  # a missing file offers none
            code = "form.lint.default.choice" if wrong else None
        elif not answers.fits_type(definition.type, text):
            code = "form.lint.default.type"
        else:
            code = "form.lint.default.constraint" if _broken(form, definition, text) else None
        if code is not None:
            yield _diagnostic(book, "warning", code, definition.path, "default", None, params)


def _seeded(form: Form) -> Iterator[tuple[Definition, str]]:
    """Each leaf that begins with a fixed text, once."""
    seeds = [seed for seed in (form.top.initial, *(each.template for each in form.definitions)) if seed is not None]
    seen: set[tuple[int, str]] = set()
    stack: list[Seed] = list(reversed(seeds))
    while stack:
        seed = stack.pop()
        for child in reversed(seed.children):
            stack.extend(child if isinstance(child, list) else [child])
        key = seed.definition.index, seed.text
        if seed.text.strip() and not seed.definition.attribute and key not in seen:
            seen.add(key)
            yield seed.definition, seed.text.strip()


def _broken(form: Form, definition: Definition, text: str) -> bool:
    """Whether the constraint, where it looks at nothing but the answer itself, refuses the default."""
    from screening.forms import secondary
    from screening.forms.evaluation import Evaluation, Node, Outside

    constraint: Formula | None = definition.constraint
    if constraint is None or constraint.truth is None:
        return False
    if any(read.target is not definition for read in constraint.reads):
        return False
    if any(isinstance(each, Call) and each.name in _CHANGING for each in walk(form.tree(constraint.source))):
        return False
    evaluation = Evaluation(form, lambda: _MOMENT, _Fixed(), Outside({}, secondary.empty()), len(form.definitions))
    node = Node(definition, None, text)
    evaluation.single[definition.index] = node
    try:
        return not constraint.truth(node, evaluation)
    except (FormError, AttributeError, IndexError, TypeError):  # it looks around after all, for example at a position
        return False


# ---- places ----------------------------------------------------------------------------------------------------


def _refused(error: FormError, book: Workbook | None) -> Diagnostic:
    line = error.params.get("line")
    path, attribute = str(error.params.get("node", "")), str(error.params.get("attribute", ""))
    code = error.code
    params = dict(error.params)
    if code == "form.cycle":
        names = str(params.get("path", "")).split(" -> ")
        path = path or names[0]
        if len(set(names)) == 1:
            code, params = "form.lint.circle", {"path": names[0]}
    return _diagnostic(book, "error", code, path, attribute, line if isinstance(line, int) and line else None, params)


def _diagnostic(  # noqa: PLR0917 - a finding and its place
    book: Workbook | None,
    severity: str,
    code: str,
    path: str,
    attribute: str,
    line: int | None,
    params: Mapping[str, str | int],
) -> Diagnostic:
    sheet, row, column = place_of(book, path, attribute, line)
    level = "error" if severity == "error" else "warning"
    return Diagnostic(level, code, sheet, row, column, params, path[:300] or None)  # type: ignore[arg-type] # narrowed


def place_of(
    book: Workbook | None, path: str, attribute: str, line: int | None
) -> tuple[str | None, int | None, str | None]:
    """Sheet, row and column of a node's attribute; in an XForm the line and the attribute."""
    if book is None:
        return None, line, attribute or None
    survey = book.sheets.get("survey")
    row: Row | None = book.nodes.get(path)
    if row is None and path.endswith("_count") and attribute == "calculate":  # pyxform makes it of the repeat's count
        row, attribute = book.nodes.get(path.removesuffix("_count")), "jr:count"
    if survey is None or row is None:
        return "survey" if survey is not None else None, None, _column(survey, attribute, None)
    return "survey", row.number, _column(survey, attribute, row)


def _column(survey: Sheet | None, attribute: str, row: Row | None) -> str | None:
    if survey is None or not attribute:
        return None
    if attribute == "label" and row is not None:
        worded = [
            column for column in survey.columns() if column.base in _WORDED and "${" in row.cells.get(column.header, "")
        ]
        if worded:
            return worded[0].header
    for name in _COLUMNS.get(attribute, (f"bind::{attribute}", attribute)):
        header = survey.header(name)
        if header is not None and (row is None or header in row.cells):
            return header
    return next((header for header in survey.headers if plain(header).startswith(f"{attribute}::")), None)
