"""Commands for gdb that know a guest: where init begins, its system calls, its console.

distroc copies this file beside session.json, which has the facts: addresses, numbers and types, all
read from the kernel's source and from what was built. Nothing in it becomes text of a gdb command.
"""

import atexit
import codecs
import difflib
import json
import os
import re
import signal
import socket
import sys
import threading
import time

import gdb

# The kernel's source folder is only read: no compiled Python files beside its scripts.
sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "session.json"), encoding="utf-8") as file:
    FACTS = json.load(file)

WORD = 8
MASK = (1 << 64) - 1
SYMBOLS = {name: address & MASK for name, address in FACTS["symbols"].items() if address}
LARGEST_ERROR = 4095
SHOWN = 64


def printable(text):
    """A guest's text without what would steer a terminal."""
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
    """Bytes of the guest, as the processor that stopped sees them; None where there are none."""
    try:
        return gdb.selected_inferior().read_memory(address & MASK, size).tobytes()
    except gdb.MemoryError:
        return None


def word(address):
    found = memory(address, WORD)
    return None if found is None else int.from_bytes(found, "little")


# ---- the connections to QEMU --------------------------------------------------------------------


def connect(name):
    """QEMU listens on its sockets as soon as it runs."""
    path = FACTS["sockets"][name]
    deadline = time.monotonic() + 20
    while True:
        try:
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(path)
            return connection
        except OSError as problem:
            connection.close()
            if time.monotonic() > deadline:
                raise gdb.GdbError(
                    "QEMU does not listen on %s: %s. Start QEMU first." % (path, problem)
                )
            time.sleep(0.05)


class Control:
    """QEMU's machine protocol: one JSON document a line, questions and answers."""

    def __init__(self):
        self.lock = threading.Lock()
        self.file = connect("control").makefile("rwb")
        self.file.readline()
        self.ask("qmp_capabilities")

    def ask(self, command, **arguments):
        with self.lock:
            request = {"execute": command, "arguments": arguments}
            self.file.write(json.dumps(request).encode() + b"\n")
            self.file.flush()
            while True:
                line = self.file.readline()
                if not line:
                    raise OSError("QEMU has ended")
                answer = json.loads(line)
                if "return" in answer or "error" in answer:
                    return answer.get("return")

    def port(self, number):
        answer = self.ask("human-monitor-command", **{"command-line": "i /1b %#x" % number})
        return int(str(answer).split("=")[1].strip(), 16)

    def set_port(self, number, value):
        line = "o /1b %#x %#x" % (number, value)
        self.ask("human-monitor-command", **{"command-line": line})


ENDING = threading.Event()
THREADS = []


def in_background(work):
    """A thread that leaves all signals to gdb, and ends before gdb does."""

    def run():
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            work()
        except (OSError, ValueError):
            return  # QEMU has ended, and with it what this was for.

    thread = threading.Thread(target=run, daemon=True)
    THREADS.append(thread)
    thread.start()


def end():
    """A thread that wakes up while Python is taken down would take gdb down."""
    ENDING.set()
    console.end()
    try:
        for thread in THREADS:
            thread.join(1)
    except KeyboardInterrupt:
        return  # gdb was told to end at once.


class SerialConsole:
    """The guest's serial port. What it says appears while it runs, as that of any program does."""

    def __init__(self):
        self.connection = connect("serial")
        self.text = ""
        self.read = 0
        in_background(self.listen)

    def listen(self):
        self.connection.settimeout(0.1)
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        while not ENDING.is_set():
            try:
                received = self.connection.recv(4096)
            except socket.timeout:
                continue
            if not received:
                return
            text = printable(decoder.decode(received))
            # A megabyte is more than anybody reads again.
            if len(self.text) > 1 << 20:
                gone = len(self.text) - (1 << 19)
                self.text = self.text[gone:]
                self.read = max(0, self.read - gone)
            self.text += text
            os.write(1, text.encode())

    def type(self, text):
        self.connection.sendall(text.encode())

    def end(self):
        """The thread sees it soon."""

    def shows(self, text):
        """Whether it showed a text since the last one that was waited for."""
        found = self.text.find(text, self.read)
        if found >= 0:
            self.read = found + len(text)
        return found >= 0

    def show(self):
        say("\n".join(self.text.splitlines()[-25:]))

    def after_wait(self):
        """Everything was shown already."""


class Screen:
    """The text screen of a VGA card, and the keyboard."""

    COLUMNS = 80
    ROWS = 25
    ADDRESS = 0xB8000
    SIZE = 32 << 10
    INDEX, DATA, START = 0x3D4, 0x3D5, 0x0C
    KEYBOARD, FULL = 0x64, 1

    def __init__(self):
        self.seen = {}
        self.keys = []
        self.more = threading.Event()
        in_background(self.press)

    def cells(self):
        saved = FACTS["sockets"]["screen"]
        control.ask("pmemsave", val=self.ADDRESS, size=self.SIZE, filename=saved)
        with open(saved, "rb") as file:
            return "".join(FACTS["characters"][byte] for byte in file.read()[::2])

    def shows(self, text):
        count = self.cells().count(text)
        if count > self.seen.get(text, 0):
            self.seen[text] = self.seen.get(text, 0) + 1
            return True
        return False

    def show(self):
        say("\n".join(self.rows()))

    def rows(self):
        index = control.port(self.INDEX)
        start = 0
        for number in (self.START, self.START + 1):
            control.set_port(self.INDEX, number)
            start = start << 8 | control.port(self.DATA)
        control.set_port(self.INDEX, index)
        cells = self.cells()
        rows = []
        for row in range(self.ROWS):
            at = start + row * self.COLUMNS
            rows.append(cells[at : at + self.COLUMNS].rstrip())
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def after_wait(self):
        """Nothing was shown while it ran."""
        say("\n".join(self.rows()[-8:]))

    def type(self, text):
        missing = [c for c in text if c not in FACTS["keys"]]
        if missing:
            raise gdb.GdbError("no key of the guest's keyboard gives `%s`" % missing[0])
        self.keys += [FACTS["keys"][c] for c in text]
        self.more.set()

    def press(self):
        """A key at a time, when the guest runs and has read the last one."""
        while not ENDING.is_set():
            self.more.wait()
            self.more.clear()
            while self.keys and not ENDING.is_set():
                taken = control.port(self.KEYBOARD) & self.FULL == 0
                if taken and control.ask("query-status")["running"]:
                    keys = [{"type": "qcode", "data": key} for key in self.keys.pop(0)]
                    control.ask("send-key", keys=keys, **{"hold-time": 5})
                time.sleep(0.02)

    def end(self):
        self.more.set()


# ---- running the guest --------------------------------------------------------------------------


class Stop(gdb.Breakpoint):
    """A place to stop at once, and only when what is looked for is there."""

    def __init__(self, address, wanted=None):
        super().__init__(
            "*%#x" % address, type=gdb.BP_HARDWARE_BREAKPOINT, internal=True
        )
        self.silent = True
        self.wanted = wanted

    def stop(self):
        return self.wanted is None or self.wanted()


class Panic(Stop):
    """The kernel's last function: it says why it gives up."""

    def reason(self):
        arguments = FACTS["registers"]
        text = memory(register(arguments["first"]), 200) or b""
        text = text.split(b"\0")[0].decode("ascii", "replace").strip()
        number = register(arguments["second"])
        return printable(re.sub(r"%[0-9]*l?[xd]", lambda m: m.group() % number, text, count=1))


def user_mode():
    return bool(gdb.parse_and_eval(FACTS["userMode"]))


def notifications(suppressed):
    """Whoever runs the guest tells why it stopped; gdb before 12 tells it as well."""
    try:
        gdb.execute("set suppress-cli-notifications " + suppressed)
    except gdb.error:
        return


class Run:
    """The guest runs until one of some places is reached, or something else stops it."""

    def __init__(self, *places):
        self.hit = []
        gdb.events.stop.connect(self.note)
        notifications("on")
        try:
            gdb.execute("continue", False, True)
        finally:
            notifications("off")
            gdb.events.stop.disconnect(self.note)
            for place in places:
                place.delete()
        gdb.newest_frame().select()
        # What the guest said until now comes from another thread.
        time.sleep(0.02)
        if panic in self.hit:
            raise gdb.GdbError(panic_text())
        self.reached = any(place in self.hit for place in places)

    def note(self, event):
        if isinstance(event, gdb.BreakpointEvent):
            self.hit += event.breakpoints

    def require(self):
        if not self.reached:
            gdb.execute("frame")
            raise gdb.GdbError("the guest stopped here before it got there")


def panic_text():
    return (
        "the kernel panics: %s\n`backtrace` shows who called panic, `console-show` what was said"
        % panic.reason()
    )


def stopped(event):
    """For `continue` and the like; commands below tell it themselves."""
    if isinstance(event, gdb.BreakpointEvent) and panic in event.breakpoints:
        say("Stopped in the kernel's function panic.")


# ---- system calls -------------------------------------------------------------------------------


class Call:
    """A system call that the kernel is about to serve."""

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
    """The address of the kernel's record of the task that runs; None if that cannot be known."""
    variable = SYMBOLS.get("currentTask")
    if variable is None:
        return None
    # With several processors, addresses of variables of each are offsets, and small.
    base = 0 if variable >> 63 else register(FACTS["registers"]["perCpu"])
    return word(base + variable)


def whose(task):
    """Whose call it is. Only the kernel's symbols tell what is where in the record of a task."""
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
    """A text up to its zero byte; it may end where memory does."""
    found = b""
    while len(found) <= SHOWN:
        one = memory(address + len(found), 1)
        if one is None:
            return "%#x, which is not in memory yet" % address
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
    """An argument as a C programmer would write it; what the kernel writes is known afterwards."""
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


# ---- the commands -------------------------------------------------------------------------------


class Command(gdb.Command):
    """A command; the first line of its documentation is shown in the list."""

    ALL = []

    def __init__(self, name, arguments=""):
        super().__init__(name, gdb.COMMAND_USER)
        self.name = name
        self.arguments = arguments
        Command.ALL.append(self)

    def invoke(self, text, from_tty):
        try:
            self.run(text.strip())
        except OSError as problem:
            raise gdb.GdbError("the guest is gone: %s" % problem)
        except gdb.error as problem:
            if "Remote connection closed" in str(problem):
                raise gdb.GdbError("the guest has ended, and QEMU with it")
            raise gdb.GdbError(str(problem))


class Overview(Command):
    """List the commands that distroc adds to gdb."""

    def run(self, text):
        for command in Command.ALL:
            line = (command.__doc__ or "").strip().splitlines()[0]
            say("  %-24s %s" % ((command.name + " " + command.arguments).strip(), line))


class InitStart(Command):
    """Run the guest until init is about to execute its first instruction.

    The kernel has then read init from the initramfs, and made it process 1. On the stack there are
    the number of arguments, the arguments and the environment; every other register is zero.
    """

    done = False

    def run(self, text):
        if InitStart.done:
            raise gdb.GdbError("init has begun already")
        entry = FACTS["init"]["entry"]
        if FACTS["init"]["relocatable"]:
            entry = self.place(entry)
        Run(Stop(entry, user_mode)).require()
        if memory(entry, 1) is None:
            # The kernel brings a page of a program into memory when it is used for the first time:
            # the processor has asked for it, and comes here again.
            Run(Stop(entry, user_mode)).require()
        InitStart.done = True
        say("init is about to execute its first instruction:")
        gdb.execute("frame")
        gdb.execute("x/3i $pc")

    def place(self, entry):
        """A program for any address: the kernel chooses it, and tells who starts programs."""
        address = FACTS["registers"]["second"]

        def is_init():
            return register(address) & 0xFFF == entry & 0xFFF

        Run(Stop(SYMBOLS["starter"], is_init)).require()
        base = register(address) - entry
        gdb.execute("add-symbol-file init.elf -o %#x" % base, False, True)
        return entry + base


class SyscallNext(Command):
    """Run to the next system call (of that NAME), and show its arguments.

    The guest stops in the kernel, where it begins to serve the call. `syscall-finish` lets it
    serve it.
    """

    now = None

    def run(self, name):
        names = sorted(call["name"] for call in FACTS["calls"].values())
        if name and name not in names:
            near = difflib.get_close_matches(name, names, 1)
            also = "; did you mean `%s`?" % near[0] if near else ""
            raise gdb.GdbError("this kernel has no system call `%s`%s" % (name, also))
        SyscallNext.now = None
        Run(Stop(SYMBOLS["syscall"], lambda: not name or Call().name == name)).require()
        SyscallNext.now = Call()
        show_call(SyscallNext.now)

    def complete(self, text, word):
        names = (call["name"] for call in FACTS["calls"].values())
        return sorted(name for name in names if name.startswith(word or ""))


def current_call():
    if SyscallNext.now is None:
        raise gdb.GdbError("no system call is being served: `syscall-next` runs to one")
    return SyscallNext.now


class SyscallFinish(Command):
    """Run until the system call returns, and show its result.

    The guest stops in the program, behind the instruction that made the call.
    """

    def run(self, text):
        call = current_call()
        if call.known["ends"]:
            raise gdb.GdbError("`%s` never returns: `continue`" % call.name)
        Run(Stop(call.back, lambda: current_task() == call.task)).require()
        SyscallNext.now = None
        result = call.result()
        program = call.kept(FACTS["frame"]["returnAddress"])
        show_call(call, result)
        Run(Stop(program, user_mode)).require()
        gdb.execute("frame")


class SyscallStep(Command):
    """Run through the next system call (of that NAME)."""

    def run(self, name):
        NEXT.run(name)
        if not current_call().known["ends"]:
            FINISH.run("")


class SyscallShow(Command):
    """Show the arguments of the system call that goes on."""

    def run(self, text):
        show_call(current_call())


class ConsoleShow(Command):
    """Show the guest's screen, or the last lines of its serial port."""

    def run(self, text):
        console.show()


class ConsoleType(Command):
    """Type TEXT and Enter; the guest reads it when it runs."""

    def run(self, text):
        console.type(text + "\n")


class ConsoleWait(Command):
    """Run until the guest's console shows TEXT.

    Quotes keep blanks: console-wait "# ". A text that was waited for before has to come again. The
    limit is a minute, unless another in seconds comes first: console-wait 5 "# ".
    """

    def run(self, text):
        limit, wanted = self.parts(text)
        if not console.shows(wanted):
            self.wait(limit, wanted)
        say("\nThe console shows `%s`." % wanted)

    def wait(self, limit, wanted):
        found = threading.Event()
        over = threading.Event()

        def watch():
            end = time.monotonic() + limit
            while not (over.is_set() or ENDING.is_set()) and time.monotonic() < end:
                if console.shows(wanted):
                    found.set()
                    break
                time.sleep(0.05)
            # It may not have begun to run: then there is nothing to stop yet.
            while not over.is_set() and not control.ask("query-status")["running"]:
                time.sleep(0.01)
            if not over.is_set():
                control.ask("stop")

        in_background(watch)
        try:
            run = Run()
        finally:
            over.set()
        console.after_wait()
        if found.is_set():
            return
        if run.hit:
            run.require()
        else:
            raise gdb.GdbError("the console did not show `%s` in %g seconds" % (wanted, limit))

    def parts(self, text):
        match = re.fullmatch(r'(?:(\d+(?:\.\d+)?)\s+)?(?:"(.*)"|(\S.*))', text)
        if not match:
            raise gdb.GdbError('say what to wait for: console-wait "# "')
        return float(match.group(1) or 60), match.group(2) or match.group(3)


# ---- the session --------------------------------------------------------------------------------


def load_kernel_commands():
    """The kernel's own commands are in its source tree; numbers they need are beside this file."""
    folder = os.path.join(FACTS["kernelSource"], "scripts", "gdb")
    script = os.path.join(folder, "vmlinux-gdb.py")
    if not os.path.exists(script) or not os.path.exists(os.path.join(HERE, "constants.py")):
        return "Linux %s has no gdb commands of its own." % FACTS["release"]
    sys.path.insert(0, folder)
    try:
        import linux

        linux.__path__.append(HERE)
        gdb.execute("source " + script, False, True)
        return "The kernel's own commands are there too: `apropos lx`."
    except Exception as problem:  # They are not ours; the session is worth having without them.
        return "The kernel's own gdb commands do not work: %s" % printable(str(problem))


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


Overview("distroc")
if FACTS["init"]:
    InitStart("init-start")
if FACTS["calls"]:
    NEXT = SyscallNext("syscall-next", "[NAME]")
    FINISH = SyscallFinish("syscall-finish")
    SyscallStep("syscall-step", "[NAME]")
    SyscallShow("syscall-show")
ConsoleShow("console-show")
ConsoleType("console-type", "TEXT")
ConsoleWait("console-wait", "TEXT")

def begin():
    """Connects, and tells what there is."""
    global control, console, panic
    news = ""
    if FACTS["kernelSymbols"]:
        gdb.execute("set substitute-path /linux " + quote(FACTS["kernelSource"]))
        news = load_kernel_commands()
    control = Control()
    console = Screen() if FACTS["screen"] else SerialConsole()
    atexit.register(end)
    gdb.execute("target remote " + FACTS["sockets"]["debugger"], False, True)
    panic = Panic(SYMBOLS["panic"])
    gdb.events.stop.connect(stopped)
    say("The guest `%s` stands at its first instruction, before its firmware." % FACTS["name"])
    say("Commands beside those of gdb; `help NAME` tells more:")
    Command.ALL[0].run("")
    if news:
        say(news)


try:
    begin()
except (OSError, gdb.error, gdb.GdbError) as problem:
    say(str(problem))
    gdb.execute("quit 1")
