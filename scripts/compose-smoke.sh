#!/bin/sh
# Builds the image, starts docker-compose.yml with two workers, has a picture compressed, and takes all down again.
# Needs a Docker engine, curl, and a way to the picture's host. For CI, and for a first look.
set -eu
cd "$(dirname "$0")/.."

URL=http://127.0.0.1:${PORT:-3000}
KEY=smoke-test-key-0123456789
PICTURE=${PICTURE:-https://upload.wikimedia.org/wikipedia/commons/4/47/PNG_transparency_demonstration_1.png}
export API_KEYS="smoke:$KEY" PUBLIC_URL="$URL" COMPOSE_PROJECT_NAME=darkroom-smoke

docker compose config --quiet
trap 'status=$?; [ $status = 0 ] || docker compose logs --tail 50; docker compose down --volumes --timeout 5; exit $status' EXIT
docker compose up --build --wait --scale worker=2

call() { curl --fail --silent --show-error --header "X-API-Key: $KEY" "$@"; }
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }

csv=$(mktemp)
printf 'S. No.,Product Name,Input Image Urls\n1,Smoke,%s\n' "$PICTURE" > "$csv"
id=$(call --form "file=@$csv;filename=smoke.csv" "$URL/api/upload" | field request_id)
rm -f "$csv"

tries=0
until [ "$(call "$URL/api/status/$id" | field completed_at)" != null ]; do
  tries=$((tries + 1))
  [ $tries -lt 60 ] || { echo 'Not finished after a minute' >&2; exit 1; }
  sleep 1
done
call "$URL/api/download/$id" | tee /dev/stderr | grep -q "$URL/api/image/"
# As the image says: not root, jemalloc loaded, stopped by SIGTERM with exit code 0.
docker compose exec -T worker sh -c '[ "$(id -u)" != 0 ] && grep -q jemalloc /proc/1/maps'
docker compose stop worker
[ -z "$(docker compose ps --all --format '{{.ExitCode}}' worker | grep -v '^0$')" ]
echo 'Everything works.'
