#!/usr/bin/env python3
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
"""Writes codec.json: a signed statement and a receipt made without any of our C++ code.

CBOR and the Merkle tree are written out here from RFC 8949 and RFC 9162; keys and signatures come from the
openssl program. ECDSA draws random numbers, so another run gives another (as good) ES256 statement.
"""
import base64, hashlib, json, pathlib, subprocess, tempfile

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Tag:
    def __init__(self, number, content):
        self.number, self.content = number, content


def head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    for code, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if value < 1 << (8 * width):
            return bytes([major << 5 | code]) + value.to_bytes(width, "big")
    raise ValueError(value)


def cbor(value):
    if value is None:
        return b"\xf6"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    if isinstance(value, dict):
        members = sorted((cbor(k), cbor(v)) for k, v in value.items())
        return head(5, len(members)) + b"".join(k + v for k, v in members)
    return head(6, value.number) + cbor(value.content)


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


def public_bytes(key_file):
    der = openssl("pkey", "-in", key_file, "-pubout", "-outform", "DER")
    return der[-32:] if len(der) < 60 else der[-64:]


def sign(key_file, message, folder):
    source = pathlib.Path(folder, "message")
    source.write_bytes(message)
    digest = [] if len(public_bytes(key_file)) == 32 else ["-digest", "sha256"]
    out = openssl("pkeyutl", "-sign", "-inkey", key_file, "-rawin", *digest, "-in", str(source))
    if not digest:
        return out
    r_size = out[3]
    r = int.from_bytes(out[4 : 4 + r_size], "big")
    s = int.from_bytes(out[6 + r_size :], "big")
    s = min(s, ORDER - s)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def thumbprint(public):
    key = {1: 1, -1: 6, -2: public} if len(public) == 32 else {1: 2, -1: 1, -2: public[:32], -3: public[32:]}
    return hashlib.sha256(cbor(key)).digest()


def sign1(key_file, protected, payload, folder, detached=False, unprotected=None):
    protected = cbor(protected)
    signature = sign(key_file, cbor(["Signature1", protected, b"", payload]), folder)
    return cbor(Tag(18, [protected, unprotected or {}, None if detached else payload, signature]))


def statement(key_file, folder):
    public = public_bytes(key_file)
    payload = json.dumps({"nonce": "AAECAwQFBgcICQoLDA0ODw", "text": "Zürich \u20ac", "type": "test"},
                         sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    protected = {1: -8 if len(public) == 32 else -7, 3: "application/vnd.cityledger.statement+json",
                 4: thumbprint(public), 15: {1: "melbourne", 2: "melbourne/iso37120-2014/2017", 6: 1541757600}}
    return {"public": public.hex(), "kid": thumbprint(public).hex(), "payload": payload.decode(),
            "message": sign1(key_file, protected, payload, folder).hex()}


def receipt(key_file, folder):
    leaves = [hashlib.sha256(b"\0" + bytes([i])).digest() for i in range(7)]
    node = lambda a, b: hashlib.sha256(b"\1" + a + b).digest()
    left, right = node(node(*leaves[0:2]), node(*leaves[2:4])), node(node(*leaves[4:6]), leaves[6])
    public, genesis = public_bytes(key_file), hashlib.sha256(b"genesis").digest()
    protected = {1: -8, 4: thumbprint(public), 395: 1, 15: {1: "ledger.example/test", 2: genesis.hex(), "tree_size": 7}}
    proof = cbor([7, 5, [leaves[4], leaves[6], left]])
    message = sign1(key_file, protected, node(left, right), folder, True, {396: {-1: [proof]}})
    return {"public": public.hex(), "leaf": leaves[5].hex(), "root": node(left, right).hex(), "message": message.hex()}


with tempfile.TemporaryDirectory() as folder:
    ed25519, p256 = folder + "/ed25519.pem", folder + "/p256.pem"
    seed = bytes(range(32))
    der = bytes.fromhex("302e020100300506032b657004220420") + seed
    openssl("pkey", "-inform", "DER", "-out", ed25519, data=der)
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", p256)
    vectors = {"ed25519": {"seed": seed.hex(), **statement(ed25519, folder)}, "es256": statement(p256, folder),
               "receipt": receipt(ed25519, folder)}
    disclosure = base64.urlsafe_b64encode('["AAECAwQFBgcICQoLDA0ODw","value","31.73"]'.encode()).rstrip(b"=")
    digest = base64.urlsafe_b64encode(hashlib.sha256(disclosure).digest()).rstrip(b"=")
    vectors["disclosure"] = {"encoded": disclosure.decode(), "digest": digest.decode()}
pathlib.Path(__file__).with_name("codec.json").write_text(json.dumps(vectors, indent=2, ensure_ascii=False) + "\n")
