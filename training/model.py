"""The reader in PyTorch: a shared encoder, a cue tagger, and a role head that reads a window once for each cue."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn
from transformers import BertModel

from sayso.reading.decoding import CUE_LABELS, FORBIDDEN, ROLE_LABELS
from sayso.reading.tokens import FEATURE_SIZES

#: pieces of a window when reading, and pieces that neighbours share; words that the role head looks at before and
#: behind a cue. training/README.md has what less or more of each costs.
WINDOW, SHARED, REACH = 254, 48, (80, 110)


class Encoder(nn.Module):
    """Word pieces to word vectors and cue scores."""

    def __init__(self, pretrained: Path) -> None:
        super().__init__()
        # without attention dropout the fused attention kernels serve in training too
        self.bert = BertModel.from_pretrained(
            pretrained, add_pooling_layer=False, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
        )
        width = self.bert.config.hidden_size
        self.features = nn.ModuleList([nn.Embedding(n, width) for n in FEATURE_SIZES])
        for table in self.features:
            nn.init.zeros_(table.weight)
        self.dropout = nn.Dropout(0.1)
        self.cue = nn.Linear(width, len(CUE_LABELS))
        #: tags sources and contents of whatever cue; only training needs it, to teach the encoder where spans end
        self.flat = nn.Linear(width, len(ROLE_LABELS))

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """ids, mask [batch, pieces]; features [batch, pieces, 3]; first [batch, words] -> vectors, cue scores."""
        embedded = self.bert.embeddings.word_embeddings(ids)
        for i, table in enumerate(self.features):
            embedded = embedded + table(features[..., i])
        hidden = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        words = hidden.gather(1, first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1]))
        return words, self.cue(self.dropout(words))


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
        mixed = F.scaled_dot_product_attention(q, k, v, None if mask is None else mask[:, None, None, :])
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
    """Encoder, role head and CRF together."""

    def __init__(self, pretrained: Path) -> None:
        super().__init__()
        self.encoder = Encoder(pretrained)
        self.roles = RoleHead(self.encoder.bert.config.hidden_size)
        self.crf = Crf()
