"""System calls: their arguments and results."""

import gdb
from facts import FACTS, LARGEST_ERROR, MASK, SHOWN, SYMBOLS, WORD
from facts import memory, printable, register, say, word


class Call:
    """A system call at its entry in the kernel."""

    def __init__(self):
        registers = FACTS["registers"]
        stack = register(registers["stack"])
        self.back = word(stack)
        self.frame = stack + WORD
        self.task = current_task()
        self.number = self.kept(FACTS["frame"]["number"]) & 0xFFFFFFFF
        known = FACTS["calls"].get(str(self.number))
        self.known = known or {"name": "syscall_%d" % self.number, "parameters": [], "ends": False}
        self.name = self.known["name"]
        self.program = self.kept(FACTS["frame"]["returnAddress"])
        places = FACTS["frame"]["arguments"]
        self.values = [self.kept(p["offset"]) for p in places[: len(self.known["parameters"])]]

    def kept(self, offset):
        return word(self.frame + offset) or 0

    def result(self):
        value = self.kept(FACTS["frame"]["result"]["offset"])
        return value - (1 << 64) if value >> 63 else value


def current_task():
    """The address of the current task_struct; None if unknown."""
    variable = SYMBOLS.get("currentTask")
    if variable is None:
        return None
    # With several processors, addresses of variables of each are offsets, and small.
    base = 0 if variable >> 63 else register(FACTS["registers"]["perCpu"])
    return word(base + variable)


def whose(task):
    """The process that made the call. This needs debug symbols: the layout of task_struct."""
    if task is None or not FACTS["kernelSymbols"]:
        return ""
    try:
        record = gdb.parse_and_eval("(struct task_struct *)%#x" % task).dereference()
        return "[%d %s] " % (int(record["pid"]), printable(record["comm"].string(errors="replace")))
    except (gdb.error, UnicodeError):
        return ""


def quoted(found, more):
    text = "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else escape(b) for b in found)
    return '"' + text + '"' + ("..." if more else "")


def escape(byte):
    known = {10: "\\n", 13: "\\r", 9: "\\t", 34: '\\"', 92: "\\\\"}
    return known.get(byte, "\\x%02x" % byte)


def text_at(address):
    """A string up to its NUL byte; memory may end before that."""
    found = b""
    while len(found) <= SHOWN:
        one = memory(address + len(found), 1)
        if one is None:
            return "%#x (not in memory yet)" % address
        if one == b"\0":
            return quoted(found, False)
        found += one
    return quoted(found[:SHOWN], True)


def bytes_at(address, size):
    found = memory(address, min(size, SHOWN))
    return None if found is None else quoted(found, size > SHOWN)


def texts_at(address):
    texts = []
    for i in range(16):
        one = word(address + i * WORD)
        if not one:
            return "[" + ", ".join(texts) + "]"
        texts.append(text_at(one))
    return "[" + ", ".join(texts) + ", ...]"


def value_text(parameter, value, following, result=None):
    """An argument in C syntax; output buffers are known only after the call."""
    kind = parameter["kind"]
    if parameter["narrow"]:
        value &= 0xFFFFFFFF
        if kind == "SIGNED" and value >> 31:
            value -= 1 << 32
    elif kind == "SIGNED" and value >> 63:
        value -= 1 << 64
    if kind == "PERMISSIONS":
        return "0%o" % value
    if kind == "FLAGS" or kind == "UNSIGNED" and value > 1 << 20:
        return hex(value)
    if kind in ("SIGNED", "UNSIGNED"):
        return str(value)
    if value == 0:
        return "NULL"
    text = None
    if kind == "TEXT":
        text = text_at(value)
    elif kind == "TEXTS":
        text = texts_at(value)
    elif kind == "BYTES_IN":
        text = bytes_at(value, following)
    elif kind == "BYTES_OUT" and result is not None and result >= 0:
        text = bytes_at(value, min(result, following))
    return hex(value) if text is None else text


def show_call(call, result=None):
    parameters = call.known["parameters"]
    rows = []
    texts = []
    for i, parameter in enumerate(parameters):
        following = call.values[i + 1] if i + 1 < len(parameters) else 0
        text = value_text(parameter, call.values[i], following, result)
        texts.append(text)
        space = "" if parameter["type"].endswith("*") else " "
        declared = parameter["type"] + space + parameter["name"]
        place = FACTS["frame"]["arguments"][i]["register"]
        rows.append((place, declared, text))
    end = "" if result is None else " = " + result_text(result)
    say("%s%s(%s)%s" % (whose(call.task), call.name, ", ".join(texts), end))
    width = max((len(declared) for _, declared, _ in rows), default=0)
    for place, declared, text in rows:
        say("  %-4s %s  %s" % (place, declared.ljust(width), text))
    if result is not None:
        say("  %-4s %s  %s" % (FACTS["frame"]["result"]["register"], "(result)".ljust(width),
                               result_text(result)))


def result_text(result):
    if -LARGEST_ERROR <= result < 0:
        name, comment = FACTS["errors"].get(str(-result), [str(-result), ""])
        return "-%s%s" % (name, " (%s)" % comment if comment else "")
    return str(result) if 0 <= result < 1 << 24 else hex(result & MASK)
