"""SMS texts: the alphabet of GSM 03.38, its length in units, and letters that it lacks.

An SMS has 160 units of 7 bits as long as each of its characters is in that alphabet; one other
character, and it has 70. So what the alphabet lacks is written with what it has.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

MOST_UNITS = 160
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")  # each is two units: an escape, and itself
UNKNOWN = "?"

# What stands for a character that is in neither and is no letter with an accent: a word that is
# written instead, and the characters that it is written for.
_TABLE = """
' ‘’‚‛′`´
" “”„‟″«»
- ‐‑‒–—―−•·
... …
x ×
/ ÷
SS ẞ
i ıиιі
l łлλ
L Ł
d đðдδ
D ĐÐ
th þθ
Th Þ
oe œ
OE Œ
h ħ
H Ħ
k ĸкκ
n ŋнν
N Ŋ
(c) ©
(R) ®
(TM) ™
No №
o °оο
<- ←
-> →
a аα
b б
v вβ
g гґγ
e еёэєε
zh ж
z зζ
y йыυ
m мμ
p пπ
r рρ
s сσς
t тτ
u у
f фφ
kh х
ts ц
ch чχ
sh ш
shch щ
yu ю
ya я
ye ѐ
x ξ
ps ψ
i ηї
o ω
"""  # noqa: RUF001 (they look like others: that is why they are written with them)
_NOTHING = "\u00ad\u200b\u200c\u200d\u2060\ufeffъь"
_INSTEAD = {
    one: row.split(" ")[0] for row in _TABLE.strip().splitlines() for one in row.split(" ")[1]
} | dict.fromkeys(_NOTHING, "")


class Spelled(NamedTuple):
    """A text in the alphabet, and what was written instead of what, each pair once."""

    text: str
    replaced: tuple[tuple[str, str], ...] = ()


def units(text: str) -> int:
    """Return the length of a text of the alphabet, in units of 7 bits.

    >>> units("Ä 5 €"), units("[a]")
    (6, 5)
    """
    return len(text) + sum(one in EXTENDED for one in text)


def is_plain(text: str) -> bool:
    """Tell whether every character is in the alphabet."""
    return all(one in BASIC or one in EXTENDED for one in text)


def spelled(text: str) -> Spelled:
    """Return a text with what the alphabet has, and what was replaced.

    >>> spelled("Zoë, café: 5 €")
    Spelled(text='Zoe, café: 5 €', replaced=(('ë', 'e'),))
    >>> spelled("Иван 茶").text
    'Ivan ?'
    """
    found: dict[str, str] = {}
    parts = []
    for one in unicodedata.normalize("NFC", text):
        if one not in BASIC and one not in EXTENDED:
            found.setdefault(one, _instead(one))
        parts.append(found.get(one, one))
    return Spelled("".join(parts), tuple(found.items()))


def _instead(one: str) -> str:
    if one in _INSTEAD:
        return _INSTEAD[one]
    if one.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", one)
    base = "".join(part for part in plain if not unicodedata.combining(part))
    low = base.lower()
    if low in _INSTEAD:
        return _INSTEAD[low].capitalize() if base != low else _INSTEAD[low]
    if base and base != one and is_plain(base):
        return base
    return "" if unicodedata.category(one)[0] in "CM" else UNKNOWN


def shortened(text: str, most: int) -> str:
    """Return a text of at most ``most`` characters, cut after a word where there is one.

    >>> shortened("Stoneware mug, blue", 14), shortened("Stoneware mug", 6), shortened("Mug", 3)
    ('Stoneware...', 'Sto...', 'Mug')
    >>> shortened("Stoneware mug", 2)
    ''
    """
    if len(text) <= most:
        return text
    room = most - 3
    if room < 1:
        return ""
    cut = text[:room]
    if not text[room].isspace() and " " in cut:
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,.;:-") + "..."
