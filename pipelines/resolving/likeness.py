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
    "days", "fine_places", "near_places", "place_words", "words", "listed_words",
    "sentences", "source", "published_on",
]  # fmt: skip
# The most points for each column. Disagreement that reports of one strike may show (another count, another kind of
# target) takes points away, and what two reports of one strike cannot differ in keeps them apart.
POINTS = {"attacker": 2, "target": 3, "place": 3, "date": 3, "methods": 1, "casualties": 3, "words": 4}
SINGLE_NEEDS, SERIES_NEEDS, COPY_SCORE = 7, 6, 20
# Points taken away at which two reports are held apart, whatever else agrees.
DOUBTS_APART = -5
# A paper that takes over a sentence prints it within so many days.
RETOLD_DAYS = 14


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
    return both.select(is_far=_apart(place_apart, date_apart))["is_far"]


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
    one_target = _same_dead()
    clearly_same = one_target | (
        _shared("attackers") & kinds & day_equal & (pl.col("place_id") == pl.col("place_id_b")).fill_null(False)
    )
    place, place_apart = _place_points()
    date, date_apart, has_date = _date_points()
    series, score = pl.col("is_series"), pl.col("score")
    single_is_enough = ~series & (score >= SINGLE_NEEDS) & _is_particular()
    series_is_enough = series & (score >= SERIES_NEEDS) & (pl.col("attacker") == 2) & (pl.col("target") > 0)
    is_enough = single_is_enough | series_is_enough
    return (
        both.with_columns(
            attacker=pl.when(_shared("known_attackers"))
            .then(2)
            .when(_shared("attackers"))
            .then(1)
            .when(_disjoint("known_attackers"))
            .then(-2)
            .otherwise(0),
            target=_target_points(),
            place=place,
            date=date,
            methods=pl.when(_shared("methods")).then(1).when(_disjoint("families")).then(-1).otherwise(0),
            casualties=_casualty_points(),
            words=pl.when(_retold()).then(POINTS["words"]).otherwise(_word_points()),
            is_retold=_retold(),
            one_target=one_target,
            clearly_same=clearly_same,
            is_shared=_shared("attackers") | _shared("targets"),
            is_doubtful=(_disjoint("kind_families") & ~kinds)
            | _disjoint("families")
            | _disjoint("target_names")
            | _disjoint("known_targets")
            | (pl.col("is_wave") != pl.col("is_wave_b")),
            has_date=has_date,
            excludes=_apart(place_apart, date_apart)
            | (~_retold() & (_sides_change() | (pl.col("is_series") != pl.col("is_series_b")))),
        )
        .with_columns(
            doubts=pl.sum_horizontal(pl.col(name).clip(upper_bound=0) for name in POINTS),
            # What tells this strike from others of its kind there and then: a name or a figure.
            particulars=pl.col("words") + pl.col("casualties").clip(lower_bound=0),
        )
        .with_columns(contradicts=pl.col("excludes") | (~pl.col("is_retold") & (pl.col("doubts") <= DOUBTS_APART)))
        .with_columns(is_apart=pl.col("contradicts") | (same_article & ~pl.col("clearly_same")))
        .with_columns(score=pl.sum_horizontal(list(POINTS)))
        .with_columns(
            is_joinable=~pl.col("is_apart")
            & (~same_article | pl.col("one_target"))
            & pl.col("has_date")
            & (pl.col("is_retold") | is_enough)
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


def _is_particular() -> pl.Expr:
    """Enough that other strikes there and then do not have in common: the more, the more speaks against one strike."""
    needed = (
        (pl.col("attacker") < 0).cast(pl.Int32) * 2
        + pl.col("is_doubtful").cast(pl.Int32)
        + (~pl.col("is_shared")).cast(pl.Int32)
    )
    return pl.col("particulars") >= needed


def _apart(place_apart: pl.Expr, date_apart: pl.Expr) -> pl.Expr:
    """Places or dates exclude one strike. The same sentence has the same place and day, but for days that are written."""
    undated = (pl.col("date_kind") == "published") | (pl.col("date_kind_b") == "published")
    return (place_apart & ~_retold()) | (date_apart & ~(_retold() & undated))


def _retold() -> pl.Expr:
    """Two papers have the same long sentence within days. In one paper it is a formula that returns."""
    days = (pl.col("published_on") - pl.col("published_on_b")).dt.total_days().abs()
    other_source = (pl.col("source") != pl.col("source_b")).fill_null(True)
    return _shared("sentences") & other_source & (days <= RETOLD_DAYS).fill_null(True)


def _word_points() -> pl.Expr:
    """One point for each word of a name that stands near both, one for all names that a list knows: a minister, an army
    or a province is named in reports of many strikes. The place has its own points."""
    places = pl.col("place_words").list.set_union("place_words_b")
    own, listed = (
        pl.col(words).list.set_intersection(f"{words}_b").list.set_difference(places).list.len().cast(pl.Int32)
        for words in ("words", "listed_words")
    )
    return (own + listed.clip(0, 1)).clip(0, 3)


def _sides_change() -> pl.Expr:
    """Who attacks in one report is struck in the other, and the other way round: a strike and the answer to it."""
    there = pl.col("known_attackers").list.set_intersection("known_targets_b").list.len() > 0
    back = pl.col("known_attackers_b").list.set_intersection("known_targets").list.len() > 0
    return there & back & ~_shared("known_attackers")


def _same_dead() -> pl.Expr:
    """Both name the same person among those killed, with two words of the name at least: nobody dies twice."""
    names = pl.col("target_names").list.set_intersection("target_names_b").list.len() >= 2
    return names & (pl.col("killed") > 0).fill_null(False) & (pl.col("killed_b") > 0).fill_null(False)


def _target_points() -> pl.Expr:
    """One point for a target that both name, one for its kind; fewer where they are others.

    A country that is only where it happened ("struck Pakistan") contradicts no group that was hit there.
    """
    countries = pl.concat_list("country_iso3", "country_iso3_b")
    ours = pl.col("known_targets").list.set_difference(countries)
    theirs = pl.col("known_targets_b").list.set_difference(countries)
    shared = _shared("known_targets")
    other = (ours.list.len() > 0) & (theirs.list.len() > 0) & (ours.list.set_intersection(theirs).list.len() == 0)
    actors = (
        pl.when(_same_dead())
        .then(2)
        .when(_shared("targets") | _shared("target_names"))
        .then(1)
        .when(other & ~shared)
        .then(-2)
        .otherwise(0)
    )
    kinds = pl.when(_shared("kinds")).then(1).otherwise(0)
    return actors + kinds


def _place_points() -> tuple[pl.Expr, pl.Expr]:
    """Points for the place, and whether the places exclude each other."""
    known = pl.col("place_id").is_not_null() & pl.col("place_id_b").is_not_null()
    same = known & (pl.col("place_id") == pl.col("place_id_b"))
    fine, fine_b = pl.col("place_precision").is_in(FINE), pl.col("place_precision_b").is_in(FINE)
    # A report may name several towns, one of them wrongly: one in common is enough.
    common = _shared("fine_places")
    told = _told_place("", "_b") | _told_place("_b", "") | _same_name()
    admin, admin_b = pl.col("place_precision") == "admin1", pl.col("place_precision_b") == "admin1"
    other_country = (pl.col("country_iso3") != pl.col("country_iso3_b")).fill_null(False)
    same_admin = (pl.col("admin1_code") == pl.col("admin1_code_b")).fill_null(False)
    other_admin = (pl.col("admin1_code") != pl.col("admin1_code_b")).fill_null(False)
    distance, reach = _distance_km(), pl.col("radius_km").fill_null(0) + pl.col("radius_km_b").fill_null(0)
    # Two towns are never one place; a site or a district may lie in a town.
    towns = (pl.col("place_precision") == "city") & (pl.col("place_precision_b") == "city")
    near = (distance <= pl.max_horizontal(reach, pl.lit(5.0))).fill_null(False) & ~towns
    far = (distance > reach + 50).fill_null(False)
    country = (pl.col("place_precision") == "country") | (pl.col("place_precision_b") == "country")
    is_inside = country & (pl.col("country_iso3") == pl.col("country_iso3_b")).fill_null(False)
    around = (distance <= pl.max_horizontal("radius_km", "radius_km_b")).fill_null(False) & ~towns & ~(fine & fine_b)
    is_inside = is_inside | around
    neither = (pl.col("fine_places").list.len() == 0) & (pl.col("fine_places_b").list.len() == 0)
    near_both = neither & _shared("near_places")
    points = (
        pl.when((same & fine) | common)
        .then(3)
        .when(same & admin)
        .then(2)
        .when(told)
        .then(2)
        .when(same)
        .then(1)
        .when(fine & fine_b & near)
        .then(2)
        .when(((admin & fine_b) | (fine & admin_b)) & same_admin)
        .then(1)
        .when(is_inside | near_both)
        .then(1)
        .otherwise(0)
    )
    region = (pl.col("place_precision") == "region") | (pl.col("place_precision_b") == "region")
    wide_apart = region & pl.col("radius_km").is_not_null() & pl.col("radius_km_b").is_not_null() & far
    apart = (
        known
        & ~same
        & ~common
        & ~told
        & (
            other_country
            | (fine & fine_b & ~near)
            | ((admin | admin_b) & (admin | fine) & (admin_b | fine_b) & other_admin)
            | wide_apart
        )
    )
    return points, apart.fill_null(False)


def _told_place(side: str, other: str) -> pl.Expr:
    """The one report's place is named near the other, which has no exact place of its own."""
    is_near = pl.col(f"fine_places{side}").list.set_intersection(f"near_places{other}").list.len() > 0
    name = pl.col(f"place_words{side}")
    is_named = (name.list.len() > 0) & (
        name.list.set_difference(pl.col(f"words{other}").list.set_union(f"listed_words{other}")).list.len() == 0
    )
    return (is_near | is_named) & (pl.col(f"fine_places{other}").list.len() == 0)


def _same_name() -> pl.Expr:
    """All words of the one place's name are in the other's: "Lido" and "Lido Beach", one of them found elsewhere."""
    name, name_b = pl.col("place_words"), pl.col("place_words_b")
    inside = name.list.set_difference("place_words_b").list.len() == 0
    around = name_b.list.set_difference("place_words").list.len() == 0
    return (name.list.len() > 0) & (name_b.list.len() > 0) & (inside | around)


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
    shared_day = _shared("days") & ~pl.col("is_series")
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
    same_source = (pl.col("source") == pl.col("source_b")).fill_null(False)
    points = (
        pl.when(none)
        .then(pl.when(same_words).then(1).otherwise(0))
        .when((days & (days_between == 0)) | shared_day)
        .then(3)
        .when(days & night & (days_between == 1))
        .then(2)
        .when(series | ~published)
        .then(1)
        .when((kind == "span") | (kind_b == "span"))
        .then(0)
        .when((kind == "published") & (kind_b == "published"))
        # One paper that reports the like on another day reports another strike.
        .then(pl.when((lag > 0) & same_source).then(-2).when(lag <= 1).then(1).otherwise(-1))
        .otherwise(pl.when(lag <= 1).then(2).otherwise(1))
    )
    apart = (
        ~none
        & ~shared_day
        & pl.when(days & ~series).then((days_between > 1) | ((days_between == 1) & ~night)).otherwise(~overlap)
    )
    return points, apart.fill_null(False), (~none | same_words).fill_null(False)


def _casualty_points() -> pl.Expr:
    """Equal figures above zero speak for one strike; a toll that falls far speaks against it, one that rises does not."""
    killed, killed_b = pl.col("killed"), pl.col("killed_b")
    most, least = pl.max_horizontal("killed", "killed_b"), pl.min_horizontal("killed", "killed_b")
    earlier = (pl.col("published_on") < pl.col("published_on_b")) & (killed < killed_b)
    later = (pl.col("published_on") > pl.col("published_on_b")) & (killed > killed_b)
    rises = (earlier | later).fill_null(False)
    points = (
        pl.when((killed == killed_b) & (killed >= 3))
        .then(2)
        .when((killed == killed_b) & (killed > 0))
        .then(1)
        .when((most > 3 * least) & (most - least >= 5) & ~rises)
        .then(-2)
        # Few strikes kill so many: two reports of such a one, there and then, are seldom of two.
        .when(least >= 20)
        .then(2)
        .when(least >= 10)
        .then(1)
        .otherwise(0)
    )
    injured = (pl.col("injured") == pl.col("injured_b")) & (pl.col("injured") >= 3)
    return points + injured.fill_null(False).cast(pl.Int32)
