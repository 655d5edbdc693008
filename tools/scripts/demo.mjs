// demo.mjs PLATFORM DATA SAMPLES: makes Git repositories of a service and a worker and deploys both through the HTTP API, as any user would. A second time
// changes nothing.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { get as httpGet } from "node:http";
import { join } from "node:path";

const [platform, data, samples] = process.argv.slice(2);
const ends = ["live", "failed", "cancelled", "superseded"];
let token;

const parts = [
  {
    name: "hello", sample: "node-hello", service: { canvas_x: 120, canvas_y: 120 },
    variables: [
      { key: "GREETING", value: "Hello from a variable.", is_secret: false },
      { key: "API_TOKEN", value: randomBytes(16).toString("hex"), is_secret: true },
    ],
  },
  { name: "greeter", sample: "node-worker", service: { canvas_x: 480, canvas_y: 120, port: null }, variables: [{ key: "GREETING", value: "Hello from the worker", is_secret: false }] },
];

function makeRepository(sample) {
  const repository = join(data, "demo", sample);
  const git = (...args) => execFileSync("git", ["-C", repository, "-c", "user.name=Click to Deploy", "-c", "user.email=demo@localhost", "-c", "commit.gpgsign=false", ...args], { encoding: "utf8" }).trim();
  mkdirSync(repository, { recursive: true });
  if (!existsSync(join(repository, ".git"))) git("init", "--quiet", "--initial-branch=main");
  for (const name of readdirSync(repository)) if (name !== ".git") rmSync(join(repository, name), { recursive: true });
  cpSync(join(samples, sample), repository, { recursive: true, filter: (path) => !path.endsWith("/node_modules") });
  git("add", "--all");
  if (git("status", "--porcelain")) git("commit", "--quiet", "--message", "Say hello");
  return { url: `file://${repository}`, commit: git("rev-parse", "HEAD") };
}

async function call(method, path, body) {
  const response = await fetch(new URL(path, platform), {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body && { "content-type": "application/json" }) },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

const api = (method, path, body) => call(method, `/v1/click-deploy${path}`, body);

async function find(path, name) {
  for (let cursor = ""; cursor !== null; ) {
    const page = await api("GET", `${path}?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    const found = page.items.find((item) => item.name === name && !item.deleting);
    if (found) return found;
    cursor = page.next_cursor ?? null;
  }
}

async function follow(id, name) {
  let shown;
  const deadline = Date.now() + 10 * 60_000;
  for (;;) {
    const deployment = await api("GET", `/deployments/${id}?wait=${shown ? 25 : 0}`);
    if (deployment.status !== shown) console.log(`  ${name}: ${(shown = deployment.status)}`);
    if (deployment.status === "live") return;
    if (ends.includes(deployment.status)) throw new Error(`The deployment of ${name} ended ${deployment.status}: ${deployment.error?.message ?? ""} ${deployment.error?.fix ?? ""}`);
    if (Date.now() > deadline) throw new Error(`The deployment of ${name} is still ${shown} after 10 minutes.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

// What somebody has changed since stays as it is: only what is missing is made.
async function make(project, { name, sample, service: fields, variables }) {
  const { url, commit } = makeRepository(sample);
  const service = await find(`/projects/${project.id}/services`, name)
    ?? await api("POST", `/projects/${project.id}/services`, { name, type: "app", git_source: { provider: "git", url, branch: "main", root_dir: "/" }, ...fields });
  const current = service.current_deployment_id && await api("GET", `/deployments/${service.current_deployment_id}`);
  if (current?.status === "live" && current.commit_sha === commit && service.status === "live") return { name, service };
  if (!current) {
    const present = (await api("GET", `/services/${service.id}/env`)).items.map((variable) => variable.key);
    for (const variable of variables) if (!present.includes(variable.key)) await api("POST", `/services/${service.id}/env`, variable);
  }
  const [newest] = (await api("GET", `/services/${service.id}/deployments?limit=1`)).items;
  const under = newest && !ends.includes(newest.status) ? newest : await api("POST", `/services/${service.id}/deploy`, {});
  return { name, service, deployment: under.id };
}

// Node does not look up *.localhost: the connection goes to this machine, the name into the Host header.
const status = (url) => new Promise((resolve) => {
  const { host, port } = new URL(url);
  httpGet({ host: "127.0.0.1", port: port || 80, path: "/", headers: { host } }, (response) => resolve(response.resume().statusCode)).on("error", (error) => resolve(error.message));
});

async function main() {
  ({ token } = await call("POST", "/dev/token", { org: "dev", user: "dev", roles: ["owner"] }));
  const project = await find("/projects", "Demo") ?? await api("POST", "/projects", { name: "Demo", description: "What ./up --demo deploys" });
  const made = await Promise.all(parts.map((part) => make(project, part)));
  console.log(made.some(({ deployment }) => deployment) ? "Deploying the demo …" : "The demo is deployed already.");

  // Both go side by side; a worker is live when it was up for a while, which the address does not wait for.
  const lives = made.map(({ name, deployment }) => deployment && follow(deployment, name));
  lives[1]?.catch(() => {});
  await lives[0];
  const url = (await api("GET", `/services/${made[0].service.id}`)).generated_url;
  const answer = await status(url);
  if (answer !== 200) throw new Error(`${url} does not answer as it should: ${answer}`);
  console.log(`\n  The demo answers at          ${url}`);
  console.log(`  Its worker, with its log     ${new URL(`/p/${project.slug}`, platform)}\n`);
  await lives[1];
}

main().catch((error) => {
  console.error(`The demo could not be deployed: ${error.message}${error.cause ? ` (${error.cause.message})` : ""}`);
  process.exitCode = 1;
});
