"""Where the corpora lie. They are not part of the project: whoever has them names a path or uses the default place."""

from __future__ import annotations

from pathlib import Path

#: beside the checkout
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(path: str) -> Path:
    """The default place of a corpus, such as `shared("attribution/polnear/dev.jsonl")`; it may not exist."""
    return DATA / path
