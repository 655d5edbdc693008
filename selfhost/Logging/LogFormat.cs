namespace ClickDeploy.SelfHost.Logging;

/// <summary>LOG_FORMAT: <c>json</c>, one object a line, for programs; <c>text</c> for a person at a terminal. Otherwise it is json where the output is no terminal.</summary>
internal enum LogFormat
{
    Text,
    Json,
}
