"""A server of our own: the process we started, its log, and how it is told to stop."""

import signal
import subprocess
from typing import IO, ClassVar

from portal.embedded import children


class Server:
    """A server that ends when we say so; `durable=False` only for tests."""

    stop_signal: ClassVar[signal.Signals]
    patience: ClassVar[float]
    """Seconds it is given to end by itself."""

    def __init__(self, *, durable: bool) -> None:
        self.durable = durable
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    def has_died(self) -> bool:
        """Tell whether the server we started is gone."""
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """Stop the server and everything it started."""
        if self.process is not None:
            children.stop(self.process, self.stop_signal, patience=self.patience)
            self.process = None
        if self._log is not None:
            self._log.close()
            self._log = None
