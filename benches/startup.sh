#!/usr/bin/env bash
# How long `dlrev calc conv` takes in all, as a ratio to an empty Rust program built the same way:
# wall time and processor time, medians of RUNS runs taken in turn. Needs bash and a release build's time.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${RUNS:-200}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --locked --quiet
printf 'fn main() {}\n' >"$work/empty.rs"
rustc --edition 2024 -C opt-level=3 -C panic=abort -C strip=symbols -o "$work/empty" "$work/empty.rs"

# One run's wall and processor microseconds.
one() {
    local TIMEFORMAT='%R %U %S'
    { time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ printf "%d %d\n", $1 * 1e6, ($2 + $3) * 1e6 }'
}
ours=("target/release/dlrev" calc conv --n 32 --f 5 --p 2 --s 1)
for _ in 1 2 3; do one "${ours[@]}" >/dev/null; one "$work/empty" >/dev/null; done
for _ in $(seq "$runs"); do
    one "${ours[@]}" >>"$work/ours"
    one "$work/empty" >>"$work/theirs"
done
total() { awk -v c="$2" '{ sum += $c } END { print sum / NR }' "$1"; }
for column in 1 2; do
    name=$([ "$column" = 1 ] && echo wall || echo processor)
    awk -v name="$name" -v a="$(total "$work/ours" "$column")" -v b="$(total "$work/theirs" "$column")" \
        'BEGIN { printf "%s: %.0f µs against %.0f µs, ratio %.2f\n", name, a, b, b > 0 ? a / b : 0 }'
done
