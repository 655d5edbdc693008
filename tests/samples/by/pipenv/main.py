import http.server
import os

import greet


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = greet.words().encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Hello).serve_forever()
