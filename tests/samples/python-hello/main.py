"""Says where it runs from, with nothing but the standard library."""

import http.server
import os
import sys


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"python in {sys.prefix}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


address = (os.environ.get("HOST", "0.0.0.0"), int(os.environ["PORT"]))
http.server.ThreadingHTTPServer(address, Hello).serve_forever()
