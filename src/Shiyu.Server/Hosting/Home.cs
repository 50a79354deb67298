namespace Shiyu.Server.Hosting;

/// <summary>The repository this program runs from.</summary>
internal static class Home
{
    /// <summary>What the script says, else the nearest folder above the program that holds the solution; null when neither is there.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SHIYU_HOME") is { Length: > 0 } said) return said;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Shiyu.slnx"))) return folder.FullName;
        }
        return null;
    }
}
