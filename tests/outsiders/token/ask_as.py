#!/usr/bin/env python3
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
"""Gets a bearer token as a party's software would: with Python's own library, and openssl to sign.

ask_as.py BASE ORIGIN GENESIS PARTY KEY.pem   prints the token; the key is Ed25519, its passphrase in
CITYLEDGER_PASSPHRASE. Ends with 1 and what the service said when there is none, with 2 when the challenge is not one
to sign.
"""
import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request


def head(major, number):
    """A CBOR item's first bytes (RFC 8949 section 3)."""
    if number < 24:
        return bytes([major << 5 | number])
    for extra, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * size:
            return bytes([major << 5 | extra]) + number.to_bytes(size, 'big')
    raise ValueError(number)


def cbor(value):
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b''.join(map(cbor, value))
    pairs = sorted((cbor(key), cbor(item)) for key, item in value.items())
    return head(5, len(pairs)) + b''.join(key + item for key, item in pairs)


def openssl(*arguments):
    return subprocess.run(['openssl', *arguments, '-passin', 'env:CITYLEDGER_PASSPHRASE'],
                          check=True, capture_output=True).stdout


def sign(key, message):
    with tempfile.NamedTemporaryFile() as file:
        file.write(message)
        file.flush()
        return openssl('pkeyutl', '-sign', '-rawin', '-inkey', key, '-in', file.name)


def post(address, media_type, body):
    request = urllib.request.Request(address, body, {'Content-Type': media_type}, method='POST')
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def main(base, origin, genesis, party, key):
    public = openssl('pkey', '-in', key, '-pubout', '-outform', 'DER')[-32:]
    kid = hashlib.sha256(cbor({1: 1, -1: 6, -2: public})).digest()
    answer = post(base + '/api/v1/challenges', 'application/json', json.dumps({'kid': kid.hex()}).encode())
    text = answer['challenge']
    payload = base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))
    said = json.loads(payload)
    expected = {'type': 'access.challenge', 'audience': base, 'origin': origin, 'ledger': genesis, 'kid': kid.hex()}
    for name, value in expected.items():
        if said[name] != value:
            print(f'the challenge says another {name}: {said[name]}', file=sys.stderr)
            return 2
    protected = cbor({1: -8, 3: 'application/vnd.cityledger.challenge+json', 4: kid,
                      15: {1: party, 2: party, 6: int(time.time())}})
    signature = sign(key, cbor(['Signature1', protected, b'', payload]))
    message = b'\xd2' + cbor([protected, {}, payload, signature])
    try:
        print(post(base + '/api/v1/tokens', 'application/cose', message)['token'])
    except urllib.error.HTTPError as error:
        print(error.read().decode(), file=sys.stderr)
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
