# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# same_text.py FILE NAME COUNTRY: whether the text of page 1 has the city's name where it belongs. Compared as NFKC without
# blanks and marks of direction. pdftotext puts marks and right-to-left words back in order by guessing, so for those
# scripts the letters alone must be the same, each as often; for all others their order too.
import sys
import unicodedata


def plain(text):
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


page, name, country = open(sys.argv[1], encoding="utf-8").read(), sys.argv[2], sys.argv[3]
between = page.split("This certifies that", 1)[1].split("has reported city data", 1)[0]
lines = [line for line in between.splitlines() if not line.endswith(f"({country})")]
printed, wanted = plain("".join(lines)), plain(name)
guessed = any(unicodedata.bidirectional(c) in ("R", "AL") or unicodedata.category(c)[0] == "M" for c in wanted)
sys.exit(0 if printed == wanted or (guessed and sorted(printed) == sorted(wanted)) else 1)
