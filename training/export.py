"""Export a trained reader: python -m training.export RUN/reader.pt [MORE …] --out src/sayso/models/reader [--fp32]

Writes encoder.onnx and roles.onnx (int8 weights, dynamic, per channel; fp32 with --fp32), tokenizer.json and
config.json. Thresholds and calibration are added by training/calibrate.py. Of several checkpoints or shipped folders
the mean of their weights is written (model soups, Wortsman et al. 2022).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import onnx
import torch
import torch.nn.functional as F  # noqa: N812
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import Tensor, nn

from sayso.reading.model import FORMAT
from training.base import pretrained_folder, wordpiece
from training.model import REACH, SHARED, WINDOW, Reader
from training.restore import load_mean


class OneWindow(nn.Module):
    """The encoder for one unpadded window, spelled out so that the optimizer knows its attention when it sees it."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.encoder = reader.encoder
        self.heads = reader.encoder.bert.config.num_attention_heads

    def forward(self, ids: Tensor, features: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """Ids [1, pieces], features [1, pieces, 3], first [1, words] -> vectors, cue scores."""
        bert = self.encoder.bert
        table = bert.embeddings
        positions = torch.arange(ids.shape[1]).unsqueeze(0)
        state = (
            table.word_embeddings(ids) + table.position_embeddings(positions) + table.token_type_embeddings.weight[0]
        )
        for i, feature in enumerate(self.encoder.features):
            state = state + feature(features[..., i])
        state = table.LayerNorm(state)
        width = self.encoder.cue.in_features
        size = width // self.heads
        for layer in bert.encoder.layer:
            inner, out = layer.attention.self, layer.attention.output
            q, k, v = (
                part(state).view(1, -1, self.heads, size).transpose(1, 2)
                for part in (inner.query, inner.key, inner.value)
            )
            weights = torch.softmax(torch.matmul(q, k.transpose(-1, -2)) / size**0.5, -1)
            mixed = torch.matmul(weights, v).permute(0, 2, 1, 3).reshape(1, -1, width)
            state = out.LayerNorm(out.dense(mixed) + state)
            state = layer.output.LayerNorm(layer.output.dense(F.gelu(layer.intermediate.dense(state))) + state)
        words = state.gather(1, first.unsqueeze(-1).expand(-1, -1, width))
        return words, self.encoder.cue(words)


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
    parser.add_argument("checkpoints", type=Path, nargs="+", help="a run's reader.pt, or a model folder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="reader-2")
    parser.add_argument("--fp32", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    reader = Reader(pretrained_folder())
    load_mean(reader, options.checkpoints)
    reader.eval()
    ids, features = torch.randint(1000, 2000, (1, 40)), torch.randint(0, 2, (1, 40, 3))
    window = (ids, features, torch.arange(1, 31).unsqueeze(0))
    plain = OneWindow(reader).eval()
    with torch.no_grad():
        trained = reader.encoder(ids, features, torch.ones_like(ids), window[2])
        if not torch.allclose(plain(*window)[1], trained[1], atol=1e-4):
            raise SystemExit("the spelled-out encoder differs from the trained one: has the encoder's code changed?")
    cues = (torch.randn(1, 30, reader.encoder.cue.in_features), torch.tensor([[3, 4], [9, 11], [12, 15]]))
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder)
        torch.onnx.export(
            plain,
            window,
            raw / "encoder.onnx",
            input_names=["ids", "features", "first"],
            output_names=["vectors", "scores"],
            dynamic_axes={"ids": {1: "pieces"}, "features": {1: "pieces"}, "first": {1: "words"}},
            opset_version=17,
            dynamo=False,
        )
        # skip layer normalisation is slower than its parts on a CPU; it is off at run time too
        fusions = FusionOptions("bert")
        fusions.enable_skip_layer_norm = fusions.enable_bias_skip_layer_norm = False
        optimizer.optimize_model(
            str(raw / "encoder.onnx"),
            model_type="bert",
            num_heads=plain.heads,
            hidden_size=reader.encoder.cue.in_features,
            optimization_options=fusions,
            opt_level=0,
        ).save_model_to_file(str(raw / "encoder.onnx"))
        sizes = {"vectors": {1: torch.export.Dim("words", min=2)}, "cues": {0: torch.export.Dim("cues", min=2)}}
        torch.onnx.export(
            OneWindowRoles(reader).eval(),
            cues,
            raw / "roles.onnx",
            input_names=["vectors", "cues"],
            output_names=["emissions", "validity"],
            dynamic_shapes=sizes,
            opset_version=18,
            dynamo=True,
            external_data=False,
        )
        for name in ("encoder.onnx", "roles.onnx"):
            if options.fp32:
                onnx.save(onnx.load(raw / name), options.out / name)
                continue
            quantize_dynamic(
                str(raw / name),
                str(options.out / name),
                op_types_to_quantize=["MatMul", "Gemm", "Gather", "Attention"],
                per_channel=True,
                weight_type=QuantType.QInt8,
                extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
            )
    wordpiece().save(str(options.out / "tokenizer.json"), pretty=False)
    config = {
        "format": FORMAT,
        "name": options.name,
        "window": WINDOW,
        "overlap": SHARED,
        "reach": REACH,
        "floor": 0.4,
        "threshold": 0.5,
        "calibration": [0.0, 0.5, 0.5],
        # found on PolNeAR dev and our labels
        "favour": [1.0, 1.0, 2.0],
        "transitions": reader.crf.transitions.tolist(),
        "initial": reader.crf.initial.tolist(),
    }
    (options.out / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    for path in sorted(options.out.iterdir()):
        print(f"{path.stat().st_size / 1e6:6.1f} MB  {path.name}")


if __name__ == "__main__":
    main()
