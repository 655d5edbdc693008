namespace ClickDeploy.Clients.Caddy;

/// <summary>A page of ours in the place of an application's. Status: a number, or Caddy's own for its errors.</summary>
internal sealed record CaddyPage(string Status, string Html);

/// <summary>
/// What visitors see where no application answers. Whole in themselves: nothing is loaded, the colours are those of the interface.
/// Only hosts that our guard let through may be shown.
/// </summary>
internal static class CaddyPages
{
    private const string Host = "<code>{http.request.host}</code>";

    public static CaddyPage Stopped { get; } = new("503", Html(
        "Stopped", "quiet", """<rect x="6.5" y="6.5" width="11" height="11" rx="1.5"/>""",
        "This service is stopped", $"{Host} was stopped by its owner. It answers again when it is started."));

    public static CaddyPage Failed { get; } = new("503", Html(
        "Not running", "bad", """<path d="M12 4 21 19.5H3L12 4Z"/><path d="M12 10v4.5M12 17v.2"/>""",
        "This service is not running", $"{Host} crashed and was not started again. Its log says why; the next deployment starts it."));

    public static CaddyPage Unknown { get; } = new("404", Html(
        "Not found", "quiet", """<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>""",
        "There is nothing at this address", "No service has this address. It may have been deleted, or the address has a letter too many."));

    public static CaddyPage Silent { get; } = new("{http.error.status_code}", Html(
        "No answer", "wait", """<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.3 2"/>""",
        "This service does not answer", $"{Host} is known, but its application gave no answer. This page tries again every 5 seconds.",
        """<meta http-equiv="refresh" content="5">"""));

    private static string Html(string state, string tone, string icon, string title, string text, string head = "") => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">{{head}}
        <title>{{title}}</title>
        <style>
        :root { color-scheme: light dark; --ground: #f3f4f6; --surface: #fff; --line: #e1e4e9; --ink: #15181c; --soft: #434a55; --faint: #5b626f; --dot: #d3d7dd;
          --quiet: #5f6673; --quiet-soft: #eff1f4; --bad: #c4212d; --bad-soft: #fdf1f1; --wait: #8a5a00; --wait-soft: #fcf6e8;
          --shadow: 0 1px 2px rgb(20 24 32 / .06), 0 8px 24px rgb(20 24 32 / .08); }
        @media (prefers-color-scheme: dark) { :root { --ground: #121417; --surface: #1c1f25; --line: #2b2f37; --ink: #eceef1; --soft: #bcc2cb; --faint: #9ea5b0; --dot: #2a2e35;
          --quiet: #a3a9b4; --quiet-soft: #272b32; --bad: #ff7b72; --bad-soft: #2f1f22; --wait: #e3b341; --wait-soft: #2a2619;
          --shadow: 0 1px 2px rgb(0 0 0 / .35), 0 8px 24px rgb(0 0 0 / .4); } }
        * { box-sizing: border-box; margin: 0; }
        body { min-height: 100vh; padding: 24px; display: grid; place-content: center; justify-items: center; gap: 16px; color: var(--ink);
          background: radial-gradient(circle, var(--dot) .8px, transparent 1.3px) 0 0 / 20px 20px var(--ground);
          font: 400 15px/24px ui-sans-serif, -apple-system, "Segoe UI", "Noto Sans", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
        main { width: min(440px, 100%); padding: 32px; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); box-shadow: var(--shadow); }
        .state { display: inline-flex; align-items: center; gap: 6px; padding: 3px 10px 3px 8px; border-radius: 999px; font-size: 12px; font-weight: 500; line-height: 18px;
          color: var(--{{tone}}); background: var(--{{tone}}-soft); }
        svg { width: 16px; height: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
        h1 { margin: 16px 0 8px; font-size: 20px; line-height: 28px; font-weight: 600; letter-spacing: -.01em; }
        p { color: var(--soft); }
        code { font: 400 .9em ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; color: var(--ink); overflow-wrap: anywhere; }
        footer { font-size: 12px; line-height: 16px; color: var(--faint); }
        </style>
        </head>
        <body>
        <main>
        <span class="state"><svg viewBox="0 0 24 24" aria-hidden="true">{{icon}}</svg>{{state}}</span>
        <h1>{{title}}</h1>
        <p>{{text}}</p>
        </main>
        <footer>Click to Deploy</footer>
        </body>
        </html>

        """;
}
