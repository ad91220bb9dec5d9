"""Reads an XLSForm the way pyxform writes it: questions, words and the annotations of the program's own namespaces."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from lxml import etree

TI = "https://fieldscreening.org/ns/ti"
HTCDS = "https://fieldscreening.org/ns/htcds"
X = {"x": "http://www.w3.org/2002/xforms", "h": "http://www.w3.org/1999/xhtml"}
CONTROLS = ("input", "select", "select1")


@dataclass(frozen=True)
class Asked:
    """One control: `ti` and `htcds` hold its annotations without prefix."""

    ref: str
    name: str
    kind: str
    relevant: str
    constraint: str
    required: str
    readonly: bool
    ti: dict[str, str]
    htcds: dict[str, str]
    choices: tuple[str, ...]
    list: str
    section: str

    @property
    def note(self) -> bool:
        return self.readonly and self.kind == "input"


@dataclass(frozen=True)
class Instrument:
    """A whole form.

    sections: refs of the top groups; choices: list -> value -> annotations; words: language -> text id -> form.
    """

    asked: dict[str, Asked]
    order: tuple[Asked, ...]
    sections: tuple[str, ...]
    choices: dict[str, dict[str, dict[str, str]]]
    words: dict[str, dict[str, dict[str, str]]]
    calculated: dict[str, str]
    groups: dict[str, str]
    expressions: tuple[str, ...]


def convert(source: Path) -> str:
    """The XForm of a source file; a warning of pyxform is a failure."""
    from pyxform.xls2xform import convert as pyxform_convert

    result = pyxform_convert(source, validate=False)
    assert not result.warnings
    return result.xform


def convert_workbook(source: Path) -> str:
    """The XForm of the workbook that holds the same tables."""
    from pyxform.xls2json_backends import md_table_to_workbook
    from pyxform.xls2xform import convert as pyxform_convert

    workbook = md_table_to_workbook(source.read_text("utf-8"))
    held = BytesIO()
    workbook.save(held)
    workbook.close()
    return pyxform_convert(held.getvalue(), file_type=".xlsx", validate=False).xform


def read(xform: str) -> Instrument:
    """Take the XForm apart."""
    tree = etree.fromstring(xform.encode())
    binds = {bind.get("nodeset"): bind for bind in tree.iterfind(".//x:bind", X)}
    choices = _choices(tree)
    body = tree.find("h:body", X)
    order = tuple(_asked(control, binds, choices) for control in body.iter(*(f"{{{X['x']}}}{c}" for c in CONTROLS)))
    names = [asked.name for asked in order]
    assert len(names) == len(set(names))
    expressions = [value for bind in binds.values() for key, value in bind.attrib.items() if _is_expression(key)]
    return Instrument(
        asked={asked.name: asked for asked in order},
        order=order,
        sections=tuple(group.get("ref") for group in body.iterfind("x:group", X)),
        choices=choices,
        words=_words(tree),
        calculated={_last(ref): bind.get("calculate") for ref, bind in binds.items() if bind.get("calculate")},
        groups={ref: bind.get("relevant", "") for ref, bind in binds.items() if _is_group(ref, binds)},
        expressions=tuple(expressions),
    )


def _is_group(ref: str, binds: dict[str, etree._Element]) -> bool:
    return any(other.startswith(f"{ref}/") for other in binds)


def _is_expression(attribute: str) -> bool:
    return etree.QName(attribute).localname in (
        "relevant",
        "constraint",
        "calculate",
        "required",
        "readonly",
        "when",
        "absent",
        "as",
    )


def _last(ref: str) -> str:
    return ref.rpartition("/")[2]


def _choices(tree: etree._Element) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for instance in tree.iterfind(".//x:instance[@id]", X):
        items: dict[str, dict[str, str]] = {}
        for item in instance.iterfind(".//x:item", X):
            name = item.findtext("x:name", namespaces=X)
            items[name] = {
                etree.QName(part).localname: part.text for part in item if etree.QName(part).namespace in (TI, HTCDS)
            }
        found[instance.get("id")] = items
    return found


def _asked(control: etree._Element, binds: dict[str, etree._Element], choices: dict[str, object]) -> Asked:
    ref = control.get("ref")
    bind = binds[ref]
    itemset = control.find("x:itemset", X)
    listed = itemset.get("nodeset").split("'")[1] if itemset is not None else ""

    def annotations(namespace: str) -> dict[str, str]:
        return {
            etree.QName(key).localname: value
            for key, value in bind.attrib.items()
            if etree.QName(key).namespace == namespace
        }

    return Asked(
        ref=ref,
        name=_last(ref),
        kind=etree.QName(control).localname,
        relevant=bind.get("relevant", ""),
        constraint=bind.get("constraint", ""),
        required=bind.get("required", ""),
        readonly=bind.get("readonly") == "true()",
        ti=annotations(TI),
        htcds=annotations(HTCDS),
        choices=tuple(choices.get(listed, ())),
        list=listed,
        section=ref.split("/")[2],
    )


def _words(tree: etree._Element) -> dict[str, dict[str, dict[str, str]]]:
    return {
        translation.get("lang"): {
            text.get("id"): {value.get("form") or "": value.text for value in text.iterfind("x:value", X)}
            for text in translation.iterfind("x:text", X)
        }
        for translation in tree.iterfind(".//x:translation", X)
    }
