"""Which strikes a statement is about: those it tells, its speaker's own, or the one under discussion that its words take up."""

from spacy.tokens import Doc, Token

from pipelines.coding.about import (
    FAR,
    NEAR,
    STRONG,
    StrikesOfArticle,
    answers_something,
    lexicon,
    speaks_of_attack,
    speaks_of_exchange,
    takes_up_a_strike,
)
from pipelines.coding.phrases import children, preposition, whole_text
from pipelines.coding.sayings import Saying
from pipelines.coding.speakers import Speaker
from pipelines.coding.statement_mention import StatementMention
from pipelines.coding.strikes import StrikeMention

OWN_STRIKE_ACTS = {"justify", "claim_responsibility", "apologize"}
AIMED = {"object", "complement", "object-of", "object-for"}  # constructions that name what they are aimed at


def is_aimed_at_attack(saying: Saying) -> bool:
    """True where the attack itself is what is condemned, praised or defended."""
    head = saying.content_head
    return head is not None and head.dep_ in ("obj", "nsubj:pass") and head.lemma_.lower() in lexicon("attack_nouns")


class StrikeLinker:
    """Links the statements of an article, in the order of the text, with its strikes; ``last`` is the one before."""

    def __init__(self, doc: Doc, strikes: StrikesOfArticle):
        self._doc = doc
        self.strikes = strikes
        self.last: StatementMention | None = None

    def strikes_of(
        self,
        saying: Saying,
        speaker: Speaker,
        act: str,
        sentence: int,
        inside: list[StrikeMention],
        own: list[StrikeMention],
    ) -> list[StrikeMention]:
        """The strikes of a statement.

        Args:
            saying: what was said.
            speaker: who said it.
            act: by which act.
            sentence: number of the sentence of the cue.
            inside: the strikes that the words tell themselves.
            own: the speaker's own strike, where the words begin with it ("our operation").
        """
        keys = self.strikes.keys(speaker.mention_ids)
        if inside and all(self.strikes.is_thin(m) for m in inside):
            inside = [m for m in self._about(saying, speaker, act, sentence) if not self.strikes.is_thin(m)] or inside
        if act in lexicon("against_others") and inside and all(self._is_own_anaphor(m, keys) for m in inside):
            inside = []  # nobody condemns its own strike: "the attack" is another one
        strikes = inside or own or self._about(saying, speaker, act, sentence)
        if (
            inside
            and act in lexicon("pair_acts")
            and len(inside) == 1
            and (other := self.strikes.mirror(inside[0])) is not None
        ):
            strikes = [*inside, other]
        if strikes and speaks_of_exchange(whole_text(self._doc)[slice(*saying.content)]):
            strikes = list(self.strikes.two_sides() or strikes)
        if act in OWN_STRIKE_ACTS:
            strikes = self._own(strikes, keys, saying, sentence, act)
        strikes = self.strikes.unfolded(strikes)
        return strikes

    def is_tied(
        self,
        saying: Saying,
        act: str,
        sentence: int,
        inside: list[StrikeMention],
        strikes: list[StrikeMention],
        words: list[Token],
    ) -> bool:
        """Whether the words said, or those beside the cue, tell the strike, take it up, or can only answer one."""
        start, end = saying.content
        clause = (
            min(start, saying.cue.left_edge.idx),
            max(end, saying.cue.right_edge.idx + len(saying.cue.right_edge)),
        )
        told = {self.strikes.strike_of(m) for m in self.strikes.inside(*clause)} & {
            self.strikes.strike_of(m) for m in strikes
        }
        return (
            bool(inside or told)
            or self._points_at(words, sentence, strikes)
            or self._answers_claim(saying, act, sentence)
            or speaks_of_attack(self._doc, start, end)
            or answers_something(words)
        )

    def _own(
        self, strikes: list[StrikeMention], keys: set[str], saying: Saying, sentence: int, act: str
    ) -> list[StrikeMention]:
        """Who justifies or claims speaks of its own strike, also where it tells of what others did before."""
        own = [m for m in strikes if self.strikes.is_attacker(keys, m)]
        if own:
            return own
        options = self.strikes.under_discussion(sentence, saying.cue.idx, keys, act)
        return [m for m, gap in options if gap <= FAR and self.strikes.is_attacker(keys, m)][:1] or strikes

    def _is_own_anaphor(self, mention: StrikeMention, keys: set[str]) -> bool:
        """ "the attack", taken for a strike of the speaker although these words name no attacker."""
        span = (mention.trigger.idx, mention.trigger.idx + len(mention.trigger.text))
        bare = mention.row.get("attacker_text") is None or not mention.attacker_mention_ids
        return bare and self.strikes.is_attacker(keys, mention) and speaks_of_attack(self._doc, *span)

    def _aim(self, saying: Saying) -> list[Token] | None:
        """The noun that an act is aimed at, with its nearest modifiers ("history of funding" speaks of no strike)."""
        head = saying.content_head
        if saying.construction == "complement":  # the thing judged, not the judgement
            head = next(iter(children(saying.cue, "obj", "nsubj:pass")), head)
        if saying.construction not in AIMED or head is None or head.pos_ not in ("NOUN", "PROPN"):
            return None
        reasons = [
            c
            for c in [*saying.cue.children, *head.children]
            if preposition(c) == "for" or any(m.lower_ == "for" for m in children(c, "mark"))
        ]  # "criticized the army for shelling the camp"
        return [head, *children(head, "compound", "amod", "nmod", "conj"), *(t for c in reasons for t in c.subtree)]

    @staticmethod
    def _points_at(words: list[Token], sentence: int, strikes: list[StrikeMention]) -> bool:
        """ "said this was a crime", right after a strike was told: the pronoun stands for it."""
        first = next((t for t in words if t.dep_ in ("nsubj", "nsubj:pass")), None)
        near = any(0 <= sentence - m.sentence <= 1 for m in strikes)
        return near and first is not None and first.lower_ in ("this", "that", "it", "these", "they")

    def _of_same_breath(self, saying: Saying, speaker: Speaker, act: str) -> list[StrikeMention]:
        """ "... condemned the raid, calling it ...": further acts of one speaker in one sentence keep the strike."""
        last = self.last
        if last is None or act not in lexicon("reacting_acts") or last.cue.sent.start != saying.cue.sent.start:
            return []
        same = last.speaker.head.i == speaker.head.i or last.speaker.mention_ids == speaker.mention_ids
        return last.strikes if same else []

    def _answers_claim(self, saying: Saying, act: str, sentence: int) -> bool:
        """ "Chad denied the charge": what was said just before is denied, and with it the same strikes are meant."""
        last, head = self.last, saying.content_head
        claims = lexicon("answered_claims")
        return (
            act in ("deny", "reject")
            and head is not None
            and head.lemma_.lower() in claims
            and last is not None
            and bool(last.strikes)
            and sentence - last.sentence <= NEAR
        )

    def _about(self, saying: Saying, speaker: Speaker, act: str, sentence: int) -> list[StrikeMention]:
        """The strikes of a statement that tells none itself: the one under discussion, where the words take it up."""
        start, end = saying.content
        content = whole_text(self._doc)[start:end]
        keys = self.strikes.keys(speaker.mention_ids)
        if self._answers_claim(saying, act, sentence):
            return self.last.strikes  # type: ignore[union-attr]
        found = self.strikes.under_discussion(sentence, saying.cue.idx, keys, act, content)
        if not found:
            return []
        mention, _gap = found[0]
        nearest = min(g for _, g in found)
        anaphor = speaks_of_attack(self._doc, start, end)
        blamed = act == "accuse" and saying.construction == "object"  # "blamed the rebels": aimed at who did it
        aim = None if blamed else self._aim(saying)
        aimed = aim is not None
        said = self._doc.char_span(start, end, alignment_mode="expand") or ()
        topical = anaphor or takes_up_a_strike(said if aim is None else aim)
        exchanged = act in lexicon("pair_acts") and self.strikes.exchange() is not None
        limit = FAR if exchanged else STRONG if act in lexicon("strong_acts") else NEAR
        reacting = act in lexicon("reacting_acts") and not (aimed and not topical) and nearest <= limit
        if not (anaphor or (topical and nearest <= FAR) or reacting):
            return self._of_same_breath(saying, speaker, act)
        other = self.strikes.mirror(mention) if act in lexicon("pair_acts") else None
        return [mention] if other is None else [mention, other]
