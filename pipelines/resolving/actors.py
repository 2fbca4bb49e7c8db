"""Which actor a mention means by itself: a listed name, a state's body, or a member of a group.

Pure joins over frames; what mentions stand for each other inside an article is settled in `names.py`.
"""

import polars as pl

from .bodies import LEADING_WORDS, bare_bodies, bodies_of_states, local_bodies, told_bodies
from .contexts import DOMINANT_SHARE, among_namesakes, governed_territories, in_territories
from .gazetteer import Gazetteer
from .gazetteer.keys import acronym_key, folded, name_key
from .gazetteer.states import any_of
from .offices import office_holders

STATE_RULES = ["state_name", "demonym", "capital", "seat"]
PERSON_RULES = ["person", "surname"]
CONTEXT_WEIGHT = 2.0  # an article wholly on Sudan decides for the Sudanese reading of an acronym
BESIDE_WEIGHT = 2.0  # "the Afghan Taliban" in an article wholly on Pakistan
IN_TERM, AFTER_TERM, BEFORE_TERM = 0.5, 0.2, -0.3
YEARS_AFTER_END = 1  # a group is still spoken of for so long under a name that it shares
PREPOSITION = r"(?i)\b(?:in|for|on|to|against|from|at|near|with|over|by|inside|outside|across|between)\b"
TRAILING_PART = (
    r"(?i)\s*(?:[,;:(]|\s(?:who|which|that|whose|in|near|from|at|on|with|inside|outside|based|since|during|after|to|for"
    r"|against|by|as|riding|carrying|wearing)\b).*$"
)
MAX_WORDS = 6
# The name before the last words of a description: "Houthi" in "Yemen-based Houthi movement".
INNER_NAME = r"((?:al-)?\p{Lu}[\w'-]*(?: (?:al-)?\p{Lu}[\w'-]*)*) (?:\p{Ll}+ )?\p{Ll}+$"


def with_keys(names: pl.DataFrame) -> pl.DataFrame:
    """The mentions with their spelling keys, computed once: `flat, key, acronym, has_name`."""
    flat = folded(pl.col("text"))
    return names.with_columns(
        flat=flat,
        key=name_key(pl.col("text")),
        acronym=acronym_key(pl.col("text")),
        has_name=flat.str.contains(r"\p{Lu}"),
    )


def alias_candidates(mentions: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """Every listed actor that a mention's spelling may mean: columns of the mention and of the gazetteer's alias."""
    titles = "|".join(sorted(gazetteer.words["titles"], key=len, reverse=True))
    untitled = name_key(pl.col("flat").str.replace(rf"(?i)^(?:(?:{titles})\.?\s+)+", ""))
    keep = ["mention_id", "article_id", "label", "role_text", "affiliation_mention_id", "published_on", "is_short_form"]
    mentions = mentions.with_columns(is_short_form=pl.col("antecedent_mention_id").is_not_null())
    rows = mentions.filter(pl.col("has_name") & (pl.col("label") != "PRON"))
    keys = pl.concat(
        [
            rows.select(*keep, alias_key="key"),
            rows.select(*keep, alias_key="acronym"),
            rows.filter(pl.col("label") == "PER").select(*keep, alias_key=untitled),
        ]
    ).drop_nulls("alias_key")
    found = keys.unique(["mention_id", "alias_key"]).join(gazetteer.actor_aliases, on="alias_key")
    # A name that others share too is no longer that of a group that ended years ago.
    ended = gazetteer.actors.select(
        "actor_id", end_year=pl.col("active_to").str.slice(0, 4).cast(pl.Int32, strict=False)
    )
    found = found.join(ended, on="actor_id", how="left")
    is_gone = (pl.col("published_on").dt.year() > pl.col("end_year") + YEARS_AFTER_END) & pl.col("needs_context")
    found = found.filter(~is_gone.fill_null(False)).drop("end_year")
    is_person, is_state = pl.col("rule").is_in(PERSON_RULES), pl.col("rule").is_in(STATE_RULES)
    person_label = pl.col("label") == "PER"
    # "Jordan" may be a man; a name read as a person's is a state's only where the name has no other bearer.
    # A short form of somebody's name is no agency of that name ("Bloomberg").
    found = found.filter(is_person | ~person_label | ~pl.col("is_short_form"))
    return found.filter(
        (is_person & person_label)
        | (~is_person & ~person_label)
        | (person_label & ~is_person & ~(is_state & pl.col("is_ambiguous")))
    )


def listed_actors(candidates: pl.DataFrame, votes: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The best listed actor of each mention that has one: `mention_id, actor_id, rule, actor_score`.

    places: `mention_id, place_kind, place_country`: where the mention lies, so that the American Georgia is no state.
    """
    rows = candidates.with_row_index("row")
    shares = (
        rows.select("row", "article_id", "country_iso3")
        .explode("country_iso3")
        .join(votes, on=["article_id", "country_iso3"])
    )
    rows = rows.join(shares.group_by("row").agg(pl.col("share").max()), on="row", how="left").with_columns(
        pl.col("share").fill_null(0.0)
    )
    rows = rows.join(places, on="mention_id", how="left")
    elsewhere = (
        pl.col("rule").is_in(["state_name", "capital"])
        & (pl.col("place_kind") != "country")
        & (pl.col("place_country") != pl.col("actor_id"))
    )
    rows = rows.join(_fits_state_beside(rows, candidates), on="row", how="left")
    # "Ukraine's National Guard" is not the American one, however much of the article is about America.
    in_context = pl.col("fits_beside").fill_null(pl.col("share") > 0)
    rows = rows.filter(~elsewhere.fill_null(False) & (~pl.col("needs_context") | in_context))
    date = pl.col("published_on")
    term = (
        pl.when(~pl.col("rule").is_in(PERSON_RULES) | date.is_null())
        .then(pl.when(pl.col("valid_to").is_null()).then(0.1).otherwise(0.0))
        .when(date < pl.col("valid_from"))
        .then(BEFORE_TERM)
        .when(date > pl.col("valid_to"))
        .then(AFTER_TERM)
        .otherwise(IN_TERM)
    )
    beside = pl.col("role_text").is_not_null() | pl.col("affiliation_mention_id").is_not_null()
    rows = rows.filter((pl.col("rule") != "surname") | (beside & (term >= 0.1)))
    mislabelled = pl.when((pl.col("label") == "PER") & ~pl.col("rule").is_in(PERSON_RULES)).then(0.3).otherwise(0.0)
    beside = BESIDE_WEIGHT * pl.col("fits_beside").fill_null(False).cast(pl.Float64)
    rows = rows.with_columns(points=pl.col("weight") + CONTEXT_WEIGHT * pl.col("share") + term + beside - mislabelled)
    rows = rows.sort(["points", "valid_from", "actor_id"], descending=[True, True, False], nulls_last=True)
    rows = rows.unique(["mention_id", "actor_id"], keep="first", maintain_order=True)
    weight = (2 * (pl.col("points") - pl.col("points").max().over("mention_id"))).exp()
    rows = rows.with_columns(actor_score=(0.97 * weight / weight.sum().over("mention_id")).round(3))
    return rows.unique("mention_id", keep="first", maintain_order=True).select(
        "mention_id", "actor_id", "rule", "actor_score"
    )


def _fits_state_beside(rows: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """`row, fits_beside`: whether the state that stands beside a group's or body's name is one of this reading's.

    Only for names with a state beside them ("the Afghan Taliban", "Tunisia's National Guard").
    """
    states = candidates.filter(pl.col("rule").is_in(["state_name", "demonym"]))
    states = states.select(affiliation_mention_id="mention_id", beside="actor_id").unique()
    named = rows.filter(pl.col("rule").is_in(["group", "organization", "extra"])).join(
        states, on="affiliation_mention_id"
    )
    named = named.with_columns(fits=pl.col("country_iso3").list.contains(pl.col("beside")).fill_null(False))
    return named.group_by("row").agg(fits_beside=pl.col("fits").any())


def country_of_phrase(mentions: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """`mention_id, country_iso3, rest_key, word`: the state before or after the body in "the Iranian army", "police of Iraq".

    "Iran-backed", "anti-Iranian" and a country in a phrase with a preposition ("envoy for Yemen") name no owner.
    """
    pattern = any_of(gazetteer.state_words)
    suffixes, prefixes = "|".join(gazetteer.words["no_suffix"]), "|".join(gazetteer.words["no_prefix"])
    rows = mentions.filter(pl.col("label").is_in(["ORG", "NP", "NORP"]) & pl.col("has_name"))
    rows = rows.select(
        "mention_id",
        "flat",
        word=pl.col("flat").str.extract(rf"\b({pattern})\b"),
        before=pl.col("flat").str.extract(rf"^(.*?)\b(?:{pattern})\b"),
    )
    rows = rows.join(gazetteer.state_words, on="word").drop_nulls("country_iso3")
    of_country = pl.col("flat").str.contains(rf"(?i)\b(?:{prefixes})-(?:{pattern})\b") | pl.col("flat").str.contains(
        rf"\b(?:{pattern})[ -](?:{suffixes})\b"
    )
    rows = rows.filter(~of_country & ~pl.col("before").str.contains(PREPOSITION))
    rest = (
        pl.col("flat")
        .str.replace(rf"(?i)(?:\bof (?:the )?)?\b(?:{pattern})\b(?:'s)?", " ")
        .str.replace(LEADING_WORDS, "")
    )
    return rows.select("mention_id", "country_iso3", "word", rest_key=name_key(rest.str.replace(r"(?i)\bof\s*$", "")))


def described_actors(
    mentions: pl.DataFrame, listed: pl.DataFrame, places: pl.DataFrame, votes: pl.DataFrame, gazetteer: Gazetteer
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Bodies of states and members of groups, for the mentions that no list has by name.

    Returns (`mention_id, actor_id, rule, actor_score`) and what is known of the owner of every other mention:
    (`mention_id, owner_id, owner_country, is_state_owner`).
    """
    open_mentions = mentions.filter(pl.col("label") != "PRON").join(listed, on="mention_id", how="anti")
    owners = _owners(open_mentions, mentions, listed, places, gazetteer)
    in_text = country_of_phrase(open_mentions, gazetteer)
    in_text = among_namesakes(
        in_text.join(open_mentions.select("mention_id", "article_id"), on="mention_id"), votes, gazetteer
    )
    in_text = in_text.select("mention_id", "rest_key", text_country="country_iso3")
    rows = open_mentions.join(owners, on="mention_id", how="left").join(in_text, on="mention_id", how="left")
    is_member = pl.col("head_text").is_in(gazetteer.words["members"]) & ~pl.col("is_state_owner") & ~pl.col("is_local")
    members = rows.filter((pl.col("label") == "NP") & is_member & pl.col("owner_id").is_not_null())
    members = members.select("mention_id", actor_id="owner_id", rule=pl.lit("member"), actor_score=pl.lit(0.85))
    offices = _offices(rows.join(members, on="mention_id", how="anti"), votes, gazetteer)
    members = pl.concat([members, offices])
    rows = rows.join(members, on="mention_id", how="anti")
    stated = pl.coalesce("text_country", pl.when("is_state_owner").then("owner_country"))
    rest = pl.coalesce("rest_key", name_key(pl.col("flat").str.replace(LEADING_WORDS, "")))
    bodies = rows.filter(pl.col("label").is_in(["ORG", "NP", "NORP"])).select(
        "mention_id", "label", "head_text", country_iso3=stated, rest_key=rest
    )
    rest_keys = bodies.select("mention_id", "rest_key")
    owned = bodies_of_states(bodies.drop_nulls("country_iso3"), gazetteer).drop_nulls("actor_id")
    owned = owned.select("mention_id", "actor_id", rule=pl.lit("body"), actor_score=pl.lit(0.9))
    local = local_bodies(rows.join(owned, on="mention_id", how="anti"), gazetteer)
    by_name = country_of_phrase(mentions.join(listed, on="mention_id", how="semi"), gazetteer)
    rest_keys = pl.concat([rest_keys, by_name.select("mention_id", "rest_key")])
    links = pl.concat([listed.select("mention_id", "actor_id"), owned.select("mention_id", "actor_id")])
    told = told_bodies(mentions, rest_keys, links)
    governed = governed_territories(mentions, votes, gazetteer)
    bare = bare_bodies(
        rows.join(pl.concat([owned, local]), on="mention_id", how="anti"), votes, governed, told, gazetteer
    )
    country = pl.coalesce("text_country", "owner_country")
    state = pl.coalesce(pl.when(pl.col("is_state_owner") | pl.col("is_local")).then("owner_id"), "text_country")
    rest_owners = rows.select(
        "mention_id",
        owner_id=pl.when(pl.col("label") == "PER").then("owner_id").otherwise(state),
        owner_country=country,
        is_state_owner=pl.col("is_state_owner").fill_null(True) | pl.col("is_local").fill_null(False),
    )
    found = in_territories(pl.concat([members, owned, local, bare]), mentions, votes, gazetteer)
    return found, rest_owners


def _offices(rows: pl.DataFrame, votes: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """ "The French president", and "the president" in an article on France: who held the office on its date."""
    stated = pl.coalesce("text_country", pl.when("is_state_owner").then("owner_country"))
    # Somebody else's president ("of the club") has an owner that is no state; what stands for a name needs no guess.
    alone = pl.col("owner_country").is_null() & pl.col("owner_id").is_null() & pl.col("antecedent_mention_id").is_null()
    alone = alone & pl.col("container_mention_id").is_null()
    rows = rows.filter((pl.col("label") == "NP") & (stated.is_not_null() | alone))
    rows = rows.select(
        "mention_id",
        "article_id",
        "published_on",
        country_iso3=stated,
        office_key=pl.coalesce("rest_key", name_key(pl.col("flat"))),
    )
    dominant = votes.filter(pl.col("share") >= DOMINANT_SHARE).select("article_id", "country_iso3")
    return office_holders(rows, dominant, gazetteer)


def _owners(
    open_mentions: pl.DataFrame,
    mentions: pl.DataFrame,
    listed: pl.DataFrame,
    places: pl.DataFrame,
    gazetteer: Gazetteer,
) -> pl.DataFrame:
    """Whom the mention beside it names as owner: `mention_id, owner_id, owner_country, is_state_owner, is_local`.

    A town or province stands for its country, marked `is_local`. Where nothing is beside it, a listed group named
    inside the description is the owner ("Yemen-based Houthi movement").
    """
    links = open_mentions.select(
        "mention_id",
        affiliation=pl.coalesce(
            "affiliation_mention_id", pl.when(pl.col("label") == "NP").then("container_mention_id")
        ),
    )
    links = links.drop_nulls("affiliation").filter(pl.col("affiliation") != pl.col("mention_id"))
    roots = mentions.select(affiliation="mention_id", root="root_mention_id")
    links = links.join(roots, on="affiliation")
    own = listed.select("mention_id", owner_id="actor_id")
    links = links.join(own, left_on="affiliation", right_on="mention_id", how="left")
    links = links.join(own.rename({"owner_id": "root_owner"}), left_on="root", right_on="mention_id", how="left")
    links = links.with_columns(owner_id=pl.coalesce("owner_id", "root_owner"))
    links = links.join(places.rename({"mention_id": "affiliation"}), on="affiliation", how="left")
    kinds = gazetteer.actors.select(owner_id="actor_id", owner_kind="kind", owner_iso="country_iso3")
    links = links.join(kinds, on="owner_id", how="left")
    is_local = pl.col("owner_id").is_null() & pl.col("place_country").is_not_null()
    beside = links.select(
        "mention_id",
        owner_id=pl.coalesce("owner_id", pl.when(is_local).then("place_country")),
        owner_country=pl.coalesce("owner_iso", "place_country"),
        is_state_owner=(is_local | (pl.col("owner_kind") == "state")).fill_null(False) & ~is_local,
        is_local=is_local,
    ).filter(pl.col("owner_country").is_not_null() | pl.col("owner_id").is_not_null())
    inside = _inner_names(open_mentions.join(beside, on="mention_id", how="anti"), gazetteer)
    return pl.concat([beside, inside])


def _inner_names(rows: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """Groups and organizations that a description names without a mention of their own, in the columns of `_owners`."""
    without_ties = pl.col("flat").str.replace_all(rf"[\w'-]+-(?:{'|'.join(gazetteer.words['no_suffix'])})\b ?", "")
    names = rows.filter(pl.col("label") == "NP").select("mention_id", inner=without_ties.str.extract(INNER_NAME))
    names = names.drop_nulls("inner")
    keys = pl.concat(
        [
            names.select("mention_id", alias_key=name_key(pl.col("inner"))),
            names.select("mention_id", alias_key=acronym_key(pl.col("inner"))),
        ]
    ).drop_nulls("alias_key")
    groups = gazetteer.actor_aliases.filter(
        pl.col("rule").is_in(["group", "organization"]) & ~pl.col("needs_context") & ~pl.col("is_ambiguous")
    )
    found = keys.join(groups.select("alias_key", "actor_id", "weight"), on="alias_key")
    found = found.sort(["weight", "actor_id"], descending=[True, False]).unique(
        "mention_id", keep="first", maintain_order=True
    )
    countries = gazetteer.actors.select("actor_id", owner_country="country_iso3")
    return found.join(countries, on="actor_id").select(
        "mention_id",
        owner_id="actor_id",
        owner_country="owner_country",
        is_state_owner=pl.lit(False),
        is_local=pl.lit(False),
    )


def persons_by_surname(mentions: pl.DataFrame, listed: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """Surnames, in an article that names the listed person in full: "Saree" after "Yahya Sarea"."""
    known = listed.filter(pl.col("rule") == "person").join(
        mentions.select("mention_id", "article_id", "flat"), on="mention_id"
    )
    known = known.join(gazetteer.actors.select("actor_id", "name"), on="actor_id")
    surnames = pl.concat(
        [
            known.select("article_id", "actor_id", key=name_key(pl.col(column).str.extract(r"([^\s]+)$")))
            for column in ("flat", "name")
        ]
    ).unique()
    surnames = surnames.filter(pl.len().over("article_id", "key") == 1)
    loose = mentions.filter((pl.col("label") == "PER") & pl.col("antecedent_mention_id").is_null())
    loose = loose.join(listed, on="mention_id", how="anti").select("mention_id", "article_id", "key")
    found = loose.join(surnames, on=["article_id", "key"])
    return found.select("mention_id", "actor_id", rule=pl.lit("person"), actor_score=pl.lit(0.85))
