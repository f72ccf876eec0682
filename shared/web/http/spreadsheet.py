"""A file for a spreadsheet: RFC 4180, readable as Chinese, and harmless where it is opened."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from shared.domain.calendar import BEIJING
from shared.domain.words import Language, Words
from shared.store.keys import instant
from shared.web.http.response import Response

COLUMNS = {
    "at": Words("Time (UTC)", "时间（UTC）"),
    "at_beijing": Words("Time (Beijing)", "时间（北京）"),
    "kind": Words("Code", "代码"),
    "text": Words("What happened", "事项"),
    "subject": Words("Kind of subject", "对象类别"),
    "subject_id": Words("Subject id", "对象标识"),
    "subject_name": Words("Subject", "对象"),
    "by": Words("Person id", "办理人标识"),
    "by_name": Words("Done by", "办理人"),
    "reason": Words("Reason", "原因"),
    "changes": Words("Changes (JSON)", "修改内容（JSON）"),
}
"""The columns of a history."""
FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]")
"""How a cell begins that a spreadsheet takes for a formula (OWASP, CSV injection), in full width and behind blanks too.

An apostrophe before it is part of it: one is put before what begins like this and nothing else, so that taking it
away again gives every cell back as it was.
"""
MOST_CHARACTERS = 1_500_000
"""A function answers with at most 6 MB; a Chinese character is three bytes."""
MORE = Words(
    "There is more than this file holds: choose fewer days.",
    "本文件未包含全部记录，请缩小日期范围后重新导出。",
)


def spreadsheet(
    name: str, rows: Iterable[Mapping[str, str]], language: Language, *, more: bool = False
) -> Response:
    """A history by its columns; the last row says so when there is `more`, or when the file grew too long."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow([words.within(language) for words in COLUMNS.values()])
    for row in rows:
        if out.tell() > MOST_CHARACTERS:
            more = True
            break
        lines.writerow([disarmed(row.get(column, "")) for column in COLUMNS])
    if more:
        lines.writerow([MORE.within(language), *("" for _ in range(len(COLUMNS) - 1))])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue().encode("utf-8-sig"), 200, "text/csv; charset=utf-8", headers)


def disarmed(cell: str) -> str:
    """The cell as text, whatever it begins with."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def times(at: datetime) -> dict[str, str]:
    """A time for machines, and for people in China."""
    return {"at": instant(at), "at_beijing": f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"}
