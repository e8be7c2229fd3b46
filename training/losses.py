"""What the reader is trained by: losses against labels, and against what a teacher says."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from sayso.reading.decoding import Crf, cue_spans, viterbi
from training.data import UNLABELLED, Example
from training.model import CONTENT, REACH, SOURCE, Reader, surroundings

#: proposals of the tagger that the role head trains on besides gold cues: from this probability, so many a window
PROPOSAL_FROM, PROPOSALS = 0.1, 4
#: cues of the teacher's in a window that the role head learns from
TAUGHT = 12
#: of the cue labels: annotators overlook cues, and begin and end them differently
SMOOTHING = 0.03


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
