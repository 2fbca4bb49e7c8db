"""What the command line shows: the progress bar, the end of a run, why a row is there, and the unknown actors."""

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from pipelines import progress
from pipelines.explain import ArticleListing, Explanation, Rejection
from pipelines.launch import RunOutcome
from pipelines.settings import Settings
from pipelines.summary import Summary, summarize
from pipelines.unknown_actors import UnknownActor

MESSAGES_SHOWN = 50
WORDS_SHOWN = 5  # pieces of evidence for one value
QUERY = "SELECT attacker_name, target_kind, count(*) AS strikes, sum(killed_best) AS killed FROM strikes GROUP BY ALL ORDER BY strikes DESC"


@contextmanager
def progress_bar(console: Console) -> Iterator[None]:
    """A bar for each layer that reports how far it has come; nothing at all without a terminal."""
    columns = TextColumn("{task.description:>10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        stop = progress.listen(show)
        try:
            yield
        finally:
            stop()


def show_summary(out: Console, err: Console, settings: Settings, outcome: RunOutcome, source_ids: list[str]) -> int:
    """Print the end of a run; gives the number of records of these sources that are left out."""
    for failure in outcome.failures:
        err.print(Text(f"failed: {failure}", style="red"))
    if not settings.work_file.is_file():
        return outcome.left_out
    summary = summarize(settings.work_file, outcome.run_id, source_ids)
    _show_held_back(err, summary)
    _show_counts(out, summary, outcome)
    _show_newest(out, summary)
    if settings.published_file.is_file():
        out.print(f"\nThe ledger: {settings.published_file}")
        elsewhere = "" if settings.folder == Settings().folder else f"--warehouse {settings.folder} "
        out.print(Text(f'Try:        strikeledger query {elsewhere}"{QUERY}"'))
    left_out = outcome.left_out + summary.open_refusals
    if left_out:
        err.print(
            Text(f"{left_out} records of the input are left out: SELECT row_id, reason FROM quarantine", style="yellow")
        )
    return left_out


def _show_held_back(err: Console, summary: Summary) -> None:
    rows = summary.held_back.rows(named=True)
    for row in rows[:MESSAGES_SHOWN]:
        what = f"held back from {row['table_name']}" if row["stage"] in ("resolve", "validate") else "left out"
        err.print(Text(f"{what}: {row['row_id']}: {row['reason']}", style="yellow"))
    if len(rows) > MESSAGES_SHOWN:
        err.print(Text(f"left out: and {len(rows) - MESSAGES_SHOWN} more", style="yellow"))


def _show_counts(out: Console, summary: Summary, outcome: RunOutcome) -> None:
    if not outcome.success:
        out.print("The run failed: the published file is as it was.")
    elif summary.articles_read is None:
        out.print("Nothing new: no row was changed.")
    else:
        out.print(f"{summary.articles_read} articles read.")
    counts = summary.counts
    out.print(
        f"In the ledger: {counts['articles']} articles, {counts['strikes']} strikes, {counts['statements']} statements, "
        f"{counts['reactions']} reactions; {counts['rejected_mentions']} mentions rejected, "
        f"{counts['quarantine']} records in quarantine."
    )


def _show_newest(out: Console, summary: Summary) -> None:
    for row in summary.newest.rows(named=True):
        who = row["attacker_name"] or "an unknown attacker"
        where = f" in {row['place_name']}" if row["place_name"] else ""
        out.print(
            Text(f"\n{row['started_on'] or 'no date'}  {who} → {row['target']}{where}  [{row['strike_id']}]", "bold")
        )
        out.print(Text(f"  “{' '.join(row['sentence'].split())}”"))


def show_explanation(out: Console, found: Explanation | Rejection | ArticleListing) -> None:
    """Print an event with each value and, below it, the words and the rule; a rejection; or what an article gave."""
    if isinstance(found, ArticleListing):
        _show_article(out, found)
    elif isinstance(found, Rejection):
        out.print(Text(f"{found.row['publisher']}: {found.row['url'] or found.row['external_id']}", "bold"))
        _show_rejection(out, found)
    else:
        _show_event(out, found)


def _show_event(out: Console, found: Explanation) -> None:
    if found.merged_into:
        out.print(f"This id was merged into {found.merged_into}.")
    out.print(Text(f"{found.kind} {found.event_id}", "bold"))
    for value in found.values:
        out.print(Text(f"{value.column}: {_line(value.value)}"))
        shown = list(dict.fromkeys((_line(row["words"]), row["rule_id"]) for row in value.evidence))
        for words, rule in shown[:WORDS_SHOWN]:
            out.print(Text(f"    “{words}”  {rule}", "dim"))
        if len(shown) > WORDS_SHOWN:
            out.print(Text(f"    and {len(shown) - WORDS_SHOWN} more in the table evidence", "dim"))
        if value.note:
            out.print(Text(f"    {value.note}", "dim"))
    for row in found.changes:
        out.print(Text(f"{row['decided_at']:%Y-%m-%d}: {row['what']}: {_line(row['reason'])} ({row['decided_by']})"))
    article = None
    for row in found.mentions:
        if (row["publisher"], row["url"], row["external_id"]) != article:
            article = (row["publisher"], row["url"], row["external_id"])
            out.print(Text(f"\n{row['publisher']}: {row['url'] or row['external_id']}", "bold"))
        out.print(Text(f"  “{_line(row['words'])}”  [{row['mention_id']}]"))


def _show_rejection(out: Console, found: Rejection) -> None:
    out.print(Text(f"  {found.row['reason']}: “{_line(found.row['words'])}”  [{found.row['mention_id']}]"))
    decisive = "".join(f"“{_line(row['words'])}”  " for row in found.evidence[:1])
    out.print(Text(f"    {decisive}{found.row['rule_id']}", "dim"))


def _show_article(out: Console, found: ArticleListing) -> None:
    article = found.article
    out.print(
        Text(f"{article['publisher']}: {article['title'] or article['external_id']}  [{article['article_id']}]", "bold")
    )
    if not found.mentions:
        out.print("No strike, statement or reaction was found in it.")
    for row in found.mentions:
        out.print(Text(f"  {row['kind']}: “{_line(row['words'])}”  [{row['event_id']}]"))
    if found.rejections:
        out.print(Text("\nForce that is no strike", "bold"))
    for rejection in found.rejections:
        _show_rejection(out, rejection)


def show_decisions(out: Console, decisions: pl.DataFrame) -> None:
    """Print decisions (the columns of `marts.decisions_in_force`), each with what became of it."""
    if decisions.is_empty():
        out.print("Nobody has decided anything: strikeledger merge, strikeledger split.")
    for row in decisions.rows(named=True):
        about = f"{row['event_id']} and {row['other_id']}" if row["other_id"] else row["event_id"]
        out.print(Text(f"{row['decision_id']}  {row['kind']} {about}", "bold"))
        out.print(Text(f"  {row['reason']} ({row['decided_by']}, {row['decided_at']:%Y-%m-%d %H:%M} UTC)"))
        if row["is_in_force"]:
            state = "in force"
        elif not row["first_count"] or not row["second_count"]:
            state = "does nothing: its reports are gone"
        else:
            state = "not in force: it is newer than the last run, or a later decision goes before it"
        out.print(Text(f"  {state}", "dim"))


def _line(value: object) -> str:
    return " ".join(str(value).split())


def show_unknown_actors(out: Console, actors: list[UnknownActor]) -> None:
    """Print the unknown actors, each with its counts and the sentence that names it first."""
    if not actors:
        out.print("Every actor that articles name is known.")
    for actor in actors:
        where = f", {actor.country_iso3}" if actor.country_iso3 else ""
        out.print(Text(f"{actor.name}  [{actor.actor_id}]", "bold"))
        out.print(Text(f"  {actor.kind}{where}; {actor.counts}"))
        out.print(Text(f"  “{actor.example}” ({actor.source})"))
