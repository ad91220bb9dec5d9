"""Keys are known by their place, whatever layout is on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from screening.app import keys

NONE = Qt.KeyboardModifier.NoModifier


def event(key: int, text: str = "", *, scan: int = 0, held: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, held, scan, 0, 0, text)


@pytest.mark.parametrize(
    ("scan", "printed"),
    [(10, "1"), (18, "9"), (57, "N"), (39, "S"), (27, "R"), (30, "U"), (46, "L"), (41, "F"), (26, "E")],
)
def test_on_x11_the_place_counts_under_any_layout(monkeypatch: pytest.MonkeyPatch, scan: int, printed: str) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "xcb"))
    assert keys.place(event(0x0422, "т", scan=scan)) == printed


@pytest.mark.parametrize(("scan", "printed"), [(2, "1"), (10, "9"), (0x31, "N"), (0x1F, "S"), (0x13, "R"), (0x16, "U")])
def test_on_windows_too(monkeypatch: pytest.MonkeyPatch, scan: int, printed: str) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "windows"))
    assert keys.place(event(0x0422, "т", scan=scan)) == printed


@pytest.mark.parametrize(("letter", "printed"), list(zip("тікгдауТІ", "NSRULFENS", strict=True)))
def test_without_a_place_the_ukrainian_letter_tells_it(letter: str, printed: str) -> None:
    assert keys.place(event(ord(letter.upper()), letter)) == printed


def test_the_keypad_gives_digits_and_nothing_else() -> None:
    keypad = Qt.KeyboardModifier.KeypadModifier
    assert keys.place(event(Qt.Key.Key_4, "4", scan=83, held=keypad)) == "4"
    assert keys.place(event(Qt.Key.Key_0, "0", scan=90, held=keypad)) == ""
    assert keys.place(event(Qt.Key.Key_Plus, "+", scan=86, held=keypad)) == ""


def test_other_keys_are_no_letters() -> None:
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Period):
        assert keys.place(event(key)) == ""


def test_a_key_with_ctrl_or_alt_is_not_plain() -> None:
    assert keys.plain(event(Qt.Key.Key_N, "n"))
    assert keys.plain(event(Qt.Key.Key_N, "N", held=Qt.KeyboardModifier.ShiftModifier))
    assert not keys.plain(event(Qt.Key.Key_N, "n", held=Qt.KeyboardModifier.ControlModifier))
    assert not keys.plain(event(Qt.Key.Key_N, "n", held=Qt.KeyboardModifier.AltModifier))


def test_lock_works_under_a_ukrainian_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    ctrl = Qt.KeyboardModifier.ControlModifier
    assert keys.with_ctrl(event(Qt.Key.Key_L, "", held=ctrl), "L")
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "xcb"))
    assert keys.with_ctrl(event(0x0414, "д", scan=46, held=ctrl), "L")
    assert not keys.with_ctrl(event(0x0414, "д", scan=46), "L")
