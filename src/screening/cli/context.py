"""What a command has at hand: shared options, output, this station, and the vault once it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.cli.arguments import Shared, read_passphrase
from screening.cli.output import Output
from screening.errors import StationError
from screening.station.station import Station

if TYPE_CHECKING:  # the rooms behind it are opened when a command needs them
    from screening.station.desk import Desk


@dataclass(slots=True)
class Context:
    """One run of one command."""

    shared: Shared
    out: Output
    station: Station
    _passphrase: str | None = field(default=None, repr=False)
    _desk: Desk | None = None

    def passphrase(self, *, new: bool = False) -> str:
        """The passphrase of this run, read once. new: typed a second time where a person types it.

        Raises:
            StationError: none was given, or the second is not the first.
        """
        if self._passphrase is None:
            self._passphrase = read_passphrase(self.shared.passphrase_file, twice=new)
        return self._passphrase

    def desk(self, *, inspect: bool = False) -> Desk:
        """The unlocked station; the vault stays open until the command ends. inspect: to look only, also when damaged.

        Raises:
            VaultError: no vault, a wrong passphrase, damaged, too new, busy.
        """
        if self._desk is None:
            self._desk = self.station.unlock(self.passphrase(), inspect=inspect)
        return self._desk

    def close(self) -> None:
        """Lock again."""
        if self._desk is not None:
            self._desk.close()
            self._desk = None


def read_file(path: str, *, limit: int = 200_000_000) -> bytes:
    """A file that a command was pointed at.

    Raises:
        StationError: not there, a folder, not readable, or larger than `limit` bytes.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(limit + 1)  # the size that a pipe or device states says nothing
    except FileNotFoundError:
        raise StationError("station.file.missing") from None
    except OSError:
        raise StationError("station.file.unreadable") from None
    if len(data) > limit:
        raise StationError("station.file.large", limit=limit)
    return data


def write_file(path: str | Path, data: bytes) -> Path:
    """Write a result, whole or not at all, readable by its owner alone.

    Raises:
        StationError: the place cannot be written.
    """
    from screening.station.files import write_whole

    return write_whole(Path(path), data)


def read_json(path: str) -> Any:
    """A JSON file that a command was pointed at.

    Raises:
        StationError: not there, or not JSON.
    """
    import json

    try:
        return json.loads(read_file(path, limit=50_000_000))
    except (ValueError, RecursionError):
        raise StationError("station.file.json") from None
