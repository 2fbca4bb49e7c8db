"""One address for one article: the canonical form of a URL.

Ids of articles are made from it, so two articles must never share one: only what is known to tell no articles apart is
taken away (`urls.yaml`), and all else of the path and the query stays.
"""

import re
import string
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import yaml

RULES_FILE = Path(__file__).with_name("urls.yaml")
DEFAULT_PORTS = {None, 80, 443}
UNRESERVED = "-._~"
# What may stand bare in a path (RFC 3986, section 3.3); an encoded slash is no slash and stays encoded.
IN_PATH = "/!$&'()*+,;=:@%"


@cache
def url_rules() -> dict:
    """The lists of `urls.yaml`."""
    return yaml.safe_load(RULES_FILE.read_text(encoding="utf-8"))


def canonical_url(url: str) -> str:
    """The URL of the article itself: without tracking, AMP and mobile variants, written in one way.

    Scheme, case of the host, "www.", default port, order of parameters, percent-encoding (RFC 3986, section 6.2.2) and
    names in other scripts (IDNA) are made one; fragments go, but for "#!" and "#/", which single-page sites address articles by.
    A text that is no address of the web comes back trimmed.
    """
    url = url.strip()
    parts = _split(_unwrapped(url if "://" in url[:10] else f"https://{url}"))
    if parts is None:
        return url
    host = _host(parts.hostname or "")
    if parts.port not in DEFAULT_PORTS:
        host = f"{host}:{parts.port}"
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit(("https", host, _path(parts.path), _query(parts.query), fragment))


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        is_web = parts.scheme.lower() in ("http", "https") and re.fullmatch(r"\S+", parts.hostname or "")
        return parts if is_web and parts.port != 0 else None
    except ValueError:  # brackets or a port that are none
        return None


def _unwrapped(url: str) -> str:
    """The address inside that of an AMP cache or viewer, else the address itself."""
    for pattern in url_rules()["amp_caches"]:
        if found := re.match(pattern, url, re.IGNORECASE):
            return f"https://{found['url']}"
    return url


def _host(host: str) -> str:
    host = host.lower().rstrip(".")
    with suppress(UnicodeError):  # a label that is empty or too long is left as it is
        host = host.encode("idna").decode("ascii")
    labels, rules = host.split("."), url_rules()
    # The last two labels are the site itself ("m.co"), with a country the last three ("amp.com.au").
    own = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in rules["second_levels"] else 2
    return ".".join([*(x for x in labels[:-own] if x not in rules["host_variants"]), *labels[-own:]])


def _path(path: str) -> str:
    path = quote(re.sub(r"%[0-9a-fA-F]{2}", _normal_escape, path), safe=IN_PATH + UNRESERVED)
    path = re.sub(r"/{2,}", "/", path)
    for pattern in url_rules()["path_variants"]:
        path = re.sub(pattern, "", path, flags=re.IGNORECASE)
    return path.rstrip("/") or "/"


def _normal_escape(found: re.Match) -> str:
    """An escape in upper case, or the character that needed none."""
    character = unquote(found[0], errors="strict") if int(found[0][1:], 16) < 0x80 else ""
    return character if character.isalnum() or character in tuple(UNRESERVED) else found[0].upper()


def _query(query: str) -> str:
    # Latin-1 takes each escaped byte as it is, so that escapes that are no UTF-8 stay different ones.
    query = quote(query, safe=string.punctuation + string.whitespace)
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    return urlencode(sorted(pair for pair in pairs if not _is_idle(*pair)), encoding="latin-1")


def _is_idle(name: str, value: str) -> bool:
    """Whether a parameter says nothing of which article it is."""
    name, value, rules = name.lower(), value.lower(), url_rules()
    return (
        name in rules["tracking"]
        or name.startswith(tuple(rules["tracking_prefixes"]))
        or (name in rules["tracking_words"] and not re.search(r"\d", value))
        or f"{name}={value}" in rules["query_variants"]
    )
