from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.support.office import NOW, station

from screening.errors import FormError, StationError
from screening.forms import packs as building
from screening.identity.authority import authority_new, open_authority
from screening.station.authoring import build_pack
from screening.station.packs import Packs, signed_by
from screening.station.paths import Paths, find_resources

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
    assert packs.current("small", TODAY).manifest.version == "2026.10"
    assert packs.current("SMALL", TODAY).manifest.version == "2026.10"


@pytest.mark.parametrize(
    "said", [{"status": "draft"}, {"status": "retired"}, {"valid_to": "2026-11-22"}, {"valid_from": "2026-11-24"}]
)
def test_a_pack_that_may_not_be_used_is_never_begun_with(packs: Packs, said: dict[str, object]) -> None:
    packs.install(made("1", **said))
    with pytest.raises(StationError) as refused:
        packs.current("small", TODAY)
    assert refused.value.code == "station.pack.unusable"
    assert "small" not in {pack.manifest.name for pack in packs.usable(TODAY)}


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
    assert packs.current("small", TODAY).manifest.version == "1"


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
