"""What two claims are to one another, given what the pair model says of them."""

import numpy as np
import pytest

from sayso.relating.claims import Claim, text_of
from sayso.relating.copies import containment, is_copy, resemblance, shared_run, signature
from sayso.relating.links import LinkKind, candidates, pairs_of, possible, related, told_again, worded
from sayso.relating.pairing import Pairing
from sayso.relating.pairs import Verdict
from sayso.types import Act, Factuality, SourceKind

REPEATS = Verdict(0.9, 0.06, 0.02, 0.02)
AGREES = Verdict(0.03, 0.93, 0.02, 0.02)
CONFLICTS = Verdict(0.01, 0.01, 0.97, 0.01)
NOTHING = Verdict(0.02, 0.04, 0.04, 0.9)


def claim(
    number,
    text,
    entity=1,
    factuality="CT+",
    act="state",
    day="2031-03-04",
    article=None,
    parent=None,
    source="person",
    who="",
    cue="",
):
    held = Factuality(factuality)
    return Claim(
        number, article or number, entity, SourceKind(source), Act(act), held, day, text, number, parent, who, cue
    )


def kind(a, b, verdict, cosine=0.7, alike=0.8):
    link = related(Pairing(a, b, cosine, alike), verdict)
    return link and link.kind


LEASE = "the council had let the northern harbour to Orlo in secret"
OTHER = "the northern harbour was let to Orlo behind closed doors"


@pytest.mark.parametrize(
    ("first", "second", "verdict", "expected"),
    [
        (("CT+", "allege", 1), ("CT-", "deny", 2), CONFLICTS, LinkKind.CONFLICTS),
        (("CT-", "deny", 1), ("CT-", "deny", 2), AGREES, LinkKind.AGREES),
        (("CT+", "state", 1), ("CT+", "state", 1), REPEATS, LinkKind.REPEATS),
        (("CT+", "allege", 1), ("CT-", "deny", 2), NOTHING, None),
        (("CT-", "deny", 1), ("CT-", "deny", 2), NOTHING, None),
        (("CT+", "state", 1), ("Uu", "question", 2), CONFLICTS, None),
        (("CT+", "state", 1), ("CT+", "state", 2), NOTHING, None),
    ],
)
def test_what_is_said_and_how_it_is_held_make_the_relation(first, second, verdict, expected):
    a = claim(1, LEASE, entity=first[2], factuality=first[0], act=first[1])
    b = claim(2, OTHER, entity=second[2], factuality=second[0], act=second[1], day="2031-03-05")
    assert kind(a, b, verdict, alike=0.4) == expected


def test_a_bare_denial_is_against_what_the_denier_is_accused_of_by_name():
    denial = claim(1, "all the allegations", act="deny", factuality="CT-", who="Mayor Vassoul")
    of_him = claim(2, "Vassoul had let the northern harbour to Orlo", entity=2, act="allege")
    said = claim(4, "Vassoul had let the northern harbour to Orlo", entity=2)
    of_namesake = claim(5, "Dora Vassoul had let the northern harbour to Orlo", entity=2, act="allege")
    of_another = claim(3, "Brandt had let the northern harbour to Orlo", entity=2, act="allege")
    assert kind(denial, of_him, CONFLICTS, 0.2) is LinkKind.CONFLICTS
    assert [kind(denial, other, CONFLICTS, 0.2) for other in (of_another, said, of_namesake)] == [None] * 3


def test_who_may_be_one_under_two_names_is_in_no_conflict_with_himself():
    first = claim(1, LEASE, entity=1, act="allege", who="Jorin")
    second = claim(2, LEASE + " at night", entity=2, act="deny", factuality="CT-", who="Jorin Tapscombe")
    other = claim(3, LEASE + " at night", entity=2, act="deny", factuality="CT-", who="Sunniva Pellard")
    assert kind(first, second, CONFLICTS) is None
    assert kind(first, other, CONFLICTS) is LinkKind.CONFLICTS


def test_two_people_by_name_seldom_tell_one_utterance():
    doubtful = Verdict(0.35, 0.2, 0.1, 0.35)
    first, second = claim(1, LEASE, entity=1, who="Emeric Vassoul"), claim(2, OTHER, entity=2, who="Sunniva Pellard")
    described = claim(3, OTHER, entity=3, who="the minister")
    assert kind(first, second, doubtful, 0.5, 0.4) is None
    assert kind(first, described, doubtful, 0.5, 0.4) is LinkKind.REPEATS
    assert kind(first, second, REPEATS, 0.9) is LinkKind.REPEATS


def test_one_utterance_in_the_same_words_needs_no_model():
    words = "the northern harbour was let to Orlo behind closed doors"
    told = claim(1, words, who="Vassoul")
    assert told_again(told, claim(2, words + " again", who="Emeric Vassoul", entity=2))
    assert told_again(told, claim(3, words, entity=3, source="anonymous"))
    assert not told_again(told, claim(4, words, who="Sunniva Pellard", entity=4))
    assert not told_again(told, claim(5, words, who="Vassoul", factuality="CT-", act="deny"))
    assert not told_again(told, claim(6, "the harbour was let", who="Vassoul"))


def test_the_model_is_asked_only_of_what_could_be_something():
    told = claim(1, LEASE, entity=1, act="allege")
    denied = claim(2, OTHER, entity=2, act="deny", factuality="CT-")
    elsewhere = claim(3, "wages for bus drivers will rise in the spring", entity=2, act="deny", factuality="CT-")
    assert "conflicts" in possible(Pairing(told, denied, 0.7, 0.8))
    assert not possible(Pairing(told, elsewhere, 0.1, 0.8))


def test_what_may_be_so_is_in_no_conflict_with_what_is_not():
    firm = claim(1, "the harbour was never let to the Skarrow Line in secret", who="Pellard")
    told = claim(2, "the Skarrow Line was let the harbour behind closed doors", entity=2, who="Moro")
    perhaps = claim(3, told.text, entity=2, factuality="PS+", who="Moro")
    assert kind(firm, told, CONFLICTS, 0.8) is LinkKind.CONFLICTS
    assert kind(firm, perhaps, CONFLICTS, 0.8) is None


@pytest.mark.parametrize(
    ("unaware", "expected"),
    [
        ("the ministry had no knowledge of any secret lease of the harbour", None),
        ("the minister knew of no lease of the northern harbour", None),
        ("the minister wasn't aware of a secret lease of the harbour", None),
        ("the minister had not been told of a secret lease of the harbour", None),
        ("the northern harbour was never let to anybody", LinkKind.CONFLICTS),
    ],
)
def test_who_did_not_know_of_it_does_not_say_that_it_was_not_so(unaware, expected):
    told = claim(1, LEASE, who="Pellard")
    assert kind(told, claim(2, unaware, entity=2, who="the ministry"), CONFLICTS) is expected


def test_who_did_not_know_is_against_who_says_that_he_knew():
    knew = claim(1, "the minister was told of the lease in March", who="Pellard")
    not_known = claim(2, "the minister had no knowledge of any lease", entity=2, who="the ministry")
    assert kind(knew, not_known, CONFLICTS) is LinkKind.CONFLICTS


def test_who_said_that_it_did_not_know_and_who_did_not_know_keep_one_account():
    said = claim(1, "that it had no knowledge of any lease of the northern harbour", who="the ministry")
    told = claim(2, "any lease of the northern harbour", factuality="Uu", act="know", day="2031-03-06", who="the ministry",
                 cue="had no knowledge of")  # fmt: skip
    assert kind(said, told, AGREES) is LinkKind.REPEATS


def test_who_knew_that_nothing_was_paid_is_not_unaware():
    knew = claim(1, "no money had changed hands over the harbour", act="know", cue="knew", who="Pellard")
    paid = claim(2, "the company paid 40,000 in cash for the harbour", entity=2, who="Moro")
    assert kind(knew, paid, CONFLICTS) is LinkKind.CONFLICTS


def test_claims_without_content_are_in_no_conflict():
    topic = claim(1, "the harbour", entity=1, act="allege")
    assert kind(topic, claim(2, OTHER, entity=2, factuality="CT-", act="deny"), CONFLICTS) is None


@pytest.mark.parametrize(("before", "after"), [("CT-", "CT+"), ("CT-", "Uu"), ("Uu", "CT+")])
def test_the_same_source_that_changes_its_account_revises(before, after):
    cues = {"CT-": "denied", "CT+": "said", "Uu": "could not be certain"}
    a = claim(1, LEASE, factuality=before, day="2031-03-04", cue=cues[before])
    b = claim(2, OTHER, factuality=after, day="2031-03-12", cue=cues[after])
    link = related(Pairing(b, a, 0.7, 0.8), AGREES)
    assert (link.first, link.second, link.kind) == (1, 2, LinkKind.REVISES)
    assert kind(a, b, NOTHING) is None
    assert worded(a, b) == ("someone says: " + LEASE, "someone says: " + OTHER)


def test_who_only_spoke_of_a_matter_had_taken_no_position_on_it():
    spoke = claim(1, LEASE, factuality="Uu", day="2031-03-04", cue="discussed")
    doubted = claim(2, LEASE, factuality="Uu", day="2031-03-04", cue="was not sure")
    later = claim(3, OTHER, day="2031-03-12", cue="said")
    assert kind(spoke, later, AGREES) is None
    assert kind(doubted, later, AGREES) is LinkKind.REVISES


def test_what_is_admitted_later_in_the_words_that_were_denied_is_a_changed_account():
    first = claim(1, "the ambassador has not set foot in this building since the storm", who="Muirsett")
    later = claim(2, "the ambassador did set foot in the building", act="admit", day="2031-03-14", who="Muirsett")
    assert kind(first, later, NOTHING, 0.3) is LinkKind.REVISES
    assert kind(later, first, REPEATS, 0.3) is LinkKind.REVISES
    again = claim(3, "the ambassador did set foot in the building", day="2031-03-14", who="Muirsett")
    assert kind(first, again, NOTHING, 0.3) is None
    assert kind(first, again, CONFLICTS, 0.3) is LinkKind.REVISES
    for act in ("request", "promise", "decline"):
        open_ = claim(4, LEASE, factuality="Uu", act=act)
        assert kind(open_, claim(5, OTHER, day="2031-03-12"), AGREES) is None


def test_what_is_denied_and_what_is_said_not_to_be_is_one_account():
    said = claim(1, "he had not been shown the memo on the harbour", who="Vassoul")
    denied = claim(2, "he was shown the memo on the harbour", act="deny", factuality="CT-", day="2031-03-12")
    assert kind(said, denied, AGREES) is LinkKind.REPEATS


def test_on_one_day_what_was_said_openly_and_firmly_is_one_utterance_and_opposites_are_a_misreading():
    assert kind(claim(1, LEASE, factuality="Uu"), claim(2, LEASE + " at night"), REPEATS) is LinkKind.REPEATS
    assert kind(claim(1, LEASE, factuality="CT-"), claim(2, LEASE + " at night"), REPEATS) is None


def test_the_same_words_by_the_same_source_are_one_utterance():
    a = claim(1, "we never let the northern harbour to anyone")
    b = claim(2, "we never let the northern harbour to anyone at all")
    assert told_again(a, b)


def test_what_holds_another_and_two_questions_are_not_compared():
    outer = claim(1, "that the minister denied the lease", article=7)
    inner = Claim(2, 7, 2, SourceKind.PERSON, Act.DENY, Factuality("CT-"), "2031-03-04", "the lease", 2, 1)
    question, wish = claim(3, LEASE, factuality="Uu"), claim(4, OTHER, entity=2, factuality="Uu")
    claims = [outer, inner, question, wish]
    pairs = [(i, j, 0.9) for i in range(4) for j in range(4)]
    kept = {(claims[i].id, claims[j].id) for i, j, _ in pairs_of(pairs, claims, claims)}
    assert kept == {(1, 3), (2, 4)}  # one source each, which may say the same again


def test_a_wish_told_by_two_names_may_be_one_utterance():
    wish = claim(1, "to let the harbour to Orlo", factuality="Uu", act="request", who="Vassoul")
    by_full_name = claim(
        2, "that the harbour be let to Orlo", entity=2, factuality="Uu", act="request", who="Ada Vassoul"
    )
    by_another = claim(3, "that the harbour be let to Orlo", entity=3, factuality="Uu", act="request", who="Pellard")
    assert pairs_of([(0, 0, 0.9)], [wish], [by_full_name]) == [(0, 0, 0.9)]
    assert pairs_of([(0, 0, 0.9)], [wish], [by_another]) == []
    assert kind(wish, by_full_name, REPEATS, 0.9) is LinkKind.REPEATS
    assert wish.spoken == "Vassoul wants: to let the harbour to Orlo"


def test_candidates_are_near_and_no_more_than_a_few_but_for_denials():
    vectors = np.eye(3, dtype=np.float32)
    among = np.array([[1, 0, 0]] * 60 + [[0.1, 0.99, 0]], np.float32)
    apart, none = np.zeros(61, np.float32), np.zeros(61, bool)
    own = none[None]
    found = candidates(vectors[:1], among, apart, np.array([False]), none, own)
    assert len(found) == 32
    assert {round(cosine, 3) for _, _, cosine in found} == {1.0}
    assert len(candidates(vectors[:1], among, apart, np.array([True]), none, own)) == 48
    one_denial = np.arange(61) == 60
    assert len(candidates(vectors[:1], among, apart + 1, np.array([False]), one_denial, own)) == 33
    assert len(candidates(vectors[:1], among, apart + 1, np.array([False]), none, one_denial[None])) == 33


PERSON, OFFICE, PEOPLE = SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.GROUP


@pytest.mark.parametrize(
    ("content", "speaker", "kind", "act", "expected"),
    [
        ("that he met Orlo", "Vassoul", PERSON, Act.STATE, "Vassoul met Orlo"),
        ("“I never met my friend”", "Vassoul", PERSON, Act.STATE, "Vassoul never met Vassoul's friend"),
        ("having met Orlo", "Vassoul", PERSON, Act.DENY, "Vassoul had met Orlo"),
        ("the port is safe", "", SourceKind.UNSOURCED, Act.STATE, "the port is safe"),
        ("it", "Vassoul", PERSON, Act.DENY, "it"),
        ("I told the F.B.I. so", "Vassoul", PERSON, Act.STATE, "Vassoul told the F.B.I. so"),
        ("the I.R.S. shut I-95 in World War I", "Vassoul", PERSON, Act.STATE, "the I.R.S. shut I-95 in World War I"),
        (
            "that it would close the port",
            "the Harbour Board",
            OFFICE,
            Act.STATE,
            "the Harbour Board would close the port",
        ),
        (
            "it was highly unlikely that he fled",
            "the Harbour Board",
            OFFICE,
            Act.STATE,
            "it was highly unlikely that he fled",
        ),
        ("it was easy to buy", "Vassoul", PERSON, Act.STATE, "it was easy to buy"),
        ("he had attacked them", "two women", PEOPLE, Act.STATE, "he had attacked them"),
        ("they had been attacked", "two women", PEOPLE, Act.STATE, "two women had been attacked"),
        ("“He could have helped us,”", "Vassoul", PERSON, Act.STATE, "He could have helped us,"),
    ],
)
def test_claims_stand_by_themselves(content, speaker, kind, act, expected):
    assert text_of(content, speaker, kind, act) == expected


def test_what_says_nothing_by_itself_keeps_its_cue():
    plain = claim(1, "the port is safe", who="Vassoul", cue="has told")
    blamed = claim(2, "the weather", who="Vassoul", cue="Blamed")
    denied = claim(3, "the accusation", who="Vassoul", cue="called", factuality="CT-")
    assert plain.spoken == "Vassoul says: the port is safe"
    assert blamed.spoken == "Vassoul blamed: the weather"
    assert denied.spoken == "Vassoul denies: the accusation"


def test_copies_resemble_and_others_do_not():
    story = " ".join(f"word{i}" for i in range(200))
    copy = "Headline here " + story + " Reporting by somebody."
    other = " ".join(f"other{i}" for i in range(200))
    assert resemblance(signature(story), signature(copy)) > 0.8
    assert resemblance(signature(story), signature(other)) < 0.1


def test_half_of_a_story_in_other_company_is_a_copy():
    story = [f"word{i}" for i in range(200)]
    other = [f"other{i}" for i in range(200)]
    assert is_copy(" ".join(story[:100] + other[:60]), " ".join(story))
    assert is_copy(" ".join(story), " ".join(story[:100] + other[:60]))
    assert not is_copy(" ".join(story[:60] + other[:100]), " ".join(story))


def test_runs_and_shares_of_words():
    assert shared_run("he said the harbour was let in May", "it is not so that the harbour was let in May") == 6
    assert containment("northern harbour lease", "the lease of the northern harbour was signed") == 1.0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("the sanctions had cost Maravel 40 million crowns", "the sanctions had cost Maravel 200 million crowns"),
        ("12,000 people marched through Dunhaven on Sunday", "60,000 people marched through Dunhaven on Sunday"),
        ("the warning had reached the minister's desk", "the warning had never reached the minister's desk"),
        ("he met the envoy twice at the hotel in Lorne", "he met the envoy seven times at the hotel in Lorne"),
    ],
)
def test_other_numbers_or_a_negation_in_the_same_words_are_a_conflict_and_no_repetition(first, second):
    a, b = claim(1, first, who="Police"), claim(2, second, entity=2, who="Organisers", source="group")
    assert not told_again(a, b)
    assert kind(a, b, REPEATS) is LinkKind.CONFLICTS
    same, later = claim(3, second, who="Police"), claim(4, second, who="Police", day="2031-03-09")
    assert not told_again(a, same)
    assert kind(a, same, REPEATS) is None
    assert kind(a, later, REPEATS) is LinkKind.REVISES
    perhaps = claim(5, second, entity=2, who="Organisers", factuality="PS+")
    assert kind(a, perhaps, REPEATS) is None


def test_like_words_of_other_names_are_nothing():
    a = claim(1, "Pell leads Orlo by 4 points among likely voters in Lorne", who="Castell")
    b = claim(2, "Pell leads Orlo by 6 points among likely voters in Selmar", entity=2, who="Brandt")
    assert kind(a, b, NOTHING) is None


def test_the_same_words_of_two_groups_are_two_utterances():
    words = "the report cleared the prime minister of the charge"
    government = claim(1, words, who="The government", source="group")
    assert not told_again(government, claim(2, words, entity=2, who="The opposition", source="group"))
    assert told_again(government, claim(3, words, entity=None, who="two officials", source="anonymous"))


def test_an_unknown_day_is_no_other_day():
    denied = claim(1, LEASE, factuality="CT-", act="deny", day="2031-03-04")
    admitted = claim(2, LEASE, act="admit", day=None)
    assert kind(denied, admitted, AGREES) is None
    assert kind(denied, claim(3, LEASE, act="admit", day="2031"), AGREES) is None
    assert kind(denied, claim(4, LEASE, act="admit", day="2031-03-12"), AGREES) is LinkKind.REVISES
