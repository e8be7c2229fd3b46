"""Who: names, pronouns, descriptions and chains, on invented texts with the attributions given."""

import pytest

from sayso.reading.kinds import kind_of
from sayso.reading.names import find_names
from sayso.reading.sources import find_sources
from sayso.types import Attribution, BlockKind
from tests.reading.drafting import at, blocks_of


def attribution(text, cue, source=None, content=None, parent=None, nth=0):
    spans = [(at(text, part),) if part else () for part in (source, cue, content)]
    if nth:
        spans[0] = (at(text, source, nth),)
    return Attribution(*spans, 0.9, parent)


def resolved(text, *attributions, byline=None):
    sources, found = find_sources(text, blocks_of(text), attributions, byline)
    return [None if f.source is None else sources[f.source].name for f in found], sources, found


def test_a_pronoun_in_the_next_sentence_is_the_last_speaker():
    text = "Ports Minister Emeric Vassoul said the lease stood. He denied that it was secret."
    names, sources, _ = resolved(
        text,
        attribution(text, "said", "Ports Minister Emeric Vassoul", "the lease stood"),
        attribution(text, "denied", "He", "that it was secret"),
    )
    assert names == ["Emeric Vassoul", "Emeric Vassoul"]
    assert sources[0].kind == "person"
    assert "Ports Minister" in sources[0].roles


def test_a_name_ends_without_the_comma_of_its_apposition():
    text = "A group of dockers, including some from Lorne, complained of the lease."
    names, sources, _ = resolved(
        text, attribution(text, "complained", "A group of dockers, including some from Lorne,", "of the lease")
    )
    assert names == ["A group of dockers, including some from Lorne"]
    assert sources[0].mentions == (at(text, names[0]),)


@pytest.mark.parametrize(
    ("text", "who", "is_known"),
    [
        ("Foreign Minister Ada Orlo resigned. The prime minister said more.", "The prime minister", False),
        ("Foreign Minister Ada Orlo resigned. The foreign minister said more.", "The foreign minister", True),
        ("Foreign Minister Ada Orlo resigned. The minister said more.", "The minister", True),
        ("Minister Ada Orlo resigned. The finance minister said more.", "The finance minister", True),
    ],
)
def test_an_office_of_another_kind_is_somebody_else(text, who, is_known):
    names, _, _ = resolved(text, attribution(text, "said", who, "more"))
    assert (names == ["Ada Orlo"]) is is_known


def test_two_ministries_are_two():
    text = "The finance ministry said 40 million were lost. The interior ministry said four were hurt."
    names, _, _ = resolved(
        text,
        attribution(text, "said", "The finance ministry", "40 million were lost"),
        Attribution((at(text, "The interior ministry"),), (at(text, "said", 1),), (at(text, "four were hurt"),), 0.9),
    )
    assert names == ["The finance ministry", "The interior ministry"]


@pytest.mark.parametrize(
    "who",
    [
        "A spokesman for Mr Renwick", "A spokeswoman for Sen. Renwick", "A lawyer for President Renwick",
        "The head of the Renwick Institute",
    ],
)  # fmt: skip
def test_who_speaks_for_somebody_is_not_that_one(who):
    text = f"Tobias Renwick met the envoy of the Renwick Institute. {who} said no more."
    names, sources, _ = resolved(text, attribution(text, "said", who, "no more"))
    assert names == [who]
    assert sources[0].kind == "person"


def test_an_office_told_before_a_name_is_that_one_s():
    text = "The president of Orvania, Tam Orlo, left on Monday. The president said no more."
    names, _, _ = resolved(text, attribution(text, "said", "The president", "no more", nth=1))
    assert names == ["Tam Orlo"]


def test_small_words_may_have_a_letter_in_an_acronym():
    text = "The Voice of Orvania was shut on Monday. VOO said no more."
    names, _, _ = resolved(text, attribution(text, "said", "VOO", "no more"))
    assert names == ["Voice of Orvania"]


def test_a_knight_goes_by_his_first_name():
    text = "Sir Alban Crowe will report in the spring. Sir Alban said it was hard."
    names, _, _ = resolved(text, attribution(text, "said", "Sir Alban", "it was hard", nth=1))
    assert names == ["Alban Crowe"]


def test_she_is_not_a_man():
    text = "Mr. Robert Pell met Ms. Anna Orlo on Monday. She said it went well."
    names, _, _ = resolved(text, attribution(text, "said", "She", "it went well"))
    assert names == ["Anna Orlo"]


def test_he_is_not_whom_he_speaks_of_by_name():
    text = "Mr. Tam Quill was calm. Mr. Robert Pell warned that it would sink. “Pell is no good,” he said."
    names, _, _ = resolved(
        text,
        attribution(text, "warned", "Mr. Robert Pell", "that it would sink"),
        attribution(text, "said", "he", "“Pell is no good,”"),
    )
    assert names == ["Robert Pell", "Tam Quill"]


def test_a_pronoun_with_a_little_behind_it_is_a_pronoun():
    text = "Mr. Robert Pell met Ms. Anna Orlo on Monday. She herself said it went well."
    names, _, _ = resolved(text, attribution(text, "said", "She herself", "it went well"))
    assert names == ["Anna Orlo"]


def test_a_surname_and_a_title_alone_mean_the_full_name():
    text = "Gov. Maria Tessen spoke. Tessen warned of floods. The governor said more."
    names, _, _ = resolved(
        text,
        attribution(text, "warned of", "Tessen", "floods", nth=1),
        attribution(text, "said", "The governor", "more"),
    )
    assert names == ["Maria Tessen", "Maria Tessen"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [("The minister", "Ottilie Rusk"), ("The prime minister", "Lucan Thorne"), ("The director", "Ada Sorley")],
)
def test_an_office_is_not_the_one_above_or_below_it(who, expected):
    text = (
        "Water Minister Ottilie Rusk spoke, and so did Ada Sorley, the director of the museum. Prime Minister Lucan "
        f"Thorne and deputy director Bram Oke listened. {who} said more."
    )
    said = [
        attribution(text, "spoke", "Water Minister Ottilie Rusk"),
        attribution(text, "spoke", "Ada Sorley, the director of the museum"),
        attribution(text, "listened", "Prime Minister Lucan Thorne"),
        attribution(text, "listened", "deputy director Bram Oke"),
    ]
    names, _, _ = resolved(text, *said, attribution(text, "said", who, "more"))
    assert names[-1] == expected


def test_another_country_s_ministry_is_another():
    text = "The Orvanian Foreign Ministry spoke. The Karstali ministry said no. The ministry said more."
    names, _, _ = resolved(
        text,
        attribution(text, "spoke", "The Orvanian Foreign Ministry"),
        attribution(text, "said", "The Karstali ministry", "no"),
        attribution(text, "said", "The ministry", "more", nth=0),
    )
    assert names[0] != names[1] == "The Karstali ministry"


@pytest.mark.parametrize(
    ("text", "who", "expected"),
    [
        ("The Ministry of Foreign Affairs spoke. The Ministry said no.", "The Ministry", "Ministry of Foreign Affairs"),
        ("The President of Orvania said no.", "The President of Orvania", "The President of Orvania"),
        ("A draft seen by the Northport Times said no.", "A draft seen by the Northport Times",
         "A draft seen by the Northport Times"),
        ("The US said no.", "US", "US"),
    ],
)  # fmt: skip
def test_bodies_by_one_word_posts_and_papers(text, who, expected):
    assert resolved(text, attribution(text, "said", who, "no"))[0] == [expected]


def test_a_pronoun_that_may_mean_any_of_many_stays_open():
    people = ("Dora Pell", "Anna Orlo", "Jane Moro", "Ada Quill", "Mary Teller", "Ruth Lund")
    text = f"At the harbour a guard saw {', '.join(people[:-1])} and {people[-1]}. She said no."
    names, sources, (found,) = resolved(text, attribution(text, "said", "She", "no"))
    assert names == [None]
    assert len(found.candidates) == 4
    assert {sources[i].name for i in found.candidates} <= set(people)


def test_an_acronym_means_the_body_it_abbreviates():
    text = "The Port Safety Agency met. The PSA said ships were safe."
    names, _, _ = resolved(text, attribution(text, "said", "The PSA", "ships were safe"))
    assert names == ["Port Safety Agency"]


def test_two_officials_in_two_places_are_two():
    text = "A senior official said no. A senior official said yes."
    _, _, found = resolved(
        text,
        attribution(text, "said", "A senior official", "no"),
        attribution(text, "said", "A senior official", "yes", nth=1),
    )
    assert found[0].source != found[1].source


def test_i_in_a_quotation_is_its_speaker_and_outside_it_the_author():
    text = "Emeric Vassoul said: “I believe it is safe.”\nI think he is wrong."
    sources, found = find_sources(
        text,
        blocks_of(text),
        [
            attribution(text, "said", "Emeric Vassoul", "“I believe it is safe.”"),
            attribution(text, "believe", "I", "it is safe", parent=0),
            attribution(text, "think", "I", "he is wrong", nth=1),
        ],
        "Lena Frost",
    )
    assert [sources[f.source].name for f in found] == ["Emeric Vassoul", "Emeric Vassoul", "Lena Frost"]
    assert sources[found[2].source].kind == "author"
    assert found[2].chain == ()


def test_the_chain_is_outermost_first_and_knows_unnamed_relayers():
    text = "The Harbour Courier reported that Emeric Vassoul denied it. Jorin Pell is reported to have said no."
    _, sources, found = resolved(
        text,
        attribution(text, "reported", "The Harbour Courier", "that Emeric Vassoul denied it"),
        attribution(text, "denied", "Emeric Vassoul", "it", parent=0),
        attribution(text, "is reported to have said", "Jorin Pell", "no"),
    )
    assert [[None if i is None else sources[i].name for i in f.chain] for f in found] == [
        ["Harbour Courier"],
        ["Harbour Courier", "Emeric Vassoul"],
        [None, "Jorin Pell"],
    ]


def test_hearsay_has_no_source_and_no_chain():
    text = "Orlo is supposed to have left."
    _, sources, found = resolved(text, attribution(text, "is supposed to", None, "have left"))
    assert sources[found[0].source].kind == "unsourced"
    assert found[0].chain == ()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("two senior officials", "anonymous"),
        ("critics", "group"),
        ("a government report", "document"),
        ("the ministry", "organisation"),
        ("a spokeswoman", "person"),
        ("most voters", "group"),
        ("the public", "group"),
        ("a growing number of Essabians", "group"),
        ("the company, which owns 60 percent of the port", "organisation"),
        ("57% of Essabians", "group"),
        ("two in three Essabians", "group"),
        ("sources", "anonymous"),
        ("The dossier", "document"),
        ("new data released Friday", "document"),
        ("the N.P.X.", "organisation"),
    ],
)
def test_what_kind_of_holder(words, kind):
    assert kind_of(words) == kind


def test_names_leave_days_and_heads_of_sentences_out():
    text = "On Monday Theresa May met Boris Johnson. Obviously May left. Later, the White House spoke."
    assert [n.full for n in find_names(text, blocks_of(text))] == ["Theresa May", "Boris Johnson", "White House"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Harbour Post's Dora Pell wrote so.", {"Dora Pell": "person"}),
        ("Director of National Intelligence James Orlo spoke.", {"James Orlo": "person"}),
        ("NPX Political Commentator Jake Tarn laughed.", {"Jake Tarn": "person"}),
        ("Senators Anna Quill and Robert Moro came.", {"Anna Quill": "person", "Robert Moro": "person"}),
        ("The Robert Moro Center opened.", {"Robert Moro Center": "organisation"}),
        ("The University of Mary Essaby closed.", {"University of Mary Essaby": "organisation"}),
        (
            "Quillby's International Realty and Tarn & Tarn sold it.",
            {"Quillby's International Realty": "person", "Tarn & Tarn": "organisation"},
        ),
        ("Jordan Quill left. On Monday, Quill wept.", {"Jordan Quill": "person"}),
        ("Robert Moro left. Its head, Ms. Moro, stayed.", {"Robert Moro": "person", "Moro": "person"}),
        ("Vassoul, the minister, denied it.", {"Vassoul": "person"}),
        ("Residents said no. Nationwide, the number of ships fell.", {}),
        ("The chief executive of Pellard, Chief Executive of Tarnby.", {"Pellard": "person", "Tarnby": "person"}),
        ("The Water and Drainage Authority (WDA) paid.", {"Water and Drainage Authority": "organisation"}),
        ("King's College Essaby is old.", {"King's College Essaby": "organisation"}),
        ("Anna Quill left the CIA. Quill wept.", {"Anna Quill": "person", "CIA": "organisation"}),
        (
            "Then Robert Moro Robert (Bob) Anne Moro spoke.",
            {"Robert Moro": "person", "Bob": "person", "Anne Moro": "person"},
        ),
        ("South African voters stayed away.", {}),
    ],
)
def test_names_begin_behind_posts_and_owners(text, expected):
    assert {n.full: n.kind.value for n in find_names(text, blocks_of(text))} == expected


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("a report prepared by the firm Pellard", "a report prepared by the firm Pellard", "document"),
        ("an attorney for Harbour Democrats", "an attorney for Harbour Democrats", "person"),
        ("State leaders, including Gov. Anna Quill", "State leaders, including Gov. Anna Quill", "group"),
        ("Anna Quill and Sen. Robert Moro", "Anna Quill and Sen. Robert Moro", "group"),
        ("Anna Quill, D-Ohio", "Anna Quill", "person"),
        ("the spokesman Robert Moro", "Robert Moro", "person"),
        ("House of Representatives Speaker Robert Moro", "Robert Moro", "person"),
        ("a law professor at Essaby University, Robert Moro", "Robert Moro", "person"),
        ("a letter from Anna Quill and Robert Moro", "a letter from Anna Quill and Robert Moro", "document"),
    ],
)
def test_a_name_within_a_phrase_is_not_always_its_holder(source, name, kind):
    text = f"Anna Quill met Robert Moro. On Monday {source} said it was over."
    _, sources, found = resolved(text, attribution(text, "said", source, "it was over"))
    assert (sources[found[0].source].name, sources[found[0].source].kind) == (name, kind)


def test_an_official_of_the_administration_is_not_the_administration():
    text = "An unnamed senior administration official said no. The administration said yes."
    names, _, _ = resolved(
        text,
        attribution(text, "said", "An unnamed senior administration official", "no"),
        Attribution((at(text, "The administration"),), (at(text, "said", 1),), (at(text, "yes"),), 0.9),
    )
    assert names == ["An unnamed senior administration official", "The administration"]


def test_a_headline_in_capitals_knows_a_first_name():
    text = "Council To Ask Water Minister Ottilie Marchbanks On The Morning Desk\n\nMARCHBANKS: I signed nothing.\nShe left."
    said = attribution(text, ":", "MARCHBANKS", "I signed nothing.")
    sources, _ = find_sources(text, blocks_of(text, [BlockKind.HEADLINE]), [said])
    assert [source.name for source in sources] == ["Ottilie Marchbanks"]


def test_a_dateline_is_nobody():
    text = "PORT ELLERY, Corvane (Union Wire) - Senator Odile Orlo met the press. She said the lease stood."
    names, _, _ = resolved(text, attribution(text, "said", "She", "the lease stood"))
    assert names == ["Odile Orlo"]


def test_what_never_stands_without_its_article_is_no_person():
    text = "Senator Odile Orlo came to the Lantern Gala. She said the lease stood."
    names, _, _ = resolved(text, attribution(text, "said", "She", "the lease stood"))
    assert names == ["Odile Orlo"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tomas Verrane told the court of it. The former mayor said he was sorry.", "Tomas Verrane"),
        ("Judge Tomas Verrane told the court of it. The former mayor said he was sorry.", "The former mayor"),
    ],
)
def test_a_description_means_who_was_named_before_without_a_role(text, expected):
    names, _, _ = resolved(
        text,
        attribution(text, "told", text[: text.index(" told")], "of it"),
        attribution(text, "said", "The former mayor", "he was sorry"),
    )
    assert names[1] == expected
