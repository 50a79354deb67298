using System.Text.Json;
using Microsoft.Playwright;

namespace Shiyu.Browser.Tests.Demo;

/// <summary>A browser window on the console. What its scripts complain about is remembered, whatever the test looks at.</summary>
public sealed class ConsoleWindow(IBrowserContext context) : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private IPage? _page;

    public IPage Page => _page ?? throw new InvalidOperationException("No page has been opened.");

    /// <summary>Goes to a path and waits for what tells that its data is there.</summary>
    public async Task<IPage> GoAsync(string path, string awaited)
    {
        if (_page is null)
        {
            _page = await context.NewPageAsync();
            _page.PageError += (_, error) => _complaints.Add(error);
            _page.Console += (_, message) =>
            {
                if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal)) _complaints.Add(message.Text);
            };
        }
        await _page.GotoAsync(path);
        await _page.Locator(awaited).First.WaitForAsync();
        return _page;
    }

    /// <summary>What the server answers, asked with this window's session.</summary>
    public Task<JsonElement> AskAsync(string path) =>
        Page.EvaluateAsync<JsonElement>("async path => await (await fetch(path)).json()", path);

    /// <summary>Keeps a picture, and asserts what holds of every page: it fits the window's width, and no script failed.</summary>
    public async Task LookAsync(string name)
    {
        var width = Page.ViewportSize!.Width;
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, $"{name}-{width}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
        Assert.Equal(0, await Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"));
        Assert.Empty(_complaints);
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
