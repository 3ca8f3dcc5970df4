"""From a bare Python to the portal: make `.venv`, install what is pinned, go on inside. Standard library only.

`python3 portal/bootstrap.py demo|test|check|bench|soak|... [arguments]`; the Makefile calls nothing else.
"""

import fcntl
import hashlib
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(HERE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
LEAST = (3, 11)

# What each word runs, and whether it needs the tools of tests/requirements.txt too.
WORDS = {
    "demo": (["-m", "portal.launch"], False),
    "test": (["-m", "pytest", "-n", "auto", "--dist", "loadgroup"], True),
    "check": (["-m", "tests.check"], True),
    "bench": (["-m", "bench"], True),
    "soak": (["-m", "bench.soak"], True),
    "shots": (["-m", "tests.shots"], True),
    "pages": (["-m", "tests.every_page"], True),
    "usability": (["-m", "tests.usability"], True),
    "messages": (["-m", "tests.catalogues"], True),
    "lock": (["-m", "tests.lock"], True),
    "examples": (["-m", "portal.demo.examples"], False),
    "python": ([], False),
}


def main() -> None:
    """Prepare `.venv` and become the wanted command."""
    if sys.version_info < LEAST:
        sys.exit(
            "The portal needs Python {}.{} or newer; this is {}.{} ({}).\n"
            "Install a newer one and type, for example: make {} PYTHON=python3.11".format(
                *LEAST, *sys.version_info[:2], sys.executable, " ".join(sys.argv[1:2])
            )
        )
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    if word not in WORDS:
        sys.exit("Type one of: " + ", ".join("make " + known for known in sorted(WORDS)))
    command, tools = WORDS[word]
    prepare("tests/requirements.txt" if tools else "requirements.txt")
    os.chdir(HERE)
    os.environ["PATH"] = os.path.join(VENV, "bin") + os.pathsep + os.environ.get("PATH", "")
    os.execv(PYTHON, [PYTHON, *command, *sys.argv[2:]])  # noqa: S606  (our own Python; make's own arguments)


def prepare(requirements: str) -> None:
    """Make `.venv` and install `requirements`, unless a run before did exactly that."""
    with open(os.path.join(HERE, ".venv.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(PYTHON) or not _has_pip():
            _make_venv()
        with open(os.path.join(HERE, requirements), "rb") as file:
            wanted = hashlib.sha256(file.read()).hexdigest()
        stamp = os.path.join(VENV, "installed-" + requirements.replace("/", "-"))
        if _read(stamp) != wanted:
            print(f"Installing what {requirements} pins (once; about a minute) ...", flush=True)
            _pip("install", "--require-hashes", "--no-deps", "-r", os.path.join(HERE, requirements))
            with open(stamp, "w") as file:
                file.write(wanted)
        _let_python_find_the_clone()


def _make_venv() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if made.returncode:
        said = made.stdout.decode(errors="replace").strip()
        line = "apt-get install -y python3-venv"
        if hasattr(os, "geteuid") and os.geteuid() != 0:
            line = "sudo " + line
        sys.exit(
            f"Python cannot make a virtual environment here:\n  {said}\n"
            f"On Debian and Ubuntu a package is missing. Type this line, then the same command again:\n  {line}"
        )


def _has_pip() -> bool:
    return subprocess.run([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL, check=False).returncode == 0


def _pip(*arguments: str) -> None:
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "-qq", *list(arguments)]
    if subprocess.run(command, check=False).returncode:
        sys.exit("Installing failed; the lines above say why. Nothing else was changed. Try the same command again.")


def _let_python_find_the_clone() -> None:
    """So that `.venv/bin/pytest` and `.venv/bin/celery` find the portal from any folder."""
    asked = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], stdout=subprocess.PIPE, check=True
    )
    path = os.path.join(asked.stdout.decode().strip(), "portal-clone.pth")
    if _read(path) != HERE + "\n":
        with open(path, "w") as file:
            file.write(HERE + "\n")


def _read(path: str) -> "str | None":
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return None


if __name__ == "__main__":
    main()
