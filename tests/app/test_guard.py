"""A fault of our own is told and leaves the window standing."""

from __future__ import annotations

import subprocess
import sys

from screening.app import guard

TAKE = guard.Faults.take  # the one of the program; the fixture of these tests puts another in its place
FAULTS = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from screening.app import guard
from screening.app.main import prepare
app = prepare()

class Fragile(QWidget):
    __module__ = "screening.app.fragile"
    pressed = Signal()
    def __init__(self):
        super().__init__()
        self.pressed.connect(self.slot)
    def keyPressEvent(self, event):
        gone = QWidget()
        import shiboken6
        shiboken6.delete(gone)
        gone.isVisible()  # raised by Qt's side, not by Python: what ended the program
    def mousePressEvent(self, event):
        raise ValueError("mouse")
    def slot(self):
        raise KeyError("slot")

told = []
guard.contain()
guard.faults.tell = lambda error: told.append(type(error).__name__)
window = Fragile()
window.show()
for _ in range(3):
    QTest.keyClick(window, Qt.Key.Key_A)
    QTest.mouseClick(window, Qt.MouseButton.LeftButton)
window.pressed.emit()
print(told)
"""


def test_a_handler_that_fails_is_told_once_and_the_program_goes_on() -> None:
    done = subprocess.run([sys.executable, "-c", FAULTS], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "['RuntimeError', 'ValueError', 'KeyError']"
    assert "Traceback" not in done.stderr


def test_faults_before_there_is_a_window_are_kept() -> None:
    faults = guard.Faults()
    error = ValueError("early")
    TAKE(faults, ("a", "b"), error)
    TAKE(faults, ("a", "b"), error)
    assert faults.kept == [error]
