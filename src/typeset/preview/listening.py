"""The port on which the preview listens: of this machine's loopback address alone."""

from __future__ import annotations

import socket
import sys

from typeset.problems import Giveup, problem

LOOPBACK = "127.0.0.1"


def bind(port: int = 0) -> socket.socket:
    """A socket that listens on a port of the loopback address; 0 takes a free one.

    Raises Giveup (exit code 2) where the port is taken or may not be used.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # there SO_REUSEADDR would share the port with a program that has it
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        why = getattr(error, "strerror", None) or error
        raise Giveup(problem("preview-port-taken", port=port, why=why), exit_code=2) from error
    return listening
