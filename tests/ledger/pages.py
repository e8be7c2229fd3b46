"""Invented pages for the ledger's tests: a lease that is denied, admitted, repeated and disputed."""

from pathlib import Path

HEAD = '<html><head><title>{title}</title><meta property="og:site_name" content="{outlet}">'
HEAD += '<meta property="article:published_time" content="{day}T08:00:00Z"><link rel="canonical" href="{url}"></head>'
BODY = "<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"

DENIAL = (
    "Minister denies secret lease",
    "The Harbour Courier",
    "2031-03-04",
    "https://courier.example/denial",
    [
        "Ports Minister Emeric Vassoul denied on Monday that he had signed a lease of the northern harbour with the Skarrow Line.",
        "“I have never met anyone from the Skarrow Line about the harbour,” Vassoul told reporters at the quay.",
        "Opposition lawmaker Sunniva Pellard said the minister signed the lease of the northern harbour in January.",
    ],
)
ADMISSION = (
    "Minister admits signing lease",
    "The Essaby Ledger",
    "2031-03-12",
    "https://ledger.example/admission",
    [
        "Ports Minister Emeric Vassoul admitted on Tuesday that he had signed a lease of the northern harbour with the Skarrow Line.",
        "“I met the company twice in January,” Vassoul said in a statement read out in parliament.",
        "Pellard said the lease of the northern harbour was worthless and called for a public inquiry.",
    ],
)
COPY = (
    "Ports minister denies harbour lease",
    "The Contrary Gull",
    "2031-03-05",
    "https://gull.example/wire",
    DENIAL[4],
)


def html(page, extra=""):
    title, outlet, day, url, paragraphs = page
    head = HEAD.format(title=title, outlet=outlet, day=day, url=url)
    return head + BODY.format(
        title=title, paragraphs="".join(f"<p>{p}</p>" for p in [*paragraphs, *([extra] if extra else [])])
    )


def write(folder: Path, *pages) -> Path:
    folder.mkdir(exist_ok=True)
    for number, page in enumerate(pages):
        (folder / f"{number:02}.html").write_text(html(page), encoding="utf8")
    return folder


def many(folder: Path, count: int) -> Path:
    """Pages that differ in a name and a number."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        title, outlet, day, url, paragraphs = DENIAL
        changed = [p.replace("northern harbour", f"harbour number {number}") for p in paragraphs]
        (folder / f"{number:03}.html").write_text(
            html((title, outlet, day, f"{url}/{number}", changed)), encoding="utf8"
        )
    return folder
