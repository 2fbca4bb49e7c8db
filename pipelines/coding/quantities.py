"""How many: from the words beside a noun to a low, a best and a high figure, as the codebook counts them."""

import re
from dataclasses import dataclass

from spacy.tokens import Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import children, preposition

DIGITS = re.compile(r"^\d{1,3}(,\d{3})+$|^\d+$")
WORD = re.compile(r"[a-z]+")
LARGEST = 2_000_000


@dataclass(frozen=True)
class Quantity:
    """A count with bounds; ``start`` and ``end`` are the character offsets of its words."""

    low: int | None
    best: int | None
    high: int | None
    start: int
    end: int

    def plus(self, other: "Quantity") -> "Quantity":
        """The sum of two figures of one source ("two soldiers and three civilians")."""

        def add(a: int | None, b: int | None) -> int | None:
            return None if a is None or b is None else a + b

        low = (self.low or 0) + (other.low or 0)
        return Quantity(low, add(self.best, other.best), add(self.high, other.high),
                        min(self.start, other.start), max(self.end, other.end))  # fmt: skip


def number_of(text: str) -> int | None:
    """The number that a word or a hyphenated compound writes ("12", "1,200", "twenty-two"), or None."""
    lexicon = load_lexicon("quantities")
    text = text.lower()
    if DIGITS.match(text):
        value = int(text.replace(",", ""))
        return value if value <= LARGEST else None
    parts = WORD.findall(text)
    if not parts or not all(part in lexicon["numbers"] for part in parts) or len(parts) > 2:
        return None
    values = [lexicon["numbers"][part] for part in parts]
    if len(values) == 2:
        return sum(values) if values[0] >= 20 and values[0] % 10 == 0 and 0 < values[1] < 10 else None
    return values[0]


def quantity_at(token: Token) -> Quantity | None:
    """The figure that starts or stands at a number word ("at least 12", "between 10 and 15", "two dozen", "dozens")."""
    lexicon = load_lexicon("quantities")
    first, last, value = _number(token)
    if value is None:
        vague = lexicon["vague"].get(token.lower_)
        if vague is None:
            return None
        low, best, high = vague
        return Quantity(low, best, high, token.idx, token.idx + len(token.text))
    doc = token.doc
    other, end = _range(last)
    if other is not None and other > value:
        return Quantity(value, None, other, doc[first.i].idx, end)
    before, start = _words_before(first)
    end = last.idx + len(last.text)

    def said(name: str) -> bool:
        return any(before.endswith(f" {phrase}") for phrase in lexicon[name])

    if said("at_least"):
        return Quantity(value, value, None, start("at_least"), end)
    if said("at_most"):
        return Quantity(None, value, value, start("at_most"), end)
    if said("more_than"):
        return Quantity(value, value, None, start("more_than"), end)
    if said("less_than"):
        return Quantity(None, value, value, start("less_than"), end)
    if said("about"):
        return Quantity(None, value, None, start("about"), end)
    if doc[last.i + 1 : last.i + 3].text.lower() in ("or more", "or so"):
        return Quantity(value, value, None, first.idx, doc[last.i + 2].idx + len(doc[last.i + 2].text))
    return Quantity(value, value, value, first.idx, end)


def _number(token: Token) -> tuple[Token, Token, int | None]:
    """First token, last token and value of a written number that holds the token ("two dozen", "1.5 million")."""
    lexicon = load_lexicon("quantities")
    doc, sentence = token.doc, token.sent
    value = number_of(token.text)
    first = last = token
    while first.i - 2 >= sentence.start and doc[first.i - 1].text == "-":  # "twenty-two", met at its second half
        whole = number_of(f"{doc[first.i - 2].text}-{first.text}")
        if whole is None:
            break
        value, first = whole, doc[first.i - 2]
    if value is not None and first is token and token.lower_ not in ("a", "an"):
        while (
            last.i + 2 < sentence.end
            and doc[last.i + 1].text == "-"
            and number_of(f"{last.text}-{doc[last.i + 2].text}")
        ):
            value = number_of(f"{last.text}-{doc[last.i + 2].text}")
            last = doc[last.i + 2]
    if token.lower_ in lexicon["multipliers"]:
        before = token.nbor(-1) if token.i > sentence.start else None
        amount = (
            1
            if before is not None and before.lower_ in ("a", "an")
            else number_of(before.text)
            if before is not None
            else None
        )
        if amount is None:
            return token, token, None
        return before or token, token, amount * lexicon["multipliers"][token.lower_]
    following = doc[last.i + 1] if last.i + 1 < sentence.end else None
    if (
        value is not None
        and following is not None
        and following.lower_ in lexicon["multipliers"]
        and following.lower_ != "score"
    ):
        value, last = value * lexicon["multipliers"][following.lower_], following
    return first, last, value


def _range(last: Token) -> tuple[int | None, int]:
    """The second figure of "10 to 15", "10-15", "between 10 and 15", and where it ends."""
    doc, sentence = last.doc, last.sent
    if last.i + 2 >= sentence.end:
        return None, 0
    link, second = doc[last.i + 1], doc[last.i + 2]
    value = number_of(second.text)
    if value is None:
        return None, 0
    before = doc[max(sentence.start, last.i - 1)].lower_
    if link.lower_ in ("to", "-", "–", "or") or (link.lower_ == "and" and before == "between"):
        return value, second.idx + len(second.text)
    return None, 0


def _words_before(token: Token):
    """The four words before a token as " w w w w", and a function that tells where a found phrase starts."""
    doc, sentence = token.doc, token.sent
    first = max(sentence.start, token.i - 4)
    before = "".join(f" {t.lower_}" for t in doc[first : token.i])
    lexicon = load_lexicon("quantities")

    def start(name: str) -> int:
        phrase = max((p for p in lexicon[name] if before.endswith(f" {p}")), key=len)
        return doc[token.i - len(phrase.split())].idx

    return before, start


def _figure_before(noun: Token) -> Quantity | None:
    """ "between 10 and 15 guards", where the reader hung the figures elsewhere: the number right before the noun."""
    doc, start = noun.doc, noun.sent.start
    i = noun.i - 1
    while i > start and doc[i].pos_ in ("ADJ", "NOUN") and doc[i].head.i == noun.i and number_of(doc[i].text) is None:
        i -= 1
    if i < start or number_of(doc[i].text) is None or doc[i].lower_ in ("a", "an"):
        return None
    linked = i - 2 >= start and doc[i - 1].lower_ in ("and", "to", "-", "–") and number_of(doc[i - 2].text) is not None
    return quantity_at(doc[i - 2]) if linked else quantity_at(doc[i])


def _of_group(noun: Token, size: int | None) -> Quantity | None:
    """ "A family of five", "a crew of 12", "a couple"; a family whose members nobody counts has no figure."""
    for child in noun.children:
        if child.i > noun.i and preposition(child) == "of" and number_of(child.text) is not None:
            return quantity_at(child)
    if size is None or not children(noun, "det"):
        return None
    return Quantity(size, size, size, noun.left_edge.idx, noun.idx + len(noun.text))


def quantity_of(noun: Token) -> Quantity | None:
    """The figure that counts a noun: "at least 12 people", "dozens of civilians", "two children", "no casualties"."""
    lexicon = load_lexicon("quantities")
    if noun.lower_ == "number" and (article := next((c for c in noun.children if c.lower_ in ("a", "an")), None)):
        return Quantity(3, None, None, article.idx, noun.idx + len(noun.text))  # "a large number of", as "several"
    if noun.lemma_.lower() in lexicon["groups"]:
        return _of_group(noun, lexicon["groups"][noun.lemma_.lower()])
    if number_of(noun.text) is not None or noun.lower_ in lexicon["multipliers"] or noun.lower_ in lexicon["vague"]:
        return quantity_at(noun)
    for child in children(noun, "nummod", "det", "amod", "nmod", "compound", "advmod", "nummod:gov", "dep"):
        if child.i > noun.i:
            continue
        for token in [child, *children(child, "nummod", "compound", "flat")]:
            if token.lower_ in ("a", "an") and token.dep_ == "det":
                continue
            found = quantity_at(token)
            if found is not None and not (token.lower_ in ("some", "both", "another") and token is not child):
                return found
    if (before := _figure_before(noun)) is not None:
        return before
    if noun.tag_ == "NN" or (noun.lemma_.lower() == noun.lower_ and noun.pos_ in ("NOUN", "PROPN")):
        article = next((c for c in children(noun, "det") if c.lower_ in ("a", "an", "another")), None)
        if article is not None:
            return Quantity(1, 1, 1, article.idx, article.idx + len(article.text))
    return None
