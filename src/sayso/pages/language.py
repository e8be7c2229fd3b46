"""Which language a text is in: English is read, others are named and refused."""

from __future__ import annotations

from functools import cache
from typing import Any

#: texts shorter than this, in words, are taken for English unless they are sure to be another language
_SHORT, _SURE = 25, 0.999
#: probability from which a longer text that may be English is taken for it
_ENGLISH_TOO = 0.05
_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish",
    "de": "German", "el": "Greek", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "ga": "Irish", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "ms": "Malay", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian",
    "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


#: words that are frequent in English and rare in every other language; they spare most pages the model, which takes
#: half a second to load
_ENGLISH = frozenset({"the", "and", "of", "to", "that", "with", "for", "his", "they", "which", "said", "have", "this"})
_ENGLISH_SHARE = 0.12


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect(text: str) -> str:
    """The language of a text.

    Args:
        text: the readable text of an article; the first 4,000 characters decide.

    Returns:
        ISO 639-1 code; "en" when the text is too short to tell.

    """
    sample = text[:4000]
    words = sample.lower().split()
    if len(words) >= _SHORT and sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words):
        return "en"
    ranked = [(str(language), float(probability)) for language, probability in _identifier().rank(sample)]
    language, probability = ranked[0]
    if len(words) < _SHORT and not _in_another_script(sample):
        return language if probability >= _SURE else "en"
    return language if dict(ranked).get("en", 0.0) < _ENGLISH_TOO else "en"


def _in_another_script(text: str) -> bool:
    """Whether most letters are none of the Latin alphabet; such scripts may write without spaces."""
    letters = [c for c in text if c.isalpha()]
    return sum(c >= "\u0250" for c in letters) > len(letters) / 2


def name(code: str) -> str:
    """English name of a language, or its code where sayso knows no name."""
    return _NAMES.get(code, code)
