"""What this program does not protect from, for a page of its own; docs/threat-model.md says it at length."""

from __future__ import annotations

from typing import Final

TITLE: Final = "protection.page"
INTRODUCTION: Final = "protection.intro"
LIMITS: Final = (
    "protection.unlocked",
    "protection.system",
    "protection.memory",
    "protection.remnants",
    "protection.compelled",
    "protection.copies",
    "protection.recipients",
    "protection.presence",
    "protection.shared",
    "protection.forgotten",
)
"""Codes of its paragraphs, in their order; their words are in resources/words/protection.*.toml."""
