"""A program in a pseudo-terminal: keys in, and the screen that somebody would see."""
import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
import unicodedata

TIMEOUT = 30  # seconds; a build with sanitizers on a busy machine is slow

TOKEN = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z@])|\x1b[^\[]|(.)", re.DOTALL)


class Screen:
    """As many lines as are printed, and of a terminal's control sequences those that a line editor needs."""

    def __init__(self, columns):
        self.columns = columns
        self.lines = [[]]
        self.row = self.column = 0

    def feed(self, text):
        for parameters, command, character in TOKEN.findall(text):
            if command:
                self.control(command, int(parameters) if parameters.isdigit() else 1)
            elif character:
                self.put(character)

    def control(self, command, count):
        line = self.lines[self.row]
        if command == "A":
            self.row = max(0, self.row - count)
        elif command == "C":
            self.column += count
        elif command == "D":
            self.column = max(0, self.column - count)
        elif command == "G":
            self.column = count - 1
        elif command == "K":
            del line[self.column:]
        elif command == "J":
            del line[self.column:]
            del self.lines[self.row + 1:]
        elif command == "P":
            del line[self.column:self.column + count]
        elif command == "@":
            line[self.column:self.column] = [" "] * count

    def put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row += 1
        elif character == "\b":
            self.column = max(0, self.column - 1)
        elif character >= " ":
            if self.column >= self.columns:
                self.row, self.column = self.row + 1, 0
            self.write(character)
        while len(self.lines) <= self.row:
            self.lines.append([])

    def write(self, character):
        while len(self.lines) <= self.row:
            self.lines.append([])
        line = self.lines[self.row]
        line += [" "] * (self.column - len(line))
        cells = [character, ""] if unicodedata.east_asian_width(character) in "WF" else [character]
        line[self.column:self.column + len(cells)] = cells
        self.column += len(cells)

    def text(self, first=0):
        """The lines from `first` on, without the blanks at their ends."""
        return ["".join(line).rstrip() for line in self.lines[first:]]


class Terminal:
    """`with Terminal([program, ...], env, columns=100) as t:`"""

    def __init__(self, command, env, columns=200):
        self.screen = Screen(columns)
        self.begin = 0  # the first line that expect() has not passed
        self.waiting = b""  # a character of which bytes are missing
        self.process, self.fd = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
            os.execvpe(command[0], command, env)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.fd)  # hangs up
        if self.process:
            os.waitpid(self.process, 0)

    def send(self, keys):
        os.write(self.fd, keys.encode())

    def read(self, seconds):
        """Reads what comes within that time; False at the end of the program's output."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # Linux's way to say that the other side is closed
            return False
        self.waiting += data
        try:
            text, self.waiting = self.waiting.decode(), b""
        except UnicodeDecodeError as fault:
            text, self.waiting = self.waiting[:fault.start].decode(), self.waiting[fault.start:]
        self.screen.feed(text)
        return bool(data)

    def read_until(self, fits, what):
        """Reads until `fits` the lines from where the last expect() ended; returns these."""
        end = time.monotonic() + TIMEOUT
        while select.select([self.fd], [], [], 0)[0] and self.read(0):
            pass
        while True:
            lines = self.screen.text(self.begin)
            if fits(lines):
                return lines
            if time.monotonic() > end or not self.read(0.1):
                raise AssertionError(f"{what}; the screen is\n" + "\n".join(self.screen.text()))

    def expect(self, last):
        """Waits until the last line is `last` and returns the lines from where the last call ended to the one before it."""
        lines = self.read_until(lambda lines: lines and lines[-1] == last.rstrip(), f"the last line is never {last!r}")
        self.begin += len(lines) - 1
        return lines[:-1]

    def wait(self):
        """Waits for the program to end and returns its exit code."""
        end = time.monotonic() + TIMEOUT
        while self.read(0.1):
            if time.monotonic() > end:
                raise AssertionError("does not end; the screen is\n" + "\n".join(self.screen.text()))
        _, status = os.waitpid(self.process, 0)
        self.process = 0
        return os.waitstatus_to_exitcode(status)
