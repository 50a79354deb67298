using Shiyu.Store;
using Shiyu.WeCom.App;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.App;

public sealed class TasksOfAdvisors
{
    [Fact]
    public async Task Are_told_to_their_member_once_with_one_click_to_the_customer()
    {
        await using var town = await TownAsync();
        town.Host.PlanTask("电话回访");

        await LookAsync(town);
        await LookAsync(town);

        var sent = town.WeCom.Calls.Single(call => call.Api == "send").Json;
        Assert.Equal(("zhangsan", "textcard", 1000002, 1, 14_400), (
            sent.GetProperty("touser").GetString(), sent.GetProperty("msgtype").GetString(), sent.GetProperty("agentid").GetInt32(),
            sent.GetProperty("enable_duplicate_check").GetInt32(), sent.GetProperty("duplicate_check_interval").GetInt32()));
        var card = sent.GetProperty("textcard");
        Assert.Equal(("待办：电话回访", "https://shiyu.example.com/customers/c1"), (card.GetProperty("title").GetString(), card.GetProperty("url").GetString()));
        Assert.Equal("客户：客户1\n完成期限：03-02 10:00", card.GetProperty("description").GetString());
        Assert.Equal((DeliveryState.Planned, "zhangsan"), (town.Host.Deliveries[0].State, town.Host.Deliveries[0].Member));
    }

    [Fact]
    public async Task Of_one_slot_are_one_message_to_each_member()
    {
        await using var town = await TownAsync();
        for (var i = 0; i < 7; i++) town.Host.PlanTask($"第 {i} 件");
        town.Host.PlanTask(member: "lisi", kind: "invite");

        await LookAsync(town);

        var cards = town.WeCom.Calls.Where(call => call.Api == "send").Select(call => call.Json.GetProperty("textcard")).ToList();
        Assert.Equal(["7 件新待办", "待办：邀请进群「vip」"], cards.Select(card => card.GetProperty("title").GetString()));
        Assert.Equal("https://shiyu.example.com/tasks?member=zhangsan", cards[0].GetProperty("url").GetString());
    }

    [Fact]
    public async Task Are_plain_text_where_nobody_knows_where_this_server_is_reached()
    {
        await using var town = await TownAsync(publicUrl: null);
        town.Host.PlanTask();

        await LookAsync(town);

        Assert.StartsWith("待办：电话回访\n客户：", town.WeCom.Calls.Single(call => call.Api == "send").Json.GetProperty("text").GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_given_to_their_member_without_an_app_too()
    {
        await using var town = await TownAsync(agent: null);
        town.Host.PlanTask();

        await LookAsync(town);

        Assert.Equal("zhangsan", town.Host.Deliveries[0].Member);
        Assert.Equal(0, town.WeCom.CountOf("send"));
    }

    /// <summary>An equal message within four hours is left out by WeCom, so that the second try must be the same to the letter, also after a restart.</summary>
    [Fact]
    public async Task Whose_answer_was_lost_are_told_again_in_the_same_words()
    {
        await using var town = await TownAsync();
        town.WeCom.Answers["send"] = _ => null;
        town.Host.PlanTask("一");
        await LookAsync(town);

        town.Restart();
        town.Host.PlanTask("二");
        town.WeCom.Answers["send"] = _ => new { errcode = 0, msgid = "a1" };
        await LookAsync(town);

        var bodies = town.WeCom.Calls.Where(call => call.Api == "send").Select(call => call.Body).ToList();
        Assert.Equal(bodies[0], bodies[1]);
        Assert.Contains("二", bodies[2]);
    }

    [Fact]
    public async Task Whose_answer_was_lost_for_longer_than_WeCom_remembers_are_not_told_again()
    {
        await using var town = await TownAsync();
        town.WeCom.Answers["send"] = _ => null;
        town.Host.PlanTask();
        await LookAsync(town);
        town.Time.Advance(AppMessages.Recognised + TimeSpan.FromMinutes(1));
        town.WeCom.Answers["send"] = _ => new { errcode = 0, msgid = "a1" };

        await LookAsync(town);

        Assert.Equal(1, town.WeCom.CountOf("send"));
    }

    [Theory]
    [InlineData("""{"errcode":81013,"errmsg":"x"}""", "not_told:wecom:81013")]
    [InlineData("""{"errcode":0,"invaliduser":"ZhangSan","msgid":""}""", "not_told:not_reachable")]
    public async Task Say_why_their_member_could_not_be_told(string answer, string reason)
    {
        await using var town = await TownAsync();
        town.WeCom.Answers["send"] = _ => answer;
        town.Host.PlanTask();

        await LookAsync(town);
        await LookAsync(town);

        Assert.StartsWith(reason, town.Host.Deliveries[0].Reason, StringComparison.Ordinal);
        Assert.Equal((DeliveryState.Planned, 1), (town.Host.Deliveries[0].State, town.WeCom.CountOf("send")));
    }

    /// <summary>What goes beyond the limit WeCom drops silently: it waits.</summary>
    [Fact]
    public async Task Stay_within_what_one_member_is_told_in_a_minute()
    {
        await using var town = await TownAsync();
        for (var i = 0; i < AppMessages.PerMinute + 3; i++)
        {
            town.Host.PlanTask($"第 {i} 件");
            await town.DriveAsync(town.AdvisorTasks.LookAsync(Town.Stop));
        }
        Assert.Equal(AppMessages.PerMinute, town.WeCom.CountOf("send"));

        await LookAsync(town);

        Assert.Equal(AppMessages.PerMinute + 3, town.WeCom.CountOf("send"));
    }

    [Fact]
    public async Task Wait_while_WeCom_limits_the_app()
    {
        await using var town = await TownAsync();
        town.WeCom.Answers["send"] = _ => new { errcode = 45009, errmsg = "limit" };
        town.Host.PlanTask();
        await town.DriveAsync(town.AdvisorTasks.LookAsync(Town.Stop));
        await town.DriveAsync(town.AdvisorTasks.LookAsync(Town.Stop));
        Assert.Equal(1, town.WeCom.CountOf("send"));

        town.WeCom.Answers["send"] = _ => new { errcode = 0, msgid = "a1" };
        await LookAsync(town);

        Assert.Equal(2, town.WeCom.CountOf("send"));
    }

    [Fact]
    public async Task That_their_customer_no_longer_needs_are_taken_back_and_the_message_with_them()
    {
        await using var town = await TownAsync();
        town.Host.PlanTask();
        await LookAsync(town);
        town.Host.Exited[1] = "goal";
        town.WeCom.Answers["recall"] = _ => 404;
        await LookAsync(town);
        Assert.Equal((DeliveryState.Skipped, "ended:goal"), (town.Host.Deliveries[0].State, town.Host.Deliveries[0].Reason));

        town.WeCom.Answers["recall"] = _ => new { errcode = 0 };
        await LookAsync(town);
        await LookAsync(town);

        Assert.Equal(2, town.WeCom.CountOf("recall"));
        Assert.Equal("a1", town.WeCom.Calls.Last(call => call.Api == "recall").Json.GetProperty("msgid").GetString());
        Assert.Empty(town.Host.Documents("wecom.notice"));
    }

    [Fact]
    public async Task That_are_taken_back_before_they_were_told_are_never_told()
    {
        await using var town = await TownAsync();
        town.WeCom.Answers["send"] = _ => 404;
        town.Host.PlanTask();
        await LookAsync(town);
        town.Host.Exited[1] = "goal";
        await LookAsync(town);
        var tries = town.WeCom.CountOf("send");

        await LookAsync(town);

        Assert.Equal(tries, town.WeCom.CountOf("send"));
        Assert.Empty(town.Host.Documents("wecom.notice"));
    }

    [Fact]
    public async Task Keep_the_message_of_which_something_is_left_to_do()
    {
        await using var town = await TownAsync();
        town.Host.PlanTask();
        town.Host.PlanTask();
        await LookAsync(town);
        town.Host.Exited[1] = "goal";

        await LookAsync(town);

        Assert.Equal([DeliveryState.Skipped, DeliveryState.Planned], town.Host.Deliveries.Select(delivery => delivery.State));
        Assert.Equal(0, town.WeCom.CountOf("recall"));
    }

    [Fact]
    public async Task Of_a_member_whom_nobody_has_stay_without_one()
    {
        await using var town = await TownAsync();
        town.Host.PlanTask(member: null!);

        await LookAsync(town);

        Assert.Equal((DeliveryState.Planned, null), (town.Host.Deliveries[0].State, town.Host.Deliveries[0].Member));
    }

    [Fact]
    public void Fit_what_WeCom_allows()
    {
        var card = new AppCard(string.Concat(Enumerable.Repeat("😀", 100)), new string('长', 600), new Uri("https://a.example/"), "去看看").ToRequest("m", 1).Textcard!;

        Assert.Equal((127, 512), (card.Title.Length, card.Description.Length));
        Assert.False(char.IsHighSurrogate(card.Title[^2]));
    }

    private static async Task LookAsync(Town town)
    {
        town.Time.Advance(TimeSpan.FromMinutes(2));
        await town.DriveAsync(town.AdvisorTasks.LookAsync(Town.Stop));
    }

    private static async Task<Town> TownAsync(int? agent = 1000002, string? publicUrl = "https://shiyu.example.com")
    {
        var town = await Town.OpenAsync();
        town.Options = town.Options with { AgentId = agent, PublicUrl = publicUrl is null ? null : new Uri(publicUrl) };
        town.Restart();
        town.WeCom.Answers["send"] = _ => new { errcode = 0, msgid = "a1" };
        return town;
    }
}
