import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { commit } from "./commit.js";
import { page } from "./page.js";

const port = Number(process.env.PORT ?? 8080);
const host = process.env.HOST ?? "127.0.0.1";
const greeting = process.env.GREETING || "Hello.";
const about = { commit: commit(), instance: randomUUID().slice(0, 8), started_at: new Date().toISOString() };
const now = () => ({ ...about, time: new Date().toISOString() });
const streams = new Set();

function answer(response, status, type, body) {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(body);
}

const json = (response, value, status = 200) => answer(response, status, "application/json", JSON.stringify(value));

// Every second an event that says who is speaking, so that a viewer sees when another instance takes over.
function events(response) {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const send = () => response.write(`data: ${JSON.stringify(now())}\n\n`);
  send();
  const timer = setInterval(send, 1000);
  streams.add(response);
  response.on("close", () => {
    clearInterval(timer);
    streams.delete(response);
  });
}

async function count(request) {
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  return bytes;
}

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  switch (`${request.method} ${pathname}`) {
    case "GET /": return answer(response, 200, "text/html; charset=utf-8", page({ ...now(), greeting }));
    case "GET /health": return json(response, { status: "ok" });
    case "GET /api": return json(response, now());
    case "GET /events": return events(response);
    case "POST /upload": return json(response, { bytes: await count(request), ...about });
    case "GET /slow": {
      const wait = Math.min(Number(searchParams.get("ms")) || 0, 30_000);
      return void setTimeout(() => json(response, now()), wait);
    }
    case "POST /crash":
      console.error("Asked to crash.");
      return process.exit(1);
    default: return json(response, { error: "not found" }, 404);
  }
});

const sockets = new WebSocketServer({ server, path: "/socket" });
sockets.on("connection", (socket) => {
  socket.send(JSON.stringify(now()));
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
});

server.listen(port, host, () => console.log(`Listening on ${host}:${port}, commit ${about.commit}, instance ${about.instance}`));

// What is under way is finished; what would never end is closed.
process.on("SIGTERM", () => {
  console.log("Stopping.");
  for (const stream of streams) stream.end();
  for (const socket of sockets.clients) socket.close(1001, "The service is being replaced.");
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
