using Microsoft.Playwright;
using Shiyu.Browser.Tests.Demo;

namespace Shiyu.Browser.Tests;

public sealed class DeclaringWebhooks(RunningDemo demo)
{
    [Theory, MemberData(nameof(WalkingThroughTheConsole.Windows), MemberType = typeof(WalkingThroughTheConsole))]
    public async Task A_webhook_is_declared_with_a_secret_shown_once_and_removed(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        var page = await window.GoAsync("/webhooks", ".declare");
        var name = $"crm-{width}";

        await page.GetByRole(AriaRole.Textbox, new() { Name = "名称" }).FillAsync(name);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "地址" }).FillAsync("https://crm.example.com/hook");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("保\\s*存") }).ClickAsync();

        await Assertions.Expect(page.Locator(".secret")).ToContainTextAsync("whsec_");
        var row = page.Locator("li.webhook", new() { HasText = name });
        await Assertions.Expect(row).ToContainTextAsync("没有 SOP 用到它");
        await window.LookAsync("webhooks");
        await page.ReloadAsync();
        await row.WaitForAsync();
        await Assertions.Expect(page.Locator(".secret")).ToHaveCountAsync(0);

        await row.GetByRole(AriaRole.Button, new() { NameRegex = new("移\\s*除") }).ClickAsync();
        await page.GetByRole(AriaRole.Tooltip).GetByRole(AriaRole.Button, new() { NameRegex = new("移\\s*除") }).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_address_of_this_server_itself_is_refused_in_words()
    {
        await using var window = await demo.OpenAsync(1440, 900);
        var page = await window.GoAsync("/webhooks", ".declare");

        await page.GetByRole(AriaRole.Textbox, new() { Name = "名称" }).FillAsync("loop");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "地址" }).FillAsync($"{demo.Url}/v1/track");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("保\\s*存") }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("li.webhook", new() { HasText = "loop" })).ToHaveCountAsync(0);
    }
}
