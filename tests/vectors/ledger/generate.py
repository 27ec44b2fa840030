#!/usr/bin/env python3
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the test vectors of this folder. A second reading of the formats: it shares nothing with the C++ code.

Needs nothing but Python's standard library. Run it in this folder; the output never changes.
"""

import base64
import hashlib
import json
import struct


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


# Ed25519 by the formulas of RFC 8032, section 5.1; slow, and fine for keys that protect nothing.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE_Y = 4 * pow(5, P - 2, P) % P


def recover_x(y):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    return P - x if x & 1 else x


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + t, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, P - 2, P) % P)


def multiply(scalar, point):
    result = (0, 1)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


BASE = (recover_x(BASE_Y), BASE_Y)


def encode_point(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


class Key:
    def __init__(self, name, kind, seed):
        digest = hashlib.sha512(bytes([seed]) * 32).digest()
        self.scalar = (int.from_bytes(digest[:32], "little") & (1 << 254) - 8) | 1 << 254
        self.prefix = digest[32:]
        self.public = encode_point(multiply(self.scalar, BASE))
        self.name = name
        self.typed = bytes([kind]) + self.public
        self.id = sha256(name.encode() + b"\n" + self.typed)[:4]
        self.vkey = f"{name}+{self.id.hex()}+{b64(self.typed)}"

    def sign(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % L
        point = encode_point(multiply(r, BASE))
        k = int.from_bytes(hashlib.sha512(point + self.public + message).digest(), "little") % L
        return point + ((r + k * self.scalar) % L).to_bytes(32, "little")

    def line(self, payload):
        return f"\u2014 {self.name} {b64(self.id + payload)}\n"

    def note_line(self, text):
        return self.line(self.sign(text.encode()))

    def cosignature_line(self, text, time):
        message = f"cosignature/v1\ntime {time}\n{text}".encode()
        return self.line(struct.pack(">Q", time) + self.sign(message))


# The tree by the recursive definitions of RFC 9162, section 2.1.
def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def inclusion(index, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return inclusion(index, leaves[:k]) + [root(leaves[k:])]
    return inclusion(index - k, leaves[k:]) + [root(leaves[:k])]


def consistency(older, leaves, known=True):
    n = len(leaves)
    if older == n:
        return [] if known else [root(leaves)]
    k = split(n)
    if older <= k:
        return consistency(older, leaves[:k], known) + [root(leaves[k:])]
    return consistency(older - k, leaves[k:], False) + [root(leaves[:k])]


def hexes(digests):
    return [digest.hex() for digest in digests]


def write(name, value):
    with open(name, "w", encoding="utf-8") as out:
        json.dump(value, out, indent=1, ensure_ascii=True)
        out.write("\n")


ENTRIES = [f"entry {i}" for i in range(16)]
LEAVES = [sha256(b"\0" + entry.encode()) for entry in ENTRIES]
LOG = Key("log.example/one", 1, 1)
OTHER = Key("log.example/two", 1, 2)
WITNESSES = [Key(f"witness.example/{n}", 4, 16 + i) for i, n in enumerate("abcd")]
TIME = 1767225600


def tree():
    write("tree.json", {
        "entries": ENTRIES,
        "leaves": hexes(LEAVES),
        "roots": hexes(root(LEAVES[:size]) for size in range(17)),
        "inclusion": [{"index": index, "size": size, "path": hexes(inclusion(index, LEAVES[:size]))}
                      for size in range(1, 17) for index in range(size)],
        "consistency": [{"older": older, "newer": newer, "path": hexes(consistency(older, LEAVES[:newer]))}
                        for newer in range(1, 17) for older in range(1, newer + 1)],
    })


def chain():
    value = sha256(b"")
    links = []
    for i, leaf in enumerate(LEAVES):
        time = TIME * 1000 + 7 * i
        value = sha256(b"\2" + value + struct.pack(">Q", time) + leaf)
        links.append({"time": str(time), "leaf": leaf.hex(), "chain_after": value.hex()})
    write("chain.json", {"start": sha256(b"").hex(), "links": links})


def checkpoint_text(size, origin=LOG.name):
    return f"{origin}\n{size}\n{b64(root(LEAVES[:size]))}\n"


def notes():
    text = checkpoint_text(11)
    good_line = LOG.note_line(text)
    w = WITNESSES[0]
    signed = text + "\n" + good_line

    def case(name, note, good, keys=(LOG, w)):
        return {"name": name, "vkeys": [key.vkey for key in keys], "note": note, "good": good}

    zero_key_id = base64.b64encode(b"\0\0\0\0" + LOG.sign(text.encode())).decode()
    cases = [
        case("one signature", signed, True),
        case("the cosignature alone", text + "\n" + w.cosignature_line(text, TIME), True),
        case("both", signed + w.cosignature_line(text, TIME), True),
        case("an unknown name beside", signed + OTHER.note_line(text), True),
        case("a known name with another ID beside", signed + f"\u2014 {LOG.name} {zero_key_id}\n", True),
        case("empty lines in the text", "a\n\n\nb\n\n" + LOG.note_line("a\n\n\nb\n"), True),
        case("text that is only a newline", "\n\n" + LOG.note_line("\n"), True),
        case("text beyond ASCII", "\u00e9\u20ac\U0001f3d9\n\n" + LOG.note_line("\u00e9\u20ac\U0001f3d9\n"), True),
        case("the greatest cosignature time", text + "\n" + w.cosignature_line(text, 2**63 - 1), True),
        case("100 signature lines", signed + OTHER.note_line(text) * 99, True),
        case("101 signature lines", signed + OTHER.note_line(text) * 100, False),
        case("only unknown names", text + "\n" + OTHER.note_line(text), False),
        case("a known line that does not verify beside a good one",
             signed + w.line(struct.pack(">Q", TIME) + bytes(64)), False),
        case("a cosignature time over 2^63 - 1", text + "\n" + w.cosignature_line(text, 2**63), False),
        case("a cosignature without time", text + "\n" + w.note_line(text), False),
        case("a log signature with time", text + "\n" + LOG.cosignature_line(text, TIME), False),
        case("a short signature", text + "\n" + LOG.line(LOG.sign(text.encode())[:63]), False),
        case("a long signature", text + "\n" + LOG.line(LOG.sign(text.encode()) + b"\0"), False),
        case("a key ID and no signature", signed + OTHER.line(b""), False),
        case("no signature", text + "\n", False),
        case("no empty line", text + good_line, False),
        case("no newline at the end", signed[:-1], False),
        case("a line after the signatures", signed + "more\n", False),
        case("a hyphen for the dash", signed.replace("\u2014", "-"), False),
        case("two spaces before the signature", signed.replace(LOG.name + " ", LOG.name + "  "), False),
        case("a space after the signature", signed[:-1] + " \n", False),
        case("carriage returns", signed.replace("\n", "\r\n"), False),
        case("a tab in the text", "a\tb\n\n" + LOG.note_line("a\tb\n"), False),
        case("a NUL in the text", "a\0b\n\n" + LOG.note_line("a\0b\n"), False),
        case("base64 without padding", signed.replace("=", ""), False),
        case("a no-break space in a name", signed + good_line.replace("log.", "log\u00a0."), False),
        case("a plus in a name", signed + good_line.replace("log.", "log+."), False),
        case("an empty name", signed + good_line.replace(LOG.name, ""), False),
        case("an empty note", "", False),
    ]
    write("notes.json", cases)


def checkpoints():
    text = checkpoint_text(11)
    r = b64(root(LEAVES[:11]))
    empty = b64(sha256(b""))
    good = [text, checkpoint_text(0), text + "extension\n", text + "one\ntwo\n", f"{LOG.name}\n{2**64 - 1}\n{r}\n",
            f"an origin with spaces\n1\n{r}\n", f"{'o' * 255}\n1\n{r}\n"]
    bad = ["", "\n", text[:-1], f"\n11\n{r}\n", f"{LOG.name}\n011\n{r}\n", f"{LOG.name}\n00\n{empty}\n",
           f"{LOG.name}\n+11\n{r}\n", f"{LOG.name}\n-1\n{r}\n", f"{LOG.name}\n 11\n{r}\n", f"{LOG.name}\n11 \n{r}\n",
           f"{LOG.name}\n\n{r}\n", f"{LOG.name}\n0x11\n{r}\n", f"{LOG.name}\n{2**64}\n{r}\n",
           f"{LOG.name}\n11\n{r[:-4]}\n", f"{LOG.name}\n11\n{r.replace('=', '')}\n", f"{LOG.name}\n11\n{r} \n",
           f"{LOG.name}\n11\n{b64(bytes(31))}\n", f"{LOG.name}\n11\n{b64(bytes(33))}\n", f"{LOG.name}\n11\n\n",
           f"{LOG.name}\n0\n{r}\n", text + "\n", text + "\nextension\n", text + "extension", f"{LOG.name}\n11\n",
           f"{'o' * 256}\n1\n{r}\n"]
    write("checkpoints.json", {"good": good, "bad": bad})


def tile_paths():
    def good(path, kind, level, index, width):
        return {"path": path, "kind": kind, "level": level, "index": str(index), "width": width}

    valid = [good("tile/0/000", "hashes", 0, 0, 256), good("tile/0/005", "hashes", 0, 5, 256),
             good("tile/0/999", "hashes", 0, 999, 256), good("tile/0/x001/000", "hashes", 0, 1000, 256),
             good("tile/0/x001/x234/067", "hashes", 0, 1234067, 256), good("tile/1/000.p/1", "hashes", 1, 0, 1),
             good("tile/63/000.p/255", "hashes", 63, 0, 255), good("tile/entries/000", "entries", 0, 0, 256),
             good("tile/entries/x123/456.p/17", "entries", 0, 123456, 17), good("times/000", "times", 0, 0, 256),
             good("times/x001/000.p/200", "times", 0, 1000, 200),
             good("tile/0/x018/x446/x744/x073/x709/x551/615", "hashes", 0, 2**64 - 1, 256)]
    invalid = ["", "/", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x000/005",
               "tile/0/1000", "tile/0/001/000", "tile/0/x001", "tile/0/x001/", "tile/0/x01/000", "tile/0/X001/000",
               "tile/0/x001/x000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/257", "tile/0/000.p/01",
               "tile/0/000.p/", "tile/0/000.p", "tile/0/000.p/1.p/1", "tile/0/000.p/1/", "tile/0/000/", "/tile/0/000",
               "tile//000", "tile/64/000", "tile/00/000", "tile/-1/000", "tile/+1/000", "tile/0/-01", "tile/0/+01",
               "tile/0/ 01", "tile/0/0x1", "tile/0/000?", "tile/0/000 ", "tile/0/000\n", "tile/0/..", "tile/0/../000",
               "tile/entries", "tile/entries/", "tile/entries/0", "tile/entries/0/000", "tile/data/000", "times",
               "times/", "times/0", "times/0/000", "checkpoint", "tile/0/x018/x446/x744/x073/x709/x551/616",
               "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/x000/x018/x446/x744/x073/x709/x551/615",
               "tile/0/" + "x001/" * 100 + "000"]
    write("tile_paths.json", {"valid": valid, "invalid": invalid})


def policies():
    w = WITNESSES
    head = f"log {LOG.vkey} https://log.example/\n"
    witnesses = "".join(f"witness {n} {key.vkey}\n" for n, key in zip("abcd", w))
    two_levels = head + witnesses + "group x 2 a b c\ngroup y all x d\nquorum y\n"

    def good(name, policy, satisfied_by, not_satisfied_by):
        return {"name": name, "policy": policy, "satisfied_by": satisfied_by, "not_satisfied_by": not_satisfied_by}

    valid = [
        good("quorum none", head + "quorum none\n", ["", "a", "abcd"], []),
        good("nothing but a quorum", "quorum none", [""], []),
        good("one witness", head + witnesses + "quorum b\n", ["b", "ab"], ["", "a", "acd"]),
        good("any", witnesses + "group g any a b\nquorum g\n", ["a", "b", "ab"], ["", "c", "cd"]),
        good("all", witnesses + "group g all a b\nquorum g\n", ["ab", "abc"], ["", "a", "b", "acd"]),
        good("two levels", two_levels, ["abd", "acd", "bcd", "abcd"], ["", "ab", "abc", "ad", "cd", "d"]),
        good("comments, tabs and empty lines",
             "# a comment\n\n \t # more\n\t" + witnesses + "  quorum\t \ta  \n", ["a"], ["b"]),
        good("names beyond ASCII", witnesses + "group gr\u00fc\u00dfe any a\nquorum gr\u00fc\u00dfe\n", ["a"], ["b"]),
        good("an order of one's own", witnesses + "quorum a\n" + head, ["a"], [""]),
    ]
    one = f"witness a {w[0].vkey}\n"
    invalid = {
        "no quorum": (1, head), "an empty file": (0, ""), "two quorums": (2, "quorum none\nquorum none\n"),
        "an unknown word": (1, "logs\nquorum none\n"), "a quorum nobody has": (1, "quorum a\n" + one),
        "a quorum of two": (2, one + "quorum a a\n"), "a quorum of nothing": (1, "quorum\n"),
        "a log twice": (2, head + head + "quorum none\n"), "a log without key": (1, "log\nquorum none\n"),
        "a log with too much": (1, f"log {LOG.vkey} url more\nquorum none\n"),
        "a log with a witness's key": (1, f"log {w[0].vkey}\nquorum none\n"),
        "a witness with a log's key": (1, f"witness a {LOG.vkey}\nquorum none\n"),
        "a witness without name": (1, f"witness {w[0].vkey}\nquorum none\n"),
        "a witness key twice": (2, one + f"witness b {w[0].vkey}\nquorum a\n"),
        "a witness key twice under another name":
            (2, one + f"witness b {Key('another.example', 4, 16).vkey}\nquorum a\n"),
        "a witness name twice": (2, one + f"witness a {w[1].vkey}\nquorum a\n"),
        "a witness called none": (1, f"witness none {w[0].vkey}\nquorum none\n"),
        "a group with a witness's name": (2, one + "group a any a\nquorum a\n"),
        "a group called none": (2, one + "group none any a\nquorum none\n"),
        "a group of nobody": (2, one + "group g any\nquorum g\n"),
        "a group of none": (2, one + "group g any none\nquorum g\n"),
        "a group that names a later line": (1, "group g any a\n" + one + "quorum g\n"),
        "a group of itself": (2, one + "group g any g\nquorum g\n"),
        "a member twice in one group": (2, one + "group g any a a\nquorum g\n"),
        "a member of two groups": (3, one + "group g any a\ngroup h any a\nquorum g\n"),
        "threshold 0": (2, one + "group g 0 a\nquorum g\n"), "threshold over the members": (2, one + "group g 2 a\nquorum g\n"),
        "threshold with a leading zero": (2, one + "group g 01 a\nquorum g\n"),
        "threshold some": (2, one + "group g some a\nquorum g\n"),
        "a damaged key": (1, one.replace(w[0].id.hex(), "00000000") + "quorum none\n"),
        "a carriage return": (1, "quorum none\r\n"), "a NUL": (1, "quorum none\0\n"), "a DEL": (1, "# \x7f\nquorum none\n"),
    }
    write("policies.json", {
        "checkpoint": checkpoint_text(11) + "\n" + LOG.note_line(checkpoint_text(11)),
        "cosignatures": {n: key.cosignature_line(checkpoint_text(11), TIME + i)
                         for i, (n, key) in enumerate(zip("abcd", w))},
        "valid": valid,
        "invalid": [{"name": n, "line": line, "policy": policy} for n, (line, policy) in invalid.items()],
    })


def tlog_proofs():
    text = checkpoint_text(11)
    note = text + "\n" + LOG.note_line(text) + WITNESSES[0].cosignature_line(text, TIME)
    path = [b64(h) for h in inclusion(6, LEAVES[:11])]

    def proof(index="6", path=tuple(path), head="c2sp.org/tlog-proof@v1", extra="", note=note):
        return f"{head}\n{extra}index {index}\n" + "".join(line + "\n" for line in path) + "\n" + note

    single = f"{LOG.name}\n1\n{b64(LEAVES[0])}\n"
    write("tlog_proofs.json", {
        "vkey": LOG.vkey,
        "good": [
            {"index": 6, "proof": proof()},
            {"index": 6, "proof": proof(extra="extra AAECAw==\n")},
            {"index": 6, "proof": proof(extra="extra \n")},
            {"index": 0, "proof": proof("0", (), note=single + "\n" + LOG.note_line(single))},
        ],
        "malformed": [
            "", proof(head="c2sp.org/tlog-proof@v2"), proof(head=""), proof("06"), proof("-6"), proof(""), proof("6 "),
            proof(extra="extra AAECAw\n"), proof(extra="extra\n"), proof(extra="extra AA==\nextra AA==\n"),
            proof(path=path[:2] + ["AAAA"] + path[2:]), proof(path=[p[:-1] for p in path]), proof(path=path * 17),
            proof(note=""), proof(note=text), proof(note="\n" + note[:-1]), proof().replace("\n", "\r\n"),
        ],
        "wrong": [
            proof("7"), proof("11"), proof(path=path[:-1]), proof(path=path[1:]), proof(path=path + [path[0]]),
            proof(path=path[::-1]), proof(note=note.replace("\n11\n", "\n12\n")),
            proof(note=text + "\n" + OTHER.note_line(text)), proof(note=text + "\n" + WITNESSES[0].cosignature_line(text, TIME)),
        ],
    })


if __name__ == "__main__":
    for make in (tree, chain, notes, checkpoints, tile_paths, policies, tlog_proofs):
        make()
