"""gdb commands for a guest: the start of init, its system calls, its console.

distroc copies this file next to session.json, which has addresses, numbers and types, all read from
the kernel's source and the build. None of that text is ever part of a gdb command.
"""

import atexit
import difflib
import os
import re
import sys
import threading
import time

import gdb

# The kernel's source folder is read-only: write no compiled Python files next to its scripts.
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from calls import Call, current_task, show_call
from console import ENDING, Control, Screen, SerialConsole, end, in_background
from facts import FACTS, HERE, SYMBOLS, memory, printable, register, say

# ---- running the guest --------------------------------------------------------------------------


class Stop(gdb.Breakpoint):
    """A one-time breakpoint, with an optional condition."""

    def __init__(self, address, wanted=None):
        super().__init__(
            "*%#x" % address, type=gdb.BP_HARDWARE_BREAKPOINT, internal=True
        )
        self.silent = True
        self.wanted = wanted

    def stop(self):
        return self.wanted is None or self.wanted()


class Panic(Stop):
    """A breakpoint in the kernel's panic(), whose arguments are the reason."""

    def reason(self):
        arguments = FACTS["registers"]
        text = memory(register(arguments["first"]), 200) or b""
        text = text.split(b"\0")[0].decode("ascii", "replace").strip()
        number = register(arguments["second"])
        return printable(re.sub(r"%[0-9]*l?[xd]", lambda m: m.group() % number, text, count=1))


def user_mode():
    return bool(gdb.parse_and_eval(FACTS["userMode"]))


def notifications(suppressed):
    """The commands report why the guest stopped; gdb before 12 reports it once more."""
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
        # Another thread prints the guest's output so far.
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
            raise gdb.GdbError("the guest stopped here first")


def panic_text():
    return (
        "kernel panic: %s\n`backtrace` shows the callers of panic, `console-show` the console"
        % panic.reason()
    )


def stopped(event):
    """For `continue` and the like; the commands below report a stop themselves."""
    if isinstance(event, gdb.BreakpointEvent) and panic in event.breakpoints:
        say("Stopped in panic() of the kernel.")


# ---- the commands -------------------------------------------------------------------------------


class Command(gdb.Command):
    """A command; the list shows the first line of its docstring."""

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
            raise gdb.GdbError("lost connection to the guest: %s" % problem)
        except gdb.error as problem:
            if "Remote connection closed" in str(problem):
                raise gdb.GdbError("the guest has ended, and QEMU has exited")
            raise gdb.GdbError(str(problem))


class Overview(Command):
    """List the commands that distroc adds to gdb."""

    def run(self, text):
        for command in Command.ALL:
            line = (command.__doc__ or "").strip().splitlines()[0]
            say("  %-24s %s" % ((command.name + " " + command.arguments).strip(), line))


class InitStart(Command):
    """Run the guest until init is about to execute its first instruction.

    By then the kernel has loaded init from the initramfs as process 1. The stack holds argc, argv
    and the environment; all general-purpose registers are zero.
    """

    done = False

    def run(self, text):
        if InitStart.done:
            raise gdb.GdbError("init has already started")
        entry = FACTS["init"]["entry"]
        if FACTS["init"]["relocatable"]:
            entry = self.place(entry)
        Run(Stop(entry, user_mode)).require()
        if memory(entry, 1) is None:
            # The kernel loads a page of a program when it is first accessed: the processor faults
            # on this one, and returns here.
            Run(Stop(entry, user_mode)).require()
        InitStart.done = True
        say("init is about to execute its first instruction:")
        gdb.execute("frame")
        gdb.execute("x/3i $pc")

    def place(self, entry):
        """Where the kernel puts a position-independent program."""
        address = FACTS["registers"]["second"]

        def is_init():
            return register(address) & 0xFFF == entry & 0xFFF

        Run(Stop(SYMBOLS["starter"], is_init)).require()
        base = register(address) - entry
        gdb.execute("add-symbol-file init.elf -o %#x" % base, False, True)
        return entry + base


class SyscallNext(Command):
    """Run to the next system call (of that NAME), and show its arguments.

    The guest stops in the kernel, at the entry of the system call. `syscall-finish` runs it to its
    return.
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
        raise gdb.GdbError("not in a system call: run `syscall-next` first")
    return SyscallNext.now


class SyscallFinish(Command):
    """Run until the system call returns, and show its result.

    The guest stops in the program, after the instruction that made the call.
    """

    def run(self, text):
        call = current_call()
        if call.known["ends"]:
            raise gdb.GdbError("`%s` never returns: use `continue`" % call.name)
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
    """Show the arguments of the current system call."""

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

    Quotes keep spaces: console-wait "# ". Text that an earlier wait matched must appear again. The
    timeout is 60 seconds; another one in seconds can precede the text: console-wait 5 "# ".
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
            # It may not be running yet: then there is nothing to stop.
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
            message = "timed out after %g seconds waiting for `%s` on the console"
            raise gdb.GdbError(message % (limit, wanted))

    def parts(self, text):
        match = re.fullmatch(r'(?:(\d+(?:\.\d+)?)\s+)?(?:"(.*)"|(\S.*))', text)
        if not match:
            raise gdb.GdbError('missing text to wait for: console-wait "# "')
        return float(match.group(1) or 60), match.group(2) or match.group(3)


# ---- the session --------------------------------------------------------------------------------


def load_kernel_commands():
    """The kernel's own commands are in its source tree; their constants are next to this file."""
    folder = os.path.join(FACTS["kernelSource"], "scripts", "gdb")
    script = os.path.join(folder, "vmlinux-gdb.py")
    if not os.path.exists(script) or not os.path.exists(os.path.join(HERE, "constants.py")):
        return "Linux %s has no gdb commands of its own." % FACTS["release"]
    sys.path.insert(0, folder)
    try:
        import linux

        linux.__path__.append(HERE)
        gdb.execute("source " + script, False, True)
        return "The kernel's own commands are available too: `apropos lx`."
    except Exception as problem:  # They are not ours, and the session works without them.
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
    """Connects, and prints the commands."""
    global control, console, panic
    news = ""
    if FACTS["kernelSymbols"]:
        gdb.execute("set substitute-path /linux " + quote(FACTS["kernelSource"]))
        news = load_kernel_commands()
    control = Control()
    console = Screen(control) if FACTS["screen"] else SerialConsole()
    atexit.register(end)
    gdb.execute("target remote " + FACTS["sockets"]["debugger"], False, True)
    panic = Panic(SYMBOLS["panic"])
    gdb.events.stop.connect(stopped)
    say("The guest `%s` is stopped at the first instruction of its firmware." % FACTS["name"])
    say("Additional gdb commands (`help NAME` describes one):")
    Command.ALL[0].run("")
    if news:
        say(news)


try:
    begin()
except (OSError, gdb.error, gdb.GdbError) as problem:
    say(str(problem))
    gdb.execute("quit 1")
