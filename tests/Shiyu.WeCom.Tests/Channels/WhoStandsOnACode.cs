using Shiyu.Engine.Facts;
using Shiyu.WeCom.Channels;

namespace Shiyu.WeCom.Tests.Channels;

public sealed class WhoStandsOnACode
{
    private static readonly ZoneTable Shanghai = new("Asia/Shanghai", [(long.MinValue, 8 * 3_600_000)]);
    private static readonly DateTime Monday = new(2026, 3, 2);
    private static readonly HashSet<string> Nobody = [];
    private static readonly int[] Weekdays = [1, 2, 3, 4, 5];

    [Fact]
    public void Members_of_equal_weight_stand_together_and_time_changes_nothing()
    {
        var standing = Duty(Code(new("a"), new("b"))).At(ChannelCounts.None, Ms(Monday));

        Assert.Equal(["a", "b"], standing.Members);
        Assert.Equal((StandingKind.Members, null), (standing.Kind, standing.ChangesAtMs));
    }

    [Fact]
    public void A_shift_ends_at_its_very_minute_and_the_backup_takes_over()
    {
        var code = Code(new ChannelMember("a", Shifts: [new(Weekdays, 9 * 60, 18 * 60)])) with { Backups = ["z"] };
        var end = Monday.AddHours(18);

        Assert.Equal(["a"], Duty(code).At(ChannelCounts.None, Ms(end) - 1).Members);
        Assert.Equal(Ms(end), Duty(code).At(ChannelCounts.None, Ms(Monday.AddHours(9))).ChangesAtMs);
        var after = Duty(code).At(ChannelCounts.None, Ms(end));

        Assert.Equal((StandingKind.Backups, "z"), (after.Kind, after.Members.Single()));
        Assert.Equal(Ms(Monday.AddDays(1).AddHours(9)), after.ChangesAtMs);
        Assert.Equal(new Absence("a", AbsenceReason.OffShift), after.Away.Single());
    }

    [Fact]
    public void A_night_shift_goes_on_until_the_morning_after()
    {
        var code = Code(new ChannelMember("a", Shifts: [new([5], 22 * 60, 6 * 60)])) with { Backups = ["z"] };
        var friday = Monday.AddDays(4);

        Assert.Equal(["a"], Duty(code).At(ChannelCounts.None, Ms(friday.AddHours(29).AddMinutes(59))).Members);
        Assert.Equal(["z"], Duty(code).At(ChannelCounts.None, Ms(friday.AddHours(30))).Members);
    }

    [Fact]
    public void Holidays_are_off_and_make_up_days_are_worked()
    {
        var code = Code(new("a", Shifts: [new(Weekdays, 9 * 60, 18 * 60)]), new("b", Shifts: [new([], 9 * 60, 18 * 60, ShiftHolidays.Only)])) with { Backups = ["z"] };
        var calendar = new WorkCalendar([Day(Monday)], [Day(Monday.AddDays(5))]);

        string At(DateTime local) => Duty(code, calendar: calendar).At(ChannelCounts.None, Ms(local)).Members.Single();

        Assert.Equal(["b", "a", "a", "z"], [At(Monday.AddHours(10)), At(Monday.AddDays(1).AddHours(10)), At(Monday.AddDays(5).AddHours(10)), At(Monday.AddDays(6).AddHours(10))]);
    }

    [Fact]
    public void A_member_steps_down_its_margin_before_the_daily_cap_and_is_back_at_midnight()
    {
        var code = Code(new("a", DailyCap: 5), new("b")) with { Margin = 2 };
        var counts = ChannelCounts.None;
        for (var add = 0; add < 2; add++) counts = counts.Add("a", Day(Monday), "a b");

        Assert.Equal(["a", "b"], Duty(code).At(counts, Ms(Monday.AddHours(12))).Members);
        counts = counts.Add("a", Day(Monday), "a b");
        var capped = Duty(code).At(counts, Ms(Monday.AddHours(12)));

        Assert.Equal(["b"], capped.Members);
        Assert.Equal(new Absence("a", AbsenceReason.DailyCap), capped.Away.Single());
        Assert.Equal(Ms(Monday.AddDays(1)), capped.ChangesAtMs);
        Assert.Equal(["a", "b"], Duty(code).At(counts, Ms(Monday.AddDays(1))).Members);
    }

    [Fact]
    public void A_member_steps_down_before_the_total_cap_for_good()
    {
        var code = Code(new("a", TotalCap: 3), new("b")) with { Margin = 1 };
        var counts = ChannelCounts.None.Add("a", Day(Monday), "a b").Add("a", Day(Monday.AddDays(9)), "a b");

        var capped = Duty(code).At(counts, Ms(Monday.AddDays(400)));

        Assert.Equal(["b"], capped.Members);
        Assert.Null(capped.ChangesAtMs);
    }

    [Fact]
    public void A_member_steps_down_before_the_limit_of_friends()
    {
        var code = Code(new("a"), new("b")) with { Backups = ["z"] };

        Assert.Equal(["a", "b"], Duty(code, friends: user => user == "a" ? 4_949 : 0).At(ChannelCounts.None, Ms(Monday)).Members);
        Assert.Equal(["b"], Duty(code, friends: user => user == "a" ? 4_950 : 0).At(ChannelCounts.None, Ms(Monday)).Members);
        Assert.Equal(["z"], Duty(code, friends: user => user == "z" ? 0 : 4_950).At(ChannelCounts.None, Ms(Monday)).Members);
    }

    [Fact]
    public void Whoever_WeCom_refuses_does_not_stand_and_a_code_without_anybody_stays_alive()
    {
        var code = Code(new("a"), new("b", Shifts: [new([7], 0, 60)]));

        var refused = Duty(code, refused: ["a"]).At(ChannelCounts.None, Ms(Monday));

        Assert.Equal((StandingKind.Uncovered, "b"), (refused.Kind, refused.Members.Single()));
    }

    [Fact]
    public void Rounds_give_each_its_weight()
    {
        var code = Code(new("a", Weight: 20), new("b", Weight: 10));
        var (counts, got) = (ChannelCounts.None, new List<string>());
        for (var add = 0; add < 30; add++)
        {
            // WeCom leads to whom it likes among those who stand; here, to the last of them.
            var member = Duty(code).At(counts, Ms(Monday)).Members[^1];
            got.Add(member);
            counts = counts.Add(member, Day(Monday), Duty(code).Among(counts, Ms(Monday)));
        }

        Assert.Equal((20, 10), (got.Count(member => member == "a"), got.Count(member => member == "b")));
        Assert.Equal(["b", "a", "a"], got[..3]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Counts_carried_on_answer_as_the_whole_list_of_adds_does_and_the_next_change_is_the_first(int seed)
    {
        var random = new Random(seed);
        var code = RandomCode(random);
        HashSet<DateOnly> holidays = [DateOnly.FromDateTime(Monday.AddDays(random.Next(14)))], makeUps = [DateOnly.FromDateTime(Monday.AddDays(5 + (random.Next(2) * 7)))];
        makeUps.ExceptWith(holidays);
        var calendar = new WorkCalendar([.. holidays.Select(Day)], [.. makeUps.Select(Day)]);
        var duty = Duty(code, calendar: calendar);
        var (adds, counts, now) = (new List<(string Member, DateTime At)>(), ChannelCounts.None, Monday);
        for (var step = 0; step < 60; step++)
        {
            var naive = new NaiveDuty(code, holidays, makeUps, adds);
            var standing = duty.At(counts, Ms(now));
            Assert.Equal(naive.At(adds.Count, now), standing.Members);
            var (end, next) = (standing.ChangesAtMs is { } at ? Local(at) : now.AddDays(3), now);
            for (; next < end && next < now.AddDays(3); next = next.AddMinutes(30)) Assert.Equal(standing.Members, naive.At(adds.Count, next));
            if (standing.ChangesAtMs is not null) Assert.NotEqual(standing.Members, naive.At(adds.Count, end));

            now = now.AddMinutes(30 * random.Next(0, 12));
            var member = random.Next(4) > 0 ? duty.At(counts, Ms(now)).Members[0] : code.Members[random.Next(code.Members.Count)].User;
            counts = counts.Add(member, Day(now), duty.Among(counts, Ms(now)));
            adds.Add((member, now));
        }
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    private static ChannelCode RandomCode(Random random) => Code(
        [
            .. Enumerable.Range(0, random.Next(1, 4)).Select(number => new ChannelMember(
                $"m{number}", random.Next(1, 4),
                random.Next(3) == 0 ? null : [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => RandomShift(random))],
                random.Next(2) == 0 ? random.Next(1, 6) : null, random.Next(3) == 0 ? random.Next(5, 20) : null)),
        ]) with { Backups = random.Next(2) == 0 ? ["z"] : [], Margin = random.Next(3) };

    private static Shift RandomShift(Random random) => new(
        [.. Enumerable.Range(1, 7).Where(_ => random.Next(2) == 0).DefaultIfEmpty(1)], 30 * random.Next(48), 30 * random.Next(1, 49), (ShiftHolidays)random.Next(3));

    private static ChannelCode Code(params ChannelMember[] members) => new("store", "门店", members, [], 2, true, [], null, null);

    private static ChannelDuty Duty(ChannelCode code, Func<string, int>? friends = null, HashSet<string>? refused = null, WorkCalendar? calendar = null) =>
        new(code, new Roster(Shanghai, calendar ?? WorkCalendar.MondayToFriday), friends ?? (_ => 0), refused ?? Nobody);

    private static long Ms(DateTime local) => new DateTimeOffset(local, TimeSpan.FromHours(8)).ToUnixTimeMilliseconds();

    private static DateTime Local(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToOffset(TimeSpan.FromHours(8)).DateTime;

    private static long Day(DateTime local) => (long)(local.Date - DateTime.UnixEpoch).TotalDays;

    private static long Day(DateOnly date) => Day(date.ToDateTime(TimeOnly.MinValue));
}
