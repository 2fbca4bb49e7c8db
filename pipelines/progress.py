"""How far a run has come: layers report, whoever watches listens. Nobody listening costs nothing."""

from collections.abc import Callable

Listener = Callable[[str, int, int], None]
_listeners: list[Listener] = []


def report(what: str, done: int, total: int) -> None:
    """Tell every listener that ``done`` of ``total`` items of ``what`` are done."""
    for listener in _listeners:
        listener(what, done, total)


def listen(listener: Listener) -> Callable[[], None]:
    """Add a listener; call what comes back to take it away again."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)
