#!/usr/bin/env bash
# How long commands take in all, as ratios to an empty Rust program: see startup.rs. RUNS sets how many runs.
set -euo pipefail
cd "$(dirname "$0")/.."
exec cargo bench --locked --bench startup
