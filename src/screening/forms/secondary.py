"""Secondary instances: lists inside the form, and CSV, XML and GeoJSON files that come with it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from typing import Any

from screening.errors import FormError
from screening.forms import limits
from screening.forms.evaluation import Item
from screening.forms.xmltree import Element, read_xml


def from_element(element: Element) -> Item:
    """The document node of an instance written as XML: ``instance('id')`` has the root element as its child."""
    document = Item("", None, 1)
    for root in element.children():
        _copy(root, document)
    return document


def _copy(element: Element, parent: Item) -> Item:
    tag = f"{element.prefix}:{element.tag}" if element.prefix else element.tag
    siblings = parent.kids.setdefault(tag, [])
    item = Item(tag, parent, len(siblings) + 1)
    siblings.append(item)
    for name, value in element.attributes.items():
        local = name.rpartition("}")[2]
        attribute = Item(f"@{local}", item, 1)
        attribute.value = value
        item.kids[f"@{local}"] = [attribute]
    texts: list[str] = []
    for order, part in enumerate(element.parts):
        if isinstance(part, str):
            texts.append(part)
        else:
            _copy(part, item).order = order
    text = "".join(texts)
    item.value = text.strip() if item.kids else text
    return item


def from_file(name: str, data: bytes) -> Item:
    """The document node of an external instance, by the ending of its name.

    Raises:
        FormError: the file is malformed or too large.
    """
    if len(data) > limits.MEDIA_BYTES:
        raise FormError("form.media.large", name=name)
    lowered = name.lower()
    if lowered.endswith(".csv"):
        return from_rows(name, _csv_rows(name, data))
    if lowered.endswith((".geojson", ".json")):
        return from_rows(name, _geojson_rows(name, data))
    holder = Element("", "", "", {}, 0)
    holder.parts.append(read_xml(data).root)
    return from_element(holder)


def empty() -> Item:
    """The document node of an instance whose file is missing: no rows."""
    return from_rows("", [])


def from_submission(xml: bytes) -> Item:
    """The document node of an interview that was saved before; without one, of nothing.

    Raises:
        FormError: it is not XML.
    """
    if not xml:
        return Item("", None, 1)
    holder = Element("", "", "", {}, 0)
    holder.parts.append(read_xml(xml).root)
    return from_element(holder)


def lists_of(name: str, data: bytes) -> dict[str, Item]:
    """The lists of external choices: rows of one table, parted by their column ``list_name``.

    Raises:
        FormError: the file is malformed or too large.
    """
    if len(data) > limits.MEDIA_BYTES:
        raise FormError("form.media.large", name=name)
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in _csv_rows(name, data):
        rows.setdefault(row.get("list_name", ""), []).append(row)
    return {each: from_rows(name, found) for each, found in rows.items()}


def from_rows(name: str, rows: Iterable[Mapping[str, str]]) -> Item:
    """A document ``root/item`` with a child for each column."""
    document = Item("", None, 1)
    root = Item("root", document, 1)
    document.kids["root"] = [root]
    items: list[Item] = []
    root.kids["item"] = items
    for number, row in enumerate(rows, 1):
        if number > limits.TABLE_ROWS:
            raise FormError("form.media.large", name=name)
        item = Item("item", root, number)
        for order, (column, value) in enumerate(row.items()):
            cell = Item(column, item, 1)
            cell.order = order
            cell.value = value
            item.kids[column] = [cell]
        items.append(item)
    return document


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FormError("form.media.encoding", name=name) from None


def _csv_rows(name: str, data: bytes) -> Iterable[Mapping[str, str]]:
    text = _decoded(name, data)
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    try:
        columns = [column.strip() for column in next(reader, [])]
        if not columns or len(columns) > limits.TABLE_COLUMNS or len(set(columns)) != len(columns) or not all(columns):
            raise FormError("form.media.header", name=name)
        for row in reader:
            if row:
                if len(row) > len(columns):
                    raise FormError("form.media.row", name=name, row=reader.line_num)
                yield dict(zip(columns, [*row, *[""] * (len(columns) - len(row))], strict=True))
    except csv.Error:
        raise FormError("form.media.row", name=name, row=reader.line_num) from None


def _geojson_rows(name: str, data: bytes) -> list[Mapping[str, str]]:
    try:
        document = json.loads(_decoded(name, data))
        features = document["features"]
        if document["type"] != "FeatureCollection" or not isinstance(features, list):
            raise FormError("form.media.geojson", name=name)
        return [_feature(feature) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise FormError("form.media.geojson", name=name) from None


def _feature(feature: Mapping[str, Any]) -> Mapping[str, str]:
    row = {str(key): _scalar(value) for key, value in (feature.get("properties") or {}).items()}
    if "id" in feature:
        row["id"] = _scalar(feature["id"])
    geometry = feature["geometry"]
    points = geometry["coordinates"]
    if geometry["type"] == "Point":
        points = [points]
    elif geometry["type"] == "Polygon":
        points = points[0]
    elif geometry["type"] != "LineString":
        raise ValueError(geometry["type"])
    row["geometry"] = "; ".join(f"{float(point[1])} {float(point[0])} 0 0" for point in points)
    return row


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
