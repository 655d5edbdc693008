const http = require("node:http");
const greet = require("greet");

http.createServer((request, response) => response.end(greet("plug and play"))).listen(process.env.PORT, process.env.HOST);
