#!/usr/bin/env bash
# Counts the instructions of reading and resolving a 1 MB Panorama, and compares with the number in
# instructions.txt: more than 5 % above it fails. `--record` writes the number anew.
set -euo pipefail
cd "$(dirname "$0")/../.."

slack_percent=5
recorded=tests/bench/instructions.txt

if ! command -v valgrind >/dev/null; then
    echo "skipped: valgrind is not installed"
    exit 0
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bench=$(cargo bench --bench effective --no-run --message-format json 2>"$folder/told" \
    | sed -n 's/.*"name":"effective".*"executable":"\([^"]*\)".*/\1/p' | tail -n 1) \
    || { cat "$folder/told" >&2; exit 2; }
"$bench" --write 1 "$folder/panorama.xml"
valgrind --tool=callgrind --callgrind-out-file="$folder/out" "$bench" --once "$folder/panorama.xml" \
    >"$folder/values" 2>"$folder/told" || { cat "$folder/told" >&2; exit 2; }
counted=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$folder/told")

if ! [[ $counted =~ ^[0-9]+$ ]]; then
    echo "callgrind told no number:" >&2
    cat "$folder/told" >&2
    exit 2
fi

if [ "${1:-}" = --record ]; then
    echo "$counted" >"$recorded"
    echo "recorded: $counted instructions"
    exit 0
fi
wanted=$(cat "$recorded")
limit=$((wanted + wanted * slack_percent / 100))
echo "$counted instructions; recorded: $wanted, at most: $limit"
if [ "$counted" -gt "$limit" ]; then
    echo "more than $slack_percent % above what was recorded; if that is meant: tests/bench/callgrind.sh --record" >&2
    exit 1
fi
if [ "$counted" -lt $((wanted - wanted * slack_percent / 100)) ]; then
    echo "well below: record it with tests/bench/callgrind.sh --record"
fi
