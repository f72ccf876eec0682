"""Texts that try to become markup, script or an address wherever a page writes them without care."""

from collections.abc import Callable

Fill = Callable[[str, int, int], str]
"""The text for a place: its name, and how many characters it takes at least and at most."""

PAYLOADS = (
    "'\"><img src=x onerror=alert(1)>", "<script>alert(1)</script>", "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>", "</script><script>alert(1)</script>", "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//", '" onmouseover="alert(1)', "' onfocus='alert(1)' autofocus='",
    '" autofocus onfocus=alert(1) x="', "` onload=alert(1)", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "java\u00adscript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)",
    "<a href=javascript:alert(1)>x</a>", "<a href=//evil.example>x</a>", "[x](javascript:alert(1))",
    "<iframe src=//evil.example>", "<iframe srcdoc='<b>x'>", "<object data=x>", "<embed src=x>",
    "<base href=//evil.example/>", "<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=//e>",
    "<style>*{display:none}</style>", "<form action=//evil.example>", "<input autofocus onfocus=alert(1)>",
    "<button formaction=//evil.example>", "<details open ontoggle=alert(1)>", "<video src=x onerror=alert(1)>",
    "<math><mi xlink:href=data:x>", "<body onload=alert(1)>", "</body></html><script>", "<!-- ", "--><b>",
    "<![CDATA[<b>]]>", "<?php echo 1 ?>", "<!DOCTYPE x>", "</dd></dl><h1>x</h1>", "</a></li></ul>", "</main>",
    "</select><b>", "</option><b>", "</fieldset></form>", "<b", "<", ">", '"', "'", "&lt;script&gt;", "&#60;b&#62;",
    "&quot; onclick=alert(1)", "%3Cscript%3Ealert(1)%3C/script%3E", "{{ 7*7 }}", "{% raw %}", "${7*7}",
    "＜script＞alert(1)＜/script＞", "+ADw-script+AD4-", '\u02b9"><b>', "<ScRiPt/x>alert(1)</sCrIpT >",
    "<img/src=`x`onerror=alert(1)>", 'style="x:expression(alert(1))"', "<x contenteditable onblur=alert(1)>",
)  # fmt: skip
INERT = "w"
STEP = 3
"""Payloads that the shortest places take in one turn, or nearly."""
TURNS = -(-len(PAYLOADS) // STEP)
"""Turns until every place has had every payload."""


def armed(turn: int) -> Fill:
    """As many payloads as the place takes, others in every turn."""

    def fill(place: str, least: int, most: int) -> str:
        start = turn * STEP + sum(place.encode())
        found = ""
        for number in range(len(PAYLOADS)):
            payload = PAYLOADS[(start + number) % len(PAYLOADS)]
            if len(found) + len(payload) + 1 <= most:
                found += f" {payload}" if found else payload
        return found.ljust(least, INERT)

    return fill
