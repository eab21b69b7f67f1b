"""Citation keys: short, durable, and telling when their passage is no longer there.

A key such as `7K3M-Q8F4-ZWPD` is eleven or more digits of Crockford's base 32
(https://www.crockford.com/base32.html: no I, L, O, U; read back without regard to case).

    7K3M   which document: a hash of its file name below the ingested folder
    Q8     a sketch of the passage's words: similar passages often share a digit of it
    F4ZWPD the check: a hash of the passage's exact characters, and of which one it is
           where the same paragraph stands in the document several times

It holds no position, so that what is inserted elsewhere in the document changes nothing.
A passage that was changed has another check, and mostly the same sketch.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b as _blake2b

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DOCUMENT, _SKETCH, _CHECK = 4, 2, 6
#: Raised whenever a key would come out differently; an index records it.
VERSION = 1

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_TOKEN = re.compile(r"[0-9A-Za-z]{4}[-_\s]?[0-9A-Za-z]{4}[-_\s]?[0-9A-Za-z]{4}")


def make_key(file: str, text: str, bare: str, occurrence: int = 0) -> str:
    """The key of a passage.

    `text` is its exact characters, `bare` its bare search form, `occurrence` counts from 0
    the same text within the document.
    """
    document = _digits(_hash("file", unicodedata.normalize("NFC", file)), _DOCUMENT)
    check = _digits(_hash("passage", f"{occurrence}\n{text}"), _CHECK)
    key = document + _sketch(bare) + check
    return f"{key[:4]}-{key[4:8]}-{key[8:]}"


def parse_key(text: str) -> str | None:
    """The key in what somebody typed or pasted, in its canonical form; None where there is none.

    Upper or lower case, full width, brackets of any kind and missing hyphens are all the same.
    """
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"[‐‑‒–—―−]", "-", folded)
    folded = re.sub(
        r"[\[\](){}【】〔〕「」『』《》〈〉<>“”\"'‘’#,，。.;；:：\u200b-\u200f\ufeff]", " ", folded
    ).strip()
    found = _TOKEN.fullmatch(folded)
    if not found:
        return None
    digits = re.sub(r"[-_\s]", "", folded).upper().translate(_READ_AS)
    if any(digit not in ALPHABET for digit in digits):
        return None
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def document_part(key: str) -> str:
    """The digits that say which document a canonical key belongs to."""
    return key[:4]


def sketch_part(key: str) -> str:
    """The digits that passages with similar words often share."""
    return key[5:7]


def check_part(key: str) -> str:
    """The digits that say which exact text a canonical key belongs to."""
    return key[7:9] + key[10:]


def _hash(kind: str, text: str) -> int:
    data = f"{kind}\n{text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(_blake2b(data, digest_size=8).digest(), "big")


def _digits(number: int, count: int) -> str:
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(count))


def _sketch(bare: str) -> str:
    """One digit each of two minimum hashes over the trigrams of the bare form."""
    grams = {bare[i : i + 3].encode("utf-8", "surrogatepass") for i in range(max(1, len(bare) - 2))}
    digits = ""
    for seed in range(_SKETCH):
        # Most of the time of cutting a document goes here: digests are compared as bytes, which is
        # the order of their numbers.
        kind = b"sketch%d\n" % seed
        least = min([_blake2b(kind + gram, digest_size=8).digest() for gram in grams])
        digits += ALPHABET[least[-1] & 31]
    return digits
