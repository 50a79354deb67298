using Microsoft.Playwright;
using Shiyu.Browser.Tests.Demo;

namespace Shiyu.Browser.Tests;

public sealed class SigningIn(RunningDemo demo)
{
    [Fact]
    public async Task A_wrong_password_is_refused_in_words()
    {
        await using var window = await demo.OpenSignedOutAsync();
        var page = await window.GoAsync("/deliveries", "input[type=password]");

        await page.GetByLabel("密码", new() { Exact = true }).FillAsync("not " + demo.Password);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("登\\s*录") }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("密码不对");
        await window.LookAsync("sign-in");
    }

    [Fact]
    public async Task The_printed_password_leads_to_the_page_asked_for_and_signing_out_back()
    {
        await using var window = await demo.OpenSignedOutAsync();
        var page = await window.GoAsync("/sops", "input[type=password]");

        await page.GetByLabel("密码", new() { Exact = true }).FillAsync(demo.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".sop-card").First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "退出" }).ClickAsync();

        await page.Locator("input[type=password]").WaitForAsync();
        Assert.Equal(401, await page.EvaluateAsync<int>("async () => (await fetch('/api/overview')).status"));
    }
}
