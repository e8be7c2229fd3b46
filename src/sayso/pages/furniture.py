"""Words that give away what stands around an article: disclaimers, forms, share bars, author boxes, other headlines."""

from __future__ import annotations

import re

from sayso.types import BlockKind

#: whole short blocks (up to 12 words), from the first word on
_SHORT = re.compile(
    r"""(?ix) ^ (?:
      advertisements? | sponsored(?:\ content)? | share(?:\ (?:this|on|via|with)\b.*)? | tweet | print | e-?mail | facebook | twitter
    | whatsapp | telegram | reddit | linkedin | pinterest | copy\ link | save | listen | skip\ to\b.* | menu | search | home | close
    | log\ ?in | sign\ (?:in|up|out)\b.* | register | subscribe\b.* | donate\b.* | become\ a\ (?:member|subscriber|patron|supporter)\b.*
    | support\ (?:us|our\ (?:journalism|work|reporting)|independent\ journalism)\b.* | my\ account | contact(?:\ us)? | about(?:\ us)? | privacy(?:\ policy)? | cookies?(?:\ policy)?
    | terms\b.* | all\ rights\ reserved\b.* | notify\ (?:of|me)\b.* | inline\ feedbacks | view\ all\ comments | load\ more\b.* | show\ more
    | read\ (?:more|next|also)\b.{0,120} | (?:see|read|watch)\ also\b.{0,120} | more\ (?:on|from|in|stories)\b.{0,30} | related\b.{0,30}
    | recommended\b.* | trending\b.* | most\ (?:read|popular|viewed)\b.* | latest(?:\ (?:news|stories|headlines))? | you\ (?:may|might)\ also\ like
    | up\ next | next\ (?:article|post|story)\b.* | previous\ (?:article|post|story)\b.* | tags?:.* | filed\ under\b.* | topics?:.* | categories:.*
    | posted\ (?:in|on|by|at)\b.* | follow\ (?:us|him|her|them|@?\w+\ on)\b.* | click\ here\b.* | \d+\ (?:min(?:ute)?s?)\ read | reply | report
    | get\ (?:the|our)\ (?:\w+\ ){0,3}(?:newsletter|app|briefing|alerts?)\b.* | newsletters? | (?:view|see)\ (?:profile|all\ posts)\b.*
    | image\ (?:source|credit)s?:?.* | photo(?:graph)?(?:\ (?:credit|by))?:.* | (?:file\ )?photo | getty\ images | continue\ reading\b.*
    | back\ to\ top | top | enlarge(?:\ image)? | play(?:\ video)? | correction[s]? | comments\ are\ closed\b.* | advertise\b.*
    | (?:press|news|media)\ (?:release|statement) | (?:for\ )?immediate\ release | opinion | analysis | editorial | exclusive
    | name\ ?\* | e-?mail\ ?\* | website | your\ e-?mail\b.* | required\ fields\b.* | powered\ by\b.*
    ) \W* $""",
)
#: anywhere in a block of up to 120 words
_ANYWHERE = re.compile(
    r"""(?ix)
      (?:views|opinions)\W+(?:\w+\W+){0,8}(?:expressed|contained|in\ this)\b.{0,120}\b(?:solely|those\ of|not\ necessarily|do\ not)
    | do(?:es)?\ not\ necessarily\ (?:represent|reflect|agree|endorse)
    | does\ not\ (?:give|provide|offer)\ (?:\w+,?\ ){0,4}(?:financial|investment|medical|legal)\b.*\badvice
    | (?:©|\(c\)|copyright)\ *(?:\w+\ ){0,4}\d{4}
    | all\ rights\ reserved
    | your\ e-?mail\ address\ will\ not\ be\ published
    | required\ fields\ are\ marked
    | (?:we|this\ site|our\ site|our\ website)\ uses?\ cookies
    | by\ (?:clicking|signing\ up|subscribing|continuing|submitting)\b.{0,60}\b(?:you|agree|consent)
    | (?:sign\ up|subscribe)\ (?:to|for)\ (?:our|the|my|this)\b.{0,60}\b(?:newsletter|e-?mail|briefing|inbox|updates|list)
    | (?:may|must)\ not\ be\ (?:published,\ broadcast|reproduced|rewritten|redistributed)
    | (?:this\ site\ uses|uses)\ akismet
    | you\ must\ be\ logged\ in | unsubscribe\ at\ any\ time | we\ (?:will|'ll|’ll)\ never\ (?:share|sell|give)\ your
    | please\ (?:consider\ )?(?:donat|support\ (?:us|our|this)|log\ in\ to|disable\ your\ ad|enable\ javascript)
    | ^\W*(?:additional\ )?reporting\ by\b | ^our\ standards:
    | ^this\ (?:interview|transcript|conversation)\ has\ been\b.{0,30}\b(?:edited|condensed)
    | \bcomments?\ policy\b | \bcommunity\ (?:guidelines|standards)\b.{0,40}\bcomment
    """,
)
#: headings after which readers write
_COMMENTS = re.compile(
    r"""(?ix) ^ (?:
      (?:\d[\d,]*\ |reader\ |view\ )?comments?(?:\ \(\d[\d,]*\)|\ section)?:? | leave\ a\ (?:reply|comment)\b.* | post\ a\ comment\b.*
    | \d[\d,]*\ (?:thoughts|responses|replies)\ (?:on|to)\b.* | join\ the\ (?:conversation|discussion)\b.* | what\ do\ you\ think\?
    | add\ (?:a|your)\ comment\b.* | have\ your\ say\b.* | (?:the\ )?discussion | cancel\ reply
    ) \W* $""",
)
#: headings of what follows a press release or article and is not part of it
_FOOT = re.compile(
    r"(?i)^(?:about (?!that|this|it)\S.{0,60}|(?:media|press)(?: and investor)? (?:contacts?|enquiries|inquiries|relations)|contacts?"
    r"|notes? (?:to|for) editors|forward[- ]looking statements.{0,40}|disclaimer|boilerplate|# ?# ?#|ends?)\W*$"
)
_BYLINE = re.compile(
    r"^(?:by|from|written by|story by|words by|report by)\s*:?\s+([^\W\d_][\w.’'-]*(?:,?\s+(?:&\s+)?[^\W\d_][\w.’'-]*){0,11},?)$",
    re.I,
)
_AUTHOR_BOX = re.compile(
    r"(?i)^(?:about the author|the author|author)\b|^\W*[A-Z].{2,60}\b(?:is|was) (?:a|an|the) [^.]{0,120}\b(?:writer|columnist|contributor|correspondent|reporter|fellow|editor|journalist|author)\b.{0,200}$"
)
_WORD = re.compile(r"\w+")
_NAMELIKE = re.compile(r"[^\W\d_]{3,}")


def furniture_kind(text: str) -> BlockKind | None:
    """What kind of furniture a block is by its words alone, or None when they do not give it away.

    Args:
        text: the text of one block.

    """
    stripped = " ".join(text.split()[:160])
    words = len(_WORD.findall(stripped))
    if words <= 12 and starts_comments(stripped):
        return BlockKind.BOILERPLATE
    sentence = words > 5 and stripped.rstrip("”\"'’")[-1:] in (".", "!", "?")
    if words <= 16 and not sentence and _SHORT.match(stripped):
        return BlockKind.BOILERPLATE
    if words <= 120 and _ANYWHERE.search(stripped):
        return BlockKind.BOILERPLATE
    if not _WORD.search(stripped):
        return BlockKind.BOILERPLATE
    return None


def starts_comments(text: str) -> bool:
    """Whether a block is the heading under which readers' comments begin."""
    return len(text) < 80 and bool(_COMMENTS.match(text.strip()))


def is_author_box(text: str) -> bool:
    """Whether a block at the foot of an article presents its author."""
    return len(text) < 500 and bool(_AUTHOR_BOX.match(text.strip()))


def starts_foot(text: str) -> bool:
    """Whether a block is a heading at the foot of a page, such as "About the company", below which nothing is the article's."""
    return len(text) < 80 and bool(_FOOT.match(text.strip()))


def is_scrap(text: str) -> bool:
    """Whether a block has no word of three letters, such as what is left of a byline whose links were lost."""
    return not _NAMELIKE.search(text)


def byline(text: str) -> str | None:
    """The names in a block such as "By Ada Moreno and Piet Vos", or None."""
    match = _BYLINE.match(text.strip()) if len(text) < 120 else None
    return match[1].strip() if match and match[1][0].isupper() else None
