"""Coreference figures on clusters worked out by hand, and GUM's notation."""

import pytest

from benchmarks.context import _b_cubed, _gum_documents, _muc
from sayso.types import Span


def clusters(*groups):
    return [frozenset((0, Span(ord(c), ord(c) + 1)) for c in group) for group in groups]


def test_measures_of_two_clusterings():
    gold, found = clusters("abc", "d"), clusters("ab", "cd")
    assert _muc(gold, found) == (0.5, 0.5)
    assert _b_cubed(gold, found) == (pytest.approx(2 / 3), 0.75)
    assert _muc(gold, gold) == _b_cubed(gold, gold) == (1.0, 1.0)


def test_ceaf_aligns_each_cluster_once():
    pytest.importorskip("scipy")
    from benchmarks.context import _ceaf

    gold, found = clusters("abc", "d"), clusters("ab", "cd")
    assert _ceaf(gold, found) == (pytest.approx((0.8 + 2 / 3) / 2), pytest.approx((0.8 + 2 / 3) / 2))


def test_gum_notation():
    rows = [
        ("Jane", "Entity=(1-person-new-cf1-1,2-sgl|SpaceAfter=Yes"),
        ("Roe", "Entity=1)"),
        ("met", "_"),
        ("Acme", "Entity=(2-organization-new-cf2-1-sgl)|SpaceAfter=No"),
        (".", "_"),
    ]
    lines = ["# newdoc id = a\n", "# newpar\n"]
    lines += [f"{n}\t{word}" + "\t_" * 7 + f"\t{misc}\n" for n, (word, misc) in enumerate(rows, 1)]
    lines += ["# newpar\n", "1\tShe" + "\t_" * 7 + "\tEntity=(1-person-giv:act-cf1-1-ana)\n"]
    ((text, blocks, found),) = _gum_documents(lines)
    assert text.strip() == "Jane Roe met Acme.\n\nShe"
    assert [text[b.span.start : b.span.end] for b in blocks] == ["Jane Roe met Acme.", "She"]
    assert found == [{Span(0, 8), Span(20, 23)}, {Span(13, 17)}]
