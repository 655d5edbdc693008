const words: string = "hello from deno";

Deno.serve({ hostname: Deno.env.get("HOST"), port: Number(Deno.env.get("PORT")) }, () => new Response(words));
