"""Entries as bytes: one canonical JSON form (RFC 8785) for each body, and strict reading of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import cache, partial
from json import JSONDecodeError, loads
from types import UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import rfc8785

from screening.casefile.entries import KINDS, Body, Json
from screening.errors import CaseError

_Check = Callable[[Json], bool]


def encode(body: Body) -> bytes:
    """The canonical JSON bytes of `body`, without its kind; fields at their default are left out.

    Raises:
        CaseError: ``case.entry.text`` when a text holds half a character (a lone surrogate) and so has no UTF-8 form.
    """
    try:
        return rfc8785.dumps(to_json(body))
    except rfc8785.CanonicalizationError:
        raise CaseError("case.entry.text", kind=body.kind) from None


def decode(kind: str, data: bytes) -> Body:
    """The body that `encode` made these bytes from.

    Raises:
        CaseError: ``case.entry.kind`` for a kind this version does not know, ``case.entry.unreadable`` otherwise.
    """
    try:
        value = loads(data)
    except (JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise CaseError("case.entry.unreadable", kind=_known(kind)) from None
    return from_json(kind, value)


def to_json(body: Body) -> dict[str, Json]:
    """The fields of `body` that differ from their default, tuples as lists.

    Raises:
        TypeError: a field holds something that has no JSON form here, such as a float.
    """
    values = ((field, getattr(body, field.name)) for field in fields(body))
    return {field.name: _plain(value) for field, value in values if field.default is MISSING or value != field.default}


def from_json(kind: str, value: Json) -> Body:
    """The body of this kind with these fields.

    Raises:
        CaseError: as `decode`.
    """
    body_type = KINDS.get(kind)
    if body_type is None:
        raise CaseError("case.entry.kind")
    checks = _checks(kind)
    if not isinstance(value, dict) or not value.keys() <= checks.keys():
        raise CaseError("case.entry.unreadable", kind=kind)
    if not all(checks[name](part) for name, part in value.items()):
        raise CaseError("case.entry.unreadable", kind=kind)
    try:
        return body_type(**{name: _frozen(part, kind, name) for name, part in value.items()})
    except TypeError:  # a field without default is not there
        raise CaseError("case.entry.unreadable", kind=kind) from None


def _known(kind: str) -> str:
    return kind if kind in KINDS else "unknown"


def _plain(value: Any) -> Json:
    match value:
        case None | bool() | int() | str():
            return value
        case tuple() | list():
            return [_plain(part) for part in value]
        case Mapping():
            return {str(key): _plain(part) for key, part in value.items()}
        case _:
            message = f"an entry cannot hold {type(value).__name__}"
            raise TypeError(message)


def _frozen(value: Json, kind: str, name: str) -> Json:
    if isinstance(value, list) and _is_tuple(_hints(kind)[name]):
        return tuple(value)
    return value


@cache
def _hints(kind: str) -> dict[str, Any]:
    return get_type_hints(KINDS[kind])


@cache
def _checks(kind: str) -> dict[str, _Check]:
    hints = _hints(kind)
    return {field.name: _check_of(hints[field.name]) for field in fields(KINDS[kind])}


def _is_tuple(hint: Any) -> bool:
    origin: object = get_origin(hint)
    return origin is tuple


def _check_of(hint: Any) -> _Check:
    """A test whether a JSON value fits the annotation of a field."""
    args = get_args(hint)
    match get_origin(hint):
        case None if isinstance(hint, NewType):
            check = _check_of(hint.__supertype__)
        case None:
            check = _is_json if hint is Any else partial(_is_of, hint)
        case origin if origin is Literal:
            check = partial(_is_one_of, args)
        case origin if origin in (Union, UnionType):
            check = partial(_is_any_of, [_check_of(arg) for arg in args])
        case origin if origin in (tuple, Mapping):
            check = partial(
                _holds, list if origin is tuple else dict, _check_of(args[-1] if origin is Mapping else args[0])
            )
        case _:
            message = f"no reader for {hint}"
            raise TypeError(message)
    return check


def _is_of(wanted: type, value: Json) -> bool:
    return type(value) is wanted


def _is_one_of(codes: tuple[str, ...], value: Json) -> bool:
    return isinstance(value, str) and value in codes


def _is_any_of(checks: list[_Check], value: Json) -> bool:
    return any(check(value) for check in checks)


def _holds(container: type[list[Json] | dict[str, Json]], check: _Check, value: Json) -> bool:
    return isinstance(value, container) and all(
        check(part) for part in (value.values() if isinstance(value, dict) else value)
    )


def _is_json(value: Json) -> bool:
    match value:
        case None | bool() | int() | str():
            return True
        case list():
            return all(map(_is_json, value))
        case dict():
            return all(map(_is_json, value.values()))
        case _:
            return False
