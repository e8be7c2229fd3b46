"""Claims: what relating sees of a statement, worded so that it stands by itself."""

from __future__ import annotations

from dataclasses import dataclass
from re import IGNORECASE, sub

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

    @property
    def named(self) -> bool:
        """Whether the source may be the same in another article: not for "officials"."""
        return self.kind in (SourceKind.PERSON, SourceKind.ORGANISATION)

    @property
    def spoken(self) -> str:
        """What the pair model sees."""
        return spoken(self.who, self.text, self.factuality.polarity, self.act)

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


def spoken(who: str, claim: str, polarity: str, act: Act = Act.STATE) -> str:
    """A statement as the pair model sees it: "Pell denies: the lease was sold".

    Args:
        who: the holder's name, "" when there is none.
        claim: the content, resolved.
        polarity: "+", "-" or "u".
        act: what the holder does, where that commits to nothing.

    """
    verb = _OPEN.get(act, _SAYS["u"]) if polarity == "u" else _SAYS[polarity]
    return f"{who or 'someone'} {verb}: {claim}"


#: "I" and what becomes of it
_RESOLVED = (
    (r"\bI['’]m\b", "{} is"), (r"\bI['’]ve\b", "{} has"), (r"\bI['’]d\b", "{} would"), (r"\bI['’]ll\b", "{} will"),
    (r"\bI am\b", "{} is"), (r"\bI have\b", "{} has"), (r"\bI\b", "{}"), (r"\bmy\b", "{}'s"),
)  # fmt: skip
_GERUNDS = ((r"^having\b", "{} had"), (r"^being\b", "{} was"), (r"^(?=[a-z]+ing\b)", "{} was "))
#: "denied it": of what, the words do not say
_BARE = frozenset("it this that so he she they him her them everything anything all".split())


def text_of(content: str, speaker: str, act: Act) -> str:
    """A content as a claim that stands by itself: "I did not meet him" by Vassoul is "Vassoul did not meet him".

    Args:
        content: the words, spans joined.
        speaker: the holder's name, "" when there is none.
        act: "he denied having met" and "she said she had met" speak of the holder too.

    """
    text = sub(r"^(?:that|of|as|whether) ", "", content.strip(" \"“”‘’'"), flags=IGNORECASE)
    if not speaker or sub(r"\W", "", text).lower() in _BARE:
        return text
    name = speaker.replace("\\", r"\\")  # no template for the regular expressions
    for pattern, words in _RESOLVED:
        text = sub(pattern, words.format(name), text)
    text = sub(r"^(?:he|she|they|it)\b", name, text, flags=IGNORECASE)
    if act in (Act.DENY, Act.ADMIT):  # "denied having met", "admitted being there", "denied taking bribes"
        for pattern, words in _GERUNDS:
            text = sub(pattern, words.format(name), text)
    return text
