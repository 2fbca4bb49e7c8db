"""From what the coders wrote to the mention tables of the contract: ids in place of the mentions of names.

The coders link inside one article by mention ids. Here every link to an actor, a place, a strike or a statement becomes
an id by join, after resolving, so that a merge or a split never leaves a stale link.
"""

import polars as pl

# A name stands near a strike that is told in its sentence or in the ones around it.
NEAR_CHARACTERS = 250


def link_strikes(coded_strikes: pl.DataFrame, entity_mentions: pl.DataFrame) -> pl.DataFrame:
    """Strike mentions with actor and place ids, still without `strike_id`.

    All columns of `coded_strikes` but the links to names stay, `same_as_mention_id` among them; `attacker_ids`,
    `target_actor_ids` and `place_id` come in, and beside them what identity looks at: the names in the sentences around
    the mention, `near_texts` those that no list knows, `near_listed_texts` the others, `near_place_ids` the places.
    """
    return (
        coded_strikes.join(
            _actor_ids(coded_strikes, "attacker_mention_ids", "attacker_ids", entity_mentions),
            on="mention_id",
            how="left",
            maintain_order="left",
        )
        .join(
            _actor_ids(coded_strikes, "target_mention_ids", "target_actor_ids", entity_mentions),
            on="mention_id",
            how="left",
            maintain_order="left",
        )
        .join(
            _named(entity_mentions, "place_mention_id", place_id="place_id"),
            on="place_mention_id",
            how="left",
            maintain_order="left",
        )
        .join(_near_names(coded_strikes, entity_mentions), on="mention_id", how="left", maintain_order="left")
        .drop("attacker_mention_ids", "target_mention_ids", "place_mention_id")
    )


def _near_names(coded_strikes: pl.DataFrame, entity_mentions: pl.DataFrame) -> pl.DataFrame:
    """`mention_id`, `near_texts`, `near_listed_texts`, `near_place_ids`: names at most `NEAR_CHARACTERS` before or behind each mention."""
    is_own = pl.all_horizontal(pl.col("place_id", "actor_id").str.starts_with("unk:").fill_null(True))
    names = entity_mentions.select(
        "article_id",
        "place_id",
        own=pl.when(is_own).then("text"),
        listed=pl.when(~is_own).then("text"),
        name_start="text_start",
        name_end="text_end",
    )
    near = (
        coded_strikes.select("mention_id", "article_id", "text_start", "text_end")
        .join(names, on="article_id")
        .filter(
            (pl.col("name_end") >= pl.col("text_start") - NEAR_CHARACTERS)
            & (pl.col("name_start") <= pl.col("text_end") + NEAR_CHARACTERS)
        )
    )
    return near.group_by("mention_id").agg(
        near_texts=pl.col("own").drop_nulls().unique().sort(),
        near_listed_texts=pl.col("listed").drop_nulls().unique().sort(),
        near_place_ids=pl.col("place_id").drop_nulls().unique().sort(),
    )


def link_statements(
    coded_statements: pl.DataFrame, entity_mentions: pl.DataFrame, strike_of: pl.DataFrame
) -> pl.DataFrame:
    """Statement mentions with actor and strike ids, still without `statement_id`.

    `strike_of`: `mention_id`, `strike_id` of the strike mentions.
    """
    strike_ids = _mapped(coded_statements, "strike_mention_ids", "strike_ids", strike_of.rename({"strike_id": "id"}))
    return (
        coded_statements.join(
            _actor_ids(coded_statements, "speaker_mention_ids", "speaker_ids", entity_mentions),
            on="mention_id",
            how="left",
            maintain_order="left",
        )
        .join(
            _named(entity_mentions, "addressee_mention_id", addressee_id="actor_id"),
            on="addressee_mention_id",
            how="left",
            maintain_order="left",
        )
        .join(strike_ids, on="mention_id", how="left", maintain_order="left")
        .drop("speaker_mention_ids", "addressee_mention_id")
    )


def link_reactions(
    coded_reactions: pl.DataFrame, entity_mentions: pl.DataFrame, strike_of: pl.DataFrame, statement_of: pl.DataFrame
) -> pl.DataFrame:
    """Reaction mentions with the ids that they lead to, still without `reaction_id`.

    `statement_of`: `mention_id`, `statement_id`. Adds `reactor_id`, `strike_id`, `statement_id`, `response_strike_id`.
    """
    strikes = strike_of.select(strike_mention_id="mention_id", strike_id="strike_id")
    responses = strike_of.select(response_strike_mention_id="mention_id", response_strike_id="strike_id")
    statements = statement_of.select(statement_mention_id="mention_id", statement_id="statement_id")
    return (
        coded_reactions.join(
            _named(entity_mentions, "reactor_mention_id", reactor_id="actor_id"),
            on="reactor_mention_id",
            how="left",
            maintain_order="left",
        )
        .join(strikes, on="strike_mention_id", how="left", maintain_order="left")
        .join(statements, on="statement_mention_id", how="left", maintain_order="left")
        .join(responses, on="response_strike_mention_id", how="left", maintain_order="left")
        .drop("reactor_mention_id")
    )


def _named(entity_mentions: pl.DataFrame, key: str, **columns: str) -> pl.DataFrame:
    """One id column of the entity mentions, by the name of the link that leads there."""
    return entity_mentions.select(pl.col("mention_id").alias(key), **columns)


def _actor_ids(rows: pl.DataFrame, links: str, ids: str, entity_mentions: pl.DataFrame) -> pl.DataFrame:
    return _mapped(rows, links, ids, entity_mentions.select("mention_id", id="actor_id"))


def _mapped(rows: pl.DataFrame, links: str, ids: str, targets: pl.DataFrame) -> pl.DataFrame:
    """`mention_id`, `ids`: what the links lead to, in their order, each once; no row where they lead nowhere."""
    return (
        rows.select("mention_id", link=links)
        .explode("link")
        .drop_nulls()
        .join(targets.rename({"mention_id": "link"}), on="link", maintain_order="left")
        .drop_nulls("id")
        .group_by("mention_id", maintain_order=True)
        .agg(pl.col("id").unique(maintain_order=True).alias(ids))
    )
