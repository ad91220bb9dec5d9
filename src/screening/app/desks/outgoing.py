"""Packets on their way out: by themselves when the network returns, to a drive when asked; receipts on their way in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QFileDialog

from screening.app.desks import wording
from screening.app.desks.shell import Shell
from screening.app.pages.outbox import OutboxPage
from screening.app.ports import Event, Outbox, Parcel
from screening.errors import DeliveryError, ScreeningError
from screening.fieldwork import outbox
from screening.ids import short

if TYPE_CHECKING:
    from datetime import datetime

    from screening.casefile.travel import PacketState
    from screening.station.desk import Desk

_ROUND_MS = 30_000
_SILENT_DAYS = 5
_DECIDED = {"accept": "accepted", "question": "questioned", "return": "returned", "close": "closed"}


@dataclass(frozen=True, slots=True, repr=False)
class _Sent:
    """What a round of sending came to. codes: of failures; receipts: how many came back."""

    items: tuple[outbox.Item, ...]
    codes: tuple[str, ...] = ()
    receipts: int = 0
    refused: tuple[str, ...] = ()


class Outgoing(QObject):
    """Signals: changed(waiting): the number of packets that wait to be handed over."""

    changed = Signal(int)

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell)
        self._shell = shell
        self._desk = desk
        self._closed = False
        self._busy = False
        QNetworkInformation.loadDefaultBackend()
        self._network = QNetworkInformation.instance()
        if self._network is not None:
            self._network.reachabilityChanged.connect(self._network_changed)
        self._round = QTimer(self)
        self._round.setInterval(_ROUND_MS)
        self._round.timeout.connect(self.go_on)
        if self._targets():
            self._round.start()
            QTimer.singleShot(0, self, self.go_on)

    def close(self) -> None:
        """Stop going on by itself."""
        self._closed = True
        self._round.stop()
        if self._network is not None:
            self._network.reachabilityChanged.disconnect(self._network_changed)
        self.deleteLater()

    @property
    def online(self) -> bool:
        """Whether this machine says it has a network; where it cannot tell, addresses are tried all the same."""
        if self._network is None:
            return False
        return self._network.reachability() in (
            QNetworkInformation.Reachability.Online,
            QNetworkInformation.Reachability.Site,
            QNetworkInformation.Reachability.Local,
        )

    def _targets(self) -> tuple[str, ...]:
        return self._shell.settings.targets

    def _network_changed(self) -> None:
        self.changed.emit(self._waiting)
        if self.online:
            self.go_on()

    _waiting = 0

    # ---- sending --------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Try what is due at the addresses of the settings, and fetch receipts. Quiet: failures are kept as tries."""
        if self._closed or self._busy or not self._targets():
            return
        desk, targets = self._desk, self._targets()

        def send() -> _Sent:
            return _carry(desk, targets, everything=False)

        self._busy = True
        self._shell.work(send, self._went, self._failed_quietly)

    def _failed_quietly(self, _error: ScreeningError) -> None:
        self._busy = False

    def send_now(self) -> None:
        """Try everything that waits, now."""
        desk, targets = self._desk, self._targets()
        if not targets:
            self._shell.tell(
                self.tr("No address is set"),
                self.tr("Write the packets to a drive, or ask whoever looks after this machine to name an address."),
            )
            return
        self._shell.work(lambda: _carry(desk, targets, everything=True), self._went_aloud)

    def write(self) -> None:
        """Write everything that waits to a folder or drive that the person chooses."""
        self._ask_folder(self.tr("Where to write the packets"), self.write_to)

    def write_to(self, folder: str) -> None:
        """Write everything that waits there, and take in receipts that lie there."""
        desk = self._desk
        self._shell.work(lambda: _carry(desk, (folder,), everything=True), self._went_aloud)

    def collect(self) -> None:
        """Take in receipts from a folder or drive that the person chooses."""
        self._ask_folder(self.tr("Where the receipts lie"), self.collect_from)

    def collect_from(self, folder: str) -> None:
        """Take in the receipts that lie there."""
        desk = self._desk

        def take() -> _Sent:
            receipts, refused = _collect(desk, folder)
            return _Sent(outbox.items(desk.fieldwork), (), receipts, refused)

        self._shell.work(take, self._went_aloud)

    def _ask_folder(self, title: str, then: object) -> None:
        dialog = QFileDialog(self._shell.window, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ---- showing --------------------------------------------------------------------------------------------------

    def wire(self, page: OutboxPage) -> None:
        """Connect a new page."""
        page.writing.connect(self.write)
        page.collecting.connect(self.collect)
        page.sending.connect(self.send_now)

    def refresh(self, _page: OutboxPage) -> None:
        """Read the outbox and show it."""
        desk = self._desk
        self._shell.work(lambda: _Sent(outbox.items(desk.fieldwork)), self._show)

    def _went(self, sent: _Sent) -> None:
        self._busy = False
        self._show(sent)

    def _went_aloud(self, sent: _Sent) -> None:
        self._show(sent)
        page = self._shell.has_page(OutboxPage)
        if page is None:
            return
        codes = (*sent.codes, *sent.refused)
        if codes:
            message = self._shell.words(DeliveryError(codes[0]))
            text = " ".join(part for part in (message.safe, message.do) if part)
            page.show_trouble(message.what, text)
        else:
            page.show_trouble("", "")
        if sent.receipts:
            self._shell.window.strip.show_saved(self.tr("%n receipt(s) taken in", "", sent.receipts))

    def _show(self, sent: _Sent) -> None:
        if self._closed:
            return
        live = [item for item in sent.items if not item.packet.superseded]
        self._waiting = sum(item.packet.state in ("ready", "sending") for item in live)
        self.changed.emit(self._waiting)
        page = self._shell.has_page(OutboxPage)
        if page is not None:
            now = self._shell.station.clock.now()
            page.show_outbox(Outbox(tuple(self._parcel(item, now) for item in reversed(live)), self.online))

    def _parcel(self, item: outbox.Item, now: datetime) -> Parcel:
        packet = item.packet
        silent = packet.state == "sent" and packet.last is not None and (now - packet.last).days >= _SILENT_DAYS
        words = {
            "ready": (self.tr("Waits"), "out"),
            "sending": (self.tr("Being tried"), "out"),
            "sent": (self.tr("Written"), "usb"),
            "acknowledged": (self.tr("Confirmed"), "check"),
            "returned": (self.tr("Returned"), "undo"),
        }
        state, icon = words[packet.state]
        if silent:
            state, icon = self.tr("No answer"), "info"
        names = self._desk.means.jurisdiction.recipients
        language = self._shell.settings.language
        recipients = ", ".join(names[name].names[language] if name in names else name for name in packet.recipients)
        return Parcel(
            key=packet.digest,
            state="silent" if silent else packet.state,
            state_words=state,
            icon=icon,
            stations=_stations(packet),
            recipient=recipients,
            case=short(item.case),
            age=wording.ago(packet.sealed_at, now),
            tries=packet.tries,
            size=wording.size(packet.size),
            events=self._events(packet),
            receipt=self._receipt(packet),
        )

    def _events(self, packet: PacketState) -> tuple[Event, ...]:
        sent = packet.result in ("written", "sent") or packet.receipt is not None
        written = {
            "written": self.tr("read back, the same"),
            "sent": self.tr("the far side has it; the receipt is the proof"),
        }.get(packet.result or "", "")
        decided = packet.decision in _DECIDED
        decisions = {
            "accept": self.tr("Accepted for review"),
            "question": self.tr("A question came back"),
            "return": self.tr("Returned"),
            "close": self.tr("Closed"),
        }
        at = wording.moment(packet.last) if packet.last is not None and sent else ""
        return (
            Event(self.tr("Signed"), when=wording.moment(packet.sealed_at)),
            Event(self.tr("Written or sent"), written if sent else "", at, open=not sent),
            Event(self.tr("Received"), self.tr("by receipt") if packet.receipt else "", open=packet.receipt is None),
            Event(
                decisions.get(packet.decision or "", self.tr("Decision")),
                packet.reason or "" if decided else "",
                open=not decided,
            ),
        )

    def _receipt(self, packet: PacketState) -> str:
        if packet.receipt is None:
            return ""
        return self.tr(
            "Signed by a supervisor of the trust bundle; it names our packet by its digest {digest}…"
        ).format(digest=packet.digest[:12])


def _stations(packet: PacketState) -> int:
    """How far there is evidence: signed, written, received, decided."""
    if packet.decision in _DECIDED:
        return 4
    if packet.receipt is not None:
        return 3
    return 2 if packet.result in ("written", "sent") else 1


def _carry(desk: Desk, targets: tuple[str, ...], *, everything: bool) -> _Sent:
    """Hand over what waits, or what is due, and fetch receipts. Carried out on the worker."""
    codes: list[str] = []
    receipts = 0
    refused: tuple[str, ...] = ()
    fieldwork = desk.fieldwork
    for target in targets:
        transport = desk.transport(target)
        waiting = outbox.waiting(fieldwork) if everything else outbox.due(fieldwork, desk.station.clock.now())
        open_ = [item for item in waiting if everything or item.packet.state != "sent"]
        for item in open_:
            code = outbox.deliver(fieldwork, item, transport)
            if code is not None:
                codes.append(code)
        try:
            found, wrong = _collect(desk, target)
        except DeliveryError as error:
            codes.append(error.code)
            continue
        receipts += found
        refused = (*refused, *wrong)
    return _Sent(outbox.items(fieldwork), tuple(codes), receipts, refused)


def _collect(desk: Desk, target: str) -> tuple[int, tuple[str, ...]]:
    found = list(outbox.collect(desk.fieldwork, desk.transport(target)))
    return sum(code is None for _, code in found), tuple(code for _, code in found if code is not None)
