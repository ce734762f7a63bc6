"""Made-up words in the languages of Europe, as long and as often repeated as words are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")

_SYLLABLES = {
    "de": "ver ge schen lich stein burg dorf heit werk haus berg an be ung kir che stadt wald glas bild er en tal",
    "fr": "por trait de la mai son eau ville châ teau ier eur tion mon sei gneur pay san re té ment beau oi vi ge",
    "en": "an ship wood ston land er ing ly mar ket hill por ter field gate ness book light house ton bri dge is",
    "nl": "huis ver ge boer der ij ker molen dijk land schap oud water stad aan be ing veld haven brug en el kaas",
    "it": "ca sa chie pon te ri tra tto ma don na la go ve ne zia pa laz zo sco la mu ro an ti ca bel lo ne",
    "es": "re tra to ca sa ca lle mar puer to igle sia ción mon te ri o pla za se ño ra an ti guo vi lla do",
    "pl": "ko ściół za mek dwór sta ry rze ka no wy mia sto wieś por tret pa łac łą ka brzo za wi dok ski nie",
    "sv": "sjö gård stad kyr ka skog by bro berg holm vik gam mal ny fält hav por trätt hus ar en ing na ljus torp",
}
LANGUAGES = tuple(_SYLLABLES)
_SYLLABLES_OF_A_WORD = (1, 2, 3, 4)
_SHARES = (20, 45, 25, 10)


class Skewed(Generic[T]):
    """Things of which the first is drawn most often, the n-th 1/n^``exponent`` as often (Zipf's law)."""

    def __init__(self, things: Sequence[T], exponent: float = 1.0) -> None:
        self.things = things
        self._weights = list(accumulate(1 / (rank**exponent) for rank in range(1, len(things) + 1)))

    def some(self, random: Random, count: int) -> list[T]:
        """So many draws; a thing may be drawn again."""
        return random.choices(self.things, cum_weights=self._weights, k=count)

    def one(self, random: Random) -> T:
        return self.some(random, 1)[0]


class Lexicon:
    """The words of one language, each made once."""

    def __init__(self, language: str, random: Random, size: int = 3000) -> None:
        self.language = language
        words = _made_up(_SYLLABLES[language].split(), random, size)
        # The words that are used most are short, in every language.
        self._words = Skewed(sorted(words, key=lambda word: len(word) + random.uniform(0, 8)))

    def phrase(self, random: Random, shortest: int, longest: int) -> str:
        """Between so many words, the first with a capital letter."""
        text = " ".join(self._words.some(random, random.randint(shortest, longest)))
        return text[0].upper() + text[1:]

    def name(self, random: Random, parts: int) -> str:
        """Words with capital letters."""
        return " ".join(word.capitalize() for word in self._words.some(random, parts))


def _made_up(syllables: list[str], random: Random, size: int) -> Iterable[str]:
    words: dict[str, None] = {}
    while len(words) < size:
        (count,) = random.choices(_SYLLABLES_OF_A_WORD, _SHARES)
        words["".join(random.choices(syllables, k=count))] = None
    return words
