# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# read_paper.py TEXT DID: the short form out of a code's text, read with nothing of ours: base45 (RFC 9285), CBOR (RFC 8949),
# COSE_Sign1 (RFC 9052). Writes what is signed (paper.signed), the signature (paper.signature) and the key of the DID
# document that it names (paper.key, DER) for openssl, and prints the payload's members, one "KEY VALUE" a line.
import json
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import base45

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")


def cbor(data, at=0):
    kind, count = data[at] >> 5, data[at] & 31
    at += 1
    if count >= 24:
        size = 1 << (count - 24)
        count = int.from_bytes(data[at:at + size], "big")
        at += size
    if kind == 0:
        return count, at
    if kind == 1:
        return -1 - count, at
    if kind in (2, 3):
        part = data[at:at + count]
        return (part if kind == 2 else part.decode()), at + count
    if kind == 6:
        return cbor(data, at)
    items = []
    for _ in range(count * (2 if kind == 5 else 1)):
        item, at = cbor(data, at)
        items.append(item)
    return (dict(zip(items[::2], items[1::2])) if kind == 5 else items), at


def head(kind, count):
    for code, size in ((24, 1), (25, 2)):
        if count < 24:
            return bytes([kind << 5 | count])
        if count < 1 << (8 * size):
            return bytes([kind << 5 | code]) + count.to_bytes(size, "big")
    raise ValueError(count)


def multikey(text):
    number = 0
    for letter in text[1:]:
        number = number * 58 + BASE58.index(letter)
    raw = number.to_bytes(34, "big")
    assert text[0] == "z" and raw[:2] == b"\xed\x01"
    return raw[2:]


text = open(sys.argv[1], encoding="ascii").read().rstrip("\n")
message = base45.decode(text)
(protected, unprotected, payload, signature), end = cbor(message)
header, _ = cbor(protected)
assert end == len(message) and message[0] == 0xD2 and unprotected == {} and header[1] == -8
did = json.load(open(sys.argv[2], encoding="utf-8"))
method = next(m for m in did["verificationMethod"] if m["id"].endswith("#" + header[4].decode()))
context = b"Signature1"
signed = b"\x84" + head(3, len(context)) + context + head(2, len(protected)) + protected + b"\x40" + head(2, len(payload)) + payload
open("paper.signed", "wb").write(signed)
open("paper.signature", "wb").write(signature)
open("paper.key", "wb").write(ED25519_SPKI + multikey(method["publicKeyMultibase"]))
for key, value in cbor(payload)[0].items():
    print(key, value.hex() if isinstance(value, bytes) else value)
