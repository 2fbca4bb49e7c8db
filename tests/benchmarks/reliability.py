"""The reliability diagram: said probability against the share that is right, as a small SVG without any library."""

from collections.abc import Mapping

from tests.benchmarks.calibration import Calibration

SIDE, GAP, MARGIN = 220, 60, 46
COLOURS = ("#1b6ca8", "#c8553d")
STYLE = "font-family: sans-serif; font-size: 11px; fill: #333"


def diagram(panels: Mapping[str, Mapping[str, Calibration]]) -> str:
    """One panel for each kind of row, with one line of dots for each data set; a dot's area is its number of rows.

    On the diagonal a probability is what it says; below it the rows are right less often than said.
    """
    width = MARGIN + len(panels) * (SIDE + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{SIDE + 2 * MARGIN + 14}" role="img">',
        "<title>Reliability of confidence_score</title>",
        f'<rect width="100%" height="100%" fill="#fff"/><g style="{STYLE}">',
    ]
    for number, (kind, lines) in enumerate(panels.items()):
        parts += _panel(MARGIN + number * (SIDE + GAP), MARGIN, kind, lines)
    return "\n".join([*parts, "</g></svg>", ""])


def _panel(left: float, top: float, kind: str, lines: Mapping[str, Calibration]) -> list[str]:
    def x(share: float) -> float:
        return round(left + share * SIDE, 1)

    def y(share: float) -> float:
        return round(top + (1 - share) * SIDE, 1)

    parts = [f'<text x="{x(0)}" y="{top - 12}" font-weight="bold">{kind}</text>']
    for tick in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<path d="M{x(tick)} {y(0)}V{y(1)}M{x(0)} {y(tick)}H{x(1)}" stroke="#e4e4e4" fill="none"/>')
        parts.append(f'<text x="{x(tick)}" y="{y(0) + 15}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{x(0) - 6}" y="{y(tick) + 4}" text-anchor="end">{tick:g}</text>')
    parts.append(f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#999" stroke-dasharray="4 3" fill="none"/>')
    for number, (name, found) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        dots = [(x(b.said), y(b.right), b.count) for b in found.bins]
        path = "L".join(f"{px} {py}" for px, py, _ in dots)
        parts.append(f'<path d="M{path}" stroke="{colour}" fill="none"/>')
        for px, py, count in dots:
            radius = round(2 + 0.5 * count**0.5, 1)
            parts.append(f'<circle cx="{px}" cy="{py}" r="{radius}" fill="{colour}" fill-opacity="0.75"/>')
        parts.append(
            f'<text x="{x(1) - 8}" y="{y(0) - 8 - 14 * number}" text-anchor="end" style="fill: {colour}">{name}, {found.count} rows</text>'
        )
    parts.append(f'<text x="{x(0.5)}" y="{y(0) + 32}" text-anchor="middle">confidence_score</text>')
    if left == MARGIN:
        middle = y(0.5)
        parts.append(
            f'<text x="12" y="{middle}" text-anchor="middle" transform="rotate(-90 12 {middle})">share that is right</text>'
        )
    return parts
