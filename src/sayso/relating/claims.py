"""Claims: what relating sees of a statement, worded so that it stands by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.types import Act, Factuality, SourceKind


@dataclass(frozen=True, slots=True)
class Claim:
    """What relating needs of a statement."""

    id: int
    article: int
    #: the ledger-wide source; None where it is open
    entity: int | None
    #: of the source; None where it is open
    kind: SourceKind | None
    act: Act
    factuality: Factuality
    #: ISO day for the order in time
    day: str | None
    #: the content, with "I" and "he" resolved
    text: str
    #: number in its article, and that of the statement it is nested in
    number: int
    parent: int | None
    #: the holder's name, "" when there is none
    who: str = ""
    cue: str = ""

    @property
    def named(self) -> bool:
        """Whether the source may be the same in another article: not for "officials"."""
        return self.kind in (SourceKind.PERSON, SourceKind.ORGANISATION)

    @property
    def spoken(self) -> str:
        """What the pair model sees."""
        return spoken(self.who, self.text, self.factuality.polarity, self.act, self.cue)

    def shares_source(self, other: Claim) -> bool:
        """Whether both have one and the same ledger-wide source."""
        return self.entity is not None and self.entity == other.entity

    def opposed(self, other: Claim) -> bool:
        """Whether one asserts and the other denies."""
        return {self.factuality.polarity, other.factuality.polarity} == {"+", "-"}


#: how the pair model is told what a source commits to, and what who commits to nothing does
_SAYS = {"+": "says", "-": "denies", "u": "leaves open"}
_OPEN = {
    Act.REQUEST: "wants", Act.INTEND: "wants", Act.PROMISE: "wants", Act.QUESTION: "asks", Act.DECLINE: "does not say",
}  # fmt: skip
#: without these words what they are said of says nothing: "blamed the weather", "called it a farce", "backs the plan"
_TELLING = re.compile(
    r"""(?ix)
    \b (?: accus | agree | apologi | approv | assail | attack | back | blam | blast | brand | call | characteri |
    cit | compar | condemn | congratulat | credit | critici | defend | denounc | depict | deri | describ | disagree
    | disapprov | dub | endors | fault | favou?r | fear | hail | label | mock | oppos | portray | prais | regret |
    ridicul | slam | support | thank | threat | warn | welcom | worr ) \w*
    """
)


def spoken(who: str, claim: str, polarity: str, act: Act = Act.STATE, cue: str = "") -> str:
    """A statement as the pair model sees it: "Pell denies: the lease was sold", "Pell blamed: the weather".

    Args:
        who: the holder's name, "" when there is none.
        claim: the content, resolved.
        polarity: "+", "-" or "u".
        act: what the holder does, where that commits to nothing.
        cue: the words that introduce the content.

    """
    verb = _OPEN.get(act, _SAYS["u"]) if polarity == "u" else _SAYS[polarity]
    if polarity == "+" and _TELLING.search(cue):
        verb = cue.lower()
    return f"{who or 'someone'} {verb}: {claim}"


#: none is that of "F.B.I.", "I.R.S.", "World War I", "I-95"
_I = r"(?<![A-Z]\.)(?<!\bWar )(?<!\bPart )(?<!\bPhase )(?<!\bTitle )(?<!\bArticle )\bI\b(?![-–]\w|\.[A-Z])"
#: "I" and what becomes of it
_RESOLVED = (
    (r"\bI['’]m\b", "{} is"), (r"\bI['’]ve\b", "{} has"), (r"\bI['’]d\b", "{} would"), (r"\bI['’]ll\b", "{} will"),
    (r"\bI am\b", "{} is"), (r"\bI have\b", "{} has"), (_I, "{}"), (r"\bmy\b", "{}'s"),
)  # fmt: skip
_GERUNDS = ((r"^having\b", "{} had"), (r"^being\b", "{} was"), (r"^(?=[a-z]+ing\b)", "{} was "))
#: "denied it": of what, the words do not say
_BARE = frozenset("it this that so he she they him her them everything anything all".split())


#: of what kind the holder is whom a pronoun that begins a reported content means
_MEANT = {
    "he": (SourceKind.PERSON, SourceKind.ANONYMOUS), "she": (SourceKind.PERSON, SourceKind.ANONYMOUS),
    "it": (SourceKind.ORGANISATION, SourceKind.DOCUMENT),
    "they": (SourceKind.GROUP, SourceKind.ORGANISATION, SourceKind.ANONYMOUS),
}  # fmt: skip
#: "it was unlikely that": nobody is meant
_NOBODY = re.compile(
    r"""(?ix) it (?: ['’]s | \ is | \ was | \ (?:would|will|had|has)\ (?:be|been) ) (?: \ \w+ly | \ not )*
    \ (?:un|im)?(?: clear | likely | possible | important | necessary | time | true | up\ to | too ) \b"""
)


def text_of(content: str, speaker: str, kind: SourceKind, act: Act) -> str:
    """A content as a claim that stands by itself: "I did not meet him" by Vassoul is "Vassoul did not meet him".

    Args:
        content: the words, spans joined.
        speaker: the holder's name, "" when there is none.
        kind: of the holder; "it was ready" does not speak of a woman.
        act: "he denied having met" and "she said she had met" speak of the holder too.

    """
    text = re.sub(r"^(?:that|of|as|whether) ", "", content.strip(" \"“”‘’'"), flags=re.IGNORECASE)
    if not speaker or re.sub(r"\W", "", text).lower() in _BARE:
        return text
    name = speaker.replace("\\", r"\\")  # no template for the regular expressions
    for pattern, words in _RESOLVED:
        text = re.sub(pattern, words.format(name), text)
    pronoun = re.match(r"(?i)(he|she|they|it)\b", text)
    quoted = content.lstrip()[:1] in "\"“‘'"  # in whose own words "he" is another
    if pronoun and not quoted and kind in _MEANT[pronoun[1].lower()] and not _NOBODY.match(text):
        text = speaker + text[pronoun.end() :]
    if act in (Act.DENY, Act.ADMIT):  # "denied having met", "admitted being there", "denied taking bribes"
        for pattern, words in _GERUNDS:
            text = re.sub(pattern, words.format(name), text)
    return text
