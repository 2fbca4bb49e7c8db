"""One address for one article: the canonical form of a URL."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

TRACKING_PREFIXES = ("utm_", "mc_", "at_", "fb_")
TRACKING = {"fbclid", "gclid", "dclid", "igshid", "cmpid", "ocid", "ref", "ref_src", "ito", "smid", "amp", "outputtype"}


def canonical_url(url: str) -> str:
    """The URL without what does not tell articles apart: scheme, case of the host, "www.", tracking, fragment."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    if parts.port and parts.port not in (80, 443):
        host = f"{host}:{parts.port}"
    query = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if key.lower() not in TRACKING and not key.lower().startswith(TRACKING_PREFIXES)
    ]
    return urlunsplit(("https", host, parts.path.rstrip("/") or "/", urlencode(sorted(query)), ""))
