"""Colours keep their contrast; every icon draws."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from screening.app import icons, look
from screening.app.look import Theme

TEXT = [
    ("ink", "canvas"),
    ("ink", "surface"),
    ("ink2", "sunken"),
    ("ink2", "surface"),
    ("ink3", "sunken"),
    ("ink3", "surface"),
    ("onAccent", "accent"),
    ("onAccent", "accentHover"),
    ("onAccent", "accentPress"),
    ("onAccent2", "accent"),
    ("link", "surface"),
    ("link", "canvas"),
    ("link", "accentSoft"),
    ("ink", "accentSoft"),
    ("ink2", "accentSoft"),
    ("onUrgent", "urgent"),
    ("urgentInk", "urgentSoft"),
    ("urgentInk", "surface"),
    ("onGrounds", "grounds"),
    ("groundsInk", "groundsSoft"),
    ("groundsInk", "surface"),
    ("childInk", "childSoft"),
    ("attnInk", "attnSoft"),
    ("attnInk", "surface"),
    ("attnInk", "sunken"),
    ("okInk", "okSoft"),
    ("okInk", "surface"),
    ("okInk", "sunken"),
    ("ink", "attnSoft"),
    ("ink", "okSoft"),
    ("ink", "urgentSoft"),
]
EDGES = [
    ("edge", "surface"),
    ("edge", "canvas"),
    ("edge", "sunken"),
    ("focus", "canvas"),
    ("focus", "surface"),
    ("focus", "sunken"),
    ("focus", "accentSoft"),
    ("accent", "surface"),
    ("accent", "accentSoft"),
    ("attn", "surface"),
]


def luminance(colour: QColor) -> float:
    """After WCAG 2."""
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(theme: Theme, front: str, back: str) -> None:
    colours = look.themes()[theme]
    least = 4.5 if theme is Theme.DAY else 7.0
    assert contrast(getattr(colours, front), getattr(colours, back)) >= least


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize(("front", "back"), EDGES)
def test_edges_and_the_focus_can_be_seen(theme: Theme, front: str, back: str) -> None:
    colours = look.themes()[theme]
    assert contrast(getattr(colours, front), getattr(colours, back)) >= 3.0


def test_words_on_a_switched_off_button_can_be_read() -> None:
    for colours in look.themes().values():
        assert contrast(colours.offInk, colours.offFill) >= 4.5


def test_red_is_for_danger_alone() -> None:
    for colours in look.themes().values():
        assert colours.attn.name() != colours.urgent.name()
        assert 15 < colours.attn.hslHue() < 60


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_draws_something(name: str) -> None:
    image = icons.pixmap(name, 24, QColor("black")).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))


def test_icons_are_sharp_at_other_ratios() -> None:
    drawn = icons.pixmap("check", 20, QColor("black"), ratio=1.5)
    assert (drawn.width(), drawn.devicePixelRatio()) == (30, 1.5)


def test_arrows_turn_round_and_the_clock_does_not() -> None:
    black = QColor("black")
    assert icons.pixmap("next", 24, black).toImage() != icons.pixmap("next", 24, black, mirrored=True).toImage()
    assert icons.pixmap("clock", 24, black).toImage() == icons.pixmap("clock", 24, black, mirrored=True).toImage()


def test_text_size_multiplies_the_type_and_not_the_window() -> None:
    small = look.now().font("body").pixelSize()
    look.wear(Theme.DAY, 1.5)
    assert look.now().font("body").pixelSize() == round(small * 1.5)
    assert look.now().font("meta").pixelSize() >= 14


@pytest.mark.usefixtures("fonts")
def test_the_vendored_font_is_used() -> None:
    assert len({look.now().metrics("body").horizontalAdvance(digit) for digit in "0123456789"}) == 1
    assert "Noto Sans" in look.now().font().families()
