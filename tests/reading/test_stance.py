"""Act, factuality and relay by the rules: literal sentences, literal verdicts."""

import pytest

from sayso.reading.judging import StanceHead
from sayso.reading.lexicon import forms
from sayso.reading.stance import Stance, author_stance, hedged, stance
from sayso.types import Act, Attribution, Factuality, Relay
from tests.reading.drafting import at


def judged(sentence, cue, content, source="Vassoul"):
    spans = (at(sentence, content),) if content else ()
    found = stance(sentence, Attribution((at(sentence, source),), (at(sentence, cue),), spans, 0.9))
    return found.act.value, found.factuality.value, found.relay.value


@pytest.mark.parametrize(
    ("sentence", "cue", "content", "expected"),
    [
        ("Vassoul denied that he met Orlo.", "denied", "that he met Orlo", ("deny", "CT-", "neutral")),
        *(
            (f"Vassoul {cue} {content}.", cue, content, (act, factuality, relay))
            for cue, content, act, factuality, relay in (
                ("repeated the allegations", "against the mayor", "allege", "Uu", "distances"),
                ("repeated the allegations", "that the mayor was paid", "allege", "CT+", "distances"),
                ("repeated the allegations", "against men paid by the mayor", "allege", "Uu", "distances"),
                ("alleged", "over $2 million went missing", "allege", "CT+", "distances"),
                ("admitted", "about 40 prisoners escaped", "admit", "CT+", "endorses"),
                ("feared", "over three hundred people drowned", "believe", "PR+", "neutral"),
                ("worried", "about prices rising", "believe", "PR+", "neutral"),
                ("knew", "about the lease", "know", "Uu", "neutral"),
                ("would not commit to", "a date", "decline", "Uu", "neutral"),
                ("would not agree to", "a date", "decline", "Uu", "neutral"),
                ("was not told of", "the memo", "state", "Uu", "neutral"),
                ("promised not to", "run again", "promise", "Uu", "neutral"),
                ("not only promised", "to resign", "promise", "Uu", "neutral"),
                ("wants to know", "why he met Orlo", "question", "Uu", "neutral"),
                ("demanded", "to know why he met Orlo", "question", "Uu", "neutral"),
                ("overruled", "a finding that the lease was void", "deny", "CT-", "neutral"),
                ("overruled", "a plan to close the port", "decline", "Uu", "neutral"),
                ("was agreeing", "to sell the port", "promise", "Uu", "neutral"),
                ("committed to", "a date", "promise", "Uu", "neutral"),
                ("demanded to know", "why he met Orlo", "question", "Uu", "neutral"),
                ("pleaded guilty to", "four counts of fraud", "admit", "CT+", "endorses"),
                ("pleaded not guilty to", "four counts of fraud", "deny", "CT-", "neutral"),
                ("would plead guilty to", "fraud", "admit", "Uu", "endorses"),
                ("refused to plead guilty to", "fraud", "decline", "Uu", "neutral"),
                ("did not admit", "that he met Orlo", "admit", "Uu", "endorses"),
                ("has yet to admit", "that he met Orlo", "admit", "Uu", "endorses"),
                ("dismissed", "the strike as illegal", "deny", "CT+", "neutral"),
                ("dismissed", "claims that prices rose as much as a tenth", "deny", "CT-", "neutral"),
                ("rejected", "claims that he acted as a broker", "deny", "CT-", "neutral"),
                ("never doubted", "that the lease was legal", "believe", "CT+", "neutral"),
                ("doubts", "that the lease is legal", "question", "PR-", "neutral"),
                ("had doubts about", "the lease", "question", "Uu", "neutral"),
                ("does not regret", "that he sold the lease", "believe", "CT+", "neutral"),
                ("did not say", "that the port was sold", "state", "Uu", "neutral"),
                ("declined to say", "how much was paid", "decline", "Uu", "neutral"),
                ("denied in a press release", "that he met Orlo", "deny", "CT-", "neutral"),
                ("asked", "about the lease", "question", "Uu", "neutral"),
                ("asked", "reporters to submit questions", "request", "Uu", "neutral"),
            )
        ),
        ("Vassoul did not deny that he met Orlo.", "did not deny", "that he met Orlo", ("state", "Uu", "neutral")),
        ("Vassoul refused to rule out a strike.", "refused to rule out", "a strike", ("state", "PS+", "neutral")),
        ("Vassoul ruled out a strike.", "ruled out", "a strike", ("deny", "CT-", "neutral")),
        (
            "Vassoul would not say whether he met Orlo.",
            "would not say",
            "whether he met Orlo",
            ("decline", "Uu", "neutral"),
        ),
        (
            "Vassoul declined to comment on the memo.",
            "declined to comment on",
            "the memo",
            ("decline", "Uu", "neutral"),
        ),
        (
            "Vassoul denied her a single ambulance.",
            "denied",
            "her a single ambulance",
            ("decline", "Uu", "neutral"),
        ),
        (
            "Vassoul: You were there. Do you stand by that?",
            ":",
            "You were there. Do you stand by that?",
            ("question", "Uu", "neutral"),
        ),
        (
            "Vassoul: Was it me? No. I was not there.",
            ":",
            "Was it me? No. I was not there.",
            ("state", "CT+", "neutral"),
        ),
        ("Does Vassoul believe the lease was sold?", "believe", "the lease was sold", ("believe", "Uu", "neutral")),
        ("“Did they go?” Vassoul said they did.", "said", "they did", ("state", "CT+", "neutral")),
        ("Vassoul said he left in May.", "said", "he left in May", ("state", "CT+", "neutral")),
        ("Vassoul said he may leave.", "said", "he may leave", ("state", "PS+", "neutral")),
        ("Vassoul de\u00adnied that he met Orlo.", "de\u00adnied", "that he met Orlo", ("deny", "CT-", "neutral")),
        ("Vassoul would like to resign.", "would like", "to resign", ("intend", "Uu", "neutral")),
        ("Vassoul is considering a strike.", "is considering", "a strike", ("intend", "Uu", "neutral")),
        ("Vassoul cautioned against haste.", "cautioned against", "haste", ("request", "Uu", "neutral")),
        ("Vassoul rejected calls to resign.", "rejected", "calls to resign", ("decline", "Uu", "neutral")),
        (
            "Vassoul claimed that the memo was forged.",
            "claimed",
            "that the memo was forged",
            ("state", "CT+", "distances"),
        ),
        (
            "Vassoul revealed that the memo was forged.",
            "revealed",
            "that the memo was forged",
            ("state", "CT+", "endorses"),
        ),
        ("Vassoul admitted that he had lied.", "admitted", "that he had lied", ("admit", "CT+", "endorses")),
        (
            "Vassoul insinuates that it was bought.",
            "insinuates",
            "that it was bought",
            ("insinuate", "PR+", "distances"),
        ),
        ("Vassoul said he might resign.", "said", "he might resign", ("state", "PS+", "neutral")),
        ("Vassoul said he had not met Orlo.", "said", "he had not met Orlo", ("state", "CT+", "neutral")),
        ("Vassoul asked whether it was legal.", "asked", "whether it was legal", ("question", "Uu", "neutral")),
        ("Vassoul asked Orlo to resign.", "asked", "to resign", ("request", "Uu", "neutral")),
        ("Vassoul agreed to meet Orlo.", "agreed to", "meet Orlo", ("promise", "Uu", "neutral")),
        (
            "Vassoul swore that he had never met Orlo.",
            "swore",
            "that he had never met Orlo",
            ("state", "CT+", "neutral"),
        ),
        ("Vassoul swore that he would meet Orlo.", "swore", "that he would meet Orlo", ("promise", "Uu", "neutral")),
        ("Vassoul thinks the port is safe.", "thinks", "the port is safe", ("believe", "CT+", "neutral")),
        (
            "Vassoul does not think the port is safe.",
            "does not think",
            "the port is safe",
            ("believe", "PR-", "neutral"),
        ),
        ("Vassoul wants to close the port.", "wants", "to close the port", ("intend", "Uu", "neutral")),
        ("Vassoul knows that it is illegal.", "knows", "that it is illegal", ("know", "CT+", "endorses")),
        ("Vassoul accused Orlo of taking bribes.", "accused", "of taking bribes", ("allege", "CT+", "neutral")),
    ],
)
def test_a_cue_and_its_content(sentence, cue, content, expected):
    assert judged(sentence, cue, content) == expected


def test_hearsay_keeps_its_distance():
    sentence = "Orlo is supposed to have advised her to stay."
    found = stance(
        sentence, Attribution((), (at(sentence, "is supposed to"),), (at(sentence, "have advised her to stay"),), 0.8)
    )
    assert (found.act.value, found.factuality.value, found.relay.value) == ("allege", "CT+", "distances")


@pytest.mark.parametrize(
    ("source", "cue", "content", "expected"),
    [
        ("Nobody", "said", "that the port is safe", ("state", "Uu", "neutral")),
        ("No witness", "said", "that the port is safe", ("state", "Uu", "neutral")),
        ("Not a single member of the board", "believes", "the port is safe", ("believe", "PR-", "neutral")),
        ("None other than Vassoul", "said", "that the port is safe", ("state", "CT+", "neutral")),
        ("Nobody", "doubts", "that the port is safe", ("believe", "CT+", "neutral")),
        ("Neither Vassoul nor Orlo", "would say", "when the port closes", ("decline", "Uu", "neutral")),
    ],
)
def test_nobody_says_nothing(source, cue, content, expected):
    assert judged(f"{source} {cue} {content}.", cue, content, source) == expected


@pytest.mark.parametrize("content", ["There was no deal", "It was not a plot"])
def test_no_before_a_cue_may_belong_to_the_content(content):
    assert judged(f"{content}, he said.", "said", content, "he") == ("state", "CT+", "neutral")


@pytest.mark.parametrize(
    ("rule", "judged", "expected"),
    [
        ((Act.ALLEGE, "Uu", True), (Act.STATE, "CT+"), (Act.ALLEGE, "Uu")),
        ((Act.ALLEGE, "CT+", False), (Act.STATE, "CT+"), (Act.ALLEGE, "CT+")),
        ((Act.STATE, "Uu", True), (Act.DENY, "CT-"), (Act.DENY, "CT-")),
        ((Act.STATE, "Uu", False), (Act.STATE, "CT+"), (Act.STATE, "CT+")),
        ((Act.KNOW, "Uu", True), (Act.KNOW, "CT+"), (Act.KNOW, "Uu")),
    ],
)
def test_what_is_only_named_stays_open_whatever_the_head_says(rule, judged, expected):
    (act, value, untold), (seen, said) = rule, judged
    rules = Stance(act, Factuality(value), Relay.NEUTRAL, untold=untold)
    found = StanceHead._guarded(Stance(seen, Factuality(said), Relay.NEUTRAL), rules)
    assert (found.act, found.factuality.value) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("he met Orlo", "CT+"),
        ("he probably met Orlo", "PR+"),
        ("he may have met Orlo", "PS+"),
        ("I don't think he did", "PR+"),
    ],
)
def test_hedges_lower_the_commitment(clause, expected):
    assert hedged(clause).value == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("There is nothing illegal in that.", "CT+"),
        ("These were arguably the acts of a man doing his job.", "PR+"),
        ("Who would believe it?", "Uu"),
        ("If he did, he would resign.", "Uu"),
    ],
)
def test_the_author_s_own_sentences(sentence, expected):
    assert author_stance(sentence).value == expected


@pytest.mark.parametrize(("word", "form"), [("see", "seeing"), ("agree", "agreeing"), ("regret", "regretted")])
def test_forms_of_a_word(word, form):
    assert form in forms(word)
