"""Reactions: how actors answer a strike, in words, in deeds and in arms; one row for each reactor and strike."""

from spacy.tokens import Doc, Token

from pipelines.coding.about import StrikesOfArticle
from pipelines.coding.deeds import Deed, deeds, is_agentless
from pipelines.coding.evidence import EvidenceBook
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.model import ArticleContext, Coding, MentionIds, Row
from pipelines.coding.names import NameBook
from pipelines.coding.phrases import clause_span
from pipelines.coding.retaliation import Answer, answers
from pipelines.coding.speakers import SpeakerFinder
from pipelines.coding.stance import stance_of
from pipelines.coding.statements import StatementMention
from pipelines.coding.strikes import StrikeMention

NEAR = 3  # sentences between a deed and the strike that it answers
ARMED = "retaliate"
POLITICAL_LABELS = ("PER", "LOC")
MERGED = {"accuse": "condemn"}  # the same party's blame and condemnation of one strike are one reaction
OWN_DEEDS = {"investigate"}


def code_reactions(
    doc: Doc,
    article: ArticleContext,
    names: NameBook,
    strikes: list[StrikeMention],
    statements: list[StatementMention],
    coding: Coding,
) -> None:
    """Reactions of one article; rows and evidence go into ``coding``."""
    writer = _Writer(doc, article, names, StrikesOfArticle(doc, names, strikes), coding)
    for statement in statements:
        writer.verbal(statement)
    for answer in answers(doc, writer.strikes):
        writer.armed(answer)
    finder = SpeakerFinder(names)
    for deed in deeds(doc):
        writer.material(deed, finder)


class _Writer:
    """Turns what was found into rows and evidence, each reactor, type and strike once."""

    def __init__(self, doc: Doc, article: ArticleContext, names: NameBook, strikes: StrikesOfArticle, coding: Coding):
        self._doc = doc
        self._article = article
        self._names = names
        self.strikes = strikes
        self._coding = coding
        self._evidence = EvidenceBook(doc, article.article_id, coding)
        self._ids = MentionIds(article.article_id)
        self._lexicon = load_lexicon("reactions")
        self._sentences = {token.i: number for number, sent in enumerate(doc.sents) for token in sent}
        self._seen: set[tuple[frozenset[str], str, str]] = set()

    def verbal(self, statement: StatementMention) -> None:
        """A statement whose act answers the strikes it is about."""
        act = statement.act
        if act not in self._lexicon["verbal"] or statement.is_analyst:
            return
        for mention_id in statement.speaker.mention_ids:
            for strike in statement.strikes:
                keys = self.strikes.keys([mention_id])
                own = self.strikes.is_attacker(keys, strike)
                if own and act not in self._lexicon["own_strike"]:
                    continue
                if act == "accuse" and not self._blames_as_party(statement, mention_id):
                    continue
                self._write(
                    mention_id,
                    act,
                    "verbal",
                    strike,
                    statement.cue,
                    f"statement:{act}",
                    content=str(statement.row["content_text"]),
                    statement=statement,
                )

    def _blames_as_party(self, statement: StatementMention, mention_id: str) -> bool:
        """Blame by a party or its ally is a reaction; what officials and officers report is not."""
        if statement.cue.lemma_.lower() in self._lexicon["blaming_cues"]:
            return True
        return self._names.row(self._names.ultimate(mention_id))["label"] in POLITICAL_LABELS

    def armed(self, answer: Answer) -> None:
        """A strike that answers another one."""
        if answer.cause is None:
            return
        if answer.answer is not None and answer.answer.attacker_mention_ids:
            reactors = answer.answer.attacker_mention_ids
        elif answer.doer is not None:
            reactors = self._names.actors(answer.doer)
        else:
            return
        for reactor in reactors:
            if self.strikes.is_attacker(self.strikes.keys([reactor]), answer.cause):
                continue
            self._write(reactor, ARMED, "armed", answer.cause, answer.cue, f"retaliation:{answer.cue.lemma_.lower()}", response=answer.answer)

    def material(self, deed: Deed, finder: SpeakerFinder) -> None:
        """A deed that answers the strike told beside it."""
        if is_agentless(deed):
            return
        head = finder.head_of(deed.doer)
        if head is None or not finder.can_speak(head):
            return
        speaker = finder.speaker(head, strict=True)
        if speaker is None:
            return
        finder.remember(speaker)
        sentence = self._sentences[deed.verb.i]
        keys = self.strikes.keys(speaker.mention_ids)
        found = self.strikes.under_discussion(sentence, deed.verb.idx, keys, deed.reaction_type)
        if not found or found[0][1] > NEAR:
            return
        strike = found[0][0]
        if self.strikes.is_attacker(keys, strike) and deed.reaction_type not in OWN_DEEDS:
            return
        for mention_id in speaker.mention_ids:
            self._write(mention_id, deed.reaction_type, "material", strike, deed.verb, f"deed:{deed.verb.lemma_.lower()}")

    def _write(
        self,
        reactor: str,
        reaction_type: str,
        kind: str,
        strike: StrikeMention,
        cue: Token,
        rule: str,
        content: str = "",
        statement: StatementMention | None = None,
        response: StrikeMention | None = None,
    ) -> None:
        keys = self.strikes.keys([reactor])
        strike_key = self.strikes.strike_of(strike)
        for known in (reaction_type, MERGED.get(reaction_type, reaction_type)):
            if any(seen[1:] == (known, strike_key) and seen[0] & keys for seen in self._seen):
                return
        self._seen.add((frozenset(keys), reaction_type, strike_key))
        start, end = clause_span(cue)
        if statement is not None:
            low, high = statement.content
            start, end = min(start, low, statement.speaker.start), max(end, high, statement.speaker.end)
        row = self._names.row(reactor)
        addressed = statement is not None and statement.row["addressee_mention_id"] is not None
        stance = stance_of(
            reaction_type,
            content,
            is_target=self.strikes.is_target(keys, strike),
            is_attacker=self.strikes.is_attacker(keys, strike),
            attacker_addressed=addressed
            and self.strikes.is_attacker(self.strikes.keys([str(statement.row["addressee_mention_id"])]), strike),  # type: ignore[union-attr]
        )
        mention_id = self._ids.make("reaction", start, end)
        reaction: Row = {
            "mention_id": mention_id,
            "article_id": self._article.article_id,
            "reactor_mention_id": reactor,
            "reactor_text": row["text"],
            "reaction_type": reaction_type,
            "kind": kind,
            "stance": stance,
            "strike_mention_id": strike.mention_id,
            "statement_mention_id": None if statement is None else statement.mention_id,
            "response_strike_mention_id": None if response is None else response.mention_id,
            "text_start": start,
            "text_end": end,
            "sentence_text": self._doc.text[start:end],
            "confidence_score": 0.6,
        }
        self._coding.reactions.append(reaction)
        self._evidence.add(mention_id, "reactor", int(row["text_start"]), int(row["text_end"]), rule)  # type: ignore[call-overload]
        self._evidence.add(mention_id, "reaction_type", cue.idx, cue.idx + len(cue.text), rule)
        self._evidence.add(mention_id, "stance", cue.idx, cue.idx + len(cue.text), f"stance:{stance}")
        self._evidence.add(mention_id, "strike", strike.start, strike.end, rule)
