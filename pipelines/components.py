"""The Dagster component of a source: ``dg list components`` shows it, ``dg scaffold defs`` writes its YAML."""

import dagster as dg

from assets.raw import source_asset
from pipelines.sources.config import Source, SourceAttributes


class ArticleSource(dg.Component, SourceAttributes, dg.Resolvable):
    """One source of news articles: the folder of its YAML gives it its id.

    The attributes are those of ``pipelines.sources.config.SourceAttributes``.
    """

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        attributes = SourceAttributes.model_validate(self.model_dump())
        return dg.Definitions(assets=[source_asset(Source(context.path.name, context.path, attributes))])
