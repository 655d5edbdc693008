const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

export const page = (now) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hello from Click to Deploy</title>
<style>
:root { color-scheme: light dark; --ground: #f3f4f6; --surface: #fff; --line: #e1e4e9; --ink: #15181c; --soft: #434a55; --faint: #5b626f; --dot: #d3d7dd; --live: #1a7f37; --accent: #0c5a65; }
@media (prefers-color-scheme: dark) { :root { --ground: #121417; --surface: #1c1f25; --line: #2b2f37; --ink: #eceef1; --soft: #bcc2cb; --faint: #9ea5b0; --dot: #2a2e35; --live: #4ac26b; --accent: #66c0c8; } }
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; padding: 24px; display: grid; place-content: center; color: var(--ink);
  background: radial-gradient(circle, var(--dot) .8px, transparent 1.3px) 0 0 / 20px 20px var(--ground);
  font: 400 15px/24px ui-sans-serif, -apple-system, "Segoe UI", "Noto Sans", Roboto, "Liberation Sans", Arial, sans-serif; }
main { width: min(520px, calc(100vw - 48px)); padding: 32px; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); box-shadow: 0 8px 24px rgb(0 0 0 / .08); }
.state { display: inline-flex; align-items: center; gap: 8px; font-size: 13px; font-weight: 500; color: var(--live); }
.state i { width: 8px; height: 8px; border-radius: 50%; background: currentColor; animation: breathe 1.8s ease-in-out infinite; }
@keyframes breathe { 50% { opacity: .35; } }
@media (prefers-reduced-motion: reduce) { .state i { animation: none; } }
h1 { margin: 12px 0 4px; font-size: 28px; line-height: 36px; font-weight: 600; letter-spacing: -.02em; }
p { color: var(--soft); }
dl { margin-top: 24px; display: grid; grid-template-columns: auto 1fr; gap: 8px 24px; border-top: 1px solid var(--line); padding-top: 24px; }
dt { color: var(--faint); }
dd { font: 400 14px/24px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; overflow-wrap: anywhere; }
b { color: var(--accent); font-weight: 600; }
</style>
</head>
<body>
<main>
<span class="state"><i></i><span id="state">Live</span></span>
<h1 id="greeting">${escape(now.greeting)}</h1>
<p>This page comes from a Git repository. It was fetched, built and started by one click, and it stays up while the next version takes over.</p>
<dl>
<dt>Commit</dt><dd><b id="commit">${escape(now.commit)}</b></dd>
<dt>Instance</dt><dd id="instance">${escape(now.instance)}</dd>
<dt>Started</dt><dd id="started_at">${escape(now.started_at)}</dd>
<dt>Time</dt><dd id="time">${escape(now.time)}</dd>
<dt>Round trip</dt><dd id="trip">…</dd>
</dl>
</main>
<script>
const show = (id, text) => document.getElementById(id).textContent = text;
const events = new EventSource("/events");
events.onmessage = (event) => { show("state", "Live"); for (const [id, text] of Object.entries(JSON.parse(event.data))) show(id, text); };
events.onerror = () => show("state", "Reconnecting");
function connect() {
  const socket = new WebSocket(location.origin.replace("http", "ws") + "/socket");
  const ping = () => socket.readyState === 1 && socket.send(String(performance.now()));
  const timer = setInterval(ping, 1000);
  socket.onopen = ping;
  socket.onmessage = ({ data }) => data[0] === "{" || show("trip", (performance.now() - Number(data)).toFixed(1) + " ms by WebSocket");
  socket.onclose = () => { clearInterval(timer); setTimeout(connect, 1000); };
}
connect();
</script>
</body>
</html>
`;
