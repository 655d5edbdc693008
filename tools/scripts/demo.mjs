// demo.mjs PLATFORM DATA SAMPLE: makes a Git repository of the sample and deploys it through the HTTP API, as any user would. A second time changes nothing.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { get as httpGet } from "node:http";
import { join } from "node:path";

const [platform, data, sample] = process.argv.slice(2);
const repository = join(data, "demo", "node-hello");
let token;

const git = (...args) => execFileSync("git", ["-C", repository, "-c", "user.name=Click to Deploy", "-c", "user.email=demo@localhost", "-c", "commit.gpgsign=false", ...args], { encoding: "utf8" }).trim();

function makeRepository() {
  mkdirSync(repository, { recursive: true });
  if (!existsSync(join(repository, ".git"))) git("init", "--quiet", "--initial-branch=main");
  for (const name of readdirSync(repository)) if (name !== ".git") rmSync(join(repository, name), { recursive: true });
  cpSync(sample, repository, { recursive: true, filter: (path) => !path.endsWith("/node_modules") });
  git("add", "--all");
  if (git("status", "--porcelain")) git("commit", "--quiet", "--message", "Say hello");
  return git("rev-parse", "HEAD");
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

async function follow(id) {
  const ends = ["live", "failed", "cancelled", "superseded"];
  let shown;
  const deadline = Date.now() + 10 * 60_000;
  for (;;) {
    const deployment = await api("GET", `/deployments/${id}?wait=${shown ? 25 : 0}`);
    if (deployment.status !== shown) console.log(`  ${(shown = deployment.status)}`);
    if (ends.includes(deployment.status)) return deployment;
    if (Date.now() > deadline) throw new Error(`The deployment is still ${shown} after 10 minutes.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

// Node does not look up *.localhost: the connection goes to this machine, the name into the Host header.
const status = (url) => new Promise((resolve) => {
  const { host, port } = new URL(url);
  httpGet({ host: "127.0.0.1", port: port || 80, path: "/", headers: { host } }, (response) => resolve(response.resume().statusCode)).on("error", (error) => resolve(error.message));
});

async function main() {
  const commit = makeRepository();
  ({ token } = await call("POST", "/dev/token", { org: "dev", user: "dev", roles: ["owner"] }));
  const project = await find("/projects", "Demo") ?? await api("POST", "/projects", { name: "Demo", description: "What ./up --demo deploys" });
  const service = await find(`/projects/${project.id}/services`, "hello")
    ?? await api("POST", `/projects/${project.id}/services`, { name: "hello", type: "app", git_source: { provider: "git", url: `file://${repository}`, branch: "main", root_dir: "/" }, canvas_x: 120, canvas_y: 120 });

  const current = service.current_deployment_id && await api("GET", `/deployments/${service.current_deployment_id}`);
  let url = service.generated_url;
  if (current?.status === "live" && current.commit_sha === commit && service.status === "live") {
    console.log("The demo is deployed already.");
  } else {
    console.log("Deploying the demo …");
    const { id } = await api("POST", `/services/${service.id}/deploy`, {});
    const deployment = await follow(id);
    if (deployment.status !== "live") throw new Error(`The deployment ended ${deployment.status}: ${deployment.error?.message ?? ""} ${deployment.error?.fix ?? ""}`);
    url = (await api("GET", `/services/${service.id}`)).generated_url;
  }

  const answer = await status(url);
  if (answer !== 200) throw new Error(`${url} does not answer as it should: ${answer}`);
  console.log(`\n  The demo answers at          ${url}\n`);
}

main().catch((error) => {
  console.error(`The demo could not be deployed: ${error.message}${error.cause ? ` (${error.cause.message})` : ""}`);
  process.exitCode = 1;
});
