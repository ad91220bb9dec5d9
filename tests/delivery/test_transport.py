"""The choice of a way by its target."""

from __future__ import annotations

import subprocess
import sys

import pytest

from screening.delivery.transport import for_target
from screening.errors import DeliveryError


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("/media/stick", "folder"),
        ("stick", "folder"),
        ("C:\\stick", "folder"),
        ("тека з пакетами", "folder"),
        ("https://inbox.example", "https"),
        ("https://inbox.example:8443/desk/", "https"),
        ("http://127.0.0.1:8000", "https"),
        ("http://[::1]:8000", "https"),
        ("http://localhost:8000", "https"),
    ],
)
def test_a_target_chooses_its_way(target: str, name: str) -> None:
    assert for_target(target).name == name


@pytest.mark.parametrize(
    "target",
    [
        "",
        "stick\0",
        "ftp://inbox.example",
        "file:///media/stick",
        "https://",
        "https://name:secret@inbox.example",
        "https://inbox.example/?q=1",
        "https://inbox.example/#part",
        "https://inbox.example/a b",
        "https://inbox.example:port",
        "https://inbox.example:99999",
        "https://[::1",
        "https://скринька.example",
        "https://inbox.example/\r\nhost:other",
    ],
)
def test_a_target_that_leads_nowhere_is_refused(target: str) -> None:
    with pytest.raises(DeliveryError) as refusal:
        for_target(target)
    assert refusal.value.code == "delivery.target.unknown"


@pytest.mark.parametrize("target", ["http://inbox.example", "http://10.0.0.1", "http://127.0.0.1.example"])
def test_no_packet_goes_to_another_machine_in_the_clear(target: str) -> None:
    with pytest.raises(DeliveryError) as refusal:
        for_target(target)
    assert refusal.value.code == "delivery.target.plain"


def test_a_folder_needs_no_network_library() -> None:
    program = (
        "import sys; from screening.delivery.transport import for_target; from screening.delivery import retry;"
        "for_target('stick'); print(sorted({'httpx', 'asyncio', 'starlette', 'uvicorn', 'ssl'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert loaded.stdout.strip() == "[]"
