using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shiyu.Browser.Tests.Demo;

namespace Shiyu.Browser.Tests;

/// <summary>All five pages against the running demo, on a desk and on a phone.</summary>
public sealed partial class WalkingThroughTheConsole(RunningDemo demo)
{
    public static readonly TheoryData<int, int> Windows = new() { { 1440, 900 }, { 390, 844 } };

    [Theory, MemberData(nameof(Windows))]
    public async Task The_overview_counts_customers_at_every_stage(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        var page = await window.GoAsync("/", ".stage");

        // The town goes on living while it is looked at: 流失风险 empties in the morning and fills again. The page follows by itself.
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.stage-count')].every(count => Number(count.textContent.replaceAll(',', '')) > 0)");
        var stages = await page.Locator(".stage-count").AllInnerTextsAsync();
        var states = page.Locator(".row", new() { HasText = "已送达" }).Locator("b");

        Assert.True(stages.Count >= 3, $"{stages.Count} stages");
        Assert.True(Number(await states.InnerTextAsync()) > 0);
        Assert.Contains("演示时间", await page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        await window.LookAsync("overview");
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task The_customers_of_a_stage_are_found_by_its_tag(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        var page = await window.GoAsync("/", ".stage");
        var stage = page.Locator(".stage").First;
        var title = await stage.Locator(".stage-title").InnerTextAsync();

        await stage.ClickAsync();
        await page.Locator(Listed).First.WaitForAsync();

        var rows = page.Locator(width < 768 ? ".card" : "tr.row-link");
        Assert.Matches(@"/customers\?tag=", page.Url);
        Assert.All(await rows.AllInnerTextsAsync(), row => Assert.Contains(title, row, StringComparison.Ordinal));
        await window.LookAsync("customers-of-a-stage");
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task A_customer_is_found_by_a_part_of_an_identity(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        var page = await window.GoAsync("/customers", Listed);
        await window.LookAsync("customers");
        // One of WeCom's: an anonymous visitor may become somebody else's past while this test looks.
        var customers = await window.AskAsync("/api/customers?limit=200");
        var (id, identity) = customers.GetProperty("items").EnumerateArray()
            .SelectMany(customer => customer.GetProperty("identities").EnumerateArray()
                .Where(each => each.GetProperty("kind").GetString() == "external_userid")
                .Select(each => (customer.GetProperty("id").GetString()!, each.GetProperty("value").GetString()!)))
            .First();

        await page.GetByLabel("搜索姓名或身份标识").FillAsync(identity[..^2]);
        await page.WaitForURLAsync(url => url.Contains("q=", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator(Listed)).ToHaveCountAsync(1);

        Assert.Equal([$"/customers/{Uri.EscapeDataString(id)}"], await HrefsAsync(page));
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task Paging_forward_shows_other_customers_and_back_the_same(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        var page = await window.GoAsync("/customers", Listed);
        var first = await HrefsAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "下一页" }).ClickAsync();
        await Assertions.Expect(page.Locator(".pager")).ToContainTextAsync("第 2 页");
        await Assertions.Expect(page.Locator($"#content a[href='{first[0]}']")).ToHaveCountAsync(0);
        var second = await HrefsAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "上一页" }).ClickAsync();
        await Assertions.Expect(page.Locator(".pager")).ToContainTextAsync("第 1 页");

        Assert.Empty(first.Intersect(second));
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task A_timeline_tells_what_was_delivered_and_what_caused_it(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        await window.GoAsync("/deliveries?state=delivered", ".state");
        var delivered = await window.AskAsync("/api/deliveries?state=delivered&limit=1");
        var customer = delivered.GetProperty("items")[0].GetProperty("customer").GetString()!;

        var page = await window.GoAsync($"/customers/{Uri.EscapeDataString(customer)}", ".entry");
        await page.GetByRole(AriaRole.Button, new() { Name = "触达", Exact = true }).ClickAsync();
        await page.Locator(".entry-delivery").First.WaitForAsync();
        await Assertions.Expect(page.Locator(".timeline")).ToContainTextAsync("已送达");

        await page.GetByRole(AriaRole.Button, new() { Name = "进入标签", Exact = true }).ClickAsync();
        var cause = page.Locator(".entry-tag_entered .cause button").First;
        await cause.ClickAsync();
        await page.Locator(".entry-focused.entry-event").WaitForAsync();
        await window.LookAsync("customer");
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task A_timeline_gives_the_reason_of_what_was_not_done(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        await window.GoAsync("/customers", Listed);
        var customer = await window.Page.EvaluateAsync<string?>("""
            async () => {
              const { items } = await (await fetch('/api/customers?limit=200')).json();
              for (const { id } of items) {
                const timeline = await (await fetch(`/api/customers/${encodeURIComponent(id)}/timeline?limit=500`)).json();
                if (timeline.items.some(entry => entry.reason && ['step', 'trigger_forgotten', 'delivery'].includes(entry.kind))) return id;
              }
              return null;
            }
            """);
        Assert.NotNull(customer);

        var page = await window.GoAsync($"/customers/{Uri.EscapeDataString(customer)}", ".entry");
        while (await page.Locator(".why-not, .why-bad").CountAsync() == 0)
        {
            var entries = await page.Locator(".entry").CountAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "加载更多" }).ClickAsync();
            await page.WaitForFunctionAsync("before => document.querySelectorAll('.entry').length > before", entries);
        }

        // A sentence, not a code of the engine's.
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}{3,}", await page.Locator(".why-not, .why-bad").First.InnerTextAsync());
        await window.LookAsync("customer-why-not");
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task A_customers_page_leads_to_why_an_sop_does_or_does_not_reach_them(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        await window.GoAsync("/customers", Listed);
        var customer = (await window.AskAsync("/api/customers?limit=1")).GetProperty("items")[0].GetProperty("id").GetString()!;
        var page = await window.GoAsync($"/customers/{Uri.EscapeDataString(customer)}", ".entry");

        await page.GetByRole(AriaRole.Link, new() { Name = "为什么？" }).First.ClickAsync();
        await page.Locator(".truth").First.WaitForAsync();

        Assert.NotEmpty((await page.Locator(".stand-verdict").InnerTextAsync()).Trim());
        // Every condition is marked as holding or not, and the answer stays at an instant once one is chosen.
        Assert.Equal(await page.Locator(".truth").CountAsync(), await page.Locator(".truth > [aria-label='成立'], .truth > [aria-label='不成立']").CountAsync());
        var now = DateTime.Parse(await page.GetByLabel("时刻").InputValueAsync(), CultureInfo.InvariantCulture);
        await page.GetByLabel("时刻").FillAsync(now.AddMinutes(-1).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "回到现在" }).WaitForAsync();
        await page.Locator(".truth").First.WaitForAsync();
        await window.LookAsync("why");
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task An_sop_is_a_path_of_steps_with_counts(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        var page = await window.GoAsync("/sops", ".sop-card");
        await window.LookAsync("sops");
        var sops = await window.AskAsync("/api/sops");
        var busiest = sops.GetProperty("items").EnumerateArray().MaxBy(sop => sop.GetProperty("started").GetInt64());
        var id = busiest.GetProperty("id").GetString()!;
        Assert.True(busiest.GetProperty("started").GetInt64() > 0);

        page = await window.GoAsync($"/sops/{Uri.EscapeDataString(id)}", "[data-step]");

        Assert.Equal(busiest.GetProperty("steps").GetInt32(), await page.Locator("[data-step]").CountAsync());
        Assert.True(Number(await page.Locator(".figure-value").First.InnerTextAsync()) > 0);
        // An SOP that has just opened has many runs and no step decided yet. The page follows by itself.
        await page.Locator(".path .legend b").First.WaitForAsync();
        await window.LookAsync("sop");
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task Deliveries_are_filtered_by_state_and_open_in_full(int width, int height)
    {
        await using var window = await demo.OpenAsync(width, height);
        var page = await window.GoAsync("/deliveries", ".state");
        await window.LookAsync("deliveries");

        await page.GetByRole(AriaRole.Button, new() { NameRegex = DeliveredButton() }).First.ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("state=delivered", StringComparison.Ordinal));
        var rows = page.Locator(width < 768 ? ".card .state" : "tr.row-link .state");
        await Assertions.Expect(rows.First).ToHaveTextAsync("已送达");
        // Those of the filter before stay in sight until the answer is there.
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.card .state, tr.row-link .state')].every(state => state.textContent === '已送达')");
        await rows.First.ClickAsync();
        var drawer = page.GetByRole(AriaRole.Dialog);
        await drawer.Locator(".bubble").WaitForAsync();

        Assert.NotEmpty((await drawer.Locator(".bubble").InnerTextAsync()).Trim());
        await window.LookAsync("delivery");
    }

    private const string Listed = "#content a[href^='/customers/']";

    private static async Task<string[]> HrefsAsync(IPage page) =>
        await page.EvaluateAsync<string[]>("selector => [...document.querySelectorAll(selector)].map(link => link.getAttribute('href'))", Listed);

    private static double Number(string text) =>
        double.Parse(text.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex("^已送达")]
    private static partial Regex DeliveredButton();
}
