"""The reader in PyTorch: a shared encoder, a cue tagger, and a role head that reads a window once for each cue.

Two more parts only training needs: a flat tagger and a stance tagger, which teach the encoder.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel, MPNetModel

from sayso.reading.decoding import CUE_LABELS, FORBIDDEN, ROLE_LABELS
from sayso.reading.judging import ACTS, FACTUALITIES, RELAYS
from sayso.reading.tokens import FEATURE_SIZES

#: pieces of a window when reading, and pieces that neighbours share; words that the role head looks at before and
#: behind a cue. training/README.md has what less or more of each costs.
WINDOW, SHARED, REACH = 254, 48, (80, 110)
#: BERT's pieces that begin and end a window
CLS, SEP = 101, 102
SOURCE, CONTENT = ROLE_LABELS.index("B-source"), ROLE_LABELS.index("B-content")
#: values of act, factuality and relay
STANCES = (len(ACTS), len(FACTUALITIES), len(RELAYS))


class Dropout(nn.Module):
    """Dropout whose masks are pieces of one long random mask: drawing them anew takes a fifth of the time on a CPU."""

    def __init__(self, rate: float, size: int = 1 << 24) -> None:
        super().__init__()
        kept = (torch.rand(size) >= rate) / (1 - rate)
        for kind in (torch.float32, torch.bfloat16):
            self.register_buffer("kept_" + str(kind).removeprefix("torch."), kept.to(kind), persistent=False)

    def forward(self, state: Tensor) -> Tensor:
        """Any shape, of no more than `size` numbers."""
        if not self.training:
            return state
        kept = self.kept_float32 if state.dtype == torch.float32 else self.kept_bfloat16
        at = int(torch.randint(len(kept) - state.numel() + 1, ()))
        return state * kept[at : at + state.numel()].view(state.shape)


def quicken(model: nn.Module) -> None:
    """Put `Dropout` in the place of every nn.Dropout of a tenth, in place."""
    dropout = Dropout(0.1)
    for module in list(model.modules()):
        for name, part in module.named_children():
            if isinstance(part, nn.Dropout) and part.p == 0.1:
                setattr(module, name, dropout)


def attend(q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None) -> Tensor:
    """Attention in plain steps, whose gradient takes a CPU less than half as long as the fused kernel's.

    Args:
        q: what is asked, [n, heads, words, size].
        k: what it is compared with, of the same shape.
        v: what is taken, of the same shape.
        bias: added to the scores, broadcast to [n, heads, words, words].

    """
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
    return torch.softmax(scores if bias is None else scores + bias.to(scores.dtype), -1) @ v


def bias_of(mask: Tensor) -> Tensor:
    """What keeps attention off the padding: mask [n, words], 0 for padding -> [n, 1, 1, words]."""
    return (1.0 - mask[:, None, None, :].float()) * -1e4


class Encoder(nn.Module):
    """Word pieces to word vectors and cue scores."""

    def __init__(self, pretrained: Path) -> None:
        super().__init__()
        self.bert = self.pretrained(pretrained)
        width = self.bert.config.hidden_size
        self.features = nn.ModuleList([nn.Embedding(n, width) for n in FEATURE_SIZES])
        for table in self.features:
            nn.init.zeros_(table.weight)
        self.dropout = nn.Dropout(0.1)
        self.cue = nn.Linear(width, len(CUE_LABELS))
        #: tags sources and contents of whatever cue; only training needs it, to teach the encoder where spans end
        self.flat = nn.Linear(width, len(ROLE_LABELS))

    @staticmethod
    def pretrained(folder: Path) -> nn.Module:
        """The base encoder."""
        return BertModel.from_pretrained(folder, add_pooling_layer=False)

    def hidden(self, embedded: Tensor, mask: Tensor) -> Tensor:
        """Piece vectors after the last layer; embedded [batch, pieces, width], mask [batch, pieces]."""
        state, bias = self.bert.embeddings(inputs_embeds=embedded), bias_of(mask)
        for layer in self.bert.encoder.layer:
            inner = layer.attention.self
            state = layer.attention.output(self.attention(state, (inner.query, inner.key, inner.value), bias), state)
            state = layer.output(layer.intermediate(state), state)
        return state

    def attention(self, state: Tensor, parts: tuple[nn.Module, ...], bias: Tensor) -> Tensor:
        """What each piece takes from the others, without dropout on the weights."""
        shape = (*state.shape[:-1], self.bert.config.num_attention_heads, -1)
        q, k, v = (part(state).view(shape).transpose(1, 2) for part in parts)
        return attend(q, k, v, bias).transpose(1, 2).reshape(state.shape)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """ids, mask [batch, pieces]; features [batch, pieces, 3]; first [batch, words] -> vectors, cue scores."""
        embedded = self.bert.embeddings.word_embeddings(self.own_ids(ids))
        for i, table in enumerate(self.features):
            embedded = embedded + table(features[..., i])
        hidden = self.hidden(embedded, mask)
        words = hidden.gather(1, first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1]))
        return words, self.cue(self.dropout(words))

    @staticmethod
    def own_ids(ids: Tensor) -> Tensor:
        """The ids that this encoder's vocabulary has for BERT's pieces."""
        return ids


def mpnet_ids(ids: Tensor) -> Tensor:
    """BERT's pieces in MPNet's vocabulary; [CLS] and [SEP] are <s> and </s>."""
    return torch.where(ids == CLS, 0, torch.where(ids == SEP, 2, ids + 4))


class MpnetEncoder(Encoder):
    """The teacher's: MPNet (Song et al. 2020), whose vocabulary is BERT's after four pieces of its own."""

    @staticmethod
    def pretrained(folder: Path) -> nn.Module:
        """The base encoder; its relative position biases stay as they are."""
        model = MPNetModel.from_pretrained(folder, add_pooling_layer=False)
        model.encoder.relative_attention_bias.requires_grad_(False)
        return model

    @staticmethod
    def own_ids(ids: Tensor) -> Tensor:
        """See `mpnet_ids`."""
        return mpnet_ids(ids)

    def hidden(self, embedded: Tensor, mask: Tensor) -> Tensor:
        """As MPNetModel computes it."""
        state = self.bert.embeddings(inputs_embeds=embedded)
        bias = self.bert.encoder.compute_position_bias(embedded[:1]) + bias_of(mask)
        for layer in self.bert.encoder.layer:
            parts = layer.attention.attn
            mixed = parts.o(self.attention(state, (parts.q, parts.k, parts.v), bias))
            mixed = layer.attention.LayerNorm(layer.attention.dropout(mixed) + state)
            state = layer.output(layer.intermediate(mixed), mixed)
        return state


def encoder_of(pretrained: Path) -> Encoder:
    """The encoder for a folder with the weights of all-MiniLM-L6-v2 or of all-mpnet-base-v2."""
    kind = json.loads((pretrained / "config.json").read_text())["model_type"]
    return {"bert": Encoder, "mpnet": MpnetEncoder}[kind](pretrained)


def distance_bucket(distance: Tensor) -> Tensor:
    """Signed distances to buckets 0 to 46: exact up to 11 words, then logarithmic up to 256; 23 is the cue itself."""
    size = distance.abs()
    far = (11 + 12 * torch.log(size.clamp(min=11).float() / 11) / 3.2).long().clamp(max=23)
    return 23 + distance.sign() * torch.where(size <= 11, size, far)


class Layer(nn.Module):
    """A pre-norm transformer layer."""

    def __init__(self, width: int, heads: int = 4, dropout: float = 0.1) -> None:
        super().__init__()
        self.heads = heads
        self.norm_attention, self.norm_feed = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.feed = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.dropout = nn.Dropout(dropout)

    def forward(self, state: Tensor, mask: Tensor | None) -> Tensor:
        """State [n, words, width]; mask [n, words], True where there is a word."""
        n, words, width = state.shape
        q, k, v = self.qkv(self.norm_attention(state)).view(n, words, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        mixed = attend(q, k, v, None if mask is None else bias_of(mask))
        state = state + self.dropout(self.out(mixed.transpose(1, 2).reshape(n, words, width)))
        return state + self.dropout(self.feed(self.norm_feed(state)))


class RoleHead(nn.Module):
    """Marks the source and the content of one cue over all words of its window."""

    def __init__(self, width: int, inner: int = 128, layers: int = 2) -> None:
        super().__init__()
        self.word = nn.Linear(width, inner)
        self.cue = nn.Linear(2 * width, inner)
        self.distance = nn.Embedding(47, inner)
        self.layers = nn.ModuleList([Layer(inner) for _ in range(layers)])
        self.norm = nn.LayerNorm(inner)
        self.label = nn.Linear(inner, len(ROLE_LABELS))
        self.valid = nn.Linear(inner, 1)

    def forward(
        self, words: Tensor, cues: Tensor, owner: Tensor, around: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, Tensor]:
        """Read once for each cue.

        Args:
            words: [windows, words, width].
            cues: first word and one past the last, [cues, 2].
            owner: the window that each cue stands in, [cues].
            around: the words to look at for each cue and which of them are words, see `surroundings`; or all words.

        Returns:
            role scores [cues, words looked at, labels], and how far each cue is one, as a logit [cues].

        """
        start, end = cues[:, 0], cues[:, 1]
        ends = torch.cat([words[owner, start], words[owner, end - 1]], dim=-1)
        state = self.word(words)
        if around is None:
            position, mask, at = torch.arange(words.shape[1], device=words.device).unsqueeze(0), None, start
            state = state[owner]
        else:
            position, mask = around
            state, at = state[owner.unsqueeze(1), position], start - position[:, 0]
        distance = (position - start.unsqueeze(1)).clamp(max=0) + (position - end.unsqueeze(1) + 1).clamp(min=0)
        state = state + self.cue(ends).unsqueeze(1) + self.distance(distance_bucket(distance))
        for layer in self.layers:
            state = layer(state, mask)
        state = self.norm(state)
        at_cue = state[torch.arange(owner.shape[0], device=words.device), at]
        return self.label(state), self.valid(at_cue).squeeze(-1)


class StanceTagger(nn.Module):
    """Act, factuality and relay of an attribution whose spans are known.

    It teaches the encoder what a cue does; what is shipped is fitted on the encoder's vectors by training/stance.py.
    """

    def __init__(self, width: int, inner: int = 128) -> None:
        super().__init__()
        self.hidden, self.out = nn.Linear(5 * width, inner), nn.Linear(inner, sum(STANCES))
        self.dropout = nn.Dropout(0.1)

    def forward(self, words: Tensor, cues: Tensor, owner: Tensor, roles: Tensor) -> tuple[Tensor, ...]:
        """Mean vectors as sayso.reading.judging.features takes them, to scores of each value.

        Args:
            words: [windows, words, width].
            cues: first word and one past the last, [cues, 2].
            owner: the window that each cue stands in, [cues].
            roles: the role label of every word, [cues, words].

        """
        at = torch.arange(words.shape[1], device=words.device)
        content = (roles == CONTENT) | (roles == CONTENT + 1)
        so_far = content.cumsum(1)
        masks = [
            (at >= cues[:, :1]) & (at < cues[:, 1:]),
            *(content & (so_far <= limit) for limit in (1, 8, 40)),
            (roles == SOURCE) | (roles == SOURCE + 1),
        ]
        shares = torch.stack([mask / mask.sum(1, keepdim=True).clamp(min=1) for mask in masks], 1).to(words.dtype)
        # window by window, as a copy of its vectors for each cue would be large
        means = torch.cat([shares[owner == i] @ window for i, window in enumerate(words)])
        means = means[owner.argsort(stable=True).argsort()].flatten(1)
        inner = self.dropout(nn.functional.gelu(self.hidden(self.dropout(means))))
        return self.out(inner).split(STANCES, 1)


def surroundings(cues: Tensor, lengths: Tensor, reach: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """The words that the role head looks at for each cue.

    Args:
        cues: first word and one past the last, [cues, 2].
        lengths: words of the window that each cue stands in, [cues].
        reach: words before and behind the cue.

    Returns:
        word indices [cues, most words], repeating the last where there are fewer, and True for those that are words.

    """
    low, high = (cues[:, 0] - reach[0]).clamp(min=0), torch.minimum(cues[:, 1] + reach[1], lengths)
    position = low.unsqueeze(1) + torch.arange(int((high - low).max()), device=cues.device)
    return torch.minimum(position, high.unsqueeze(1) - 1), position < high.unsqueeze(1)


class Crf(nn.Module):
    """Linear-chain CRF over role labels."""

    def __init__(self) -> None:
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(len(ROLE_LABELS), len(ROLE_LABELS)))
        self.initial = nn.Parameter(torch.zeros(len(ROLE_LABELS)))
        self.register_buffer("forbidden", torch.from_numpy(FORBIDDEN), persistent=False)

    def loss(self, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood of each sequence, [sequences]; emissions [n, words, labels], mask [n, words]."""
        step = self.transitions.masked_fill(self.forbidden, -1e4)
        rows, weight = torch.arange(len(labels), device=labels.device), mask.float()
        gold = self.initial[labels[:, 0]] + emissions[rows, 0, labels[:, 0]]
        inner = emissions.gather(2, labels.unsqueeze(-1)).squeeze(-1)[:, 1:] + step[labels[:, :-1], labels[:, 1:]]
        gold = gold + (inner * weight[:, 1:]).sum(1)
        alpha = self.initial + emissions[:, 0]
        for t in range(1, labels.shape[1]):
            after = torch.logsumexp(alpha.unsqueeze(2) + step, dim=1) + emissions[:, t]
            alpha = torch.where(mask[:, t : t + 1], after, alpha)
        return torch.logsumexp(alpha, dim=1) - gold


class Reader(nn.Module):
    """Encoder, role head, CRF and stance tagger together."""

    def __init__(self, pretrained: Path) -> None:
        super().__init__()
        self.encoder = encoder_of(pretrained)
        self.roles = RoleHead(self.encoder.bert.config.hidden_size)
        self.crf = Crf()
        self.stance = StanceTagger(self.encoder.bert.config.hidden_size)
        quicken(self)
