"""Words of force in a sentence and what hangs on them: from trees to frames.

Verbs, event nouns, weapon subjects ("a car bomb exploded") and weapon objects ("fired rockets at") each have their own
way to name attacker, target and means; ``lexicons/strikes.yaml`` says which word goes which way.
"""

from spacy.tokens import Span

from pipelines.coding.force_nouns import ForceNouns
from pipelines.coding.force_verbs import ForceVerbs
from pipelines.coding.frames import Frame
from pipelines.coding.names import NameBook
from pipelines.coding.phrases import children


class ForceFinder:
    """Finds frames in the sentences of one article."""

    def __init__(self, names: NameBook):
        self._verbs, self._nouns = ForceVerbs(names), ForceNouns(names)

    def frames(self, sentence: Span) -> list[Frame]:
        """Frames of one sentence in the order of the text, not yet merged."""
        found = []
        for token in sentence:
            if token.is_space or token.is_punct:
                continue
            frame = None
            if self._nouns.is_event_noun(token) and not (
                token.dep_ == "root" and children(token, "obj", "nsubj") and not children(token, "cop")
            ):
                frame = self._nouns.noun(token)
            elif self._verbs.is_verb(token):
                frame = self._verbs.frame_of(token)
            if frame is not None:
                found.append(frame)
        return found
