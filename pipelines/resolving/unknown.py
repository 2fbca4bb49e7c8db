"""Actors that no list knows: one row each, the same id for the same name in every article. Nothing is dropped.

Article, case, possessive, quotation marks, accents, dashes, invisible characters, and the number of the head noun make no
other actor: "the Blue Falcon Brigades' " and "BLUE FALCON BRIGADE" are one.
"""

import polars as pl

from .actors import LEADING_WORDS, MAX_WORDS, TRAILING_PART
from .gazetteer import Gazetteer
from .gazetteer.keys import name_key, slug

ARMED_WORDS = (
    r"(?i)\b(?:militants?|rebels?|insurgents?|armed|separatists?|jihadists?|terrorists?|guerrillas?|paramilitary)\b"
)
SAID = ["actor_id", "name", "kind", "country_iso3", "parent_actor_id"]
INVISIBLE = r"[\p{Cf}\p{Cc}]"


def unknown_actors(
    open_mentions: pl.DataFrame, owners: pl.DataFrame, gazetteer: Gazetteer
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """An actor for every mention that is left.

    open_mentions: the mentions without an actor of their own.
    owners: `mention_id, owner_id, owner_country, is_state_owner`.
    Returns (`mention_id, actor_id, rule, actor_score`) and what each article says of them: `article_id, actor_id, name,
    kind, country_iso3, parent_actor_id, mention_count` (see `unknown_rows`).
    """
    rows = _with_ids(_with_names(open_mentions.filter(pl.col("label") != "PRON"), gazetteer), gazetteer)
    rows = _members(rows, gazetteer)
    is_person = pl.col("label") == "PER"
    rows = rows.join(owners, on="mention_id", how="left").join(_kinds(rows, gazetteer), on="mention_id", how="left")
    state_role = rf"(?i)\b(?:{'|'.join(gazetteer.words['state_roles'])})s?\b"
    holds_office = pl.col("role_text").fill_null("").str.contains(state_role)
    is_organ = pl.col("kind").is_in(gazetteer.words["organ_kinds"])
    parent = (
        pl.when(is_person & ~pl.col("is_state_owner"))
        .then("owner_id")
        .when(is_person & holds_office)
        .then("owner_id")
        .when(~is_person & is_organ & pl.col("is_state_owner"))
        .then("owner_id")
    )
    rows = rows.with_columns(parent_actor_id=pl.when(parent != pl.col("actor_id")).then(parent))
    links = rows.select("mention_id", "actor_id", rule=pl.lit("unknown"), actor_score=pl.lit(0.5))
    said = rows.filter(~pl.col("is_member")).rename({"owner_country": "country_iso3"})
    return links, said.group_by("article_id", *SAID).agg(mention_count=pl.len().cast(pl.Int32)).sort(
        "article_id", *SAID
    )


def unknown_rows(votes: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """The rows of unknown actors for `actors` (without root): where mentions differ, what most of them say holds.

    votes: `actor_id, name, kind, country_iso3, parent_actor_id, mention_count`, all that there are of these actors.
    """
    # In capitals, as in headlines: only where it is never otherwise.
    in_capitals = pl.col("name") == pl.col("name").str.to_uppercase()
    names = votes.with_columns(is_plain=~in_capitals)
    actors = _most(names, "name", "is_plain")
    for column in ("kind", "country_iso3", "parent_actor_id"):
        actors = actors.join(_most(votes.drop_nulls(column), column), on="actor_id", how="left")
    actors = actors.with_columns(
        pl.lit([], pl.List(pl.String)).alias("aliases"),
        pl.lit(False).alias("is_known"),
        *[
            pl.lit(None, pl.String).alias(column)
            for column in ("cameo_code", "ucdp_actor_id", "wikidata_id", "active_from", "active_to")
        ],
    )
    return actors.select(gazetteer.actors.columns)


def _most(votes: pl.DataFrame, column: str, *first: str) -> pl.DataFrame:
    """`actor_id` and the value that most mentions give, the least one among equals; rows with `first` go before."""
    counted = votes.group_by("actor_id", column, *first).agg(pl.col("mention_count").sum())
    counted = counted.sort([*first, "mention_count", column], descending=[*[True] * len(first), True, False])
    return counted.unique("actor_id", keep="first", maintain_order=True).select("actor_id", column)


def _with_names(rows: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """The rows with `name`: the words that name the actor, without what stands around them."""
    titles = "|".join(sorted(gazetteer.words["titles"], key=len, reverse=True))
    flat = pl.col("flat").str.replace_all(INVISIBLE, "").str.strip_chars(" '-,«»‹›`")
    bare = flat.str.replace("(?i)^the ", "").str.replace(r"'s?$", "").str.replace(r"(?i) (?:of|for|in|and|the)$", "")
    description = flat.str.replace(LEADING_WORDS, "").str.replace(TRAILING_PART, "").str.replace("(?i)^the ", "")
    description = description.str.replace(r"'s?$", "").str.split(" ").list.head(MAX_WORDS).list.join(" ")
    person = bare.str.replace(rf"(?i)^(?:(?:{titles})\.?\s+)+", "")
    name = (
        pl.when(pl.col("label") == "PER").then(person).when(pl.col("label") == "NP").then(description).otherwise(bare)
    )
    name = name.str.strip_chars(" '-,")
    return rows.with_columns(name=pl.when(name == "").then(pl.col("flat")).otherwise(name))


def _with_ids(rows: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """The rows with `actor_id`, made of the name with its head noun in the singular.

    A description's head is its lemma, a people's name ends with no s, and of a name only a common noun loses it ("Guards",
    but not "Williams"). A name without a Latin letter keeps an id by the codes of its letters.
    """
    nouns = [word for words in gazetteer.words["heads"].values() for word in words] + gazetteer.words["members"]
    plurals = {f"{noun}s": noun for noun in nouns if not noun.endswith("s")}
    plurals |= {noun[:-1] + "ies": noun for noun in nouns if noun.endswith("y")}
    rows = rows.with_columns(front=pl.col("name").str.extract(r"(?i)^(.+?)(?: (?:of|for|from|in) .*)?$"))
    rows = rows.with_columns(word=pl.col("front").str.extract(r"(\p{L}+)$"))
    word = pl.col("word").str.to_lowercase()
    is_lemma = (pl.col("label") == "NP") & (word.str.slice(0, 1) == pl.col("head_text").str.slice(0, 1))
    is_lemma = is_lemma & pl.col("head_text").str.contains(r"^\p{L}+$")
    singular = (
        pl.when(is_lemma)
        .then(pl.col("head_text"))
        .when(pl.col("label") == "NORP")
        .then(word.str.replace("([^s])s$", "$1"))
        .otherwise(word.replace(plurals))
    )
    before, after = (
        pl.col("front").str.strip_suffix(pl.col("word")),
        pl.col("name").str.strip_prefix(pl.col("front")),
    )
    key = pl.coalesce(before + singular + after, "name").str.replace_all(" & ", " and ")
    other_script = name_key(pl.col("name")).str.encode("hex").str.slice(0, 60)
    rows = rows.with_columns(slug=pl.when(slug(key) == "").then(other_script).otherwise(slug(key)))
    return (
        rows.with_columns(actor_id="unk:" + pl.col("slug")).filter(pl.col("slug") != "").drop("front", "word", "slug")
    )


def _members(rows: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """The rows with `is_member`: "fighters of the Blue Falcon Brigade" are that body, as they are of a listed one."""
    roots = rows.select(root_mention_id="mention_id", root_id="actor_id")
    bodies = rows.filter(pl.col("label") == "ORG").join(roots, on="root_mention_id", how="left")
    bodies = bodies.select(affiliation_mention_id="mention_id", body_id=pl.coalesce("root_id", "actor_id"))
    rows = rows.join(bodies, on="affiliation_mention_id", how="left")
    is_member = (pl.col("label") == "NP") & pl.col("head_text").is_in(gazetteer.words["members"])
    rows = rows.with_columns(is_member=is_member & pl.col("body_id").is_not_null())
    return rows.with_columns(actor_id=pl.when("is_member").then("body_id").otherwise("actor_id")).drop("body_id")


def _kinds(rows: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """`mention_id, kind` by the head noun: the word that the coder gave, else the last or first word of the name."""
    heads = (
        pl.DataFrame({"kind": list(gazetteer.words["heads"]), "word": list(gazetteer.words["heads"].values())})
        .explode("word")
        .unique("word", keep="first")
    )
    last = pl.col("name").str.to_lowercase().str.extract(r"([\w-]+)$")
    words = rows.select(
        "mention_id",
        "label",
        "name",
        head=pl.when(pl.col("label") == "NP").then("head_text"),
        last=last,
        singular=last.str.replace("s$", ""),
        first=pl.when(pl.col("label") == "ORG").then(pl.col("name").str.to_lowercase().str.extract(r"^([\w-]+)")),
    )
    for column in ("head", "last", "singular", "first"):
        words = words.join(heads.rename({"word": column, "kind": f"{column}_kind"}), on=column, how="left")
    # "National Hurricane Center": people do not stand first in the name of a body.
    first = pl.when(pl.col("first_kind") != "population").then("first_kind")
    by_word = pl.coalesce("head_kind", "last_kind", "singular_kind", first)
    kind = (
        pl.when(pl.col("label") == "PER")
        .then(pl.lit("person"))
        .when(pl.col("label") == "NORP")
        .then(pl.lit("population"))
    )
    kind = kind.when(pl.col("label") == "LOC").then(pl.lit("other")).otherwise(pl.coalesce(by_word, pl.lit("other")))
    # "Palestinian militant groups": the head says nothing, the adjective does.
    is_armed = (pl.col("label") == "NP") & pl.col("name").str.contains(ARMED_WORDS)
    return words.select(
        "mention_id", kind=pl.when((kind == "other") & is_armed).then(pl.lit("armed_group")).otherwise(kind)
    )
