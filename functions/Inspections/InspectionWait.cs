using System.Globalization;
using ClickDeploy.Core;
using ClickDeploy.Functions.Http;
using ClickDeploy.Inspections;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Inspections;

/// <summary>Waits for the end of an inspection, as long as the caller does.</summary>
public sealed class InspectionWait(InspectionStore inspections, Signals signals, TimeProvider time)
{
    private const int Longest = 25;

    /// <summary>How long the caller waits: <c>?wait=</c> seconds.</summary>
    public static Read<TimeSpan> Asked(HttpRequest request, int otherwise = Longest) => request.Query["wait"] switch
    {
        { Count: 0 } => TimeSpan.FromSeconds(otherwise),
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Longest => TimeSpan.FromSeconds(seconds),
        _ => Problem.Invalid("wait", "out_of_range", $"'wait' must be one whole number of seconds from 0 to {Longest}."),
    };

    public async Task<InspectionAnswer> For(InspectionRef inspection, TimeSpan patience, CancellationToken cancellation)
    {
        var until = time.GetUtcNow() + patience;
        while (true)
        {
            var next = signals.Next(InspectionStore.Subject(inspection.Id));
            var answer = await inspections.Answer(inspection, cancellation);
            if (answer.FinishedAt is not null || time.GetUtcNow() >= until)
            {
                return answer;
            }

            await signals.Wait(next, cancellation);
        }
    }
}
