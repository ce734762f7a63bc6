"""A server that gives everybody the same short answer: what is measured with it is the measuring itself."""

from __future__ import annotations

import socket
import sys

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"


def main(port: str) -> None:
    with socket.create_server(("127.0.0.1", int(port))) as listener:
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while connection.recv(65536):
                    connection.sendall(_ANSWER)


if __name__ == "__main__":
    main(*sys.argv[1:])
