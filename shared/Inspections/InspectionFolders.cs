using ClickDeploy.Releases;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Inspections;

/// <summary>Where checkouts are that are only looked at: <c>inspections/{id}</c>, gone when the look is over.</summary>
public sealed class InspectionFolders(IOptions<ReleaseOptions> options)
{
    public string Of(InspectionRef inspection) => Path.Combine(options.Value.DataDirectory, "inspections", inspection.Id.ToString("D"));

    public void Remove(InspectionRef inspection)
    {
        try
        {
            Directory.Delete(Of(inspection), recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It is gone already.
        }
    }
}
