"""A report of our own fault, without personal data: where in the code, never with what values."""

from __future__ import annotations

import platform
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from screening import __version__


def report(fault: BaseException, home: Path | None) -> str:
    """Write the report below `home`; answers its path, or a dash where nothing could be written.

    The message of an exception may quote data, so only its type and the places in the code are kept.
    """
    at = datetime.now(UTC)  # noqa: TID251  a crash report is no entry
    lines = [
        f"Field Screening {__version__}",
        f"{platform.system()} Python {platform.python_version()}",
        at.isoformat(),
    ]
    current: BaseException | None = fault
    while current is not None:
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines += [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(current.__traceback__)]
        current = current.__cause__ or current.__context__
    if home is None:
        return "-"
    file = home / "crash-reports" / f"{at:%Y%m%dT%H%M%S%f}.txt"
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_text("\n".join(lines) + "\n", "utf-8")
        return str(file)
    return "-"
