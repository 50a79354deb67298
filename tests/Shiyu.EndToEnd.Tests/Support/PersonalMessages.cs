namespace Shiyu.EndToEnd.Tests.Support;

/// <summary>A SOP that sends each customer a message of their own, so that each is a task of its own at WeCom.</summary>
public abstract class PersonalMessages : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Definitions = new()
    {
        ["sop.yaml"] = "sop: hello\ntrigger: { event: journey.begun }\nsteps:\n  - { id: hello, send: direct, material: hello, expires: 30d }\n",
        ["material.yaml"] = "material: hello\ntext: 你好，{{nickname}}\n",
    };

    private protected Installation Both { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Both = await Installation.StartAsync(rate: 1440, slotSeconds: 60, Definitions);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Both.DisposeAsync();
    }

    /// <summary>Makes the message due for each.</summary>
    protected async Task BeginAsync(string[] customers)
    {
        for (var i = 0; i < customers.Length; i++) await Both.Shiyu.HappenedAsync(customers[i], "journey.begun", $$"""{"nickname":"{{i}} 号"}""");
    }

    /// <summary>Members confirm whatever waits, until every message is delivered; then looks into every chat.</summary>
    protected async Task DeliveredOnceAsync(string[] customers)
    {
        await Both.Shiyu.AllAreAsync("hello", customers.Length, "delivered", Both.WeCom.ConfirmAllAsync);
        for (var i = 0; i < customers.Length; i++) Assert.Equal($"你好，{i} 号", Assert.Single(await Both.WeCom.ChatAsync(customers[i], "mass")).Text("text"));
    }
}
