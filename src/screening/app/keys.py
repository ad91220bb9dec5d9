"""Single keys by their place on the keyboard, so that N is N under a Ukrainian layout too."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

# Place on the keyboard -> what is printed there on a Latin keyboard. X11 and Wayland: evdev code + 8.
_X11: Final = {
    **{10 + place: str(place + 1) for place in range(9)},
    **dict(zip(range(24, 34), "QWERTYUIOP", strict=True)),
    **dict(zip(range(38, 47), "ASDFGHJKL", strict=True)),
    **dict(zip(range(52, 59), "ZXCVBNM", strict=True)),
}
_WINDOWS: Final = {
    **{2 + place: str(place + 1) for place in range(9)},
    **dict(zip(range(0x10, 0x1A), "QWERTYUIOP", strict=True)),
    **dict(zip(range(0x1E, 0x27), "ASDFGHJKL", strict=True)),
    **dict(zip(range(0x2C, 0x33), "ZXCVBNM", strict=True)),
}
_PLACES: Final = {"xcb": _X11, "wayland": _X11, "wayland-egl": _X11, "windows": _WINDOWS}
# The Ukrainian layout, for keys that come without a place (screen keyboards, remote desktops).
_UKRAINIAN: Final = dict(zip("ЙЦУКЕНГШЩЗФІВАПРОЛДЯЧСМИТЬ", "QWERTYUIOPASDFGHJKLZXCVBNM", strict=True))
_PRINTABLE: Final = range(0x20, 0x7F)


def place(event: QKeyEvent) -> str:
    """The digit or capital Latin letter printed on the pressed key; empty for any other key."""
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return chr(event.key()) if event.key() in range(0x31, 0x3A) else ""
    table = _PLACES.get(QGuiApplication.platformName())
    if table is not None and event.nativeScanCode():
        return table.get(event.nativeScanCode(), "")
    if event.key() in _PRINTABLE and chr(event.key()).isalnum():
        return chr(event.key()).upper()
    return _UKRAINIAN.get(event.text().upper(), "")


def plain(event: QKeyEvent) -> bool:
    """Whether no Ctrl, Alt or Meta is held: Shift and the keypad do not matter."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return held == Qt.KeyboardModifier.NoModifier


def with_ctrl(event: QKeyEvent, letter: str) -> bool:
    """Whether Ctrl and the key at `letter` are pressed."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return held == Qt.KeyboardModifier.ControlModifier and (
        place(event) == letter or (event.key() in _PRINTABLE and chr(event.key()) == letter)
    )
