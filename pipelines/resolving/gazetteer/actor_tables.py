"""The actors that the project knows, and every spelling under which they occur.

Sources: countries.tsv, armed_groups.tsv, organizations.tsv, leaders.tsv, actor_patterns.tsv (see README.md),
actor_words.yaml and the tables of codes (codes.py). Nothing here depends on an article.
"""

from dataclasses import dataclass

import polars as pl

from .actor_rows import ACTOR_COLUMNS, PARENTHESIS, actor_rows, alias_list, single_country
from .codes import with_cameo
from .keys import slug
from .spellings import extra_aliases, leader_aliases, listed_aliases, state_aliases
from .states import body_phrases, mapped_bodies, state_bodies, state_words
from .tables import read_table, read_words
from .terms import leader_terms, named_actors

# Codebook, section 3: the gazetteer's kinds → the kinds of `actors`. Every kind of an armed group maps to armed_group.
KINDS = {
    "igo": "intergovernmental",
    "coalition": "intergovernmental",
    "peacekeeping": "intergovernmental",
    "political-mission": "intergovernmental",
    "ministry": "government_body",
    "government": "government_body",
    "legislature": "government_body",
    "court": "government_body",
    "rescue": "government_body",
    "military": "military",
    "intelligence": "military",
    "police": "military",
    "security": "military",
    "paramilitary": "armed_group",
    "militia": "armed_group",
    "propaganda": "armed_group",
    "news-agency": "media",
    "media": "media",
    "milblogger": "media",
    "ngo": "ngo",
    "humanitarian": "ngo",
    "monitor": "ngo",
    "think-tank": "ngo",
    "company": "company",
    "party": "other",
}
# Bodies of these kinds belong to their country where no other parent is given.
STATE_ORGANS = [
    "ministry",
    "government",
    "legislature",
    "military",
    "intelligence",
    "police",
    "security",
    "rescue",
    "paramilitary",
    "court",
]
# Authorities that govern against or beside the recognised government: no part of that state.
NOT_THE_STATE = [
    "National Unity Government of Myanmar",
    "Autonomous Administration of North and East Syria",
    "Kurdistan Regional Government",
    "Government of National Accord",
    "House of Representatives (Libya)",
    "National Transitional Council (Libya)",
    "Gaza Health Ministry",
]
STATE_MEDIA = r"(?i)\b(?:state (?:media|television|tv|radio|news agency|broadcaster)|state-run|official news agency)\b"


@dataclass(frozen=True)
class ActorTables:
    """`actors` in the contract's columns without root; `aliases`, `bodies`, `phrases` and `state_words` for look-up."""

    actors: pl.DataFrame
    aliases: pl.DataFrame
    bodies: pl.DataFrame
    phrases: pl.DataFrame
    state_words: pl.DataFrame
    words: dict


def load_actor_tables() -> ActorTables:
    """Read the tables and derive aliases, state bodies and the words that stand for a state."""
    words = read_words("actor_words.yaml")
    countries, groups, organizations = (
        read_table("countries.tsv"),
        read_table("armed_groups.tsv"),
        read_table("organizations.tsv"),
    )
    groups = groups.with_columns(actor_id="grp:" + slug(pl.col("name")))
    organizations = organizations.with_columns(actor_id="org:" + slug(pl.col("name")))
    named = named_actors(groups, organizations)
    words_of_states = state_words(countries, words)
    phrases = body_phrases(words)
    mapped = mapped_bodies(organizations, words_of_states, phrases)
    bodies = state_bodies(countries, words, mapped)
    leaders = leader_terms(named)
    actors = pl.concat(
        [
            _state_actors(countries),
            _group_actors(groups, named),
            _organization_actors(organizations, named),
            bodies.filter(~pl.col("is_listed")).select(ACTOR_COLUMNS),
            _leader_actors(leaders),
        ]
    ).unique("actor_id", keep="first", maintain_order=True)
    actors = with_cameo(actors, _cameo_sorts(actors, groups, organizations, bodies, leaders))
    actors = actors.with_columns(pl.col("aliases").list.set_difference(pl.concat_list("name")).list.sort())
    aliases = pl.concat(
        [
            state_aliases(countries, bodies),
            listed_aliases(groups, 1.0, "group"),
            listed_aliases(organizations, 0.95, "organization"),
            extra_aliases(named),
            leader_aliases(leaders),
        ]
    )
    return ActorTables(
        actors, aliases, bodies.select("country_iso3", "body", "actor_id"), phrases, words_of_states, words
    )


def _state_actors(countries: pl.DataFrame) -> pl.DataFrame:
    # Names and demonyms; a demonym that other peoples share ("English", "Serb") is left out, and so is one with a note.
    shared = pl.col("ambiguous").fill_null("").str.split("|")
    demonyms = (
        pl.col("demonyms")
        .fill_null("")
        .str.split("|")
        .list.eval(pl.element().filter(~pl.element().str.contains(r"\(")))
        .list.set_difference(shared)
    )
    countries = countries.with_columns(
        aliases=pl.concat_list(pl.col("aliases").fill_null("").str.split("|"), demonyms.list.sort()).list.join("|")
    )
    countries = countries.with_columns(
        aliases=pl.when(pl.col("alpha_3") == "GBR")
        .then(pl.col("aliases").str.replace_all(r"\|(Scottish|Welsh)", ""))
        .otherwise("aliases")
    )
    return actor_rows(
        countries,
        actor_id="alpha_3",
        name="name",
        aliases=alias_list("aliases"),
        kind=pl.lit("state"),
        country_iso3="alpha_3",
    )


def _group_actors(groups: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    # A state that is said to sponsor a group is no parent: it denies it, and a sponsor is no evidence of the act.
    group_names = named.filter(pl.col("actor_id").str.starts_with("grp:")).rename(
        {"name": "sponsor_or_parent", "actor_id": "parent"}
    )
    return actor_rows(
        groups.join(group_names, on="sponsor_or_parent", how="left"),
        actor_id="actor_id",
        name="name",
        aliases=alias_list("aliases"),
        kind=pl.lit("armed_group"),
        country_iso3=single_country(),
        parent_actor_id="parent",
        ucdp_actor_id="ucdp_actor_id",
        active_from="active_from",
        active_to="active_to",
    )


def _organization_actors(organizations: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    parents = named.rename({"name": "parent", "actor_id": "parent_id"})
    is_organ = pl.col("kind").is_in(STATE_ORGANS) & ~pl.col("name").is_in(NOT_THE_STATE)
    speaks_for_state = pl.col("aliases").fill_null("").str.contains(STATE_MEDIA) & pl.col("kind").is_in(
        ["media", "news-agency"]
    )
    own_state = pl.when(is_organ | speaks_for_state).then(single_country())
    return actor_rows(
        organizations.join(parents, on="parent", how="left"),
        actor_id="actor_id",
        name=pl.col("name").str.replace(PARENTHESIS, ""),
        aliases=alias_list("aliases"),
        kind=pl.col("kind").replace_strict(KINDS, default="other"),
        country_iso3=single_country(),
        parent_actor_id=pl.coalesce("parent_id", own_state),
    )


def _leader_actors(leaders: pl.DataFrame) -> pl.DataFrame:
    """One row per person; the parent is that of the latest term (terms are not kept apart in `actors`)."""
    # "President Bush" is no name of one person.
    usable = (
        pl.col("aliases")
        .fill_null("")
        .str.split("|")
        .list.set_difference(pl.col("ambiguous").fill_null("").str.split("|"))
    )
    rows = leaders.with_columns(aliases=usable.list.join("|")).sort("from", nulls_last=False, maintain_order=True)
    people = rows.group_by("actor_id", maintain_order=True).agg(
        pl.col("person").last(),
        pl.col("aliases").str.join("|"),
        pl.col("state").last(),
        pl.col("parent_actor_id").drop_nulls().last(),
    )
    return actor_rows(
        people,
        actor_id="actor_id",
        name="person",
        aliases=alias_list("aliases"),
        kind=pl.lit("person"),
        country_iso3="state",
        parent_actor_id="parent_actor_id",
    )


def _cameo_sorts(
    actors: pl.DataFrame, groups: pl.DataFrame, organizations: pl.DataFrame, bodies: pl.DataFrame, leaders: pl.DataFrame
) -> pl.DataFrame:
    """`actor_id, sort`: what the tables know beyond the kind, the most telling first."""
    several = pl.col("countries_a3").str.contains("|", literal=True).fill_null(False)
    of_state = actors.filter((pl.col("kind") == "media") & (pl.col("parent_actor_id") == pl.col("country_iso3")))
    parts = [
        of_state.select("actor_id", sort=pl.lit("body:state-media")),
        bodies.select("actor_id", sort="body:" + pl.col("body")),
        groups.select(
            "actor_id", sort=pl.when(several).then(pl.lit("group:several")).otherwise("group:" + pl.col("kind"))
        ),
        organizations.select("actor_id", sort="organization:" + pl.col("kind")),
        leaders.sort("from", descending=True, nulls_last=True, maintain_order=True).select(
            "actor_id", sort="office:" + pl.col("role")
        ),
    ]
    return pl.concat(parts).unique("actor_id", keep="first", maintain_order=True)
