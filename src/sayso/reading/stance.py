"""How firmly: the act, the factuality and the relay of an attribution, from its cue and its content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sayso.reading.lexicon import Sense, senses
from sayso.reading.quotes import OPENING
from sayso.types import Act, Attribution, Factuality, Relay, Span


class Stance(NamedTuple):
    """What the source does with the content, how firmly, and how it is relayed."""

    act: Act
    factuality: Factuality
    relay: Relay
    #: it stands in a question, so whoever is meant has said nothing yet
    asked: bool = False
    #: the content names what is spoken of, or known, and says nothing of it: "allegations | against the mayor"
    untold: bool = False


_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|[?:]")
_NEGATION = re.compile(
    r"(?i)\b(?:not|never|no longer|nor|neither|cannot|without|hardly|scarcely|no|nobody|none|unable|inability)\b|n['’]t\b"
)
#: as a source, and right before a cue, where "no deal, he said" has another "no"
_NOBODY = re.compile(r"(?i)(?:no one|nobody|none(?! other)|neither|not (?:one|a single|a)|no (?=[a-z]{3}))\b")
_NOBODY_BEFORE = re.compile(r"(?i)\b(?:no one|nobody|none|neither)\b")
#: what is promised may be not to do it, and need not be promised gladly
_UNPROMISED = re.compile(
    r"""(?ix) (?: \b(?:not(?!\ only)|never|cannot|unable|unwilling)\b | n['’]t\b ) .*
        \b (?: promis | pledg | vow | guarante | commit | assur | offer | undertak | swear | swor | agree ) """
)
#: what one may overrule that somebody claims
_CLAIMED = re.compile(r"(?i)\b(?:that|objections?|claims?|findings?|arguments?|protests?|concerns?)\b")
_HYPOTHETICAL = re.compile(
    r"(?i)^(?:to|if|whether|would|could|might|may|can|should|must|['’]d)\b|\b(?:would|could|might|may)\b"
)
_UNTOLD = re.compile(r"(?i)^(?:what|whatever|whether|if|who|whom|which|why|when|where)\b")
#: "against the mayor", but neither "about 40 prisoners escaped" nor "over the port being closed"
_TOPIC = re.compile(
    r"""(?x)(?:about|against|over|involving|regarding|concerning|surrounding)\ (?!(?i:
        [$£€]?\d | (?:the\ )?(?:past|last|next|course|weekend|years|decades)\b | half\b | the\ half\b
        | (?:a|one|two|three|four|five|six|seven|eight|nine|ten|a\ few|several|some|many)
          \ (?:half|third|quarter|dozen|hundreds?|thousands?|millions?|billions?|\w+s)\b
        | two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty))"""
)
#: a clause without a finite verb
_CLAUSE = re.compile(r"(?i)(?:[\w’'-]+ ){0,4}(?:being|having)\b|\w+ing\b|(?:[\w’'-]+ ){0,3}[\w’'-]+s (?:not )?\w+ing\b")
_RELATIVE = re.compile(r"(?i)^(?:what|whatever|which|who)\b")
_HOW = re.compile(r"(?i)^how\b")
_TO = re.compile(r"(?i)^(?:not )?to \w+")
_FINITE = re.compile(
    r"""(?ix)\b(?:is|are|was|were|am|has|have|had|do|does|did|will|would|can|could|may|might|shall|should|must
        |\w+['’](?:s|re|ve|ll|d|m)|isn['’]t|wo\w+|ca\w+|\w+n['’]t)\b"""
)
#: whose clause is taken for granted even when the knowing is denied
_FACTIVE = re.compile(
    r"(?i)\b(?:know|knew|known|aware|realiz|realis|notic|understand|understood|forg[eo]t|recogni[sz]|remember)"
)
#: weak claims, in the content's first clause
_POSSIBLE = re.compile(
    r"(?i)\b(?:might|(?-i:may)|could|perhaps|maybe|possibly|possible|conceivably|not rule out)\b(?! not only)"
)
_PROBABLE = re.compile(
    r"""(?ix)\b(?:probably|likely|presumably|apparently|seems?|seemed|appears?|appeared|arguably|i\ (?:just\ )?think|i\ believe|i\ guess
        |i\ suspect|i\ expect|we\ think|we\ believe|in\ my\ (?:opinion|view)|expects?|expected\ to)\b"""
)
_UNLIKELY = re.compile(
    r"(?i)\b(?:unlikely|improbable|don['’]t think|do not think|don['’]t believe|do not believe|doubt)\b"
)
#: "Does he" right before a cue, and what ends such a question
_ASKED = re.compile(
    r"""(?x) (?:^|[.!?…:\n“"‘])[\s”"’]* (?:Do|Does|Did|Is|Are|Was|Were|Has|Have|Had|Will|Would|Can|Could|Should)\ [^.?!\n“”"]*$"""
)
_QUESTION_ENDS = re.compile(r"[^.!\n“”\"]*\?")
_ASKED_WITHIN = 150
#: marks within words that nobody sees, and spaces that do not break
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_CLAUSE_END = re.compile(r"[,;:.!?–—]|\b(?:because|although|while|when|which|who|unless|until|since|so that)\b")
_IMPERATIVE = re.compile(
    r"(?i)^(?:let['’]?s|let us|please|go |do not |don['’]t |never |tell |stop |vote |imagine |look at |stay )"
)
_CONDITIONAL = re.compile(r"(?i)^(?:if|unless|suppose)\b")

#: what one declines rather than denies
_ASKED_FOR = re.compile(
    r"(?i)(?:\w+ ){0,2}(?:calls?|requests?|talks|demands?|offers?|appeals?|proposals?|deals?|bids?|pleas?|compromises?|petition|motion|amendments?|bills?)\b"
)
_APPLIED_FOR = re.compile(
    r"(?i)(?:\w+ ){0,2}(?:requests?|petition|motion|appeals?|bids?|permits?|applications?|bail|visas?)\b"
)
_WITHHELD = re.compile(
    r"(?i)(?:him|her|them|us|me|you) (?:an?|any|the|access|entry|entrance|bail|permission|visas?|asylum|parole)\b"
    r"|(?:access|entry|entrance|permission|asylum|parole)\b"
)
#: "the strike as illegal", but neither "claims that he served as mayor" nor "the offer as well"
_NAMED_AS = re.compile(
    r"(?i)(?:(?!(?:that|who|which|he|she|it|they|we|as)\b)[\w’'-]+ ){1,5}as (?!(?:well|much|many|soon|long|far)\b)"
)
#: "was not told of it": nobody has declined anything
_NOT_TOLD = re.compile(
    r"(?i)\b(?:was|were|been|being|is|are)(?:n['’]t\b|\b).*\b(?:told|informed|briefed|notified|shown|warned|advised|consulted)\b"
)
_DID_NOT_SAY = re.compile(r"(?i)\b(?:did|does|do|has|have|had)(?:n['’]t| not)\b.*\bsa(?:y|id)\b")
#: feelings about what is taken for granted, even where one does not have them
_MOVED = re.compile(r"(?i)\b(?:regret|happy|glad|pleased|grateful|excited|delighted|thrilled|proud|surprised|angry)")
#: what is still to be admitted
_TO_COME = re.compile(r"(?i)\b(?:will|expected to|yet to|about to|ready to)\b|['’]ll\b")
#: "a press release" presses nobody
_PRESS = re.compile(r"(?i)\bpress (?=conference|briefing|release|secretary|statement)")
_UNCOMMITTED_ACTS = frozenset({Act.QUESTION, Act.DECLINE, Act.INTEND, Act.REQUEST, Act.PROMISE})
#: patterns over the cue with what stands around it; the first that fits decides. (pattern, act, factuality, relay)
_PHRASES: tuple[tuple[re.Pattern[str], Act | None, Factuality | None, Relay | None], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.VERBOSE), act, factuality, relay)
    for pattern, act, factuality, relay in (
        # denials that are none, and what is one without the word
        (r"(?:\b(?:not|never|neither|nor|without)|n['’]t)\b.*\b(?:den(?:y|ied|ying)|disput|reject|rebut|refut|contradict)", Act.STATE, Factuality.UNCOMMITTED, None),
        (r"\b(?:refus\w+|declin\w+|fail\w+)\ to\ (?:deny|reject|dispute)|neither\ confirm", Act.DECLINE, Factuality.UNCOMMITTED, None),
        (r"(?:\b(?:refus\w+|declin\w+|not|without)|n['’]t)\b.*\brul(?:e|ed|ing)\ (?:it\ )?out", Act.STATE, Factuality.POSSIBLE, None),
        (r"\brul(?:e|ed|es|ing)\ (?:it\ )?out\b", Act.DENY, Factuality.CERTAINLY_NOT, None),
        (r"\b(?:pushed|pushes|pushing|push)\ back\ (?:on|against)|\bknock\w*\ down\b|\bshot\ down\b|\bwav\w+\ (?:off|away)|\bbrush\w+\ (?:off|aside)|\bpooh-pooh\w*|\bnot\ true\b|\bno\ truth\b", Act.DENY, Factuality.CERTAINLY_NOT, None),
        (r"\brefus\w+\ to\ believe", Act.BELIEVE, Factuality.CERTAINLY_NOT, None),
        (r"\brefus\w+\ to\ (?:admit|acknowledge|concede|recogni[sz]e)", Act.DECLINE, Factuality.UNCOMMITTED, None),
        (r"\bpl(?:ead\w*|ed)\ not\ guilty", Act.DENY, Factuality.CERTAINLY_NOT, Relay.NEUTRAL),
        # refusals
        (r"\b(?:rejected?|rejects|rejecting|rebuff\w*|resist\w*)\ (?:\w+\ )?(?:calls?|requests?|talks|demands?|offers?|appeals?|proposals?|deals?|bids?|pleas?)\b|\bdid\ not\ address\b|(?:\b(?:not|never)|n['’]t)\b.*\b(?:mention|address)|\brul\w+\ (?:him|her|them|it)sel(?:f|ves)\ out|\bsteer\w*\ clear|\bavoid\w*\b|\brebuff\w*|\bresist\w*|\bdemurr", Act.DECLINE, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"\b(?:would|will|did|does|do|has|have|had|could|can|is|are|was|were)\ ?(?:not|n['’]t)\b.*\b(?:comment|respond|return|say|elaborate|specify|answer|reply|address|discuss|disclose|mention|reveal|identify|provide|explain)\b", Act.DECLINE, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"\b(?:not\ (?:immediately\ )?(?:available|reachable)|no\ comment|unavailable|could\ not\ be\ reached|not\ willing|unwilling|stopp?\w*\ short|balk\w*|passed\ up|never\ mentioned|without\ (?:once\ )?mentioning)", Act.DECLINE, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"\bdeclin\w+|\brefus\w+", Act.DECLINE, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"\bpl(?:ead\w*|ed)\ guilty", Act.ADMIT, None, Relay.ENDORSES),
        # requests, wishes and plans that begin with other verbs
        (r"\bcall(?:s|ed|ing)?\ (?:for|on|upon)\b|\bpush\w*\ for|\bpress\w*\ (?:for|to)\b|\bcalls\ for\b", Act.REQUEST, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"(?:\b(?:not|never)|n['’]t)\ (?:\w+\ )?agree\ to\b", Act.DECLINE, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"\b(?:demand|want)\w*\ to\ know\b", Act.QUESTION, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"\bagree\w*\ to\b|\b(?:made|struck|reached)\ a\ (?:deal|pact)", Act.PROMISE, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"\b(?:lay\w*|laid|put\w*|plac\w+)\ (?:the\ )?blame|\bhammer\w*|\bgo(?:es|ing|ne)?\ after\b|\bwent\ after\b|\bsavag\w+|\brais\w+\ \w*\ ?objections?|\bcritical\ of", Act.ALLEGE, None, Relay.NEUTRAL),
        (r"\blook(?:s|ed|ing)?\ (?:to|forward|for)\b|\bgoing\ to\b|\bset\ out\b|\bhas\ in\ mind\b|\bin\ (?:an\ )?effort", Act.INTEND, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"\b(?:has|have|had|with)\ no\ (?:plans?|intention|desire|interest)", Act.INTEND, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"(?:\bwould|['’]d)\ (?:\w+\ )?(?:like|love|prefer|rather|welcome)\b|\bhunger\w*\ for|\bhell-?bent\b", Act.INTEND, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"(?:\b(?:is|are|was|were|been|be|am)|['’](?:s|re|m))\ (?:\w+\ )?(?:thinking\ (?:about|of)|considering|weighing|mulling)\b|\bconsideration\ to\b", Act.INTEND, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"\bpray(?:s|ed|ing)?\b|\bclamou?r\w*\ for|\bsolicit\w*|\bultimatum|\bcaution\w*\ against", Act.REQUEST, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        # what endorses or distances in several words
        (r"\bpoint(?:s|ed|ing)?\ (?:it\ )?out\b|\b(?:ma[dk]e\w*|making)\b.*\b(?:clear|aware|plain)|\bnever\ hid|\bno\ secret", Act.STATE, None, Relay.ENDORSES),
        (r"\bnot(?:ed|es|ing)\b|\bnote\ that|\bsheds?\ light", Act.STATE, None, Relay.ENDORSES),
        (r"\b(?:is|are|was|were|be|been)\b.*\b(?:supposed|said|alleged|reported|rumou?red|reputed|understood|claimed)\ to\b(?!.*\bsaid$)", Act.ALLEGE, Factuality.CERTAIN, Relay.DISTANCES),
        (r"\b(?:is|are|was|were|be|been)\b.*\b(?:reported|said|alleged|rumou?red|understood|claimed)\ to\ have\b", Act.STATE, None, Relay.NEUTRAL),
        (r"\bcharges?\b", None, None, Relay.DISTANCES),
        (r"\bclaim\w*\ (?:credit|responsibility)", None, None, Relay.NEUTRAL),
        (r"\b(?:supposedly|allegedly|purportedly)\b", Act.ALLEGE, None, Relay.DISTANCES),
        (r"\breportedly\b", None, None, Relay.DISTANCES),
        (r"\bit\ (?:is|was)\ (?:said|reported|alleged|rumou?red|claimed)", Act.ALLEGE, None, Relay.DISTANCES),
        (r"\bdismiss\w*\b.*\bas\b", Act.DENY, Factuality.CERTAIN, None),
        (r"(?:\b(?:no|not|never|without|little)|n['’]t)\b.*\bdoubt", Act.BELIEVE, Factuality.CERTAIN, Relay.NEUTRAL),
        (r"\bdoubts?\b", Act.QUESTION, None, Relay.NEUTRAL),
        # certainty
        (r"(?:\b(?:not|never)|n['’]t)\b.*\b(?:sure|certain|clear)\b|\bunclear\b|\bunsure\b|\buncertain\b|\bundecided\b|\bdivided\b", Act.BELIEVE, Factuality.UNCOMMITTED, Relay.NEUTRAL),
        (r"(?:\b(?:not|never|no)|n['’]t)\b.*\b(?:know|knew|known|aware|idea|clue|remember|recall|understand|grasp)\b|\bunaware\b", Act.KNOW, Factuality.UNCOMMITTED, None),
    )
)  # fmt: skip


def stance(text: str, attribution: Attribution) -> Stance:
    """The act, factuality and relay of one attribution, by the lexicon and by rules.

    Args:
        text: the article's text.
        attribution: the spans of source, cue and content.

    """
    cue = _words(text, attribution.cue)
    before = text[max(0, attribution.cue[0].start - 12) : attribution.cue[0].start] if attribution.cue else ""
    content = Content(text, attribution.content)
    nobody = _NOBODY_BEFORE.search(before) or _NOBODY.match(_words(text, attribution.source))
    heard = f"not {cue}" if nobody else cue
    known = next((phrase for phrase in _PHRASES if phrase[0].search(heard)), (None, None, None, None))
    sense = sense_of(cue, content)
    act, factuality, relay = known[1] or sense.act, known[2], known[3]
    if act is Act.DENY and _held_for(cue, text, attribution.content):
        factuality = Factuality.CERTAIN
    if act is Act.DECLINE and content.finite and not content.withheld and _DID_NOT_SAY.search(cue):
        act = Act.STATE  # "did not say that he would go" withholds nothing
    denies = re.search(r"(?i)\bden(?:y|ied|ies|ying|ial)\b", cue)  # "denied a request", but not "denied talks"
    if act is Act.DENY and (_APPLIED_FOR if denies else _ASKED_FOR).match(content.text):  # "rejected calls for …"
        act, factuality = Act.DECLINE, Factuality.UNCOMMITTED
    if denies and _WITHHELD.match(content.text):  # "denied her an ambulance"
        act, factuality = Act.DECLINE, Factuality.UNCOMMITTED
    if act is Act.DENY and re.search(r"(?i)\boverrul", cue) and not _CLAIMED.search(content.text):
        act, factuality = Act.DECLINE, Factuality.UNCOMMITTED
    if re.search(r"(?i)\b(?:want|demand)\w*$", cue) and re.match(r"(?i)to know\b", content.text):
        act, factuality = Act.QUESTION, Factuality.UNCOMMITTED
    if cue == ":" and content.text.endswith("?"):  # the turn of who interviews
        act, factuality = Act.QUESTION, Factuality.UNCOMMITTED
    relay = relay or (sense.relay if act is sense.act or sense.relay is Relay.DISTANCES else Relay.NEUTRAL)
    negated = bool(_NEGATION.search(cue) or nobody)
    if factuality is None:
        act, factuality = firmness(act, cue, content, negated)
    untold = content.topic and act is not Act.DENY
    if untold:
        factuality = Factuality.UNCOMMITTED
    if act is Act.KNOW and factuality is Factuality.UNCOMMITTED:
        untold |= content.untold
        # "did not know that they had left": they had; "does not know whether they left" says nothing of it
        presumed = content.finite and not content.untold and _FACTIVE.search(cue)
        relay = Relay.ENDORSES if presumed else Relay.NEUTRAL
    if _is_asked(text, attribution.cue):  # "Does he believe that it was sold?"
        return Stance(act, Factuality.UNCOMMITTED, Relay.NEUTRAL, asked=True)
    return Stance(act, factuality, relay, untold=untold)


def _held_for(cue: str, text: str, spans: Sequence[Span]) -> bool:
    """Whether what is rejected is named, and then what it is held for: "dismissed the report as fiction"."""
    if not re.search(r"(?i)\b(?:dismiss|reject)", cue):
        return False
    if any(text[s.start : s.start + 3].lower() == "as " for s in spans):
        return True
    return bool(re.search("(?i)dismiss", cue) and _NAMED_AS.match(_words(text, spans)))


def _words(text: str, spans: Sequence[Span]) -> str:
    """The words of spans as they are read."""
    shown = _INVISIBLE.sub("", " ".join(text[s.start : s.end] for s in spans))
    return shown.replace("\n", " ").replace("\u00a0", " ")


def _is_asked(text: str, cue: Sequence[Span]) -> bool:
    """Whether a cue stands in a question, so that whoever is meant has said nothing yet."""
    if not cue:
        return False
    start = cue[0].start
    opens = _ASKED.search(text[max(0, start - _ASKED_WITHIN) : start])
    return opens is not None and _QUESTION_ENDS.match(text, cue[-1].end) is not None


class Content:
    """What the rules ask of a content."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.text = _words(text, spans).strip()
        self.first = min((s.start for s in spans), default=-1)
        self.quoted = any(text[s.start] in OPENING for s in spans) or any(c in OPENING for c in self.text[1:])
        self.whole_quotation = bool(self.text) and self.text[0] in OPENING
        bare = self.text.strip(" \"“”‘’'«»")
        self.bare = re.sub(r"(?i)^(?:that|but|and|so|well|look|yes|no),? ", "", bare)
        end = _CLAUSE_END.search(self.bare, 12)
        self.clause = self.bare[: end.start()] if end else self.bare
        self.question = "?" in self.text and "." not in self.text.rstrip(" ”\"'’")[:-1]

    @property
    def untold(self) -> bool:
        """Whether it names what is spoken of without saying what is said of it."""
        if not self.text or _UNTOLD.match(self.text):
            return True
        if self.whole_quotation and len(self.text.split()) > 3:
            return False
        return not self.finite

    @property
    def topic(self) -> bool:
        """Whether it is a preposition with a name or noun: "about the lease"."""
        names = _TOPIC.match(self.text)
        if names is None or self.finite or self.quoted:
            return False
        return not _CLAUSE.match(self.text, self.text.index(" ") + 1)

    @property
    def withheld(self) -> bool:
        """Whether it names what may be left unsaid: "how", "exactly when", or a mere topic."""
        return self.untold or re.match(r"(?i)(?:how|(?:exactly|precisely|just) \w+)\b", self.text) is not None

    @property
    def finite(self) -> bool:
        """Whether a verb in it is finite, as far as its form tells."""
        return bool(_FINITE.search(self.text)) or (self.text.lower().startswith("that ") and len(self.text.split()) > 3)


def sense_of(cue: str, content: Content) -> Sense:
    """The sense of the cue's head: its last word that the lexicon knows, told apart by what it takes."""
    known = senses()
    words = [w.lower().replace("’", "'") for w in _WORD.findall(_PRESS.sub("", cue))]
    best: tuple[str, Sense] | None = None
    for word in words:
        entries = known.get(word, ())
        if not entries:
            continue
        chosen = _told_apart(word, entries, words, content)
        if best is None or not _weak(chosen, best):
            best = chosen
    return best[1] if best else Sense(Act.STATE)


#: words that say little beside another one: "said he wants", "made an announcement", "comments"
_LIGHT = frozenset(
    {"express", "issue", "voice", "deliver", "address", "lay", "see", "look", "according", "try", "need", "mean"}
)


def _weak(new: tuple[str, Sense], old: tuple[str, Sense]) -> bool:
    return new[0] in _LIGHT or (old[0] not in _LIGHT and new[1].act is Act.STATE and old[1].act is not Act.STATE)


def _told_apart(
    word: str, entries: tuple[tuple[str, Sense], ...], words: list[str], content: Content
) -> tuple[str, Sense]:
    """Of several senses of a word the one that what follows it calls for."""
    base = entries[0][0]
    by_act = {sense.act: (base, sense) for base, sense in reversed(entries)}
    behind = words[words.index(word) + 1 :]
    infinitive = bool(_TO.match(content.text)) or (behind[-1:] == ["to"])
    if base == "ask":
        asks = bool(
            re.match(r"(?i)about\b|(?:(?!to\b)[\w’'-]+ ){0,3}questions?\b", content.text)
            or _UNTOLD.match(content.text)
            or _HOW.match(content.text)
            or "?" in content.text
            or "about" in behind
        )
        return base, Sense(
            Act.REQUEST
            if infinitive or "for" in behind or (not asks and content.text and not content.quoted)
            else Act.QUESTION
        )
    if base == "suggest":
        gerund = re.match(r"(?i)\w+ing\b", content.text)
        should = re.search(r"(?i)\b(?:should|ought)\b", content.clause)
        proposed = gerund and not _FINITE.search(content.clause)
        return base, Sense(Act.REQUEST if proposed or infinitive or should else Act.STATE)
    if base in ("tell", "warn", "caution", "remind", "say", "write") and infinitive:
        return base, Sense(Act.REQUEST)
    if base in ("expect", "suppose", "seem", "appear") and infinitive:
        return base, Sense(Act.BELIEVE)
    if base == "agree" and infinitive:
        return base, Sense(Act.PROMISE)
    if base == "swear":
        to_come = infinitive or re.search(r"(?i)\b(?:will|would|shall)\b|['’](?:ll|d)\b", content.clause)
        return base, Sense(Act.PROMISE if to_come else Act.STATE)
    if base == "seek" and not infinitive:
        return base, Sense(Act.REQUEST)
    if base in ("agree", "consider", "look") and Act.INTEND in by_act:
        gerund = re.match(r"(?i)(?:whether|\w+ing)\b", content.text)
        return by_act[Act.INTEND] if infinitive or (gerund and base == "consider") else by_act[Act.BELIEVE]
    if base in ("find", "see", "show") and not content.finite and base == "see":
        return base, Sense(Act.BELIEVE)
    if base == "decide" and content.text.lower().startswith("that "):
        return base, Sense(Act.BELIEVE)
    if base == "insist" and ("on" in behind or re.match(r"(?i)on\b", content.text)):
        return by_act[Act.REQUEST]
    return entries[0]


def firmness(act: Act, cue: str, content: Content, negated: bool) -> tuple[Act, Factuality]:
    """The factuality of a content under an act; negation may change the act."""
    if act is Act.DENY:
        return (Act.STATE, Factuality.UNCOMMITTED) if negated else (act, Factuality.CERTAINLY_NOT)
    if act is Act.QUESTION and content.finite and not content.untold and re.search(r"(?i)\bdoubt", cue):
        return act, Factuality.PROBABLY_NOT
    if act is Act.PROMISE and _UNPROMISED.search(cue):  # "would not commit to", "did not offer"
        return Act.DECLINE, Factuality.UNCOMMITTED
    if act in _UNCOMMITTED_ACTS:
        return act, Factuality.UNCOMMITTED
    if negated:
        if act is Act.BELIEVE and content.finite and _MOVED.search(cue):
            return act, Factuality.CERTAIN
        if act is Act.BELIEVE:
            return act, Factuality.PROBABLY_NOT if content.finite else Factuality.UNCOMMITTED
        if act is Act.KNOW:
            return act, Factuality.UNCOMMITTED
        withheld = act is Act.STATE and content.withheld and not _NOT_TOLD.search(cue)
        return (Act.DECLINE if withheld else act), Factuality.UNCOMMITTED
    if _HYPOTHETICAL.search(cue) or (act is Act.ADMIT and _TO_COME.search(cue)):
        return act, Factuality.UNCOMMITTED
    if content.untold and act in (Act.STATE, Act.INSINUATE):
        return act, Factuality.UNCOMMITTED
    if act is Act.INSINUATE:
        return act, Factuality.PROBABLE
    if content.question or _IMPERATIVE.match(content.bare):
        return act, Factuality.UNCOMMITTED
    if act is Act.KNOW:
        return act, Factuality.UNCOMMITTED if not content.text or _UNTOLD.match(content.text) else Factuality.CERTAIN
    if act is Act.ADMIT and (not content.text or _RELATIVE.match(content.text)):
        return act, Factuality.CERTAIN
    if act is Act.ALLEGE:
        return act, Factuality.CERTAIN if content.text else Factuality.UNCOMMITTED
    if act is Act.BELIEVE and re.search(
        r"(?i)\b(?:expect|fear|worr|concern|suspect|guess|seem|appear|predict|anticipat|look)", cue
    ):
        return act, Factuality.PROBABLE
    if act is Act.BELIEVE and re.search(r"(?i)^(?:oppose|disagree|opposed)", cue):
        return act, Factuality.CERTAINLY_NOT
    if act is Act.BELIEVE and content.untold:
        return act, Factuality.UNCOMMITTED
    if act is Act.STATE and re.search(r"(?i)\bsuggest", cue):
        return act, Factuality.POSSIBLE if _POSSIBLE.search(content.clause) else Factuality.PROBABLE
    return act, hedged(content.clause)


def hedged(clause: str) -> Factuality:
    """How firmly a clause is put by its own hedges."""
    if _UNLIKELY.search(clause):  # the content as worded holds the "not"
        return Factuality.PROBABLE
    if _POSSIBLE.search(clause):
        return Factuality.POSSIBLE
    if _PROBABLE.search(clause):
        return Factuality.PROBABLE
    return Factuality.CERTAIN


def author_stance(sentence: str) -> Factuality:
    """How firmly a sentence in the author's own voice is put.

    >>> author_stance("These were arguably simply a case of a general doing his job.").value
    'PR+'
    """
    words = sentence.strip(" \"“”‘’'")
    if "?" in sentence or _IMPERATIVE.match(words) or _CONDITIONAL.match(words):
        return Factuality.UNCOMMITTED
    return hedged(_CLAUSE_END.split(words, maxsplit=1)[0] if len(words) > 200 else words)
