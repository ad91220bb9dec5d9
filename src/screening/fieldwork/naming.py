"""Words for the codes that stand in a referral, as paper shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from typing_extensions import override

from screening.fieldwork.means import Means


def names(means: Means) -> Mapping[str, Mapping[str, Any]]:
    """The groups of names that `paper.render.referral_pdf` asks for, in the station's language.

    A recipient's name carries its mark, so that paper says what nobody has verified yet.
    """
    language = means.language
    known = means.jurisdiction.recipients
    indicators = {
        str(name): indicator.label[language]
        for one in reversed(list(means.lists.values()))
        for name, indicator in one.indicators.items()
    }
    return {
        "recipients": {
            str(name): {"text": one.names[language], "mark": "V" if one.mark.verified else one.mark.status}
            for name, one in known.items()
        },
        "profiles": {str(name): profile.names[language] for name, profile in means.profiles.items()},
        "indicators": indicators,
        "lists": {name: one.names[language] for name, one in means.lists.items()},
        "reasons": _Said(means, "rule"),
        "categories": _Said(means, "category"),
        "grounds": _Said(means, "ground"),
        "rules": _Said(means, "urgent"),
    }


class _Said(Mapping[str, str]):
    """Names that are looked up among the station's words when they are asked for."""

    def __init__(self, means: Means, group: str) -> None:
        self._means = means
        self._group = group

    @override
    def __getitem__(self, code: str) -> str:
        path = f"{self._group}.{code}"
        said = self._means.say(path)
        if said == path:
            raise KeyError(code)
        return said

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(())

    @override
    def __len__(self) -> int:
        return 0
