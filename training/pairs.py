"""Train the pair model: python -m training.pairs --data NLI_FOLDER --out runs/pairs [--labels RELATIONS.jsonl]

A cross-encoder from all-MiniLM-L6-v2 over two statements, "who says: claim" or "who denies: claim": do they tell one
utterance (repeats), bind two to one claim (agrees), to what cannot both stand (conflicts), or neither? Trained on pairs
that we labelled (training/relations.py writes them), on VitaminC (SUPPORTS, REFUTES, NOT ENOUGH INFO; Schuster et al.
2021) and on Emergent (for, against, observing), whose claims are put into invented mouths, some of which deny them; and
on families of invented statements (training/families.txt): one, and what others are to it. With --teacher it learns as
well from what a larger pair model says of all of them, and of pairs that nobody labelled (distillation, Hinton et al.
2015). Writes pairs.pt after every part of an epoch.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
import zlib
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from benchmarks.corpora import shared
from sayso.relating.claims import spoken
from sayso.relating.pairs import ANSWERS, LONGEST, PairModel, Verdict, joined
from training.base import pretrained_folder, wordpiece
from training.model import mpnet_ids, quicken
from training.pack import Rounded
from training.restore import restore_pairs
from training.sentences import export
from training.vocabulary import compact

RATE, WARMUP = 1e-4, 0.06
#: a pair teaches that one of these answers is right: who supports a claim may repeat it or agree with it
SAME, AGAINST, NOTHING = (0, 1), (2,), (3,)
#: of a pair that nobody labelled
ANY = (0, 1, 2, 3)
#: what the teacher's answers weigh beside the labels
TAUGHT = 0.7
_ENTAILMENT = {
    "SUPPORTS": SAME, "REFUTES": AGAINST, "NOT ENOUGH INFO": NOTHING,
    "for": SAME, "against": AGAINST, "observing": NOTHING,
}  # fmt: skip
#: how often the claim of a pair without speakers is denied by who tells it, and how often the speakers are named
_DENIED, _NAMED = 0.2, 0.7
_NAMES = (
    "Orlo Pell Tarn Vassoul Moro Ansel Brandt Quill Hale Idris Kovac Lund Mbeki Noor Ostrava Ruiz Sato Teller".split()
)

Pair = tuple[str, str, tuple[int, ...]]
Row = tuple[list[int], int, tuple[int, ...]]


class Pairs(nn.Module):
    """One score for each answer to a pair of statements."""

    def __init__(self, base: Path | None = None, layers: int | None = None) -> None:
        super().__init__()
        # dropout on the weights of attention costs a CPU more time than it is worth
        self.bert = AutoModel.from_pretrained(
            base or pretrained_folder(), attn_implementation="eager", attention_probs_dropout_prob=0.0
        )
        if layers is not None:
            del self.bert.encoder.layer[layers:]
        self.mpnet = self.bert.config.model_type == "mpnet"
        self.out = nn.Linear(self.bert.config.hidden_size, len(ANSWERS))
        quicken(self)

    def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        """Ids, mask and segment [pairs, pieces] -> scores [pairs, 4]."""
        inputs = {"input_ids": mpnet_ids(ids)} if self.mpnet else {"input_ids": ids, "token_type_ids": kinds}
        states = self.bert(**inputs, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        return self.out((states * weights).sum(1) / weights.sum(1))


def read(path: Path, first: str, second: str, answer: str) -> list[Pair]:
    """Pairs of claims from JSON lines, plain or gzipped, by the names of their fields."""
    with gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else path.open(encoding="utf8") as lines:
        return [(d[first], d[second], _ENTAILMENT[d[answer]]) for d in map(json.loads, lines)]


def vitaminc(path: Path) -> list[Pair]:
    """VitaminC and FEVER-symmetric: evidence first."""
    return read(path, "evidence", "claim", "label")


def ours(path: Path) -> list[Pair]:
    """Labelled statements; what one source revises is the content that it held otherwise before (see `worded`)."""
    with path.open(encoding="utf8") as lines:
        rows = list(map(json.loads, lines))
    answers = {name: (number,) for number, name in enumerate(ANSWERS)}
    answers |= {"revises": AGAINST, "held otherwise": SAME, None: ANY}
    return [(d["first"], d["second"], answers[d["relation"]]) for d in rows]


def families(path: Path) -> list[Pair]:
    """Pairs from blocks of a `# statement` and lines `relation | statement`, what each is to the first.

    What repeats the first statement is to the others what that is to them, which gives pairs as well.
    """
    answers = {name: (number,) for number, name in enumerate(ANSWERS)}
    out: list[Pair] = []
    for block in re.split(r"(?m)^# ", path.read_text(encoding="utf8"))[1:]:
        anchor, *lines = (line.strip() for line in block.splitlines() if line.strip())
        others = [(name, text) for name, text in (line.split(" | ", 1) for line in lines)]
        out += [(anchor, text, answers[name]) for name, text in others]
        for told_again in (text for name, text in others if name == "repeats"):
            out += [(told_again, text, answers[name]) for name, text in others if name != "repeats"]
    return out


def told(pairs: Iterable[Pair], rng: random.Random) -> list[Pair]:
    """Bare claims in the mouths of two who say them, or say the one and deny the other."""
    out = []
    for first, second, answers in pairs:
        one, other = rng.sample(_NAMES, 2) if rng.random() < _NAMED else ("", "")
        denied = rng.random() < _DENIED
        if denied:
            answers = {SAME: AGAINST, AGAINST: SAME}.get(answers, answers)
        out.append((spoken(one, first, "+"), spoken(other, second, "-" if denied else "+"), answers))
    return out


def encode(tokenizer: Tokenizer, pairs: list[Pair]) -> list[Row]:
    """Ids, length of the first segment, right answers."""
    first = tokenizer.encode_batch([a for a, _, _ in pairs], add_special_tokens=False)
    second = tokenizer.encode_batch([b for _, b, _ in pairs], add_special_tokens=False)
    return [(*joined(a.ids, b.ids), p[2]) for a, b, p in zip(first, second, pairs, strict=True)]


def collate(rows: list[Row]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Padded ids, mask, segments [rows, pieces], and which answers are right [rows, 4]."""
    size = max(len(ids) for ids, _, _ in rows)
    ids = torch.tensor([i + [0] * (size - len(i)) for i, _, _ in rows])
    kinds = torch.tensor([[0] * n + [1] * (len(i) - n) + [0] * (size - len(i)) for i, n, _ in rows])
    mask = torch.tensor([[1] * len(i) + [0] * (size - len(i)) for i, _, _ in rows])
    right = torch.zeros(len(rows), len(ANSWERS))
    for row, (_, _, answers) in enumerate(rows):
        right[row, list(answers)] = 1
    return ids, mask, kinds, right


def loss_of(scores: Tensor, right: Tensor, taught: Tensor | None = None, smoothing: float = 0.05) -> Tensor:
    """Mean of minus the log of the right answers' share, and a little of that of all; and how far from the teacher.

    Args:
        scores: of the answers [rows, 4].
        right: which of them are right [rows, 4].
        taught: the teacher's shares of the answers [rows, 4].
        smoothing: what all answers weigh.

    """
    shares = scores.log_softmax(1)
    hit = (shares + right.log()).logsumexp(1)
    labelled = -((1 - smoothing) * hit + smoothing * shares.mean(1)).mean()
    if taught is None:
        return labelled
    return (1 - TAUGHT) * labelled + TAUGHT * nn.functional.kl_div(shares, taught, reduction="batchmean")


@torch.no_grad()
def probabilities(model: Pairs, rows: list[Row], half: bool = False) -> Tensor:
    """Shares of the answers [rows, 4]."""
    model.eval()
    out = torch.zeros(len(rows), len(ANSWERS))
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    began = time.monotonic()
    for number, at in enumerate(range(0, len(order), 64), 1):
        batch = order[at : at + 64]
        ids, mask, kinds, _ = collate([rows[i] for i in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            out[batch] = model(ids, mask, kinds).float().softmax(1)
        if number % 200 == 0:
            print(f"{at + 64} of {len(order)} pairs judged, {time.monotonic() - began:.0f} s", flush=True)
    model.train()
    return out


def accuracy(shares: Tensor, pairs: list[Pair], known: tuple[tuple[int, ...], ...]) -> float:
    """In per cent, of pairs without speakers; only the `known` answers are possible."""
    summed = torch.stack([shares[:, list(answers)].sum(1) for answers in known], 1)
    right = torch.tensor([known.index(answers) for _, _, answers in pairs])
    return 100 * float((summed.argmax(1) == right).float().mean())


def answers_of(options: argparse.Namespace, pairs: list[Pair], rows: list[Row], half: bool) -> Tensor:
    """The teacher's shares of the answers [pairs, 4], kept in the run's folder for these rows."""
    kept = options.out / f"taught-{zlib.crc32(repr(rows).encode()):08x}.pt"
    if kept.exists():
        return torch.load(kept, weights_only=True)
    if options.teacher.is_dir():
        shares = torch.tensor(judged(PairModel(options.teacher), [(first, second) for first, second, _ in pairs]))
    else:
        teacher = Pairs(options.teacher_base, options.teacher_layers)
        teacher.load_state_dict(torch.load(options.teacher, weights_only=True))
        shares = probabilities(teacher, rows, half)
    torch.save(shares, kept)
    return shares


def judged(teacher: PairModel, pairs: list[tuple[str, str]], part: int = 6400) -> list[Verdict]:
    """What a shipped model says of pairs of statements, and how far it has come."""
    verdicts: list[Verdict] = []
    began = time.monotonic()
    while len(verdicts) < len(pairs):
        verdicts += teacher.judge(pairs[len(verdicts) : len(verdicts) + part])
        print(f"{len(verdicts)} of {len(pairs)} pairs judged, {time.monotonic() - began:.0f} s", flush=True)
    return verdicts


class Closer(nn.Module):
    """A pair model on MPNet, of one pair at a time, whose pieces are numbered as `compact` does it."""

    def __init__(self, model: Pairs, numbers: Tensor) -> None:
        super().__init__()
        self.model = model
        table = model.bert.embeddings.word_embeddings.weight.detach()
        self.words = nn.Embedding.from_pretrained(table[mpnet_ids(numbers)])
        places = model.bert.embeddings.position_embeddings
        model.bert.embeddings.position_embeddings = nn.Embedding.from_pretrained(places.weight.detach()[: LONGEST + 2])

    def forward(self, ids: Tensor) -> Tensor:
        """Ids [1, pieces] -> scores [1, 4]."""
        states = self.model.bert(inputs_embeds=self.words(ids)).last_hidden_state
        return self.model.out(states.sum(1) / ids.shape[1])


def export_pairs(options: argparse.Namespace) -> None:
    """Write a run's pairs.pt as ONNX."""
    model = Pairs(options.base, options.layers)
    model.load_state_dict(torch.load(options.start, weights_only=True))
    ids = torch.randint(1000, 2000, (2, 12))
    if options.tokenizer:
        tokenizer, numbers = compact(wordpiece(options.tokenizer))
        closer = Closer(model, torch.tensor(numbers))
        export(closer, options.out, "scores", ["ids"], [ids[:1]], tokenizer)
    else:
        export(
            model, options.out, "scores", ["ids", "mask", "kinds"], [ids, torch.ones_like(ids), torch.zeros_like(ids)]
        )


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=shared("nli"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, default=None, help="go on from a run's pairs.pt or the shipped folder")
    parser.add_argument("--base", type=Path, default=None, help="folder of the base encoder, if not all-MiniLM-L6-v2")
    parser.add_argument("--layers", type=int, default=None, help="of the base encoder that are kept, the lower ones")
    parser.add_argument("--tokenizer", type=Path, default=None, help="see training/vocabulary.py")
    parser.add_argument(
        "--labels",
        type=Path,
        nargs="*",
        default=[],
        help="lines of {first, second, relation}, null for a pair that only the teacher knows",
    )
    parser.add_argument("--families", type=Path, default=None, help="invented statements, see training/families.txt")
    parser.add_argument("--invented", type=float, default=1.0, help="of the families' pairs that is read")
    parser.add_argument("--teacher", type=Path, default=None, help="pairs.pt or folder of a larger model to learn from")
    parser.add_argument("--teacher-base", type=Path, default=None, help="folder of the teacher's base encoder")
    parser.add_argument("--teacher-layers", type=int, default=None, help="of that encoder that the teacher has")
    parser.add_argument("--repeat", type=int, default=3, help="how often labelled pairs are seen in an epoch")
    parser.add_argument("--share", type=float, default=1.0, help="of VitaminC that is read")
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--batch", type=int, default=32, help="pairs in a step")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--rounded", action="store_true", help="to four bits a weight, as --export packs them")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--export",
        action="store_true",
        help="write --start as ONNX into --out, train nothing: int8, or packed with --tokenizer",
    )
    options = parser.parse_args()
    if options.export:
        export_pairs(options)
        return
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    tokenizer = wordpiece(options.tokenizer)
    model = Pairs(options.base, options.layers)
    # without the instructions for it bfloat16 is slower than float32
    half = torch.cpu._is_avx512_bf16_supported()
    if options.start and options.start.is_dir():
        restore_pairs(model, options.start)
    elif options.start:
        kept = model.state_dict().keys()  # what is not there is of layers that were left out
        weights = torch.load(options.start, weights_only=True)
        model.load_state_dict({name: values for name, values in weights.items() if name in kept})
    bare = vitaminc(options.data / "vitaminc/train.jsonl.gz")
    bare = rng.sample(bare, int(options.share * len(bare)))
    bare += read(options.data / "emergent/train.jsonl", "headline", "claim", "stance")
    labelled = [pair for path in options.labels for pair in ours(path)]
    if options.families:
        invented = families(options.families)
        labelled += rng.sample(invented, int(options.invented * len(invented)))
    model.bert.embeddings.word_embeddings.requires_grad_(False)
    optimizer = torch.optim.AdamW(
        [p for p in model.parameters() if p.requires_grad], lr=options.rate, weight_decay=0.01, fused=True
    )
    total = int(options.epochs * (len(bare) + options.repeat * len(labelled)) / options.batch)
    rounded = Rounded(model, model.bert.embeddings.word_embeddings) if options.rounded else nullcontext()
    number, began, running = 0, time.monotonic(), 0.0
    taught: Tensor | None = None
    while number < total:
        if taught is None:  # else the pairs stay as the teacher saw them
            pairs = told(bare, rng) + options.repeat * labelled
            pairs = [(b, a, answers) if rng.random() < 0.5 else (a, b, answers) for a, b, answers in pairs]
            rows = encode(tokenizer, pairs)
        if options.teacher and taught is None:
            taught = answers_of(options, pairs, rows, half)
        order = rng.sample(range(len(rows)), len(rows))
        size = 64 * options.batch
        pools = [sorted(order[i : i + size], key=lambda r: len(rows[r][0])) for i in range(0, len(order), size)]
        batches = [pool[i : i + options.batch] for pool in pools for i in range(0, len(pool), options.batch)]
        rng.shuffle(batches)
        for batch in batches[: total - number]:
            number += 1
            done = number / total
            for group in optimizer.param_groups:
                group["lr"] = options.rate * min(done / WARMUP, (1.02 - done) / (1 - WARMUP))
            ids, mask, kinds, right = collate([rows[i] for i in batch])
            with rounded:
                with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                    scores = model(ids, mask, kinds)
                loss = loss_of(scores.float(), right, None if taught is None else taught[batch])
                loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            running = 0.98 * running + 0.02 * float(loss.detach())
            if number % 50 == 0:
                print(
                    f"batch {number}/{total} loss {running / (1 - 0.98**number):.4f} {time.monotonic() - began:.0f} s",
                    flush=True,
                )
            if number % 200 == 0 or number == total:
                with rounded:
                    torch.save(model.state_dict(), options.out / "pairs.pt")
    dev = rng.sample(vitaminc(options.data / "vitaminc/dev.jsonl.gz"), 1500)
    fever = vitaminc(options.data / "fever_symmetric/dev.jsonl")
    for name, pairs, known in (
        ("VitaminC", dev, (SAME, AGAINST, NOTHING)),
        ("FEVER-symmetric", fever, (SAME, AGAINST)),
    ):
        said = [(spoken("", a, "+"), spoken("", b, "+"), answers) for a, b, answers in pairs]
        with rounded:
            shares = probabilities(model, encode(tokenizer, said))
        print(f"{name} dev {accuracy(shares, pairs, known):.1f}", flush=True)


if __name__ == "__main__":
    main()
