#!/usr/bin/env python3
"""A web server that does what hostile servers and hostile networks do, with two proxies beside it.

usage: misbehaving_server.py ROOT CERTIFICATE KEY ASKED PORTS

The first part of a path says how the file that the rest names is served:
  plain      as it should be
  freeze     nothing more after 12 000 bytes of a connection, which stays open
  drip       a byte every 50 ms
  short      announces all and closes in the middle
  long       announces fewer bytes than it sends
  endless    chunks without end
  shifted    the bytes beside those that were asked for, and says so
  lying      other bytes than those it says it sends
  flipped    one wrong byte in each answer
  no-ranges  the whole file, whatever was asked for
  redirect   to plain/
  headers    headers without end
  silent     no answer at all
  crumbs     one byte at a time, each a correct answer
  teapot     418
"""
import pathlib
import re
import select
import socket
import ssl
import sys
import threading
import time

ROOT, CERTIFICATE, KEY, ASKED, PORTS = sys.argv[1:6]


def read_head(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        more = connection.recv(4096)
        if not more:
            return None
        head += more
    return head.decode("latin-1")


def stay_open(connection):
    while connection.recv(4096):
        pass


def answer(connection, head):
    path = head.split(" ")[1].lstrip("/")
    manner, _, name = path.partition("/")
    try:
        whole = (pathlib.Path(ROOT) / name).read_bytes()
    except OSError:
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        return True
    asked = re.search(r"(?im)^range: bytes=(\d+)-(\d+)", head)
    first, last = (int(asked[1]), int(asked[2])) if asked else (0, len(whole) - 1)
    last = min(last, len(whole) - 1)

    def begin(f, l, length):
        connection.sendall((f"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {f}-{l}/{len(whole)}\r\n"
                            f"Content-Length: {length}\r\n\r\n").encode())

    body = whole[first:last + 1]
    if manner == "freeze":
        begin(first, last, len(body))
        # What TLS itself says counts as well, some 4 000 bytes.
        connection.sendall(body[:8000])
        if len(body) <= 8000:
            return False
        stay_open(connection)
    elif manner == "drip":
        begin(first, last, len(body))
        for at in range(len(body)):
            connection.sendall(body[at:at + 1])
            time.sleep(0.05)
    elif manner == "short":
        begin(first, last, len(body))
        connection.sendall(body[:len(body) // 2])
    elif manner == "long":
        connection.sendall(f"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {first}-{last}/{len(whole)}\r\n\r\n".encode())
        connection.sendall(body + b"more")
    elif manner == "endless":
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
    elif manner == "shifted":
        begin(first + 1, last + 1, len(body))
        connection.sendall(body)
    elif manner == "lying":
        begin(first, last, len(body))
        connection.sendall(whole[:1] * len(body))
    elif manner == "flipped":
        begin(first, last, len(body))
        connection.sendall(bytes([body[0] ^ 1]) + body[1:])
        return True
    elif manner == "no-ranges":
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(whole)}\r\n\r\n".encode() + whole)
        return True
    elif manner == "redirect":
        connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: /plain/{name}\r\nContent-Length: 0\r\n\r\n".encode())
        return True
    elif manner == "headers":
        connection.sendall(b"HTTP/1.1 206 Partial Content\r\n")
        while True:
            connection.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")
    elif manner == "silent":
        stay_open(connection)
    elif manner == "crumbs":
        begin(first, first, 1)
        connection.sendall(body[:1])
        return True
    elif manner == "teapot":
        connection.sendall(b"HTTP/1.1 418 I'm a teapot\r\nContent-Length: 5\r\n\r\nshort")
        return True
    else:
        begin(first, last, len(body))
        connection.sendall(body)
        return True
    return False


def serve(raw, context):
    with raw:
        try:
            with context.wrap_socket(raw, server_side=True) as connection:
                while (head := read_head(connection)) is not None and answer(connection, head):
                    pass
        except OSError:
            pass


def note(name):
    with open(ASKED, "a") as file:
        file.write(name + "\n")


def relay(client, port):
    with client, socket.create_connection(("127.0.0.1", port)) as server:
        while True:
            for one in select.select([client, server], [], [])[0]:
                data = one.recv(65536)
                if not data:
                    return
                (server if one is client else client).sendall(data)


def exactly(connection, count):
    data = b""
    while len(data) < count:
        data += connection.recv(count - len(data)) or sys.exit()
    return data


def socks(client, _):
    exactly(client, exactly(client, 2)[1])
    client.sendall(b"\x05\x00")
    _, _, _, kind = exactly(client, 4)
    if kind == 3:
        name = exactly(client, exactly(client, 1)[0]).decode()
    else:
        name = socket.inet_ntoa(exactly(client, 4))
    port = int.from_bytes(exactly(client, 2), "big")
    note(f"{name}:{port}")
    client.sendall(b"\x05\x00\x00\x01" + bytes(6))
    relay(client, port)


def connect_proxy(client, _):
    head = read_head(client)
    target = head.split(" ")[1]
    note(target + (" user-agent" if "user-agent" in head.lower() else ""))
    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    relay(client, int(target.rpartition(":")[2]))


def listen(handler, context):
    listener = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=guarded, args=(handler, connection, context), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def guarded(handler, connection, context):
    try:
        handler(connection, context)
    except (OSError, SystemExit):
        connection.close()


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, KEY)
    ports = [listen(serve, context), listen(socks, None), listen(connect_proxy, None)]
    waiting = pathlib.Path(PORTS + ".new")
    waiting.write_text(" ".join(map(str, ports)))
    waiting.rename(PORTS)
    threading.Event().wait()


main()
