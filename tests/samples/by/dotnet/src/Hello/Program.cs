var application = WebApplication.Create(args);
application.MapGet("/", (IConfiguration settings) => $"hello from {settings["Who"]}");
application.Run();
