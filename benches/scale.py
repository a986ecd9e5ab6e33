"""How long commands take over large courses and long records, whole processes, medians; beside them in the same run
Anki's own backend over as many cards and reviews (`pip install anki`, or it is left out), of which only the work is
counted and not the start of Python; and `hashcards check`, if that is installed.

    python benches/scale.py [--runs N] [--only NAME] FOLDER

Makes what is missing of the courses, records and collections in FOLDER (some minutes, 0.7 GB), builds nothing: the
program is `target/release/dlrev` or what `DLREV` names. Prints a table that Markdown understands.

The peak memory of a process that was begun is never less than that of the one that began it. So what is large is made by
a Python of its own, and the one that measures stays small.
"""

import argparse
import collections
import contextlib
import datetime
import fcntl
import json
import os
import pathlib
import pty
import random
import select
import shutil
import statistics
import struct
import subprocess
import sys
import termios
import time
import tomllib

import anki_backend

HERE = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("DLREV", str(HERE / "target/release/dlrev"))
NOW = datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
WORDS = "卷积 池化 梯度 损失 激活 注意力 归一 残差 编码 解码 特征 通道 步幅 填充 权重 偏置 优化 学习率 动量 正则".split()
ENGLISH = "convolution pooling gradient loss activation attention norm residual encode decode feature channel".split()

Size = collections.namedtuple("Size", "name cards files reviews")
SIZES = [
    Size("bundled", 0, 0, 100_000),
    Size("middle", 10_000, 100, 100_000),
    Size("large-20", 100_000, 20, 1_000_000),
    Size("large-200", 100_000, 200, 1_000_000),
]


def sentence(dice, number):
    zh = "".join(dice.choices(WORDS, k=6)) + f"第{number}条"
    en = " ".join(dice.choices(ENGLISH, k=6)) + f" number {number}"
    return zh, en


def both(words):
    return "{{ zh = '{}', en = '{}' }}".format(*words)


def topic(section, cards, dice):
    """A topic's file: a statement for each five cards, a question for each twenty."""
    name = f"t{section:03}"
    lines = [f"format = 1\nid = '{name}'\nsection = {section}\ntitle.zh = '主题{section}'\ntitle.en = 'Topic {section}'\n"]
    lines.append("[[headings]]\nid = 'all'\nzh = '全部'\nen = 'All of it'\n")
    for n in range(0, cards, 5):
        zh, en = sentence(dice, section * 100_000 + n)
        lines.append(f"[[statements]]\nid = '{name}.s{n}'\nheading = 'all'\nfrom = []\nzh = '{zh}'\nen = '{en}'\n")
    for n in range(cards):
        front, back = sentence(dice, n), sentence(dice, n + 1)
        head = f"[[cards]]\nid = '{name}.c{n}'\nkind = 'KIND'\ntests = ['{name}.s{n - n % 5}']"
        if n % 10 == 9:
            text = "{{ zh = '{}是{{{{{}}}}}', en = '{} is {{{{{}}}}}' }}".format(front[0], back[0], front[1], back[1])
            lines.append(head.replace("KIND", "cloze") + f"\ntext = {text}\n")
        else:
            lines.append(head.replace("KIND", "basic") + f"\nfront = {both(front)}\nback = {both(back)}\n")
    for n in range(0, cards, 20):
        stem, why = sentence(dice, n), sentence(dice, n)
        head = f"[[questions]]\nid = '{name}.q{n}'\nkind = 'true-false'\ntests = ['{name}.s{n}']"
        lines.append(f"{head}\nstem = {both(stem)}\nwhy = {both(why)}\nanswer = {str(n % 40 == 0).lower()}\n")
    return name, "\n".join(lines)


def make_course(folder, size):
    dice = random.Random(size.cards)
    (folder / "topics").mkdir(parents=True)
    names = []
    for section in range(1, size.files + 1):
        name, text = topic(section, size.cards // size.files, dice)
        (folder / "topics" / f"{section:03}-{name}.toml").write_text(text)
        names.append(name)
    head = f"format = 1\nid = '{size.name}'\ntitle.zh = '大课程'\ntitle.en = 'A large course'\nlanguages = ['zh', 'en']\n"
    (folder / "course.toml").write_text(head + f"topics = {names}\n")


def ids(course):
    """The cards and questions of a course, cards with each of their names."""
    cards, questions = [], []
    for path in sorted((course / "topics").glob("*.toml")):
        table = tomllib.loads(path.read_text())
        for card in table.get("cards", []):
            holes = card["text"]["zh"].count("{{") if card["kind"] == "cloze" else 1
            cards += [card["id"]] if holes == 1 else [f"{card['id']}~{n}" for n in range(1, holes + 1)]
            cards += [card["id"] + "~r"] if card["kind"] == "reversed" else []
        questions += [question["id"] for question in table.get("questions", [])]
    return cards, questions


def make_record(data, course, size, program=PROGRAM):
    """Reviews spread over two years, nine of ten of cards, some of questions."""
    cards, questions = ids(course)
    dice = random.Random(1)
    start = NOW - datetime.timedelta(days=730)
    step = datetime.timedelta(days=729) / size.reviews
    with open(data / "log.jsonl", "w") as log:
        for seq in range(1, size.reviews + 1):
            at = (start + step * seq).isoformat(timespec="milliseconds")
            row = {"type": "answer", "seq": seq, "at": at, "ms": dice.randrange(1000, 60_000), "hash": "0" * 16}
            if seq % 10 == 0 and questions:
                row |= {"of": "question", "id": dice.choice(questions), "given": "T", "score": dice.choice([0, 1])}
            else:
                row |= {"of": "card", "id": cards[seq % len(cards)], "rating": dice.choice([1, 2, 3, 3, 3, 4])}
            log.write(json.dumps(row, separators=(",", ":")) + "\n")
    subprocess.run([program, "record", "import", str(data / "log.jsonl"), "--data", str(data)], check=True)
    (data / "log.jsonl").unlink()


def places(folder, size):
    """Where the course of a size lies, and the record over it."""
    return folder / f"{size.name}-course", folder / f"{size.name}-data"


def make(folder, size):
    """Makes what is missing."""
    course, data = places(folder, size)
    if size.cards and not course.exists():
        make_course(course, size)
    if not data.exists():
        data.mkdir(parents=True)
        make_record(data, course if size.cards else HERE / "content", size)
    collection, deck = folder / f"{size.name}.anki2", folder / f"{size.name}-deck"
    if size.cards and not collection.exists():
        with contextlib.suppress(ImportError):
            anki_backend.make(collection, sentence, size.cards, size.reviews, NOW)
    if size.cards and not deck.exists() and shutil.which("hashcards"):
        make_deck(deck, size)


def make_deck(deck, size):
    deck.mkdir()
    dice = random.Random(size.cards)
    for part in range(size.files):
        cards = (sentence(dice, n) for n in range(size.cards // size.files))
        text = "\n\n".join(f"Q: {part} {zh}\nA: {en}" for zh, en in cards)
        (deck / f"{part}.md").write_text(text + "\n")


def environment(data):
    return os.environ | {
        "DLREV_DATA": str(data), "DLREV_NOW": NOW.isoformat(), "DLREV_LANG": "en", "DLREV_CONFIG": "/dev/null",
        "XDG_CACHE_HOME": str(data / "cache"), "TERM": "xterm-256color",
    }


def whole(arguments, data):
    """Seconds and peak megabytes of a process with empty input."""
    start = time.perf_counter()
    child = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, env=environment(data))
    while child.stdout.read(1 << 16):
        pass
    _, _, usage = os.wait4(child.pid, 0)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def first_line(arguments, data, lines=()):
    """Seconds until the first line, then until the answer to the last of `lines`; peak megabytes."""
    start = time.perf_counter()
    child = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, env=environment(data))
    first = child.stdout.readline()
    taken = [time.perf_counter() - start]
    assert b'"type"' in first, first
    for line in lines:
        start = time.perf_counter()
        child.stdin.write(line.encode())
        child.stdin.flush()
        child.stdout.readline()
        taken.append(time.perf_counter() - start)
    child.kill()
    _, _, usage = os.wait4(child.pid, 0)
    return (*taken[:1], *taken[-1:], usage.ru_maxrss / 1024)


def first_frame(arguments, data, marker=b"leave"):
    """Seconds until a screen shows `marker`."""
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        os.execve(PROGRAM, [PROGRAM, *arguments], environment(data))
    seen = b""
    while marker not in seen:
        ready, _, _ = select.select([terminal], [], [], 120)
        if not ready:
            raise TimeoutError(seen)
        seen += os.read(terminal, 1 << 16)
    taken = time.perf_counter() - start
    os.kill(child, 9)
    _, _, usage = os.wait4(child, 0)
    os.close(terminal)
    return taken, usage.ru_maxrss / 1024


def anki(folder, size, runs):
    """Medians of Anki's backend over a collection of this size, by what is measured: milliseconds and megabytes."""
    path = folder / f"{size.name}.anki2"
    if not path.exists():
        return {}
    command = [sys.executable, anki_backend.__file__, str(path)]
    taken = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(runs + 1)][1:]
    memory = statistics.median(run["memory"] for run in taken)
    return {name: (statistics.median(run["seconds"][name] for run in taken), memory) for name in taken[0]["seconds"]}


def hashcards(folder, size, runs):
    """The same of `hashcards check` over a deck of as many cards."""
    program, deck = shutil.which("hashcards"), folder / f"{size.name}-deck"
    if program is None:
        return {}
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([program, "check", str(deck)], check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - start)
    return {"content check": (statistics.median(taken), float("nan"))}


def cell(measured):
    if measured is None:
        return f"{'':22}"
    seconds, memory = measured
    return f"{seconds * 1e3:8.1f} ms {memory:7.1f} MB" if memory == memory else f"{seconds * 1e3:8.1f} ms {'':10}"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--only")
    options.add_argument("--make", action="store_true", help="makes what is missing, and measures nothing")
    options = options.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        if options.only and options.only != size.name:
            continue
        if options.make:
            make(options.folder, size)
            continue
        subprocess.run([sys.executable, __file__, "--make", "--only", size.name, str(options.folder)], check=True)
        course, data = places(options.folder, size)
        course = ["--course", str(course)] if size.cards else []
        review = ["review", "--format", "jsonl", *course]
        commands = {
            "first card": lambda: first_line(review, data)[::2],
            "a rating": lambda: first_line(review, data, ["\n", "3\n"])[1:],
            "first question": lambda: first_line(["quiz", "--format", "jsonl", *course], data)[::2],
            "home": lambda: first_frame(course, data),
            "search": lambda: whole(["search", "梯度", *course], data),
            "stats": lambda: whole(["stats", "--format", "json", *course], data),
        }
        if size.cards:
            commands["content check"] = lambda: whole(["content", "check", course[1]], data)
            commands["notes of a topic"] = lambda: whole(["notes", "t001", "--plain", *course], data)
        peers = [anki, hashcards] if size.cards else []
        beside = {name: taken for peer in peers for name, taken in peer(options.folder, size, options.runs).items()}
        print(f"\n{size.name}: {size.cards:,} cards in {size.files} files, {size.reviews:,} reviews\n")
        print(f"| {'':18} | {'dlrev':22} | {'Anki, hashcards':22} |")
        print(f"| {'-' * 18} | {'-' * 22} | {'-' * 22} |", flush=True)
        for name, run in commands.items():
            run()
            taken = [run() for _ in range(options.runs)]
            ours = tuple(statistics.median(column) for column in zip(*taken))
            print(f"| {name:18} | {cell(ours)} | {cell(beside.get(name))} |", flush=True)


if __name__ == "__main__":
    main()
