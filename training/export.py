"""Export a trained reader: python -m training.export RUN/reader.pt --out src/sayso/models/reader [--fp32]

Writes encoder.onnx (int8 weights, dynamic, per channel; fp32 with --fp32), roles.onnx (fp32: it is small),
tokenizer.json and config.json. Thresholds and calibration are added by training/calibrate.py.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from sayso.reading.model import FORMAT
from training.model import Reader
from training.train import OVERLAP, SIZE, pretrained_folder, wordpiece

OPSET = 18


class OneWindow(nn.Module):
    """The encoder for one unpadded window: no attention mask."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.encoder = reader.encoder

    def forward(self, ids: Tensor, features: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """Ids [1, pieces], features [1, pieces, 3], first [1, words] -> vectors, cue scores."""
        words, scores = self.encoder(ids, features, None, first)
        return words, scores


class OneWindowRoles(nn.Module):
    """The role head for the cues of one window."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.roles = reader.roles

    def forward(self, vectors: Tensor, cues: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors [1, words, width], cues [cues, 2] -> role scores, validity logits."""
        emissions, validity = self.roles(vectors, cues, torch.zeros_like(cues[:, 0]))
        return emissions, validity


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="reader-1")
    parser.add_argument("--fp32", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    reader = Reader(pretrained_folder())
    reader.load_state_dict(torch.load(options.checkpoint, weights_only=True))
    reader.eval()
    pieces, words, cues = (
        torch.export.Dim(n, min=2, max=m) for n, m in (("pieces", 512), ("words", 510), ("cues", 400))
    )
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            OneWindow(reader).eval(),
            (torch.randint(1000, 2000, (1, 40)), torch.zeros(1, 40, 3, dtype=torch.long), torch.arange(1, 31)[None]),
            raw,
            input_names=["ids", "features", "first"],
            output_names=["vectors", "scores"],
            dynamic_shapes={"ids": {1: pieces}, "features": {1: pieces}, "first": {1: words}},
            opset_version=OPSET,
            dynamo=True,
            external_data=False,
        )
        if options.fp32:
            onnx.save(onnx.load(raw), options.out / "encoder.onnx")
        else:
            prepared = Path(folder) / "prepared.onnx"
            quant_pre_process(str(raw), str(prepared), skip_symbolic_shape=True)
            quantize_dynamic(
                str(prepared),
                str(options.out / "encoder.onnx"),
                op_types_to_quantize=["MatMul", "Gemm", "Gather"],
                per_channel=True,
                weight_type=QuantType.QInt8,
                extra_options={"MatMulConstBOnly": True},
            )
        torch.onnx.export(
            OneWindowRoles(reader).eval(),
            (torch.randn(1, 30, reader.encoder.cue.in_features), torch.tensor([[3, 4], [9, 11], [12, 15]])),
            options.out / "roles.onnx",
            input_names=["vectors", "cues"],
            output_names=["emissions", "validity"],
            dynamic_shapes={"vectors": {1: words}, "cues": {0: cues}},
            opset_version=OPSET,
            dynamo=True,
            external_data=False,
        )
    wordpiece(pretrained_folder()).save(str(options.out / "tokenizer.json"), pretty=False)
    config = {
        "format": FORMAT,
        "name": options.name,
        "window": SIZE,
        "overlap": OVERLAP,
        "floor": 0.25,
        "threshold": 0.5,
        "calibration": [0.0, 0.5, 0.5],
        # found on PolNeAR dev: relation lenient 69.9 -> 71.8
        "favour": [1.0, 1.0, 4.0],
        "transitions": reader.crf.transitions.tolist(),
        "initial": reader.crf.initial.tolist(),
    }
    (options.out / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    for path in sorted(options.out.iterdir()):
        print(f"{path.stat().st_size / 1e6:6.1f} MB  {path.name}")


if __name__ == "__main__":
    main()
