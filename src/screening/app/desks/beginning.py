"""What a screening can begin with, and the question before one begins with a pack that nobody vouches for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from screening.app.desks.shell import Shell
from screening.app.ports import Instrument
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.dialog import Dialog
from screening.app.widgets.field import Field
from screening.errors import StationError
from screening.fieldwork.first_line import FORM
from screening.ids import CaseId, Digest
from screening.station.standing import MISSING_CONCESSION, SIGNATURE_WORDS, STATUS_WORDS, TIME_WORDS

if TYPE_CHECKING:
    from screening.station.desk import Desk
    from screening.station.packs import Offer


class Beginning:
    """The same packs, by the same rules, as ``case new`` on the command line."""

    def __init__(self, shell: Shell, desk: Desk, begun: Callable[[CaseId], None]) -> None:
        self._shell = shell
        self._desk = desk
        self._begun = begun
        self._offers: dict[str, Offer] = {}

    def instruments(self) -> tuple[Instrument, ...]:
        """The packs that a case can begin with today, second line before the others. Carried out on the worker."""
        every = (offer for offer in self._desk.offers() if offer.pack.manifest.name != FORM)
        ranked = sorted(every, key=lambda offer: offer.pack.manifest.name != "second_line")
        offers = {offer.pack.sha256: offer for offer in ranked}
        self._offers = offers
        return tuple(self._instrument(offer) for offer in offers.values())

    def _instrument(self, offer: Offer) -> Instrument:
        manifest, say = offer.pack.manifest, self._shell.station.words.say
        remarks = []
        if offer.practice:
            remarks.append(say(STATUS_WORDS[offer.standing.status]))
        if offer.asks:
            remarks.append(say(SIGNATURE_WORDS[offer.standing.signature], signer=(offer.standing.signer or "")[:16]))
        if offer.standing.time != "current":
            remarks.append(say(TIME_WORDS[offer.standing.time]))
        title = manifest.title_in(self._shell.settings.language)
        return Instrument(offer.pack.sha256, title, " · ".join([manifest.version, *remarks]), manifest.languages)

    def begin(self, pack: str, language: str, practice: bool) -> None:
        """Begin with the pack; what speaks against it is asked about first, and the answer stays with the case."""
        offer = self._offers.get(pack)
        if practice or offer is None or not offer.asks:
            self._start(pack, language, practice=practice)
        else:
            self._ask(offer, language)

    def _start(
        self, pack: str, language: str, *, practice: bool = False, accept: tuple[str, ...] = (), reason: str = ""
    ) -> None:
        fieldwork = self._desk.fieldwork

        def begin() -> CaseId:
            return fieldwork.begin(
                Digest(pack), language=language or None, practice=practice, accept=accept, reason=reason or None
            )

        self._shell.work(begin, self._begun)

    def _ask(self, offer: Offer, language: str) -> None:
        say, manifest = self._shell.station.words.say, offer.pack.manifest
        known = {"name": manifest.title_in(self._shell.settings.language), "version": manifest.version}
        told = [
            self._shell.words(StationError(MISSING_CONCESSION[each], **known, last=manifest.valid_to or "")).what
            for each in offer.asks
        ]
        dialog = Dialog(
            self._shell.window,
            say("cli.pack.choice.title"),
            " ".join([*told, say("cli.pack.choice.kept")]),
            cancel=say("cli.pack.choice.cancel"),
        )
        field = Field(say("cli.pack.choice.reason"), lines=2)
        dialog.column.addWidget(field)
        go = dialog.add_action(Button(say("cli.pack.choice.begin"), Kind.PRIMARY))
        needed = "expired" in offer.asks

        def weigh(text: str) -> None:
            go.set_off(say("station.pack.reason") if needed and not text.strip() else "")

        def agreed() -> None:
            if needed and not field.text.strip():
                return
            dialog.close_up()
            self._start(offer.pack.sha256, language, accept=offer.asks, reason=field.text.strip())

        weigh("")
        field.edited.connect(weigh)
        go.pressed_on.connect(agreed)
        self._shell.window.ask(dialog, field.input if needed else None)
