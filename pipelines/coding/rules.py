"""Which rule or lexicon entry gave a value, in words that lead an analyst to it.

The coders name their rules in short ("verbs.assault.shell:attacker", "cue:condemn"). In the tables `evidence` and
`rejected_mentions` each becomes a file and what to look for in it: "lexicons/strikes.yaml: verbs.assault.shell" for an
entry of a lexicon ("own lexicons/…" where only the user's own has it), "coding/sayings.py: clause" for a rule in code.
"""

import re
from functools import cache
from typing import Any

from pipelines.coding.lexicon import built_in_lexicon, own_lexicon

# First word of a rule -> lexicon, paths in it to try ({rest}: what follows the first word; {word}: each word of the
# evidence and its lemma), and the module whose rule it is where no entry of the lexicon stands behind it.
_PLACES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "verbs": ("strikes", ("verbs.{rest}",), "force_verbs"),
    "nouns": ("strikes", ("nouns.{rest}",), "force_nouns"),
    "light_verbs": ("strikes", ("light_verbs.{rest}",), "force_verbs"),
    "exchange_verbs": ("strikes", ("exchange_verbs.{word}",), "force_verbs"),
    "triggering_verbs": ("strikes", ("triggering_verbs.{rest}",), "force_verbs"),
    "deadly_verbs": ("strikes", ("deadly_verbs.{rest}",), "force_verbs"),
    "undirected": ("strikes", ("undirected.{rest}",), "strikes"),
    "weapons": ("weapons", ("weapons.{rest}", "{rest}", "weapons.*.{word}"), "weapons"),
    "targets": ("targets", ("kinds.{rest}",), "targets"),
    "losses": ("quantities", ("{rest}_verbs.{word}", "{rest}_adjectives.{word}", "{rest}_nouns.{word}"), "casualties"),
    "quantities": ("quantities", ("numbers.{word}", "vague.{word}", "multipliers.{word}"), "quantities"),
    "claims": ("strikes", ("claim_verbs.{word}", "blame_verbs.{word}", "charging_verbs.{word}"), "claims"),
    "dates": ("dates", ("relative_days.{word}", "weekdays.{word}", "months.{word}"), "dates"),
    "statement": ("reactions", ("verbal.{rest}",), "sayings"),
    "cue": ("statements", ("verbs.{rest}.{word}", "verb_objects.{rest}.{word}", "nouns.{rest}.{word}"), "cues"),
    "content": ("acts", (*(f"{part}.{{rest}}.{{word}}" for part in ("outright_acts", "acts", "weaker_acts")), "rules.{rest}"), "acts"),
    "speaker": ("speakers", ("spokespersons.{word}", "media.{word}", "analysts.{word}"), "speakers"),
    "deed": ("reactions", ("verbs.{rest}",), "deeds"),
    "retaliation": ("reactions", tuple(f"retaliation.{k}.{{rest}}" for k in ("verbs", "response_verbs", "nouns", "modifiers")), "retaliation"),
    "stance": ("reactions", ("stance.{rest}",), "stance"),
    "setting": ("settings", ("settings.{rest}",), "setting"),
    "about": ("", (), "about"),
    "quotation-marks": ("", (), "quotes"),
    "no_arguments": ("", (), "discourse"),
    "particulars": ("", (), "particulars"),
}  # fmt: skip
# Where strikes.yaml lists the words that make force unreal, the most telling list first.
_UNREAL = (
    *("unreal.{reason}", "modals", "unreal_modifiers", "exercise_words", "exercise_nouns", "undirected"),
    *("exchange_nouns", "forgoing", "refuting", "claims_of_fact", "abstract_objects", "natural_subjects", "unreal.*"),
)


@cache
def reference(rule: str, *words: str) -> str:
    """The file and the entry or rule of a coder's short name; ``words`` are those of the evidence and their lemmas."""
    rule_name, _, detail = rule.partition(":")
    head, _, rest = rule_name.partition(".")
    lexicon, paths, module = _PLACES.get(head, ("", (), ""))
    if not rest:  # "content:threaten:retaliate": the word that decided stands behind
        rest, _, word = detail.partition(":")
        words = (word, *words) if word else words
    for path in paths:
        if "{rest}" in path and not rest:
            continue
        for word in words if "{word}" in path else ("",):
            if (found := _entry(lexicon, path.format(rest=rest, word=word))) is not None:
                return found
    return f"coding/{module}.py: {rest or head}" if module else f"coding: {rule}"


@cache
def rejection(rule: str, reason: str) -> str:
    """The same for a mention that is no strike: the word that decides first, then the word of force.

    ``rule`` is the rule of the force and, behind a colon, the lemma of the word that makes it none.
    """
    force, _, word = rule.partition(":")
    trigger = force.rsplit(".", 1)[-1]
    if not word:
        return reference(force)
    if word.startswith(("setting.", "particulars.")):  # a rule about the paragraph, or about all that is told
        return f"{reference(word)}; {reference(force)}"
    found = None
    if word != trigger:
        paths = (f"{path.format(reason=reason)}.{word}" for path in _UNREAL)
        found = next((entry for path in paths if (entry := _entry("strikes", path)) is not None), None)
    if found is None:
        module = ("force_nouns" if force.startswith("nouns") else "force_senses") if word == trigger else "reality"
        found = f"coding/{module}.py: {reason}"
    return f"{found}; {reference(force)}"


def _entry(lexicon: str, path: str) -> str | None:
    """The entry with the file that has it; the user's own only where the built-in lexicon lacks it."""
    for name, content in (("lexicons", built_in_lexicon(lexicon)), ("own lexicons", own_lexicon(lexicon))):
        found = _walk(content, path)
        if found is not None:
            return f"{name}/{lexicon}.yaml: {found}"
    return None


def _walk(node: Any, path: str) -> str | None:
    """The path as the lexicon has it ("*" filled in), or None where it leads nowhere. Keys may hold dots ("u.n.")."""
    if not path:
        return ""
    if isinstance(node, list):
        return next((found for item in node if (found := _listed(item, path)) is not None), None)
    if not isinstance(node, dict):
        return None
    for key, below in node.items():
        head = str(key)
        rest = path.removeprefix("*") if path.startswith("*.") else path.removeprefix(head)
        if rest == path or (rest and not rest.startswith(".")):
            continue
        found = _walk(below, rest[1:])
        if found is not None:
            return f"{head}.{found}" if found else head
    return None


def _listed(item: Any, word: str) -> str | None:
    """The entry of a list that is a word, or a line of a list of lines in one of whose word groups it stands."""
    if not isinstance(item, dict):
        return word if str(item) == word else None
    if item.get("act") == word:
        return word
    groups = (group for value in item.values() if isinstance(value, list) for group in map(str, value))
    return next((group for group in groups if word in re.split("[ /]", group)), None)


def forms(text: str, lemma: str) -> tuple[str, ...]:
    """The forms under which a lexicon may list the words of a piece of evidence: whole, singular, lemma, each word."""
    whole = re.sub(r"\s+", " ", text.lower())
    candidates = [whole, whole.removesuffix("s"), whole.removesuffix("es"), lemma.lower()]
    candidates += [word.rstrip(".,") for word in whole.split()[:4]]
    return tuple(dict.fromkeys(c for c in candidates if c))
