"""A packet as the reviewer sees it: without the person until that is asked for, and asked for in the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QObject

from screening.app.desks import wording
from screening.app.ports import Compared, Event, Review, Said
from screening.assessment.lists import DIMENSIONS
from screening.ids import Digest, short

if TYPE_CHECKING:
    from screening.casefile.entries import Entry
    from screening.registry.supervisor import Comparison, Registry

Say = Callable[[str], str]
_PERSON: Final = ("person_name", "birth", "citizenship", "sex", "contact")
_ELSEWHERE: Final = frozenset({"outcome", "indicators", "restrictions", "period"})
_SIGNS: Final = {"declined": "refuse", "unsure": "help", "not_asked": "minus"}
_STATES: Final = ("positive", "indeterminate", "negative", "not_assessable")


def review(registry: Registry, digest: Digest, say: Say, *, revealed: bool) -> Review:
    """Read a packet for review. Carried out on the worker.

    Raises:
        ScreeningError: it is not here or can no longer be opened.
    """
    row = registry.find(digest)
    sent = registry.referral(digest)
    compared = registry.compare(digest)
    outcome = row.outcome if row.outcome in _OUTCOMES else "insufficient"
    fields: dict[str, Any] = sent.get("fields", {})
    answers = tuple(_said(answer, say) for answer in sent.get("answers", ()) if revealed or not _personal(answer))
    person = tuple((say(f"category.{name}"), _flat(fields[name])) for name in _PERSON if name in fields)
    rest = tuple(
        (say(f"category.{name}"), _flat(value))
        for name, value in fields.items()
        if name not in _PERSON and name not in _ELSEWHERE and value
    )
    return Review(
        key=digest,
        outcome=outcome,
        outcome_words=say(f"outcome.{outcome}.name"),
        about=f"{short(row.case)} · {sent['sender']['station']} · {wording.moment(row.received)}",
        urgent=row.urgent,
        same=compared.same if compared is not None else True,
        compared=_compared(compared, say) if compared is not None else (),
        answers=answers,
        tally=_Tally().say(answers),
        events=_events(registry, digest, sent, row.received),
        decision={"accepted": "accept", "questioned": "question", "returned": "return", "closed": "close"}.get(
            row.state, ""
        ),
        reason=row.reason or "",
        person=person if revealed else (),
        has_person=bool(person),
        restrictions=tuple(sent.get("restrictions", ())),
        withheld=_withheld(sent, say),
        fields=rest,
    )


_OUTCOMES: Final = frozenset({"presumed", "child_protection", "elevated", "some", "insufficient", "no_indication"})


def note_reveal(registry: Registry, digest: Digest) -> Entry:
    """Enter in the log that the person was shown.

    Raises:
        ScreeningError: it could not be entered; then nothing is shown.
    """
    return registry.note_shown(digest, "person shown for review")


def _withheld(sent: dict[str, Any], say: Say) -> str:
    names = ", ".join(say(f"category.{name}") for name in sent.get("withheld", ()))
    words = QCoreApplication.translate("reviewing", "Not in this packet: {what}.")
    return words.format(what=names) if names else ""


def _personal(answer: dict[str, Any]) -> bool:
    return answer.get("category") in _PERSON


def _flat(value: Any) -> str:
    match value:
        case dict():
            return ", ".join(_flat(part) for part in value.values())
        case list() | tuple():
            return ", ".join(_flat(part) for part in value)
        case _:
            return str(value)


def _said(answer: dict[str, Any], say: Say) -> Said:
    missing = answer.get("missing")
    text = answer.get("verbatim") or answer.get("label") or answer.get("value") or ""
    said = _flat(text)
    if answer.get("verbatim"):
        said = f"«{said}»"
    return Said(
        number="",
        question=str(answer["question"]),
        answer=say(f"state.{missing}") if missing else said,
        icon=_SIGNS.get(missing or "", ""),
        indicator=", ".join(answer.get("indicators") or ()),
    )


class _Tally(QObject):
    """Counts in words. A class, because the catalogue's tool sees plural forms in methods only."""

    def say(self, answers: tuple[Said, ...]) -> str:
        refused = sum(each.icon == "refuse" for each in answers)
        unsure = sum(each.icon == "help" for each in answers)
        parts = [self.tr("%n answer(s)", "", sum(not each.icon for each in answers))]
        parts += [self.tr("%n refused", "", refused)] if refused else []
        parts += [self.tr("%n not known", "", unsure)] if unsure else []
        return " · ".join(parts)


def _compared(compared: Comparison, say: Say) -> tuple[Compared, ...]:
    theirs, ours = compared.theirs, compared.ours
    lines = [
        Compared(
            QCoreApplication.translate("reviewing", "Result"),
            say(f"outcome.{theirs.get('outcome')}.name"),
            say(f"outcome.{ours['outcome']}.name"),
            compared.same,
        )
    ]
    for code in DIMENSIONS:
        one, other = _dimension(theirs, code), _dimension(ours, code)
        if "positive" in (one, other) or one != other:
            lines.append(
                Compared(
                    say(f"dimension.{code}.short"),
                    say(f"dimension_state.{one}") if one else "—",
                    say(f"dimension_state.{other}") if other else "—",
                    one == other,
                )
            )
    return tuple(lines)


def _dimension(result: dict[str, Any], code: str) -> str:
    found = {str(one["dimensions"].get(code)) for one in result.get("results", ())}
    return next((state for state in _STATES if state in found), "")


def _events(registry: Registry, digest: Digest, sent: dict[str, Any], received: datetime) -> tuple[Event, ...]:
    names = {
        "imported": QCoreApplication.translate("reviewing", "Received and verified here"),
        "reviewed": QCoreApplication.translate("reviewing", "Decided"),
        "receipt_made": QCoreApplication.translate("reviewing", "Receipt signed"),
        "exported": QCoreApplication.translate("reviewing", "Shown or exported"),
    }
    signed = datetime.fromisoformat(str(sent["created"]))
    lines = [
        Event(
            QCoreApplication.translate("reviewing", "Signed at {station}").format(station=sent["sender"]["station"]),
            when=wording.moment(signed),
        )
    ]
    decided = False
    for entry in registry.history(digest):
        decided = decided or entry["kind"] == "reviewed"
        at = wording.moment(datetime.fromisoformat(str(entry["at"])))
        lines.append(Event(names.get(str(entry["kind"]), ""), when=at))
    if not decided:
        lines.append(
            Event(
                QCoreApplication.translate("reviewing", "Your decision"),
                when=QCoreApplication.translate("reviewing", "now"),
                open=True,
            )
        )
    del received
    return tuple(lines)
