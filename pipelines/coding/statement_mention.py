"""A statement as the coders that follow need it."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from pipelines.coding.model import Row
from pipelines.coding.speakers import Speaker
from pipelines.coding.strikes import StrikeMention


@dataclass
class StatementMention:
    """One statement, as the coder of reactions needs it: its row, its speaker, its act, and the strikes it is about.

    ``is_outsider``: an analyst or a news medium, whose words are no reaction. ``is_topical``: the words speak of attacks,
    losses, culprits or answers. ``is_tied``: they tell the strike, take it up with a definite noun ("the attack"), or can
    only answer one ("restraint"). ``aims_at_attack``: what is praised, backed or justified is the attack itself.
    ``is_judged_from_words``: the act comes from the words said and not from the verb of speech.
    """

    mention_id: str
    row: Row
    act: str
    speaker: Speaker
    cue: Token
    content: tuple[int, int]
    sentence: int
    strikes: list[StrikeMention] = field(default_factory=list)
    is_attacker: bool = False
    is_outsider: bool = False
    is_topical: bool = False
    is_tied: bool = False
    aims_at_attack: bool = False
    is_judged_from_words: bool = False
