"""A server that is killed and started again while writers use it, and the order in which they and whoever takes it back proceed."""
import contextlib
import http.client
import json
import threading

from program import Server, check_whole


# A client that a busy machine leaves waiting is not slow: the limits for those that are have tests of their own.
PATIENT = ["--log", "off", *(f"--limit={name}-ms=600000" for name in ("header", "body", "answer"))]


class Gate:
    """Many may be inside at once, or one alone."""

    def __init__(self):
        self.changed = threading.Condition()
        self.inside = 0
        self.is_closed = False

    @contextlib.contextmanager
    def shared(self):
        with self.changed:
            self.changed.wait_for(lambda: not self.is_closed)
            self.inside += 1
        try:
            yield
        finally:
            with self.changed:
                self.inside -= 1
                self.changed.notify_all()

    @contextlib.contextmanager
    def alone(self):
        with self.changed:
            self.changed.wait_for(lambda: not self.is_closed)
            self.is_closed = True
            self.changed.wait_for(lambda: self.inside == 0)
        try:
            yield
        finally:
            with self.changed:
                self.is_closed = False
                self.changed.notify_all()


class Host:
    """`server` is the one that runs, `age` how often it was killed."""

    def __init__(self, org):
        self.org = org
        self.gate = Gate()
        self.age = 0
        self.started = threading.Condition()
        self.server = Server(*PATIENT, org=org)

    def kill(self):
        self.server.process.kill()
        self.server.process.communicate()
        self.server.log.close()
        check_whole(self.org)
        server = Server(*PATIENT, org=self.org)
        with self.started:
            self.server, self.age = server, self.age + 1
            self.started.notify_all()

    def wait_for(self, age, is_over):
        """Until it was started more than `age` times, or all is over."""
        with self.started:
            self.started.wait_for(lambda: self.age > age or is_over(), 600)

    def tell(self):
        """Whoever waits looks again."""
        with self.started:
            self.started.notify_all()

    def take_back(self, action, writers, saved):
        """reset, snapshot or restore, with what each writer then finds; alone, so that no write is under way."""
        with self.gate.alone():
            for writer in writers:
                self.settle(writer)
            status, _, text = self.server.request("POST", "/localorg/" + action, json.dumps({"name": "kept"}), timeout=600)
            assert status == 200, (action, status, text)
            for writer in writers:
                if action == "snapshot":
                    saved[writer.name] = dict(writer.made)
                else:
                    writer.made = dict(saved[writer.name]) if action == "restore" else {}
                writer.check()

    def settle(self, writer):
        """Gives a writer that met a killed server the new one, and finds out what became of its last request."""
        if writer.age == self.age:
            return
        writer.use(self.server)
        writer.check()
        writer.age = self.age

    def write_on(self, writer, is_over, count):
        """Writes until all is over; where the server is killed, waits for the next one."""
        while not is_over():
            age = self.age
            try:
                with self.gate.shared():
                    if is_over():
                        return
                    self.settle(writer)
                    age = writer.age
                    writer.act()
                    count()
            except (OSError, http.client.HTTPException):
                self.wait_for(age, is_over)
