"""The languages of the window, changed while it runs."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from screening.app.resources import resource

LANGUAGES: Final = ("uk", "en")
_installed: list[QTranslator] = []
_CODE: Final = re.compile(r"\(([a-z]{2,3})\)\s*$")


def code_of(name: str) -> str:
    """The code in a form's language name: ``ro`` for ``Romanian (ro)``; empty when it has none."""
    found = _CODE.search(name)
    return found[1] if found is not None else ""


def spoken(name: str) -> str:
    """A form's language as its speakers call it: Română for ``Romanian (ro)``, and for ``Română (ro)`` too."""
    code, written = code_of(name), _CODE.sub("", name).strip()
    locale = QLocale(code)
    if not code or written != QLocale.languageToString(locale.language()):
        return written or name
    own = "English" if code == "en" else locale.nativeLanguageName()
    return own[:1].upper() + own[1:] if own else name


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
