"""Train the claim encoder: python -m training.matters --data NLI_FOLDER --labels PAIRS.jsonl --out runs/claims

A bi-encoder from all-MiniLM-L6-v2 over single statements, "who says: claim": near one another where they are anything
to one another (repeat, agree, conflict), whatever their words, and apart where they only share people and words. It is
trained on what the pair model is trained on (training/pairs.py): a logistic loss on each pair, hard negatives too, and
for related ones a softmax over the second statements of the batch (van den Oord et al. 2018; Henderson et al. 2017).
Writes claims.pt, and the int8 ONNX model with --export.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from benchmarks.corpora import shared
from training.model import quicken
from training.pairs import ANY, NOTHING, Pair, families, ours, told, vitaminc
from training.sentences import export
from training.train import pretrained_folder, wordpiece

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


def loss_of(first: Tensor, second: Tensor, related: Tensor, middle: Tensor) -> Tensor:
    """Each pair by itself, and each related one among the batch.

    Args:
        first: vectors [pairs, width].
        second: vectors [pairs, width].
        related: whether each pair is anything to one another [pairs].
        middle: see Claims.

    """
    cosines = first @ second.T
    alone = nn.functional.binary_cross_entropy_with_logits(SHARPNESS * (cosines.diagonal() - middle), related.float())
    those = related.nonzero().squeeze(1)
    among = nn.functional.cross_entropy(SHARPNESS * cosines[those], those)
    back = nn.functional.cross_entropy(SHARPNESS * cosines.T[those], those)
    return alone + 0.25 * (among + back)


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
    tokenizer = wordpiece(pretrained_folder())
    half = torch.cpu._is_avx512_bf16_supported()
    bare = vitaminc(options.data / "vitaminc/train.jsonl.gz")
    invented = families(options.families)
    pairs: list[Pair] = told(rng.sample(bare, int(options.share * len(bare))), rng)
    pairs += rng.sample(invented, int(options.invented * len(invented)))
    pairs += options.repeat * [p for path in options.labels for p in ours(path) if p[2] != ANY]
    rng.shuffle(pairs)
    size = 32 * options.batch
    pools = [sorted(pairs[i : i + size], key=lambda p: len(p[0]) + len(p[1])) for i in range(0, len(pairs), size)]
    batches = [pool[i : i + options.batch] for pool in pools for i in range(0, len(pool), options.batch)]
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
            vectors = model(*collate(tokenizer, [text for a, b, _ in batch for text in (a, b)])).float()
        related = torch.tensor([answers != NOTHING for _, _, answers in batch])
        loss = loss_of(vectors[0::2], vectors[1::2], related, model.middle)
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
