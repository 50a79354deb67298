namespace Shiyu.Server.Demo;

/// <summary>How one demo is set up.</summary>
internal sealed record DemoOptions
{
    /// <summary>Null: a new temporary folder, removed when the demo ends.</summary>
    public string? Data { get; init; }

    public string Urls { get; init; } = Hosting.ServerOptions.DefaultUrls;

    public string SandboxUrls { get; init; } = "http://127.0.0.1:5081";

    public DateTimeOffset? Epoch { get; init; }

    /// <summary>Business seconds per wall second.</summary>
    public double Rate { get; init; } = 1440;

    public ulong Seed { get; init; } = 20260301;

    /// <summary>Null: <c>playbooks/demo</c>.</summary>
    public string? Playbook { get; init; }

    /// <summary>Null: a new one at every start.</summary>
    public string? Password { get; init; }
}
