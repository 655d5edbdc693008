const { createServer } = require('node:http')
const greet = require('greet')

createServer((request, response) => response.end(greet('from a member'))).listen(Number(process.env.PORT), process.env.HOST)
