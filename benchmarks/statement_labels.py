"""Label the statements of labelled articles: who, on whose word, how firmly, when.

    python -m benchmarks.statement_labels sheet LABELS.jsonl ARTICLES ID… --out FOLDER     a sheet ID.txt an article
    python -m benchmarks.statement_labels check LABELS.jsonl ARTICLES ID LABELS.txt        what is wrong with its lines
    python -m benchmarks.statement_labels pack LABELS.jsonl ARTICLES FOLDER --out FILE     FOLDER/ID.statements.txt
    python -m benchmarks.statement_labels agree FIRST.jsonl SECOND.jsonl                   equal values, by field

ARTICLES is the pool that the attribution labels LABELS.jsonl point into, or a PolNeAR `.jsonl`, which holds both. A
line is `number | who | kind | chain | act | factuality | relay | said on`, one for each attribution of the sheet, or
`number | said on` where only days are labelled; docs/labelling.md has the values. Names are exact text of the article
and are kept as offsets.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.labelling import LabelError, digest, labelled, segments, whole_words

KINDS = ("person", "organisation", "group", "document", "anonymous", "unsourced", "author")
ACTS = (
    *("state", "deny", "allege", "insinuate", "question", "decline"),
    *("believe", "know", "intend", "request", "promise", "admit"),
)
FACTUALITY = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu")
RELAYS = ("neutral", "endorses", "distances")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?:/\d{4}(?:-\d{2}(?:-\d{2})?)?)?")
#: a link of the chain that is nowhere named: "is reported to have said"
UNNAMED = "(unnamed)"


def documents(labels: Path, articles: Path, wanted: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
    """Articles with text, date and attributions, by id."""
    names = set(wanted) if wanted else None
    if articles.suffix == ".jsonl":
        with articles.open(encoding="utf8") as lines:
            return {d["id"]: d for d in map(json.loads, lines) if names is None or d["id"] in names}
    return {d["id"]: d for d in labelled(labels, articles) if names is None or d["id"] in names}


def sheet(document: dict[str, Any]) -> str:
    """The article's sentences, each with the attributions whose cues stand in it."""
    text, rows = document["text"], document["attributions"]
    out, last = [f"published {document.get('date') or 'unknown'}"], 0
    for number, segment in enumerate(segments(text), 1):
        if "\n" in text[last : segment.start]:
            out.append("")
        out.append(f"[{number}] {text[segment.start : segment.end]}")
        for i, row in enumerate(rows):
            if segment.start <= row["cue"][0][0] < segment.end:
                parts = " ".join(
                    f"{role}: {' + '.join(text[s:e] for s, e in row[role]) or '-'};"
                    for role in ("source", "cue", "content")
                )
                nested = "" if row.get("parent") is None else f" (in {row['parent'] + 1})"
                out.append(f"    {i + 1}{nested}. {_shortened(parts)}")
        last = segment.end
    return "\n".join(out) + "\n"


def _shortened(parts: str) -> str:
    return parts if len(parts) <= 300 else f"{parts[:220]} … {parts[-70:]}"


def parse(document: dict[str, Any], lines: Iterable[str]) -> tuple[list[dict[str, Any] | None], list[str]]:
    """Lines to a statement for each attribution, None where there is no line; and what is wrong."""
    text = document["text"]
    found: list[dict[str, Any] | None] = [None] * len(document["attributions"])
    problems = []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split(" | ")]
        try:
            if len(fields) not in (2, 8):
                raise LabelError(f"{len(fields)} fields, expected 8, or 2 for the day alone")
            number, said_on = fields[0], fields[-1]
            if not 1 <= int(number) <= len(found):
                raise LabelError("no attribution of that number")
            if said_on != "-" and not _DATE.fullmatch(said_on):
                raise LabelError(f"{said_on!r} is not a date, an interval or -")
            day = {"said_on": None if said_on == "-" else said_on}
            if len(fields) == 2:
                found[int(number) - 1] = day
                continue
            who, kind, chain, act, factuality, relay = fields[1:7]
            for value, allowed in ((kind, KINDS), (act, ACTS), (factuality, FACTUALITY), (relay, RELAYS)):
                if value not in allowed:
                    raise LabelError(f"{value!r} is none of {', '.join(allowed)}")
            found[int(number) - 1] = {
                "who": _named(text, who),
                "kind": kind,
                "chain": [] if chain == "-" else [_named(text, link.strip()) for link in chain.split(";")],
                "act": act,
                "factuality": factuality,
                "relay": relay,
                **day,
            }
        except (LabelError, ValueError) as error:
            problems.append(f"{line.strip()[:70]}: {error}")
    missing = [str(i + 1) for i, row in enumerate(found) if row is None]
    if missing:
        problems.append(f"no line for {', '.join(missing)}")
    return found, problems


def _named(text: str, name: str) -> list[int] | str | None:
    """The first place of a name in the text."""
    if name in ("-", "author", UNNAMED):
        return None if name == "-" else name
    places = [at.start() for at in re.finditer(re.escape(name), text) if whole_words(text, at.start(), at.end())]
    if not places:
        raise LabelError(f"{name!r} does not stand in the article")
    return [places[0], places[0] + len(name)]


def agreement(first: Path, second: Path) -> dict[str, tuple[float, int]]:
    """Share of statements that two packed files give the same value, and of how many, by field."""
    sides = []
    for path in (first, second):
        with path.open(encoding="utf8") as lines:
            sides.append({row["id"]: row["statements"] for row in map(json.loads, lines)})
    pairs = [
        (a, b)
        for name in sorted(sides[0].keys() & sides[1].keys())
        for a, b in zip(sides[0][name], sides[1][name], strict=True)
        if a and b
    ]
    fields = ("who", "kind", "chain", "act", "factuality", "relay", "said_on")
    return {field: (sum(a[field] == b[field] for a, b in pairs) / max(1, len(pairs)), len(pairs)) for field in fields}


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("sheet", "check", "pack", "agree"))
    parser.add_argument("labels", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("what", nargs="*")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.command == "agree":
        for field, (share, n) in agreement(options.labels, options.articles).items():
            print(f"{field:10} {100 * share:5.1f} % of {n}")
        return
    if options.command == "check":
        name, path = options.what
        document = documents(options.labels, options.articles, [name])[name]
        _, problems = parse(document, Path(path).read_text(encoding="utf8").splitlines())
        print("\n".join([*problems, f"{len(problems)} problems"]))
        sys.exit(bool(problems))
    if options.command == "sheet":
        options.out.mkdir(parents=True, exist_ok=True)
        for name, document in documents(options.labels, options.articles, options.what).items():
            (options.out / f"{name}.txt").write_text(sheet(document), encoding="utf8")
        return
    paths = {p.name.removesuffix(".statements.txt"): p for p in sorted(Path(options.what[0]).glob("*.statements.txt"))}
    rows = []
    for name, document in documents(options.labels, options.articles, paths).items():
        found, problems = parse(document, paths[name].read_text(encoding="utf8").splitlines())
        for problem in problems:
            print(f"{name}: {problem}", file=sys.stderr)
        rows.append({"id": name, "sha256": digest(document["text"]), "statements": found})
    options.out.write_text("".join(json.dumps(r, separators=(",", ":")) + "\n" for r in rows), encoding="utf8")
    print(f"{len(rows)} articles, {sum(s is not None for r in rows for s in r['statements'])} statements")


if __name__ == "__main__":
    main()
