"""Why: her words, the indicator they gave, the rule, and where the rule comes from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from screening.app.ports import Dimension, Ground
from screening.app.widgets.card import Card
from screening.app.widgets.icon import Icon
from screening.app.widgets.tag import Sign
from screening.app.widgets.words import Words


class Explanation(Card):
    """One dimension that was made positive."""

    def __init__(self, dimension: Dimension) -> None:
        super().__init__()
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(15, 9, 15, 9)
        row.addWidget(Words(dimension.name, "body", "ink", bold=True), 1)
        row.addWidget(Sign("check", dimension.state_words, "groundsInk", style="meta"))
        self.column.addWidget(head)
        self.line()
        for number, ground in enumerate(dimension.grounds):
            if number:
                self.line()
            self.column.addWidget(self._ground(ground))
        self.line()
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(15, 8, 15, 10)
        column.setSpacing(2)
        for label, text in ((self.tr("Rule"), dimension.rule), (self.tr("Source"), dimension.source)):
            if text:
                said = QHBoxLayout()
                said.setSpacing(10)
                said.addWidget(Words(label, "meta", "ink2", bold=True, wrap=False), 0, Qt.AlignmentFlag.AlignTop)
                said.addWidget(Words(text, "meta", "ink2"), 1)
                column.addLayout(said)
        self.column.addWidget(foot)
        self.column.addStretch(1)

    def _ground(self, ground: Ground) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(15, 8, 15, 8)
        row.setSpacing(12)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(Words(ground.words, "body", "ink"))
        said.addWidget(Words(ground.source, "meta", "ink3"))
        said.addStretch(1)
        row.addLayout(said, 1)
        row.addWidget(Icon("next", 20, "ink3"))
        gave = QVBoxLayout()
        gave.setSpacing(2)
        gave.addWidget(Words(ground.indicator, "body", "ink", bold=True))
        if ground.strength:
            gave.addWidget(Sign(ground.strength, ground.strength_words, "ink2", style="meta"))
        gave.addStretch(1)
        row.addLayout(gave, 1)
        return holder
