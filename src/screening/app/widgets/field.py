"""Fields: the label above, the hint under it, the error under the field with what is accepted."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import icons, look, paint
from screening.app.widgets.caution import Caution
from screening.app.widgets.icon import Icon
from screening.app.widgets.words import Words

LONGEST: Final = 20_000
"""Characters a field takes; a pasted megabyte is cut there, not swallowed."""


class Frame(QWidget):
    """The painted border round an input; the ring follows it instead of the bare input."""

    ring_radius = look.RADIUS

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.wrong = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 2, 4, 2)
        self._row.setSpacing(4)
        self._row.addWidget(inner, 1)
        self.setMinimumHeight(look.TARGET)
        inner.ring_proxy = self  # type: ignore[attr-defined]  # read by FocusRing

    def add_end(self, widget: QWidget) -> None:
        """A button at the end of the field."""
        self._row.addWidget(widget)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        c = look.tokens()
        painter = QPainter(self)
        border, width = (c.attn, c.border + 1) if self.wrong else (c.edge, c.border)
        paint.box(painter, self.rect(), fill=c.surface, border=border, width=width)


class Input(QLineEdit):
    """A line edit without a frame of its own."""

    def __init__(self, style: look.Style = "lead") -> None:
        super().__init__()
        self.setFrame(False)
        self.setMaxLength(LONGEST)
        self.setFont(look.now().font(style))
        self.setMinimumHeight(look.TARGET - 8)
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, on=False)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self.palette()
        if colours.color(colours.ColorRole.Base) != look.tokens().surface:
            self.setPalette(look.palette(look.tokens()))
        super().paintEvent(event)


class Area(QPlainTextEdit):
    """Several lines of plain text. Tab leaves it; Ctrl+Enter is for the page.

    Signals: changed(): the text. shortened(): more was put in than fits, the rest was left out.
    """

    changed = Signal()
    shortened = Signal()

    def __init__(self, lines: int = 4) -> None:
        super().__init__()
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setFont(look.now().font("lead"))
        self.setTabChangesFocus(True)
        self.setMinimumHeight(look.now().line("lead") * lines + 16)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._lines = lines
        self.textChanged.connect(self._cut)

    def _cut(self) -> None:
        text = self.toPlainText()
        if len(text) > LONGEST:
            self.setPlainText(text[:LONGEST])
            self.moveCursor(QTextCursor.MoveOperation.End)
            self.shortened.emit()
        self.changed.emit()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        room = LONGEST - self.document().characterCount() + 1 + len(self.textCursor().selectedText())
        if len(text) <= room:
            self.insertPlainText(text)
            return
        self.insertPlainText(text[: max(0, room)])  # a pasted megabyte would be laid out before it is cut
        self.shortened.emit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, look.now().line("lead") * self._lines + 16)


class Field(QWidget):
    """A label, a hint, an input and its error.

    Signals:
        edited(text): typed by a person.
        committed(): Enter in the field, or the focus left it.
    """

    edited = Signal(str)
    committed = Signal()

    def __init__(self, label: str = "", hint: str = "", *, secret: bool = False, lines: int = 1) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        self._label = Words(label, "body", "ink", bold=True)
        head.addWidget(self._label, 1)
        self.aside = Words("", "meta", "ink3", wrap=False)
        head.addWidget(self.aside, 0, Qt.AlignmentFlag.AlignBottom)
        self._hint = Words(hint, "body", "ink2")
        self._hint.setContentsMargins(0, 0, 0, 3)  # room for the ring
        self.input: QLineEdit | Area
        if lines > 1:
            area = Area(lines)
            area.changed.connect(lambda: self.edited.emit(area.toPlainText()))
            self.input = area
        else:
            line = Input()
            if secret:
                line.setEchoMode(QLineEdit.EchoMode.Password)
            line.textEdited.connect(self.edited)
            line.returnPressed.connect(self.committed)
            self.input = line
        self.input.installEventFilter(self)
        self.frame = Frame(self.input)
        wrong = QHBoxLayout()
        wrong.setSpacing(8)
        self._sign = Icon("info", 18, "attn")
        self._error = Words("", "body", "attnInk")
        wrong.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        wrong.addWidget(self._error, 1)
        column.addLayout(head)
        column.addWidget(self._hint)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(self.frame, 1)
        column.addLayout(self._line)
        column.addLayout(wrong)
        self.caution: Caution | None = None
        self._column = column
        if lines > 1:
            self.be_careful()
        self._label.setBuddy(self.input)
        self.explain("")
        self.name(label, hint)
        self.setFocusProxy(self.input)

    def be_careful(self) -> Caution:
        """Warn, while somebody types here, of what had better not be recorded."""
        if self.caution is None:
            self.caution = Caution()
            self._column.addWidget(self.caution)
            self.edited.connect(self.caution.follow)
        return self.caution

    def narrow(self, width: int) -> None:
        """Make the frame no wider than this; its words stay as wide as the page."""
        self.frame.setMaximumWidth(width)
        self._line.addStretch(1)

    def put_beside(self, *widgets: QWidget) -> None:
        """Buttons beside the frame."""
        for widget in widgets:
            self._line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def name(self, label: str, hint: str = "") -> None:
        """Change label and hint."""
        self._label.setText(label)
        self._label.setVisible(bool(label))
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.input.setAccessibleName(label)
        self.input.setAccessibleDescription(hint)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.input.toPlainText() if isinstance(self.input, Area) else self.input.text()

    def set_text(self, text: str) -> None:
        """Fill the field without telling anybody."""
        if text == self.text:
            return
        self.input.blockSignals(True)
        if isinstance(self.input, Area):
            self.input.setPlainText(text)
        else:
            self.input.setText(text)
        self.input.blockSignals(False)
        if self.caution is not None:
            self.caution.follow(text)

    def explain(self, error: str) -> None:
        """Say under the field what is wrong and what is accepted; empty when nothing is."""
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self._sign.setVisible(bool(error))
        self.frame.wrong = bool(error)
        self.frame.update()
        if error:
            self.input.setAccessibleDescription(error)

    @property
    def error(self) -> str:
        """What is shown as wrong."""
        return self._error.text()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self.input:
            self.committed.emit()
        return False


class Choice(QComboBox):
    """A closed list, painted like a field. The wheel does not change it."""

    ring_radius = look.RADIUS

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setFont(look.now().font("body"))
        self.setMinimumHeight(look.TARGET)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def sizeHint(self) -> QSize:
        metrics = look.now().metrics("body")
        widest = max((metrics.horizontalAdvance(self.itemText(n)) for n in range(self.count())), default=80)
        return QSize(widest + 56, max(look.TARGET, metrics.lineSpacing() + 24))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = look.tokens()
        paint.box(painter, self.rect(), fill=c.surface, border=c.edge, width=c.border)
        room = paint.mirrored(self, self.rect().adjusted(14, 0, -40, 0))
        paint.write(painter, self, room, self.currentText(), look.now().font("body"), c.ink)
        at = paint.mirrored(self, self.rect().adjusted(self.width() - 36, 0, -16, 0))
        icons.draw(painter, "chevD", at.x(), (self.height() - 20) / 2, 20, c.ink2)
