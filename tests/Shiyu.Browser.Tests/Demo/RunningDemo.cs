using System.Text.Json;
using Microsoft.Playwright;
using Shiyu.Browser.Tests.Demo;

[assembly: AssemblyFixture(typeof(RunningDemo))]

namespace Shiyu.Browser.Tests.Demo;

/// <summary>One demo and one browser for all tests: started once, signed in once, left alone until its town has come to life.</summary>
public sealed class RunningDemo : IAsyncLifetime
{
    /// <summary>The issue grants five minutes at a day a minute; the clock here is faster.</summary>
    private const int ComesToLifeMsMax = 300_000;

    /// <summary>The town keeps the machine busy while it is looked at; a page that never comes is found out all the same.</summary>
    private const int PatienceMs = 90_000;

    // What the pages are to show: somebody at every stage, messages that arrived, somebody who answered.
    private const string IsAlive = """
        async () => {
          const answer = await fetch('/api/overview');
          if (!answer.ok) return false;
          const view = await answer.json();
          const lifecycle = view.groups.find(group => group.id === 'lifecycle');
          return lifecycle !== undefined && lifecycle.tags.every(tag => tag.customers > 0)
            && (view.deliveries.delivered ?? 0) > 0 && view.replies > 0;
        }
        """;

    private DemoProgram? _program;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string _signedIn = "";

    public string Url => Program.Url;

    public string Password => Program.Password;

    private DemoProgram Program => _program ?? throw new InvalidOperationException("The demo has not started.");

    public async ValueTask InitializeAsync()
    {
        _program = await DemoProgram.StartAsync();
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        await using var context = await NewContextAsync(1440, 900, null);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Url);
        await page.GetByLabel("密码", new() { Exact = true }).FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "总览" }).WaitForAsync();
        _signedIn = await context.StorageStateAsync();
        try
        {
            await page.WaitForFunctionAsync(IsAlive, null, new() { Timeout = ComesToLifeMsMax, PollingInterval = 1000 });
        }
        catch (TimeoutException)
        {
            var overview = await page.EvaluateAsync<JsonElement>("async () => await (await fetch('/api/overview')).json()");
            throw new TimeoutException($"The demo's town did not come to life. Overview:\n{overview}\nIt said:\n{Program.Said}");
        }
    }

    /// <summary>A fresh browser window of that size, signed in.</summary>
    public async Task<ConsoleWindow> OpenAsync(int width, int height) =>
        new(await NewContextAsync(width, height, _signedIn));

    /// <summary>A fresh browser window in which nobody is signed in.</summary>
    public async Task<ConsoleWindow> OpenSignedOutAsync() => new(await NewContextAsync(1440, 900, null));

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_program is not null) await _program.DisposeAsync();
    }

    private async Task<IBrowserContext> NewContextAsync(int width, int height, string? state)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Url,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            StorageState = state,
        });
        context.SetDefaultTimeout(PatienceMs);
        return context;
    }
}
