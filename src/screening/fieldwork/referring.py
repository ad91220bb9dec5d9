"""Referred: what each recipient will see, and on what ground; then sealed, one packet for each profile."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.casefile import allowed, interview
from screening.casefile.entries import Consented, Erased, Sealed
from screening.casefile.fold import Case
from screening.errors import CaseError, IdentityError, ReferralError, StationError
from screening.fieldwork import naming, recipients
from screening.fieldwork.means import Means
from screening.identity.keys import KeySigner
from screening.ids import CaseId, Digest, ProfileId, RecipientId, packet_id
from screening.packets import manifest as manifests
from screening.packets import seal as sealing
from screening.packets.manifest import Consent, EarlierHead, Instrument, LogState
from screening.packets.seal import Addressed, Draft
from screening.referral.consent import Permission, may_share, require
from screening.referral.profiles import CATEGORIES, Disclosure, Material, Profile, minimise

if TYPE_CHECKING:
    from screening.fieldwork.officer import Fieldwork

_HEADS = 8
"""How many heads that were sent before a packet proves itself consistent with."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One packet that would be sealed: who gets it, on what ground, and what is in it."""

    profile: Profile
    recipients: tuple[RecipientId, ...]
    permissions: tuple[Permission, ...]
    disclosure: Disclosure


@dataclass(frozen=True, slots=True)
class Sight:
    """What one recipient would see, whether it may be told, and the categories withheld from it."""

    recipient: RecipientId
    profile: Profile
    permission: Permission
    disclosure: Disclosure


def sights(desk: Fieldwork, case: CaseId) -> tuple[Sight, ...]:
    """For every recipient of the jurisdiction, what it would see of this case; the consent page shows it."""
    state, material = _material(desk, case)
    means = desk.means
    return tuple(
        Sight(
            name,
            means.profiles[known.profile],
            may_share(
                state.consents, name, child=_child(state), urgent=bool(state.urgent), jurisdiction=means.jurisdiction
            ),
            minimise(material, means.profiles[known.profile]),
        )
        for name, known in means.jurisdiction.recipients.items()
    )


def plan(desk: Fieldwork, case: CaseId, to: Sequence[str], profile: ProfileId | None = None) -> tuple[Plan, ...]:
    """The packets for these recipients, one for each profile.

    Raises:
        ReferralError: no consent and no ground without it, nobody of that name, or no such profile.
    """
    state, material = _material(desk, case)
    means = desk.means
    groups: dict[ProfileId, list[RecipientId]] = {}
    for given in to:
        name = recipients.named(means, given)
        group = groups.setdefault(profile or means.jurisdiction.recipients[name].profile, [])
        if name not in group:
            group.append(name)
    return tuple(_plan(means, state, material, chosen, tuple(group)) for chosen, group in groups.items())


def _plan(means: Means, state: Case, material: Material, chosen: ProfileId, group: tuple[RecipientId, ...]) -> Plan:
    profile = means.profiles.get(chosen)
    if profile is None:
        raise ReferralError("referral.profile.unknown")
    permissions = tuple(
        require(state.consents, name, child=_child(state), urgent=bool(state.urgent), jurisdiction=means.jurisdiction)
        for name in group
    )
    return Plan(profile, group, permissions, minimise(material, profile))


def _material(desk: Fieldwork, case: CaseId) -> tuple[Case, Material]:
    desk.assess(case)
    state = desk.case(case)
    return state, interview.material(state, desk.session(case), desk.means.lists)


def _child(state: Case) -> bool:
    return state.assessment is not None and state.assessment.facts.get("population") in ("child", "age_disputed")


def compose(desk: Fieldwork, case: CaseId, planned: Plan) -> tuple[Draft, Addressed]:
    """What the packet of a plan will say, and to whom it is sealed.

    Raises:
        IdentityError: no trust bundle, or nobody opens packets for a recipient.
    """
    means, state = desk.means, desk.case(case)
    now, trust = means.now(), means.credentials().trusted()
    assessed = state.assessment
    if assessed is None or state.pack is None:
        raise CaseError("case.step.not_assessed")
    head = means.vault.head()
    kinds = (Sealed.kind, Erased.kind)
    sealed = [e.body for e in means.vault.entries_of(kinds) if isinstance(e.body, Sealed | Erased)]
    versions = dict(assessed.versions)
    draft = Draft(
        case=case,
        packet=packet_id(means.random_bytes(17)),
        number=1 + max((body.number for body in sealed), default=0),
        language=state.language,
        profile=planned.profile.id,
        population=str(assessed.facts["population"]),
        stage=str(assessed.facts["stage"]),
        instrument=Instrument(
            form=state.form,
            version=state.version,
            pack=state.pack,
            lists={name: versions[f"list:{name}"] for name in assessed.facts["lists"]},
            rules=versions["rules"],
        ),
        log=LogState(size=head.size, root=head.root, earlier=_earlier(means, sealed, head.size)),
        supersedes=_former(state, planned),
        practice=state.practice,
        urgent=bool(state.urgent) or bool(assessed.facts.get("urgent")),
        rules=state.urgent,
        consent=_consents(state, planned),
        restrictions=tuple(planned.disclosure.fields.get("restrictions", ())),
        outcome=state.outcome,
        result=assessed.result,
        facts=assessed.facts,
        override=_override(state),
        fields=planned.disclosure.fields,
        answers=planned.disclosure.answers,
        withheld=planned.disclosure.withheld,
        hidden=frozenset(CATEGORIES) - planned.profile.shows,
    )
    keys = [(name, key) for name in planned.recipients for key in trust.recipients_of(name, now)]
    return draft, keys


def printable(means: Means, manifest: bytes, *, signed: bool) -> bytes:
    """The referral on paper. signed: the sheet carries the exact bytes and their digest; otherwise it is a preview.

    Raises:
        PaperError: it could not be drawn.
    """
    from screening.paper.render import referral_pdf

    content = {**json.loads(manifest), "names": naming.names(means)}
    return referral_pdf(content, means.language, means.resources, data=manifest if signed else None)


def preview(desk: Fieldwork, case: CaseId, planned: Plan) -> bytes:
    """The referral as PDF, before anything is signed.

    Raises:
        IdentityError: no certificate, no trust bundle, or nobody opens packets for a recipient.
        PaperError: it could not be drawn.
    """
    draft, keys = compose(desk, case, planned)
    means = desk.means
    content = sealing.compose(draft, means.credentials().signer().certificate_der, keys, now=means.now())
    return printable(means, manifests.write(content), signed=False)


def seal(desk: Fieldwork, case: CaseId, to: Sequence[str], profile: ProfileId | None = None) -> tuple[Sealed, ...]:
    """Sign and encrypt one packet for each profile; by its entry each is in the outbox.

    Where no consent was needed, the ground is entered first.

    Raises:
        CaseError: this step is not allowed now.
        ReferralError: no consent and no ground without it.
        IdentityError: no certificate or an expired one, no trust bundle, or nobody opens packets for a recipient.
        StationError: this station's certificate was revoked.
        PaperError: the printable referral could not be drawn.
        VaultError: nothing could be saved.
    """
    signer = _signer(desk.means)
    planned = plan(desk, case, to, profile)
    for each in planned:
        for name, permission in zip(each.recipients, each.permissions, strict=True):
            if permission.to_record:
                desk.record(case, Consented(name, "yes", "not-required", permission.ground))
    return tuple(_seal(desk, case, each, signer) for each in planned)


def _signer(means: Means) -> KeySigner:
    """This station's signer, as long as its packets would be accepted: one that is refused helps nobody."""
    own = means.credentials()
    signer = own.signer()
    try:
        own.trusted().check_certificate(signer.certificate_der, means.now())
    except IdentityError as refused:
        if refused.code == "identity.certificate.revoked":
            raise StationError("station.certificate.revoked") from None  # it is our own, which asks for other words
        raise
    return signer


def _seal(desk: Fieldwork, case: CaseId, planned: Plan, signer: KeySigner) -> Sealed:
    means = desk.means
    draft, keys = compose(desk, case, planned)
    made = sealing.seal(draft, signer, keys, lambda manifest: printable(means, manifest, signed=True), now=means.now())
    body = Sealed(
        packet=made.packet,
        digest=made.digest,
        profile=planned.profile.id,
        recipients=planned.recipients,
        withheld=planned.disclosure.withheld,
        number=draft.number,
        size=len(made.data),
        supersedes=draft.supersedes,
        log_size=draft.log.size,
        log_root=draft.log.root,
    )
    allowed.check(desk.case(case), body)
    means.vault.put_blob(made.digest, made.data, "packet")  # before its entry: an entry never names bytes that are lost
    desk.record(case, body)
    return body


def _earlier(means: Means, sealed: Sequence[Sealed | Erased], size: int) -> tuple[EarlierHead, ...]:
    """The last heads that were sent, each with the proof that the log only grew since."""
    sent = {body.log_size: body.log_root for body in sealed if 0 < body.log_size < size}
    return tuple(
        EarlierHead(size=old, root=sent[old], proof=means.vault.consistency(old)) for old in sorted(sent)[-_HEADS:]
    )


def _former(state: Case, planned: Plan) -> Digest | None:
    """The packet in force for the same profile and recipients, which the new one replaces."""
    same = [p for p in state.packets if p.profile == planned.profile.id and set(p.recipients) & set(planned.recipients)]
    return next((packet.digest for packet in reversed(same) if not packet.superseded), None)


def _consents(state: Case, planned: Plan) -> tuple[Consent, ...]:
    """What the person agreed to that concerns this packet: its recipients, and the talk, the record, the contact."""
    told = {*planned.recipients, "talk", "record", "recontact"}
    latest = {e.body.to: (e.body, e.at) for e in state.entries if isinstance(e.body, Consented) and e.body.to in told}
    return tuple(
        Consent(
            to=to,
            given=body.given,
            by=body.by,
            at=at,
            language=body.language,
            witnessed=body.witnessed,
            reason=body.reason,
        )
        for to, (body, at) in latest.items()
    )


def _override(state: Case) -> dict[str, str] | None:
    made = state.override
    return None if made is None else {"outcome": made.outcome, "reason": made.reason, "role": made.role}
