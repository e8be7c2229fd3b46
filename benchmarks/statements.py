"""Who, chain, act, factuality, relay and date on gold attributions: python -m benchmarks.statements

The statements that we labelled (benchmarks/labels/statements-*.jsonl and stance-dev.jsonl) hold for attributions whose
spans are given, so the reader's own mistakes do not count here. Prints, in per cent:

    who            the labelled holder: the same name, or a mention of it among the source's mentions
    pronouns       the same of he, she, it and they whose holder was last named in another sentence
    wrong merges   statements put together with those of somebody else
    unresolved     statements whose source stays open
    kind, chain    as labelled, the chain link by link
    act, factuality, polarity, relay    accuracy, and F1 averaged over the values; of the balanced set and of all
    denials        labelled denials that are filed as assertions
    said on        of those with a labelled date, the same date; and how many of the dates given are the labelled ones

A value on which the two readers differ is left out, and counted. The articles are not part of the project.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.attribution import page
from benchmarks.corpora import shared
from benchmarks.statement_labels import documents
from sayso.pages import read_article
from sayso.reading.dates import find_times
from sayso.reading.dating import Dater
from sayso.reading.judging import features
from sayso.reading.model import Model
from sayso.reading.quotes import find_quotations
from sayso.reading.sources import Resolved, find_sources
from sayso.reading.stance import Stance, stance
from sayso.types import Attribution, Source, Span, When

LABELS = Path(__file__).parent / "labels"
STANCE_DEV = LABELS / "stance-dev.jsonl"
POOL, POLNEAR = shared("stories/abp_sample.jsonl.gz"), shared("attribution/polnear/dev.jsonl")
#: statements of each act that the balanced set takes
_EACH = 60
_STANCE = ("act", "factuality", "relay")
_EMPTY = frozenset(
    """
    the a an mr mrs ms president sen senator rep gov governor dr of former republican democratic secretary
    general state prime minister
    """.split()
)


class Judged(NamedTuple):
    """A labelled attribution with what the rules and the head make of it."""

    document: str
    #: of the attribution in its document
    number: int
    #: the label by each of two readers
    first: dict[str, Any]
    second: dict[str, Any]
    #: the labelled holder's name, "" when none
    name: str
    row: dict[str, Any]
    text: str
    source: Source | None
    resolved: Resolved
    sources: Sequence[Source]
    stance: Stance
    said_on: When | None


def attribution(row: dict[str, Any]) -> Attribution:
    """A labelled attribution."""
    spans = (tuple(Span(*s) for s in row[role]) for role in ("source", "cue", "content"))
    return Attribution(*spans, score=1.0, parent=row.get("parent"))


def judged(model: Model, statements: Path, labels: Path, articles: Path) -> Iterator[Judged]:
    """Every labelled statement of a file."""
    sides = [
        {row["id"]: row["statements"] for row in map(json.loads, path.read_text(encoding="utf8").splitlines())}
        for path in (statements, statements.with_name(f"{statements.stem}-second.jsonl"))
    ]
    for name, document in documents(labels, articles, sides[0]).items():
        sources, resolved, stances, days = understood(model, document)
        text = document["text"]
        for i, (first, second) in enumerate(zip(sides[0][name], sides[1][name], strict=True)):
            if first and second:
                who = first["who"]
                held = resolved[i].source
                yield Judged(
                    name, i, first, second, text[who[0] : who[1]] if isinstance(who, list) else "",
                    document["attributions"][i], text, None if held is None else sources[held], resolved[i], sources,
                    stances[i], days[i],
                )  # fmt: skip


def understood(
    model: Model, document: dict[str, Any]
) -> tuple[tuple[Source, ...], tuple[Resolved, ...], list[Stance], list[When | None]]:
    """What reading makes of the labelled attributions of a document, in the order that sayso.reader has."""
    article = read_article(page(document["id"], document["text"]))
    text, blocks = article.text, article.readable
    attributions = [attribution(row) for row in document["attributions"]]
    tokens = model.tokenize(text, blocks, find_quotations(text, [b.span for b in blocks]))
    _, vectors = model.read(tokens)
    rules = [stance(text, a) for a in attributions]
    stances = model.stance.judge(features(tokens, vectors, attributions, rules), rules)
    sources, resolved = find_sources(text, blocks, attributions)
    published = re.match(r"\d{4}-\d\d-\d\d", document.get("date") or "")
    day = date.fromisoformat(published[0]) if published else None
    times = find_times(text, blocks, day)
    holders = [r.source for r in resolved]
    days = Dater(text, blocks, attributions, [s.act for s in stances], holders, sources, times, day).days(model.days)
    return sources, resolved, stances, days


def balanced(model: Model, statements: Sequence[Judged]) -> list[tuple[dict[str, Any], Stance]]:
    """The labels of stance-dev.jsonl, filled up from other development statements, where two readers agree."""
    second = [json.loads(line) for line in STANCE_DEV.with_name("stance-dev-second.jsonl").open(encoding="utf8")]
    wanted: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row, other in zip(map(json.loads, STANCE_DEV.open(encoding="utf8")), second, strict=True):
        if row["act"] and all(row[field] == other[field] for field in _STANCE):
            wanted[row["id"]].append(row)
    pools = documents(LABELS / "train.jsonl", POOL, wanted) | documents(POLNEAR, POLNEAR, wanted)
    found = []
    for name, rows in wanted.items():
        stances = understood(model, pools[name])[2]
        found += [(row, stances[row["attribution"]]) for row in rows]
    count = Counter(row["act"] for row, _ in found)
    known = {(name, row["attribution"]) for name, rows in wanted.items() for row in rows}
    for item in statements:
        agreed = all(item.first[field] == item.second[field] for field in _STANCE)
        if agreed and (item.document, item.number) not in known and count[item.first["act"]] < _EACH:
            count[item.first["act"]] += 1
            found.append((item.first, item.stance))
    return found


def same_name(gold: str, found: str) -> bool:
    """Whether one name's words are all words of the other, titles aside."""
    a, b = (set(re.findall(r"[a-z0-9]+", re.sub(r"['’]s?\b", "", n.lower()))) - _EMPTY for n in (gold, found))
    return a <= b or b <= a if a and b else gold.lower() == found.lower()


def right_holder(item: Judged) -> bool:
    """Whether the source is the labelled one."""
    if item.source is None:
        return False
    kind, found = item.first["kind"], item.source.kind.value
    if kind in ("unsourced", "author") or found in ("unsourced", "author"):
        return bool(kind == found)
    who = item.first["who"]
    mentioned = any(m.start < who[1] and who[0] < m.end for m in item.source.mentions)
    return same_name(item.name, item.source.name) or (mentioned and found != "group")


def far_pronoun(item: Judged) -> bool:
    """Whether the source is a pronoun whose holder is not named in its sentence before it."""
    if not item.row["source"] or not item.name:
        return False
    start, end = item.row["source"][0]
    text = item.text
    if text[start:end].lower() not in {"he", "she", "it", "they", "him", "her", "his", "their", "its", "them"}:
        return False
    begin = max(text.rfind(mark, 0, start) for mark in (". ", "\n", "? ", "” "))
    return not re.search(re.escape(item.name.split()[-1]), text[begin + 1 : start])


def wrong_merges(items: Sequence[Judged]) -> float:
    """Share of statements whose source mostly holds those of somebody else."""
    held: dict[tuple[str, str, int], Counter[str]] = defaultdict(Counter)
    for item in items:
        if item.source and item.name:
            held[item.document, item.source.name, item.resolved.source or 0][item.name] += 1
    merged = 0
    for names in held.values():
        main = names.most_common(1)[0][0]
        merged += sum(count for name, count in names.items() if not same_name(main, name))
    return 100 * merged / max(1, len(items))


def macro(pairs: Sequence[tuple[str, str]]) -> float:
    """F1 averaged over the values that the gold has."""
    scores = []
    for value in {gold for gold, _ in pairs}:
        hit = sum(g == f == value for g, f in pairs)
        scores.append(2 * hit / (sum(g == value for g, _ in pairs) + sum(f == value for _, f in pairs)))
    return 100 * sum(scores) / max(1, len(scores))


def accuracy(pairs: Sequence[tuple[str, str]]) -> float:
    """Equal pairs in per cent."""
    return 100 * sum(g == f for g, f in pairs) / max(1, len(pairs))


def firmness(rows: Sequence[tuple[dict[str, Any], Stance]], prefix: str = "") -> dict[str, float]:
    """Figures of act, factuality, polarity and relay."""
    out: dict[str, float] = {}
    for field in _STANCE:
        pairs = [(row[field], getattr(found, field).value) for row, found in rows]
        out[f"{prefix}{field}"], out[f"{prefix}{field} macro"] = accuracy(pairs), macro(pairs)
        if field == "factuality":
            out[f"{prefix}polarity"] = accuracy([(g[-1], f[-1]) for g, f in pairs])
    denials = [found for row, found in rows if row["act"] == "deny" and row["factuality"] == "CT-"]
    out[f"{prefix}denials as assertions"] = (
        100 * sum(d.factuality.polarity == "+" for d in denials) / max(1, len(denials))
    )
    return out


def figures(items: Sequence[Judged]) -> dict[str, float]:
    """All figures of a set but those of the balanced one."""
    agreed = [
        i for i in items if i.first["who"] == i.second["who"] or same_name(i.name, _name(i.text, i.second["who"]))
    ]
    far = [i for i in agreed if far_pronoun(i)]
    chains = [i for i in items if _names(i.text, i.first["chain"]) == _names(i.text, i.second["chain"])]
    dated = [i for i in items if i.first["said_on"] and i.first["said_on"] == i.second["said_on"]]
    given = [i for i in items if i.said_on and i.first["said_on"] == i.second["said_on"]]
    share = len(items) or 1
    return {
        "who": 100 * sum(map(right_holder, agreed)) / max(1, len(agreed)),
        "pronouns": 100 * sum(map(right_holder, far)) / max(1, len(far)),
        "wrong merges": wrong_merges(agreed),
        "unresolved": 100 * sum(i.source is None for i in items) / share,
        "kind": accuracy([(i.first["kind"], i.source.kind.value if i.source else "") for i in agreed]),
        "chain": 100 * sum(_same_chain(i) for i in chains) / max(1, len(chains)),
        **firmness([(i.first, i.stance) for i in items if all(i.first[f] == i.second[f] for f in _STANCE)]),
        "said on": _right_days(dated),
        "dates given": _right_days(given),
    }  # fmt: skip


def _right_days(items: Sequence[Judged]) -> float:
    right = sum(i.said_on is not None and i.said_on.value == i.first["said_on"] for i in items)
    return 100 * right / max(1, len(items))


def _name(text: str, who: Any) -> str:
    return text[who[0] : who[1]] if isinstance(who, list) else (who or "")


def _names(text: str, chain: Sequence[Any]) -> list[str]:
    return [_name(text, link) for link in chain]


def _same_chain(item: Judged) -> bool:
    gold = _names(item.text, item.first["chain"])
    found = ["(unnamed)" if i is None else item.sources[i].name for i in item.resolved.chain]
    return len(gold) == len(found) and all(same_name(g, f) for g, f in zip(gold, found, strict=True))


def measure(model: Model | None = None) -> dict[str, dict[str, float]]:
    """Figures of the two development sets, of both together, and of the balanced set."""
    model = model or Model()
    sets = {
        "opinion and foreign": list(judged(model, LABELS / "statements-dev.jsonl", LABELS / "dev.jsonl", POOL)),
        "PolNeAR dev": list(judged(model, LABELS / "statements-polnear.jsonl", POLNEAR, POLNEAR)),
    }
    together = [item for items in sets.values() for item in items]
    chosen = balanced(model, together)
    print(f"balanced: {len(chosen)} statements, {dict(Counter(row['act'] for row, _ in chosen))}", file=sys.stderr)
    return {name: figures(items) for name, items in (*sets.items(), ("both", together))} | {
        "balanced": firmness(chosen)
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=None, help="a model folder; the shipped one by default")
    options = parser.parse_args()
    for path in (POOL, POLNEAR):
        if not path.exists():
            sys.exit(f"{path} is not there")
    for name, table in measure(Model(options.model)).items():
        print(name)
        for figure, value in table.items():
            print(f"  {figure:22} {value:5.1f}")


if __name__ == "__main__":
    main()
