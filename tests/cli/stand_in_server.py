# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
"""stand_in_server.py PROGRAM LEDGER PUBLIC MODE: a ledger's server made of the command line and the standard library.

It serves the files in PUBLIC, appends what is posted to LEDGER and publishes again. The file MODE says in which way it
lies or fails meanwhile; tests of honest answers and of answers that no honest server gives share it.
"""

import base64
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM, LEDGER, PUBLIC, MODE = sys.argv[1:5]


def mode():
    with open(MODE) as file:
        return file.read().strip()


def once():
    """The mode, which is honest afterwards."""
    now = mode()
    with open(MODE, "w") as file:
        file.write("honest")
    return now


def item_end(data, at):
    """Where the CBOR item that begins there ends."""
    first = data[at]
    major, low = first >> 5, first & 31
    at += 1
    number = low
    if low >= 24:
        size = 1 << (low - 24)
        number = int.from_bytes(data[at:at + size], "big")
        at += size
    if major in (2, 3):
        return at + number
    items = {4: number, 5: 2 * number, 6: 1}.get(major, 0)
    for _ in range(items):
        at = item_end(data, at)
    return at


def ledger(*words):
    done = subprocess.run([PROGRAM, "--ledger", LEDGER, *words, "--json"], capture_output=True, stdin=subprocess.DEVNULL)
    return done.returncode, json.loads(done.stdout or b"{}")


def publish():
    with tempfile.TemporaryDirectory() as folder:
        code, _ = ledger("export", "--out", folder)
        assert code == 0, code
        shutil.copytree(os.path.join(folder, "public"), PUBLIC, dirs_exist_ok=True)


def append(data):
    with tempfile.TemporaryDirectory() as folder:
        files, at = [], 0
        while at < len(data):
            end = item_end(data, at)
            files.append(os.path.join(folder, f"{len(files)}.cose"))
            with open(files[-1], "wb") as file:
                file.write(data[at:end])
            at = end
        return ledger("append", *files)


def flip(text):
    data = bytearray(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    data[-1] ^= 1
    return base64.urlsafe_b64encode(bytes(data)).decode().rstrip("=")


def lie(how, said):
    entry = said["entries"][0]
    if how == "receipt":
        entry["receipt"] = flip(entry["receipt"])
    elif how == "leaf":
        entry["leaf"] = "00" * 32
    elif how == "index":
        entry["index"] -= 1
    elif how == "duplicate":  # another entry, with a good receipt, is said to be the same statement
        _, proof = ledger("prove", "receipt", "2")
        _, facts = ledger("show", "2")
        said["entries"][0] = {"index": 2, "leaf": facts.get("leaf") or facts["entry"]["leaf"], "duplicate": True, "receipt": proof["proof"]}
    elif how == "fewer":
        said["entries"] = []
    elif how == "checkpoint":
        said["checkpoint"] = said["checkpoint"].replace("\n\n", "x\n\n", 1)
    return said


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, directory=PUBLIC, **more)

    def log_message(self, *arguments):
        pass

    def answer(self, status, body, **headers):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status < 400 else "application/problem+json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        """A narrower tile than the widest that is there is cut from it."""
        folder, _, width = self.path.lstrip("/").rpartition("/")
        wide = sorted(os.listdir(os.path.join(PUBLIC, folder)), key=int) if folder.endswith(".p") and os.path.isdir(
            os.path.join(PUBLIC, folder)) else []
        if not wide or width in wide or not width.isdigit() or int(width) > int(wide[-1]):
            return super().do_GET()
        with open(os.path.join(PUBLIC, folder, wide[-1]), "rb") as file:
            data = file.read()
        if folder.startswith("tile/entries"):
            end = 0
            for _ in range(int(width)):
                end += 2 + int.from_bytes(data[end:end + 2], "big")
        else:
            end = int(width) * (8 if folder.startswith("times") else 32)
        self.send_response(200)
        self.send_header("Content-Length", str(end))
        self.end_headers()
        self.wfile.write(data[:end])
        return None

    def do_POST(self):
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.split("?")[0] != "/api/v1/statements":
            return self.answer(404, {"title": "no such address"})
        how = mode() if mode() == "dead" else once()
        if how == "busy":
            return self.answer(503, {"title": "busy"}, Retry_After="1")
        if how == "halted":
            return self.answer(500, {"title": "writing stopped"})
        if how == "dead":
            self.close_connection = True
            return None
        code, said = append(data)
        if code == 5:
            return self.answer(422, {"title": "refused", "violations": said["error"]["violations"]})
        if code != 0:
            return self.answer(400, {"title": "bad", "detail": said["error"]["message"]})
        if how != "unpublished":
            publish()
        if how == "drop":  # appended, and then the connection is gone
            self.close_connection = True
            return None
        return self.answer(201, lie(how, said["registered"]))


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print("port", server.server_address[1], flush=True)
server.serve_forever()
