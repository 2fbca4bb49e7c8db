"""The command line: ``strikeledger run | explain | query | merge | split | decisions | sources | actors | gazetteer |
lexicons | dictionary``."""

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.settings import Settings

app = typer.Typer(
    help="Reads news articles and keeps a ledger of who struck whom, who said what about it, and who reacted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
actors_app = typer.Typer(help="The actors of the ledger.", no_args_is_help=True)
app.add_typer(actors_app, name="actors")
gazetteer_app = typer.Typer(help="Your own names of actors and places.", no_args_is_help=True)
app.add_typer(gazetteer_app, name="gazetteer")
lexicons_app = typer.Typer(help="Your own words: verbs, weapons, cues.", no_args_is_help=True)
app.add_typer(lexicons_app, name="lexicons")
decisions_app = typer.Typer(help="What persons decided with merge and split.", invoke_without_command=True)
app.add_typer(decisions_app, name="decisions")
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

SUCCESS, FAILED, USAGE, LEFT_OUT = 0, 1, 2, 3
MESSAGES_SHOWN = 50
NEXT_RUN = "It takes effect at the next run: strikeledger run"

Reason = Annotated[str, typer.Option("--reason", help="Why; kept with the decision.")]
DecidedBy = Annotated[
    str, typer.Option("--by", help="Who decides.", default_factory=getpass.getuser, show_default="login name")
]
Warehouse = Annotated[
    Path | None, typer.Option("--warehouse", "-w", help="Folder of the warehouse.", show_default="as set")
]


def _settings(warehouse: Path | None) -> Settings:
    return Settings() if warehouse is None else Settings(warehouse=warehouse)


def _fail(message: str, code: int) -> typer.Exit:
    err.print(Text(message, style="red"))
    return typer.Exit(code)


@app.command()
def run(
    articles: Annotated[
        Path | None,
        typer.Option("--articles", "-a", help="Read this file, folder or glob instead of the configured sources."),
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """Read what is new, code it, check it and publish it.

    Exit codes: 0 everything was taken in; 1 the run failed or a check is red (the published file is as it was);
    2 the command line, a source, your own gazetteer or lexicons cannot be read; 3 done, but some input was left out.
    """
    from pipelines.coding.lexicon_schema import LexiconError, own_lexicons
    from pipelines.resolving.gazetteer import GazetteerError, load_gazetteer
    from pipelines.sources.config import command_line_source, load_sources
    from pipelines.sources.items import SourceError

    settings = _settings(warehouse)
    try:
        sources = load_sources(settings.sources) if articles is None else [command_line_source(articles)]
        for source in sources:
            source.connector(settings.max_article_bytes).check()
        if settings.own_gazetteer:  # before anything is computed; the built-in names are read where they are needed
            load_gazetteer(settings.own_gazetteer)
        own_lexicons(settings.lexicons)
    except (SourceError, GazetteerError, LexiconError) as error:
        raise _fail(str(error), USAGE) from error

    from pipelines.launch import run_ledger
    from pipelines.terminal import progress_bar, show_summary

    with progress_bar(err):
        outcome = run_ledger(sources, settings)
    open_records = show_summary(out, err, settings, outcome, [source.source_id for source in sources])
    if not outcome.success:
        raise typer.Exit(FAILED)
    if open_records:
        raise typer.Exit(LEFT_OUT)


@app.command()
def explain(
    wanted: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="The id of a strike, a statement, a reaction, a mention or a rejected mention; or of an article, or"
            " its URL.",
        ),
    ],
    warehouse: Warehouse = None,
) -> None:
    """Show why a row is there: each value, its words, and the rule or lexicon entry that read them.

    Of a rejected mention, why it is no strike; of an article, what was taken from it and what was left out.
    """
    from pipelines.explain import UnknownId
    from pipelines.explain import explain as explanation
    from pipelines.terminal import show_explanation

    published = _published(_settings(warehouse))
    try:
        show_explanation(out, explanation(published, wanted))
    except UnknownId as error:
        raise _fail(str(error), USAGE) from error


@app.command()
def query(
    sql: Annotated[str | None, typer.Argument(help="One SQL statement that reads.")] = None,
    warehouse: Warehouse = None,
    example: Annotated[str | None, typer.Option("--example", help="Run this example query instead.")] = None,
    list_examples: Annotated[bool, typer.Option("--list-examples", help="List the examples and stop.")] = False,
) -> None:
    """Print the result of a query on the published file as a table."""
    import duckdb

    from warehouse.examples import read_examples

    examples = read_examples()
    if list_examples:
        for name, found in examples.items():
            print(f"{name:<36} {found.question}")
        return
    if sql is None and example is not None:
        if example not in examples:
            raise _fail(f"there is no example {example}: see --list-examples", USAGE)
        sql = examples[example].sql
    elif sql is None or example is not None:
        raise _fail("give one SQL statement, or an example: --example NAME (see --list-examples)", USAGE)
    published = _published(_settings(warehouse))
    try:
        with duckdb.connect(str(published), read_only=True) as connection:
            cursor = connection.execute(sql)
            table = Table(*(column[0] for column in cursor.description or []))
            for row in cursor.fetchall():
                table.add_row(*("" if value is None else str(value) for value in row))
    except duckdb.Error as error:
        raise _fail(str(error), USAGE) from error
    # A pipe or a file gets whole lines, however wide; a terminal gets what fits.
    Console(width=None if sys.stdout.isatty() else 10_000).print(table)


@app.command()
def merge(
    event_id: Annotated[str, typer.Argument(metavar="ID", help="A strike, statement or reaction.")],
    other_id: Annotated[str, typer.Argument(metavar="OTHER", help="The one that is the same.")],
    reason: Reason,
    decided_by: DecidedBy,
    warehouse: Warehouse = None,
) -> None:
    """Decide that two rows are one. The next run joins them, with all reports that come later."""
    from pipelines import decide

    try:
        made = decide.merge(_settings(warehouse).work_file, event_id, other_id, reason, decided_by)
    except decide.DecisionError as error:
        raise _fail(str(error), USAGE) from error
    out.print(f"{made.decision_id}: {made.event_id} and {made.other_id} are one. {NEXT_RUN}")


@app.command()
def split(
    event_id: Annotated[str, typer.Argument(metavar="ID", help="A strike, statement or reaction.")],
    named: Annotated[
        list[str],
        typer.Argument(
            metavar="ARTICLE_OR_MENTION...",
            help="What tells of another event: ids of mentions, ids or URLs of articles.",
        ),
    ],
    reason: Reason,
    decided_by: DecidedBy,
    warehouse: Warehouse = None,
) -> None:
    """Decide that some reports of a row tell of another event. The next run gives them a row of their own."""
    from pipelines import decide

    try:
        made = decide.split(_settings(warehouse).work_file, event_id, named, reason, decided_by)
    except decide.DecisionError as error:
        raise _fail(str(error), USAGE) from error
    out.print(f"{made.decision_id}: {made.report_count} reports of {made.event_id} are another event. {NEXT_RUN}")


@decisions_app.callback()
def list_decisions(context: typer.Context, warehouse: Warehouse = None) -> None:
    """List the decisions of persons, and whether the ledger follows them."""
    from pipelines import decide
    from pipelines.terminal import show_decisions

    if context.invoked_subcommand is None:
        try:
            show_decisions(out, decide.decisions(_settings(warehouse).work_file))
        except decide.DecisionError as error:
            raise _fail(str(error), USAGE) from error


@decisions_app.command("drop")
def drop_decision(
    decision_id: Annotated[str, typer.Argument(metavar="ID", help="The decision, dec_…")], warehouse: Warehouse = None
) -> None:
    """Take a decision back."""
    from pipelines import decide

    try:
        decide.drop(_settings(warehouse).work_file, decision_id)
    except decide.DecisionError as error:
        raise _fail(str(error), USAGE) from error
    out.print(f"{decision_id} is taken back. {NEXT_RUN}")


@app.command()
def sources() -> None:
    """List the configured sources."""
    from pipelines.sources.config import load_sources
    from pipelines.sources.items import SourceError

    settings = Settings()
    try:
        found = load_sources(settings.sources)
    except SourceError as error:
        raise _fail(str(error), USAGE) from error
    table = Table("source_id", "kind", "path", "name", "schedule")
    for source in found:
        attributes = source.attributes
        table.add_row(
            source.source_id, attributes.kind, attributes.path, attributes.name or "", attributes.schedule or ""
        )
    out.print(table)


@actors_app.command()
def unknown(
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many to list.")] = 20,
    all_of_them: Annotated[
        bool, typer.Option("--all", help="Descriptions such as 'gunmen' and 'President' too, not names only.")
    ] = False,
    as_rows: Annotated[
        bool, typer.Option("--yaml", help="Print rows for a gazetteer/actors.yaml of your own.")
    ] = False,
    warehouse: Warehouse = None,
) -> None:
    """List the actors that no gazetteer knows, the most named first, each with a sentence that names it."""
    from pipelines.terminal import show_unknown_actors
    from pipelines.unknown_actors import as_yaml, unknown_actors

    found = unknown_actors(_published(_settings(warehouse)), limit, all_of_them)
    if as_rows:
        sys.stdout.write(as_yaml(found))
    else:
        show_unknown_actors(out, found)


@gazetteer_app.command("check")
def check_gazetteer(warehouse: Warehouse = None) -> None:
    """Check your own actors and places; every wrong row is told with its line."""
    from pipelines.resolving.gazetteer import GazetteerError, load_gazetteer

    folder = _settings(warehouse).own_gazetteer
    if folder is None:
        raise _fail("there is no gazetteer of your own: see the README, Teach it a name", USAGE)
    try:
        load_gazetteer(folder)
    except GazetteerError as error:
        raise _fail(str(error), USAGE) from error
    out.print(f"{folder}: nothing is wrong")


@lexicons_app.command("check")
def check_lexicons() -> None:
    """Check your own lexicons; every mistake is told with its line and with what is allowed."""
    from pipelines.coding.lexicon_schema import LexiconError, own_lexicons

    folder = Settings().lexicons
    if folder is None:
        raise _fail("there are no lexicons of your own: name their folder with STRIKELEDGER_LEXICONS", USAGE)
    try:
        found = own_lexicons(folder)
    except LexiconError as error:
        raise _fail(str(error), USAGE) from error
    out.print(f"{folder}: {', '.join(path.name for path in found) or 'no lexicon there'}: nothing is wrong")


@app.command()
def dictionary() -> None:
    """Print the data dictionary of the published tables as Markdown, and what the macros give."""
    from warehouse.publish import read_macros
    from warehouse.schema import dictionary_rows, get_table

    current = None
    for row in dictionary_rows():
        if row["table"] != current:
            current = row["table"]
            table = get_table(current)
            print(f"\n## {current}\n\n{table.description} Grain: {table.grain}.\n")
            for warning in table.warnings:
                print(f"> {warning}\n")
            print("| column | type | description |\n| --- | --- | --- |")
        comment = table.column(row["column"]).comment.replace("|", "\\|")
        print(f"| {row['column']}{' (key)' if row['is_key'] else ''} | {row['type']} | {comment} |")
    for name, macro in read_macros().items():
        print(f"\n## marts.{name}{macro.parameters}\n\n{macro.comment}")


def _published(settings: Settings) -> Path:
    if not settings.published_file.is_file():
        raise _fail(f"{settings.published_file}: nothing is published there yet: strikeledger run", USAGE)
    return settings.published_file


def main() -> None:
    """Entry point of the command ``strikeledger``."""
    app()


if __name__ == "__main__":
    main()
