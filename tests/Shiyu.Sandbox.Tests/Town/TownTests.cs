using System.Globalization;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Tests.Support;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Tests.Town;

public sealed class TownTests
{
    private const string CartText = "看到你购物车里的茶还没付款，先帮你留着";

    [Fact]
    public void The_same_seed_gives_the_same_acts_at_any_step()
    {
        var inDays = new Diary(7).Live(4, CartText);
        var again = new Diary(7).Live(4, CartText);

        Assert.True(inDays.Lines.Count > 1_000);
        Assert.Equal(inDays.Lines, again.Lines);
        Assert.NotEqual(inDays.Lines, new Diary(8).Live(4, CartText).Lines);
    }

    [Fact]
    public void Looking_at_the_clock_more_often_changes_nothing()
    {
        var coarse = new Diary(7);
        coarse.Town.AdvanceTo(Diary.Opening.AddDays(2));
        var fine = new Diary(7);
        for (var minute = 0; minute <= 2 * 24 * 60; minute++)
            fine.Town.AdvanceTo(Diary.Opening.AddMinutes(minute));

        Assert.Equal(coarse.Lines, fine.Lines);
    }

    [Fact]
    public void Five_days_hold_arrivals_orders_repeats_replies_and_deletions()
    {
        var town = new Diary(20260301).Live(5, CartText).Town;

        Assert.InRange(town.Counts.Arrivals, 220, 400);
        Assert.True(town.Counts.Orders > 60, $"{town.Counts.Orders} orders");
        Assert.True(town.Counts.RepeatOrders > 20, $"{town.Counts.RepeatOrders} repeat orders");
        Assert.True(town.Counts.Replies > 40, $"{town.Counts.Replies} replies");
        Assert.InRange(town.Counts.Deletions, 3, town.Counts.Arrivals / 2);
    }

    [Fact]
    public void More_messages_that_do_not_fit_cost_more_friends()
    {
        var calm = new Diary(3).Live(5, CartText).Town.Counts;
        var pushy = new Diary(3).Live(5, CartText, "购物车里的茶还没付款！", "购物车最后一天！").Town.Counts;

        Assert.Equal(0, new Diary(3).Live(5).Town.Counts.Deletions);
        Assert.True(pushy.Deletions > calm.Deletions, $"{pushy.Deletions} against {calm.Deletions}");
    }

    [Fact]
    public void Visits_before_signing_in_are_anonymous_and_signing_in_names_every_id()
    {
        var diary = new Diary(5).Live(2);
        var identify = diary.ShopMessages.Where(message => (string?)message["type"] == "identify" && message["traits"]!["external_userid"] is not null).ToList();

        Assert.NotEmpty(identify);
        Assert.Contains(diary.ShopMessages, message => message["userId"] is null);
        foreach (var signedIn in identify)
        {
            var anonymous = (string)signedIn["anonymousId"]!;
            var before = diary.ShopMessages.Take(diary.ShopMessages.IndexOf(signedIn)).Where(message => (string?)message["anonymousId"] == anonymous);
            Assert.All(before, message => Assert.True(message["userId"] is null || (string?)message["userId"] == (string?)signedIn["userId"]));
            Assert.Contains((string)signedIn["traits"]!["external_userid"]!, diary.Corp.Customers.Keys);
        }
    }

    [Fact]
    public void Message_ids_never_repeat_and_times_never_run_backwards()
    {
        var diary = new Diary(5).Live(4, CartText);
        var ids = diary.ShopMessages.Select(message => (string)message["messageId"]!).Concat(diary.Replies.Select(reply => reply.Id)).ToList();
        var times = diary.ShopMessages.Select(message => DateTimeOffset.Parse((string)message["timestamp"]!, CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(times.Order(), times);
        Assert.Empty(ids.Intersect(new Diary(6).Live(4).ShopMessages.Select(message => (string)message["messageId"]!)));
    }

    [Fact]
    public void Members_confirm_in_their_working_hours()
    {
        var diary = new Diary(5).Live(4, CartText);
        var confirmed = diary.Corp.Tasks.SelectMany(task => task.Parts.Values).Where(part => part.ConfirmedAt is not null).ToList();

        Assert.NotEmpty(confirmed);
        Assert.All(confirmed, part => Assert.InRange(ChinaTime.Local(part.ConfirmedAt!.Value).TimeOfDay, TimeSpan.FromHours(8.5), TimeSpan.FromHours(22)));
        Assert.All(diary.Corp.Outbox, message => Assert.Equal("mass", message.Kind));
    }

    [Fact]
    public void Nobody_gets_a_message_after_the_friendship_ended()
    {
        var diary = new Diary(3).Live(6, CartText, "购物车里的茶还没付款！");
        var left = diary.Callbacks.Where(one => one.ChangeType is "del_follow_user" or "del_external_contact")
            .Select(one => (At: one.At, Id: one.Fields.Single(field => field.Name == "ExternalUserID").Value)).ToList();

        Assert.NotEmpty(left);
        Assert.All(left, one => Assert.DoesNotContain(diary.Corp.Outbox, message => message.ExternalUserId == one.Id && message.At > one.At));
        Assert.Contains(diary.Corp.Tasks.SelectMany(task => task.Parts.Values).SelectMany(part => part.Recipients), one => one.Status == SendStatus.NotAFriend);
    }

    [Fact]
    public void The_population_stays_within_its_bound()
    {
        var diary = new Diary(5, arrivalsPerDay: 200, populationMax: 50).Live(3);

        Assert.InRange(diary.Town.Friends.Count, 45, 75);     // those on their way in when the bound is met still arrive
    }

    [Fact]
    public void The_town_stands_still_while_the_post_is_full_and_misses_nothing()
    {
        var held = new Diary(7) { HasRoom = false };
        held.Town.AdvanceTo(Diary.Opening.AddDays(1));
        Assert.Empty(held.Lines);

        held.HasRoom = true;
        held.Town.AdvanceTo(Diary.Opening.AddDays(1));
        var free = new Diary(7);
        free.Town.AdvanceTo(Diary.Opening.AddDays(1));

        Assert.Equal(free.Lines, held.Lines);
    }
}
