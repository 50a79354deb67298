using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shiyu.Browser.Tests.Demo;

namespace Shiyu.Browser.Tests;

/// <summary>Drafts on the running demo: written, looked at, published, and taken away again. One after another, because what is published is everybody's.</summary>
public sealed partial class WorkingOnDefinitions(RunningDemo demo)
{
    [Theory, MemberData(nameof(WalkingThroughTheConsole.Windows), MemberType = typeof(WalkingThroughTheConsole))]
    public async Task An_sop_is_edited_previewed_and_published_as_a_new_version(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        var page = await window.GoAsync("/sops/cart-nudge", "ol.versions > li");
        var before = await page.Locator("ol.versions > li").CountAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "修改" }).ClickAsync();
        var text = page.GetByRole(AriaRole.Textbox, new() { Name = "定义", Exact = true });
        await text.WaitForAsync();
        var written = await text.InputValueAsync();
        var priority = int.Parse(Priority().Match(written).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

        await text.FillAsync(Priority().Replace(written, "priority: much"));
        await Assertions.Expect(page.Locator(".refusals")).ToContainTextAsync("第 ");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "发布新版" })).ToBeDisabledAsync();

        await text.FillAsync(Priority().Replace(written, $"priority: {priority + 1}"));
        await page.GetByText("转到新版", new() { Exact = true }).First.ClickAsync();
        await Assertions.Expect(page.Locator(".impact")).ToContainTextAsync(new Regex("个执行进行中|现在没有进行中的执行"));
        await window.LookAsync("draft");
        await page.GetByRole(AriaRole.Button, new() { Name = "发布新版" }).ClickAsync();

        await page.WaitForURLAsync(url => url.EndsWith("/sops/cart-nudge", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator("ol.versions > li")).ToHaveCountAsync(before + 1);
        await Assertions.Expect(page.Locator("ol.versions > li").First).ToContainTextAsync("生效中");
        await window.LookAsync("versions");
    }

    [Theory, MemberData(nameof(WalkingThroughTheConsole.Windows), MemberType = typeof(WalkingThroughTheConsole))]
    public async Task Next_years_calendar_is_uploaded_and_published_and_taken_away(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        var page = await window.GoAsync("/definitions", ".defined");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "2027.yaml", MimeType = "application/yaml",
            Buffer = Encoding.UTF8.GetBytes("# 2027\ncalendar: cn-2027\ntitle: 2027 年放假安排\nholidays:\n  - { title: 元旦, from: 2027-01-01, to: 2027-01-03 }\nworkdays: [2027-02-07]\n"),
        });
        await Assertions.Expect(page.Locator(".kept-drafts")).ToContainTextAsync("cn-2027");
        await page.Locator(".impact").WaitForAsync();
        await window.LookAsync("definitions");
        await page.GetByRole(AriaRole.Button, new() { Name = "发布新版" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "2027 年放假安排" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "去掉这个定义" }).ClickAsync();
        await page.GetByText("这个定义就没有了").WaitForAsync();
        await page.Locator(".impact").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "发布新版" }).ClickAsync();

        await page.WaitForURLAsync(url => url.EndsWith("/definitions", StringComparison.Ordinal));
        await page.Locator(".defined").First.WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "2027 年放假安排" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_sop_begins_here_and_who_would_be_cut_is_said_before_it_is_taken_away()
    {
        await using var window = await demo.OpenAsync(1440, 900);
        var page = await window.GoAsync("/definitions", ".defined");
        await page.GetByLabel("名字，例如 cn-2027").FillAsync("probe");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("开始写") }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "定义", Exact = true }).FillAsync("sop: probe\ntitle: 试一试\ntrigger: manual\nsteps:\n  - { id: later, at: +300d, task: 试一试 }\n");
        await page.Locator(".impact").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "发布新版" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "试一试" }).WaitForAsync();
        var customer = (await window.AskAsync("/api/customers?limit=1")).GetProperty("items")[0].GetProperty("id").GetString()!;
        Assert.True(await page.EvaluateAsync<bool>(
            "async body => (await fetch('/api/sops/probe/start', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Shiyu': '1' }, body })).ok", $$"""{"customer":"{{customer}}"}"""));

        await window.GoAsync("/definitions/sop/probe", ".editor");
        await page.GetByRole(AriaRole.Button, new() { Name = "去掉这个定义" }).ClickAsync();
        await Assertions.Expect(page.Locator(".impact")).ToContainTextAsync("1 个执行进行中");
        await Assertions.Expect(page.Locator(".impact")).ToContainTextAsync("谁会当即结束");
        await page.GetByText("让它们走完", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".impact")).Not.ToContainTextAsync("谁会当即结束");
        await window.LookAsync("removal");
        await page.GetByText("当即结束", new() { Exact = true }).First.ClickAsync();
        await Assertions.Expect(page.Locator(".impact")).ToContainTextAsync("谁会当即结束");
        await page.GetByRole(AriaRole.Button, new() { Name = "发布新版" }).ClickAsync();

        await page.WaitForURLAsync(url => url.EndsWith("/definitions", StringComparison.Ordinal));
        Assert.Equal(404, await page.EvaluateAsync<int>("async () => (await fetch('/api/sops/probe')).status"));
    }

    [GeneratedRegex("priority: ([0-9]+)")]
    private static partial Regex Priority();
}
