"""A program that stands for `python`: it has a child process of Yinju's forked by a `WarmStart`, and ends as that ends.

What starts the child is given the path of this program in place of the interpreter's and finds an ordinary
process: with its arguments, environment, folder, streams, and process group, and an exit code. When it is killed the forked
process is. Any other module, and settings that the interpreter reads when it starts, go to the real interpreter.

A `WarmStart` writes the program, with the constants below filled in. It begins in a hundredth of a second,
so it imports next to nothing.
"""

# mypy: disable-error-code="attr-defined"
import _signal
import _socket
import marshal
import posix
import resource
import sys

INTERPRETER = ""
SOCKET = ""
MODULES: tuple[str, ...] = ()
READ_AT_START: tuple[str, ...] = ()
AT_START: dict[str, str] = {}
SET_BY_YINJU: dict[str, str] = {}
#: Where modules are looked for, which the forked process has found; what the interpreter itself sets.
IGNORED = ("PYTHONPATH", "LC_CTYPE")
#: What ends a process in order, as the process itself sees fit.
PASSED_ON = (_signal.SIGINT, _signal.SIGTERM)
#: What a process inherits of limits from the one that starts it.
LIMITS = tuple(value for name, value in vars(resource).items() if name.startswith("RLIMIT_"))


def main() -> None:
    """Ask for the process, wait, and end with its exit code or by its signal."""
    environment = {
        name.decode(): value.decode("utf-8", "surrogateescape") for name, value in posix.environ.items()
    }
    given = [word for word in sys.argv[1:2] if word != "-P"] + sys.argv[2:]
    module = given[1] if given[:1] == ["-m"] and len(given) > 1 else ""
    at_start = {
        name: value
        for name, value in environment.items()
        if name.startswith(READ_AT_START) and name not in IGNORED and SET_BY_YINJU.get(name) != value
    }
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    if module not in MODULES or at_start != AT_START or connection.connect_ex(SOCKET):
        posix.execv(INTERPRETER, [INTERPRETER, *sys.argv[1:]])
    asked = {
        "module": module, "arguments": given[2:], "environment": environment, "folder": posix.getcwd(),
        "new_session": False, "safe_path": sys.argv[1] == "-P", "nice": posix.getpriority(posix.PRIO_PROCESS, 0),
        "launcher": posix.getpid(), "umask": posix.umask(0o077),
        "limits": {number: resource.getrlimit(number) for number in LIMITS},
    }  # fmt: skip
    request = posix.memfd_create("asked")
    posix.write(request, marshal.dumps(asked))
    posix.lseek(request, 0, 0)
    reading, writing = posix.pipe()
    files = b"".join(number.to_bytes(4, sys.byteorder) for number in (request, 0, 1, 2, writing))
    connection.sendmsg([b"!"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, files)])
    # Whoever writes to the process, or waits for its last word, must see that it is gone.
    for number in (request, 0, 1, 2, writing):
        posix.close(number)
    process = int(_line(reading))
    for number in PASSED_ON:
        _signal.signal(number, lambda number, _: posix.kill(process, number))
    code = int(_line(reading))
    if code < 0:
        if -code in PASSED_ON:
            _signal.signal(-code, _signal.SIG_DFL)
        posix.kill(posix.getpid(), -code)
    posix._exit(code)


def _line(reading: int) -> bytes:
    """The next line of a pipe, read byte by byte; nothing comes any more of one that starts nothing."""
    line = b""
    while not line.endswith(b"\n"):
        more = posix.read(reading, 1)
        if not more:
            posix._exit(1)
        line += more
    return line


if __name__ == "__main__":
    main()
