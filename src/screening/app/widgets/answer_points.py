"""Places on the earth by typing: a point, a line or an area. What was understood stands below, before it is kept."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from screening.app import places
from screening.app.places import Place
from screening.app.ports import Asked
from screening.app.widgets.answer import Written
from screening.app.widgets.button import Button
from screening.app.widgets.card import Card
from screening.app.widgets.field import Field
from screening.app.widgets.flow import Flow
from screening.app.widgets.pick_list import PickList, PickRow
from screening.app.widgets.words import Words
from screening.forms.geometry import area, length

_LEAST: Final = {"point": 1, "trace": 2, "shape": 3}
_SEEN: Final = 5
_MOST: Final = 2_000
"""Points of one line or area."""


class PointsAnswer(Written):
    """A field for one point; for lines and areas the points before it as rows that can be taken away."""

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[Place, ...] = ()
        self.card = Card()
        self.list = PickList()
        self.list.installEventFilter(self)
        self.card.column.addWidget(self.list)
        self.column.addWidget(self.card)
        self.measure = Words("", "body", "ink2")
        self.column.addWidget(self.measure)
        self.field = Field()
        self.field.aside.hide()
        self.field.edited.connect(self._typed)
        self.field.committed.connect(self._left_field)
        self.field.input.installEventFilter(self)
        self.add = Button(self.tr("Add the point"), icon="plus")
        self.add.pressed_on.connect(self._add)
        self.remove = Button(self.tr("Remove the point"), icon="cross")
        self.remove.pressed_on.connect(self._remove)
        self.column.addWidget(self.field)
        self._echo = Words("", "body", "ink2")
        self.column.addWidget(self._echo)
        self._buttons = Flow(self.add, self.remove)
        self.column.addWidget(self._buttons)

    # ---- showing --------------------------------------------------------------------------------------------------

    @property
    def _several(self) -> bool:
        return self.asked.kind != "point"

    @override
    def show_asked(self, asked: Asked, *, other: bool) -> None:
        super().show_asked(asked, other=other)
        if other:
            self._pending, self._refused = None, False
            self.field.set_text("")
            self.field.explain("")
        kept = places.all_kept(asked.value)
        if asked.kind == "shape" and len(kept) > 1 and kept[0] == kept[-1]:
            kept = kept[:-1]
        if other or asked.value:
            self._places = kept
        if asked.message:
            self._refused = True
            self.field.explain(asked.message)
        hint = self.tr("Latitude and longitude, for example 50.4501, 30.5234 or 50°27.006' N 30°31.404' E.")
        after = {
            "point": "",
            "trace": self.tr("Enter adds the point; a line has two or more."),
            "shape": self.tr("Enter adds the point; an area has three or more corners and closes by itself."),
        }[asked.kind]
        self.field.name("", f"{hint} {after}".strip())
        self.field.input.setAccessibleName(asked.question)
        self.field.input.setReadOnly(asked.readonly)
        if not self._several and other and kept:
            self.field.set_text(kept[0].shown())
        self.list.setAccessibleName(asked.question)
        self._show_places()

    def _show_places(self) -> None:
        several, open_ = self._several, not self.asked.readonly
        rows = tuple(
            PickRow(str(at), place.shown(), cap=str(at + 1)) for at, place in enumerate(self._places) if several
        )
        self.list.show_rows(rows)
        self.list.show_at_most(_SEEN)
        self.card.setVisible(bool(rows))
        self.add.setVisible(several and open_)
        self.remove.setVisible(several and bool(rows) and open_)
        self._buttons.setVisible(several and open_)
        self.measure.setText(self._measured() if several else "")
        self.measure.setVisible(bool(self.measure.text()))
        self._tell(self.field.text)

    def _measured(self) -> str:
        """How far it is, or how large, so that a slip of the keys is seen."""
        points = [(place.latitude, place.longitude) for place in self._places]
        needed = _LEAST[self.asked.kind] - len(points)
        if needed > 0:
            return self.tr("%n more point(s) needed.", "", needed) if points else ""
        if self.asked.kind == "shape":
            return self.tr("{n} corners, {size} km²").format(n=len(points), size=f"{area(points) / 1e6:,.2f}")
        return self.tr("{n} points, {length} km").format(n=len(points), length=f"{length(points) / 1e3:,.2f}")

    def _tell(self, text: str) -> None:
        found = places.several(text) if text.strip() else None
        if found is None:
            self._echo.setText(self.tr("Not a place yet.") if text.strip() and self._pending is not None else "")
        elif len(found) == 1:
            place = found[0].shown()
            self._echo.setText("" if place == text.strip() else self.tr("Understood as {place}").format(place=place))
        else:
            self._echo.setText(self.tr("Understood as %n point(s)", "", len(found)))
        self._echo.setVisible(bool(self._echo.text()))

    # ---- typing ---------------------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self._pending = text
        self._refused = False
        self.field.explain("")
        self._tell(text)
        found = places.read(text)
        if not self._several and found is not None and found.value() != self.asked.value:
            self.drafted.emit(found.value())

    def _left_field(self) -> None:
        if not self._several:
            self.commit()

    def _add(self) -> bool:
        """Put what is typed behind the points; False when it is no place."""
        text = self.field.text
        found = places.several(text) if text.strip() else None
        if found is None or len(self._places) + len(found) > _MOST:
            self.field.explain(self.tr("Degrees north and east, for example 50.4501, 30.5234."))
            self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        self._pending = None
        self.field.set_text("")
        self.field.explain("")
        self._keep((*self._places, *found))
        self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _remove(self) -> None:
        at = self.list.currentIndex().row()
        if self.asked.readonly or not self._places:
            return
        if at < 0:
            at = len(self._places) - 1
        self._keep((*self._places[:at], *self._places[at + 1 :]))
        if self._places:
            self.list.go_to(str(min(at, len(self._places) - 1)))
        else:
            self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, wanted: tuple[Place, ...]) -> None:
        """Show these points, and hand them over as soon as they are enough."""
        self._places = wanted
        enough = len(wanted) >= _LEAST[self.asked.kind]
        value = places.line_value(wanted, closed=self.asked.kind == "shape") if enough else ""
        if value != self.asked.value:
            self.answered.emit(value)
        self._places = wanted
        self._show_places()

    @override
    def commit(self) -> bool:
        if self.asked.readonly:
            return True
        if self._several:
            return self._commit_several()
        if self._pending is None or self._handing:
            return True
        text = self._pending
        found = places.read(text)
        if found is None and text.strip():
            self._refused = True
            self.field.explain(self.tr("Degrees north and east, for example 50.4501, 30.5234."))
            return False
        value = found.value() if found is not None else ""
        return self._hand_over(value)

    def _commit_several(self) -> bool:
        if self.field.text.strip() and not self._add():
            return False
        needed = _LEAST[self.asked.kind] - len(self._places)
        if self._places and needed > 0:
            self.field.explain(self.tr("%n more point(s) needed, or remove what is there.", "", needed))
            return False
        return True

    @property
    @override
    def left(self) -> str | None:
        typed_ = self.field.text if self._pending is not None else ""
        kept = "\n".join(place.shown() for place in self._places)
        short = self._several and 0 < len(self._places) < _LEAST[self.asked.kind]
        parts = [part for part in ((kept if short else ""), typed_) if part.strip()]
        return "\n".join(parts) or None

    @override
    def forget(self) -> None:
        self._pending, self._refused = None, False
        self.field.set_text("")
        self.field.explain("")
        self._places = ()

    @override
    def bring_back(self, left: str) -> None:
        *kept, last = left.split("\n")
        found = places.several("\n".join(kept)) if kept else None
        if found is not None and self._several and not self._places:
            self._places = found
        self._pending = last
        self.field.set_text(last)
        self._show_places()

    # ---- keys -----------------------------------------------------------------------------------------------------

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if watched is self.list:
            if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self._remove()
                return True
            return False
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self._several and enter and not event.modifiers() and self.field.text.strip():
            self._add()
            return True
        return False

    @override
    def take_focus(self) -> bool:
        self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
