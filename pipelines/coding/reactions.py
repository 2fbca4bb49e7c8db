"""Reactions: how actors answer a strike, in words, in deeds and in arms; one row for each reactor and strike."""

from spacy.tokens import Doc, Token

from pipelines.coding import confidence
from pipelines.coding.about import StrikesOfArticle, speaks_of_attack, text_keys
from pipelines.coding.cues import load_cues
from pipelines.coding.deeds import Deed, deeds, is_agentless, is_long_ago
from pipelines.coding.evidence import EvidenceBook
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.model import ArticleContext, Coding, MentionIds, Row
from pipelines.coding.names import NameBook
from pipelines.coding.nations import states_in
from pipelines.coding.phrases import children, clause_span, trimmed, whole_text
from pipelines.coding.retaliation import Answer, answers
from pipelines.coding.speakers import Speaker, SpeakerFinder
from pipelines.coding.stance import stance_of
from pipelines.coding.statements import StatementMention
from pipelines.coding.strikes import StrikeMention
from pipelines.coding.targets import is_bystander

NEAR = 3  # sentences between a deed and the strike that it answers
FAR = 8  # the same for the strike that the article tells of
ARMED = "retaliate"
MERGED = {"accuse": "condemn"}  # the same party's blame and condemnation of one strike are one reaction


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
    writer.claimants = writer.strikes.keys(
        [i for s in statements if s.act == "claim_responsibility" for i in s.speaker.mention_ids]
    )
    for statement in statements:
        writer.strikes.take_up(statement.sentence, statement.strikes)
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
        self.claimants: set[str] = set()
        self._last_doer: tuple[Speaker, int] | None = None
        self._seen: set[tuple[frozenset[str], str, str]] = set()

    def verbal(self, statement: StatementMention) -> None:
        """A statement whose act answers the strikes it is about."""
        act = statement.act
        if act not in self._lexicon["verbal"] or statement.is_outsider:
            return
        for mention_id in statement.speaker.mention_ids:
            for strike in statement.strikes:
                parties = [m for m in (strike, self.strikes.mirror(strike)) if m is not None]
                keys = self.strikes.keys([mention_id])
                own = self.strikes.is_attacker(keys, strike) or self._has_claimed(keys, strike)
                if own and act not in self._lexicon["own_strike"]:
                    continue
                if act in self._lexicon["of_outsiders"] and any(self.strikes.is_attacker(keys, m) for m in parties):
                    continue
                if (
                    act == "condemn"
                    and statement.is_judged_from_words
                    and not (statement.is_tied or statement.is_topical)
                ):
                    continue  # something else is bad
                if act == "deny" and not (statement.is_tied or statement.is_topical):
                    continue  # something else is denied
                if act in self._lexicon["mild_acts"] and not self._answers(statement, keys, strike):
                    continue
                if act == "accuse" and not (
                    self._blames_as_party(statement, mention_id) and self._blames_attacker(statement, strike)
                ):
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

    def _has_claimed(self, keys: set[str], strike: StrikeMention) -> bool:
        """True for who claims strikes in this article, and speaks of one of which no attacker is told."""
        return bool(keys & self.claimants) and not self.strikes.attackers[self.strikes.strike_of(strike)]

    def _answers(self, statement: StatementMention, keys: set[str], strike: StrikeMention) -> bool:
        """Whether an appeal, a warning or an offer answers a strike, and not something else that the article tells: its
        words take the strike up, and it was not said before it ("had warned", "previously")."""
        if any(c.lower_ in ("had", "previously") for c in statement.cue.children if c.dep_ in ("aux", "advmod")):
            return False
        if statement.speaker.head.lemma_.lower() in self._lexicon["onlookers"]:
            return False
        if is_long_ago(statement.cue) and strike.trigger.sent.start != statement.cue.sent.start:
            return False
        if statement.act in load_lexicon("about")["pair_acts"] and self.strikes.exchange() is not None:
            return True  # two sides strike each other, and others speak to both
        return statement.is_tied or (statement.act in ("threaten", "demand") and self.strikes.is_target(keys, strike))

    def _blames_as_party(self, statement: StatementMention, mention_id: str) -> bool:
        """Blame by a party or its ally is a reaction; what officials and officers report, and what rights groups and the
        UN lay to somebody's charge, is not."""
        said_by = statement.speaker.head.lemma_.lower()
        if is_bystander(statement.speaker.text) or said_by in load_cues().documents:
            return False
        if statement.cue.lemma_.lower() in self._lexicon["blaming_cues"]:
            return True
        last = self._names.row(self._names.ultimate(mention_id))
        if last["label"] == "LOC":
            return True
        role = f"{last['role_text'] or ''} {statement.speaker.text}".lower().split()
        if last["label"] == "NP" and last["head_text"] == "government":
            return True
        return last["label"] in ("PER", "NP") and any(word in self._lexicon["party_roles"] for word in role)

    def _blames_attacker(self, statement: StatementMention, strike: StrikeMention) -> bool:
        """True where the words said tell of the strike or name who made it."""
        start, end = statement.content
        if self.strikes.inside(start, end) or speaks_of_attack(self._doc, start, end):
            return True
        attackers = self.strikes.attackers[self.strikes.strike_of(strike)]
        return bool(attackers & text_keys(whole_text(self._doc)[start:end]))

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
            self._write(
                reactor,
                ARMED,
                "armed",
                answer.cause,
                answer.cue,
                f"retaliation:{answer.cue.lemma_.lower()}",
                response=answer.answer,
            )

    def material(self, deed: Deed, finder: SpeakerFinder) -> None:
        """A deed that answers the strike told beside it."""
        sentence = self._sentences[deed.verb.i]
        speaker = self._doer(deed, finder, sentence)
        if speaker is None:
            return
        self._last_doer = (speaker, sentence)
        if finder.is_both(speaker) and (pair := self.strikes.both_sides()):
            speaker.mention_ids = pair
        for mention_id in speaker.mention_ids:
            keys = self.strikes.keys([mention_id])
            found = self.strikes.under_discussion(sentence, deed.verb.idx, keys, deed.reaction_type)
            main = self.strikes.main()
            near = [m for m, gap in found if gap <= (FAR if main is not None and self.strikes.same(m, main) else NEAR)]
            if not near or (is_long_ago(deed.verb) and near[0].trigger.sent.start != deed.verb.sent.start):
                continue
            strike = self.strikes.unfolded([near[0]])[0]
            if self.strikes.is_attacker(keys, strike) and deed.reaction_type not in self._lexicon["own_deeds"]:
                continue
            self._write(
                mention_id,
                deed.reaction_type,
                "material",
                strike,
                deed.verb,
                f"deed:{deed.reaction_type}.{deed.verb.lemma_.lower()}",
            )

    def _is_domestic(self, reactor: str, keys: set[str]) -> bool:
        """ "The defence secretary", "police": an authority of no named state is one of the country that was struck."""
        last = self._names.ultimate(reactor)
        row, head = self._names.row(last), self._names.span(last).root
        words = {head.lemma_.lower(), *f"{row['role_text'] or ''}".lower().split()}
        named = any(len(key) == 3 and key.isupper() for key in keys)
        return not named and not words.isdisjoint(self._lexicon["authorities"])

    def _doer(self, deed: Deed, finder: SpeakerFinder, sentence: int) -> Speaker | None:
        """Who does a deed; in a passive without a doer, whoever acted just before ("... cut all contact. Crossings were
        also closed.")."""
        if is_agentless(deed):
            before = self._last_doer
            also = any(c.lower_ in ("also", "further") for c in children(deed.verb, "advmod"))
            return before[0] if before is not None and also and sentence - before[1] <= NEAR else None
        head = finder.head_of(deed.doer)
        if head is None or not finder.can_speak(head):
            return None
        speaker = finder.speaker(head, strict=True)
        if speaker is not None:
            finder.remember(speaker)
        return speaker

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
        sentence = cue.sent
        first, last = trimmed(self._doc, sentence.start_char, sentence.end_char, edges=" \t\r\n")
        start, end = clause_span(cue)
        if statement is not None:
            start = min(start, statement.content[0], statement.speaker.start)
            end = max(end, statement.content[1], statement.speaker.end)
        start, end = max(start, first), min(end, last)
        row = self._names.row(reactor)
        addressed = statement is not None and statement.row["addressee_mention_id"] is not None
        stance = stance_of(
            reaction_type,
            content,
            praises=statement is not None and statement.aims_at_attack,
            is_target=self.strikes.is_target(keys, strike) or (kind == "material" and self._is_domestic(reactor, keys)),
            attacker_named=bool(self.strikes.attackers[strike_key] & (text_keys(content) | states_in(content))),
            is_attacker=self.strikes.is_attacker(keys, strike),
            attacker_addressed=addressed
            and self.strikes.is_attacker(self.strikes.keys([str(statement.row["addressee_mention_id"])]), strike),  # type: ignore[union-attr]
        )
        facts = confidence.reaction_facts(
            kind=kind,
            stance=stance,
            reactor=self._names.row(self._names.ultimate(reactor)),
            sentences_away=abs(self._sentences[cue.i] - strike.sentence),
            strike_score=float(strike.row.get("confidence_score", 0)),  # type: ignore[arg-type]
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
            "sentence_text": whole_text(self._doc)[first:last],
            "confidence_score": confidence.probability("reactions", facts),
        }
        self._coding.reactions.append(reaction)
        where = (cue.idx, cue.idx + len(cue.text))
        self._evidence.add(mention_id, "reactor_text", int(row["text_start"]), int(row["text_end"]), rule)  # type: ignore[call-overload]
        for column in ("reaction_type", "kind"):
            self._evidence.add(mention_id, column, *where, rule)
        self._evidence.add(mention_id, "stance", *where, f"stance:{stance}")
        self._evidence.add(mention_id, "confidence_score", *where, confidence.rule("reactions", facts))
        self._evidence.add(mention_id, "strike_mention_id", strike.start, strike.end, rule)
        if statement is not None:
            self._evidence.add(mention_id, "statement_mention_id", *statement.content, rule)
        if response is not None:
            self._evidence.add(mention_id, "response_strike_mention_id", response.start, response.end, rule)
