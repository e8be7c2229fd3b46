"""Invented pages that several tests share."""

COLUMN = """\
in ,

Port minister denies General Orlo and envoy Pell spoke of the harbour lease

The views expressed in this column are solely those of the author and do not necessarily represent those of this site.

The islanders have weighed into the row over what the President’s adviser, General Marek Orlo, said about the harbour \
lease to the envoy of Calder, Ilse Pell, in calls last winter.

Supposedly during these calls General Orlo is supposed to have advised Pell that Calder should show restraint.

The President’s many critics insinuate that it was illegal for Orlo to do this.

The Port Ministry has now flatly denied that the lease was discussed. Here is what the minister’s spokesman Dario Vos \
is reported to have said

We have already said there has not been any [such talk about the lease]. Every envoy tells the [ministry] about his \
contacts, and we are not willing to comment on the internal affairs of the palace

In early January Nuria Sand, the President’s spokeswoman, said the calls were about preparing a visit.

The views expressed in this column are solely those of the author and do not necessarily represent those of this site.

What do you think?

Notify of
Inline Feedbacks
View all comments

DEVELOPING: Rebels ‘ten miles from Torrance’

Copying her rival, candidate Maud Ferrer claims to be the target of spies
"""

SHORT = """\
<!doctype html><html lang="en"><head><title>Minister denies lease talks | The Harbour Courier</title>
<meta property="og:site_name" content="The Harbour Courier"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Minister denies lease talks</h1>
<p>Port minister <b>Lena&nbsp;Moro</b> said on Monday that “nobody has spoken of the lease”. 😀</p>
<p>Envoy Ilse Pell told the Courier that the talks had begun in May &amp; ended in June, and that she had kept the minutes.</p>
<p>The ministry declined to comment on the minutes, which this newspaper has not seen in full.</p></article>
<footer>© 2031 The Harbour Courier. All rights reserved.</footer></body></html>
"""
