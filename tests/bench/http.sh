#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# Ready-made answers over loopback, ours beside nginx with the same files and, when its program is given, a bare epoll
# server: each server on the first core, wrk with 64 connections on the second, in turn, median of the rounds.
# Rates need a quiet machine; the processor time for each request is worth reading also on a busy one.
# usage: http.sh BENCH_HTTP_SERVER [SECONDS] [ROUNDS] [EPOLL_PROGRAM]
set -euo pipefail
ours=$1 seconds=${2:-4} rounds=${3:-5} epoll=${4:-}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$work/www/tile/0" "$work/tmp"
head -c 1024 /dev/zero | tr '\0' c >"$work/www/checkpoint"
head -c 8192 /dev/zero | tr '\0' t >"$work/www/tile/0/000"
chmod -R a+rX "$work"
nginx=$(command -v nginx || echo /usr/sbin/nginx)
port=$((20000 + RANDOM % 20000))

nginx_conf() {
  cat <<EOF
worker_processes 1; daemon off; pid $work/pid; error_log $work/error; user $(id -un) $(id -gn);
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000;
 default_type application/octet-stream; open_file_cache max=1000 inactive=600s; open_file_cache_valid 600s;
 client_body_temp_path $work/tmp/a; proxy_temp_path $work/tmp/b; fastcgi_temp_path $work/tmp/c;
 uwsgi_temp_path $work/tmp/d; scgi_temp_path $work/tmp/e;
 server { listen 127.0.0.1:$port; root $work/www; } }
EOF
}

# Clock ticks of the processor that a program and its children have used.
ticks() {
  local pid sum=0
  for pid in "$1" $(pgrep -P "$1" || true); do
    sum=$((sum + $(awk '{ print $14 + $15 }' "/proc/$pid/stat")))
  done
  echo "$sum"
}

# one NAME PATH: starts that server, prints requests a second and microseconds of the processor for each
one() {
  local name=$1 path=$2 life=$((seconds + 6)) command before used
  port=$((port + 1))
  case $name in
    ours) command=("$ours" "$port" "$life") ;;
    nginx) nginx_conf >"$work/conf"; command=("$nginx" -c "$work/conf" -e "$work/error") ;;
    epoll) command=("$epoll" "$port" 1 "$life"); [ "$path" = /checkpoint ] && path=/1k || path=/8k ;;
  esac
  taskset -c 0 "${command[@]}" >/dev/null 2>"$work/stderr" & server=$!
  for _ in $(seq 100); do curl -s -o /dev/null "http://127.0.0.1:$port$path" && break; sleep 0.05; done
  before=$(ticks "$server")
  taskset -c 1 wrk -t1 -c64 -d"${seconds}s" "http://127.0.0.1:$port$path" >"$work/out"
  used=$(($(ticks "$server") - before))
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
  if grep -q 'Non-2xx\|Socket errors' "$work/out"; then cat "$work/out" >&2; exit 1; fi
  awk -v ticks="$used" -v hz="$(getconf CLK_TCK)" '
    / requests in / { all = $1 } /Requests\/sec/ { printf "%s %.4f\n", $2, ticks / hz * 1e6 / all }' "$work/out"
}

names=(ours nginx)
[ -z "$epoll" ] || names+=(epoll)
for path in /checkpoint /tile/0/000; do
  : >"$work/rates"
  for round in $(seq "$rounds"); do
    for name in "${names[@]}"; do echo "$round $name $(one "$name" "$path")" >>"$work/rates"; done
  done
  echo "$path, $rounds rounds of $seconds s (requests a second; ratio taken round by round, then its median):"
  awk -v names="${names[*]}" '
    { rate[$2, $1] = $3; cost[$2, $1] = $4; if ($1 > rounds) rounds = $1 }
    function median(values, n,  i, j, t) {
      for (i = 2; i <= n; ++i) for (j = i; j > 1 && values[j - 1] > values[j]; --j) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
      return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
    }
    END {
      count = split(names, name, " ")
      for (k = 1; k <= count; ++k) {
        for (r = 1; r <= rounds; ++r) { v[r] = rate[name[k], r]; q[r] = rate["ours", r] / rate[name[k], r]; c[r] = cost[name[k], r] }
        printf "  %-6s %9.0f   ours/%s %.2f   %.2f us of processor a request\n", name[k], median(v, rounds), name[k], median(q, rounds), median(c, rounds)
      }
    }' "$work/rates"
done
