"""Label articles by reading: sheets of numbered sentences out, hand-made labels in, as ids, hashes and offsets.

    python -m benchmarks.labelling sheet POOL.jsonl.gz ID… --out FOLDER      a sheet ID.txt for each article
    python -m benchmarks.labelling check SHEET.txt LABELS.txt                every line that cannot be placed
    python -m benchmarks.labelling pack POOL.jsonl.gz FOLDER --out FILE      FOLDER/ID.labels.txt as one JSON line each

A line of labels is `number | segment of the cue | cue | source | content | number of the parent or -`. A role holds
parts joined by ` + `, or `-` for none. A part is exact text of the cue's segment; `[12] text` stands in segment 12;
`first words … last words` is everything from the one to the other, `[12] first … [14] last` over segments; `[12]` or
`[12-14]` are whole segments; `text #2` is its second occurrence. Lines that begin with # are remarks. A trap, what a
reader may take for an attribution and must not, is a line `trap | segment | text | why`.

docs/labelling.md says what is an attribution and where its spans end. The texts themselves stay outside the project.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

Spans = list[list[int]]

#: a stop, with what closes behind it, before a capital; not behind an initial or a title
_SENTENCE = re.compile(
    r"""(?x) (?<=[.!?]) (?<!\b[A-Z]\.) (?<!\b(?:Mr|Ms|Dr|St|Lt|Jr)\.) (?<!\b(?:Mrs|Sen|Rep|Gov|Gen)\.)
        [”"’')]* \s+ (?=[“"‘'A-Z(\[])"""
)
_PLACE = re.compile(r"\[(\d+)(?:-(\d+))?\]\s*")
_NTH = re.compile(r"\s+#(\d+)$")


class LabelError(ValueError):
    """A label line that cannot be placed in its text."""


class Segment(NamedTuple):
    """A sentence, or what stands for one: code points `[start, end)` of the text."""

    start: int
    end: int


class Labels(NamedTuple):
    """What was labelled in an article."""

    #: `{"source", "cue", "content", "parent"}` each, parents as indices
    attributions: list[dict[str, Any]]
    #: what a reader may take for an attribution and must not
    traps: Spans


def article_text(record: dict[str, Any]) -> str:
    """The text that is labelled: the headline, then the body."""
    return f"{record['title'].strip()}\n\n{record['text'].strip()}\n"


def digest(text: str) -> str:
    """SHA-256 of a text's UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def pool(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a gzipped `.jsonl`."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)


def labelled(labels: Path, articles: Path) -> list[dict[str, Any]]:
    """Packed labels with their texts, as a PolNeAR record has them.

    Raises:
        LabelError: an article is not among the texts, or is not the one that was labelled.

    """
    with labels.open(encoding="utf8") as lines:
        packed = {row["id"]: row for row in map(json.loads, lines)}
    found = {r["id"]: {"text": article_text(r), "date": r["date"]} for r in pool(articles) if r["id"] in packed}
    for name, row in packed.items():
        if name not in found or digest(found[name]["text"]) != row["sha256"]:
            raise LabelError(f"{labels}: {articles} has no article {name} with the text that was labelled")
    return [found[name] | row for name, row in packed.items()]


def segments(text: str) -> list[Segment]:
    """Sentences, none across lines."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        cuts = [line.start(), *(m.end() for m in _SENTENCE.finditer(text, line.start(), line.end())), line.end()]
        for start, end in itertools.pairwise(cuts):
            body = text[start:end]
            start += len(body) - len(body.lstrip())
            end = start + len(text[start:end].rstrip())
            if start < end:
                found.append(Segment(start, end))
    return found


def sheet(text: str) -> str:
    """The text with a number before each segment, and an empty line between paragraphs."""
    out, last = [], 0
    for number, segment in enumerate(segments(text), 1):
        if "\n" in text[last : segment.start]:
            out.append("")
        out.append(f"[{number}] {text[segment.start : segment.end]}")
        last = segment.end
    return "\n".join(out).strip() + "\n"


def parse(text: str, lines: Iterable[str]) -> tuple[Labels, list[str]]:
    """Labels to offsets.

    Returns:
        The labels, and what could not be placed.

    """
    where = segments(text)
    rows: list[tuple[str, str, dict[str, Any]]] = []
    traps: Spans = []
    problems = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split(" | ")]
        if fields[0] == "trap" and len(fields) == 4:
            try:
                traps.append(part(text, where, fields[2], int(fields[1].strip("[]")), None))
            except (LabelError, ValueError) as error:
                problems.append(f"line {number} (trap): {error}")
            continue
        if len(fields) != 6:
            problems.append(f"line {number}: {len(fields)} fields, expected 6: {line.strip()[:80]}")
            continue
        name, segment, cue, source, content, parent = fields
        try:
            home = int(segment.strip("[]"))
            cues = role(text, where, cue, home, None)
            if not cues:
                raise LabelError("no cue")
            row = {"cue": cues}
            for key, value in (("source", source), ("content", content)):
                row[key] = role(text, where, value, home, cues)
            if not row["content"] and not row["source"]:
                raise LabelError("neither source nor content")
            rows.append((name, parent, row))
        except (LabelError, ValueError) as error:
            problems.append(f"line {number} ({name}): {error}")
    index = {name: i for i, (name, _, _) in enumerate(rows)}
    if len(index) != len(rows):
        problems.append("two lines have the same number")
    for i, (name, parent, row) in enumerate(rows):
        row["parent"] = None if parent == "-" else index.get(parent)
        if parent != "-" and row["parent"] in (None, i):
            problems.append(f"({name}): its parent {parent} is not there")
        elif row["parent"] is not None:
            outer = rows[row["parent"]][2]
            if not any(s <= row["cue"][0][0] and row["cue"][0][1] <= e for s, e in outer["content"]):
                problems.append(f"({name}): its cue does not lie in the content of its parent {parent}")
    return Labels([row for _, _, row in rows], traps), problems


def role(text: str, where: list[Segment], value: str, home: int, cue: Spans | None) -> Spans:
    """The spans of one role, in order and not overlapping."""
    if value in ("-", ""):
        return []
    spans = sorted(part(text, where, p.strip(), home, cue) for p in value.split(" + "))
    if any(a[1] > b[0] for a, b in itertools.pairwise(spans)):
        raise LabelError(f"parts overlap: {value[:80]}")
    return spans


def part(text: str, where: list[Segment], value: str, home: int, cue: Spans | None) -> list[int]:
    """One span."""
    low = high = home
    if place := _PLACE.match(value):
        low, high = int(place[1]), int(place[2] or place[1])
        value = value[place.end() :]
    for number in (low, high):
        if not 1 <= number <= len(where):
            raise LabelError(f"no segment {number}")
    if not value:
        return [where[low - 1].start, where[high - 1].end]
    if "…" in value and value not in text:
        first, last = (side.strip() for side in value.split("…", 1))
        if place := _PLACE.match(last):
            high, last = int(place[1]), last[place.end() :]
        start, first_end = find(text, where[low - 1], first, cue)
        ends = [
            m.end()
            for m in re.finditer(re.escape(last), text[: where[high - 1].end])
            if m.start() >= max(first_end, where[high - 1].start)
        ]
        ends = [e for e in ends if whole_words(text, e - len(last), e)] or ends
        if not last or not ends:
            raise LabelError(f"[{high}] has no {last!r} behind {first!r}")
        return [start, ends[0]]
    return list(find(text, where[low - 1], value, cue))


def find(text: str, segment: Segment, value: str, cue: Spans | None) -> tuple[int, int]:
    """Where a text stands in a segment: as whole words, and of several places the one nearest to the cue."""
    nth = _NTH.search(value)
    if nth:
        value = value[: nth.start()]
    body = text[segment.start : segment.end]
    hits = [segment.start + m.start() for m in re.finditer(re.escape(value), body)]
    hits = [h for h in hits if whole_words(text, h, h + len(value))] or hits
    if not value or not hits:
        raise LabelError(f"not in its segment: {value[:80]!r}")
    if nth:
        if int(nth[1]) > len(hits):
            raise LabelError(f"{value!r} stands there only {len(hits)} times")
        start = hits[int(nth[1]) - 1]
    elif cue:
        free = [h for h in hits if not any(h < e and s < h + len(value) for s, e in cue)] or hits
        start = min(free, key=lambda h: min(abs(h + len(value) - cue[0][0]), abs(h - cue[-1][1])))
    elif len(hits) > 1:
        raise LabelError(f"{value!r} stands there {len(hits)} times; say which with #1, #2 …")
    else:
        start = hits[0]
    return start, start + len(value)


def whole_words(text: str, start: int, end: int) -> bool:
    """Whether neither edge of a span cuts a word."""
    return not any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in (start, end))


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, dest="command")
    sheets = commands.add_parser("sheet")
    sheets.add_argument("pool", type=Path)
    sheets.add_argument("ids", nargs="+")
    sheets.add_argument("--out", type=Path, required=True)
    checks = commands.add_parser("check")
    checks.add_argument("sheet", type=Path)
    checks.add_argument("labels", type=Path)
    packs = commands.add_parser("pack")
    packs.add_argument("pool", type=Path)
    packs.add_argument("folder", type=Path)
    packs.add_argument(
        "--sets", type=Path, help="JSON, the ids of each set; a row names the set that its article is in"
    )
    packs.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if options.command == "check":
        sys.exit(check(options.sheet, options.labels))
    records = {record["id"]: record for record in pool(options.pool)}
    if options.command == "sheet":
        options.out.mkdir(parents=True, exist_ok=True)
        for name in options.ids:
            (options.out / f"{name}.txt").write_text(sheet(article_text(records[name])), encoding="utf8")
        return
    packed, failed = [], False
    sets = json.loads(options.sets.read_text(encoding="utf8")) if options.sets else {}
    set_of = {name: chosen for chosen, names in sets.items() for name in names}
    for path in sorted(options.folder.glob("*.labels.txt")):
        name = path.name.removesuffix(".labels.txt")
        text = article_text(records[name])
        found, problems = parse(text, path.read_text(encoding="utf8").splitlines())
        for problem in problems:
            print(f"{name}: {problem}", file=sys.stderr)
            failed = True
        packed.append({"id": name, "sha256": digest(text), "set": set_of.get(name, "articles"), **found._asdict()})
    options.out.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in packed), encoding="utf8")
    print(f"{len(packed)} articles, {sum(len(row['attributions']) for row in packed)} attributions")
    sys.exit(failed)


def check(path: Path, labels: Path) -> int:
    """Print what cannot be placed; the number of problems, at most 1, is the exit status."""
    text = "\n".join(re.sub(r"^\[\d+\] ", "", line) for line in path.read_text(encoding="utf8").splitlines())
    # a sheet puts each sentence on a line of its own, so its text has the same segments as the article's
    found, problems = parse(text, labels.read_text(encoding="utf8").splitlines())
    nested = sum(row["parent"] is not None for row in found.attributions)
    counts = f"{len(found.attributions)} attributions placed, {nested} nested, {len(found.traps)} traps"
    print("\n".join([*problems, f"{counts}, {len(problems)} problems"]))
    return 1 if problems else 0


if __name__ == "__main__":
    main()
