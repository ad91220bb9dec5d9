from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import FormError
from screening.forms import archive, authoring, packs
from screening.forms.translations import translation_report
from support.xform import bind, inputs, xform

FORM = xform("<a/>", bind("/data/a", ti_indicator="DR01"), body=inputs("/data/a"))
WORKBOOK = b"""| survey |
| | type | name | label::English (en) | label::Ukrainian (uk) | bind::ti:indicator |
| | select_one yn | a | A? | - | DR01 |
| choices |
| | list_name | name | label::English (en) | label::Ukrainian (uk) |
| | yn | yes | Yes | \xd0\xa2\xd0\xb0\xd0\xba |
| settings |
| | form_id | version | form_title | namespaces |
| | made | 7 | Made | ti="https://fieldscreening.org/ns/ti" |
"""


def built(**more: Any) -> bytes:
    options: dict[str, Any] = {"published_by": "Org", "status": "active", **more}
    return packs.build(FORM, "small", {"b.csv": b"x,y\n1,2\n", "a.png": b"\x89PNG"}, **options)


def altered(pack: bytes, change: dict[str, bytes | None]) -> bytes:
    files: dict[str, bytes | None] = {**archive.read(pack), **change}
    return archive.write({name: data for name, data in files.items() if data is not None})


def test_a_pack_says_what_it_is() -> None:
    pack = packs.read(built(valid_from=date(2026, 1, 1), valid_to="2026-12-31"))
    assert pack.manifest.name == "small"
    assert (pack.manifest.form_id, pack.manifest.version, pack.manifest.publisher) == ("t", "1", "Org")
    assert (pack.manifest.valid_from, pack.manifest.valid_to) == ("2026-01-01", "2026-12-31")
    assert pack.media == {"a.png": b"\x89PNG", "b.csv": b"x,y\n1,2\n"}
    assert pack.form_xml == FORM
    assert pack.form().questions()[0].annotations == {"ti:indicator": "DR01"}
    assert pack.manifest.files["form.xml"] == hashlib.sha256(FORM).hexdigest()
    assert pack.signature is None


def test_the_same_content_makes_the_same_bytes_which_any_zip_reader_opens() -> None:
    data = built()
    assert data == built()
    with zipfile.ZipFile(BytesIO(data)) as opened:
        assert opened.testzip() is None
        assert {info.compress_type for info in opened.infolist()} == {zipfile.ZIP_STORED}
        assert json.loads(opened.read("annotations.json")) == {"/data/a": {"ti:indicator": "DR01"}}
        assert opened.namelist()[0] == "manifest.json"
    assert packs.read(data).sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("status", "day", "usable"),
    [("active", 15, True), ("active", 10, True), ("active", 20, True), ("active", 9, False), ("active", 21, False),
     ("draft", 15, False), ("retired", 15, False)],
)  # fmt: skip
def test_only_an_active_pack_within_its_time_is_usable(status: str, day: int, usable: bool) -> None:
    pack = packs.read(built(status=status, valid_from="2026-11-10", valid_to="2026-11-20"))
    assert pack.usable(datetime(2026, 11, day, 23, 59, tzinfo=UTC)) is usable
    assert packs.read(built()).usable(datetime(1999, 1, 1, tzinfo=UTC))


def test_a_signature_is_carried_and_is_over_the_manifest() -> None:
    data = built()
    signed = packs.with_signature(data, b"signature")
    assert packs.read(signed).signature == b"signature"
    assert packs.read(packs.with_signature(signed, b"other")).signature == b"other"
    assert packs.signed_bytes(signed) == packs.signed_bytes(data) == packs.read(data).manifest.to_bytes()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"form.xml": b"<x/>"}, "form.pack.digest"),
        ({"media/a.png": b"other"}, "form.pack.digest"),
        ({"media/a.png": None}, "form.pack.files"),
        ({"form.xml": None}, "form.pack.files"),
        ({"extra.txt": b""}, "form.pack.files"),
        ({"manifest.json": b"{}"}, "form.pack.manifest"),
        ({"manifest.json": b"[" * 100000}, "form.pack.manifest"),
        ({"manifest.json": None}, "form.pack.manifest"),
    ],
)
def test_an_altered_pack_is_refused(change: dict[str, bytes | None], code: str) -> None:
    with pytest.raises(FormError) as refused:
        packs.read(altered(built(), change))
    assert refused.value.code == code


@pytest.mark.parametrize(
    "edit",
    [
        {"status": "new"},
        {"format": "other"},
        {"valid_to": "soon"},
        {"valid_to": 5},
        {"name": 1},
        {"name": "x" * 501},
        {"files": []},
        {"languages": None},
        {"more": 1},
    ],
    ids=str,
)
def test_a_manifest_that_does_not_fit_is_refused(edit: dict[str, Any]) -> None:
    data = built()
    manifest = {**json.loads(packs.signed_bytes(data)), **edit}
    raw = json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(FormError) as refused:
        packs.read(altered(data, {"manifest.json": raw}))
    assert refused.value.code == "form.pack.manifest"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"PK\x03\x04",
        built() + b"x",
        b"x" + built(),
        built()[:-1],
        b"PK\x03\x04" + b"\xff" * 200,
    ],
    ids=range(7),
)
def test_what_is_no_pack_is_refused(data: bytes) -> None:
    with pytest.raises(FormError) as refused:
        packs.read(data)
    assert refused.value.code == "form.pack.archive"


def test_a_compressed_archive_is_refused() -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("manifest.json", "{}" * 100)
    with pytest.raises(FormError):
        packs.read(held.getvalue())


@pytest.mark.parametrize("name", ["../x", "/x", "a//b", "a\\b", "c:x", "a\x01", "", ".", "x" * 201, "a\ud800"])
def test_names_that_could_leave_their_folder_are_refused(name: str) -> None:
    assert not archive.plain_name(name)
    with pytest.raises(FormError):
        packs.build(FORM, "x", {name: b""}, published_by="o")


@pytest.mark.parametrize("options", [{"status": "new"}, {"valid_to": "soon"}])
def test_a_pack_is_not_built_from_wrong_settings(options: dict[str, Any]) -> None:
    with pytest.raises(FormError) as refused:
        built(**options)
    assert refused.value.code == "form.pack.manifest"


def test_a_workbook_becomes_a_pack_with_a_report_of_what_is_untranslated() -> None:
    pack = packs.read(packs.build(WORKBOOK, "made", {}, published_by="Org"))
    assert (pack.manifest.form_id, pack.manifest.version, pack.manifest.title) == ("made", "7", "Made")
    assert pack.manifest.languages == ("English (en)", "Ukrainian (uk)")
    assert pack.report == translation_report(pack.form())
    assert pack.report["languages"]["Ukrainian (uk)"] == {"present": 1, "missing": ["/data/a:label"]}


def test_what_a_source_is_shows_in_its_first_bytes() -> None:
    assert authoring.kind_of(b"PK\x03\x04") == "xlsx"
    assert authoring.kind_of(b"\xef\xbb\xbf <?xml") == "xml"
    assert authoring.kind_of(WORKBOOK) == "md"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"| survey |\n| | type | name | label |\n| | nonsense | a | A |\n", "form.source.refused"),
        (b"no table at all", "form.source.refused"),
        (b"PK\x03\x04 broken", "form.source.unreadable"),
        (b"\xff\xfe\x00| survey |", "form.xml.malformed"),
        (b"x" * (33 * 1024 * 1024), "form.xml.large"),
    ],
    ids=range(5),
)
def test_a_source_that_is_no_workbook_is_refused(source: bytes, code: str) -> None:
    with pytest.raises(FormError) as refused:
        packs.build(source, "x", {}, published_by="o")
    assert refused.value.code == code


def test_without_the_extra_workbooks_are_refused_kindly(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyxform.errors", None)
    with pytest.raises(FormError) as refused:
        packs.build(WORKBOOK, "x", {}, published_by="o")
    assert refused.value.code == "form.authoring.missing"


@pytest.mark.parametrize(
    "report",
    [b"[]", b"3", b"[" * 100_000, b"\xff", b'{"languages":[]}', b'{"languages":{"uk":3}}', b'{"languages":{"uk":{}}}',
     b'{"languages":{"uk":{"present":"1","missing":[]}}}', b'{"languages":{"uk":{"present":1,"missing":[2]}}}'],
    ids=range(9),
)  # fmt: skip
def test_a_report_of_another_shape_is_refused(report: bytes) -> None:
    files = archive.read(built())
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["translations.json"] = hashlib.sha256(report).hexdigest()
    raw = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    with pytest.raises(FormError) as refused:
        packs.read(archive.write({**files, "manifest.json": raw, "translations.json": report}))
    assert refused.value.code == "form.pack.files"


SEALED = packs.with_signature(built(titles={"uk": "Мала", "en": "Small"}), b"signature")


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_byte_that_was_changed_anywhere_is_never_taken_for_the_pack(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SEALED) - 1))
    other = data.draw(st.integers(1, 255))
    changed = SEALED[:place] + bytes([SEALED[place] ^ other]) + SEALED[place + 1 :]
    try:
        pack = packs.read(changed)
    except FormError:
        return
    whole = packs.read(SEALED)  # only the signature is outside the digests: whoever asks for it finds that it fails
    assert pack.manifest == whole.manifest
    assert (pack.form_xml, pack.media, pack.report) == (whole.form_xml, whole.media, whole.report)
    assert pack.signature != whole.signature


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(SEALED) - 1), st.binary(max_size=20))
def test_a_pack_cut_short_or_with_something_put_in_is_refused(place: int, more: bytes) -> None:
    for changed in (SEALED[:place], SEALED[:place] + b"\0" + more + SEALED[place:]):
        with pytest.raises(FormError):
            packs.read(changed)


def test_a_pack_of_the_first_format_is_still_read() -> None:
    files = archive.read(built())
    manifest = json.loads(files["manifest.json"])
    del manifest["titles"]
    manifest["format"] = "field-screening-form-pack-1"
    raw = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    old = packs.read(archive.write({**files, "manifest.json": raw}))
    assert (old.manifest.format, old.manifest.title_in("uk")) == (1, "T")
    assert old.manifest.to_bytes() == raw


@pytest.mark.parametrize(
    ("said", "code"),
    [("field-screening-form-pack-3", "form.pack.newer"), ("field-screening-form-pack-0", "form.pack.manifest"),
     ("another", "form.pack.manifest"), (2, "form.pack.manifest")],
)  # fmt: skip
def test_formats_that_are_not_ours_are_told_apart(said: object, code: str) -> None:
    data = built()
    manifest = {**json.loads(packs.signed_bytes(data)), "format": said}
    raw = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    with pytest.raises(FormError) as refused:
        packs.read(altered(data, {"manifest.json": raw}))
    assert refused.value.code == code


@pytest.mark.parametrize("titles", [{"Ukrainian (uk)": "x"}, {"uk": "x" * 501}])
def test_titles_have_codes_of_languages_and_an_end(titles: dict[str, str]) -> None:
    with pytest.raises(FormError) as refused:
        built(titles=titles)
    assert refused.value.params == {"key": "titles"}
