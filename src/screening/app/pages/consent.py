"""Whom the person allows to be told, and what each would see. The two sides change together."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, ports
from screening.app.pages.page import Foot, Page
from screening.app.reading import direction_of
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.consent_switch import ConsentSwitch
from screening.app.widgets.field import Field
from screening.app.widgets.icon import Icon
from screening.app.widgets.matrix import Matrix
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.way import empty
from screening.app.widgets.words import Words


class ConsentPage(Page):
    """What each recipient may see, and what the person says to it.

    Signals: given(recipient, yes|no|later, signature|oral), said_back(understood|partly|not), restricted(text),
        previewing(), sealed().
    """

    given = Signal(str, str, str)
    said_back = Signal(str)
    restricted = Signal(str)
    previewing = Signal()
    sealed = Signal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = Scroll((32, 20, 32, 16))
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(32)
        left_box, right_box = QWidget(), QWidget()
        self._left, self._right = QVBoxLayout(left_box), QVBoxLayout(right_box)
        for each in (self._left, self._right):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(10)
        self._split.addWidget(left_box, 46)
        self._split.addWidget(right_box, 54)
        self._scroll.column.addLayout(self._split)
        self._scroll.column.addStretch(1)
        outer.addWidget(self._scroll, 1)
        self._build_left()
        self._build_right()
        foot = Foot()
        self.back = Button(self.tr("Back"), icon="back", key="Alt ←")
        self.back.pressed_on.connect(self.on_back)
        self.count = Words("", "body", "ink2", wrap=False)
        self.preview = Button(self.tr("Preview the PDF"), icon="doc", key="F5")
        self.preview.pressed_on.connect(self.previewing)
        self.seal = Button(self.tr("Sign and queue"), Kind.PRIMARY, icon="seal", key="Ctrl Enter")
        self.seal.pressed_on.connect(self.sealed)
        foot.add_start(self.back)
        for end in (self.count, self.preview, self.seal):
            foot.add_end(end)
        outer.addWidget(foot)
        self._witness = ""
        self._switches: dict[str, ConsentSwitch] = {}

    def _build_left(self) -> None:
        left = self._left
        left.addWidget(Words(self.tr("Whom the person allows to be told"), "title", "ink", bold=True))
        left.addWidget(
            Words(
                self.tr(
                    "Explain in the person's language, aloud; let it be repeated in own words."
                    " Help does not depend on it."
                ),
                "body",
                "ink2",
            )
        )
        self._hers = QVBoxLayout()
        self._hers.setSpacing(4)
        left.addLayout(self._hers)
        self._teach = QHBoxLayout()
        self._teach.setSpacing(16)
        left.addLayout(self._teach)
        self.teach_back: ConsentSwitch | None = None
        self._explained: tuple[object, ...] = ()
        self._parties = Card()
        left.addWidget(self._parties)
        self.lawful = Banner(Tone.INFO)
        left.addWidget(self.lawful)
        left.addWidget(
            Words(
                self.tr(
                    "Consent can be withdrawn until the packet is handed over; after that a withdrawal is sent on."
                ),
                "body",
                "ink2",
            )
        )
        row = QHBoxLayout()
        row.setSpacing(16)
        label = Words(self.tr("How it was given"), "body", "ink", bold=True, wrap=False)
        self.witness = ConsentSwitch(
            self.tr("How it was given"),
            (("signature", self.tr("In writing")), ("oral", self.tr("Orally, with a witness"))),
            width=150,
        )
        self.witness.chosen.connect(self._set_witness)
        row.addWidget(label)
        row.addWidget(self.witness)
        row.addStretch(1)
        left.addLayout(row)
        left.addStretch(1)

    def _build_right(self) -> None:
        right = self._right
        head = QHBoxLayout()
        head.addWidget(Words(self.tr("Who will see what"), "title", "ink", bold=True), 1)
        right.addLayout(head)
        right.addWidget(Words(self.tr("The packet for each holds only what it needs."), "body", "ink2"))
        self.matrix = Matrix()
        right.addWidget(self.matrix)
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(4)
        right.addLayout(self._warnings)
        self.restriction = Field(
            self.tr("A warning that goes with every packet"),
            self.tr("For example: do not call the old number; do not tell the family. Enter adds it."),
        )
        self.restriction.input.returnPressed.connect(self._add_restriction)  # type: ignore[union-attr]  # one line
        right.addWidget(self.restriction)
        right.addStretch(1)

    def show_referral(self, referral: ports.Referral) -> None:
        """Draw choices and matrix."""
        self._explain(referral)
        keys = [party.key for party in referral.parties]
        if keys != list(self._switches):
            self._build_parties(referral)
        for party in referral.parties:
            self._switches[party.key].show_value(party.given)
        self.matrix.show_referral(referral)
        self.lawful.say(*_split(referral.lawful))
        self.lawful.setVisible(bool(referral.lawful))
        empty(self._warnings)
        for text in referral.restrictions:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Icon("lock", 18, "ink2"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Words(text, "body", "ink"), 1)
            self._warnings.addLayout(row)
        self.count.setText(self.tr("%n packet(s) will be made", "", referral.packets))
        self.seal.set_off(referral.why_not)
        self.preview.set_off("" if referral.packets else self.tr("No packet will be made."))

    def _explain(self, referral: ports.Referral) -> None:
        """What is said in the person's language, and the switch for how it was said back."""
        told = (referral.explained_mark, referral.explained, referral.teach_back)
        if told != self._explained:
            self._explained = told
            empty(self._hers)
            empty(self._teach)
            if referral.explained:
                self._hers.addWidget(Words(referral.explained_mark, "meta", "ink3", bold=True))
                self._hers.addWidget(_in_her_language(referral.explained))
            self.teach_back = None
            if referral.teach_back:
                (_, heading), *ways = referral.teach_back
                self.teach_back = ConsentSwitch(heading, tuple(ways))
                self.teach_back.chosen.connect(self.said_back)
                self._teach.addWidget(Words(heading, "body", "ink", bold=True), 1)
                self._teach.addWidget(self.teach_back)
        if self.teach_back is not None:
            self.teach_back.show_value(referral.understood)

    def _build_parties(self, referral: ports.Referral) -> None:
        empty(self._parties.column)
        self._switches.clear()
        parts = (("yes", self.tr("Yes")), ("no", self.tr("No")), ("later", self.tr("Later")))
        for number, party in enumerate(referral.parties):
            if number:
                self._parties.line()
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(15, 11, 15, 11)
            row.setSpacing(12)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Words(party.name, "body", "ink", bold=True))
            words.addWidget(Words(party.role, "body", "ink2"))
            row.addLayout(words, 1)
            switch = ConsentSwitch(party.name, parts)
            switch.chosen.connect(lambda value, key=party.key: self.given.emit(key, value, self._witness))
            self._switches[party.key] = switch
            row.addWidget(switch)
            self._parties.column.addWidget(line)

    def _set_witness(self, value: str) -> None:
        self._witness = value

    def _add_restriction(self) -> None:
        text = self.restriction.text.strip()
        if text:
            self.restriction.set_text("")
            self.restricted.emit(text)

    @property
    def switches(self) -> dict[str, ConsentSwitch]:
        """The switch of each recipient."""
        return self._switches

    @override
    def begin(self) -> None:
        for switch in self._switches.values():
            chosen = [segment for segment in switch.segments if segment.isChecked()]
            (chosen or switch.segments)[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.seal.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def hints(self) -> str:
        return self.tr("Arrows and Space — choose · Tab — next · Ctrl Enter — sign and queue")

    @override
    def on_ctrl(self, event: object) -> bool:
        if getattr(event, "key", lambda: 0)() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.seal.click()
            return True
        return False

    @override
    def on_function(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_F5:
            self.preview.click()
            return True
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= look.now().px(1180)
        self._split.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self.count.setVisible(self.width() >= look.now().px(1180))  # the buttons come first
        side = 32 if self.width() >= 1100 else 20  # noqa: PLR2004  as in the layout grids
        self._scroll.column.setContentsMargins(side, 20, side, 16)


def _in_her_language(text: str) -> Words:
    words = Words(text, "body", "ink2")
    words.setLayoutDirection(direction_of(text))
    return words


def _split(text: str) -> tuple[str, str]:
    """First line bold, the rest below."""
    head, _, rest = text.partition("\n")
    return head, rest
