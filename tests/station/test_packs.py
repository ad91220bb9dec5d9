from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.office import NOW, station

from screening.errors import FormError, StationError
from screening.forms import archive
from screening.forms import packs as building
from screening.identity.authority import authority_new, open_authority
from screening.ids import Digest
from screening.station.authoring import build_pack
from screening.station.packs import Packs
from screening.station.paths import Paths, find_resources
from screening.station.standing import CONCESSIONS, signed_by

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
FORM = """
| survey |      |      |       |
|        | type | name | label |
|        | text | q    | Q     |
| settings |            |         |
|          | form_id    | version |
|          | small      | {version} |
"""


def made(version: str, name: str = "small", **said: object) -> bytes:
    source = FORM.format(version=version).encode()
    return building.build(source, name, {}, published_by="Test", **({"status": "active"} | said))  # type: ignore[arg-type]


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    return Packs.at(Paths(tmp_path, find_resources()))


@pytest.mark.parametrize("folder", sorted(path.parent for path in (ROOT / "forms").glob("*/pack.toml")))
def test_the_pack_that_ships_is_the_one_its_form_gives(folder: Path) -> None:
    pack, found = build_pack(folder / "form.md", "md")
    assert [one for one in found if one.severity == "error"] == []
    shipped = ROOT / "resources" / "packs" / f"{folder.name}.pack"
    assert shipped.read_bytes() == pack, "run: make packs"


def test_the_highest_version_is_begun_with_and_numbers_count_as_numbers(packs: Packs) -> None:
    for version in ("2026.9", "2026.10", "2026.2"):
        packs.install(made(version))
    assert packs.current("small", TODAY, accept=["unsigned"]).manifest.version == "2026.10"
    assert packs.current("SMALL", TODAY, accept=["unsigned"]).manifest.version == "2026.10"


def test_of_several_versions_side_by_side_one_can_be_named(packs: Packs) -> None:
    older, newer = packs.install(made("2026.1")), packs.install(made("2026.2"))
    assert packs.current("small@2026.1", TODAY, accept=["unsigned"]).sha256 == older.sha256
    assert packs.current(newer.sha256[:12], TODAY, accept=["unsigned"]).sha256 == newer.sha256
    with pytest.raises(StationError) as refused:
        packs.current("small@3", TODAY)
    assert refused.value.code == "station.pack.missing"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"status": "draft"}, "station.pack.draft"),
        ({"status": "retired"}, "station.pack.retired"),
        ({"valid_from": "2026-11-24"}, "station.pack.early"),
    ],
)
def test_a_pack_that_may_not_be_used_is_never_begun_with(packs: Packs, said: dict[str, object], code: str) -> None:
    pack = packs.install(made("1", "small", **said))
    for begin in (
        lambda: packs.current("small", TODAY, accept=CONCESSIONS),
        lambda: packs.admit(Digest(pack.sha256), TODAY, pinned=None, accept=CONCESSIONS),
    ):
        with pytest.raises(StationError) as refused:
            begin()
        assert refused.value.code == code
        assert refused.value.params["name"] == "small"
    assert [offer.practice for offer in packs.offers(TODAY, None) if offer.pack.sha256 == pack.sha256] in ([], [True])


def test_a_draft_can_be_practised_with(packs: Packs) -> None:
    pack = packs.install(made("1", status="draft"))
    assert packs.admit(Digest(pack.sha256), TODAY, pinned=None, practice=True) == ()


def test_what_must_be_chosen_is_never_silent(packs: Packs) -> None:
    pack = packs.install(made("1", valid_to="2026-11-22"))
    digest = Digest(pack.sha256)
    for accept, code in (
        ((), "station.pack.unsigned"),
        (("expired",), "station.pack.unsigned"),
        (("unsigned",), "station.pack.expired"),
    ):
        with pytest.raises(StationError) as refused:
            packs.admit(digest, TODAY, pinned=None, accept=accept)
        assert refused.value.code == code
    assert packs.admit(digest, TODAY, pinned=None, accept=("unsigned", "expired")) == ("unsigned", "expired")
    (offer,) = [each for each in packs.offers(TODAY, None) if each.pack.manifest.name == "small"]
    assert offer.asks == ("unsigned", "expired")


def test_a_pack_that_asks_for_nothing_goes_before_a_newer_one_that_does(packs: Packs, tmp_path: Path) -> None:
    file, fingerprint = authority_new("Test", NOW, b"three tall lamps in winter 63", work=2)
    signed = station(tmp_path).endorse_pack(made("1"), file, "three tall lamps in winter 63")
    packs.install(signed)
    packs.install(made("2"))
    assert packs.current("small", TODAY, pinned=fingerprint).manifest.version == "1"
    assert packs.current("small", TODAY, pinned=fingerprint, accept=["unsigned"]).manifest.version == "2"
    assert packs.current("small@1", TODAY, pinned=fingerprint).manifest.version == "1"
    with pytest.raises(StationError) as refused:
        packs.current("small@1", TODAY, pinned="another")
    assert refused.value.code == "station.pack.stranger"
    with pytest.raises(StationError) as refused:
        packs.current("small@1", TODAY)  # no authority is believed yet
    assert refused.value.code == "station.pack.stranger"


def test_the_pack_that_came_with_the_program_is_believed_as_the_program_is(packs: Packs) -> None:
    pack = packs.current("second_line", TODAY)
    standing = packs.standing(pack, TODAY, None)
    assert (standing.signature, standing.concessions(), standing.refusal()) == ("program", (), None)


def test_a_pack_with_a_foreign_signature_is_neither_installed_nor_begun_with(packs: Packs, tmp_path: Path) -> None:
    secret = "three tall lamps in winter 63"
    file, fingerprint = authority_new("Test", NOW, secret.encode(), work=2)
    signature = building.read(station(tmp_path).endorse_pack(made("1"), file, secret)).signature
    assert signature is not None
    forged = building.with_signature(made("2"), signature)
    with pytest.raises(FormError) as refused:
        packs.install(forged)
    assert refused.value.code == "form.pack.signature"
    packs.paths.packs.mkdir(parents=True)
    (packs.paths.packs / "laid_there.pack").write_bytes(forged)
    with pytest.raises(StationError) as not_begun:
        packs.current("small", TODAY, pinned=fingerprint, accept=CONCESSIONS)
    assert not_begun.value.code == "station.pack.altered"
    assert packs.standing(building.read(forged), TODAY, fingerprint).signature == "broken"


SECRET = "three tall lamps in winter 63"


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file, _ = authority_new("Test", NOW, SECRET.encode(), work=2)
    return station(tmp_path_factory.mktemp("authority")).endorse_pack(made("1"), file, SECRET)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_signed_pack_with_any_byte_changed_is_not_installed(packs: Packs, signed: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(signed) - 1))
    changed = signed[:place] + bytes([signed[place] ^ data.draw(st.integers(1, 255))]) + signed[place + 1 :]
    with pytest.raises(FormError):
        packs.install(changed)
    assert not packs.paths.packs.exists()


def test_a_case_keeps_the_pack_it_began_with_when_the_program_brings_another(tmp_path: Path) -> None:
    resources = tmp_path / "resources"
    (resources / "packs").mkdir(parents=True)
    shipped = resources / "packs" / "small.pack"
    shipped.write_bytes(made("1"))
    packs = Packs.at(Paths(tmp_path / "home", resources))
    begun = Digest(packs.current("small", TODAY).sha256)
    assert packs.admit(begun, TODAY, pinned=None) == ()
    shipped.write_bytes(made("2"))
    later = Packs.at(Paths(tmp_path / "home", resources))
    assert later.form(begun).version == "1"
    assert later.current("small", TODAY).manifest.version == "2"
    assert [pack.manifest.version for pack in later.all()] == ["2"]  # the kept one is for its cases alone


def test_a_kept_pack_that_was_altered_is_not_used(packs: Packs) -> None:
    pack = packs.install(made("1"))
    packs.admit(Digest(pack.sha256), TODAY, pinned=None, accept=["unsigned"])
    for file in packs.paths.packs.rglob("*.pack"):
        file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(StationError) as refused:
        packs.form(Digest(pack.sha256))
    assert refused.value.code == "station.pack.digest"
    assert {each.code for each in packs.unreadable()} == {"form.pack.archive"}


def test_a_pack_of_a_later_format_is_named_as_such(packs: Packs) -> None:
    data = made("1")
    files = archive.read(data)
    files["manifest.json"] = files["manifest.json"].replace(b"form-pack-2", b"form-pack-3")
    newer = archive.write(files)
    with pytest.raises(FormError) as refused:
        packs.install(newer)
    assert refused.value.code == "form.pack.newer"
    packs.paths.packs.mkdir(parents=True)
    (packs.paths.packs / "newer.pack").write_bytes(newer)
    assert [(each.file, each.code) for each in packs.unreadable()] == [("newer.pack", "form.pack.newer")]


def test_a_pack_that_is_not_here_is_said(packs: Packs) -> None:
    with pytest.raises(StationError) as refused:
        packs.current("never", TODAY)
    assert refused.value.code == "station.pack.missing"
    with pytest.raises(StationError) as refused:
        packs.form("ab" * 32)  # type: ignore[arg-type]
    assert refused.value.code == "station.pack.digest"


def test_an_altered_pack_is_refused_and_passed_over(packs: Packs) -> None:
    data = made("1")
    altered = data.replace(b">Q<", b">X<")
    assert altered != data
    with pytest.raises(FormError):
        packs.install(altered)
    packs.install(data)
    (packs.paths.packs / "other.pack").write_bytes(altered)
    assert packs.current("small", TODAY, accept=["unsigned"]).manifest.version == "1"


def test_a_signature_names_its_authority_and_one_over_other_bytes_nobody(tmp_path: Path) -> None:
    secret = "three tall lamps in winter 63"
    file, fingerprint = authority_new("Test", NOW, secret.encode(), work=2)
    home = station(tmp_path)
    signed = home.endorse_pack(made("1"), file, secret)
    assert signed_by(building.read(signed)) == fingerprint
    assert open_authority(file, secret.encode()).fingerprint == fingerprint
    signature = building.read(signed).signature
    assert signature is not None
    assert signed_by(building.read(building.with_signature(made("2"), signature))) is None
    assert signed_by(building.read(made("1"))) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('version = "9"', "form.pack.version"),
        ("name = 3", "form.pack.settings"),
        ('colour = "red"', "form.pack.settings"),
        ("name = ", "form.pack.settings"),
        ('titles = "x"', "form.pack.settings"),
        ("titles = {uk = 3}", "form.pack.settings"),
        ('titles = {"Ukrainian (uk)" = "x"}', "form.pack.manifest"),
        ("valid_from = 2026-01-01T10:00:00", "form.pack.settings"),
    ],
)
def test_settings_of_a_pack_that_do_not_fit_are_refused(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "form.md").write_text(FORM.format(version="1"), "utf-8")
    (tmp_path / "pack.toml").write_text(text, "utf-8")
    with pytest.raises(FormError) as refused:
        build_pack(tmp_path / "form.md", "md")
    assert refused.value.code == code


def test_a_form_with_errors_gives_no_pack(tmp_path: Path) -> None:
    (tmp_path / "form.md").write_text(FORM.format(version="1").replace("text |", "txet |"), "utf-8")
    pack, found = build_pack(tmp_path / "form.md", "md")
    assert pack is None
    assert any(one.severity == "error" for one in found)


def test_media_stand_beside_the_form(tmp_path: Path) -> None:
    (tmp_path / "form.md").write_text(FORM.format(version="1"), "utf-8")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "note.csv").write_bytes(b"name,label\na,A\n")
    pack, _ = build_pack(tmp_path / "form.md", "md")
    assert pack is not None
    assert building.read(pack).media == {"note.csv": b"name,label\na,A\n"}


def test_a_title_in_each_language_comes_from_the_settings_of_the_pack(tmp_path: Path) -> None:
    (tmp_path / "form.md").write_text(FORM.format(version="1"), "utf-8")
    (tmp_path / "pack.toml").write_text('titles = {uk = "Мала", en = "Small"}', "utf-8")
    pack, _ = build_pack(tmp_path / "form.md", "md")
    assert pack is not None
    manifest = building.read(pack).manifest
    assert [manifest.title_in(name) for name in ("uk", "en", "English (en)", "ro", "Romanian (ro)")] == [
        "Мала", "Small", "Small", "small", "small",
    ]  # fmt: skip
