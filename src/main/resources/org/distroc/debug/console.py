"""The connections to QEMU: QMP, and the guest's console."""

import codecs
import json
import os
import signal
import socket
import threading
import time

import gdb
from facts import FACTS, printable, say

def connect(name):
    """Connects to a socket of QEMU, which may just be starting."""
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
                    "cannot connect to QEMU at %s: %s; start QEMU first" % (path, problem)
                )
            time.sleep(0.05)


class Control:
    """QMP: one JSON document a line, commands and responses."""

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
                    raise OSError("QEMU has exited")
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
    """Starts a thread that leaves all signals to gdb, and ends before gdb does."""

    def run():
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            work()
        except (OSError, ValueError):
            return  # QEMU has exited.

    thread = threading.Thread(target=run, daemon=True)
    THREADS.append(thread)
    thread.start()


def end():
    """Joins the threads: one that wakes up while Python shuts down would crash gdb."""
    ENDING.set()
    try:
        for thread in THREADS:
            thread.join(1)
    except KeyboardInterrupt:
        return  # The user interrupts gdb's exit.


class SerialConsole:
    """The guest's serial port. Its output appears while the guest runs."""

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
            # Keep at most one megabyte.
            if len(self.text) > 1 << 20:
                gone = len(self.text) - (1 << 19)
                self.text = self.text[gone:]
                self.read = max(0, self.read - gone)
            self.text += text
            os.write(1, text.encode())

    def type(self, text):
        self.connection.sendall(text.encode())

    def shows(self, text):
        """Whether a text appeared since the last match."""
        found = self.text.find(text, self.read)
        if found >= 0:
            self.read = found + len(text)
        return found >= 0

    def show(self):
        say("\n".join(self.text.splitlines()[-25:]))

    def after_wait(self):
        """The output was already printed."""


class Screen:
    """The text screen of a VGA card, and the keyboard."""

    COLUMNS = 80
    ROWS = 25
    ADDRESS = 0xB8000
    SIZE = 32 << 10
    INDEX, DATA, START = 0x3D4, 0x3D5, 0x0C
    KEYBOARD, FULL = 0x64, 1

    def __init__(self, control):
        self.control = control
        self.seen = {}
        self.keys = []
        self.more = threading.Event()
        in_background(self.press)

    def cells(self):
        saved = FACTS["sockets"]["screen"]
        self.control.ask("pmemsave", val=self.ADDRESS, size=self.SIZE, filename=saved)
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
        index = self.control.port(self.INDEX)
        start = 0
        for number in (self.START, self.START + 1):
            self.control.set_port(self.INDEX, number)
            start = start << 8 | self.control.port(self.DATA)
        self.control.set_port(self.INDEX, index)
        cells = self.cells()
        rows = []
        for row in range(self.ROWS):
            at = start + row * self.COLUMNS
            rows.append(cells[at : at + self.COLUMNS].rstrip())
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def after_wait(self):
        """The screen was not printed while the guest ran."""
        say("\n".join(self.rows()[-8:]))

    def type(self, text):
        missing = [c for c in text if c not in FACTS["keys"]]
        if missing:
            raise gdb.GdbError("no key of the guest's keyboard types `%s`" % missing[0])
        self.keys += [FACTS["keys"][c] for c in text]
        self.more.set()

    def press(self):
        """Presses one key at a time, when the guest runs and has read the last one."""
        while not ENDING.is_set():
            self.more.wait(0.1)
            self.more.clear()
            while self.keys and not ENDING.is_set():
                taken = self.control.port(self.KEYBOARD) & self.FULL == 0
                if taken and self.control.ask("query-status")["running"]:
                    keys = [{"type": "qcode", "data": key} for key in self.keys.pop(0)]
                    self.control.ask("send-key", keys=keys, **{"hold-time": 5})
                time.sleep(0.02)
