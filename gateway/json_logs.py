"""Writes log lines as JSON objects, one a line, each with the turn that it belongs to."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from core.turn_names import TURN


class JsonLines(logging.Formatter):
    """Format records for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line; times are UTC."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if turn := TURN.get():
            line["turn"] = turn
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
