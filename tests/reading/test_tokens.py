"""Words, offsets and windows."""

from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from sayso.reading.quotes import find_quotations
from sayso.reading.tokens import pieces, tokenize, windows
from sayso.types import Block, BlockKind, Span


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer.from_file(str(files("sayso") / "models" / "reader" / "tokenizer.json"))


def tokens_of(tokenizer, text, kinds=()):
    blocks, position = [], 0
    for i, line in enumerate(text.split("\n")):
        if line:
            kind = kinds[i] if i < len(kinds) else BlockKind.PARAGRAPH
            blocks.append(Block(Span(position, position + len(line)), kind))
        position += len(line) + 1
    return tokenize(tokenizer, text, blocks, find_quotations(text, [b.span for b in blocks]))


def test_words_carry_their_exact_characters(tokenizer):
    text = "Zoë’s “naïve” co\u00adoperation — 👩\u200d🚒 déjà\nשלום 1,200"
    tokens = tokens_of(tokenizer, text)
    assert [text[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)] == [
        "Zoë", "’", "s", "“", "naïve", "”", "co\u00adoperation", "—", "👩\u200d🚒", "déjà", "שלום", "1", ",", "200",
    ]  # fmt: skip
    assert tokens.block.tolist() == [0] * 10 + [1] * 4


def test_features_tell_case_layout_and_quotation(tokenizer):
    text = "Port SHUT\n“Never,” iPort 9"
    tokens = tokens_of(tokenizer, text, [BlockKind.HEADLINE])
    assert tokens.features.tolist() == [
        [2, 3, 0],  # Port: capitalised, begins a headline
        [3, 2, 0],  # SHUT
        [0, 1, 2],  # the opening mark begins a paragraph
        [2, 0, 1],  # Never
        [0, 0, 1],
        [0, 0, 2],
        [4, 0, 0],  # iPort
        [5, 0, 0],
    ]


@settings(deadline=None, max_examples=150)
@given(st.text(min_size=1, max_size=200))
def test_any_text_gives_ordered_words_inside_it(tokenizer, text):
    tokens = tokens_of(tokenizer, text.replace("\r", " "))
    assert (tokens.starts < tokens.ends).all()
    assert (tokens.ends[:-1] <= tokens.starts[1:]).all()
    assert len(tokens.first) == len(tokens) + 1
    assert tokens.first[-1] == len(tokens.ids)


@pytest.mark.parametrize("words", [0, 1, 50, 51, 400, 1000])
def test_windows_answer_for_every_word_once(tokenizer, words):
    tokens = tokens_of(tokenizer, "\n".join(" ".join(["harbour"] * 17) for _ in range(words // 17 + 1))[: 8 * words])
    found = windows(tokens, size=50, overlap=12)
    owned = [word for w in found for word in range(w.own_start, w.own_end)]
    assert owned == list(range(len(tokens)))
    assert all(w.start <= w.own_start and w.own_end <= w.end for w in found)
    assert all(tokens.first[w.end] - tokens.first[w.start] <= 50 for w in found)


def test_a_word_longer_than_a_window_still_gets_one(tokenizer):
    tokens = tokens_of(tokenizer, "a " + "zqxj" * 24 + " b")
    assert [(w.start, w.end) for w in windows(tokens, size=8, overlap=2)][-1][1] == len(tokens)


def test_pieces_of_a_window_stand_between_cls_and_sep(tokenizer):
    tokens = tokens_of(tokenizer, "Unquestionably the harbourmaster said so")
    ids, features, first = pieces(tokens, 1, 4)
    assert ids[[0, -1]].tolist() == [101, 102]
    assert len(ids) == tokens.first[4] - tokens.first[1] + 2
    assert first.tolist() == (tokens.first[1:4] - tokens.first[1] + 1).tolist()
    assert np.array_equal(features[first], tokens.features[1:4])
