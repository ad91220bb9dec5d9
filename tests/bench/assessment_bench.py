# ruff: noqa: T201  it prints what it measured
"""How long an assessment takes with all that hangs on it: settled, could_change, the next question, the explanation."""

import json
import random
import statistics
import time
from pathlib import Path

from screening.assessment.lists import load_lists
from screening.assessment.rules import Stated, assess, next_questions

ROUNDS = 400
RESOURCES = Path(__file__).parents[2] / "resources"
WANTED_MS = 5.0


def milliseconds(work, rounds=ROUNDS):
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def measure(title, work):
    taken = sorted(milliseconds(work))
    worst = taken[int(len(taken) * 0.99)]
    print(f"{title:58} median {statistics.median(taken):6.3f} ms   99 % {worst:6.3f} ms")
    return statistics.median(taken)


def random_cases(universe, count=200):
    rng = random.Random(20261124)  # noqa: S311 - a repeatable choice
    for _ in range(count):
        weights = rng.choice(((1, 1, 1), (1, 8, 1), (1, 1, 8)))
        states = {name: rng.choices(("present", "absent", "not_asked"), weights)[0] for name in universe}
        yield Stated("adult", ("adult_labour",), "post", indicators=states)


def main():
    lists = load_lists({file.stem: json.loads(file.read_text()) for file in (RESOURCES / "lists").glob("*.json")})
    universe = tuple(lists["adult_labour"].indicators)
    print(f"indicators: {len(universe)}; wanted: under {WANTED_MS:.0f} ms, settled and could_change included")
    slowest = 0.0
    for title, stated in (
        ("adult, nothing asked", Stated("adult", ("adult_labour",), "post")),
        ("adult, one indicator present", Stated("adult", ("adult_labour",), "post", indicators={"DR01": "present"})),
        ("adult, two lists together", Stated("adult", ("adult_labour", "adult_sexual"), "post")),
        ("child, two lists together", Stated("child", ("child_labour", "child_sexual"), "post")),
        ("adult, before exploitation", Stated("adult", ("adult_labour",), "pre")),
    ):
        slowest = max(slowest, measure(title, lambda stated=stated: assess(stated, lists)))
    cases = iter(list(random_cases(universe)) * (ROUNDS // 200))
    slowest = max(slowest, measure("adult, 200 random cases", lambda: assess(next(cases), lists)))
    assessment = assess(Stated("adult", ("adult_labour",), "post"), lists)
    sets = {name: (name,) for name in universe}
    slowest = max(slowest, measure("the next most telling question of 67", lambda: next_questions(assessment, sets)))
    print(f"slowest median {slowest:.3f} ms: {'kept' if slowest < WANTED_MS else 'NOT KEPT'}")
    return 0 if slowest < WANTED_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
