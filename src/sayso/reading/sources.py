"""Who: the source of each attribution, resolved within the article, and the chain of those who relay it.

Names come from reading/names.py, and whom "he" means from reading/antecedents.py; "I" and "we" take the speaker around
them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from sayso.reading.antecedents import PRONOUNS, SOMEBODY, Antecedents, Entity
from sayso.reading.drafts import in_kind, strip
from sayso.reading.kinds import ANONYMOUS, DOCUMENT, PERSON, is_plural, kind_of
from sayso.reading.names import find_names
from sayso.reading.referents import find_referents
from sayso.types import Attribution, Block, BlockKind, Source, SourceKind, Span


class Resolved(NamedTuple):
    """Who holds an attribution."""

    #: index into the sources; None when it could not be told
    source: int | None
    #: indices of whom it may be, the likeliest first
    candidates: tuple[int, ...]
    #: outermost first, ending with the source; None stands for a relayer that is not named
    chain: tuple[int | None, ...]
    #: pronouns of the content that mean somebody named outside of it, and the words in their place
    referents: tuple[tuple[Span, str], ...] = ()


_I = frozenset(["i", "me", "my", "myself", "mine", "i'm"])
_WE = frozenset(["we", "us", "our", "ours", "ourselves"])
_WHO = frozenset(["who", "which", "that", "whom", "whose"])

#: what stands right before a relative pronoun
_NOUN_PHRASE = re.compile(r"((?:(?:[\w’'-]+\ ){0,3})[\w’'-]+),?\s*(?:--|—|–)?\s*$")
_INCLUDING = re.compile(r"(?i)\b(?:who|whose|that|which|including|such as)\b")
#: titles and articles right before a name: "a spokesman for Mr", "the head of the"
_TITLED = re.compile(
    r"(?:(?:^|\s)(?:the|Mrs?|Ms|Miss|Dr|Sir|Dame|President|Senator|Sen|Representative|Rep|Governor|Gov|General|Gen|Secretary"
    r"|Mayor|Justice|Judge|Prime Minister|Minister|Ambassador|Prince|King|Queen|Pope|former|then|late)\.?)+$"
)
#: the noun of a phrase that goes on with a preposition
_NOUN_BEFORE = re.compile(
    r"(?i)^((?:[\w’'-]+ ){0,6}?[\w’'-]+),? (?:(?:sent|written|prepared|compiled|released|commissioned|published|issued|seen|obtained|reviewed|leaked|signed|drafted) )?(?:by|from|in|at|of|for)\b"
)
#: "if he", as a source
_AND_HE = re.compile(r"(?i)^(?:if|but|and|when|as|because|that|though|while|yet|so) (?=(?:he|she|it|they|we|i)$)")
#: "In Essaby, the mayor said"
_PLACE_BEFORE = re.compile(r"^[A-Z]\w+, (?=(?:the|a|an) )")
#: ends of what is no role: "engineers at the", "she and"
_CUT_SHORT = re.compile(r"(?i)\b(?:at|of|in|for|by|from|the|a|an|and|or|with|to|on|he|she|it|they)$")
_SIDE_BY_SIDE = re.compile(r"(?: \([^)]*\))?(?:,|,? and|,? &) (?:(?:[A-Z]\w+\.?|president) ){0,3}")
#: a clause rather than a role: "foreign minister knew nothing"
_FINITE = re.compile(
    r"(?i)\b(?:is|are|was|were|has|had|have|did|does|will|would|could|said|says|told|knew|knows|wrote)\b"
)
#: probability from which a description that fits no role means a person
_SURE = 0.75
_NO_ROLE = frozenset({"the", "himself", "herself", "itself", "and", "also", "who", "both"})
_SPOKESMAN = re.compile(
    r"(?i)\b(?:spokes(?:man|woman|person)|press secretary|communications director|representative|chief executive|ceo|director|counsel|adviser)\b|\b(?:president|head|chair\w*|secretary|minister) (?:of|for)\b"
)
#: without a source these are what the author thinks
_SEEMS = re.compile(
    r"(?i)\b(?:seem\w*|appear(?:s|ed)?|apparent(?:ly)?|obvious(?:ly)?|clear(?:ly)?|no deny\w*|don['’]t expect|looks?|looked|hard to|unclear|likely|certain)\b"
)
_REPORT_OF_SPEECH = re.compile(
    r"(?i)\b(?:reported|said|alleged|rumou?red|understood|claimed|quoted)\b (?:to have|as)\b"
)
_SPEECH_ENDS = re.compile(r"(?i)\b(?:said|asked|told|warned|written|stated|claimed|denied|replied|added|saying)$")


class _Finder:
    """Resolves the sources of one article, attribution by attribution, outer ones first."""

    def __init__(
        self, text: str, blocks: Sequence[Block], attributions: Sequence[Attribution], byline: str | None
    ) -> None:
        self.text, self.blocks, self.attributions = text, blocks, attributions
        self.entities = [
            Entity(n.full, n.kind, list(n.mentions), list(n.roles), n.gender, n.kind is SourceKind.GROUP, n.certain)
            for n in find_names(text, blocks)
        ]
        self.entities += [
            Entity(text[s.start : s.end], SourceKind.GROUP, [s], plural=True) for s in _groups(text, blocks)
        ]
        self.byline = byline
        self.found: list[tuple[int | None, tuple[int, ...]] | None] = [None] * len(attributions)
        self.antecedents = Antecedents(text, blocks, attributions, self.entities, self.found)
        self.author: int | None = None
        self.unsourced: int | None = None
        self._starts = sorted((m.start, m.end, i) for i, e in enumerate(self.entities) for m in e.mentions)

    def named_in(self, span: Span) -> list[tuple[Span, int]]:
        """Names within a span, in order."""
        at = bisect_right(self._starts, (span.start, -1, -1))
        out = []
        for start, end, i in self._starts[at:]:
            if start >= span.end:
                break
            if end <= span.end:
                out.append((Span(start, end), i))
        return out

    def speaker_around(self, index: int) -> int | None:
        """Whoever holds the innermost quotation around an attribution's cue."""
        parent = self.attributions[index].parent
        while parent is not None:
            found = self.found[parent]
            if self.antecedents.quotes(self.attributions[parent]) and found and found[0] is not None:
                return found[0]
            parent = self.attributions[parent].parent
        return None

    def settle(self, index: int) -> None:
        """Resolve one attribution and remember that its source spoke."""
        self.found[index] = source, _ = self.resolve(index)
        if source is None:
            return
        entity = self.entities[source]
        entity.spoke.append(_place(self.attributions[index]))
        for span in self.attributions[index].source[:1]:
            if not any(span.start <= m.start and m.end <= span.end for m in entity.mentions):
                entity.mentions.append(span)
                entity.mentions.sort()

    def resolve(self, index: int) -> tuple[int | None, tuple[int, ...]]:
        """The source of one attribution, and whom it may be when that is open."""
        attribution = self.attributions[index]
        if not attribution.source:
            return self._sourceless(attribution, index), ()
        span = strip(self.text, attribution.source[0], "", ",")  # the comma that closes an apposition
        words = self.text[span.start : span.end].strip(" \"“”‘’'")
        words = _AND_HE.sub("", words)
        lowered = words.lower().replace("’", "'")
        first = re.match(r"[\w']+", lowered)
        head = first[0] if first else ""
        if words != "US" and (lowered in _I or lowered in _WE or head in ("i'm", "we're", "i've", "we've")):
            return self._first_person(lowered in _WE or head.startswith("we"), index), ()
        if lowered in ("you", "your", "one", "anyone", "nobody", "everyone", "somebody", "no one", "everybody"):
            return self._own(span, words, SourceKind.GROUP), ()
        if lowered in _WHO:
            return self._relative(span), ()
        if lowered in PRONOUNS or (head in ("he", "she", "they") and len(lowered.split()) < 4):
            return self.antecedents.of(span, head, attribution.parent)  # "he himself", "he saw"
        if lowered in ("the author", "this author", "this writer", "this reporter", "this column", "the editors"):
            return self._author(), ()
        return self._phrase(span, words, index), ()

    def _sourceless(self, attribution: Attribution, index: int) -> int:
        """Hearsay, unless it is the author, or whoever is quoted, to whom something "seems"."""
        cue = " ".join(self.text[s.start : s.end] for s in attribution.cue)
        if _SEEMS.search(cue):
            speaker = self.speaker_around(index)
            return self._author() if speaker is None else speaker
        if self.unsourced is None:
            self.unsourced = self._add(Entity("", SourceKind.UNSOURCED))
        return self.unsourced

    def _author(self) -> int:
        if self.author is None:
            self.author = self._add(Entity(self.byline or "", SourceKind.AUTHOR))
        return self.author

    def _add(self, entity: Entity) -> int:
        self.entities.append(entity)
        return len(self.entities) - 1

    def _first_person(self, plural: bool, index: int) -> int:
        speaker = self.speaker_around(index)
        if speaker is None:
            speaker = self._open_quotation(self.attributions[index].cue[0])
        if speaker is None:
            return self._author()
        if plural:
            entity = self.entities[speaker]
            side = self._side(entity)
            if side is not None:
                return side
        return speaker

    def _open_quotation(self, cue: Span) -> int | None:
        """The speaker of a quotation that holds this cue though no content does."""
        for i, attribution in enumerate(self.attributions):
            found = self.found[i]
            inside = any(s.start <= cue.start < s.end for s in attribution.content)
            if inside and found and found[0] is not None and attribution.cue[0] != cue:
                return found[0]
        return None

    def _side(self, entity: Entity) -> int | None:
        """The organisation that a spokesman or a chief speaks for."""
        for role in entity.roles:
            if not _SPOKESMAN.search(role):
                continue
            for i, other in enumerate(self.entities):
                if (
                    other.kind is SourceKind.ORGANISATION
                    and other is not entity
                    and re.search(rf"\b{re.escape(other.name)}\b", role)
                ):
                    return i
        return None

    def _own(self, span: Span, words: str, kind: SourceKind, plural: bool = True) -> int:
        """A source of its own, that nothing else in the article is."""
        return self._add(Entity(words, kind, [span], plural=plural))

    def _relative(self, span: Span) -> int | None:
        """The antecedent of "who" and "which" stands right before."""
        before = _NOUN_PHRASE.search(self.text, max(0, span.start - 60), span.start)
        if before is None:
            return None
        if before[1].split()[-1].lower() in ("then", "now", "there", "here"):
            return None
        named = self.named_in(Span(before.start(1), before.end(1) + 1))
        phrase = Span(*before.span(1))
        return named[-1][1] if named else self._own(phrase, before[1], kind_of(before[1]), is_plural(before[1]))

    def _phrase(self, span: Span, words: str, index: int) -> int:
        """A name, a description or both."""
        place = _PLACE_BEFORE.match(words) if self.text[max(0, span.start - 3) : span.start] in ("In ", "At ") else None
        if place:
            span, words = Span(span.start + place.end(), span.end), words[place.end() :]
        named = self.named_in(span)
        head = self._head(words, span, named)
        if head is not None:
            at, i = head
            self._describe(self.entities[i], span, at)
            return i
        kind = kind_of(words, bool(named))
        people = {i for _, i in named if self.entities[i].kind is SourceKind.PERSON}
        if len(people) > 1 and kind is SourceKind.PERSON and re.search(r"(?i) and | sens\. ", words):
            kind = SourceKind.GROUP
        definite = bool(re.match(r"(?i)(?:the|this|that|these|those|his|her|their|its|our|both)\b", words))
        definite = definite or in_kind(span, self.blocks, BlockKind.HEADLINE)  # headlines leave articles out
        if not definite or kind in (SourceKind.GROUP, SourceKind.ANONYMOUS):
            known = self._same_words(span, words, kind)
            return known if known is not None else self._own(span, words, kind, is_plural(words))
        known = self._described(span, words, kind)
        if known is None and kind is SourceKind.PERSON and not named and words.lower().startswith("the "):
            known = self._somebody(span, index)
        return known if known is not None else self._own(span, words, kind, is_plural(words))

    def _somebody(self, span: Span, index: int) -> int | None:
        """The person of no known role that a description means, as a pronoun would: "The former mayor"."""
        best, sure = self.antecedents.likeliest(span, SOMEBODY, self.attributions[index].parent)
        return best if best is not None and sure >= _SURE and not self.entities[best].roles else None

    def _head(self, words: str, span: Span, named: Sequence[tuple[Span, int]]) -> tuple[Span, int] | None:
        """The name that a phrase is about: "White House spokesman Raj Shah", "Kelly, the chief of staff"; or none."""
        if not named:
            return None
        text = self.text
        for at, i in named:
            before = text[span.start : at.start].strip()
            behind = text[at.end : span.end]
            possessive = re.match(r"['’]s?\s+\w", behind)
            plural = re.search(
                r"(?i)\b(?:some|many|most|several|few|two|three|all|other|of|in|for|from|by|with|at|to|among|on|against)$",
                _TITLED.sub("", before),
            )
            if possessive or plural or self._within(before, self.entities[i]):
                continue
            if self._several(before, at, named):
                return None
            if re.match(
                r"(?:['’]s?)?\s*$|[,;(–—]|\s+[-–—(]|\s+(?:of|from|in|at|who|and|himself|herself|itself)\b", behind
            ):
                if re.match(r"\s+and\s", behind):
                    return None
                return at, i
        return None

    def _within(self, before: str, named: Entity) -> bool:
        """Whether a name is only part of what a phrase is about: "a report by the firm IHS", "an attorney for Pell"."""
        if _INCLUDING.search(before):
            return True
        noun = _NOUN_BEFORE.match(before)
        if noun is None:
            return False
        last = noun[1].split()[-1]
        person = PERSON.fullmatch(last) or ANONYMOUS.fullmatch(last)
        return bool(DOCUMENT.fullmatch(last) or (person and (named.kind is not SourceKind.PERSON or not named.certain)))

    def _several(self, before: str, name: Span, named: Sequence[tuple[Span, int]]) -> bool:
        """Whether a phrase names people side by side: "Ruiz and Sen. Pell", "Ruiz, Pell"."""
        if re.search(r"(?i)\b(?:sens|reps|senators|representatives|govs|presidents)\.?$", before):
            return True
        behind = next(((at, i) for at, i in named if at.start >= name.end), None)
        if behind is None:
            return False
        between = self.text[name.end : behind[0].start]
        other = self.text[behind[0].start : behind[0].end + 2]
        if re.match(r"[DRI]-|.*(?:Republican|Democrat)|.*['’]", other):  # "Jo Roe, R-Ohio", "Jo Roe, Pell's lawyer"
            return False
        both = all(self.entities[i].kind is SourceKind.PERSON for _, i in (behind, *(n for n in named if n[0] == name)))
        return both and _SIDE_BY_SIDE.fullmatch(between) is not None

    def _describe(self, entity: Entity, span: Span, name: Span) -> None:
        """Keep what a phrase says of whom it names."""
        before = re.sub(r"(?i)^(?:the|a|an) ", "", self.text[span.start : name.start].strip(" ,"))
        before = re.sub(r",? (?:Mrs?|Ms|Dr|Sir)\.?$", "", before)
        behind = self.text[name.end : span.end].strip(" ,–—-()")
        behind = re.sub(r"(?i)^(?:the|a|an) ", "", behind)
        for role in (before, behind):
            if (
                role not in entity.roles
                and len(role) < 120
                and re.search(r"[a-z]{3}", role)
                and not _CUT_SHORT.search(role)
                and role.lower() not in _NO_ROLE
                and not _FINITE.search(role)
            ):
                entity.roles.append(role)

    def _same_words(self, span: Span, words: str, kind: SourceKind) -> int | None:
        """A bare repetition of the words of a group, "critics"; two anonymous officials are two."""
        if kind is SourceKind.ANONYMOUS:
            return None
        for i, entity in enumerate(self.entities):
            if entity.name == words and entity.kind is kind:
                entity.mentions.append(span)
                return i
        return None

    def _described(self, span: Span, words: str, kind: SourceKind) -> int | None:
        """Whom a definite description means: "the president", "the ministry", "the study"."""
        said = re.sub(r"(?i)^(?:the|this|that|these|those) ", "", words)
        bare = said.lower()
        head = next(iter(re.split(r" (?:of|for|in|at|from) ", bare)[0].split()[-1:]), "")
        marks = [w[:_STEM].lower() for w in _NATIONALITY.findall(said)]
        best: tuple[float, int] | None = None
        for i, entity in enumerate(self.entities):
            before = [m for m in entity.mentions if m.end <= span.start] or entity.mentions[:1]
            if not before:
                continue
            roles = " ; ".join(entity.roles).lower()
            name = entity.name.lower()
            if kind is not entity.kind or any(mark not in f"{roles} {name}" for mark in marks):
                continue  # "the Karstali ministry" is not the Orvanian one
            match = 0.0
            if bare and re.search(rf"{_UNDER}\b{re.escape(bare)}\b", roles):
                match = 2.0
            elif _another_office(bare, head, f"{roles} ; {name}"):
                continue
            elif (head and re.search(rf"\b{re.escape(head)}\b", roles + " " + name)) or (
                _SHORT.get(head) and re.search(_SHORT[head], roles + " " + name)
            ):
                match = 1.2
            elif (
                kind is SourceKind.PERSON
                and head in ("man", "woman")
                and entity.gender == ("m" if head == "man" else "f")
            ):
                match = 0.8
            elif (
                kind is SourceKind.ORGANISATION
                and head in ("group", "company", "agency", "organization", "firm", "paper", "newspaper", "network")
                and self.antecedents.is_subject(before[-1])
            ):
                match = 0.7
            if not match:
                continue
            nearness = 1.0 / (1.0 + abs(span.start - before[-1].end) / 600) - (before[-1].start > span.start)
            score = match + nearness + min(0.3, 0.02 * len(before))
            if best is None or score > best[0]:
                best = (score, i)
        if best is None:
            return None
        self.entities[best[1]].mentions.append(span)
        self.entities[best[1]].mentions.sort()
        return best[1]


_NATIONALITY = re.compile(r"(?<![\w-])(?!(?:Republic|Democrat|Americ)an)[A-Z]\w+(?:an|ese|ish|i|ch|iss|ic)(?= )")
#: letters by which "Karstali" is of Karstal
_STEM = 5
#: offices and bodies that the word before tells from others: "the finance ministry" is not the interior ministry
_OFFICE = frozenset(
    """
    minister ministry secretary department committee party court council office service services commission agency bureau
    embassy university bank union board force forces chief commissioner inspector
    """.split()
)
_NO_TELLING = frozenset("new former then old same own current country's nation's local national".split())


def _another_office(said: str, head: str, known: str) -> bool:
    """Whether a description names an office or body of another kind than any that is told of a source.

    Args:
        said: the description, lower case.
        head: its head, "ministry".
        known: the source's roles and name, lower case.

    """
    words = said[: said.find(head)].split() if head in _OFFICE else []
    telling = [w for w in words if w not in _NO_TELLING]
    if not telling or all(re.search(rf"\b{re.escape(w)}\b", known) for w in telling):
        return False
    others = [m[1] for m in re.finditer(rf"(\w+|;|^)\s*\b{re.escape(head)}\b", known)]
    return bool(others) and all(re.fullmatch(r"\w+", w) and w not in _NO_TELLING | {"the", "a"} for w in others)


#: "the minister" is no prime minister, "the secretary" no press secretary
_UNDER = r"(?<!prime )(?<!vice )(?<!vice-)(?<!deputy )(?<!press )(?<!assistant )(?<!lieutenant )(?<!shadow )(?<!former )(?<!under)"
#: short words for offices
_SHORT = {
    "senator": r"\bsen\b", "congressman": r"\brep\b", "congresswoman": r"\brep\b", "representative": r"\brep\b",
    "governor": r"\bgov\b", "lawmaker": r"\b(?:rep|sen)\b", "general": r"\bgen\b", "professor": r"\bprof\b",
    "mogul": r"\bbusinessman\b", "candidate": r"\bnominee\b", "nominee": r"\bcandidate\b", "leader": r"\bpresident|minister|chair",
    "paper": r"\b(?:times|post|journal|tribune|herald|guardian|newspaper)\b", "newspaper": r"\b(?:times|post|journal|tribune|herald|guardian)\b",
    "network": r"\b(?:cnn|news|nbc|abc|cbs|fox)\b", "spokesman": r"\bspokes", "spokeswoman": r"\bspokes",
    "agency": r"\b(?:agency|wire|press)\b", "court": r"\bcourt\b", "party": r"\bparty\b", "study": r"\bstudy\b", "report": r"\breport\b",
}  # fmt: skip


_SUBJECT_GROUP = re.compile(
    r"""(?x)(?:^|(?<=[.!?]\ )|(?<=[.!?][”"]\ )|(?<=\n)|(?<=,\ ))
    ((?:[A-Z][\w’'-]*|some|many|most|two|three|several)(?:\ [\w’'-]+){0,4}?(?<=s)|(?:The\ )?[Mm]edia|(?:The\ )?[Pp]olice|[Pp]eople|Many)
    \ (?:are|were|have|had|will|would|can|could|do|did|say|said|want|also|who|may|might|must|should|must|tell|told|think|believe|know|see)\b"""
)


def _groups(text: str, blocks: Sequence[Block]) -> list[Span]:
    """Plural subjects of sentences, for "they" to mean."""
    return [
        Span(*m.span(1))
        for b in blocks
        for m in _SUBJECT_GROUP.finditer(text, *b.span)
        if not re.search(
            r"(?i)(?:ss|us|is|’s|'s|this|his|its|was|has|does)$|^(?:he|she|it|they|we|i|this|that)\b", m[1]
        )
    ]


def find_sources(
    text: str, blocks: Sequence[Block], attributions: Sequence[Attribution], byline: str | None = None
) -> tuple[tuple[Source, ...], tuple[Resolved, ...]]:
    """Resolve the sources of an article's attributions.

    Args:
        text: the article's text.
        blocks: the blocks that were read, in order.
        attributions: with parents, in the order of the text.
        byline: the article's author, as far as it is known.

    Returns:
        The sources that hold something, in the order of their first mention, and for each attribution who holds it.

    """
    finder = _Finder(text, blocks, attributions, byline)
    for index in sorted(range(len(attributions)), key=lambda i: _order(attributions, i)):
        finder.settle(index)
    found = [f if f is not None else (None, ()) for f in finder.found]
    chains = [_chain(text, attributions, i, found, finder) for i in range(len(attributions))]
    referents = find_referents(text, attributions, finder.entities, finder.antecedents)
    used = sorted(
        {i for (s, c), chain in zip(found, chains, strict=True) for i in (s, *c, *chain) if i is not None},
        key=lambda i: (finder.entities[i].mentions[:1] or [Span(len(text), len(text))], i),
    )
    place = {entity: number for number, entity in enumerate(used)}
    sources = tuple(_source(finder.entities[i], finder) for i in used)
    resolved = tuple(
        Resolved(
            None if s is None else place[s],
            tuple(place[i] for i in c),
            tuple(None if i is None else place[i] for i in chain),
            means,
        )
        for (s, c), chain, means in zip(found, chains, referents, strict=True)
    )
    return sources, resolved


def _source(entity: Entity, finder: _Finder) -> Source:
    side = finder._side(entity)
    return Source(
        entity.name,
        entity.kind,
        tuple(sorted(set(entity.mentions))),
        tuple(entity.roles),
        None if side is None else finder.entities[side].name,
    )


def _order(attributions: Sequence[Attribution], index: int) -> tuple[int, ...]:
    """In the order of the text, but whoever relays before what is relayed."""
    outermost = index
    while (above := attributions[outermost].parent) is not None:
        outermost = above
    return attributions[outermost].extent.start, outermost, _depth(attributions, index), _place(attributions[index])


def _depth(attributions: Sequence[Attribution], index: int) -> int:
    depth, parent = 0, attributions[index].parent
    while parent is not None:
        depth, parent = depth + 1, attributions[parent].parent
    return depth


def _place(attribution: Attribution) -> int:
    return (attribution.source or attribution.cue)[0].start


def _chain(
    text: str,
    attributions: Sequence[Attribution],
    index: int,
    found: Sequence[tuple[int | None, tuple[int, ...]]],
    finder: _Finder,
) -> tuple[int | None, ...]:
    """Relayers outermost first, then the source; the author and hearsay are no links."""
    links: list[int | None] = []
    at: int | None = index
    while at is not None:
        source = found[at][0]
        kind = finder.entities[source].kind if source is not None else None
        cue = " ".join(text[s.start : s.end] for s in attributions[at].cue)
        if kind not in (SourceKind.AUTHOR, SourceKind.UNSOURCED) and (source is not None) and source not in links[-1:]:
            links.append(source)
        if attributions[at].source and _REPORT_OF_SPEECH.search(cue) and _SPEECH_ENDS.search(cue):
            links.append(None)
        at = attributions[at].parent
    return tuple(reversed(links))
