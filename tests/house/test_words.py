"""What no file of the project says. A letter of each stands in brackets, so that this file does not say it either."""

import re

import pytest

from tests.support.sources import own_files, text_of

# fmt: off
FORBIDDEN = (  # what                      files  pattern
    ("unfinished work",                    "",    r"\b(TOD[O]|FIXM[E]|XX[X])\b"),
    ("a test that does not run",           ".py", r"\b(import[o]rskip|skip[i]f|pytest\.(mark\.)?(sk[i]p|xfa[i]l))\b"),
    ("a lint silenced without its code",   ".py", r"# n[o]qa(?!: [A-Z]+[0-9])"),
    ("a type silenced without its code",   ".py", r"# type: ign[o]re(?!\[[a-z])"),
    ("code hidden from coverage",          ".py", r"pragma: n[o] cover"),
    ("a catch of everything",              ".py", r"except(\s*|\s+[^:]*\b(Base)?Except[i]on\b[^:]*):"),
    ("a path of one machine",              "",    r"(?<![\w.~-])/(work|root|home/\w+)/[\w.]"),
    ("the address of a package index",     "",    r"pyp[i]\.org|pythonh[o]sted\.org|registry\.npmj[s]\.org"),
)
# fmt: on


@pytest.mark.parametrize(("what", "suffix", "pattern"), FORBIDDEN, ids=[row[0] for row in FORBIDDEN])
def test_no_file_holds(what: str, suffix: str, pattern: str):
    found = [
        f"{path}:{number}: {line.strip()}"
        for path in own_files()
        if path.endswith(suffix)
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert found == [], what
