"""The frame socket: blocking reads and whole writes, safe for threads that log while the handler runs."""

import json
import os
import struct
import threading

SOCKET_FD = 3

INIT = 0x01
INVOKE = 0x02
LOAD = 0x03
READY = 0x11
INIT_DONE = 0x12
INIT_ERROR = 0x13
LOG = 0x14
RESPONSE = 0x15
ERROR = 0x16

READ_BYTES = 65536


class Channel:
    def __init__(self):
        self._buffer = bytearray()
        self._lock = threading.RLock()
        os.set_blocking(SOCKET_FD, True)
        os.set_inheritable(SOCKET_FD, False)

    def receive(self):
        """The next (type, payload), or None when the platform is gone."""
        head = self._take(4)
        if head is None:
            return None
        body = self._take(struct.unpack(">I", head)[0])
        return None if body is None else (body[0], bytes(memoryview(body)[1:]))

    def send(self, frame_type, *parts):
        length = 1 + sum(len(part) for part in parts)
        frame = b"".join((struct.pack(">IB", length, frame_type),) + parts)
        with self._lock:
            view = memoryview(frame)
            while view:
                view = view[os.write(SOCKET_FD, view) :]

    def send_json(self, frame_type, value):
        self.send(frame_type, json.dumps(value).encode())

    def log(self, timestamp, level, text):
        """One log event. `timestamp` in epoch seconds, `level` 0 (none) to 6 (fatal)."""
        encoded = text.encode("utf-8", "backslashreplace")
        self.send(LOG, struct.pack(">dB", timestamp * 1000, level), encoded)

    def respond(self, number, content_type, body):
        """The answer to INVOKE `number`. An empty content type stands for application/json."""
        self.send(RESPONSE, answer_head(number, content_type), body)

    def fail(self, number, error_type, body):
        self.send(ERROR, answer_head(number, error_type), body)

    def _take(self, count):
        while len(self._buffer) < count:
            chunk = os.read(SOCKET_FD, READ_BYTES)
            if not chunk:
                return None
            self._buffer += chunk
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken


class InvokeReader:
    """Reads INVOKE payloads. An ARN stands until another one is told."""

    def __init__(self):
        self._arn = None

    def read(self, payload):
        """The header and the event's bytes."""
        number, deadline_ms, id_length = struct.unpack_from(">IdB", payload)
        details_at = 13 + id_length
        event_at = details_at + 4 + struct.unpack_from(">I", payload, details_at)[0]
        details = payload[details_at + 4 : event_at]
        header = json.loads(details) if details else {"invokedFunctionArn": self._arn}
        self._arn = header["invokedFunctionArn"]
        header["number"] = number
        header["requestId"] = payload[13:details_at].decode()
        header["deadlineMs"] = deadline_ms
        return header, payload[event_at:]


def answer_head(number, text):
    encoded = text.encode()
    return struct.pack(">IH", number, len(encoded)) + encoded
