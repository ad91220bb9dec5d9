"""Functions on numbers. What Python raises is NaN or infinity here."""

from __future__ import annotations

import math
from collections.abc import Callable

from screening.forms.values import NAN


def guard(run: Callable[..., float]) -> Callable[..., float]:
    """Mathematics that answers NaN where Python raises."""

    def guarded(*values: float) -> float:
        try:
            found = run(*values)
        except (ValueError, ZeroDivisionError):
            return NAN
        except OverflowError:
            return math.inf
        return found

    return guarded


def round_half_up(value: float, digits: float = 0) -> float:
    """XPath's round: halves go towards positive infinity; `digits` places, which may be negative."""
    if not math.isfinite(value) or not math.isfinite(digits):
        return value if digits == digits else NAN  # noqa: PLR0124 - the definition of NaN
    places = max(-300, min(300, int(digits)))
    if places == 0:
        return float(math.floor(value + 0.5))
    from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation

    mode = ROUND_HALF_UP if value >= 0 else ROUND_HALF_DOWN
    try:
        return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=mode))
    except InvalidOperation:
        return value


def whole(value: float) -> float:
    """The number without what stands behind the point."""
    return float(math.trunc(value)) if math.isfinite(value) else value


def log(value: float) -> float:
    """The natural logarithm; of 0 it is negative infinity."""
    return -math.inf if value == 0 else math.log(value)


def log10(value: float) -> float:
    """The logarithm to the base 10; of 0 it is negative infinity."""
    return -math.inf if value == 0 else math.log10(value)


def floor(value: float) -> float:
    """The largest whole number that is not above."""
    return float(math.floor(value)) if math.isfinite(value) else value


def ceiling(value: float) -> float:
    """The smallest whole number that is not below."""
    return float(math.ceil(value)) if math.isfinite(value) else value
