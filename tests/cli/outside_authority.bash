# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# An authority outside of ours, made of the openssl program and a server of Python's. Sourced after lib.bash.
#
#   outside_root        o.pem and o.key: its root
#   outside_authority   tsa.cnf, t.pem and t.key: its time-stamp authority under that root
#   serve_authority     answers at $http/tsa and https://localhost:$tls_port/tsa (w.pem), and badly at other addresses
#   stop_authority
outside_root() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout o.key -out o.pem -subj '/CN=Outside CA' \
    -days 3650 -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
}

outside_authority() {
  cat >tsa.cnf <<'CNF'
[tsa]
default_tsa = a
[a]
serial = serial
signer_cert = t.pem
signer_key = t.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
CNF
  echo 01 >serial
  printf 'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n' >ext
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout t.key -out t.csr -subj '/CN=Outside TSA' 2>/dev/null
  openssl x509 -req -in t.csr -CA o.pem -CAkey o.key -CAcreateserial -days 365 -extfile ext -out t.pem 2>/dev/null
}

serve_authority() {
  cat >server.py <<'PY'
import http.server, os, ssl, subprocess, sys, threading, time
class Answer(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        question = self.rfile.read(int(self.headers["Content-Length"]))
        kind = "application/timestamp-reply"
        if self.path == "/tsa":
            assert self.headers["Content-Type"] == "application/timestamp-query"
            open("q.tsq", "wb").write(question)
            subprocess.run(["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "a.tsr"],
                           check=True, stderr=subprocess.DEVNULL)
            body = open("a.tsr", "rb").read()
        elif self.path == "/old": body = open("a.tsr", "rb").read()
        elif self.path == "/big": body = b"x" * 65537
        elif self.path == "/html": kind, body = "text/html", b"<html>"
        elif self.path == "/slow": time.sleep(20); body = b""
        elif self.path == "/moved":
            self.send_response(302); self.send_header("Location", "/tsa"); self.send_header("Content-Length", "0")
            self.end_headers(); return
        elif self.path == "/half":
            self.send_response(200); self.send_header("Content-Type", kind); self.send_header("Content-Length", "1000")
            self.end_headers(); self.wfile.write(b"0123"); return
        else: self.send_error(503 if self.path == "/ill" else 404); return
        self.send_response(200); self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *words): pass
servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) for _ in range(2)]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("w.pem", "w.key")
servers[1].socket = context.wrap_socket(servers[1].socket, server_side=True)
for server in servers: threading.Thread(target=server.serve_forever, daemon=True).start()
open("ports.new", "w").write("\n".join(str(s.server_address[1]) for s in servers))
os.rename("ports.new", "ports")
time.sleep(120)
PY
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout w.key -out w.pem -subj /CN=localhost \
    -days 30 -addext subjectAltName=DNS:localhost 2>/dev/null
  python3 server.py &
  server=$!
  trap 'kill $server 2>/dev/null || true; rm -rf "$scratch"' EXIT
  for _ in $(seq 100); do [ ! -e ports ] || break; sleep 0.1; done
  { read -r port; read -r tls_port || true; } <ports
  http=http://127.0.0.1:$port
}

stop_authority() {
  kill "$server"
  wait "$server" 2>/dev/null || true
}
