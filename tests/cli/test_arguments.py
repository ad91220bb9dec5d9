from __future__ import annotations

import io
from pathlib import Path

import pytest

from screening.cli.arguments import read_passphrase, split
from screening.errors import StationError, UsageError


def test_shared_options_may_stand_anywhere() -> None:
    before = split(["--home", "h", "--json", "case", "list"])
    after = split(["case", "list", "--json", "--home=h"])
    assert before == after
    assert before[0].home == "h"
    assert before[0].as_json
    assert before[1] == ["case", "list"]


def test_what_follows_a_bare_dash_dash_is_left_alone() -> None:
    shared, rest = split(["case", "--", "--json", "--home"])
    assert (shared.as_json, rest) == (False, ["case", "--", "--json", "--home"])


def test_an_option_without_its_value_is_wrong_usage() -> None:
    with pytest.raises(UsageError) as refused:
        split(["case", "--home"])
    assert refused.value.params == {"option": "--home"}


def test_the_passphrase_is_the_first_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "p"
    file.write_text("тиха річка 41\r\nsecond line\n", "utf-8")
    assert read_passphrase(str(file)) == "тиха річка 41"
    monkeypatch.setattr("sys.stdin", io.StringIO("from standard input\n"))
    assert read_passphrase(None) == "from standard input"


@pytest.mark.parametrize("content", [None, b"", b"\xff\xff"])
def test_a_passphrase_file_that_says_nothing_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "p"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(StationError):
        read_passphrase(str(file))


class Terminal(io.StringIO):
    """Somebody sits there."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "code"),
    [(("a river", "a lake"), "station.passphrase.differs"), (("",), "station.passphrase.empty")],
)
def test_a_new_passphrase_is_typed_twice_the_same(
    monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...], code: str
) -> None:
    answers = iter(typed)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    with pytest.raises(StationError) as refused:
        read_passphrase(None, twice=True)
    assert refused.value.code == code


def test_an_old_passphrase_is_typed_once_without_echo(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["a river", "a river", "a river"])
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    assert read_passphrase(None) == "a river"
    assert read_passphrase(None, twice=True) == "a river"
    assert list(answers) == []


def test_the_same_letters_are_the_same_passphrase(tmp_path: Path) -> None:
    composed, apart = "\N{CYRILLIC SMALL LETTER YI}", "\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}\u0308"
    (tmp_path / "composed").write_text(composed, "utf-8")
    (tmp_path / "apart").write_text("\ufeff" + apart + "\n", "utf-8")
    assert read_passphrase(str(tmp_path / "composed")) == read_passphrase(str(tmp_path / "apart")) == composed


def test_standard_input_that_is_no_text_or_closed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\n"), "utf-8"))
    with pytest.raises(StationError) as refused:
        read_passphrase(None)
    assert refused.value.code == "station.passphrase.file"
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(StationError):
        read_passphrase(None)
