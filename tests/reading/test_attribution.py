"""The rules between the model's labels and finished attributions, each by literal cases."""

import pytest

from sayso.reading.attribution import (
    add_coordinate_clauses,
    close_apposition,
    close_brackets,
    drop_strays,
    find_interrupted_subject,
    free_relative,
    join_hearsay,
    name_speaker,
    nest,
    raise_passive_subject,
    raise_subject,
    run_to_the_end_of_headlines,
    tidy,
    without_dateline,
)
from sayso.reading.drafts import Draft, merge
from sayso.reading.quoting import continue_quotations, fill_quotations, quote_blocks, run_on
from sayso.types import BlockKind, Span
from tests.reading.drafting import at, blocks_of, draft, quotations_of, shown


def test_a_content_that_covers_most_of_a_quotation_covers_it_whole():
    text = "“The harbour will stay open. Nobody asked us to close it,” Pell said."
    d = draft(text, "said", "Pell", ["The harbour will stay open. Nobody asked"])
    fill_quotations(text, d, quotations_of(text))
    assert shown(text, d.content) == ["“The harbour will stay open. Nobody asked us to close it,”"]


def test_a_scare_quote_is_not_filled_in():
    text = "He spoke of the “so called port” again, Pell said."
    d = draft(text, "said", "Pell", ["called"])
    fill_quotations(text, d, quotations_of(text))
    assert shown(text, d.content) == ["called"]


def test_a_quotation_with_the_cue_inside_is_left_alone():
    text = "“When Pell said that he would come here we all laughed”"
    d = draft(text, "said", "Pell", ["that he would come here we all"])
    fill_quotations(text, d, quotations_of(text))
    assert shown(text, d.content) == ["that he would come here we all"]


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("He said there were no [such talks] then.", "there were no [such", "there were no [such talks]"),
        ("He said [the envoys] agreed.", "envoys] agreed", "[the envoys] agreed"),
        ("He said [the envoys agreed.", "[the envoys", "[the envoys"),
        ("He said they agreed.", "they agreed", "they agreed"),
    ],
)
def test_square_brackets_stay_whole(text, content, expected):
    d = draft(text, "said", "He", [content])
    close_brackets(text, d, blocks_of(text))
    assert shown(text, d.content) == [expected]


def test_the_subject_of_hearsay_belongs_to_its_content():
    text = "Orlo is supposed to have advised the envoy to wait."
    d = draft(text, "is supposed to", "Orlo", ["to wait"])
    raise_subject(text, d, blocks_of(text))
    assert (d.source, shown(text, tidy(text, d.content, []))) == ([], ["Orlo", "have advised the envoy to wait"])


def test_the_subject_of_reported_speech_is_its_speaker():
    text = "Here is what envoy Pell is reported to have said then."
    d = draft(text, "is reported to have said", None, ["what envoy Pell", "then"])
    name_speaker(text, d)
    free_relative(text, d)
    assert (shown(text, d.source), shown(text, d.content)) == (["envoy Pell"], ["what", "then"])


def test_a_subject_in_another_paragraph_is_none_of_hearsay():
    text = "Orlo is supposed to have left.\nThe critics disagree."
    d = draft(text, "is supposed to", "The critics", ["have left"])
    raise_subject(text, d, blocks_of(text))
    assert (d.source, shown(text, tidy(text, d.content, []))) == ([], ["have left"])


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("Ministry denies Orlo and Pell met", "Orlo", "Orlo and Pell met"),
        ("Ministry denies Orlo met Pell, calls for calm", "Orlo", "Orlo met Pell"),
        ("Orlo and Pell met, ministry denies", "Pell", "Pell"),
    ],
)
def test_a_content_runs_to_the_end_of_its_headline(text, content, expected):
    for kind, result in ((BlockKind.HEADLINE, expected), (BlockKind.PARAGRAPH, content)):
        d = draft(text, "denies", None, [content])
        run_to_the_end_of_headlines(text, d, blocks_of(text, [kind]))
        assert shown(text, tidy(text, d.content, [])) == [result]


def test_a_headline_s_last_words_attribute_what_stands_before_them():
    text = "Orlo met Pell, ministry says\nThe ministry is quiet."
    d = draft(text, "says", "ministry", ["The ministry is quiet."])
    blocks = blocks_of(text, [BlockKind.HEADLINE])
    drop_strays(text, d, blocks)
    run_to_the_end_of_headlines(text, d, blocks)
    assert shown(text, tidy(text, d.content, [])) == ["Orlo met Pell"]


def test_a_few_words_of_the_next_paragraph_are_a_slip_but_a_quotation_there_is_not():
    text = "We will not comment on the affair\nPell’s denial is plain and known to all.\n“We never met,” he added then."
    d = draft(text, "comment on", "We", ["the affair", "Pell’s denial", "“We never met,”"])
    drop_strays(text, d, blocks_of(text))
    assert shown(text, d.content) == ["the affair", "“We never met,”"]


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        (
            "They say that it was wrong, and that he knew it. He left.",
            "that it was wrong",
            "that it was wrong, and that he knew it",
        ),
        ("They say that it was wrong, and he left.", "that it was wrong", "that it was wrong"),
        ("They say it was wrong and that is all.", "it was wrong", "it was wrong"),
    ],
)
def test_a_coordinate_that_clause_has_the_same_cue(text, content, expected):
    d = draft(text, "say", "They", [content])
    add_coordinate_clauses(text, d, blocks_of(text))
    assert shown(text, d.content) == [expected]


def test_the_what_of_a_free_relative_is_content():
    text = "The row over what Orlo said about the lease went on."
    d = draft(text, "said", "what Orlo", ["about the lease"])
    free_relative(text, d)
    assert (shown(text, d.source), shown(text, d.content)) == (["Orlo"], ["what", "about the lease"])


def test_two_cues_of_hearsay_on_one_content_are_one_attribution():
    text = "Supposedly Orlo is supposed to have advised the envoy."
    first = draft(text, "Supposedly", None, ["Orlo is supposed to have advised the envoy"])
    second = draft(text, "is supposed to", None, ["Orlo", "have advised the envoy"])
    first.hearsay = second.hearsay = True
    (joined,) = join_hearsay([first, second])
    assert shown(text, joined.cue) == ["Supposedly", "is supposed to"]
    assert shown(text, tidy(text, joined.content, [])) == ["Orlo", "have advised the envoy"]


@pytest.mark.parametrize(
    ("text", "cue", "source", "content", "expected"),
    [
        ("Orlo was accused of fraud.", "was accused of", "Orlo", "fraud", ([], ["Orlo", "fraud"])),
        (
            "The port is widely expected to close.",
            "is widely expected",
            "The port",
            "to close",
            ([], ["The port", "to close"]),
        ),
        ("Orlo was asked why he left.", "was asked", "Orlo", "why he left", ([], ["why he left"])),
        ("He’s warned that it rains.", "’s warned", "He", "that it rains", (["He"], ["that it rains"])),
        ("Orlo was worried that it rained.", "was worried", "Orlo", "that it rained", (["Orlo"], ["that it rained"])),
        ("Orlo has asked why he left.", "has asked", "Orlo", "why he left", (["Orlo"], ["why he left"])),
        ("He was accused of fraud by Orlo.", "was accused of", "Orlo", "fraud", (["Orlo"], ["fraud"])),
    ],
)
def test_the_subject_of_a_passive_is_not_who_speaks(text, cue, source, content, expected):
    d = draft(text, cue, source, [content])
    raise_passive_subject(text, d, blocks_of(text))
    assert (shown(text, d.source), shown(text, d.content)) == expected


@pytest.mark.parametrize(
    ("text", "cue", "content", "source"),
    [
        (
            "LORNE - Ada Orlo, widely seen as her heir, yesterday flatly denied the plot.",
            "flatly denied",
            "the plot",
            ["Ada Orlo"],
        ),
        (
            "The crew turned back, Marshal Vostan Grell, who leads the fleet, told us.",
            "told",
            "The crew turned back",
            ["Marshal Vostan Grell"],
        ),
        ("In the harbour, which is closed, denied bribes were found.", "denied", "bribes", []),
        ("Ada Orlo, who leads the fleet, denied it.", "denied", "Ada Orlo", []),
    ],
)
def test_an_aside_does_not_hide_the_subject(text, cue, content, source):
    d = draft(text, cue, None, [content])
    find_interrupted_subject(text, d, blocks_of(text))
    assert shown(text, d.source) == source


def test_a_quotation_that_runs_on_over_paragraphs_is_one_attribution():
    text = "“We were never asked,” Pell said. “We would have gone.\n“And we would have said so.\n“Twice.”"
    d = draft(text, "said", "Pell", ["“We were never asked,”", "“We would have gone."])
    stray = draft(text, "would have said", None, ["“And we"])
    drafts = [d, stray]
    run_on(text, drafts, quotations_of(text), blocks_of(text))
    assert shown(text, d.content) == [
        "“We were never asked,”",
        "“We would have gone.",
        "“And we would have said so.",
        "“Twice.”",
    ]
    assert stray.content == []


BLOCK_QUOTES = [
    # markup says that it is a quotation; the cue before it says whose
    (
        "Here is what envoy Pell is reported to have said\nWe never met [the buyers].",
        "blockquote",
        "is reported to have said",
    ),
    ("Envoy Pell wrote:\nWe never met [the buyers].", "blockquote", "wrote"),
    ("Envoy Pell wrote in reply.\nWe never met [the buyers].", "blockquote", "wrote"),
    # plain text has no markup: the paragraph before breaks off
    (
        "Here is what envoy Pell is reported to have said\nWe never met [the buyers].",
        "paragraph",
        "is reported to have said",
    ),
    ("Envoy Pell wrote:\nWe never met [the buyers].", "paragraph", "wrote"),
]


@pytest.mark.parametrize(("text", "kind", "cue"), BLOCK_QUOTES)
def test_a_block_quotation_belongs_to_whoever_introduces_it(text, kind, cue):
    d = draft(text, cue, "nvoy Pell")
    quote_blocks(text, [d], blocks_of(text, [BlockKind.PARAGRAPH, BlockKind(kind)]))
    assert shown(text, d.content) == ["We never met [the buyers]."]


@pytest.mark.parametrize(
    "text",
    [
        "Envoy Pell wrote that he was tired.\nThe harbour was quiet.",
        "Envoy Pell wrote nothing.\nThe harbour was quiet.",
        "Envoy Pell wrote that he had read the whole report and\nThe harbour was quiet.",
    ],
)
def test_an_ordinary_paragraph_after_a_cue_is_nobody_s(text):
    d = draft(text, "wrote", "Envoy Pell")
    quote_blocks(text, [d], blocks_of(text))
    assert d.content == []


def test_a_block_quotation_of_several_paragraphs_is_taken_whole_and_the_next_paragraph_is_not():
    text = "Pell wrote:\nFirst thing.\nSecond thing, we said\nThe harbour was quiet."
    quote = BlockKind.BLOCKQUOTE
    d, inner = draft(text, "wrote", "Pell"), draft(text, "said", "we")
    quote_blocks(text, [d, inner], blocks_of(text, [BlockKind.PARAGRAPH, quote, quote]))
    assert shown(text, d.content) == ["First thing.", "Second thing, we said"]
    assert inner.content == []


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("He said “we left early,” then", "we left early,", "“we left early,”"),
        ("He said “we left early,” then", "“we left early", "“we left early,”"),
        ("He said “we left early” then", "“we left early” then", "“we left early” then"),
        ("He said, that it rained.", ", that it rained.", "that it rained"),
        ("He said ‘no’ to ‘every plan’ made", "‘no’ to ‘every plan’ made", "‘no’ to ‘every plan’ made"),
    ],
)
def test_spans_are_trimmed_and_take_both_marks_or_none(text, span, expected):
    assert shown(text, tidy(text, [at(text, span)], quotations_of(text))) == [expected]


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("Ilse Varga, the port's head, denied it.", "Ilse Varga, the port's head", "Ilse Varga, the port's head,"),
        ("Ilse Varga, Tam Orlo and Bo Pell denied it.", "Ilse Varga, Tam Orlo and Bo Pell", None),
        ("“Nothing,” said Varga, and left.", "Varga", None),
    ],
)
def test_the_comma_that_closes_an_apposition_belongs_to_the_source(text, source, expected):
    assert shown(text, [close_apposition(text, at(text, source))]) == [expected or source]


def test_spans_merge_over_spaces_but_not_over_paragraphs():
    text = "one two\nthree"
    assert merge(text, [Span(4, 7), Span(0, 3), Span(8, 13)]) == [Span(0, 7), Span(8, 13)]


def test_the_parent_is_the_innermost_whose_content_holds_the_cue():
    text = "Moro said that the Courier reported that Pell had denied taking money."
    outer = draft(text, "said", "Moro", ["that the Courier reported that Pell had denied taking money"])
    middle = draft(text, "reported", "the Courier", ["that Pell had denied taking money"])
    inner = draft(text, "had denied", "Pell", ["taking money"])
    assert nest([outer, middle, inner]) == [None, 0, 1]


def test_two_that_hold_each_other_s_cue_never_become_a_circle():
    text = "A said what B said of it."
    a = draft(text, "A said", None, ["what B said of it"])
    b = draft(text, "B said", None, ["A said what"])
    assert nest([a, b]) == [None, 0]


def test_a_paragraph_with_a_cue_of_its_own_does_not_run_on():
    text = "“We were never asked, Pell said.\n“Nobody asks the harbour,” Vell said."
    pell = draft(text, "said", "Pell", ["“We were never asked"])
    vell = Draft([at(text, "said", 1)], [at(text, "Vell")], [at(text, "“Nobody asks the harbour,”")], 0.9)
    run_on(text, [pell, vell], quotations_of(text), blocks_of(text))
    assert shown(text, pell.content) == ["“We were never asked"]


def test_quoted_sentences_behind_the_cue_without_one_of_their_own_are_the_same_speaker_s():
    text = "“I called the bridge at six,” Annika Vell said. “They answered that they had seen the chart.”"
    d = draft(text, "said", "Annika Vell", ["“I called the bridge at six,”"])
    continue_quotations(text, [d], quotations_of(text), blocks_of(text))
    assert shown(text, d.content) == ["“I called the bridge at six,”", "“They answered that they had seen the chart.”"]


def test_what_is_nested_in_a_quotation_does_not_keep_it_from_its_speaker():
    text = "“I called the bridge at six,” Vell said. “I think that they had seen the chart.”"
    vell, inner = (
        draft(text, "said", "Vell", ["“I called the bridge at six,”"]),
        draft(text, "think", "I", ["that they had"]),
    )
    continue_quotations(text, [vell, inner], quotations_of(text), blocks_of(text))
    assert shown(text, vell.content) == ["“I called the bridge at six,”", "“I think that they had seen the chart.”"]


@pytest.mark.parametrize(
    "text",
    [
        "“I called the bridge at six,” Vell said at the premiere of “The Long Way Home Again”.",  # a title
        "“I called the bridge at six,” Vell said.\n“They answered that they had seen the chart.”",  # another paragraph
        "“I called the bridge at six,” Vell said. The room they sat in was called “the chart room”.",  # too short
        "“I called the bridge at six,” Vell said. Then the chairman rose, thanked her at some length, looked for his "
        "notes and read out what stood over the door of the house: “Let no one leave without a lamp.”",  # too far
    ],
)
def test_other_quotations_are_not_the_speaker_s(text):
    d = draft(text, "said", "Vell", ["“I called the bridge at six,”"])
    continue_quotations(text, [d], quotations_of(text), blocks_of(text))
    assert shown(text, d.content) == ["“I called the bridge at six,”"]


def test_a_quotation_with_its_own_cue_stays_with_it():
    text = "“I called the bridge at six,” Vell said. “Nobody answered the second call,” Grell said."
    vell = draft(text, "said", "Vell", ["“I called the bridge at six,”"])
    grell = Draft([at(text, "said", 1)], [at(text, "Grell")], [at(text, "“Nobody answered the second call,”")], 0.9)
    continue_quotations(text, [vell, grell], quotations_of(text), blocks_of(text))
    assert shown(text, vell.content) == ["“I called the bridge at six,”"]


def test_three_that_hold_one_another_s_cues_do_not_go_round():
    drafts = [
        Draft([Span(*cue)], [], [Span(*content)], 0.9)
        for cue, content in (((0, 2), (20, 24)), ((10, 12), (0, 4)), ((20, 22), (10, 14)))
    ]
    assert nest(drafts) == [None, 2, 0]


@pytest.mark.parametrize(
    ("text", "kind", "kept"),
    [
        ("The office said no.\nThe harbour must stay open.", BlockKind.PARAGRAPH, False),
        ("The office said:\nThe harbour must stay open.", BlockKind.PARAGRAPH, True),
        ("The office said no.\nThe harbour must stay open.", BlockKind.BLOCKQUOTE, True),
        ("The office said no.\n“The harbour must stay open.”", BlockKind.PARAGRAPH, True),
    ],
)
def test_of_another_paragraph_a_content_holds_what_is_quoted_or_led_to(text, kind, kept):
    part = text.split("\n")[1]
    d = draft(text, "said", "The office", [part])
    drop_strays(text, d, blocks_of(text, (BlockKind.PARAGRAPH, kind)))
    assert shown(text, d.content) == ([part] if kept else [])


def test_a_quotation_behind_words_of_another_paragraph_is_not_that_of_who_spoke_before():
    text = "“He laughed at it,” Strand said.\nOndry denied this. “She is a fine officer.”"
    d = draft(text, "said", "Strand", ["“He laughed at it,”", "“She is a fine officer.”"])
    drop_strays(text, d, blocks_of(text))
    assert shown(text, d.content) == ["“He laughed at it,”"]


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        (
            "VELMAR - Orsania's foreign minister denied it.",
            "VELMAR - Orsania's foreign minister",
            "Orsania's foreign minister",
        ),
        ("PORT ELLERY, Corvane (Union Wire) — She denied it.", "PORT ELLERY, Corvane (Union Wire) — She", "She"),
        ("ORLO — We denied it.", "ORLO", "ORLO"),
        ("The UN - and Orlo - denied it.", "The UN - and Orlo -", "The UN - and Orlo -"),
    ],
)
def test_a_dateline_is_no_part_of_who_speaks(text, source, expected):
    assert shown(text, without_dateline(text, [at(text, source)], blocks_of(text))) == [expected]
