"""A line under a free text that says, while somebody types, what had better not be recorded. It never stops anybody."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from screening.app.resources import resource
from screening.app.widgets.words import Words
from screening.errors import ReferralError

if TYPE_CHECKING:
    from screening.referral.refusing import Pattern

log = logging.getLogger("screening.app")
_QUIET_MS: Final = 250
"""It looks after this long without a key, so that typing never waits for it."""
_QUOTED: Final = 24
"""So many letters of what was noticed are repeated."""


@cache
def _patterns() -> tuple[Pattern, ...]:
    from screening.referral.refusing import load_refused

    try:
        return load_refused({file.name: file.read_bytes() for file in sorted(resource("refuse").glob("*.toml"))})
    except (OSError, ReferralError):
        log.warning("the refuse-to-record list cannot be read")
        return ()


class Caution(Words):
    """Hidden as long as nothing is noticed. names: whether names of people are warned of, as not in a field for one."""

    def __init__(self) -> None:
        super().__init__("", "body", "attnInk")
        self.names = True
        self._text = ""
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self.look)
        self.hide()

    def follow(self, text: str) -> None:
        """Look at `text` as soon as the keys rest."""
        self._text = text
        self._quiet.start()

    def rest(self) -> None:
        """Nothing is noticed any more: another text begins."""
        self._quiet.stop()
        self._text = ""
        self.look()

    def look(self) -> None:
        """Say what is noticed now."""
        from screening.referral.refusing import notice

        topics = self._topics()
        seen: dict[str, str] = {}
        for one in notice(self._text, _patterns()):
            if self.names or one.topic != "third_person":
                seen.setdefault(topics[one.topic], self._text[one.start : one.end][:_QUOTED].strip())
        said = "; ".join(f"{topic} («{quoted}»)" for topic, quoted in seen.items())
        self.setText(self.tr("Better not recorded here: {what}. Say it in general words.").format(what=said))
        self.setVisible(bool(seen))

    def _topics(self) -> dict[str, str]:
        return {
            "third_person": self.tr("another person's name"),
            "unit": self.tr("a military unit"),
            "position": self.tr("positions or movements"),
            "draft": self.tr("draft status"),
            "occupied_relative": self.tr("relatives in occupied territory"),
            "helper": self.tr("who helped to leave"),
            "views": self.tr("views or collaboration"),
            "intelligence": self.tr("intelligence"),
        }
