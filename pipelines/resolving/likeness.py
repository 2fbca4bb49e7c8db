"""How alike two reports of a strike are, column by column: points for agreement, a veto where they contradict.

Points are whole numbers, so that pairs fall into tiers and the reason of a join can be told in words.
"""

import polars as pl

# Places at least as exact as a district can be told from each other; wider ones only contain or do not.
FINE = ["site", "city", "district"]
EARTH_KM = 6371.0
WHEN_AND_WHERE = [
    "is_series", "date_kind", "lo", "hi", "date_words", "is_night",
    "place_id", "place_precision", "admin1_code", "country_iso3", "latitude", "longitude", "radius_km",
]  # fmt: skip
# Points: all agreements together are 14. A join of two single strikes needs 8, of two series 6.
POINTS = {"attacker": 2, "target": 2, "place": 3, "date": 3, "methods": 1, "casualties": 3}
SINGLE_NEEDS, SERIES_NEEDS, COPY_SCORE = 8, 6, 20


def are_far(pairs: pl.DataFrame, reports: pl.DataFrame) -> pl.Series:
    """For each of the pairs (`a`, `b`), whether date or place alone excludes that they are one strike.

    Most pairs of a block fall here, and these columns are small: the rest of the comparing is for those that are left.
    """
    facts = reports.select("node", *WHEN_AND_WHERE)
    both = pairs.join(facts, left_on="a", right_on="node", maintain_order="left").join(
        facts, left_on="b", right_on="node", suffix="_b", maintain_order="left"
    )
    _, place_apart = _place_points()
    _, date_apart, _ = _date_points()
    return both.select(is_far=place_apart | date_apart)["is_far"]


def compare(pairs: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """Points and vetoes of pairs of reports.

    `pairs`: `a`, `b`; returns them with `attacker`, `target`, `place`, `date`, `methods`, `casualties` (points),
    `score` (their sum), `contradicts` (their values exclude each other), `is_apart` (they do, or the coder kept them
    apart) and `is_joinable` (neither, and enough speaks for one strike).
    """
    both = (
        pairs.select("a", "b")
        .join(reports, left_on="a", right_on="node")
        .join(reports, left_on="b", right_on="node", suffix="_b")
    )
    same_article = pl.col("article_id") == pl.col("article_id_b")
    kinds = _shared("kinds")
    day_equal = (pl.col("date_kind") == "day") & (pl.col("date_kind_b") == "day") & (pl.col("lo") == pl.col("lo_b"))
    # Two reports that the coder kept apart in one article are one strike only where all the main columns say so.
    clearly_same = (
        _shared("attackers") & kinds & day_equal & (pl.col("place_id") == pl.col("place_id_b")).fill_null(False)
    )
    attacker_apart = _disjoint("known_attackers")
    target_apart = _target_apart()
    place, place_apart = _place_points()
    date, date_apart, has_date = _date_points()
    needed = pl.when("is_series").then(SERIES_NEEDS).otherwise(SINGLE_NEEDS)
    return (
        both.with_columns(
            attacker=pl.when(_shared("known_attackers")).then(2).when(_shared("attackers")).then(1).otherwise(0),
            target=_shared("targets").cast(pl.Int32) + kinds.cast(pl.Int32),
            place=place,
            date=date,
            methods=_shared("methods").cast(pl.Int32),
            casualties=_casualty_points(),
            has_date=has_date,
            contradicts=attacker_apart
            | target_apart
            | place_apart
            | date_apart
            | _disjoint("families")
            | (pl.col("is_series") != pl.col("is_series_b")),
        )
        .with_columns(is_apart=pl.col("contradicts") | (same_article & ~clearly_same))
        .with_columns(score=pl.sum_horizontal(list(POINTS)))
        .with_columns(
            is_joinable=~pl.col("is_apart")
            & ~same_article
            & pl.col("has_date")
            & (pl.col("score") >= needed)
            & (~pl.col("is_series") | ((pl.col("attacker") == 2) & (pl.col("target") > 0)))
        )
        .select("a", "b", *POINTS, "score", "contradicts", "is_apart", "is_joinable")
    )


def reason() -> pl.Expr:
    """The columns that agreed, in words: "attacker, place, date"."""
    return pl.concat_str(
        [pl.when(pl.col(name) > 0).then(pl.lit(name)) for name in POINTS], separator=", ", ignore_nulls=True
    )


def _shared(column: str) -> pl.Expr:
    return pl.col(column).list.set_intersection(f"{column}_b").list.len() > 0


def _disjoint(column: str) -> pl.Expr:
    """Both say something, and nothing of it in common."""
    return (pl.col(column).list.len() > 0) & (pl.col(f"{column}_b").list.len() > 0) & ~_shared(column)


def _target_apart() -> pl.Expr:
    """Other targets: known and different, or the kinds do not go together.

    A country that is only where it happened ("struck Pakistan") contradicts no group that was hit there.
    """
    countries = pl.concat_list("country_iso3", "country_iso3_b")
    ours = pl.col("known_targets").list.set_difference(countries)
    theirs = pl.col("known_targets_b").list.set_difference(countries)
    shared = _shared("known_targets")
    other_actor = (ours.list.len() > 0) & (theirs.list.len() > 0) & (ours.list.set_intersection(theirs).list.len() == 0)
    return (other_actor & ~shared) | (_disjoint("kind_families") & ~_shared("kinds"))


def _place_points() -> tuple[pl.Expr, pl.Expr]:
    """Points for the place, and whether the places exclude each other."""
    known = pl.col("place_id").is_not_null() & pl.col("place_id_b").is_not_null()
    same = known & (pl.col("place_id") == pl.col("place_id_b"))
    fine, fine_b = pl.col("place_precision").is_in(FINE), pl.col("place_precision_b").is_in(FINE)
    admin, admin_b = pl.col("place_precision") == "admin1", pl.col("place_precision_b") == "admin1"
    other_country = (pl.col("country_iso3") != pl.col("country_iso3_b")).fill_null(False)
    same_admin = (pl.col("admin1_code") == pl.col("admin1_code_b")).fill_null(False)
    other_admin = (pl.col("admin1_code") != pl.col("admin1_code_b")).fill_null(False)
    distance, reach = _distance_km(), pl.col("radius_km").fill_null(0) + pl.col("radius_km_b").fill_null(0)
    # Two towns are never one place; a site or a district may lie in a town.
    towns = (pl.col("place_precision") == "city") & (pl.col("place_precision_b") == "city")
    near = (distance <= pl.max_horizontal(reach, pl.lit(5.0))).fill_null(False) & ~towns
    far = (distance > reach + 50).fill_null(False)
    points = (
        pl.when(same & fine)
        .then(3)
        .when(same & admin)
        .then(2)
        .when(same)
        .then(1)
        .when(fine & fine_b & near)
        .then(2)
        .when((admin & fine_b | fine & admin_b) & same_admin)
        .then(1)
        .otherwise(0)
    )
    region = (pl.col("place_precision") == "region") | (pl.col("place_precision_b") == "region")
    wide_apart = region & pl.col("radius_km").is_not_null() & pl.col("radius_km_b").is_not_null() & far
    apart = (
        known
        & ~same
        & (
            other_country
            | (fine & fine_b & ~near)
            | ((admin | admin_b) & (admin | fine) & (admin_b | fine_b) & other_admin)
            | wide_apart
        )
    )
    return points, apart.fill_null(False)


def _distance_km() -> pl.Expr:
    """Great-circle distance of the two places, in km; null where one has no coordinates."""
    lat, lat_b = pl.col("latitude").radians(), pl.col("latitude_b").radians()
    half_lat, half_lon = (lat_b - lat) / 2, (pl.col("longitude_b") - pl.col("longitude")).radians() / 2
    chord = half_lat.sin() ** 2 + lat.cos() * lat_b.cos() * half_lon.sin() ** 2
    return 2 * EARTH_KM * chord.clip(0, 1).sqrt().arcsin()


def _date_points() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Points for the date, whether the dates exclude each other, and whether they can be compared at all."""
    kind, kind_b = pl.col("date_kind"), pl.col("date_kind_b")
    none = (kind == "none") | (kind_b == "none")
    # Without any date, "on Tuesday" in both is the only thing that speaks for one day.
    same_words = (
        (kind == "none") & (kind_b == "none") & (pl.col("date_words") == pl.col("date_words_b")).fill_null(False)
    )
    days = (kind == "day") & (kind_b == "day")
    days_between = (pl.col("lo") - pl.col("lo_b")).dt.total_days().abs()
    night = pl.col("is_night").fill_null(False) | pl.col("is_night_b").fill_null(False)
    overlap = (pl.col("lo") <= pl.col("hi_b")) & (pl.col("lo_b") <= pl.col("hi"))
    published = (kind == "published") | (kind_b == "published")
    # An undated report is mostly of its own day or the one before: the days between the two ends tell.
    lag = (
        pl.when((kind == "published") & (kind_b == "day"))
        .then((pl.col("hi") - pl.col("lo_b")).dt.total_days())
        .when((kind_b == "published") & (kind == "day"))
        .then((pl.col("hi_b") - pl.col("lo")).dt.total_days())
        .otherwise((pl.col("hi") - pl.col("hi_b")).dt.total_days().abs())
    )
    series = pl.col("is_series")
    points = (
        pl.when(none)
        .then(pl.when(same_words).then(1).otherwise(0))
        .when(days & (days_between == 0))
        .then(3)
        .when(days & night & (days_between == 1))
        .then(2)
        .when(series | ~published)
        .then(1)
        .when((kind == "span") | (kind_b == "span"))
        .then(0)
        .otherwise(pl.when(lag <= 1).then(1).otherwise(-1))
    )
    apart = ~none & pl.when(days & ~series).then((days_between > 1) | ((days_between == 1) & ~night)).otherwise(
        ~overlap
    )
    return points, apart.fill_null(False), (~none | same_words).fill_null(False)


def _casualty_points() -> pl.Expr:
    """Equal figures above zero speak for one strike; figures far from each other speak against it."""
    killed, killed_b = pl.col("killed"), pl.col("killed_b")
    far = (pl.max_horizontal("killed", "killed_b") > 3 * pl.min_horizontal("killed", "killed_b")) & (
        (killed - killed_b).abs() >= 5
    )
    points = (
        pl.when((killed == killed_b) & (killed >= 3))
        .then(2)
        .when((killed == killed_b) & (killed > 0))
        .then(1)
        .when(far)
        .then(-2)
        .otherwise(0)
    )
    return points + ((pl.col("injured") == pl.col("injured_b")) & (pl.col("injured") >= 3)).fill_null(False).cast(
        pl.Int32
    )
