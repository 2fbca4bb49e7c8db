"""Builds small coded articles for the tests of resolving: only what a test is about has to be written."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import polars as pl

from pipelines.resolving.fusing import Before, Coded, Ledger, resolve_events
from warehouse.schema import empty_frame, polars_schema

DECIDED_AT = datetime(2024, 6, 1, tzinfo=UTC)
ACTORS = {
    "ISR": ("Israel", "state", "ISR", "ISR"),
    "LBN": ("Lebanon", "state", "LBN", "LBN"),
    "RUS": ("Russia", "state", "RUS", "RUS"),
    "UKR": ("Ukraine", "state", "UKR", "UKR"),
    "FRA": ("France", "state", "FRA", "FRA"),
    "org:russia-army": ("Russian army", "military", "RUS", "RUS"),
    "org:ukraine-rescue": ("Ukrainian rescue service", "government_body", "UKR", "UKR"),
    "grp:hezbollah": ("Hezbollah", "armed_group", "LBN", "grp:hezbollah"),
    "unk:gunmen": ("gunmen", "other", None, "unk:gunmen"),
}
# id: name, kind, precision, admin1, country, latitude, longitude, radius
PLACES = {
    "gn:odesa": ("Odesa", "city", "city", "UA-51", "UKR", 46.48, 30.73, 10.0),
    "gn:kharkiv": ("Kharkiv", "city", "city", "UA-63", "UKR", 49.98, 36.25, 12.0),
    "gn:odesa-oblast": ("Odesa Oblast", "admin1", "admin1", "UA-51", "UKR", 46.7, 30.3, 150.0),
    "gn:ukraine": ("Ukraine", "country", "country", None, "UKR", 49.0, 32.0, 600.0),
    "site:odesa-port": ("port of Odesa", "site", "site", "UA-51", "UKR", 46.49, 30.74, 2.0),
    "gn:tyre": ("Tyre", "city", "city", "LB-JA", "LBN", 33.27, 35.2, 5.0),
    "reg:red-sea": ("Red Sea", "sea", "region", None, None, 20.0, 38.5, 1200.0),
}


def _actors() -> pl.DataFrame:
    rows = [
        {
            "actor_id": key,
            "name": name,
            "kind": kind,
            "country_iso3": country,
            "root_actor_id": root,
            "is_known": not key.startswith("unk:"),
            "aliases": [],
        }
        for key, (name, kind, country, root) in ACTORS.items()
    ]
    return table("actors", rows)


def _places() -> pl.DataFrame:
    columns = (
        "name",
        "kind",
        "place_precision",
        "admin1_code",
        "country_iso3",
        "latitude",
        "longitude",
        "radius_km",
    )
    return table("places", [{"place_id": key, **dict(zip(columns, row, strict=True))} for key, row in PLACES.items()])


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows as a frame of a table of the contract; what a row leaves out is null."""
    schema = polars_schema(name)
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


@dataclass
class Newsroom:
    """Collects articles with their coded mentions and resolves them."""

    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def article(self, article_id: str, publisher: str, day: date | None, duplicate_of: str | None = None) -> None:
        published_at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else None
        self._add(
            "articles",
            article_id=article_id,
            source_id="feed",
            publisher=publisher,
            published_on=day,
            published_at=published_at,
            fetched_at=published_at or DECIDED_AT,
            duplicate_of=duplicate_of,
            coder_version="1",
        )

    def strike(self, article_id: str, start: int = 0, **values: object) -> str:
        """Adds a Russian drone strike on a Ukrainian energy site in Odesa, but for what `values` say."""
        mention_id = f"{article_id}:strike:{start}-{start + 50}"
        attackers = values.pop("attackers", ["RUS"])
        targets = values.pop("targets", ["UKR"])
        place = values.pop("place", "gn:odesa")
        row: dict[str, object] = {
            "mention_id": mention_id,
            "article_id": article_id,
            "text_start": start,
            "text_end": start + 50,
            "sentence_text": f"Sentence {start} of {article_id}.",
            "trigger_text": "hit",
            "target_kind": "energy",
            "methods": ["drone"],
            "outcome": "hit",
            "claim_status": "attributed",
            "date_precision": "unknown",
            "is_series": False,
            "confidence_score": 0.8,
            "attacker_mention_ids": self._names(article_id, attackers, "actor_id"),
            "target_mention_ids": self._names(article_id, targets, "actor_id"),
            "place_mention_id": self._names(article_id, [place], "place_id")[0] if place else None,
        }
        if "started_on" in values:
            row |= {"date_precision": "day", "ended_on": values["started_on"]}
        self._add("coded_strikes", **(row | values))
        return mention_id

    def statement(
        self, article_id: str, speaker: str | None, act: str, content: str, start: int, **values: object
    ) -> str:
        mention_id = f"{article_id}:statement:{start}-{start + len(content)}"
        row: dict[str, object] = {
            "mention_id": mention_id,
            "article_id": article_id,
            "act": act,
            "content_text": content,
            "content_start": start,
            "content_end": start + len(content),
            "is_quote": False,
            "strike_mention_ids": [],
            "date_precision": "unknown",
            "confidence_score": 0.9,
            "speaker_text": speaker or "an official",
            "speaker_mention_ids": self._names(article_id, [speaker], "actor_id") if speaker else [],
        }
        if "said_on" in values:
            row["date_precision"] = "day"
        self._add("coded_statements", **(row | values))
        return mention_id

    def reaction(self, article_id: str, reactor: str, reaction_type: str, strike: str, **values: object) -> str:
        number = len(self.rows.get("coded_reactions", []))
        mention_id = f"{article_id}:reaction:{number}-{number + 9}"
        row: dict[str, object] = {
            "mention_id": mention_id,
            "article_id": article_id,
            "reactor_text": reactor,
            "reaction_type": reaction_type,
            "reactor_mention_id": self._names(article_id, [reactor], "actor_id")[0],
            "kind": "verbal",
            "stance": "against",
            "strike_mention_id": strike,
            "text_start": number,
            "text_end": number + 9,
            "sentence_text": "Words.",
            "confidence_score": 0.7,
        }
        self._add("coded_reactions", **(row | values))
        return mention_id

    def evidence(self, mention_id: str, column: str, start: int, end: int) -> None:
        self._add(
            "evidence",
            mention_id=mention_id,
            article_id=mention_id.split(":")[0],
            column_name=column,
            text_start=start,
            text_end=end,
            text="x",
            rule_id="test",
        )

    def coded(self, *, shuffled: int | None = None) -> Coded:
        names = ("articles", "coded_strikes", "coded_statements", "coded_reactions", "evidence")
        frames = {name: table(name, self.rows.get(name, [])) for name in (*names, "entity_mentions")}
        frames |= {"actors": _actors(), "places": _places()}
        if shuffled is not None:
            frames = {
                name: frame.sample(fraction=1, shuffle=True, seed=shuffled) if frame.height else frame
                for name, frame in frames.items()
            }
        return Coded(**frames)

    def resolve(self, before: Ledger | None = None, **options: int) -> Ledger:
        earlier = (
            Before(
                strike_mentions=before.strike_mentions,
                statement_mentions=before.statement_mentions,
                reaction_mentions=before.reaction_mentions,
                merges=before.merges,
            )
            if before
            else Before()
        )
        return resolve_events(self.coded(**options), earlier, DECIDED_AT)

    def name_near(self, article_id: str, text: str, start: int, place: str | None = None) -> None:
        """Adds a name that no list knows, or one of a place, at some offset."""
        number = len(self.rows.get("entity_mentions", []))
        self._add(
            "entity_mentions",
            mention_id=f"{article_id}:name:{number}-{number + 1}",
            article_id=article_id,
            text=text,
            text_start=start,
            text_end=start + len(text),
            place_id=place,
            actor_id=None if place else "unk:" + text.lower(),
        )

    def _names(self, article_id: str, ids: object, column: str) -> list[str]:
        found = []
        for name in ids if isinstance(ids, list) else []:
            number = len(self.rows.get("entity_mentions", []))
            mention_id = f"{article_id}:name:{number}-{number + 1}"
            self._add("entity_mentions", **{"mention_id": mention_id, "article_id": article_id, column: name})
            found.append(mention_id)
        return found

    def _add(self, table_name: str, **row: object) -> None:
        self.rows.setdefault(table_name, []).append(row)


def nothing() -> Coded:
    """No article at all."""
    names = Coded.__dataclass_fields__
    return Coded(**{name: empty_frame(name) for name in names})


def partition(ledger: Ledger) -> list[list[str]]:
    """The strike mentions that stand together, without the ids that they have."""
    groups = ledger.strike_mentions.group_by("strike_id").agg(pl.col("mention_id").sort())
    return sorted(groups["mention_id"].to_list())
