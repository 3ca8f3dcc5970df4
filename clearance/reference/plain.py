"""Words as they are searched: small letters, ё as е, nothing but letters and digits; and without their endings. Pure."""

from __future__ import annotations

import re
import unicodedata

SHORTEST = 3
"""Letters below which a word finds too much and no index helps."""
_NOT_A_WORD = re.compile(r"[\W_]+")
_CODE = re.compile(r"[\d.\s\u00a0\u202f]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ENDINGS = re.compile(r"(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|лар|лер|дар|дер|тар|тер|ов|ев|ей|ой|ый|ий|ые|ие|ая|яя|ое|ее|"
                      r"ых|их|ым|им|ом|ем|ам|ям|ах|ях|ую|юю|ию|ия|ии|[аеиоуыэюяьй])$")  # fmt: skip
_SAYS_LITTLE = """для или прочие прочее прочая прочий без при из по and for the other not with of
үшін өзге өзгелері және мен"""
SAYS_LITTLE = frozenset(_SAYS_LITTLE.split())
"""Words that hundreds of names hold: they are left out of a query that has others."""
STEM = 4
"""Letters an ending may not eat into."""


def plain(text: str) -> str:
    """A text as a row of words with one blank between them and at both ends; empty for none."""
    letters = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    words = _NOT_A_WORD.sub(" ", letters).strip()
    return f" {words} " if words else ""


def words_of(text: str) -> list[str]:
    """The words of a query, each once."""
    return list(dict.fromkeys(plain(text).split()))


def telling(words: list[str]) -> list[str]:
    """The words that say something, or all where none does."""
    return [word for word in words if word not in SAYS_LITTLE] or words


def code_of(text: str) -> str:
    """The digits of a query that is a code however it is written (0808 10 800 6, 0808.10), else nothing."""
    return re.sub(r"\D", "", text) if _CODE.fullmatch(text.strip()) else ""


def stem_of(word: str) -> str:
    """The word without its ending, so that “яблоко” finds “яблоки” and “apples” finds “apple”."""
    if _CYRILLIC.search(word):
        short = _ENDINGS.sub("", word)
    else:
        short = re.sub(r"(?:ies|es|s|y)$", "", word)
    return short if len(short) >= STEM else word
