# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
"""between.py TARGET MODE: stands between a client and the server whose address is in the file TARGET.

The file MODE says "KIND PART [MORE]": what is done to requests whose "METHOD PATH" holds PART; everything else passes. KINDs:
  honest           nothing
  run COMMAND      a shell command runs before the request is passed on, once
  cut              half of the answer's body, then the connection ends
  cut-once         the same, once
  whole            passed on without Range: all of it comes, whatever part was asked for
  html, elsewhere, STATUS   another answer (STATUS is a number, MORE the seconds of Retry-After)
  endless          a body that never ends
  instead PATH     the answer to a GET of PATH
  flip             the body's last byte changed
  hang-up BYTES    the connection ends after so many bytes of the request's body, once
  unanswered COUNT  the COUNT-th of them is passed on and answered, and the connection ends without the answer
  gone             every connection ends without an answer
  until COUNT      so many pass, and from then on everything is gone
The file PASSED gets "METHOD PATH BYTES" of every request that came.
"""

import http.client
import http.server
import subprocess
import sys
import threading

TARGET, MODE = sys.argv[1:3]
DELAY_S = float(sys.argv[3]) if len(sys.argv) > 3 else 0.0
LOCK = threading.Lock()
HOPS = {"connection", "transfer-encoding", "content-length", "keep-alive"}


def read(name):
    with open(name, encoding="ascii") as file:
        return file.read().strip()


def from_now(what):
    with open(MODE, "w", encoding="ascii") as file:
        file.write(what)


class Between(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def setup(self):
        super().setup()
        self.upstream = None

    def finish(self):
        if self.upstream:
            self.upstream.close()
        super().finish()

    def kind(self):
        words = read(MODE).split(" ", 2)
        part = words[1] if len(words) > 1 else ""
        more = words[2] if len(words) > 2 else ""
        return (words[0], more) if part in f"{self.command} {self.path}" else ("honest", "")

    def body(self, limit):
        left = int(self.headers.get("Content-Length") or 0)
        pieces = []
        while left > 0 and limit > 0:
            piece = self.rfile.read(min(left, limit, 65536))
            if not piece:
                break
            left -= len(piece)
            limit -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def ask(self, method, path, body, headers):
        if not self.upstream:
            host = read(TARGET).split("//")[1]
            self.upstream = http.client.HTTPConnection(host, timeout=60)
        self.upstream.request(method, path, body=body, headers=headers)
        answer = self.upstream.getresponse()
        return answer.status, answer.getheaders(), answer.read()

    def say(self, status, headers, body, cut=False):
        self.send_response_only(status)
        length = str(len(body))
        for name, value in headers:
            if name.lower() == "content-length" and self.command == "HEAD":
                length = value
            if name.lower() not in HOPS:
                self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", length)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = self.close_connection or cut

    def endless(self):
        self.send_response_only(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        except OSError:
            self.close_connection = True

    def handle_one(self):
        kind, more = self.kind()
        if DELAY_S:
            threading.Event().wait(DELAY_S)
        if kind == "gone":
            self.close_connection = True
            return
        if kind in ("hang-up", "run", "cut-once"):
            from_now("honest")
        if kind == "until":
            part = read(MODE).split(" ", 2)[1]
            from_now(f"until {part} {int(more) - 1}" if int(more) > 1 else "gone /")
        body = self.body(int(more) if kind == "hang-up" else 1 << 40)
        with LOCK, open("PASSED", "a", encoding="ascii") as file:
            file.write(f"{self.command} {self.path} {len(body)}\n")
        if kind == "hang-up":
            self.close_connection = True
            return
        if kind == "run":
            subprocess.run(more, shell=True, check=True, stdout=subprocess.DEVNULL)
        if kind.isdigit():
            return self.say(int(kind), [("Retry-After", more)] if more else [], b"{}")
        if kind == "html":
            return self.say(200, [("Content-Type", "text/html")], b"<html>Log in to this network</html>")
        if kind == "elsewhere":
            return self.say(302, [("Location", "http://127.0.0.1:9/")], b"")
        if kind == "endless":
            return self.endless()
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOPS}
        if kind == "whole":
            headers.pop("Range", None)
        if kind == "instead":
            status, said, content = self.ask("GET", more, None, {"Host": headers["Host"]})
        else:
            status, said, content = self.ask(self.command, self.path, body or None, headers)
        if kind == "unanswered":
            from_now(f"unanswered {read(MODE).split(' ', 2)[1]} {int(more) - 1}" if int(more) > 1 else "honest")
            self.close_connection = self.close_connection or int(more) == 1
            if int(more) == 1:
                return
        if kind == "flip" and content:
            content = content[:-1] + bytes([content[-1] ^ 1])
        return self.say(status, said, content, cut=kind in ("cut", "cut-once"))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Between)
print("port", server.server_address[1], flush=True)
server.serve_forever()
