// An application with no dependencies that tells which version answers, holds connections open, and ends the way a good one does.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');

const version = fs.readFileSync('version.txt', 'utf8').trim();
const events = new Set();
const sockets = new Set();

const routes = {
  '/': (request, response) => response.end(process.env.STAGE ? `${version}, ${process.env.STAGE}` : version),
  '/pid': (request, response) => response.end(String(process.pid)),
  '/slow': (request, response) => setTimeout(() => response.end(version), 500),
  '/upload': (request, response) => {
    let bytes = 0;
    request.on('data', (chunk) => { bytes += chunk.length; });
    request.on('end', () => response.end(`${bytes} bytes for ${version}`));
  },
  '/linked': (request, response) => fetch(process.env.LINK).then((answer) => answer.text(), (error) => `${error.cause ?? error}`).then((text) => response.end(text)),
  '/crash': (request, response) => response.end('bye', () => process.exit(3)),
  '/events': (request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`data: ${version}\n\n`);
    events.add(response);
    response.on('close', () => events.delete(response));
  },
};

const server = http.createServer((request, response) => {
  const route = routes[request.url.split('?')[0]];
  if (route) return route(request, response);
  response.writeHead(404).end('nothing here');
});

server.keepAliveTimeout = 60_000;

// A WebSocket that sends back what it gets: one short, unfragmented text frame at a time.
server.on('upgrade', (request, socket) => {
  const accept = crypto.createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  sockets.add(socket);
  let pending = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= 6 && pending.length >= 6 + (pending[1] & 0x7f)) {
      const [opcode, length, mask] = [pending[0] & 0x0f, pending[1] & 0x7f, pending.subarray(2, 6)];
      const payload = Buffer.from(pending.subarray(6, 6 + length).map((byte, at) => byte ^ mask[at % 4]));
      pending = pending.subarray(6 + length);
      if (opcode === 8) return socket.end(Buffer.from([0x88, 0]));
      socket.write(Buffer.concat([Buffer.from([0x80 | opcode, length]), payload]));
    }
  });
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => socket.destroy());
});

const ticking = setInterval(() => events.forEach((response) => response.write(`data: ${version}\n\n`)), 100);

// What runs is answered; what would stay open for ever is closed.
process.on('SIGTERM', () => {
  clearInterval(ticking);
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  events.forEach((response) => response.end());
  sockets.forEach((socket) => socket.end(Buffer.from([0x88, 0])));
});

server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  console.log(`version ${version} listens`);
  if (fs.existsSync('crash-after-start')) setTimeout(() => { console.error('the sample ends as it was told to'); process.exit(7); }, 700);
});
