"""Commands for gdb that know a guest: where init begins, its system calls, its console.

distroc copies this file beside session.json, which has the facts: addresses, numbers and types, all
read from the kernel's source and from what was built. Nothing in it becomes text of a gdb command.
"""

import atexit
import difflib
import os
import re
import sys
import threading
import time

import gdb

# The kernel's source folder is only read: no compiled Python files beside its scripts.
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from calls import Call, current_task, show_call
from console import ENDING, Control, Screen, SerialConsole, end, in_background
from facts import FACTS, HERE, SYMBOLS, memory, printable, register, say

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
    console = Screen(control) if FACTS["screen"] else SerialConsole()
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
