"""``python -m conformance``: the whole comparison, or (``--page``) docs/forms-conformance.md written anew."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from conformance import corpus, known
from conformance.differential import report, run_cases, run_random
from conformance.oracles import Engine, JavaRosa, NotHereError, WebForms
from conformance.tables import all_cases


def main() -> int:
    parser = argparse.ArgumentParser(prog="conformance", description=__doc__)
    parser.add_argument("--page", action="store_true", help="write docs/forms-conformance.md")
    parser.add_argument("--forms", type=int, default=2000, help="random forms in each manner")
    parser.add_argument("--seed", type=int, default=0, help="the first seed of the random forms")
    chosen = parser.parse_args()
    if chosen.page:
        known.PAGE.write_text(known.page(), encoding="utf-8")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        engines, missing = present(Path(folder))
        try:
            fine = compare(engines, range(chosen.seed, chosen.seed + chosen.forms))
        finally:
            for engine in engines:
                engine.close()
    for words in missing:
        sys.stdout.write(f"not run: {words}\n")
    return 0 if fine and not missing else 1


def present(folder: Path) -> tuple[list[Engine], list[str]]:
    """The engines that this machine has, and what others lack."""
    engines: list[Engine] = []
    missing = []
    for start in (lambda: JavaRosa(folder), WebForms):
        try:
            engines.append(start())
        except NotHereError as error:
            missing.append(str(error))
    return engines, missing


def compare(engines: list[Engine], seeds: range) -> bool:
    """Tables, then random forms in both manners."""
    begun = time.monotonic()
    fine = report("tables", run_cases(all_cases(), engines), begun)
    home = corpus.folder()
    if home is None:
        sys.stdout.write("not run: there is no folder of real forms (SCREENING_CORPUS)\n")
    else:
        for seed in (seeds.start, seeds.start + 1):
            fine &= report("real forms", run_cases(list(corpus.cases(home, seed)), engines), begun)
    fine &= report("random portable forms", run_random(seeds, "portable", engines), begun)
    collect = [engine for engine in engines if engine.name == "JavaRosa"]
    return report("random forms for Collect", run_random(seeds, "collect", collect), begun) and fine


if __name__ == "__main__":
    sys.exit(main())
