import { readFileSync } from "node:fs";

// The commit that runs: as the platform says it, else as Git left it in the checkout.
export function commit() {
  const known = process.env.COMMIT_SHA ?? head();
  return known ? known.slice(0, 7) : "unknown";
}

function head() {
  try {
    const text = readFileSync(new URL(".git/HEAD", import.meta.url), "utf8").trim();
    return /^[0-9a-f]{40}$/.test(text) ? text : null;
  } catch {
    return null;
  }
}
