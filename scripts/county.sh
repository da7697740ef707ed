#!/usr/bin/env bash
# The county server of the demonstration, on a PostgreSQL cluster of its own that ends with it.
# What the county has received stays in the cluster's folder for the next time.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

listen=${NONGHE_COUNTY_LISTEN:-127.0.0.1:8650}

# PostgreSQL refuses to run as root, so root hands the cluster to the account of the package.
as_database_user=()
[ "$(id -u)" -ne 0 ] || as_database_user=(runuser -u postgres --)

# The newest server that is installed; Debian keeps the programs out of the search path.
postgres_bin() {
  local found
  found=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  if [ ! -x "$found/initdb" ]; then found=$(dirname "$(command -v initdb)"); fi
  printf '%s\n' "$found"
}

# The cluster's folder must be reachable for its owner, which a clone in /root is not for PostgreSQL's account.
cluster_dir() {
  local wanted
  wanted=${NONGHE_COUNTY_DIR:-$(realpath -m "$target_dir")/county}
  mkdir -p "$wanted"
  if [ "$(id -u)" -eq 0 ] && ! "${as_database_user[@]}" test -x "$wanted"; then
    wanted=${NONGHE_COUNTY_DIR:-/var/lib/nonghe-county}
    mkdir -p "$wanted"
  fi
  if [ "$(id -u)" -eq 0 ]; then chown postgres: "$wanted"; fi
  chmod 700 "$wanted"
  printf '%s\n' "$wanted"
}

free_port() {
  node -e 'const s = require("node:net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); });'
}

start_cluster() {
  if (cd / && "${as_database_user[@]}" "$bin/pg_ctl" status --pgdata "$cluster/data" >/dev/null 2>&1); then
    complain "The cluster in $cluster runs already: for another 'make county', or one that was killed."
    complain "To stop it: ${as_database_user[*]} $bin/pg_ctl stop --pgdata $cluster/data"
    exit 1
  fi
  if [ ! -f "$cluster/password" ]; then
    rm -rf "${cluster:?}/data"
    (umask 077 && od -An -N 16 -t x1 /dev/urandom | tr -d ' \n' >"$cluster/password.new")
    if [ "$(id -u)" -eq 0 ]; then chown postgres: "$cluster/password.new"; fi
    "${as_database_user[@]}" "$bin/initdb" --pgdata "$cluster/data" --username nonghe --encoding UTF8 --locale C \
      --auth scram-sha-256 --pwfile "$cluster/password.new" >/dev/null
    # The password appears last: a folder that has one holds a complete cluster.
    mv "$cluster/password.new" "$cluster/password"
  fi
  trap stop_cluster EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  # A private folder for the socket: the default one belongs to the system's own PostgreSQL.
  (cd / && "${as_database_user[@]}" "$bin/pg_ctl" start --silent --wait --pgdata "$cluster/data" --log "$cluster/log" \
    --options "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$cluster")
}

stop_cluster() {
  (cd / && "${as_database_user[@]}" "$bin/pg_ctl" stop --silent --mode fast --pgdata "$cluster/data") || true
}

stage "system packages" scripts/setup.sh county
stage "interface" scripts/ui.sh build
stage "programs" build_programs

data_dir=$(demonstration_dir)
stage "demonstration township" ensure_demonstration "$data_dir"

bin=$(postgres_bin)
cluster=$(cluster_dir)
port=$(free_port)
stage "PostgreSQL" start_cluster

NONGHE_COUNTY_DATABASE_URL=postgresql://nonghe:$(cat "$cluster/password")@127.0.0.1:$port/postgres
export NONGHE_COUNTY_DATABASE_URL
export NONGHE_COUNTY_LISTEN=$listen
export NONGHE_COUNTY_KEY=$data_dir/county-demonstration.key

stage "migrations" "$target_dir/debug/nonghe-county" migrate
stage "accept the demonstration township" \
  "$target_dir/debug/nonghe-county" device accept --provisioning "$data_dir/provisioning.nhp"
summarise_stages
say "The county listens at http://$listen — Ctrl+C stops it and its PostgreSQL. Its data: $cluster"
"$target_dir/debug/nonghe-county" serve
