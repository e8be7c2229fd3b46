"""Export the sentence encoder: python -m training.sentences --out src/sayso/models/sentences

all-MiniLM-L6-v2 as it comes (Apache 2.0), weights as int8, with mean pooling and normalisation in the graph: ids and
mask in, unit vectors out. Nothing is trained here.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from sayso.relating.packed import WEIGHTS
from training.base import pretrained_folder, wordpiece
from training.pack import packed


class Sentences(nn.Module):
    """Mean of the word pieces' vectors, of length one."""

    def __init__(self) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(pretrained_folder(), attn_implementation="eager")

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Ids and mask [sentences, pieces] -> vectors [sentences, 384]."""
        states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        return nn.functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)


def export(
    model: nn.Module,
    out: Path,
    output: str,
    names: list[str],
    example: list[Tensor],
    tokenizer: Tokenizer | None = None,
) -> None:
    """Write model.onnx and tokenizer.json of a model that takes arrays [texts, pieces].

    Args:
        model: takes the arrays, gives one.
        out: the folder.
        output: name of what it gives.
        names: of what it takes.
        example: what it may take.
        tokenizer: one smaller than that of all-MiniLM-L6-v2; weights are then stored in four bits, not in eight, in
            weights.npz.

    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "model.onnx"
        torch.onnx.export(
            model.eval(),
            tuple(example),
            raw,
            input_names=names,
            output_names=[output],
            dynamic_axes={**{name: {0: "n", 1: "pieces"} for name in names}, output: {0: "n"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            str(raw),
            str(out / "model.onnx"),
            op_types_to_quantize=["MatMul", "Gemm"] + ["Gather"] * (not tokenizer),
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
        )
        if tokenizer:
            model, weights = packed(onnx.load(out / "model.onnx"))
            (out / "model.onnx").write_bytes(model.SerializeToString())
            np.savez(out / WEIGHTS, **weights)
    (tokenizer or wordpiece()).save(str(out / "tokenizer.json"), pretty=False)
    for path in sorted(out.iterdir()):
        print(f"{path.stat().st_size / 1e6:6.1f} MB  {path.name}")


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    example = [torch.randint(1000, 2000, (2, 12)), torch.ones(2, 12, dtype=torch.int64)]
    export(Sentences(), options.out, "vectors", ["ids", "mask"], example)


if __name__ == "__main__":
    main()
