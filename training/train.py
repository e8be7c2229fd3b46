"""Train the reader: python -m training.train --out RUN [--data FOLDER] [--labels FILE] [--epochs N]

On PolNeAR, and on the articles that we labelled; with --teacher also on what a larger reader finds in articles that
nobody labelled (distillation, Hinton et al. 2015). Seeded and resumable: a run that was stopped goes on from its last
checkpoint when the same command is given again. Prints figures on PolNeAR dev and our labels after every --look epochs,
before any rules, as benchmarks/scoring.py defines them, and writes the averaged weights to RUN/reader.pt. With
--epochs 0 it prints those of --start.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.corpora import shared
from training.base import pretrained_folder, wordpiece
from training.data import Document, Example, epoch_windows, load, load_labels, load_unlabelled, stance_labels
from training.look import look, measured
from training.losses import collate, losses, taught_losses
from training.model import Reader
from training.restore import load_mean, load_reader, restore

#: pieces of a window in training
SIZE = 254
BATCH = 12
WARMUP, DECAY = 0.06, 0.01
#: of the weights, begun anew in each epoch: a longer memory keeps what the reader was before it met new labels
AVERAGING = 0.995
#: batches of a fresh reader before its own proposals are worth training on
PROPOSALS_AFTER = 150
#: what each loss weighs: cue tagger, role head, validity, flat tagger, and without --stance the stance tagger
WEIGHTS = (2.0, 1.0, 0.1, 0.3, 0.04)


def begin_head(reader: Reader, folder: Path) -> None:
    """Give a reader of another width the role head and CRF of a model folder, but for what meets the encoder."""
    other, state = Reader(pretrained_folder()), reader.state_dict()
    restore(other, folder)
    same = {n: w for n, w in other.state_dict().items() if n.startswith(("roles.", "crf."))}
    reader.load_state_dict({n: w for n, w in same.items() if w.shape == state[n].shape}, strict=False)


def epoch_documents(
    train: list[Document], labels: list[Document], options: argparse.Namespace, rng: random.Random
) -> list[Document]:
    """What is read in one epoch."""
    whole, part = divmod(options.repeat, 1)
    return [
        *rng.sample(train, round(options.share * len(train))),
        *labels * int(whole),
        *rng.sample(labels, round(part * len(labels))),
    ]


def save(state: dict[str, Any], path: Path) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_suffix(".new")
    torch.save(state, temporary)
    temporary.replace(path)


def batched(documents: list[Document], rng: random.Random) -> list[list[Example]]:
    """Windows of the documents, those of one batch about as long as one another."""
    examples = list(epoch_windows(documents, SIZE, rng))
    rng.shuffle(examples)
    pools = [
        sorted(examples[i : i + 16 * BATCH], key=lambda e: len(e.ids)) for i in range(0, len(examples), 16 * BATCH)
    ]
    return [pool[i : i + BATCH] for pool in pools for i in range(0, len(pool), BATCH)]


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=shared("attribution/polnear"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, default=None, help="go on from a model folder or a run's reader.pt")
    parser.add_argument("--base", type=Path, default=None, help="folder of the base encoder, if not all-MiniLM-L6-v2")
    parser.add_argument("--head", type=Path, default=None, help="begin the role head as that of a model folder")
    parser.add_argument(
        "--teacher", type=Path, nargs="+", help="reader.pt of a larger reader to learn from; of several the mean"
    )
    parser.add_argument("--teacher-base", type=Path, default=None, help="folder of the teacher's base encoder")
    parser.add_argument("--unlabelled", type=int, default=1000, help="articles that it reads in an epoch")
    parser.add_argument("--labels", type=Path, default=None, help="articles labelled by hand, to train on as well")
    parser.add_argument("--articles", type=Path, default=shared("stories/abp_sample.jsonl.gz"), help="their texts")
    parser.add_argument("--repeat", type=float, default=1, help="how often the labelled articles are read in an epoch")
    parser.add_argument("--share", type=float, default=1.0, help="of PolNeAR that is read in an epoch")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rates", type=float, nargs=2, default=(1.3e-4, 1e-3), help="of the encoder, of the heads")
    parser.add_argument("--stance", type=float, default=WEIGHTS[-1], help="weight of the stance tagger's loss")
    parser.add_argument("--look", type=int, default=2, help="score dev after every so many epochs")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--documents", type=int, default=None, help="only the first so many, for a quick look")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    # without the instructions for it bfloat16 is slower than float32
    half = device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
    torch.manual_seed(options.seed)
    tokenizer = wordpiece()
    stances = stance_labels()
    train = load(options.data / "train.jsonl", tokenizer, stances)[: options.documents]
    sets = measured(options.data, options.articles, tokenizer)
    reader = Reader(options.base or pretrained_folder())
    if options.head:
        begin_head(reader, options.head)
    if options.start:
        load_reader(reader, options.start)
    teacher = None
    if options.teacher:
        teacher = Reader(options.teacher_base or pretrained_folder())
        load_mean(teacher, options.teacher, may_lack=() if len(options.teacher) == 1 else ("stance.",))
        teacher.to(device).eval().requires_grad_(False)
    unlabelled = load_unlabelled(options.articles, tokenizer) if teacher else []
    reader.to(device)
    # the vocabulary keeps what its training on far more text has taught it
    reader.encoder.bert.embeddings.word_embeddings.requires_grad_(False)
    named = [(n, p) for n, p in reader.named_parameters() if p.requires_grad]
    encoder = [p for n, p in named if n.startswith("encoder.bert")]
    heads = [p for n, p in named if not n.startswith("encoder.bert")]
    optimizer = torch.optim.AdamW([{"params": encoder}, {"params": heads}], weight_decay=DECAY, fused=True)
    averaged = torch.optim.swa_utils.AveragedModel(
        reader, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGING)
    )
    checkpoint, first_epoch = options.out / "checkpoint.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        for name, part in (("reader", reader), ("optimizer", optimizer)):
            part.load_state_dict(state[name])
        first_epoch = state["epoch"]
        print(f"going on after epoch {first_epoch}", flush=True)
    weights = (*WEIGHTS[:-1], options.stance)
    for epoch in range(first_epoch, options.epochs):
        rng = random.Random(f"{options.seed} {epoch}")
        torch.manual_seed(options.seed + epoch)
        # read anew: whoever labels may go on while the reader trains
        labels = load_labels(options.labels, options.articles, tokenizer, stances) if options.labels else []
        print(f"epoch {epoch + 1}: {len(train)} articles of PolNeAR, {len(labels)} labelled by hand", flush=True)
        batches = [(b, False) for b in batched(epoch_documents(train, labels, options, rng), rng)]
        batches += [(b, True) for b in batched(rng.sample(unlabelled, options.unlabelled) if teacher else [], rng)]
        rng.shuffle(batches)
        averaged.n_averaged.zero_()
        reader.train()
        began, sums = time.monotonic(), np.zeros((2, 1 + len(weights)))
        for number, (examples, by_teacher) in enumerate(batches, 1):
            done = (epoch + number / len(batches)) / options.epochs
            for group, rate in zip(optimizer.param_groups, options.rates, strict=True):
                group["lr"] = rate * min(done / WARMUP, (1.03 - done) / (1 - WARMUP))
            batch = {k: v.to(device) for k, v in collate(examples).items()}
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=half):
                parts = (
                    taught_losses(reader, teacher, batch)
                    if by_teacher and teacher
                    else losses(reader, batch, propose=bool(options.start) or epoch > 0 or number > PROPOSALS_AFTER)
                )
            sum(weight * part for weight, part in zip(weights, parts, strict=True)).backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            averaged.update_parameters(reader)
            sums[int(by_teacher)] += [1, *(float(p.detach()) for p in parts)]
            if number % 20 == 0 or number == len(batches):
                means = " | ".join(" ".join(f"{x:.4f}" for x in row[1:] / max(row[0], 1)) for row in sums)
                print(
                    f"epoch {epoch + 1} batch {number}/{len(batches)} losses {means} {time.monotonic() - began:.0f} s",
                    flush=True,
                )
        save(averaged.module.state_dict(), options.out / "reader.pt")
        state = {"reader": reader, "optimizer": optimizer}
        save({**{k: v.state_dict() for k, v in state.items()}, "epoch": epoch + 1}, checkpoint)
        if epoch + 1 == options.epochs or (epoch + 1) % options.look == 0:
            print(f"epoch {epoch + 1}", flush=True)
            look(averaged.module, sets, half)
    if first_epoch >= options.epochs:  # nothing was left to train
        if first_epoch:
            averaged.module.load_state_dict(torch.load(options.out / "reader.pt", weights_only=True))
        look(averaged.module, sets, half)


if __name__ == "__main__":
    main()
