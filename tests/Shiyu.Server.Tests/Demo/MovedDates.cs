using System.Text;
using Shiyu.Server.Demo;
using Xunit;

namespace Shiyu.Server.Tests.Demo;

public sealed class MovedDates
{
    private static readonly DateOnly s_writtenFor = new(2026, 3, 2);

    [Theory]
    [InlineData("cohorts: { camp: 2026-03-05 }", "2026-03-02", "cohorts: { camp: 2026-03-05 }")]
    [InlineData("cohorts: { camp: 2026-03-05 }", "2026-12-30", "cohorts: { camp: 2027-01-02 }")]
    [InlineData("trigger: { date: 2026-03-05 }", "2025-03-02", "trigger: { date: 2025-03-05 }")]
    [InlineData("anchor: { date: 2026-03-05T09:30 }", "2026-04-01", "anchor: { date: 2026-04-04T09:30 }")]
    public void A_date_moves_by_as_many_days_as_the_demo_opens_later_or_earlier(string written, string opening, string moved) =>
        Assert.Equal(moved, Move("dated/shop.yaml", written, opening));

    [Theory]
    [InlineData("正月十八", "2026-03-02", "正月十八")]    // 2026-03-06
    [InlineData("正月十八", "2026-09-21", "八月十五")]    // 2026-09-25, mid-autumn
    [InlineData("正月十八", "2026-02-12", "腊月廿九")]    // 2026-02-16: the eve of the year has no 三十 this time
    [InlineData("正月十八", "2025-08-01", "七月初一")]    // 2025-08-05 lies in the leap sixth month, which ends with 22 August
    [InlineData("正月十八", "2025-09-01", "七月十四")]    // 2025-09-05, behind the leap month
    [InlineData("除夕", "2026-03-03", "正月初一")]        // 2027-02-05 and a day
    public void A_lunar_day_becomes_the_one_that_falls_as_many_days_later_or_earlier(string written, string opening, string moved)
    {
        Assert.Equal($"anchor: {{ lunar: {moved} }}", Move("dated/festival.yaml", $"anchor: {{ lunar: {written} }}", opening));
        Assert.Equal($"anchor: {{ lunar: \"{moved}\" }}", Move("dated/festival.yaml", $"anchor: {{ lunar: \"{written}\" }}", opening));
        Assert.Equal($"  lunar: {moved}\n", Move("dated/festival.yaml", $"  lunar: {written}\n", opening));
    }

    [Theory]
    [InlineData("calendars/cn-2026.yaml", "workdays: [2026-01-04]")]
    [InlineData("dated/note.yaml", "anchor: { lunar: 某月某日 }, nr: 2026-13-45, order: 12026-03-055")]
    public void Other_folders_and_what_is_no_date_stay_as_they_are(string path, string written) => Assert.Equal(written, Move(path, written, "2026-12-30"));

    private static string Move(string path, string written, string opening) =>
        Encoding.UTF8.GetString(DemoDates.Move(new Dictionary<string, byte[]> { [path] = Encoding.UTF8.GetBytes(written) }, s_writtenFor, DateOnly.Parse(opening))[path]);
}
