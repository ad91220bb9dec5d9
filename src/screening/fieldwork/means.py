"""What the station hands to the officer's steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from screening.assessment.lists import IndicatorList
from screening.forms.form import Form
from screening.identity.credentials import Credentials
from screening.ids import Digest, ProfileId
from screening.referral.jurisdiction import Jurisdiction
from screening.referral.profiles import Profile
from screening.vault.store import Vault


@dataclass(frozen=True, slots=True)
class Means:
    """say: the words for a code, in the station's language; resources: the program's own folder.

    form: the form that a case began with; admit: keeps the pack that a screening is to begin with, given what a person
    chose to overlook and whether it is for practice, and answers what was overlooked.
    """

    vault: Vault
    now: Callable[[], datetime]
    claimed: bool
    credentials: Callable[[], Credentials]
    form: Callable[[Digest], Form]
    admit: Callable[[Digest, Collection[str], bool], tuple[str, ...]]
    lists: Mapping[str, IndicatorList]
    profiles: Mapping[ProfileId, Profile]
    jurisdiction: Jurisdiction
    say: Callable[[str], str]
    language: str
    resources: Path
    random_bytes: Callable[[int], bytes]
