"""The trust bundle: one signed container that tells a device whom to believe and to whom to seal.

It lists supervisors, never officers: a seized machine must not carry the roll of those who screen. An officer's
certificate comes inside each packet and carries the officer's own age recipient.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from screening.envelope import asic, canonical
from screening.envelope.xades import Signer
from screening.envelope.zips import Limits
from screening.errors import PacketError
from screening.ids import RecipientId

_FORMAT = "field-screening-trust"
_FILE = "trust.json"
_LIMITS = Limits(files=8, size=8 * 1024 * 1024)
_TIME = "%Y-%m-%dT%H:%M:%SZ"

_Time = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
_Serial = Annotated[str, Field(pattern=r"^[0-9a-f]{1,40}$")]
_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}$")]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle says.

    supervisors: certificates (DER); directory: serials by recipient; general: serials of supervisors who open what
    has no recipient of its own in the directory; revoked: serials of any role.
    """

    number: int
    created: datetime
    until: datetime
    supervisors: tuple[bytes, ...]
    directory: Mapping[RecipientId, tuple[str, ...]]
    general: tuple[str, ...]
    revoked: frozenset[str]


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal["field-screening-trust"]
    major: Literal[1]
    minor: int = Field(ge=0)
    number: int = Field(ge=1)
    created: _Time
    until: _Time
    supervisors: list[str]
    directory: dict[_Name, list[_Serial]]
    general: list[_Serial]
    revoked: list[_Serial]


def write(contents: Contents, signer: Signer) -> bytes:
    """The bundle, signed by the authority as of its creation.

    Raises:
        PacketError: contents that a bundle cannot hold.
    """
    document = {
        "format": _FORMAT,
        "major": 1,
        "minor": 0,
        "number": contents.number,
        "created": _text(contents.created),
        "until": _text(contents.until),
        "supervisors": [base64.b64encode(certificate).decode() for certificate in contents.supervisors],
        "directory": {name: list(serials) for name, serials in contents.directory.items()},
        "general": list(contents.general),
        "revoked": sorted(contents.revoked),
    }
    _validate(document)
    return asic.build([(_FILE, canonical.write(document))], signer, contents.created)


def read(data: bytes) -> tuple[Contents, bytes]:
    """What a bundle says and the certificate (DER) that signed it; whether that is the authority is not decided here.

    Raises:
        PacketError: not a bundle, or altered.
    """
    container = asic.open(data, _LIMITS)
    if list(container.files) != [_FILE]:
        raise PacketError("identity.bundle.format")
    document = _validate(canonical.read(container.files[_FILE]))
    try:
        contents = Contents(
            number=document.number,
            created=_time(document.created),
            until=_time(document.until),
            supervisors=tuple(base64.b64decode(text, validate=True) for text in document.supervisors),
            directory={RecipientId(name): tuple(serials) for name, serials in document.directory.items()},
            general=tuple(document.general),
            revoked=frozenset(document.revoked),
        )
    except ValueError:
        raise PacketError("identity.bundle.format") from None
    return contents, container.signature.certificate_der


def _validate(document: canonical.Json) -> _Document:
    if isinstance(document, dict) and document.get("format") == _FORMAT and document.get("major") != 1:
        raise PacketError("identity.bundle.too_new")
    try:
        return _Document.model_validate(document)
    except ValidationError:
        raise PacketError("identity.bundle.format") from None


def _text(time: datetime) -> str:
    return time.astimezone(UTC).strftime(_TIME)


def _time(text: str) -> datetime:
    return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
