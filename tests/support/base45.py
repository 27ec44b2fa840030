# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# base45 (RFC 9285), with nothing of ours: the second opinion on what a certificate's code holds.
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


# Raises ValueError or OverflowError for what is no base45.
def decode(text):
    out = bytearray()
    for i in range(0, len(text), 3):
        group = text[i:i + 3]
        value = sum(LETTERS.index(c) * 45 ** k for k, c in enumerate(group))
        out += value.to_bytes(2 if len(group) == 3 else 1, "big")
    return bytes(out)
