"""Interview engines that carry out the same steps: ours, JavaRosa (ODK Collect), ODK Web Forms."""

from __future__ import annotations

import json
import math
import random
import re
import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Protocol

from lxml import etree
from typing_extensions import override

from screening.errors import FormError
from screening.forms.form import Form
from screening.forms.nodes import is_locked, walk
from screening.forms.session import Session
from support.xform import now

HERE: Final = Path(__file__).parent
TOOLS: Final = HERE.parents[1] / ".tools"
CHOOSING: Final = frozenset({"select1", "select", "rank"})
PATIENCE: Final = 120.0
_PARTS: Final = re.compile(r"[ ;]+")
Step = tuple[str, ...]


class NotHereError(Exception):
    """The machine lacks what an engine needs; the words say what."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The state of an interview, ``meta`` left out.

    values: text of every relevant leaf by reference; required, readonly, invalid: references among them;
    choices: the values that a select in view offers.
    """

    values: Mapping[str, str]
    required: frozenset[str]
    readonly: frozenset[str]
    invalid: frozenset[str]
    choices: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Words:
    """What a question in view says."""

    label: str
    hint: str
    choices: tuple[str, ...]

    def trimmed(self) -> Words:
        """Without white space at the ends."""
        return Words(self.label.strip(), self.hint.strip(), tuple(choice.strip() for choice in self.choices))


@dataclass(frozen=True, slots=True)
class Interview:
    """What came of the steps.

    did: ok, constraint or refused for each; moments: the beginning, then after each step;
    problems: ``ref required|constraint``; submission: path and text of each leaf; error: why there was no interview.
    """

    did: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()
    problems: frozenset[str] = frozenset()
    words: Mapping[str, Words] = field(default_factory=dict)
    submission: tuple[tuple[str, str], ...] = ()
    error: str | None = None


class Engine(Protocol):
    """Carries out interviews."""

    name: str

    def run(self, form: bytes, steps: Sequence[Step], media: Mapping[str, str]) -> Interview:
        """The interview in which these were done: answer REF VALUE, add REPEAT, remove INSTANCE, language NAME."""
        ...

    def close(self) -> None:
        """End what it started."""
        ...


def leaves(xml: bytes) -> tuple[tuple[str, str], ...]:
    """Path and text of each leaf of a submission, ``meta`` left out: what stands there is made anew each time."""
    found: list[tuple[str, str]] = []

    def descend(element: Any, above: str) -> None:
        name = etree.QName(element).localname
        if name == "meta":
            return
        if len(element) == 0:
            found.append((f"{above}/{name}", element.text or ""))
        for kid in element:
            descend(kid, f"{above}/{name}")

    descend(etree.fromstring(xml), "")
    return tuple(found)


# ---- ours ------------------------------------------------------------------------------------------------------


class Ours:
    """This program's engine."""

    name = "ours"

    def run(self, form: bytes, steps: Sequence[Step], media: Mapping[str, str]) -> Interview:
        try:
            files = {name: text.encode() for name, text in media.items()}
            live = Session.new(Form.parse(form, files), now, random.Random(1))  # noqa: S311 - drawn again from its seed
            moments, did = [moment(live)], []
            for step in steps:
                did.append(_act(live, step))
                moments.append(moment(live))
            problems = frozenset(f"{each.ref} {each.kind}" for each in live.validate())
            return Interview(tuple(did), tuple(moments), problems, _words(live), leaves(live.finalize().xml))
        except FormError as error:
            return Interview(error=error.code)

    def close(self) -> None:
        """Nothing was started."""


def moment(live: Session) -> Moment:
    """Our interview as it stands."""
    values: dict[str, str] = {}
    required, readonly, invalid = set(), set(), set()
    choices: dict[str, tuple[str, ...]] = {}
    for node in walk(live._engine.top):
        definition = node.definition
        if not node.relevant or definition.repeat or any(not child.attribute for child in definition.children):
            continue
        ref = live.ref_of(node)
        if definition.attribute or "/meta/" in ref:
            continue
        values[ref] = node.value
        if node.required:
            required.add(ref)
        if is_locked(node):
            readonly.add(ref)
        if node.value and not live._holds(node, node.value):
            invalid.add(ref)
        if definition.control is not None and definition.control.kind in CHOOSING:
            choices[ref] = tuple(choice.value for choice in live.choices(ref))
    return Moment(values, frozenset(required), frozenset(readonly), frozenset(invalid), choices)


def _words(live: Session) -> dict[str, Words]:
    found = {}
    for question in live.outline().questions():
        if question.relevant:
            ref = question.ref
            choices = tuple(choice.label for choice in live.choices(ref)) if question.control in CHOOSING else ()
            found[ref] = Words(live.label(ref), live.hint(ref), choices)
    return found


def _act(live: Session, step: Step) -> str:
    try:
        match step:
            case ("answer", ref, value):
                change = live.answer(ref, value)
            case ("add", ref):
                change = live.add_repeat(ref)
            case ("remove", ref):
                change = live.remove_repeat(ref)
            case ("language", name):
                change = live.set_language(name)
            case _:
                raise AssertionError(step)
    except FormError:
        return "refused"
    if change.accepted:
        return "ok"
    return "constraint" if change.code == "form.answer.constraint" else "refused"


# ---- the others ------------------------------------------------------------------------------------------------


class Beside:
    """An engine in another process that reads a request a line and answers a line; started anew when it is stuck."""

    name = ""
    fresh_after = 0
    """After how many interviews the process is started anew; 0 never."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command = list(command)
        self._folder = folder
        self._done = 0
        self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command,
            cwd=self._folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def run(self, form: bytes, steps: Sequence[Step], media: Mapping[str, str]) -> Interview:
        """The interview in which these steps were done."""
        self._done += 1
        if self.fresh_after and self._done % self.fresh_after == 0:
            self.close()
            self._process = self._start()
        return _read(self.ask({"form": form.decode(), "steps": [list(step) for step in steps], "media": dict(media)}))

    def ask(self, request: Mapping[str, Any], patience: float = PATIENCE) -> dict[str, Any]:
        """The answer to a request; ``{"error": "ended"}`` when there is none within `patience` seconds."""
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise AssertionError
        timer = threading.Timer(patience, process.kill)
        timer.start()
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if not line:
            self.close()
            self._process = self._start()
            return {"error": "ended"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None and not stream.closed:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue


def _read(answer: dict[str, Any]) -> Interview:
    if "error" in answer:
        return Interview(error=str(answer["error"]))
    return Interview(
        tuple(each["did"] for each in answer["results"]),
        (_moment(answer["begin"]), *(_moment(each["state"]) for each in answer["results"])),
        frozenset(answer["problems"]),
        {ref: Words(one["label"], one["hint"], tuple(one["choices"])) for ref, one in answer["words"].items()},
        leaves(answer["submission"].encode()),
    )


def _moment(state: dict[str, Any]) -> Moment:
    return Moment(
        state["values"],
        frozenset(state["required"]),
        frozenset(state["readonly"]),
        frozenset(state["invalid"]),
        {ref: tuple(values) for ref, values in state["choices"].items()},
    )


class JavaRosa(Beside):
    """The engine of ODK Collect, from the jar that comes with pyxform.

    Args:
        folder: for the compiled harness and for media; kept as long as the engine runs.

    Raises:
        NotHereError: no Java, or no jar.
    """

    name = "JavaRosa"

    @override
    def __init__(self, folder: Path) -> None:
        java = shutil.which("java")
        if java is None:
            raise NotHereError("Java (default-jre-headless) is not installed")
        spec = find_spec("pyxform")
        jar = Path(spec.origin or "").parent / "validators/odk_validate/bin/ODK_Validate.jar" if spec else Path()
        if not jar.is_file():
            raise NotHereError("pyxform's ODK_Validate.jar is not installed")
        compiler = [java, "-m", "jdk.compiler/com.sun.tools.javac.Main"]
        source = str(HERE / "JavaRosaOracle.java")
        done = subprocess.run(
            [*compiler, "-cp", str(jar), "-d", str(folder), source], capture_output=True, text=True, check=False
        )
        if "jdk.compiler not found" in done.stderr + done.stdout:
            raise NotHereError("this Java cannot compile (default-jdk-headless can)")
        if done.returncode:
            raise AssertionError(done.stderr)
        path = f"{jar}:{folder}"
        super().__init__([java, "-Duser.timezone=UTC", "-Xss8m", "-cp", path, "JavaRosaOracle"], folder)


class WebForms(Beside):
    """The engine of ODK Web Forms, from npm.

    Raises:
        NotHereError: no Node, or the packages of tests/tools are not installed.
    """

    name = "Web Forms"
    fresh_after = 300

    @override
    def __init__(self) -> None:
        node = TOOLS / "node" if (TOOLS / "node").exists() else shutil.which("node")
        npm = TOOLS / "npm"
        if node is None:
            raise NotHereError("Node is not installed")
        if not (npm / "node_modules" / "@getodk" / "xforms-engine").is_dir():
            raise NotHereError("the npm package @getodk/xforms-engine is not installed")
        source = (HERE / "webforms_oracle.mjs").read_text(encoding="utf-8")
        super().__init__([str(node), "--stack-size=6000", "--input-type=module", "--eval", source], npm)


# ---- comparing -------------------------------------------------------------------------------------------------


def same(here: str, there: str) -> bool:
    """Equal as text, or as numbers: whole ones exactly, others to eight digits. Places: number by number."""
    if here == there:
        return True
    if " " in here and " " in there:
        mine, theirs = _PARTS.split(here.strip()), _PARTS.split(there.strip())
        return len(mine) == len(theirs) and all(map(same, mine, theirs))
    try:
        one, other = float(here), float(there)
    except ValueError:
        return False
    if one != one or other != other:  # noqa: PLR0124 - the definition of NaN
        return one != one and other != other  # noqa: PLR0124
    if one == other or math.isinf(one) or math.isinf(other):
        return one == other
    return not (one.is_integer() and other.is_integer()) and abs(one - other) <= 1e-8 * max(abs(one), abs(other))


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two interviews part. at: number of the moment (0 the beginning), -1 the end; aspect: values, did, …"""

    at: int
    aspect: str
    ref: str
    here: Any
    there: Any

    @override
    def __str__(self) -> str:
        when = "at the end" if self.at < 0 else f"after {self.at} steps"
        return f"{when}: {self.aspect} {self.ref}: {self.here!r} | {self.there!r}"


def differences(here: Interview, there: Interview, *, words: bool = False) -> list[Difference]:
    """Where two interviews differ, up to and with the first moment that does."""
    if here.error is not None or there.error is not None:
        apart = (here.error is None) != (there.error is None)
        return [Difference(0, "error", "", here.error, there.error)] if apart else []
    for number, (mine, other) in enumerate(zip(here.moments, there.moments, strict=True)):
        found = []
        if number and here.did[number - 1] != there.did[number - 1]:
            found.append(Difference(number, "did", "", here.did[number - 1], there.did[number - 1]))
        found += _moments(number, mine, other)
        if found:
            return found
    found = [
        Difference(-1, "problems", each, each in here.problems, each in there.problems)
        for each in sorted(here.problems ^ there.problems)
    ]
    found += _submissions(here.submission, there.submission)
    if words:
        for ref in sorted(here.words.keys() | there.words.keys()):
            if here.words.get(ref) != there.words.get(ref):
                found.append(Difference(-1, "words", ref, here.words.get(ref), there.words.get(ref)))
    return found


def _moments(number: int, here: Moment, there: Moment) -> list[Difference]:
    found = [
        Difference(number, "values", ref, here.values.get(ref), there.values.get(ref))
        for ref in sorted(here.values.keys() | there.values.keys())
        if ref not in here.values or ref not in there.values or not same(here.values[ref], there.values[ref])
    ]
    if found:
        return found
    for aspect in ("required", "readonly", "invalid"):
        mine, other = getattr(here, aspect), getattr(there, aspect)
        found += [Difference(number, aspect, ref, ref in mine, ref in other) for ref in sorted(mine ^ other)]
    found += [
        Difference(number, "choices", ref, here.choices.get(ref), there.choices.get(ref))
        for ref in sorted(here.choices.keys() | there.choices.keys())
        if here.choices.get(ref) != there.choices.get(ref)
    ]
    return found


def _submissions(here: Sequence[tuple[str, str]], there: Sequence[tuple[str, str]]) -> list[Difference]:
    if [path for path, _ in here] != [path for path, _ in there]:
        return [Difference(-1, "submission", "", list(here), list(there))]
    return [
        Difference(-1, "submission", path, mine, theirs)
        for (path, mine), (_, theirs) in zip(here, there, strict=True)
        if not same(mine, theirs)
    ]
