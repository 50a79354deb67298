using Microsoft.Playwright;
using Shiyu.Browser.Tests.Demo;

namespace Shiyu.Browser.Tests;

/// <summary>演练 on the running demo's own log: a draft beside what was decided, and down to one customer.</summary>
public sealed class RehearsingDrafts(RunningDemo demo)
{
    [Theory, MemberData(nameof(WalkingThroughTheConsole.Windows), MemberType = typeof(WalkingThroughTheConsole))]
    public async Task A_draft_is_compared_with_what_was_decided_and_followed_to_one_customers_story(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        var page = await window.GoAsync("/rehearsals", ".reh-start");
        await page.GetByLabel("取一个线上 SOP 来改").ClickAsync();
        await page.Keyboard.TypeAsync("新加好友");
        await page.Keyboard.PressAsync("Enter");
        var text = page.Locator("textarea.reh-text");
        await text.FillAsync((await text.InputValueAsync()).Replace("at: +2h", "at: +1h", StringComparison.Ordinal));
        await page.GetByText("对比", new() { Exact = true }).ClickAsync();
        await page.GetByText("与实际发生的比").ClickAsync();

        await page.Locator(".reh-start").ClickAsync();

        var entries = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^进入：") });
        await entries.First.WaitForAsync();
        await Assertions.Expect(page.Locator(".reh-top")).ToContainTextAsync("实际发生的 → 草稿");
        await window.LookAsync("rehearsal");
        await entries.First.ClickAsync();
        var drawer = page.GetByRole(AriaRole.Dialog);
        await drawer.Locator(".reh-customers button").First.ClickAsync();
        await drawer.Locator(".reh-story li").First.WaitForAsync();
        await Assertions.Expect(drawer.Locator(".reh-story")).ToContainTextAsync("进入「");
        await window.LookAsync("rehearsal-story");
    }

    [Fact]
    public async Task What_is_refused_is_told_with_its_line_and_step()
    {
        await using var window = await demo.OpenAsync(1440, 900);
        var page = await window.GoAsync("/rehearsals", ".reh-start");
        await page.GetByRole(AriaRole.Button, new() { Name = "写一个新的" }).ClickAsync();
        var text = page.Locator("textarea.reh-text");
        await text.FillAsync((await text.InputValueAsync()).Replace("at: +2h", "at: soon", StringComparison.Ordinal));

        await page.Locator(".reh-start").ClickAsync();

        await Assertions.Expect(page.Locator(".reh-refusals")).ToContainTextAsync("draft.yaml:5");
        await Assertions.Expect(page.Locator(".reh-refusals b")).ToContainTextAsync("hello");
    }
}
