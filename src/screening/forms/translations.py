"""Which words of a form lack a translation."""

from __future__ import annotations

from typing import Any

from screening.forms.form import Form


def translation_report(form: Form) -> dict[str, Any]:
    """For each language how many texts it has, and the ids of those that another language has and it lacks."""
    everything = sorted({text_id for texts in form.translations.values() for text_id in texts})
    return {
        "texts": len(everything),
        "languages": {
            language: {
                "present": len(texts),
                "missing": [text_id for text_id in everything if text_id not in texts],
            }
            for language, texts in form.translations.items()
        },
    }
