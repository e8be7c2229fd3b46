"""From text to what the model takes: word pieces, words with exact offsets, layout features, windows."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sayso.reading.quotes import Quotation
from sayso.types import Block, BlockKind, Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = NDArray[np.int64]

#: how many values each feature of a piece takes: letter case, layout, quotation marks
FEATURE_SIZES = (6, 4, 3)

CLS, SEP = 101, 102


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of the readable blocks and the pieces they are made of."""

    #: vocabulary ids, [pieces]
    ids: Ints
    #: first piece of each word, and one past the last piece at the end, [words + 1]
    first: Ints
    #: code points of the article's text, [words]
    starts: Ints
    ends: Ints
    #: index of the block that holds the word, [words]
    block: Ints
    #: letter case, layout and quotation marks of each word, [words, 3], see FEATURE_SIZES
    features: Ints

    def __len__(self) -> int:
        return len(self.starts)

    def words(self, span: Span) -> tuple[int, int]:
        """The words `[start, end)` that a span of the text touches."""
        return int(np.searchsorted(self.ends, span.start, side="right")), int(np.searchsorted(self.starts, span.end))


@dataclass(frozen=True, slots=True)
class Window:
    """Words `[start, end)` that go through the encoder together, for the cues that start in `[own_start, own_end)`."""

    start: int
    end: int
    own_start: int
    own_end: int


def tokenize(tokenizer: Tokenizer, text: str, blocks: Sequence[Block], quotations: Sequence[Quotation]) -> Tokens:
    """Split the given blocks of a text into words and word pieces.

    Args:
        tokenizer: a WordPiece tokenizer without padding, truncation or special tokens.
        text: the article's text.
        blocks: the blocks to read, in order.
        quotations: the text's quotations, for the features.

    """
    ids: list[int] = []
    first: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    block_of: list[int] = []
    layout: list[int] = []
    encodings = tokenizer.encode_batch([text[b.span.start : b.span.end] for b in blocks], add_special_tokens=False)
    for number, (block, encoding) in enumerate(zip(blocks, encodings, strict=True)):
        offset, last, base = block.span.start, None, len(ids)
        words_before = len(starts)
        for i, (word, (start, end)) in enumerate(zip(encoding.word_ids, encoding.offsets, strict=True)):
            if word == last:
                ends[-1] = offset + end
            else:
                first.append(base + i)
                starts.append(offset + start)
                ends.append(offset + end)
                last = word
        ids.extend(encoding.ids)
        count = len(starts) - words_before
        block_of.extend([number] * count)
        plain = 2 if block.kind is BlockKind.HEADLINE else 0
        layout.extend([plain + 1] * min(count, 1) + [plain] * (count - 1))
    first.append(len(ids))
    starts_array, ends_array = np.array(starts, np.int64), np.array(ends, np.int64)
    features = np.stack(
        [
            np.array([_case(text[s:e]) for s, e in zip(starts, ends, strict=True)], np.int64),
            np.array(layout, np.int64),
            _quoted(starts_array, ends_array, quotations),
        ],
        axis=1,
    )
    return Tokens(
        np.array(ids, np.int64),
        np.array(first, np.int64),
        starts_array,
        ends_array,
        np.array(block_of, np.int64),
        features,
    )


def _case(word: str) -> int:
    """0 no letter or digit, 1 lower case, 2 Capitalised, 3 UPPER, 4 miXed, 5 a number."""
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    if word.istitle():
        return 2
    if word.isdigit():
        return 5
    return 4 if any(character.isalnum() for character in word) else 0


def _quoted(starts: Ints, ends: Ints, quotations: Sequence[Quotation]) -> Ints:
    """0 outside quotation marks, 1 inside, 2 a quotation mark itself."""
    state = np.zeros(len(starts), np.int64)
    for quotation in quotations:
        for start, end in quotation.parts:
            low, high = np.searchsorted(starts, start), np.searchsorted(starts, end)
            state[low:high] = 1
            if low < high and starts[low] == start:
                state[low] = 2
            if quotation.closed and low < high and ends[high - 1] == quotation.parts[-1].end == end:
                state[high - 1] = 2
    return state


def windows(tokens: Tokens, size: int, overlap: int) -> list[Window]:
    """Cover the words with windows of at most `size` pieces that share about `overlap` pieces with the next.

    Windows start at the head of a block where one is near. Each word belongs to the window in which it lies deepest.
    """
    total = len(tokens)
    if total == 0:
        return []
    spans: list[Span] = []
    start = 0
    while True:
        end = int(np.searchsorted(tokens.first, tokens.first[start] + size, side="right")) - 1
        end = min(max(end, start + 1), total)
        spans.append(Span(start, end))
        if end == total:
            break
        wanted = max(int(np.searchsorted(tokens.first, tokens.first[end] - overlap)), start + 1)
        earliest = max(int(np.searchsorted(tokens.first, tokens.first[end] - 2 * overlap)), start + 1)
        start = _block_head(tokens, earliest, wanted)
    edges = [0, *((left.end + right.start) // 2 for left, right in itertools.pairwise(spans)), total]
    return [Window(s.start, s.end, low, high) for s, low, high in zip(spans, edges, edges[1:], strict=False)]


def _block_head(tokens: Tokens, earliest: int, wanted: int) -> int:
    """The last word in [earliest, wanted] that starts a block, or `wanted` when none does."""
    for word in range(wanted, earliest - 1, -1):
        if word == 0 or tokens.block[word] != tokens.block[word - 1]:
            return word
    return wanted


def pieces(tokens: Tokens, start: int, end: int) -> tuple[Ints, Ints, Ints]:
    """The model's input for words `[start, end)`.

    Returns:
        ids [pieces + 2] with CLS and SEP around, features [pieces + 2, 3], and the first piece of each word [words].

    """
    low, high = tokens.first[start], tokens.first[end]
    ids = np.concatenate([[CLS], tokens.ids[low:high], [SEP]])
    lengths = np.diff(tokens.first[start : end + 1])
    features = np.zeros((len(ids), len(FEATURE_SIZES)), np.int64)
    features[1:-1] = np.repeat(tokens.features[start:end], lengths, axis=0)
    return ids, features, tokens.first[start:end] - low + 1
