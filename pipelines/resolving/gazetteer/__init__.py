"""Names of actors and places: tables, spellings, and one loader for both (`load_gazetteer`)."""

from .actor_tables import KINDS
from .loader import Gazetteer, load_gazetteer

__all__ = ["KINDS", "Gazetteer", "load_gazetteer"]
