"""Which strikes a statement is about, and whether two mentions of an article are one actor."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import permutations

from spacy.tokens import Doc, Span, Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.names import NameBook
from pipelines.coding.nations import government_of, states_in, telling_words
from pipelines.coding.strikes import StrikeMention

STRONG = 3  # the same, for acts that always answer something (condemn, mourn, claim, deny)
NEAR = 2  # sentences between a statement and the strike that it takes up
FAR = 5  # the same, where the words said speak of attacks, losses or culprits
AHEAD_COUNTS = 3  # further sentences that such a lead counts as
AHEAD = 2  # sentences that a lead may speak of the main strike before it is told
MAIN_STRIKE = 2.6  # worth five sentences of distance
FIRST_TOLD = 3  # mentions that being told first is worth
OF_OLD = timedelta(days=30)  # a strike that is older than the latest one by this is background
NAMED = 2.0  # worth of words of the statement that name target, place or means of one strike only


def lexicon(name: str) -> frozenset[str]:
    """One list of ``lexicons/about.yaml``."""
    return frozenset(load_lexicon("about")[name])


@cache
def _no_state() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(load_lexicon('about')['no_states'])})s?\b", re.IGNORECASE)


@cache
def _own_strike() -> re.Pattern[str]:
    nouns = "|".join(load_lexicon("about")["own_nouns"])
    return re.compile(rf"(their|its|our|his) (own )?(recent |latest )?({nouns})s?\b", re.IGNORECASE)


@cache
def _topics() -> frozenset[str]:
    return frozenset(load_lexicon("about")["topics"]) | lexicon("attack_nouns")


def takes_up_a_strike(words: Iterable[Token]) -> bool:
    """True where words that were said speak of attacks, losses, culprits or answers."""
    topics = _topics()
    return any(t.lemma_.lower() in topics or t.lower_ in topics for t in words)


def answers_something(words: Iterable[Token]) -> bool:
    """True where words that were said can only answer a deed: "restraint", "those responsible", "revenge"."""
    answers = lexicon("answering_words")
    return any(t.lemma_.lower() in answers or t.lower_ in answers for t in words)


def speaks_of_own_strike(content: str) -> bool:
    """True where words that were said begin with "their strikes", "our operation"."""
    return _own_strike().match(content) is not None


def pleads_self_defence(content: str) -> bool:
    """True where somebody says that force was used to defend: whether it is its own force the strikes tell."""
    lowered = content.lower()
    return any(words in lowered for words in lexicon("self_defence"))


@cache
def text_keys(text: str) -> frozenset[str]:
    """Keys of the actor that a name or description means: codes of states, else its telling words."""
    states = states_in(text) if _no_state().search(text) is None else frozenset()
    if states:
        return states
    if government := government_of(text):
        return frozenset({government})
    words = telling_words(text)
    return frozenset({" ".join(sorted(words))}) if words else frozenset()


def actor_keys(names: NameBook, mention_id: str) -> frozenset[str]:
    """Keys of the actor of a mention inside one article: its state's code where it has one, and its full name."""
    keys: set[str] = set()
    seen: set[str] = set()
    queue = [names.ultimate(mention_id)]
    while queue:
        current = queue.pop()
        if current in seen:
            continue
        seen.add(current)
        row = names.row(current)
        text = str(row["text"])
        keys |= text_keys(text)
        if row["label"] == "PER":
            keys |= _title_states(names.span(current))
        if _no_state().search(text):
            continue
        affiliation = row["affiliation_mention_id"]
        if affiliation:
            queue.append(names.ultimate(str(affiliation)))
    return frozenset(keys)


def _title_states(person: Span) -> frozenset[str]:
    """The state in a title before a name: "US President", "President of Ukraine"; "British journalist" speaks for none."""
    start = person.start
    while (
        start > person.sent.start
        and person.start - start < 7
        and (
            person.doc[start - 1].pos_ in ("PROPN", "ADJ", "NOUN")
            or person.doc[start - 1].lower_ in ("of", "the", "'s")
        )
    ):
        start -= 1
    title = person.doc[start : person.start]
    offices = lexicon("state_offices")
    return states_in(title.text) if any(t.lemma_.lower() in offices for t in title) else frozenset()


class StrikesOfArticle:
    """The strikes of one article, with the actors that any of their mentions name."""

    def __init__(self, doc: Doc, names: NameBook, strikes: list[StrikeMention]):
        self._names = names
        self.mentions = strikes
        self._attacker_of: dict[str, str] = {}
        self._first: dict[str, StrikeMention] = {}
        self._sought = False
        self._exchange: tuple[StrikeMention, StrikeMention] | None = None
        self._main: StrikeMention | None = None
        self._taken_up: list[tuple[int, StrikeMention]] = []
        self._sentence_starts = [sentence.start_char for sentence in doc.sents]
        self.attackers: dict[str, set[str]] = {}
        self.targets: dict[str, set[str]] = {}
        self.parties: dict[str, set[str]] = {}  # who was hit, and in whose country
        for mention in strikes:
            key = self.strike_of(mention)
            self._first.setdefault(key, mention)
            for attacker in mention.attacker_mention_ids[:1]:
                self._attacker_of.setdefault(key, attacker)
            self.attackers.setdefault(key, set()).update(
                k for i in mention.attacker_mention_ids for k in actor_keys(names, i)
            )
            self.targets.setdefault(key, set()).update(
                k for i in mention.target_mention_ids for k in actor_keys(names, i)
            )
            place = mention.row.get("place_mention_id")
            parties = self.parties.setdefault(key, set())
            parties.update(self.targets[key])
            if place:
                parties.update(self._place_keys(str(place)))

        self._named = self._naming_words()
        days = [day for m in strikes if isinstance(day := m.row.get("started_on"), date)]
        self._latest = max(days, default=None)

    def _naming_words(self) -> dict[str, frozenset[str]]:
        """For each strike the words of its target, place and means that no other strike of the article has."""
        words: dict[str, set[str]] = {}
        for mention in self.mentions:
            texts = (mention.row.get(name) for name in ("target_text", "place_text", "weapon_text"))
            found = {w for text in texts if text for w in telling_words(str(text))}
            words.setdefault(self.strike_of(mention), set()).update(found)
        return {
            key: frozenset(w for w in own if not any(w in other for k, other in words.items() if k != key))
            for key, own in words.items()
        }

    def take_up(self, sentence: int, mentions: list[StrikeMention]) -> None:
        """Remember that a sentence spoke of strikes without telling them: they stay under discussion."""
        self._taken_up.extend((sentence, mention) for mention in mentions)

    def is_of_old(self, mention: StrikeMention) -> bool:
        """True for a strike that the article recalls from long before the latest one."""
        days = [m.row.get("started_on") for m in self.mentions if self.same(m, mention)]
        known = [day for day in days if isinstance(day, date)]
        return bool(known) and self._latest is not None and self._latest - max(known) > OF_OLD

    def _place_keys(self, mention_id: str) -> set[str]:
        """Keys of a place and of what it lies in."""
        keys: set[str] = set()
        seen: set[str] = set()
        current: str | None = mention_id
        while current and current not in seen:
            seen.add(current)
            row = self._names.row(current)
            keys |= states_in(str(row["text"]))
            current = str(row["container_mention_id"]) if row["container_mention_id"] else None
        return keys

    @staticmethod
    def strike_of(mention: StrikeMention) -> str:
        return mention.first_id or mention.mention_id

    def keys(self, mention_ids: list[str]) -> set[str]:
        return {key for i in mention_ids for key in actor_keys(self._names, i)}

    def is_attacker(self, keys: set[str], mention: StrikeMention) -> bool:
        return bool(keys & self.attackers.get(self.strike_of(mention), set()))

    def is_target(self, keys: set[str], mention: StrikeMention) -> bool:
        return bool(keys & self.parties.get(self.strike_of(mention), set()))

    def inside(self, start: int, end: int) -> list[StrikeMention]:
        """One mention for each strike that is told between two characters."""
        return self.distinct([m for m in self.mentions if start <= m.trigger.idx < end])

    def main(self) -> StrikeMention | None:
        """The strike that the article tells of: the one with most mentions; the first one counts more, series less."""
        if self._main is None and self.mentions:
            counts: dict[str, float] = {}
            for mention in self.mentions:
                key = self.strike_of(mention)
                counts[key] = counts.get(key, -1.5 if self.is_series(mention) else 0.0) + 1
            for key in counts:
                counts[key] += bool(self.attackers[key]) + bool(self.parties[key])
            counts[self.strike_of(self.mentions[0])] += FIRST_TOLD
            self._main = max(self.distinct(self.mentions), key=lambda m: (counts[self.strike_of(m)], -m.trigger.i))
        return self._main

    def under_discussion(
        self, sentence: int, start: int, keys: set[str], act: str, content: str = ""
    ) -> list[tuple[StrikeMention, int]]:
        """Strikes that a statement or deed may take up, the likeliest first, each with its distance in sentences.

        The strike told last is likely, the main strike of the article more so (its lead may speak of it before it is
        told), and the one in the same sentence most. Nobody condemns its own strike, and nobody justifies another's.

        Args:
            sentence: number of the sentence of the statement.
            start: its first character.
            keys: who speaks or acts.
            act: what it does.
            content: what it says; words that name one strike only speak for it.
        """
        main = self.main()
        own_acts, against = lexicon("own_acts"), lexicon("against_others")
        options: dict[str, tuple[float, int, StrikeMention]] = {}
        said = telling_words(content) if content else frozenset()
        told = [(mention.sentence, mention) for mention in self.mentions]
        for told_in, mention in [*told, *(t for t in self._taken_up if t[0] <= sentence)]:
            is_main = main is not None and self.same(mention, main)
            gap = sentence - told_in
            if gap < (-AHEAD if is_main else 0):
                continue
            gap = gap if gap >= 0 else AHEAD_COUNTS - gap
            score = -0.5 * min(gap, 6) + (2.0 if gap == 0 else 0.0) + (MAIN_STRIKE if is_main else 0.0)
            score -= 1.5 if self.is_series(mention) and not is_main else 0.0
            score -= 1.5 if self.is_thin(mention) else 0.0
            score -= 1.5 if gap > 0 and self.is_of_old(mention) else 0.0
            score += NAMED if said & self._named[self.strike_of(mention)] else 0.0
            own = self.is_attacker(keys, mention)
            if own:
                score += 3.0 if act in own_acts else -3.0 if act in against else 0.0
            elif act in own_acts:
                score -= 2.0
            if self.is_target(keys, mention):
                score += 1.0
            key = self.strike_of(mention)
            if key not in options or score > options[key][0]:
                options[key] = (score, gap, mention)
        ranked = sorted(options.values(), key=lambda option: (-option[0], option[2].trigger.i))
        return [(mention, gap) for _, gap, mention in ranked]

    def is_series(self, mention: StrikeMention) -> bool:
        """As the first mention of the strike tells it: later "the attacks" may take up a single salvo."""
        return bool(self._first[self.strike_of(mention)].row.get("is_series"))

    def is_thin(self, mention: StrikeMention) -> bool:
        """True for a strike of which the article names neither attacker nor target nor place."""
        key = self.strike_of(mention)
        return not self.attackers[key] and not self.parties[key]

    def exchange(self) -> tuple[StrikeMention, StrikeMention] | None:
        """Two strikes by which two sides hit each other, the earlier one first; None without such a pair."""
        if not self._sought:
            self._sought = True
            for mention in self.distinct(self.mentions):
                other = self.mirror(mention)
                if other is not None:
                    self._exchange = (mention, other)
                    break
        return self._exchange

    def two_sides(self) -> tuple[StrikeMention, StrikeMention] | None:
        """What words about both sides stand for: an exchange, or else the pair of strikes told most where the second hits
        the attacker of the first, whose own target is told by a place alone: "Iran struck Balochistan. Pakistan struck
        targets in Iran." """
        if (exchange := self.exchange()) is not None:
            return exchange
        told = Counter(self.strike_of(m) for m in self.mentions)
        strikes = [m for m in self.distinct(self.mentions) if self.attackers[self.strike_of(m)]]
        pairs = [
            (told[a] + told[b], one, other)
            for one, other in permutations(strikes, 2)
            for a, b in [(self.strike_of(one), self.strike_of(other))]
            if self.parties[b] & self.attackers[a] and not self.attackers[a] & self.attackers[b]
        ]
        best = max(pairs, key=lambda pair: pair[0], default=None)
        return None if best is None else best[1:]

    def both_sides(self) -> list[str]:
        """Mention ids of the attackers of such a pair: "both sides"."""
        pair = self.exchange()
        return [] if pair is None else [self._attacker_of[self.strike_of(mention)] for mention in pair]

    def unfolded(self, mentions: list[StrikeMention]) -> list[StrikeMention]:
        """ "The exchange of strikes" is not a third strike: it stands for the two that it is made of."""
        pair = self.exchange()
        if pair is None:
            return mentions
        sides = [self.attackers[self.strike_of(m)] for m in pair]
        found: list[StrikeMention] = []
        for mention in mentions:
            attackers = self.attackers[self.strike_of(mention)]
            both = all(attackers & side for side in sides) and not any(self.same(mention, m) for m in pair)
            found.extend(pair if both else [mention])
        return self.distinct(found)

    def same(self, one: StrikeMention, other: StrikeMention) -> bool:
        return self.strike_of(one) == self.strike_of(other)

    def mirror(self, mention: StrikeMention) -> StrikeMention | None:
        """The strike by which the other side hit back: its attacker was hit by this one, and the other way round."""
        mine, hit = self.attackers[self.strike_of(mention)], self.parties[self.strike_of(mention)]
        for other in self.distinct(self.mentions):
            key = self.strike_of(other)
            theirs = self.attackers[key]
            if not self.same(other, mention) and theirs & hit and self.parties[key] & mine and not theirs & mine:
                return other
        return None

    def distinct(self, mentions: list[StrikeMention]) -> list[StrikeMention]:
        found: dict[str, StrikeMention] = {}
        for mention in mentions:
            found.setdefault(self.strike_of(mention), mention)
        return list(found.values())


def speaks_of_exchange(content: str) -> bool:
    """True where words take up the strikes of two sides together: "the exchange of fire", "both sides"."""
    words = content.lower()
    return any(re.search(rf"\b{re.escape(phrase)}\b", words) for phrase in lexicon("exchange_phrases"))


def speaks_of_attack(doc: Doc, start: int, end: int) -> bool:
    """True where words between two characters take up a strike with a definite noun: "the attack", "this massacre"."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return False
    for token in span:
        if token.lemma_.lower() in lexicon("attack_nouns"):
            determiners = {c.lower_ for c in token.children if c.dep_ in ("det", "nmod:poss")}
            if determiners & {"the", "this", "these", "those", "that", "both"}:
                return True
    return False
