#!/usr/bin/env node
// Stands in for the real one, which would have to be downloaded: it writes a single page and a script.
const { mkdirSync, writeFileSync } = require('node:fs')

const folder = process.argv[process.argv.indexOf('--outDir') + 1]
mkdirSync(`${folder}/assets`, { recursive: true })
writeFileSync(`${folder}/index.html`, 'the page')
writeFileSync(`${folder}/about.html`, 'about it')
writeFileSync(`${folder}/assets/app.js`, 'the script')
