"""Standard output, standard error and `logging` as LOG frames in AWS's text and JSON formats."""

import io
import json
import logging
import sys
import time
import traceback
from datetime import datetime, timezone

NO_BREAK_SPACE = "\u00a0"
TEXT_FORMAT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
DATE_FORMAT = "%Y-%m-%dT%H:%M:%S"
LEVEL_NONE = 0
LEVEL_ERROR = 5
# Python's tens (DEBUG 10 … CRITICAL 50) to the frame's levels (debug 2 … fatal 6).
FRAME_LEVELS = {10: 2, 20: 3, 30: 4, 40: 5, 50: 6}
RECORD_FIELDS = set(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"message", "asctime", "aws_request_id"}


class FunctionLog:
    """The function's log: everything written goes out in order, each line or record one event."""

    def __init__(self, channel, json_format):
        self._channel = channel
        self._json = json_format
        self._streams = []
        self.request_id = None

    def capture_output(self):
        sys.stdout = self._stream(1)
        sys.stderr = self._stream(2)

    def setup_logging(self, level):
        logging.Formatter.converter = time.gmtime
        handler = FrameHandler(self)
        handler.setFormatter(JsonFormatter() if self._json else logging.Formatter(TEXT_FORMAT, DATE_FORMAT))
        root = logging.getLogger()
        root.addHandler(handler)
        name = {"TRACE": "DEBUG", "FATAL": "CRITICAL"}.get((level or "").upper(), (level or "").upper())
        if isinstance(logging.getLevelName(name), int):
            root.setLevel(name)

    def write(self, timestamp, level, text):
        self._channel.log(timestamp, level, text)

    def error(self, result):
        self.write(time.time(), LEVEL_ERROR, self._format_error(result))

    def flush(self):
        """Lines that were begun: before a completion and before the end of the process."""
        for stream in self._streams:
            stream.flush_line()

    def _stream(self, descriptor):
        lines = LineFrames(self, descriptor)
        self._streams.append(lines)
        return io.TextIOWrapper(lines, encoding="utf-8", errors="backslashreplace", newline="\n", write_through=True)

    def _format_error(self, result):
        if self._json:
            timestamp = time.strftime(DATE_FORMAT + "Z", time.gmtime())
            return json.dumps({"timestamp": timestamp, "log_level": "ERROR", **result}, ensure_ascii=False)
        lines = ["[ERROR] {}: {}".format(result["errorType"], result["errorMessage"])]
        lines.append("Traceback (most recent call last):")
        for element in result["stackTrace"]:
            lines += [_indent_with_no_break_spaces(line) for line in element.splitlines()]
        return "\n".join(lines)


class LineFrames(io.BufferedIOBase):
    """Bytes in, one LOG frame per line out."""

    def __init__(self, log, descriptor):
        super().__init__()
        self._log = log
        self._descriptor = descriptor
        self._line = bytearray()

    def writable(self):
        return True

    def fileno(self):
        return self._descriptor

    def write(self, data):
        self._line += data
        while True:
            end = self._line.find(b"\n")
            if end < 0:
                return len(data)
            line = bytes(self._line[:end])
            del self._line[: end + 1]
            self._emit(line)

    def flush_line(self):
        if self._line:
            line = bytes(self._line)
            self._line.clear()
            self._emit(line)

    def _emit(self, line):
        self._log.write(time.time(), LEVEL_NONE, line.decode("utf-8", "backslashreplace"))


class FrameHandler(logging.Handler):
    """Records as one event each, however many lines they have."""

    def __init__(self, log):
        super().__init__()
        self.log_sink = log

    def emit(self, record):
        try:
            record.aws_request_id = self.log_sink.request_id or ""
            level = FRAME_LEVELS.get(min(50, max(0, record.levelno)) // 10 * 10, LEVEL_NONE)
            self.log_sink.write(record.created, level, self.format(record))
        except Exception:
            self.handleError(record)


class JsonFormatter(logging.Formatter):
    def format(self, record):
        error = record.exc_info if record.exc_info and record.exc_info[0] else None
        location = "{}:{}:{}".format(record.pathname, record.funcName, record.lineno)
        moment = datetime.fromtimestamp(record.created, tz=timezone.utc)
        entry = {
            "timestamp": moment.strftime(DATE_FORMAT) + "Z",
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "stackTrace": traceback.format_tb(error[2]) if error else None,
            "errorType": error[0].__name__ if error else None,
            "errorMessage": str(error[1]) if error else None,
            "requestId": record.aws_request_id,
            "location": location if error else None,
        }
        for name, value in record.__dict__.items():
            if name not in RECORD_FIELDS and name not in entry:
                entry[name] = value
        return json.dumps({k: v for k, v in entry.items() if v is not None}, ensure_ascii=False, default=str)


def _indent_with_no_break_spaces(line):
    stripped = line.lstrip(" ")
    return NO_BREAK_SPACE * (len(line) - len(stripped)) + stripped
