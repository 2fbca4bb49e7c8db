"""States in phrases: the words that stand for a state, the bodies that a state acts by, and the seats of its power.

Sources: countries.tsv, actor_patterns.tsv and actor_words.yaml (see README.md).
"""

import polars as pl

from .actor_rows import PARENTHESIS, actor_rows, alias_list, single_country
from .keys import folded, name_key
from .tables import DATA, exploded, read_table

SEAT_STANDING = 4.3  # a town of 20,000 people: a house of that name ("Downing Street") is no such town


def state_words(countries: pl.DataFrame, words: dict) -> pl.DataFrame:
    """Names, aliases and demonyms as they stand inside a phrase (`word`, accents folded, case kept) and their country.

    Phrases that only look like a country ("New Jersey") come with a null country, so that they are matched first.
    """
    lists = [exploded(countries.select("alpha_3", word=column), "word") for column in ("name", "aliases", "demonyms")]
    known = pl.concat(lists).with_columns(
        word=folded(pl.col("word").str.replace(PARENTHESIS, "").str.replace("^[Tt]he ", ""))
    )
    known = known.filter(
        ~pl.col("word").is_in(["Kiwi", "Magyar", "OPT", "States", "Dane", "Finn", "Brit"])
        & (pl.col("word").str.len_chars() > 1)
    )
    # "Congo" and "Congolese" alone mean the larger country; the ambiguous rule says so.
    known = known.sort((pl.col("alpha_3") == "COD").cast(pl.Int8), descending=True).unique(
        "word", keep="first", maintain_order=True
    )
    extra = pl.DataFrame({"word": ["Congo"], "alpha_3": ["COD"]})
    none = pl.DataFrame({"word": words["not_a_country"]}).with_columns(alpha_3=pl.lit(None, pl.String))
    rows = pl.concat([none, extra.select("word", "alpha_3"), known.select("word", "alpha_3")]).unique(
        "word", keep="first", maintain_order=True
    )
    return rows.rename({"alpha_3": "country_iso3"}).sort(
        pl.col("word").str.len_chars(), descending=True, maintain_order=True
    )


def any_of(words: pl.DataFrame) -> str:
    """A regular expression that matches any `word` of the frame, in the order of the frame."""
    return "|".join(words["word"].str.replace_all(r"([().+*?\[\]|])", r"\$1"))


def body_phrases(words: dict) -> pl.DataFrame:
    """`phrase_key` (what stands beside the country) → `body`, from actor_patterns.tsv and actor_words.yaml."""
    patterns = read_table("actor_patterns.tsv").filter(~pl.col("pattern").str.contains("-led|-backed| coalition"))
    rest = pl.col("pattern").str.replace_all(r"\{(?:adj|country)\}(?:'s)?", "").str.replace(r"\s*\bof\s*$", "")
    listed = patterns.select(phrase=rest, body=pl.col("role").replace(words["role_body"])).filter(
        pl.col("body").is_in(list(words["bodies"]))
    )
    more = pl.DataFrame({"body": list(words["phrases"]), "phrase": list(words["phrases"].values())}).explode("phrase")
    both = pl.concat([listed.select("phrase", "body"), more.select("phrase", "body")])
    both = both.with_columns(phrase_key=name_key(pl.col("phrase"))).filter(pl.col("phrase_key") != "")
    return both.select("phrase_key", "body").unique("phrase_key", keep="first", maintain_order=True)


def mapped_bodies(organizations: pl.DataFrame, words: pl.DataFrame, phrases: pl.DataFrame) -> pl.DataFrame:
    """Listed organizations that are a state's body under another name: "Israeli army" → Israel Defense Forces."""
    pattern = r"^(" + any_of(words.drop_nulls()) + r")(?:'s)? (.+)$"
    rows = exploded(
        organizations.with_columns(surface=pl.col("name") + "|" + pl.col("aliases").fill_null("")), "surface"
    )
    groups = folded(pl.col("surface")).str.extract_groups(pattern)
    rows = rows.with_columns(word=groups.struct[0], phrase_key=name_key(groups.struct[1]))
    rows = (
        rows.join(words.drop_nulls(), on="word")
        .join(phrases, on="phrase_key")
        .filter(single_country() == pl.col("country_iso3"))
    )
    # One agency is not "Iranian state media", and a junta that is called the government stays the army.
    rows = rows.filter(
        (pl.col("body") != "state-media") & ((pl.col("body") != "government") | (pl.col("kind") == "government"))
    )
    # The body's own word first: "US military" carries American troops, not "US Army".
    rows = rows.sort(pl.col("phrase_key") == pl.col("body").str.replace("-", " "), descending=True, maintain_order=True)
    return rows.select("country_iso3", "body", "actor_id").unique(
        ["country_iso3", "body"], keep="first", maintain_order=True
    )


def state_bodies(countries: pl.DataFrame, words: dict, mapped: pl.DataFrame) -> pl.DataFrame:
    """One row per state and body: the listed organization where there is one, else "Iranian military", say."""
    adjective = pl.coalesce(
        pl.col("alpha_3").replace_strict(words["adjectives"], default=None),
        pl.col("demonyms").str.split("|").list.first(),
        pl.col("name"),
    ).str.replace(PARENTHESIS, "")
    table = pl.DataFrame(
        {
            "body": list(words["bodies"]),
            "body_name": [body["name"] for body in words["bodies"].values()],
            "body_kind": [body["kind"] for body in words["bodies"].values()],
            "above": [body.get("above") for body in words["bodies"].values()],
        }
    )
    states = countries.select(
        "name", "alpha_3", "demonyms", metonyms=pl.col("government_metonyms"), adjective=adjective
    )
    rows = states.join(table, how="cross").join(
        mapped, left_on=["alpha_3", "body"], right_on=["country_iso3", "body"], how="left"
    )
    own_id = "org:" + pl.col("alpha_3").str.to_lowercase() + "-" + pl.col("body")
    rows = rows.with_columns(is_listed=pl.col("actor_id").is_not_null(), actor_id=pl.coalesce("actor_id", own_id))
    above = rows.select("alpha_3", above="body", above_id="actor_id")
    rows = rows.join(above, on=["alpha_3", "above"], how="left")
    seats = (
        seats_of_power(countries)
        .filter(~pl.col("is_city"))
        .group_by("alpha_3", maintain_order=True)
        .agg(seats=pl.col("seat"))
    )
    seats = seats.with_columns(seats=pl.col("seats").list.join("|"), body=pl.lit("government"))
    rows = rows.join(seats, on=["alpha_3", "body"], how="left")
    frame = actor_rows(
        rows,
        actor_id="actor_id",
        name=pl.col("adjective") + " " + pl.col("body_name"),
        kind="body_kind",
        country_iso3="alpha_3",
        parent_actor_id=pl.coalesce("above_id", "alpha_3"),
        aliases=alias_list("seats"),
    )
    return frame.with_columns(body=rows["body"], is_listed=rows["is_listed"])


def seats_of_power(countries: pl.DataFrame) -> pl.DataFrame:
    """The seats of power: a city ("Tehran", that is the state) or a house ("the Kremlin", that is the government)."""
    seats = exploded(countries.select("alpha_3", "demonyms", seat="government_metonyms"), "seat")
    seats = seats.with_columns(seat=pl.col("seat").str.replace("^the ", ""), alias_key=name_key(pl.col("seat"))).unique(
        ["alpha_3", "seat"], keep="first", maintain_order=True
    )
    names = pl.scan_parquet(DATA / "place_aliases.parquet").filter(
        pl.col("alias_key").is_in(seats["alias_key"].implode())
    )
    large = pl.scan_parquet(DATA / "places.parquet").filter(
        (pl.col("kind") == "city") & (pl.col("prior") >= SEAT_STANDING)
    )
    cities = names.join(large, on="place_id").select("alias_key", alpha_3="country_iso3").unique().collect()
    seats = seats.join(cities.with_columns(is_city=pl.lit(True)), on=["alias_key", "alpha_3"], how="left")
    is_capital = pl.col("seat").str.contains(r"^(Washington|D\.C\.)") | (pl.col("seat") == pl.col("demonyms"))
    return seats.with_columns(is_city=pl.col("is_city").fill_null(False) | is_capital)
