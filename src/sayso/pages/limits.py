"""Limits on what comes from outside."""

#: bytes of one page, as sent and as unpacked
MAX_BYTES = 10_000_000
#: levels of elements inside one another; real pages stay under 100
MAX_DEPTH = 500
#: attributes of an element
MAX_ATTRIBUTES = 500
#: elements of a page
MAX_ELEMENTS = 100_000
