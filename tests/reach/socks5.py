"""A SOCKS5 proxy that only connects: socks5.py ADDRESS PORT. No password, no UDP, as Tor's."""

import ipaddress
import socket
import socketserver
import struct
import sys
import threading


def read(connection, size):
    got = b""
    while len(got) < size:
        some = connection.recv(size - len(got))
        if not some:
            raise ConnectionError("the client is gone")
        got += some
    return got


def pass_on(source, target):
    try:
        while some := source.recv(65536):
            target.sendall(some)
    except OSError:
        pass
    finally:
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Client(socketserver.BaseRequestHandler):
    def handle(self):
        _, methods = read(self.request, 2)
        read(self.request, methods)
        self.request.sendall(b"\x05\x00")
        _, command, _, kind = read(self.request, 4)
        address = str(ipaddress.ip_address(read(self.request, 4 if kind == 1 else 16)))
        (port,) = struct.unpack(">H", read(self.request, 2))
        if command != 1:
            return self.request.sendall(b"\x05\x07\x00\x01" + bytes(6))
        try:
            other = socket.create_connection((address, port), 10)
        except OSError:
            return self.request.sendall(b"\x05\x05\x00\x01" + bytes(6))
        other.settimeout(None)
        self.request.sendall(b"\x05\x00\x00\x01" + bytes(6))
        threading.Thread(target=pass_on, args=(other, self.request), daemon=True).start()
        pass_on(self.request, other)


class Proxy(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == "__main__":
    Proxy((sys.argv[1], int(sys.argv[2])), Client).serve_forever()
