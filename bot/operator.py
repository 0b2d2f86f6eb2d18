"""Who sits at this machine: the name under which the audit log keeps what they did."""

import getpass
import os


def operator() -> str:
    """The user of the operating system; a number where it has no name, as in many containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
