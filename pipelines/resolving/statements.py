"""One row for each real statement: the same speaker, act and words in several articles are one."""

from collections.abc import Callable

import polars as pl

from pipelines.resolving.decisions import UNDECIDED, Pairs, in_nodes, join_groups
from pipelines.resolving.grouping import agglomerate, connect, inner_pairs, lasting_ids, prefer_first
from pipelines.resolving.support import DATE_ORDER, actor_columns, counts, rank_of, ranked_actors

KEY = "statement_id"
# Reports of one statement that share no strike are published within so many days of each other.
NEAR_DAYS = 3
# Words shared, of all words of both; or of the shorter one, where an article cuts a quotation.
SHARED_OF_ALL, SHARED_OF_SHORTER, SHORTEST = 0.5, 0.8, 4
COMPARED = ["article_id", "family", "said_day", "line", "words", "numbers"]


def group_statements(
    mentions: pl.DataFrame,
    previous: pl.DataFrame,
    taken: Callable[[pl.Series], pl.Series] | None = None,
    decided: Pairs = UNDECIDED,
) -> pl.DataFrame:
    """Assign a statement id to every statement mention: `mention_id`, `statement_id`.

    `mentions`: statement mentions with resolved ids, in order (`support.in_order`); `previous`: `mention_id`,
    `statement_id`; `taken`: see `grouping.lasting_ids`; `decided`: pairs of mentions that a person joined and
    separated. Inside one article every mention is its own statement, as the
    codebook has it.
    """
    facts = statement_facts(mentions)
    # Mentions are numbered in the order of their names: small keys, the same for the same set of mentions.
    numbers = facts.select(pl.col("node").sort()).with_row_index("number")
    facts = facts.join(numbers, on="node").with_columns(mention_id="node", node="number")
    pairs = compare_statements(near_pairs(statement_keys(facts)), facts)
    other_day = pairs.filter("is_apart").select("a", "b")
    edges = prefer_first(pairs.filter("is_same"), facts, other_day)
    reach = connect(facts["node"], edges)
    in_article = inner_pairs(
        facts.join(reach, on="node").select("node", group=pl.concat_str("article_id", "group", separator="/"))
    )
    named = facts.select("mention_id", "node")
    apart = pl.concat([in_article, other_day, in_nodes(decided.apart, named)]).unique()
    groups = join_groups(agglomerate(facts["node"], edges, apart), in_nodes(decided.together, named))
    members = facts.select("node", "mention_id").join(groups, on="node").select("mention_id", "group")
    ids, _ = lasting_ids(
        members,
        mentions.select("mention_id", "place_in_order", arrived_at="fetched_at"),
        previous.select("mention_id", id="statement_id"),
        "sta_",
        taken,
    )
    return ids.rename({"id": "statement_id"})


def statement_facts(mentions: pl.DataFrame) -> pl.DataFrame:
    """What comparing looks at, one row for each mention: `node` is its id."""
    content = pl.col("content_text").str.to_lowercase()
    return mentions.sort("mention_id").select(
        "article_id",
        "place_in_order",
        "family",
        "act",
        "strike_ids",
        "published_on",
        node="mention_id",
        said_day=pl.when(pl.col("date_precision") == "day").then("said_on"),
        speaker=pl.coalesce(pl.col("speaker_ids").list.first(), pl.col("speaker_text").str.to_lowercase()),
        line=content.str.replace_all(r"\s+", " ").str.strip_chars(),
        words=content.str.extract_all(r"[\p{L}\p{N}]{4,}").list.unique(),
        numbers=content.str.extract_all(r"\d+").list.unique(),
    )


def statement_keys(facts: pl.DataFrame) -> pl.DataFrame:
    """The blocks that each mention is in: `node`, `key`: one speaker and act, and near in time, about one strike, or in
    copies of one article."""
    base = facts.drop_nulls("speaker")
    until = pl.col("published_on") + pl.duration(days=NEAR_DAYS)
    days = base.drop_nulls("published_on").select(
        "node",
        "speaker",
        "act",
        near=pl.date_ranges("published_on", until).list.eval(pl.element().dt.to_string("%Y-%m-%d")),
    )
    strikes = base.select("node", "speaker", "act", near="strike_ids")
    families = base.select("node", "speaker", "act", near=pl.concat_list("family"))
    rows = pl.concat([days, strikes, families]).explode("near").drop_nulls("near")
    return rows.select("node", key=pl.concat_str("speaker", "act", "near", separator="/")).unique()


def near_pairs(keys: pl.DataFrame) -> pl.DataFrame:
    """Pairs of mentions that share a block: `a` < `b`."""
    keys = keys.with_columns(pl.col("key").rank("dense"))
    pairs = keys.join(keys, on="key", suffix="_b").filter(pl.col("node") < pl.col("node_b"))
    return pairs.select(a="node", b="node_b").unique()


def compare_statements(pairs: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Pairs in different articles: `a`, `b`, `is_same`, `is_apart` (said on other days) and `score`."""
    facts = facts.select(*COMPARED, "node")
    both = (
        pairs.join(facts, left_on="a", right_on="node")
        .join(facts, left_on="b", right_on="node", suffix="_b")
        .filter(pl.col("article_id") != pl.col("article_id_b"))
    )
    shared = pl.col("words").list.set_intersection("words_b").list.len()
    union = pl.col("words").list.set_union("words_b").list.len()
    shorter = pl.min_horizontal(pl.col("words").list.len(), pl.col("words_b").list.len())
    of_all = (shared / union).fill_nan(0).fill_null(0)
    of_shorter = pl.when(shorter >= SHORTEST).then(shared / shorter).otherwise(0).fill_null(0)
    # Another figure makes another statement; a figure that one report leaves out does not.
    same_numbers = (
        pl.col("numbers").list.set_intersection("numbers_b").list.len()
        == pl.min_horizontal(pl.col("numbers").list.len(), pl.col("numbers_b").list.len())
    ).fill_null(False)
    same_line = (pl.col("line") == pl.col("line_b")).fill_null(False)
    is_copy = (pl.col("family") == pl.col("family_b")) & (
        same_line | (pl.col("line").is_null() & pl.col("line_b").is_null())
    )
    other_day = (pl.col("said_day") != pl.col("said_day_b")).fill_null(False)
    return both.select(
        "a",
        "b",
        is_same=is_copy
        | (~other_day & (same_line | (same_numbers & ((of_all >= SHARED_OF_ALL) | (of_shorter >= SHARED_OF_SHORTER))))),
        is_apart=other_day & ~is_copy,
        score=pl.when(is_copy)
        .then(20)
        .when(same_line)
        .then(15)
        .otherwise((pl.max_horizontal(of_all, of_shorter) * 10).floor())
        .cast(pl.Int32),
    )


def statement_actors(mentions: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    """All speakers and addressees, ranked: `statement_id`, `actor_id`, `role`, `rank`."""
    addressed = mentions.with_columns(addressee_ids=pl.concat_list("addressee_id"))
    return pl.concat(
        [
            ranked_actors(mentions, KEY, "speaker_ids", "speaker", actors),
            ranked_actors(addressed, KEY, "addressee_ids", "addressee", actors),
        ]
    ).sort(KEY, "role", "rank")


def fuse_statements(
    mentions: pl.DataFrame, ranked: pl.DataFrame, actors: pl.DataFrame, codes: pl.DataFrame
) -> pl.DataFrame:
    """The table `statements`.

    `mentions`: statement mentions with `statement_id` and the facts of their articles; `ranked`: `statement_actors`;
    `codes`: `act`, `cameo_code`, `plover_code`. Words and person come from the first report, the date from the mention
    with the finest precision, the act is the same in all.
    """
    lead = ranked.filter(pl.col("rank") == 1)
    speakers = lead.filter(pl.col("role") == "speaker").select(KEY, speaker_id="actor_id")
    addressees = lead.filter(pl.col("role") == "addressee").select(KEY, addressee_id="actor_id")
    first = (
        mentions.sort("place_in_order")
        .group_by(KEY, maintain_order=True)
        .agg(
            pl.col("act").first(),
            pl.col("content_text", "speaker_text", "speaker_person").drop_nulls().first(),
            pl.col("is_quote").any(),
            strike_id=pl.col("strike_ids").list.first().drop_nulls().first(),
        )
    )
    dates = (
        mentions.drop_nulls("said_on")
        .sort(rank_of("date_precision", DATE_ORDER), "place_in_order")
        .unique(KEY, keep="first", maintain_order=True)
        .select(KEY, "said_on", "date_precision")
    )
    addressee_names = actor_columns(actors, "addressee_id", "addressee")
    return (
        first.join(counts(mentions, KEY), on=KEY)
        .join(dates, on=KEY, how="left")
        .join(speakers, on=KEY, how="left")
        .join(addressees, on=KEY, how="left")
        .join(actor_columns(actors, "speaker_id", "speaker"), on="speaker_id", how="left")
        .join(addressee_names, on="addressee_id", how="left")
        .join(codes, on="act", how="left")
        .with_columns(
            speaker_name=pl.coalesce("speaker_name", "speaker_text"),
            date_precision=pl.col("date_precision").fill_null("unknown"),
        )
    )
