# ruff: noqa: N815  the colours keep the names they have in tokens.json
"""The one place colours, type sizes and measures come from.

Widgets ask `now()` while painting, so a change of theme needs a repaint and nothing else.
Colours are read from resources/look/tokens.json; sizes are logical pixels at 100 % text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from screening.app.resources import resource

Style: TypeAlias = Literal["meta", "tag", "body", "lead", "hers", "title", "question", "travA", "travQ"]
SIZES: Final[dict[Style, int]] = {
    "meta": 14,
    "tag": 15,
    "body": 16,
    "lead": 18,
    "hers": 20,
    "title": 22,
    "question": 26,
    "travA": 28,
    "travQ": 44,
}
FAMILY: Final = "Noto Sans"
_SCRIPTS: Final = ("Noto Naskh Arabic", "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Georgian")
_FONT_FILES: Final = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
_LATER_FONT_FILES: Final = tuple(
    f"{name.replace(' ', '')}-{weight}.ttf" for name in _SCRIPTS for weight in ("Regular", "Bold")
)

TARGET: Final = 48
"""Smallest height and width of anything that can be pressed."""
RADIUS: Final = 8
"""Corner radius of controls, cards and tables."""


class Theme(StrEnum):
    """What the window wears."""

    DAY = "day"
    NIGHT = "night"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, named after their use; `border` is the width of hairlines in pixels."""

    canvas: QColor
    surface: QColor
    sunken: QColor
    line: QColor
    edge: QColor
    ink: QColor
    ink2: QColor
    ink3: QColor
    accent: QColor
    accentHover: QColor
    accentPress: QColor
    onAccent: QColor
    onAccent2: QColor
    accentSoft: QColor
    link: QColor
    focus: QColor
    urgent: QColor
    onUrgent: QColor
    urgentSoft: QColor
    urgentInk: QColor
    grounds: QColor
    onGrounds: QColor
    groundsSoft: QColor
    groundsInk: QColor
    child: QColor
    onChild: QColor
    childSoft: QColor
    childInk: QColor
    attn: QColor
    attnSoft: QColor
    attnInk: QColor
    ok: QColor
    okSoft: QColor
    okInk: QColor
    hatch: QColor
    offFill: QColor
    offInk: QColor
    border: int


def tokens_of(data: dict[str, str | int]) -> Tokens:
    """Tokens from one theme of tokens.json, where the border width is called ``bw``.

    Raises:
        KeyError: a colour is missing.
    """
    named = [each.name for each in fields(Tokens) if each.name != "border"]
    return Tokens(**{name: QColor(str(data[name])) for name in named}, border=int(data["bw"]))


@dataclass(slots=True)
class Look:
    """A theme and a text size, with the fonts made from them. text: 1.0 is 100 %."""

    theme: Theme
    text: float
    tokens: Tokens
    _fonts: dict[tuple[str, bool, str], QFont] = field(default_factory=dict)
    _metrics: dict[tuple[str, bool, str], QFontMetrics] = field(default_factory=dict)

    def font(self, style: Style = "body", *, bold: bool = False, family: str = FAMILY) -> QFont:
        """The font of a style; the same object for the same style."""
        key = (style, bold, family)
        found = self._fonts.get(key)
        if found is None:
            found = QFont([family, FAMILY, *_SCRIPTS, "DejaVu Sans"])
            found.setPixelSize(max(1, round(SIZES[style] * self.text)))
            found.setBold(bold)
            found.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
            self._fonts[key] = found
        return found

    def metrics(self, style: Style = "body", *, bold: bool = False, family: str = FAMILY) -> QFontMetrics:
        """Measures of that font."""
        key = (style, bold, family)
        found = self._metrics.get(key)
        if found is None:
            found = QFontMetrics(self.font(style, bold=bold, family=family))
            self._metrics[key] = found
        return found

    def line(self, style: Style = "body") -> int:
        """Height of one line of a style, in pixels."""
        return self.metrics(style).lineSpacing()

    def px(self, size: float) -> int:
        """A measure that grows with the text, such as the room for an icon beside it."""
        return round(size * self.text)


_themes: dict[Theme, Tokens] = {}
_current: list[Look] = []


def themes() -> dict[Theme, Tokens]:
    """All themes, read once."""
    if not _themes:
        data = json.loads(resource("look", "tokens.json").read_bytes())
        _themes.update({theme: tokens_of(data[theme.value]) for theme in Theme})
    return _themes


def now() -> Look:
    """What is worn now; day at 100 % until `wear` said otherwise."""
    if not _current:
        _current.append(Look(Theme.DAY, 1.0, themes()[Theme.DAY]))
    return _current[0]


def tokens() -> Tokens:
    """The colours worn now."""
    return now().tokens


def wear(theme: Theme, text: float = 1.0) -> Look:
    """Put on a theme and a text size (1.0 to 2.0), for the whole application."""
    worn = Look(theme, text, themes()[theme])
    _current[:] = [worn]
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setPalette(palette(worn.tokens))
        app.setFont(worn.font())
    return worn


def palette(colours: Tokens) -> QPalette:
    """The Qt palette of a theme, for what Fusion itself paints (item views, line edits, scroll bars)."""
    roles = {
        QPalette.ColorRole.Window: colours.canvas,
        QPalette.ColorRole.WindowText: colours.ink,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.surface,
        QPalette.ColorRole.Text: colours.ink,
        QPalette.ColorRole.PlaceholderText: colours.ink3,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.ink,
        QPalette.ColorRole.BrightText: colours.ink,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.onAccent,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.Link: colours.link,
        QPalette.ColorRole.LinkVisited: colours.link,
        QPalette.ColorRole.ToolTipBase: colours.surface,
        QPalette.ColorRole.ToolTipText: colours.ink,
        QPalette.ColorRole.Light: colours.surface,
        QPalette.ColorRole.Midlight: colours.sunken,
        QPalette.ColorRole.Mid: colours.edge,
        QPalette.ColorRole.Dark: colours.edge,
        QPalette.ColorRole.Shadow: colours.ink3,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, colour)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, colours.offInk)
    return made


def load_fonts(*, all_scripts: bool = False) -> None:
    """Make the shipped fonts known to Qt. Missing files are passed over: the system's fonts stand in."""
    names = (*_FONT_FILES, *_LATER_FONT_FILES) if all_scripts else _FONT_FILES
    for name in names:
        path = resource("fonts", name)
        if path.exists():
            QFontDatabase.addApplicationFont(str(path))
