"""Relating by all tellings: the pair model's verdicts together, and links carried over."""

import numpy as np
import pytest

from sayso.relating.links import Link, LinkKind, pooled
from sayso.relating.pairs import Verdict
from sayso.relating.tellings import carried, relate, tellings_of
from tests.relating.test_links import NOTHING, claim

#: of two accounts by two people, three tellings each
TELLINGS = {
    1: ("Pellard", "the northern harbour was let to Orlo behind closed doors"),
    2: ("Pellard", "Orlo had been given the harbour in the north in a secret deal"),
    3: ("Moro", "the whole town had been asked before anybody got the northern harbour"),
    4: ("Moro", "the whole town had been asked before anybody at all got the northern harbour"),
}


def told_by(number):
    who, text = TELLINGS[number]
    return claim(number, text, entity=1 if number < 3 else 2, who=who, article=10 + number)


def relations(new, old, verdicts, known=(), apart=()):
    """Links that `relate` makes of new and old tellings, when the pair model says so of two of them."""
    by_words = {frozenset((told_by(a).spoken, told_by(b).spoken)): v for (a, b), v in verdicts.items()}
    near = [(i, j, 0.42) for i in range(len(new)) for j in range(len(old))]
    claims = [[told_by(n) for n in numbers] for numbers in (new, old)]

    def judge(pairs, answers):
        return [by_words.get(frozenset(pair), NOTHING) for pair in pairs]

    return {(k.first, k.second): k.kind for k in relate(near, *claims, np.full(len(old), 0.8), judge, known, apart)}


def conflict(share):
    return Verdict(0.0, 0.0, share, 1 - share)


def test_a_verdict_is_weighed_with_doubt_and_with_those_on_other_tellings():
    assert pooled(0.9) == pytest.approx((0.9 + 0.15) / 1.5)
    assert pooled(0.9, [(0.6, 1.0), (0.8, 0.5)]) == pytest.approx((0.9 + 0.15 + 0.6 + 0.4) / 3)


def test_other_tellings_make_a_conflict_surer_or_none():
    again = [Link(1, 2, LinkKind.REPEATS, 0.9)]
    assert relations([3], [1, 2], {(3, 1): conflict(0.89)}, again) == {}
    both = {(3, 1): conflict(0.89), (3, 2): conflict(0.89)}
    assert relations([3], [1, 2], both) == {}
    assert relations([3], [1, 2], both, again) == {(1, 3): LinkKind.CONFLICTS, (2, 3): LinkKind.CONFLICTS}
    assert relations([3], [1, 2], both, again, apart={2}) == {}
    assert relations([3], [1, 2], {(3, 1): conflict(0.95)}) == {(1, 3): LinkKind.CONFLICTS}
    assert relations([3], [1, 2], {(3, 1): conflict(0.95)}, again) == {}


def carried_links(link, *repeats, claims, linked=(), apart=()):
    by_id = {c.id: c for c in claims}
    found = carried([link], tellings_of([link, *repeats], apart), by_id, {(link.first, link.second), *linked})
    return {(k.first, k.second): (k.kind, k.score) for _, k in found}


def again(first, second, score=0.9):
    return Link(first, second, LinkKind.REPEATS, score)


ACCOUNTS = [told_by(n) for n in TELLINGS]
CONFLICT = Link(1, 3, LinkKind.CONFLICTS, 0.8)


def test_what_one_telling_is_to_another_statement_the_others_are_too():
    assert carried_links(CONFLICT, again(3, 4), claims=ACCOUNTS) == {(1, 4): (LinkKind.CONFLICTS, 0.72)}
    both = carried_links(CONFLICT, again(1, 2, 0.7), again(3, 4), claims=ACCOUNTS)
    assert {pair: score for pair, (_, score) in both.items()} == {(1, 4): 0.72, (2, 3): 0.56, (2, 4): 0.504}


def test_a_conflict_must_be_surer_than_an_agreement_to_be_carried_over():
    told = again(1, 2, 0.5)
    assert carried_links(CONFLICT, told, claims=ACCOUNTS) == {}
    assert carried_links(CONFLICT._replace(kind=LinkKind.AGREES), told, claims=ACCOUNTS) == {
        (2, 3): (LinkKind.AGREES, 0.4)
    }


def test_nothing_is_carried_over_where_something_is_or_to_a_copy_or_by_an_unsure_repetition():
    assert carried_links(CONFLICT, again(3, 4), claims=ACCOUNTS, linked=[(1, 4)]) == {}
    assert carried_links(CONFLICT, again(3, 4), claims=ACCOUNTS, apart={4}) == {}
    assert carried_links(CONFLICT, again(3, 4, 0.4), claims=ACCOUNTS) == {}
    assert carried_links(CONFLICT._replace(score=0.3), again(3, 4, 0.6), claims=ACCOUNTS) == {}


@pytest.mark.parametrize("other", [{"factuality": "PS+"}, {"factuality": "Uu"}, {"factuality": "CT-"}, {"entity": 1}])
def test_nothing_is_carried_over_to_what_cannot_be_in_conflict(other):
    telling = claim(5, TELLINGS[4][1], **{"entity": 2, "who": "Moro", "article": 15, **other})
    assert carried_links(CONFLICT, again(3, 5), claims=[*ACCOUNTS, telling]) == {}


def test_a_changed_account_is_carried_over_in_the_order_of_time():
    before, after = (
        claim(n, f"the northern harbour was {never}let to the Skarrow Line", day=f"2031-03-0{n}", who="Pell")
        for n, never in ((1, "never "), (5, ""))
    )
    later, earlier = (
        claim(n, "the Skarrow Line was never given that northern harbour at all", day=f"2031-03-0{n}", who="Pell")
        for n in (9, 2)
    )
    revision = Link(1, 5, LinkKind.REVISES, 0.8)
    claims = [before, after, later, earlier]
    assert carried_links(revision, again(1, 9), again(1, 2), claims=claims) == {(2, 5): (LinkKind.REVISES, 0.72)}
