"""Batches and loss of the claim encoder."""

import json
import random

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

import torch

from training.matters import batched, by_story, loss_of


def lines(*rows):
    return "".join(json.dumps(dict(zip(("story", "first", "second", "relation"), r, strict=True))) + "\n" for r in rows)


def test_pairs_come_by_story_without_those_that_nobody_labelled(tmp_path):
    file = tmp_path / "pairs.jsonl"
    file.write_text(lines(("dam", "a", "b", "agrees"), ("dam", "a", "c", None), ("bank", "d", "e", "none")), "utf8")
    assert by_story(file) == {"pairs dam": [("a", "b", (1,))], "pairs bank": [("d", "e", (3,))]}


def test_a_batch_is_of_one_story_where_that_has_enough_pairs():
    dam = [(f"dam {n}", "x", (3,)) for n in range(5)]
    bank = [(f"bank {n}", "x", (3,)) for n in range(4)]
    found = batched([dam, bank], [("other", "x", (3,))], 2, random.Random(1))
    stories = sorted(sorted({first.split()[0] for first, _, _ in batch}) for batch in found)
    assert stories == [["bank"], ["bank"], ["dam"], ["dam"], ["dam", "other"]]
    assert sorted(pair for batch in found for pair in batch) == sorted([*dam, *bank, ("other", "x", (3,))])


def test_what_is_known_to_be_related_is_no_wrong_answer():
    vectors = torch.nn.functional.normalize(torch.tensor([[1.0, 0.1], [1.0, 0.2], [1.0, 0.3], [0.0, 1.0]]), dim=1)
    something = torch.tensor([True, False])
    alone = torch.eye(4, dtype=torch.bool)
    with_third = alone.clone()
    with_third[0, 2] = with_third[2, 0] = with_third[1, 2] = with_third[2, 1] = True
    middle = torch.tensor(0.4)
    assert loss_of(vectors, something, with_third, middle) < loss_of(vectors, something, alone, middle) - 0.3


def test_a_batch_in_which_nothing_is_related_has_a_loss():
    vectors = torch.eye(4)
    assert loss_of(vectors, torch.tensor([False, False]), torch.eye(4, dtype=torch.bool), torch.tensor(0.4)) < 0.01
