"""Facts about the guest, and access to its registers and memory."""

import json
import os
import re

import gdb

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "session.json"), encoding="utf-8") as file:
    FACTS = json.load(file)

WORD = 8
MASK = (1 << 64) - 1
SYMBOLS = {name: address & MASK for name, address in FACTS["symbols"].items() if address}
LARGEST_ERROR = 4095
SHOWN = 64


def printable(text):
    """A guest's text without terminal control sequences."""
    text = re.sub(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|[@-Z\\-_])", "", text)
    return "".join(c for c in text if c in "\n\t" or c.isprintable())


def say(text):
    try:
        gdb.write(text + "\n")
    except UnicodeError:
        gdb.write(text.encode("ascii", "replace").decode() + "\n")


def register(name):
    return int(gdb.parse_and_eval("$" + name)) & MASK


def memory(address, size):
    """Bytes at a virtual address of the stopped CPU; None if it is not mapped."""
    try:
        return gdb.selected_inferior().read_memory(address & MASK, size).tobytes()
    except gdb.MemoryError:
        return None


def word(address):
    found = memory(address, WORD)
    return None if found is None else int.from_bytes(found, "little")
