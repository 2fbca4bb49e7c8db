"""A frame: one word of force with the words of its arguments, before anything is decided about it."""

from dataclasses import dataclass, field

from spacy.tokens import Token


@dataclass
class Frame:
    """One word of force.

    ``family`` is the class of the lexicon (assault, kill, explode, fire, down, intercept, noun, exchange). The lists
    hold head nouns. ``support`` are the verbs that carry the trigger ("carried out" a strike, an attack "killed" 12):
    dates, places and losses that hang on them belong to the frame. ``events`` are event nouns that are its
    subject. ``reason`` is set where the frame is no strike. ``rule`` names the lexicon entry. ``lenders`` are the merged
    frames whose words gave a method that those of this one do not.
    """

    trigger: Token
    family: str
    rule: str
    methods: list[str] = field(default_factory=list)
    attackers: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    victims: list[Token] = field(default_factory=list)
    places: list[Token] = field(default_factory=list)
    weapons: list[Token] = field(default_factory=list)
    support: list[Token] = field(default_factory=list)
    events: list[Token] = field(default_factory=list)
    series: bool = False
    outcome: str | None = None
    claim: tuple[str, Token] | None = None
    weak: bool = False
    reason: str | None = None
    reason_word: Token | None = None
    members: list["Frame"] = field(default_factory=list)
    lenders: dict[str, "Frame"] = field(default_factory=dict)

    @property
    def anchors(self) -> list[Token]:
        """The words on which its arguments hang: trigger, support verbs, those of merged frames, targets."""
        own = [self.trigger, *self.support]
        for member in self.members:
            own.extend(member.anchors)
        return own

    def absorb(self, other: "Frame") -> None:
        """Take over the arguments of a frame of the same sentence that tells of the same strike."""
        self.members.append(other)
        for method in other.methods:
            if method not in self.methods:
                self.lenders[method] = other.lenders.get(method, other)
        for name in ("methods", "attackers", "targets", "victims", "places", "weapons", "support"):
            mine, theirs = getattr(self, name), getattr(other, name)
            mine.extend(x for x in theirs if x not in mine)
        self.series = self.series or other.series
        self.outcome = self.outcome or other.outcome
        self.claim = self.claim or other.claim
        self.weak = self.weak and other.weak


ANSWERS = ("response", "retaliation", "revenge", "reply", "answer", "reprisal", "retribution")


def answered_by(event: Token, frame: Frame) -> bool:
    """ "Launched drones in response to the strike on ...": the event is what the frame answers."""
    node = event
    for _ in range(4):
        if node.head.i == node.i:
            return False
        if node.lemma_.lower() in ANSWERS and node.head.i in {a.i for a in frame.anchors}:
            return True
        node = node.head
    return False
