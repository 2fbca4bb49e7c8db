"""Names of actors and places: tables, spellings, and one loader for both (`load_gazetteer`)."""

from .actor_tables import KINDS
from .loader import Gazetteer, load_gazetteer
from .own import own_fingerprint
from .schema import GazetteerError

__all__ = ["KINDS", "Gazetteer", "GazetteerError", "load_gazetteer", "own_fingerprint"]
