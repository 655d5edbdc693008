// An application that writes its secrets wherever it can, as careless ones do: plain, encoded, in pieces, in one long line, in its answers.
'use strict';
const fs = require('node:fs');
const http = require('node:http');

const secrets = Object.entries(process.env).filter(([name]) => name.startsWith('S_'));

function leak(say) {
  for (const [name, value] of secrets) {
    const bytes = Buffer.from(value);
    say(`${name}=${value}`);
    say(`base64 ${bytes.toString('base64')} ${Buffer.from(`user:${value}`).toString('base64')} ${Buffer.from(`ab${value}`).toString('base64url')}`);
    say(`hex ${bytes.toString('hex')} ${bytes.toString('hex').toUpperCase()}`);
    say(`url https://example.com/?q=${encodeURIComponent(value)}&${new URLSearchParams({ value })}`);
    say(`json ${JSON.stringify({ value })}`);
  }
}

// Two writes, and time between them.
function halves(then) {
  let at = 0;
  const next = () => {
    if (at === secrets.length) return then();
    const value = secrets[at++][1];
    const half = value.length >> 1;
    process.stdout.write(`half ${value.slice(0, half)}`);
    setTimeout(() => { process.stdout.write(`${value.slice(half)}\n`); next(); }, 15);
  };
  next();
}

// Lines longer than a reader's buffer, each with a secret across its border.
function long() {
  for (const border of [8 << 10, 128 << 10, 256 << 10]) {
    for (const [, value] of secrets.slice(0, 8)) process.stdout.write(`${'x'.repeat(border - (value.length >> 1))}${value}${'y'.repeat(1000)}\n`);
  }
}

leak((line) => console.log(line));
leak((line) => console.error(line));
long();
if (process.argv[2] === 'build') {
  halves(() => process.exit(fs.existsSync('break-the-build') ? 1 : 0));
} else {
  const well = fs.readFileSync('mode.txt', 'utf8').trim() === 'well';
  halves(() => console.log('all was written'));
  http.createServer((request, response) => {
    leak((line) => console.log(line));
    response.statusCode = well ? 200 : 500;
    response.end(well ? 'well' : secrets.map(([, value]) => value).join('\n'));
  }).listen(Number(process.env.PORT), '127.0.0.1');
}
