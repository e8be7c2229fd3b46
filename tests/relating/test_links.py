"""What two claims are to one another, given what the pair model says of them."""

import numpy as np
import pytest

from sayso.relating.copies import containment, resemblance, shared_run, signature
from sayso.relating.links import Claim, LinkKind, candidates, related, text_of
from sayso.relating.pairs import Verdict
from sayso.types import Act, Factuality

SAME, OPPOSITE, NOTHING = Verdict(0.95, 0.95, 0.01), Verdict(0.02, 0.02, 0.95), Verdict(0.05, 0.05, 0.05)


def claim(
    number, text, entity=1, factuality="CT+", act="state", day="2031-03-04", article=None, parent=None, named=True
):
    return Claim(number, article or number, entity, named, Act(act), Factuality(factuality), day, text, number, parent)


def kind(a, b, verdict, cosine=0.7):
    link = related(a, b, cosine, verdict)
    return link and link.kind


LEASE, OTHER = "he signed the lease of the harbour", "the harbour was let by him"


@pytest.mark.parametrize(
    ("first", "second", "verdict", "expected"),
    [
        (("CT+", 1), ("CT+", 2), SAME, LinkKind.AGREES),
        (("CT+", 1), ("CT-", 2), SAME, LinkKind.CONFLICTS),
        (("CT-", 1), ("CT-", 2), SAME, LinkKind.AGREES),
        (("CT+", 1), ("CT+", 2), OPPOSITE, LinkKind.CONFLICTS),
        (("CT-", 1), ("CT-", 2), OPPOSITE, None),
        (("CT+", 1), ("Uu", 2), SAME, None),
        (("Uu", 1), ("Uu", 2), OPPOSITE, None),
        (("CT+", 1), ("CT+", 2), NOTHING, None),
    ],
)
def test_contents_and_how_they_are_held_make_the_relation(first, second, verdict, expected):
    a = claim(1, LEASE, entity=first[1], factuality=first[0])
    b = claim(2, OTHER, entity=second[1], factuality=second[0])
    assert kind(a, b, verdict) == expected


def test_the_same_source_that_changes_its_account_revises():
    a = claim(1, LEASE, factuality="CT-", day="2031-03-04")
    b = claim(2, OTHER, factuality="CT+", day="2031-03-12")
    link = related(b, a, 0.7, SAME)
    assert (link.first, link.second, link.kind) == (1, 2, LinkKind.REVISES)


def test_the_same_words_by_the_same_source_are_one_utterance():
    a = claim(1, "we never let the northern harbour to anyone")
    b = claim(2, "we never let the northern harbour to anyone at all")
    assert kind(a, b, NOTHING, 0.9) is LinkKind.REPEATS


def test_an_outer_statement_does_not_conflict_with_what_it_holds():
    outer = claim(1, "that the minister denied the lease", article=7)
    inner = Claim(2, 7, 2, True, Act.DENY, Factuality("CT-"), "2031-03-04", "the lease", 2, 1)
    assert related(outer, inner, 0.9, SAME) is None


def test_candidates_are_near_and_no_more_than_a_few():
    vectors = np.eye(3, dtype=np.float32)
    among = np.concatenate([np.eye(3, dtype=np.float32)[:1]] * 20 + [np.eye(3, dtype=np.float32)[1:2]])
    found = candidates(vectors[:1], among)
    assert len(found) == 8
    assert {round(cosine, 3) for _, _, cosine in found} == {1.0}


@pytest.mark.parametrize(
    ("content", "speaker", "act", "expected"),
    [
        ("that he met Orlo", "Vassoul", Act.STATE, "Vassoul met Orlo"),
        ("“I never met my friend”", "Vassoul", Act.STATE, "Vassoul never met Vassoul's friend"),
        ("having met Orlo", "Vassoul", Act.DENY, "Vassoul had met Orlo"),
        ("the port is safe", "", Act.STATE, "the port is safe"),
    ],
)
def test_claims_stand_by_themselves(content, speaker, act, expected):
    assert text_of(content, speaker, act) == expected


def test_copies_resemble_and_others_do_not():
    story = " ".join(f"word{i}" for i in range(200))
    copy = "Headline here " + story + " Reporting by somebody."
    other = " ".join(f"other{i}" for i in range(200))
    assert resemblance(signature(story), signature(copy)) > 0.8
    assert resemblance(signature(story), signature(other)) < 0.1


def test_runs_and_shares_of_words():
    assert shared_run("he said the harbour was let in May", "it is not so that the harbour was let in May") == 6
    assert containment("northern harbour lease", "the lease of the northern harbour was signed") == 1.0
