"""The languages of the window, changed while it runs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from screening.app.resources import resource

LANGUAGES: Final = ("uk", "en")
_installed: list[QTranslator] = []


def speak(language: str) -> None:
    """Show every new widget in this language. English is the language of the source; its catalogue has the plurals."""
    for former in _installed:
        QCoreApplication.removeTranslator(former)
    _installed.clear()
    QLocale.setDefault(QLocale(language))
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{language}", qt_folder), (f"screening_{language}", str(resource("i18n")))):
        translator = QTranslator()
        if translator.load(name, folder):
            QCoreApplication.installTranslator(translator)
            _installed.append(translator)
