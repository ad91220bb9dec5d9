"""How much of a form we are ready to take in; what is larger is refused, so that a hostile form costs bounded time."""

from __future__ import annotations

from typing import Final

FORM_BYTES: Final = 32 * 1024 * 1024
MEDIA_BYTES: Final = 64 * 1024 * 1024
ELEMENTS: Final = 500_000  # with their attributes
ELEMENT_DEPTH: Final = 120
EXPRESSION_CHARACTERS: Final = 65_536
EXPRESSION_DEPTH: Final = 120
EXPRESSION_WORK: Final = 50_000
INSTANCE_NODES: Final = 100_000
REPEAT_INSTANCES: Final = 20_000
ROUNDS_OF_ONE_EVENT: Final = 1_000
ROUNDS_OF_ONE_CELL: Final = 20
NODES_LOOKED_AT: Final = 8_000_000
TABLE_ROWS: Final = 500_000
TABLE_COLUMNS: Final = 1_000
REGEX_CHARACTERS: Final = 4_096
REGEX_STATES: Final = 5_000
REGEX_TEXT: Final = 10_000
REGEX_LOOK_TEXT: Final = 1_000
ANSWER_CHARACTERS: Final = 1_000_000
TEXT_CHARACTERS: Final = 4_000_000
