const http = require("node:http");
const ms = require("ms");

http.createServer((request, response) => response.end(`a minute has ${ms("1m")} ms`)).listen(process.env.PORT, process.env.HOST);
