import ms from "ms";

Bun.serve({ hostname: process.env.HOST, port: process.env.PORT, fetch: () => new Response(`a minute has ${ms("1m")} ms`) });
