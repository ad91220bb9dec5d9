"""What a form says, fixed once parsed: nodes with their binds, controls, texts, choice lists, actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from screening.forms.appearances import MediaType, Precision, Scale

if TYPE_CHECKING:
    from screening.forms.evaluation import Evaluation, Place

Kind: TypeAlias = Literal["text", "number", "boolean", "nodes"]
TextOf: TypeAlias = "Callable[[Place, Evaluation], str]"
NumberOf: TypeAlias = "Callable[[Place, Evaluation], float]"
TruthOf: TypeAlias = "Callable[[Place, Evaluation], bool]"
NodesOf: TypeAlias = "Callable[[Place, Evaluation], list[Any]]"


@dataclass(frozen=True, slots=True)
class Read:
    """An expression reads `target`, found below `anchor`, the nearest definition that reader and target share."""

    target: Definition
    anchor: Definition


@dataclass(frozen=True, slots=True)
class Formula:
    """A compiled expression. Exactly one of the functions is set, as `kind` says; `constant` when nothing is read."""

    source: str
    kind: Kind
    text: TextOf | None
    number: NumberOf | None
    truth: TruthOf | None
    reads: tuple[Read, ...]
    constant: bool
    worded: bool = False  # it says something in the language of the interview
    labels_of: tuple[Definition, ...] = ()  # questions the labels of whose choices it says


class Definition:
    """A node of the primary instance, without positions. Mutable only while the form is read."""

    __slots__ = (
        "actions",
        "annotations",
        "attribute",
        "by_name",
        "calculate",
        "children",
        "choices",
        "constraint",
        "control",
        "count",
        "depth",
        "element_prefix",
        "element_uri",
        "fixed",
        "index",
        "initial",
        "level",
        "lineage",
        "message",
        "name",
        "numeric",
        "parent",
        "path",
        "preload",
        "preload_parameter",
        "readonly",
        "relevant",
        "repeat",
        "required",
        "required_message",
        "save_to",
        "slot",
        "template",
        "truth",
        "type",
        "written",
    )

    def __init__(self, name: str, parent: Definition | None, index: int) -> None:
        self.name = name
        self.parent = parent
        self.index = index
        self.path: str = f"{parent.path}/{name}" if parent else f"/{name}"
        self.depth: int = parent.depth + 1 if parent else 0
        self.lineage: tuple[Definition, ...] = (*parent.lineage, self) if parent else (self,)
        self.slot = 0
        self.level: int = parent.level if parent else 0
        self.repeat = False
        self.attribute = False
        self.element_uri = ""
        self.element_prefix = ""
        self.children: list[Definition] = []
        self.by_name: dict[str, Definition] = {}
        self.type = "string"
        self.preload = ""
        self.preload_parameter = ""
        self.relevant: Formula | None = None
        self.required: Formula | bool = False
        self.readonly: Formula | bool = False
        self.constraint: Formula | None = None
        self.calculate: Formula | None = None
        self.message: Wording | None = None
        self.required_message: Wording | None = None
        self.annotations: tuple[Annotation, ...] = ()
        self.save_to = ""  # the property of an entity that the value is meant for
        self.written: dict[str, str] = {}
        self.control: Control | None = None
        self.choices: ChoiceList | None = None
        self.count: Formula | None = None
        self.fixed = False  # neither the officer nor a count changes how many instances there are
        self.numeric = False  # its text is to be read as a number (int, decimal, a calculated number)
        self.truth = False  # its text is true or false
        self.actions: list[Action] = []
        self.template: Seed | None = None
        self.initial: Seed | None = None

    def chain(self) -> tuple[Definition, ...]:
        """From the root to this node."""
        return self.lineage


@dataclass(slots=True)
class Seed:
    """Initial content: a leaf's text, and for each child definition its seed, or a repeat's seeds."""

    definition: Definition
    text: str
    children: list[Seed | list[Seed]]


@dataclass(frozen=True, slots=True)
class Output:
    """A value inside a text; compiled for each node that the text is shown at."""

    source: str


Parts: TypeAlias = "tuple[str | Output, ...]"


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text: literal parts and outputs, files by form (image, audio, video, big-image), further forms."""

    parts: Parts
    media: Mapping[str, str]
    guidance: Parts = ()
    short: Parts = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """A label, hint or message: plain words, or a text id in the translations, which a formula may compute."""

    words: Words | None = None
    text_id: str | None = None
    computed: Formula | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """A body control. kind: input, secret, select1, select, rank, trigger, upload, range, group or repeat."""

    kind: str
    appearance: str
    label: Wording | None
    hint: Wording | None
    parameters: Mapping[str, str]
    groups: tuple[str, ...]
    order: int


@dataclass(frozen=True, slots=True)
class FixedChoice:
    """A choice written in the body or offered by a list without a filter."""

    value: str
    label: Wording | None
    annotations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """Where the choices come from: fixed ones, or nodes with a value and a label each.

    nodes: gives the items; value, label: of one item, evaluated at it; randomised lists are drawn once per session;
    values, text_ids: of all items, where they are known beforehand;
    own: the filter looks at the very question, which it sees as not answered yet;
    lead: choices that stand before those of the nodes;
    binding: an answer must be one of them, as in a select; on a range they only name places of the scale.
    """

    fixed: tuple[FixedChoice, ...] | None
    nodes: NodesOf | None = None
    value: TextOf | None = None
    label: TextOf | None = None
    label_is_text_id: bool = False
    reads: tuple[Read, ...] = ()
    values: frozenset[str] | None = None
    text_ids: frozenset[str] | None = None
    shuffled: bool = False
    binding: bool = True
    lead: tuple[FixedChoice, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the body in its order: a question, a group (definition None when it binds to nothing), a repeat."""

    kind: Literal["question", "group", "repeat"]
    definition: Definition | None
    control: Control
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A foreign attribute of a bind, for example ``ti:indicator``, with its sibling expressions.

    number: the digits after the name, so that ``ti:indicator2`` belongs to ``ti:when2``.
    """

    name: str
    value: str
    when: Formula | None = None
    absent: Formula | None = None
    value_as: Formula | None = None


ActionEvent: TypeAlias = Literal[
    "odk-instance-first-load", "odk-instance-load", "odk-new-repeat", "xforms-value-changed", "xforms-revalidate"
]


@dataclass(frozen=True, slots=True)
class Action:
    """On `event` of the node that holds it, `target` below `anchor` takes a value.

    value: what a setvalue computes, else `text`; locates: the value is where this machine stands.
    """

    event: ActionEvent
    target: Definition
    anchor: Definition
    value: Formula | None
    text: str
    locates: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """The form wants sound recorded in the background and its file named at `ref`. We record nothing."""

    ref: str
    quality: str


@dataclass(frozen=True, slots=True)
class Entity:
    """What the form creates or updates in a server's list of entities.

    ref: path of the entity element; dataset: name of the list; properties: by the path of the node that fills each.
    """

    ref: str
    dataset: str
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the form asks for and that is done otherwise here, or not at all.

    code: has words; node: the path that it is about, empty for the whole form.
    """

    code: str
    node: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the form states it, without state.

    ref: path without positions; groups: paths of the groups and repeats around it, outermost first;
    annotations: by full name, ``{"ti:sensitivity": "2"}``; choices: annotations of each fixed choice by its value;
    appearances: the single ones; mediatype: what an upload takes; precision: how much of a date is asked for;
    range: of a control of that kind; save_to: the property of an entity that the answer is meant for.
    """

    ref: str
    control: str
    type: str
    appearance: str
    groups: tuple[str, ...]
    annotations: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    parameters: Mapping[str, str]
    appearances: tuple[str, ...] = ()
    mediatype: MediaType = ""
    precision: Precision = ""
    range: Scale | None = None
    save_to: str = ""
