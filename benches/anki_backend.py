"""Anki's own backend (`pip install anki`) over a collection as large as a course and its record, for `scale.py`.

    python benches/anki_backend.py COLLECTION

Opens a collection and prints, as a line of JSON, seconds until each thing is there, and peak megabytes. What Python
takes to start and to import is not counted.
"""

import contextlib
import json
import random
import resource
import sqlite3
import sys
import time


def make(path, words, cards, reviews, now):
    """A collection of basic notes, each card with a memory state and its share of the reviews of two years."""
    from anki.collection import Collection

    dice = random.Random(cards)
    day, first = 86_400, int(now.timestamp()) - 730 * 86_400
    collection = Collection(str(path))
    notetype, deck = collection.models.by_name("Basic"), collection.decks.id("Default")
    kind = notetype["id"]
    collection.close()
    base = first * 1000

    def note(n):
        front, back = words(dice, n)[0], words(dice, n + 1)[0]
        return (base + n, f"n{n}", kind, first, 0, "", f"{front}\x1f{back}", front, 0, 0, "")

    def card(n):
        interval = dice.randrange(1, 200)
        memory = json.dumps({"s": float(interval), "d": 5.0, "dr": 0.9})
        due = 730 + dice.randrange(-30, 170)
        return (base + n, base + n, deck, 0, first, 0, 2, 2, due, interval, 2500, 10, 0, 0, 0, 0, 0, memory)

    def review(n):
        at = base + 730 * day * 1000 * n // reviews
        return (at, base + n % cards, 0, dice.choice([1, 2, 3, 3, 3, 4]), 10, 5, 2500, dice.randrange(1000, 60_000), 1)

    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("update col set crt = ?", [first])
        for table, row, count in [("notes", note, cards), ("cards", card, cards), ("revlog", review, reviews)]:
            marks = ",".join("?" * len(row(0)))
            database.executemany(f"insert into {table} values ({marks})", map(row, range(count)))
        database.commit()


def main():
    from anki.collection import Collection

    taken = {}

    def timed(name, act):
        start = time.perf_counter()
        done = act()
        taken[name] = time.perf_counter() - start
        return done

    def first_card():
        collection = Collection(sys.argv[1])
        return collection, collection.sched.get_queued_cards(fetch_limit=1).cards[0]

    def rate():
        states, card = queued.states, collection.get_card(queued.card.id)
        card.start_timer()
        answer = collection.sched.build_answer(card=card, states=states, rating=2)
        return collection.sched.answer_card(answer)

    collection, queued = timed("first card", first_card)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    timed("a rating", rate)
    timed("home", collection.sched.deck_due_tree)
    timed("search", lambda: collection.find_cards("梯度"))
    timed("stats", lambda: collection._backend.graphs(search="", days=0))
    collection.close()
    print(json.dumps({"seconds": taken, "memory": memory}))


if __name__ == "__main__":
    main()
