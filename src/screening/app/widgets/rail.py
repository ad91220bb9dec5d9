"""The rail of an interview: its sections, where one stands, and the two ways out that are always there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import icons, look, paint
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Hairline, Sheet
from screening.app.widgets.key_cap import KeyCap
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.words import Words

State: TypeAlias = Literal["todo", "current", "done", "review"]
WIDTH: Final = 252
NARROW: Final = 60


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the rail. detail: a second, smaller line; number: its place, from 1."""

    name: str
    state: State
    number: int
    detail: str = ""


class RailItem(QPushButton):
    """A section one can jump to."""

    ring_inside = True
    ring_radius = 4

    def __init__(self) -> None:
        super().__init__()
        self._section = Section("", "todo", 0)
        self._narrow = False
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_section(self, section: Section, *, narrow: bool) -> None:
        """Fill the line."""
        self.setProperty("state", section.state)
        if (section, narrow) == (self._section, self._narrow):
            return
        self._section, self._narrow = section, narrow
        spoken = {
            "todo": self.tr("not begun"),
            "current": self.tr("current"),
            "done": self.tr("done"),
            "review": "",
        }[section.state]
        self.setAccessibleName(", ".join(part for part in (section.name, section.detail, spoken) if part))
        self.setToolTip(section.name if narrow else "")
        self.updateGeometry()
        self.update()

    def _room(self, width: int) -> int:
        return max(40, width - 52 - 12)

    @override
    def heightForWidth(self, width: int, /) -> int:
        if self._narrow:
            return look.TARGET
        worn = look.now()
        height = paint.text_height(worn.metrics("body", bold=True), self._section.name, self._room(width))
        if self._section.detail:
            height += paint.text_height(worn.metrics("meta"), self._section.detail, self._room(width))
        return max(look.TARGET, height + 12)

    @override
    def sizeHint(self) -> QSize:
        return QSize(NARROW if self._narrow else WIDTH, self.heightForWidth(self.width()))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(NARROW - 2, self.heightForWidth(self.width()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()  # a scroll bar came or went: the words wrap anew

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c, worn, section = look.tokens(), look.now(), self._section
        current = section.state == "current"
        if current or self.underMouse():
            painter.fillRect(self.rect(), c.surface if current else c.line)
        if current:
            painter.fillRect(paint.mirrored(self, QRect(0, 0, 4, self.height())), c.accent)
        mark = paint.mirrored(self, QRect(20, 0, 20, self.height()))
        at = (self.height() - 20) // 2
        match section.state:
            case "done":
                icons.draw(painter, "check", mark.x(), at, 20, c.okInk)
            case "current":
                icons.draw(painter, "prog", mark.x(), at, 20, c.accent)
            case "review":
                icons.draw(painter, "book", mark.x(), at, 20, c.ink2)
            case "todo":
                paint.write(painter, self, mark, str(section.number), worn.font("body"), c.ink3, align=0x4)
        if self._narrow:
            return
        room = self._room(self.width())
        tall = paint.text_height(worn.metrics("body", bold=current), section.name, room)
        under = paint.text_height(worn.metrics("meta"), section.detail, room)
        top = (self.height() - tall - under) // 2
        ink = c.ink if section.state != "todo" else c.ink2
        first = paint.mirrored(self, QRect(52, top, room, tall))
        font = worn.font("body", bold=current)
        paint.write(painter, self, first, section.name, font, ink, wrap=True, middle=False)
        if section.detail:
            second = paint.mirrored(self, QRect(52, top + tall, room, under))
            paint.write(painter, self, second, section.detail, worn.font("meta"), c.ink2, wrap=True, middle=False)


class Rail(Sheet):
    """Sections above, urgent and stop at the foot.

    Signals:
        jumped(number): to a section, from 1. reviewed(): to "check answers". alarmed(): urgent. ended(): stop talking.
    """

    jumped = Signal(int)
    reviewed = Signal()
    alarmed = Signal()
    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sunken", edges="r", parent=parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(20, 14, 12, 6)
        head.addWidget(Words(self.tr("Sections"), "meta", "ink2", bold=True, wrap=False), 1)
        head.addWidget(KeyCap("F6"))
        column.addWidget(self._head)
        self._scroll = Scroll((0, 0, 0, 0))
        self._items: list[RailItem] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._scroll.column.addLayout(self._list)
        self._scroll.column.addWidget(Hairline())
        self._review = RailItem()
        self._review.clicked.connect(self.reviewed)
        self._scroll.column.addWidget(self._review)
        self._scroll.column.addStretch(1)
        column.addWidget(self._scroll, 1)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(16, 8, 16, 10)
        self._foot.setSpacing(4)
        self.urgent = Button(self.tr("Urgent"), Kind.URGENT, icon="urgent", key="F2")
        self.urgent.pressed_on.connect(self.alarmed)
        self.stop = Button(self.tr("Stop the conversation"), Kind.QUIET, icon="hand", key="F4")
        self.stop.pressed_on.connect(self.ended)
        self._foot.addWidget(self.urgent)
        self._foot.addWidget(self.stop)
        column.addLayout(self._foot)
        self._narrow = False
        self._sections: tuple[Section, ...] = ()
        self._in_sight = QTimer(self)  # when the lines have their heights
        self._in_sight.setSingleShot(True)
        self._in_sight.setInterval(0)
        self._in_sight.timeout.connect(self._bring_into_sight)
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """60 px with signs only, or the full width with names."""
        self._narrow = narrow
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if narrow else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._scroll.setVerticalScrollBarPolicy(policy)
        self.urgent.shorten(narrow)
        self.stop.shorten(narrow)
        wide = max(WIDTH, look.now().px(WIDTH * 0.85), self.stop.sizeHint().width() + 33)
        self.setFixedWidth(NARROW if narrow else wide)
        self._head.setVisible(not narrow)
        self._foot.setContentsMargins(*((5, 6, 6, 6) if narrow else (16, 8, 16, 10)))
        self.show_sections(self._sections)

    def show_sections(self, sections: tuple[Section, ...], *, reviewing: bool = False) -> None:
        """Fill the rail, reusing its lines."""
        self._sections = sections
        while len(self._items) < len(sections):
            item = RailItem()
            number = len(self._items) + 1
            item.clicked.connect(lambda _checked=False, number=number: self.jumped.emit(number))
            self._items.append(item)
            self._list.addWidget(item)
        for item, section in zip(self._items, sections, strict=False):
            item.show_section(section, narrow=self._narrow)
            item.show()
        for item in self._items[len(sections) :]:
            item.hide()
        self._in_sight.start()
        state: State = "current" if reviewing else "review"
        self._review.show_section(Section(self.tr("Check answers"), state, 0), narrow=self._narrow)

    def _bring_into_sight(self) -> None:
        """The section one is in, whole, with a little of its neighbours."""
        for item in self._items:
            if not item.isHidden() and item.property("state") == "current":
                self._scroll.ensureWidgetVisible(item, 0, item.height() // 2)

    def take_focus(self) -> None:
        """Put the focus on the current section."""
        for item in (*self._items, self._review):
            if item.isVisible() and item.property("state") == "current":
                item.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        if self._items:
            self._items[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def items(self) -> tuple[RailItem, ...]:
        """The lines in use."""
        return tuple(self._items[: len(self._sections)])
