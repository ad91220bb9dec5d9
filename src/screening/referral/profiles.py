"""What each recipient may see: profiles as data, and the part of a case that a profile lets through.

Everything is withheld that a profile does not show by name; what has no category of ours is withheld too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Literal, NoReturn, TypeAlias, cast

from screening.errors import ReferralError
from screening.ids import IndicatorId, ProfileId, Ref

Json: TypeAlias = Any

CATEGORIES = (
    "person_name",
    "birth",
    "citizenship",
    "sex",
    "language",
    "contact",
    "needs",
    "outcome",
    "purpose",
    "indicators",
    "summary",
    "quotes",
    "narrative",
    "journey",
    "places",
    "documents",
    "money",
    "other_people",
    "other_persons_at_risk",
    "health",
    "child",
    "period",
    "region",
    "restrictions",
)
"""Every kind of information a case can hold about a person. A profile decides each of them."""
USES = ("assistance", "investigation", "stay", "child_protection", "statistics")
"""What a profile may be for. There is none for punishing a person's own entry, stay or work, and none can be loaded."""
UNCATEGORISED = "uncategorised"
"""Stands among what is withheld for information without a category of ours."""
SENSITIVE = "sensitive_answers"
"""Stands among what is withheld when an answer was too sensitive for this recipient."""
BIRTH_DATE = "birth_date"
"""Stands among what is withheld when a recipient sees only the age band."""
MOST_SENSITIVE = 3

_BANDS = ((0, 5), (6, 11), (12, 15), (16, 17), (18, 24), (25, 34), (35, 44), (45, 54), (55, 64))
_DATE_PARTS = 3
_AGE_DIGITS = 3
_LONGEST_MONTH = 31
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Profile:
    """What one kind of recipient sees.

    shows: the categories; max_sensitivity: answers marked higher (0 to 3) are withheld;
    smallest_group: 0, or the smallest number of people a published count may stand for.
    """

    id: ProfileId
    names: Mapping[str, str]
    notes: Mapping[str, str]
    use: str
    shows: frozenset[str]
    max_sensitivity: int
    birth_date: Literal["age_band", "date"]
    smallest_group: int = 0

    @property
    def anonymous(self) -> bool:
        """Whether nothing that could point to a person may be in it."""
        return self.use == "statistics"


@dataclass(frozen=True, slots=True, repr=False)
class AnswerView:
    """One answer as a recipient could read it. category: one of `CATEGORIES`, or "" when the form names none."""

    ref: Ref
    question: str
    value: str
    label: str
    missing: str | None = None
    basis: str = "person_said"
    verbatim: str | None = None
    sensitivity: int = 0
    category: str = ""
    indicators: tuple[IndicatorId, ...] = ()
    htcds: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Material:
    """All that a case holds and that could be shared.

    fields: by category; ``birth`` is a date, a month or a year (``1990-04-01``, ``1990-04``, ``1990``) or an age in
    whole years; on: the day from which an age is counted.
    """

    fields: Mapping[str, Json]
    answers: tuple[AnswerView, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Disclosure:
    """What a recipient will see, and the names of what the case holds and the recipient will not see."""

    fields: dict[str, Json] = field(default_factory=dict)
    answers: tuple[dict[str, Json], ...] = ()
    withheld: tuple[str, ...] = ()


def load_profiles(data: bytes | Mapping[str, bytes]) -> Mapping[ProfileId, Profile]:
    """The profiles of one or several TOML files, each holding ``[[profile]]`` tables.

    Raises:
        ReferralError: ``referral.profile`` when a profile is malformed, there twice, or leaves a category undecided;
            ``referral.profile.use`` when it is for something no profile may be for.
    """
    files = {"profile": data} if isinstance(data, bytes) else data
    profiles: dict[ProfileId, Profile] = {}
    for name in sorted(files):
        try:
            parsed = tomllib.loads(files[name].decode())
        except (UnicodeDecodeError, tomllib.TOMLDecodeError):
            raise ReferralError("referral.profile", place="file") from None
        tables = parsed.get("profile")
        if set(parsed) != {"profile"} or not isinstance(tables, list):
            _refuse("profile")
        for table in tables:
            profile = _read_profile(table)
            if profile.id in profiles:
                _refuse(profile.id)
            profiles[profile.id] = profile
    return MappingProxyType(profiles)


def minimise(material: Material, profile: Profile, *, kept_back: Collection[str] = ()) -> Disclosure:
    """The part of `material` that `profile` lets through.

    Safety restrictions go with every packet about a person, whatever else is withheld.

    Args:
        material: all that the case holds.
        profile: what this kind of recipient sees.
        kept_back: categories the person does not want this recipient to see.
    """
    shown = profile.shows - (set(kept_back) - {"restrictions"})
    withheld: set[str] = set()
    fields: dict[str, Json] = {}
    for category, value in material.fields.items():
        if _is_empty(value):
            continue
        if category not in CATEGORIES:
            withheld.add(UNCATEGORISED)
        elif category not in shown:
            withheld.add(category)
        elif category == "birth":
            born = _birth(value, profile, material.on)
            withheld.update(born.withheld)
            fields.update(born.fields)
        else:
            fields[category] = value
    answers: list[dict[str, Json]] = []
    for answer in material.answers:
        kept = _answer(answer, profile, shown, material.on)
        withheld.update(kept.withheld)
        answers.extend(kept.answers)
    order = (*CATEGORIES, BIRTH_DATE, SENSITIVE, UNCATEGORISED)
    return Disclosure(
        fields={category: fields[category] for category in CATEGORIES if category in fields},
        answers=tuple(answers),
        withheld=tuple(name for name in order if name in withheld),
    )


def age_band(birth: str | int, on: date | None) -> str | None:
    """The age band (``25-34``, ``65+``) of a birth date or age on a day; None when it cannot be told.

    Where only the month or year is known the youngest possible age counts: in doubt a person is a child.
    """
    age = birth if isinstance(birth, int) else _youngest_age(birth, on)
    if age is None or age < 0:
        return None
    for low, high in _BANDS:
        if age <= high:
            return f"{low}-{high}"
    return f"{_BANDS[-1][1] + 1}+"


def suppress(counts: Mapping[str, int], profile: Profile) -> dict[str, int | None]:
    """Counts for release: None in place of every count from one up to the smallest group.

    This hides single cells only; it does not stop somebody who takes one table from another.
    """
    return {name: None if 0 < count < profile.smallest_group else count for name, count in counts.items()}


def _youngest_age(birth: str, on: date | None) -> int | None:
    if on is None:
        return None
    parts = birth.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == _DATE_PARTS:
            latest = date.fromisoformat(birth)
        elif len(numbers) == _DATE_PARTS - 1:
            year, month = numbers
            following = date(year, month, 1).toordinal() + _LONGEST_MONTH
            latest = date.fromordinal(following).replace(day=1) - _DAY
        else:
            (year,) = numbers
            latest = date(year, 12, 31)
    except (ValueError, OverflowError):
        return None
    age = on.year - latest.year - ((on.month, on.day) < (latest.month, latest.day))
    return max(age, 0) if latest.year <= on.year else None


def _is_empty(value: Json) -> bool:
    return value is None or (isinstance(value, str | list | tuple | Mapping) and not value)


def _birth(value: Json, profile: Profile, on: date | None) -> Disclosure:
    """Birth as this recipient may see it: as it was given, or as an age band."""
    if profile.birth_date == "date":
        return Disclosure({"birth": {"age": value} if isinstance(value, int) else {"date": value}})
    band = age_band(value, on) if isinstance(value, str | int) and not isinstance(value, bool) else None
    if band is None:
        return Disclosure(withheld=("birth",))
    return Disclosure({"birth": {"age_band": band}}, withheld=() if isinstance(value, int) else (BIRTH_DATE,))


def _answer(answer: AnswerView, profile: Profile, shown: Collection[str], on: date | None) -> Disclosure:
    """One answer as this recipient may see it; nothing when its category or sensitivity forbids."""
    if answer.category not in CATEGORIES:
        return Disclosure(withheld=(UNCATEGORISED,))
    if answer.category not in shown:
        return Disclosure(withheld=(answer.category,))
    if answer.sensitivity > profile.max_sensitivity:
        return Disclosure(withheld=(SENSITIVE,))
    withheld: list[str] = []
    shaded: dict[str, Json] = {}
    if answer.category == "birth" and profile.birth_date == "age_band" and answer.value:
        is_age = answer.value.isdecimal() and len(answer.value) <= _AGE_DIGITS
        band = age_band(int(answer.value) if is_age else answer.value, on)
        if band is None:
            return Disclosure(withheld=("birth",))
        shaded = {"value": band, "label": band}
        withheld.extend(() if is_age else (BIRTH_DATE,))
    told: dict[str, Json] = {
        "ref": answer.ref,
        "question": answer.question,
        "value": answer.value,
        "label": answer.label,
        "missing": answer.missing,
        "basis": answer.basis,
        "category": answer.category,
        **shaded,
    }
    if answer.verbatim and "quotes" in shown and not shaded:
        told["verbatim"] = answer.verbatim
    elif answer.verbatim:
        withheld.append("quotes")
    if answer.indicators and "indicators" in shown:
        told["indicators"] = list(answer.indicators)
    if answer.htcds:
        told["htcds"] = answer.htcds
    return Disclosure(answers=(told,), withheld=tuple(withheld))


def _refuse(place: str) -> NoReturn:
    raise ReferralError("referral.profile", place=place)


def _read_profile(table: Json) -> Profile:
    if not isinstance(table, Mapping):
        _refuse("profile")
    keys = {"id", "names", "notes", "use", "shows", "withholds", "max_sensitivity", "birth_date", "smallest_group"}
    name = table.get("id")
    if not isinstance(name, str) or not name or set(table) - keys:
        _refuse("id")
    use = table.get("use")
    if use not in USES:
        raise ReferralError("referral.profile.use", place=name)
    shows, withholds = _categories(table, "shows"), _categories(table, "withholds")
    if shows & withholds or shows | withholds != set(CATEGORIES):
        _refuse(name)
    if ("restrictions" in shows) == (use == "statistics"):
        _refuse(name)
    most, birth, group = table.get("max_sensitivity"), table.get("birth_date"), table.get("smallest_group", 0)
    if type(most) is not int or not 0 <= most <= MOST_SENSITIVE or type(group) is not int or group < 0:
        _refuse(name)
    if birth not in {"age_band", "date"}:
        _refuse(name)
    return Profile(
        id=ProfileId(name),
        names=_texts(table, "names"),
        notes=_texts(table, "notes"),
        use=use,
        shows=shows,
        max_sensitivity=most,
        birth_date=cast("Literal['age_band', 'date']", birth),
        smallest_group=group,
    )


def _categories(table: Mapping[str, Json], key: str) -> frozenset[str]:
    value = table.get(key)
    if not isinstance(value, list) or any(category not in CATEGORIES for category in value):
        _refuse(key)
    return frozenset(value)


def _texts(table: Mapping[str, Json], key: str) -> Mapping[str, str]:
    value = table.get(key)
    if not isinstance(value, Mapping) or any(not isinstance(text, str) or not text for text in value.values()):
        _refuse(key)
    if not {"uk", "en"} <= set(value):
        _refuse(key)
    return MappingProxyType(dict(value))
