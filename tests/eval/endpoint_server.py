#!/usr/bin/env python3
"""A scripted service of language models, on a port of its own: endpoint_server.py [FOLDER].

With a folder that has cert.pem and key.pem it speaks TLS.

Standard output has lines of JSON: first {"port": N}, then an answer to each line that comes on standard input:

    {"script": [reply, ...]}   what requests get from now on, one after the other         -> {}
    {"requests": true}         what was asked since the script came                       -> [{"path", "headers", "body"}, ...]

A reply is {"message": {...}, "usage": {...}, "finish_reason": "..."}, sent as a completion, or {"status", "headers", "json" or
"body"}; "chunks": true sends it piece by piece, without its length; "drop": true closes the connection in its middle, "silent": true
never answers.  Requests beyond the script get status 418, which nobody tries again.
"""
import http.server
import json
import pathlib
import ssl
import sys
import threading

lock = threading.Lock()
script, requests = [], []


def completion(reply):
    choice = {"index": 0, "message": reply["message"], "finish_reason": reply.get("finish_reason", "stop")}
    answer = {"id": "chatcmpl-1", "object": "chat.completion", "model": "scripted", "choices": [choice]}
    if "usage" in reply:
        answer["usage"] = reply["usage"]
    return answer


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        with lock:
            headers = {name.lower(): value for name, value in self.headers.items()}
            requests.append({"path": self.path, "headers": headers, "body": json.loads(text)})
            reply = script.pop(0) if script else {"status": 418, "json": {"error": {"message": "the script is over"}}}
        self.answer(reply)

    def answer(self, reply):
        if reply.get("silent"):
            self.close_connection = True
            self.rfile.read(1)  # until the client goes
            return
        content = completion(reply) if "message" in reply else reply.get("json")
        body = (reply.get("body", "") if content is None else json.dumps(content)).encode()
        self.send_response(reply.get("status", 200))
        for name, value in reply.get("headers", {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        if reply.get("chunks"):
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if reply.get("drop"):
            self.close_connection = True
            self.wfile.write(body[: len(body) // 2])
        elif reply.get("chunks"):
            for start in range(0, len(body), 7):
                piece = body[start : start + 7]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients may go when they like."""


def say(value):
    print(json.dumps(value), flush=True)


def main():
    server = Server(("127.0.0.1", 0), Handler)
    if len(sys.argv) > 1:
        folder = pathlib.Path(sys.argv[1])
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        # The handshake belongs into the thread of the connection, not into that which accepts.
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say({"port": server.server_address[1]})
    for line in sys.stdin:
        command = json.loads(line)
        with lock:
            if "script" in command:
                script[:] = command["script"]
                requests.clear()
                say({})
            else:
                say(requests)


main()
