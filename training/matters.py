"""Train the claim encoder: python -m training.matters --data NLI_FOLDER --labels PAIRS.jsonl --out runs/claims

A bi-encoder from all-MiniLM-L6-v2 over single statements, "who says: claim": near one another where they are anything
to one another (repeat, agree, conflict), whatever their words, and apart where they only share people and words. It is
trained on what the pair model is trained on (training/pairs.py): a logistic loss on each pair, hard negatives too, and
for related ones a softmax over the other statements of the batch (van den Oord et al. 2018; Henderson et al. 2017).
A batch is of one affair or story where it has enough pairs, for it is there that the related ones are to be found.
Writes claims.pt, and the int8 ONNX model with --export.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterable
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from benchmarks.corpora import shared
from training.base import pretrained_folder, wordpiece
from training.model import quicken
from training.pairs import ANY, NOTHING, Pair, families, ours, told, vitaminc
from training.sentences import export

WARMUP, LONGEST, SHARPNESS = 0.06, 72, 20.0


class Claims(nn.Module):
    """Mean of the word pieces' vectors, of length one."""

    def __init__(self) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            pretrained_folder(), attn_implementation="eager", attention_probs_dropout_prob=0.0
        )
        #: cosine at which two statements are as likely something as nothing to one another
        self.middle = nn.Parameter(torch.tensor(0.4))
        quicken(self)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Ids and mask [statements, pieces] -> vectors [statements, 384]."""
        states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        return nn.functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)


def collate(tokenizer: Tokenizer, texts: list[str]) -> tuple[Tensor, Tensor]:
    """Padded ids and mask [texts, pieces]."""
    rows = [[101, *e.ids[:LONGEST], 102] for e in tokenizer.encode_batch(texts, add_special_tokens=False)]
    size = max(map(len, rows))
    return (
        torch.tensor([r + [0] * (size - len(r)) for r in rows]),
        torch.tensor([[1] * len(r) + [0] * (size - len(r)) for r in rows]),
    )


def loss_of(vectors: Tensor, related: Tensor, known: Tensor, middle: Tensor) -> Tensor:
    """Each pair by itself, and each related one among all statements of the batch that are not known to be related.

    Args:
        vectors: of the pairs' statements, one after the other [2 * pairs, width].
        related: whether each pair is anything to one another [pairs].
        known: whether two statements are anything to one another, or the same [2 * pairs, 2 * pairs].
        middle: see Claims.

    """
    cosines = vectors @ vectors.T
    firsts = torch.arange(0, len(vectors), 2)
    alone = nn.functional.binary_cross_entropy_with_logits(
        SHARPNESS * (cosines[firsts, firsts + 1] - middle), related.float()
    )
    those = firsts[related]
    if not len(those):
        return alone
    one, other = torch.cat([those, those + 1]), torch.cat([those + 1, those])
    hidden = known[one].clone()
    hidden[torch.arange(len(one)), other] = False
    among = nn.functional.cross_entropy((SHARPNESS * cosines[one]).masked_fill(hidden, -1e4), other)
    return alone + 0.5 * among


def by_story(path: Path) -> dict[str, list[Pair]]:
    """The labelled pairs of a file by affair or story, but those that only a teacher knows."""
    with path.open(encoding="utf8") as lines:
        stories = [json.loads(line)["story"] for line in lines]
    found: dict[str, list[Pair]] = {}
    for story, pair in zip(stories, ours(path), strict=True):
        if pair[2] != ANY:
            found.setdefault(f"{path.stem} {story}", []).append(pair)
    return found


def batched(groups: Iterable[list[Pair]], others: list[Pair], size: int, rng: random.Random) -> list[list[Pair]]:
    """Batches of one group each, and of what is left over with the others, those of like length together."""
    batches = []
    rest = list(others)
    for group in groups:
        order = rng.sample(group, len(group))
        whole = len(order) - len(order) % size
        batches += [order[i : i + size] for i in range(0, whole, size)]
        rest += order[whole:]
    rng.shuffle(rest)
    pools = [
        sorted(rest[i : i + 32 * size], key=lambda p: len(p[0]) + len(p[1])) for i in range(0, len(rest), 32 * size)
    ]
    batches += [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
    rng.shuffle(batches)
    return batches


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=shared("nli"))
    parser.add_argument("--labels", type=Path, nargs="*", default=[], help="lines of {first, second, relation}")
    parser.add_argument("--families", type=Path, default=Path(__file__).with_name("families.txt"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.25, help="of VitaminC that is read")
    parser.add_argument("--invented", type=float, default=0.6, help="of the families' pairs that is read")
    parser.add_argument("--repeat", type=int, default=2, help="how often labelled pairs are seen")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--start", type=Path, help="go on from a claims.pt")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--export", type=Path, help="write this claims.pt as int8 ONNX into --out, train nothing")
    options = parser.parse_args()
    model = Claims()
    if options.export:
        model.load_state_dict(torch.load(options.export, weights_only=True))
        example = [torch.randint(1000, 2000, (2, 12)), torch.ones(2, 12, dtype=torch.int64)]
        export(model, options.out, "vectors", ["ids", "mask"], example)
        return
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True))
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    tokenizer = wordpiece()
    half = torch.cpu._is_avx512_bf16_supported()
    bare = vitaminc(options.data / "vitaminc/train.jsonl.gz")
    invented = families(options.families)
    others: list[Pair] = told(rng.sample(bare, int(options.share * len(bare))), rng)
    others += rng.sample(invented, int(options.invented * len(invented)))
    groups = [group for path in options.labels for group in by_story(path).values()]
    related = {frozenset(pair[:2]) for group in [others, *groups] for pair in group if pair[2] != NOTHING}
    batches = [
        batch
        for turn in range(options.repeat)
        for batch in batched(groups, others if turn == 0 else [], options.batch, rng)
    ]
    rng.shuffle(batches)
    model.bert.embeddings.word_embeddings.requires_grad_(False)
    optimizer = torch.optim.AdamW(
        [p for p in model.parameters() if p.requires_grad], lr=options.rate, weight_decay=0.01, fused=True
    )
    total, began, running = len(batches), time.monotonic(), 0.0
    for number, batch in enumerate(batches):
        done = (number + 1) / total
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(done / WARMUP, (1.02 - done) / (1 - WARMUP))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            vectors = model(*collate(tokenizer, said := [text for a, b, _ in batch for text in (a, b)])).float()
        something = torch.tensor([answers != NOTHING for _, _, answers in batch])
        known = torch.tensor([[a == b or frozenset((a, b)) in related for b in said] for a in said])
        loss = loss_of(vectors, something, known, model.middle)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        running = 0.98 * running + 0.02 * float(loss.detach())
        if (number + 1) % 50 == 0:
            mean = running / (1 - 0.98 ** (number + 1))
            print(f"batch {number + 1}/{total} loss {mean:.4f} {time.monotonic() - began:.0f} s", flush=True)
    torch.save(model.state_dict(), options.out / "claims.pt")


if __name__ == "__main__":
    main()
