using Microsoft.Playwright;
using Shiyu.Browser.Tests.Demo;

namespace Shiyu.Browser.Tests;

public sealed class LanguageOfThePage(RunningDemo demo)
{
    // A character that no font has is drawn as the missing-glyph box. U+F0000 and U+10F000 are for private use, and no font here has them.
    private const string Draw = """
        () => {
          const ink = character => {
            const canvas = document.createElement('canvas');
            canvas.width = canvas.height = 64;
            const pen = canvas.getContext('2d', { willReadFrequently: true });
            pen.font = `48px ${getComputedStyle(document.body).fontFamily}`;
            pen.textBaseline = 'top';
            pen.fillText(character, 4, 4);
            return pen.getImageData(0, 0, 64, 64).data.filter((_, index) => index % 4 === 3).join();
          };
          return ['时', '雨', String.fromCodePoint(0xF0000), String.fromCodePoint(0x10F000), ' '].map(ink);
        }
        """;

    [Fact]
    public async Task Chinese_is_drawn_not_boxes()
    {
        await using var window = await demo.OpenAsync(1440, 900);
        var page = await window.GoAsync("/", ".stage");

        var ink = await page.EvaluateAsync<string[]>(Draw);
        var (shi, yu, box, otherBox, blank) = (ink[0], ink[1], ink[2], ink[3], ink[4]);

        // First that the comparison can tell: without a font two characters would look alike.
        Assert.Equal(box, otherBox);
        Assert.NotEqual(blank, shi);
        Assert.NotEqual(shi, yu);
        Assert.NotEqual(box, shi);
        Assert.NotEqual(box, yu);
    }

    [Fact]
    public async Task English_is_one_click_away_and_stays_after_a_reload()
    {
        await using var window = await demo.OpenAsync(1440, 900);
        var page = await window.GoAsync("/", ".stage");

        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Overview" }).WaitForAsync();

        Assert.Equal(["Overview", "Customers", "Channel codes", "SOPs", "Definitions", "Rehearsals", "Deliveries", "To do", "WeCom", "Webhooks", "Workspaces"], await page.Locator("nav.places a").AllInnerTextsAsync());
        await window.LookAsync("overview-english");
    }
}
