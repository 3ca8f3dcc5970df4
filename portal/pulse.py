"""`python -m portal.pulse PORT`: is the process that listens there alive? For health checks inside a container."""

import http.client
import os
import sys


def main() -> int:
    """Ask /healthz under a name the portal answers to; return 0 when it says it is alive."""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".*") or "127.0.0.1"
    wire = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=3)
    try:
        wire.request("GET", "/healthz", headers={"Host": host})
        return 0 if wire.getresponse().status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
