"""Packets on their way out: by themselves when the network returns, to a drive when asked; receipts on their way in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QFileDialog

from screening.app.courier import Courier
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
    from screening.ids import Digest
    from screening.station.desk import Desk

_LOAD = 16
"""Packets that travel together: what is held in memory between the vault and the way out."""
_ROUND_MS = 30_000
_SILENT_DAYS = 5
_DECIDED = {"accept": "accepted", "question": "questioned", "return": "returned", "close": "closed"}


@dataclass(slots=True, repr=False)
class _Round:
    """One round of handing over. The worker loads and records, the courier waits for drives and servers.

    left: packets not tried yet at this target; tried: with what came of each; found: receipts that were fetched.
    """

    targets: list[str]
    everything: bool
    then: Callable[[_Sent], None]
    left: list[outbox.Item] = field(default_factory=list)
    loads: list[tuple[outbox.Item, bytes]] = field(default_factory=list)
    wanted: tuple[Digest, ...] = ()
    codes: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    receipts: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class _Trip:
    """What the courier brings back. found: receipts; lost: why the place could not be read for them."""

    tried: tuple[tuple[outbox.Item, str], ...]
    found: tuple[tuple[Digest, bytes], ...]
    lost: str | None


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
        self._again = False
        self.courier = Courier(self)
        self.courier.crashed.connect(shell.jobs.crashed)
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
        self.courier.close()
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
        if self._closed or not self._targets():
            return
        if self._busy:
            self._again = True  # asked for while a round is under way: what changed meanwhile is not left to the clock
            return
        self._busy, self._again = True, False
        self._start(_Round(list(self._targets()), everything=False, then=self._went), self._failed_quietly)

    def _failed_quietly(self, _error: ScreeningError) -> None:
        self._round_over()

    def _round_over(self) -> None:
        self._busy = False
        if self._again:
            self.go_on()

    def send_now(self) -> None:
        """Try everything that waits, now."""
        targets = self._targets()
        if not targets:
            self._shell.tell(
                self.tr("No address is set"),
                self.tr("Write the packets to a drive, or ask whoever looks after this machine to name an address."),
            )
            return
        self._start(_Round(list(targets), everything=True, then=self._went_aloud))

    def write(self) -> None:
        """Write everything that waits to a folder or drive that the person chooses."""
        self._ask_folder(self.tr("Where to write the packets"), self.write_to)

    def write_to(self, folder: str) -> None:
        """Write everything that waits there, and take in receipts that lie there."""
        self._start(_Round([folder], everything=True, then=self._went_aloud))

    def collect(self) -> None:
        """Take in receipts from a folder or drive that the person chooses."""
        self._ask_folder(self.tr("Where the receipts lie"), self.collect_from)

    def collect_from(self, folder: str) -> None:
        """Take in the receipts that lie there."""
        desk, trip = self._desk, _Round([folder], everything=True, then=self._went_aloud)

        def want() -> None:
            trip.wanted = tuple(item.packet.digest for item in outbox.items(desk.fieldwork))

        self._shell.work(want, lambda _none: self._travel(trip, None))

    def _start(self, round_: _Round, failed: Callable[[ScreeningError], None] | None = None) -> None:
        """Load what is to go; then the courier travels to one target after the other."""
        desk = self._desk

        def load() -> None:
            fieldwork = desk.fieldwork
            due = outbox.waiting(fieldwork) if round_.everything else outbox.due(fieldwork, desk.station.clock.now())
            round_.left = [item for item in due if round_.everything or item.packet.state != "sent"]
            round_.wanted = tuple(item.packet.digest for item in outbox.items(fieldwork))
            _load(desk, round_)

        self._shell.work(load, lambda _none: self._travel(round_, failed), failed)

    def _travel(self, round_: _Round, failed: Callable[[ScreeningError], None] | None) -> None:
        """To the first target, with what is loaded. The vault is free meanwhile: answers go on being saved."""
        if self._closed:
            return
        desk, target = self._desk, round_.targets[0]
        self.courier.send(
            lambda: _trip(desk, target, tuple(round_.loads), round_.wanted if not round_.left else ()),
            lambda trip: self._shell.work(
                lambda: _note(desk, target, round_, trip), lambda _none: self._go_further(round_, failed), failed
            ),
            failed or self._shell.show_refusal,
        )

    def _go_further(self, round_: _Round, failed: Callable[[ScreeningError], None] | None) -> None:
        """The rest of this target's packets, then the next target, then the end."""
        if round_.loads:
            self._travel(round_, failed)
            return
        round_.targets.pop(0)
        if round_.targets:
            self._start(round_, failed)
            return
        desk = self._desk
        self._shell.work(lambda: _sum(desk, round_), round_.then, failed)

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
        page.asking.connect(self._shell.window.ask)

    def refresh(self, _page: OutboxPage) -> None:
        """Read the outbox and show it."""
        desk = self._desk
        self._shell.work(lambda: _Sent(outbox.items(desk.fieldwork)), self._show)

    def _went(self, sent: _Sent) -> None:
        self._round_over()
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


def _load(desk: Desk, round_: _Round) -> None:
    """Take the next packets out of the vault. Carried out on the worker."""
    batch, round_.left = round_.left[:_LOAD], round_.left[_LOAD:]
    round_.loads = [(item, desk.vault.blob(item.packet.digest)) for item in batch]


def _trip(desk: Desk, target: str, loads: tuple[tuple[outbox.Item, bytes], ...], wanted: tuple[Digest, ...]) -> _Trip:
    """Hand over what is loaded, and fetch receipts. Carried out by the courier: it may wait, and touches no vault."""
    transport = desk.transport(target)
    tried = tuple((item, outbox.carry(transport, item.packet.digest, data)) for item, data in loads)
    try:
        return _Trip(tried, outbox.fetch(transport, wanted) if wanted else (), None)
    except DeliveryError as error:
        return _Trip(tried, (), error.code)


def _note(desk: Desk, target: str, round_: _Round, trip: _Trip) -> None:
    """Record what came of a trip, and load the next packets. Carried out on the worker."""
    transport, fieldwork = desk.transport(target), desk.fieldwork
    codes = (outbox.note(fieldwork, item, transport, result) for item, result in trip.tried)
    round_.codes += [code for code in codes if code is not None]
    if trip.lost is not None:
        round_.codes.append(trip.lost)
    for _, code in outbox.take(fieldwork, trip.found):
        if code is None:
            round_.receipts += 1
        else:
            round_.refused.append(code)
    _load(desk, round_)


def _sum(desk: Desk, round_: _Round) -> _Sent:
    codes = tuple(dict.fromkeys(round_.codes))
    return _Sent(outbox.items(desk.fieldwork), codes, round_.receipts, tuple(round_.refused))
