"""The long trials: races, hostile calls, a million positions, filings under faults, and the control that must lose."""

import os
import subprocess
import sys

TRIALS = "200"


def main() -> None:
    python = sys.executable
    races = [python, "-m", "pytest", "-q", "-n", "2", "-m", "races", "tests/races", "tests/corridor"]
    steps = [
        ("races, 200 trials each", races, {"RACE_TRIALS": os.environ.get("RACE_TRIALS", TRIALS)}),
        ("10,000 hostile calls of devices", [python, "-m", "pytest", "-q", "tests/corridor/test_odd_points.py"], {"HOSTILE_CALLS": "10000"}),
        ("1,000,000 positions replayed", [python, "-m", "pytest", "-q", "-s", "tests/corridor/test_replay.py"], {"REPLAY_POSITIONS": "1000000"}),
        ("10,000 wrong messages of the transit system", [python, "-m", "pytest", "-q", "tests/ncts/test_hostile.py"], {"HOSTILE_MESSAGES": "10000"}),
        ("the 405 steps of the public scenarios", [python, "-m", "pytest", "-q", "-n", "2", "tests/ncts/test_scenarios.py"], {"NCTS_ALL": "1"}),
        ("500 lives of declarations", [python, "-m", "pytest", "-q", "tests/scenarios/test_machine.py"], {"MACHINE_EXAMPLES": "500"}),
        ("500 filings under 20 faults", [python, "-m", "bench.faults"], {}),
        ("the control without a sweeper", [python, "-m", "bench.faults", "--no-sweeper", "--filings", "60", "--faults", "4"], {}),
    ]  # fmt: skip
    failed = []
    for title, command, environment in steps:
        print(f"\n== {title}", flush=True)
        if subprocess.run(command, env=dict(os.environ) | environment, check=False).returncode:
            failed.append(title)
    sys.exit("Failed: " + "; ".join(failed) if failed else 0)


if __name__ == "__main__":
    main()
