# What is done often. `just` lists it.

# the recipes
default:
    @just --list

# what CI runs
check:
    bash .ci/run

# all tests, or those with this in their name
test name='':
    cargo test {{name}}

# the program, such as: just run quiz --topic cnn
run *args:
    cargo run --release -- {{args}}

# problems of the bundled course
content:
    cargo run --quiet -- content check
    cargo run --quiet -- content stress --variants 100

# write anew what tests compare with; then look at the difference
update:
    INSTA_UPDATE=always UPDATE_DOCS=1 UPDATE_PICTURES=1 cargo test --no-fail-fast
    UPDATE_README=1 cargo test readme

# format and lints
lint:
    cargo fmt --all
    rustfmt --edition 2024 src/course/kinds/*.rs
    cargo clippy --all-targets -- -D warnings

# rustdoc of the rooms, in a browser
doc:
    cargo doc --no-deps --open

# how fast it is
bench:
    cargo bench
    bash benches/startup.sh
