"""Which series a strike is an item of: "the attacks on shipping since November" and the hit on one ship in March.

A series and its strikes stay rows of their own (codebook, "Strike"): adding up both would count the dead twice, so
each strike says which series holds it.
"""

import polars as pl

from pipelines.resolving.reports import METHOD_FAMILIES
from pipelines.resolving.support import PLACE_ORDER, rank_of

# A series without dates is wider than any with them.
ENDLESS_DAYS = 1_000_000
EARTH_KM = 6371.0
FACTS = [
    "attackers", "targets", "family", "lo", "hi", "days", "place_id", "country_iso3", "admin1_code", "place_precision",
    "width", "latitude", "longitude", "radius_km",
]  # fmt: skip


def series_facts(
    strikes: pl.DataFrame, ranked: pl.DataFrame, actors: pl.DataFrame, places: pl.DataFrame
) -> pl.DataFrame:
    """What `link_series` looks at, from rows of `strikes`, `strike_actors`, `actors` and `places`."""
    known = actors.filter("is_known").select("actor_id", root=pl.coalesce("root_actor_id", "actor_id"))
    roots = (
        ranked.join(known, on="actor_id")
        .group_by("strike_id")
        .agg(
            attackers=pl.col("root").filter(pl.col("role") == "attacker").unique().sort(),
            targets=pl.col("root").filter(pl.col("role") == "target").unique().sort(),
        )
    )
    nobody = pl.lit([], dtype=pl.List(pl.String))
    rows = strikes.join(roots, on="strike_id", how="left").join(
        places.select("place_id", "admin1_code"), on="place_id", how="left"
    )
    return rows.with_columns(pl.col("attackers", "targets").fill_null(nobody))


def link_series(strikes: pl.DataFrame, reported: pl.DataFrame) -> pl.DataFrame:
    """The series that each strike is an item of: `strike_id`, `part_of_strike_id`, one row for each that has one.

    A strike, or a shorter series, lies in a series where the two share a known attacker, its days lie in the series'
    days, its place lies in the series' place, and neither the family of methods nor known targets contradict. Where the
    series says nothing of days or place, or the strike nothing of days, an article must report both. Of several series
    the narrowest is taken: the fewest days, then the smallest place, then one that stands in an article with the
    strike; where two are left, none, since nothing says which. A series is always wider than its items in days or place
    and in neither narrower, so that no chain of links comes back to where it began.

    Args:
        strikes: `strike_id`, `is_series`, `attackers` and `targets` (lists of the root ids of actors that a list
            knows), `method`, `started_on`, `ended_on`, `date_precision`, `place_id`, `place_precision`, `country_iso3`,
            `admin1_code`, `latitude`, `longitude` (degrees), `radius_km`.
        reported: `strike_id`, `article_id`: the articles that report each strike.
    """
    facts = _facts(strikes)
    series = facts.filter("is_series").drop("is_series")
    together = _together(facts, series, reported)
    near = pl.concat([_near(facts, series), together]).unique()
    both = (
        near.join(facts.select("strike_id", "is_series", *FACTS), on="strike_id")
        .join(series.rename({"strike_id": "series_id"}), on="series_id", suffix="_s")
        .join(together.with_columns(is_together=pl.lit(True)), on=["strike_id", "series_id"], how="left")
        .with_columns(pl.col("is_together").fill_null(False))
        .filter(
            _shares("attackers") & ~_differs("targets") & ~(pl.col("family") != pl.col("family_s")).fill_null(False)
        )
        .filter(_days_inside() & _place_inside() & _is_wider())
    )
    order = ["days_s", "width_s", "is_far"]
    ranked = both.with_columns(is_far=~pl.col("is_together")).with_columns(
        rank=pl.struct(order).rank("min").over("strike_id"),
    )
    best = ranked.filter(pl.col("rank") == 1)
    return (
        best.filter(pl.len().over("strike_id") == 1)
        .select("strike_id", part_of_strike_id="series_id")
        .sort("strike_id")
    )


def _facts(strikes: pl.DataFrame) -> pl.DataFrame:
    """What is compared: `lo`, `hi` (first and last day), `days` between them, `width` of the place, `family`."""
    precision, start = pl.col("date_precision"), pl.col("started_on")
    end = (
        pl.when(precision == "week")
        .then(start.dt.offset_by("6d"))
        .when(precision == "month")
        .then(start.dt.month_end())
        .when(precision == "year")
        .then(start.dt.offset_by("1y").dt.offset_by("-1d"))
        .otherwise(start)
    )
    return strikes.with_columns(
        family=pl.col("method").replace_strict(METHOD_FAMILIES, default=None, return_dtype=pl.String),
        lo=start,
        hi=pl.max_horizontal(pl.coalesce("ended_on", end), "started_on"),
        width=rank_of("place_precision", PLACE_ORDER),
    ).select(
        "strike_id",
        "is_series",
        *[name for name in FACTS if name != "days"],
        days=(pl.col("hi") - pl.col("lo")).dt.total_days().fill_null(ENDLESS_DAYS),
    )


def _near(facts: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    """Pairs (`strike_id`, `series_id`) with an attacker in common and days inside days: dates on both sides."""
    items = facts.select("strike_id", "lo", "hi", root="attackers").explode("root").drop_nulls()
    wholes = (
        series.select(series_id="strike_id", lo_s="lo", hi_s="hi", root_s="attackers").explode("root_s").drop_nulls()
    )
    pairs = items.join_where(
        wholes,
        pl.col("root") == pl.col("root_s"),
        pl.col("lo") >= pl.col("lo_s"),
        pl.col("hi") <= pl.col("hi_s"),
        pl.col("strike_id") != pl.col("series_id"),
    )
    return pairs.select("strike_id", "series_id").unique()


def _together(facts: pl.DataFrame, series: pl.DataFrame, reported: pl.DataFrame) -> pl.DataFrame:
    """Pairs that an article reports both of."""
    items = reported.join(facts.select("strike_id"), on="strike_id", how="semi")
    wholes = items.join(series.select("strike_id"), on="strike_id", how="semi").rename({"strike_id": "series_id"})
    pairs = items.join(wholes, on="article_id").filter(pl.col("strike_id") != pl.col("series_id"))
    return pairs.select("strike_id", "series_id").unique()


def _shares(column: str) -> pl.Expr:
    return pl.col(column).list.set_intersection(f"{column}_s").list.len() > 0


def _differs(column: str) -> pl.Expr:
    return (pl.col(column).list.len() > 0) & (pl.col(f"{column}_s").list.len() > 0) & ~_shares(column)


def _days_inside() -> pl.Expr:
    inside = (pl.col("lo") >= pl.col("lo_s")) & (pl.col("hi") <= pl.col("hi_s"))
    unsaid = pl.col("lo").is_null() | pl.col("lo_s").is_null()
    return inside.fill_null(False) | (unsaid & pl.col("is_together"))


def _place_inside() -> pl.Expr:
    same = (pl.col("place_id") == pl.col("place_id_s")).fill_null(False)
    country = (pl.col("place_precision_s") == "country") & (pl.col("country_iso3") == pl.col("country_iso3_s"))
    admin = (pl.col("place_precision_s") == "admin1") & (pl.col("admin1_code") == pl.col("admin1_code_s"))
    # A town in a region without borders of its own, a ship at sea: inside where its circle is.
    has_circle = pl.col("place_id_s").is_not_null() & (pl.col("place_precision_s") != "country")
    within = _distance_km() + pl.col("radius_km").fill_null(0) <= pl.col("radius_km_s")
    around = has_circle & within & (pl.col("width_s") > pl.col("width"))
    unsaid = pl.col("place_id_s").is_null() & pl.col("is_together")
    known = pl.col("place_id").is_not_null()
    return same | (known & (country.fill_null(False) | admin.fill_null(False) | around.fill_null(False))) | unsaid


def _is_wider() -> pl.Expr:
    """Of two series the longer or the wider one is the whole; a single strike is an item of any."""
    longer, wider = pl.col("days_s") - pl.col("days"), pl.col("width_s") - pl.col("width")
    return ~pl.col("is_series") | ((longer >= 0) & (wider >= 0) & ((longer > 0) | (wider > 0)))


def _distance_km() -> pl.Expr:
    lat, lat_s = pl.col("latitude").radians(), pl.col("latitude_s").radians()
    half_lat, half_lon = (lat_s - lat) / 2, (pl.col("longitude_s") - pl.col("longitude")).radians() / 2
    chord = half_lat.sin() ** 2 + lat.cos() * lat_s.cos() * half_lon.sin() ** 2
    return 2 * EARTH_KM * chord.clip(0, 1).sqrt().arcsin()
