"""What the cues of English news mean: for each verb and noun, the act it performs and the stance of whoever relays it.

Words stand in their base forms; `forms` makes the others. Sources of the choices: the acts are those of docs/design.md,
the factive and distancing verbs those of Karttunen (1971) and of the relaying verbs in newsroom style guides.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sayso.types import Act, Relay


class Sense(NamedTuple):
    """What a cue word does."""

    act: Act
    relay: Relay = Relay.NEUTRAL


_WORDS: dict[Sense, str] = {
    Sense(Act.STATE): """
        say tell write add announce report explain insist argue warn state declare assert maintain note remark comment
        swear tweet post describe call explain stress emphasize emphasise reiterate repeat testify respond reply answer recall recount
        mention quote cite conclude contend predict forecast project estimate joke quip read publish caution praise hail tout
        compare label dub portray depict characterize characterise defend boast brag lament bemoan complain protest object
        mock discuss speak talk issue voice express signal indicate refer reference statement remark comment message speech
        announcement argument word prediction warning interview rule shout yell chant retweet detail outline lay brief notify
        inform assure reassure thank apologize apologise congratulate echo address narrate proclaim exclaim opine observe muse
        interject conjecture speculation speculate rumor rumour account tale according per email text relate deliver""",
    Sense(Act.STATE, Relay.ENDORSES): """
        reveal show find confirm disclose demonstrate remind prove expose uncover highlight underscore underline illustrate
        document clarify establish verify attest detect spotlight finding revelation reminder confirmation""",
    Sense(Act.STATE, Relay.DISTANCES): """
        claim purport pretend lie rhetoric spin profess falsely misstate overstate understate exaggerate""",
    Sense(Act.ALLEGE): """
        accuse blame criticize criticise attack denounce condemn slam blast fault brand decry assail chide scold censure
        lambaste castigate rebuke accusation criticism lash excoriate deride ridicule skewer rail rap bash rip charge critical
        critique impeach indict sue lawsuit complaint paint""",
    Sense(Act.ALLEGE, Relay.DISTANCES): """
        allege allegation allegedly supposedly purportedly reputedly alleged so-called supposed""",
    Sense(Act.DENY): """
        deny dispute reject refute rebut dismiss contradict disavow repudiate debunk pooh-pooh disclaim gainsay denial rebuttal
        discount rejection refutation dismissal overrule""",
    Sense(
        Act.ADMIT, Relay.ENDORSES
    ): "admit acknowledge concede confess admission concession confession acknowledgement",
    Sense(Act.INSINUATE): "imply hint allude intimate innuendo insinuation suggest suggestion",
    Sense(Act.INSINUATE, Relay.DISTANCES): "insinuate",
    Sense(Act.QUESTION): """
        ask question wonder inquire enquire query doubt quiz probe skepticism scepticism skeptical sceptical fathom ponder
        investigate investigation debate curious puzzle""",
    Sense(Act.DECLINE): """
        decline refuse dodge sidestep evade deflect demur ignore refusal avoid duck stonewall silent mum coy noncommittal""",
    Sense(Act.BELIEVE): """
        think believe feel consider regard view see expect fear worry suspect assume belief opinion support favor favour back
        oppose endorse agree disagree convinced confident concerned concern optimistic pessimistic hopeful worried sure certain
        afraid imagine guess reckon figure deem judge perceive perception sense anticipate trust mistrust doubtful presume
        suppose supposed thought view expectation worry confidence consensus theory conviction like love hate dislike care
        admire respect value appreciate prize blind supporter opponent opposition proud surprised angry seem appear look
        interpret envision foresee mean attitude impression unconvinced suspicion assumption idea notion accept subscribe condone
        regret misgiving glad happy pleased grateful excited delighted thrilled uneasy faith""",
    Sense(Act.KNOW, Relay.ENDORSES): """
        know aware learn realize realise recognize recognise remember understand knowledge discover notice hear forget
        realization understanding memory familiar""",
    Sense(Act.INTEND): """
        want plan intend hope aim seek prepare decide desire wish prefer opt choose vote mull weigh contemplate try attempt
        intention intent goal determined eager willing willingness ready interested reluctant determination aspire aspiration
        ambition strategy policy need decision consider eye look keen poised bent agree strive bid inclined preference""",
    Sense(Act.REQUEST): """
        urge demand request order advise recommend propose push press encourage invite beg plead appeal advocate lobby require
        instruct implore exhort command direct call counsel prod pressure petition proposal recommendation insist advice
        plea ban prohibit forbid authorize authorise permit allow""",
    Sense(Act.PROMISE): """
        promise pledge vow swear guarantee commit threaten undertake commitment oath threat assurance offer""",
}
#: of a word in several senses the one that holds when nothing around it tells otherwise
_FIRST = {
    "insist": Act.STATE,
    "call": Act.STATE,
    "agree": Act.BELIEVE,
    "consider": Act.BELIEVE,
    "look": Act.BELIEVE,
    "view": Act.BELIEVE,
    "express": Act.STATE,
    "back": Act.BELIEVE,
    "charge": Act.ALLEGE,
    "supposed": Act.ALLEGE,
}
_IRREGULAR = {
    "say": "said", "tell": "told", "write": "wrote written", "think": "thought", "know": "knew known", "see": "saw seen",
    "find": "found", "show": "showed shown", "speak": "spoke spoken", "feel": "felt", "swear": "swore sworn",
    "lie": "lied lying", "understand": "understood", "forget": "forgot forgotten forgetting", "hear": "heard", "seek": "sought",
    "choose": "chose chosen", "mean": "meant", "read": "read", "lay": "laid", "foresee": "foresaw foreseen",
    "forbid": "forbade forbidden forbidding", "undertake": "undertook undertaken", "learn": "learned learnt", "beg": "begged begging",
    "plead": "pleaded pled", "overstate": "overstated", "rebut": "rebutted rebutting", "admit": "admitted admitting",
    "demur": "demurred demurring", "quip": "quipped quipping", "slam": "slammed slamming", "rip": "ripped ripping", "plan": "planned planning",
    "opt": "opted opting", "bid": "bid bidding", "dub": "dubbed dubbing", "rap": "rapped rapping", "prefer": "preferred preferring",
    "refer": "referred referring", "commit": "committed committing", "permit": "permitted permitting", "spin": "spun spinning",
    "brag": "bragged bragging", "ban": "banned banning", "quiz": "quizzed quizzing quizzes", "prod": "prodded prodding", "text": "texted", "regret": "regretted regretting",
    "sidestep": "sidestepped sidestepping", "label": "labelled labelling", "signal": "signalled signalling",
    "counsel": "counselled counselling",
}  # fmt: skip
_VOWELS = "aeiou"


def forms(word: str) -> list[str]:
    """A base form with its regular and irregular inflections.

    >>> forms("deny")
    ['deny', 'denies', 'denied', 'denying']
    """
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return [word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"]
    if word.endswith("e"):
        stem = word if word.endswith("ee") else word[:-1]
        return [word, word + "s", word + "d", stem + "ing", *_IRREGULAR.get(word, "").split()]
    plural = "es" if word.endswith(("s", "sh", "ch", "x")) else "s"
    return [word, word + plural, word + "ed", word + "ing", *_IRREGULAR.get(word, "").split()]


@cache
def senses() -> dict[str, tuple[tuple[str, Sense], ...]]:
    """For each form of each word, its base forms and senses, the likeliest first."""
    found: dict[str, list[tuple[str, Sense]]] = {}
    for sense, words in _WORDS.items():
        for word in dict.fromkeys(words.split()):
            for form in forms(word):
                entries = found.setdefault(form, [])
                if (word, sense) not in entries:
                    entries.append((word, sense))
    for entries in found.values():
        entries.sort(key=lambda entry: _FIRST.get(entry[0], entry[1].act) is not entry[1].act)
    return {form: tuple(entries) for form, entries in found.items()}
