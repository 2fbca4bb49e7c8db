"""What one article reports of one strike: all mentions of it that the coder holds together, as one row.

Reports are what identity compares.
"""

import polars as pl

from pipelines.resolving.likeness import FINE
from pipelines.resolving.support import DATE_ORDER, PLACE_ORDER, rank_of
from pipelines.resolving.telling import name_words

NO_TEXT = pl.lit([], dtype=pl.List(pl.String))
# Methods that reports mix up (a drone for a missile, a car bomb for a bomb) are of one family; across families they
# speak of different strikes.
METHOD_FAMILIES = {
    "missile": "remote",
    "rocket": "remote",
    "drone": "remote",
    "airstrike": "remote",
    "artillery": "remote",
    "naval": "remote",
    "suicide_bombing": "bomb",
    "explosive": "bomb",
    "vehicle": "bomb",
    "arson": "bomb",
    "ground_assault": "near",
    "gunfire": "near",
    "melee": "near",
}
# Kinds of target that reports mix up: a base of militants is military to one and militant to another.
KIND_FAMILIES = {
    "military": "armed",
    "militant": "armed",
    "government": "state",
    "diplomatic": "state",
    "civilian": "people",
    "medical": "people",
    "education": "people",
    "religious": "people",
    "media": "people",
    "aid": "people",
    "infrastructure": "works",
    "energy": "works",
    "shipping": "shipping",
}
# A sentence of so many characters is no formula: in another paper it tells of the same.
LONG_SENTENCE = 50
# A report without a date is of at most so many days before its publication.
UNDATED_DAYS = 3
# "Overnight" is the following morning, but some papers date the evening before.
NIGHT = r"(?i)night|dawn|midnight|early hours|early on"


def reports(mentions: pl.DataFrame, nodes: pl.DataFrame, actors: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """One row for each report, with what likeness looks at.

    `mentions`: strike mentions with resolved ids, `published_on` and `place_in_order`; `nodes`: `mention_id`, `node`.
    """
    rows = mentions.join(nodes, on="mention_id").sort("place_in_order")
    rows = rows.join(
        places.select(
            "place_id",
            "place_precision",
            "admin1_code",
            "country_iso3",
            "latitude",
            "longitude",
            "radius_km",
            place_rank=rank_of("place_precision", PLACE_ORDER),
        ),
        on="place_id",
        how="left",
        maintain_order="left",
    )
    first = rows.group_by("node", maintain_order=True).agg(
        pl.col("article_id", "published_on", "source", "place_in_order").first(),
        # Of most mentions, of the first among equals: one "deadliest attack since May" makes no series of a report.
        is_series=(pl.col("is_series").mean() > 0.5)
        | ((pl.col("is_series").mean() == 0.5) & pl.col("is_series").first()),
        kinds=pl.col("target_kind").filter(pl.col("target_kind") != "unknown").unique().sort(),
        killed=pl.coalesce("killed_best", "killed_low").drop_nulls().first(),
        injured=pl.coalesce("injured_best", "injured_low").drop_nulls().first(),
        days=pl.col("started_on").filter(pl.col("date_precision") == "day").unique().sort(),
        date_words=pl.col("date_text").str.to_lowercase().str.strip_chars().drop_nulls().first(),
        is_night=pl.col("date_text").str.contains(NIGHT).any(),
        target_words=pl.col("target_text").str.to_lowercase().drop_nulls().first(),
    )
    place = (
        rows.drop_nulls("place_id")
        .sort("place_rank", "place_in_order", nulls_last=True)
        .group_by("node", maintain_order=True)
        .agg(
            pl.col(
                "place_id", "place_precision", "admin1_code", "country_iso3", "latitude", "longitude", "radius_km"
            ).first()
        )
    )
    dated = (
        rows.drop_nulls("started_on")
        .sort(rank_of("date_precision", DATE_ORDER), "place_in_order")
        .group_by("node", maintain_order=True)
        .agg(pl.col("started_on", "ended_on", "date_precision").first())
    )
    fine = rows.filter(pl.col("place_precision").is_in(FINE)).select("node", "place_id")
    exact = places.filter(pl.col("place_precision").is_in(FINE)).select("place_id", "name")
    around = _listed(rows, "near_place_ids").join(exact, left_on="near_place_ids", right_on="place_id", how="semi")
    named = fine.unique().join(exact, on="place_id").select("node", "name")
    listed = _listed(rows, "near_listed_texts").rename({"near_listed_texts": "name"})
    # Of a text all in capitals any word looks like a name: only those count that the reader took for one.
    struck = rows.select("node", name=pl.concat_list("target_text", "victim_text")).explode("name")
    plain = (
        pl.col("sentence_text")
        .str.to_lowercase()
        .str.replace_all(r"[^\p{L}\p{N}]+", " ")
        .str.replace(r"^[\d ]+", "")
        .str.strip_chars()
    )
    told = rows.select("node", sentence=plain).filter(pl.col("sentence").str.len_chars() >= LONG_SENTENCE)
    methods = _listed(rows, "methods").filter(pl.col("methods") != "unknown")
    return (
        first.join(place, on="node", how="left")
        .join(dated, on="node", how="left")
        .join(_gather(fine, "fine_places"), on="node", how="left")
        .join(_gather(around, "near_places"), on="node", how="left")
        .join(_gather(told, "sentences"), on="node", how="left")
        .join(name_words(_listed(rows, "near_texts").rename({"near_texts": "name"}), "words"), on="node", how="left")
        .join(name_words(listed, "listed_words"), on="node", how="left")
        .join(name_words(named, "place_words"), on="node", how="left")
        .join(name_words(struck, "target_names"), on="node", how="left")
        .with_columns(
            target_names=pl.col("target_names").list.set_intersection(
                pl.concat_list(pl.col("words", "listed_words").fill_null(NO_TEXT))
            )
        )
        .join(_gather(methods, "methods"), on="node", how="left")
        .join(_gather(_family(methods, "methods", METHOD_FAMILIES), "families"), on="node", how="left")
        .join(_roots(rows, "attacker_ids", actors, "attackers"), on="node", how="left")
        .join(_roots(rows, "target_actor_ids", actors, "targets"), on="node", how="left")
        .with_columns(
            pl.col(
                "methods", "families", "attackers", "known_attackers", "targets", "known_targets", "kinds"
            ).fill_null(NO_TEXT),
            pl.col(
                "fine_places", "near_places", "words", "listed_words", "place_words", "target_names", "sentences"
            ).fill_null(NO_TEXT),
            kind_families=pl.col("kinds").list.eval(
                pl.element().replace_strict(KIND_FAMILIES, default=None, return_dtype=pl.String)
            ),
        )
        .with_columns(_time_span())
        # A wave in one town on one day is told as one strike by some and as a series by others: it meets single ones.
        .with_columns(
            is_wave=pl.col("is_series"),
            is_series=pl.col("is_series") & ~((pl.col("date_kind") == "day") & (pl.col("fine_places").list.len() > 0)),
        )
        .sort("node")
    )


def _listed(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    return rows.select("node", column).explode(column).drop_nulls()


def _gather(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    value = rows.columns[1]
    return rows.group_by("node").agg(pl.col(value).unique().sort().alias(name))


def _family(rows: pl.DataFrame, column: str, families: dict[str, str]) -> pl.DataFrame:
    return rows.select(
        "node", pl.col(column).replace_strict(families, default=None, return_dtype=pl.String)
    ).drop_nulls()


def _roots(rows: pl.DataFrame, column: str, actors: pl.DataFrame, name: str) -> pl.DataFrame:
    """`name`: the root actors of all; `known_<name>`: of those that a list knows ("gunmen" contradicts nobody)."""
    roots = (
        _listed(rows, column)
        .join(actors.select("actor_id", "root_actor_id", "is_known"), left_on=column, right_on="actor_id")
        .select("node", "is_known", root=pl.coalesce("root_actor_id", column))
    )
    return roots.group_by("node").agg(
        pl.col("root").unique().sort().alias(name),
        pl.col("root").filter("is_known").unique().sort().alias(f"known_{name}"),
    )


def _time_span() -> list[pl.Expr]:
    """`lo`, `hi`: the days on which the strike can have been; `date_kind`: what they come from."""
    dated = pl.col("started_on").is_not_null()
    precision = pl.col("date_precision")
    end_of = (
        pl.when(precision == "week")
        .then(pl.col("started_on").dt.offset_by("6d"))
        .when(precision == "month")
        .then(pl.col("started_on").dt.month_end())
        .when(precision == "year")
        .then(pl.col("started_on").dt.offset_by("1y"))
        .otherwise("started_on")
    )
    hi = pl.max_horizontal(pl.coalesce("ended_on", end_of), "started_on")
    is_day = (precision == "day") & (hi == pl.col("started_on"))
    kind = (
        pl.when(dated & is_day)
        .then(pl.lit("day"))
        .when(dated)
        .then(pl.lit("span"))
        .when(pl.col("published_on").is_not_null())
        .then(pl.lit("published"))
        .otherwise(pl.lit("none"))
    )
    back = (
        pl.when("is_series")
        .then(pl.col("published_on").dt.offset_by("-7d"))
        .otherwise(pl.col("published_on").dt.offset_by(f"-{UNDATED_DAYS}d"))
    )
    return [
        pl.coalesce("started_on", back).alias("lo"),
        pl.when(dated).then(hi).otherwise("published_on").alias("hi"),
        kind.alias("date_kind"),
    ]
