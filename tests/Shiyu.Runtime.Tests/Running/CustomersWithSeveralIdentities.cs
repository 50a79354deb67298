namespace Shiyu.Runtime.Tests.Running;

public sealed class CustomersWithSeveralIdentities
{
    [Fact]
    public async Task Become_one_whose_state_is_the_fold_of_both_histories()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("order.paid", "anonymous_id:a1");
        await world.HappensAsync("order.paid", "user_id:u1", attributes: """{"name":"张三"}""");

        await world.HappensAsync("profile.identified", "user_id:u1 anonymous_id:a1");

        var customer = await world.CustomerAsync("anonymous_id:a1");
        Assert.Equal(["lifecycle/loyal"], customer.Tags.Select(tag => tag.Tag));
        Assert.Equal(["user_id:u1", "anonymous_id:a1"], customer.Identities.Select(identity => $"{identity.Kind}:{identity.Value}"));
        Assert.Single((await world.Runtime.CustomersAsync(null, null, null, null, 50)).Items);
        Assert.Equal(3, (await world.TimelineAsync("user_id:u1")).Count(entry => entry.Kind == "event"));
        var overview = await world.Runtime.OverviewAsync();
        Assert.Equal(1, overview.Customers);
        Assert.Equal(1, overview.Groups.Single(group => group.Id == "lifecycle").Tags.Sum(tag => tag.Customers));
        Assert.Equal("merged", Assert.Single((await world.Runtime.MergesAsync(null, 50)).Items).State);
    }

    [Fact]
    public async Task Stay_two_when_a_join_would_give_one_two_of_a_strong_kind()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("product.viewed", "user_id:u1 anonymous_id:tablet");

        await world.HappensAsync("order.paid", "user_id:u2 anonymous_id:tablet");

        Assert.Equal(["lifecycle/interested"], await world.TagsAsync("user_id:u1"));
        Assert.Equal(["lifecycle/first"], await world.TagsAsync("user_id:u2"));
        Assert.Equal("refused", Assert.Single((await world.Runtime.MergesAsync(null, 50)).Items).State);
    }

    [Fact]
    public async Task Have_a_refused_join_listed_once_however_often_it_is_tried()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("product.viewed", "user_id:u1 anonymous_id:tablet");
        await world.HappensAsync("order.paid", "user_id:u2 anonymous_id:tablet");
        await world.PassAsync(TimeSpan.FromMinutes(1));
        await world.HappensAsync("order.paid", "user_id:u2 anonymous_id:tablet");

        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromMinutes(1));
        await world.HappensAsync("order.paid", "user_id:u2 anonymous_id:tablet");

        Assert.Single((await world.Runtime.MergesAsync(null, 50)).Items);
    }

    [Fact]
    public async Task Name_everybody_who_was_merged_into_them_also_through_another_and_after_a_restart()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("product.viewed", "anonymous_id:a1");
        await world.HappensAsync("product.viewed", "phone:1");
        await world.HappensAsync("product.viewed", "phone:1 anonymous_id:a1");
        await world.HappensAsync("product.viewed", "user_id:u1");
        await world.HappensAsync("product.viewed", "user_id:u1 phone:1");

        Assert.Equal(["c1", "c2"], (await world.CustomerAsync("anonymous_id:a1")).MergedFrom);
        await world.RestartAsync();

        Assert.Equal(["c1", "c2"], (await world.CustomerAsync("anonymous_id:a1")).MergedFrom);
    }

    [Fact]
    public async Task Are_found_again_after_a_restart()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("order.paid", "anonymous_id:a1");
        await world.HappensAsync("order.paid", "user_id:u1");
        await world.HappensAsync("profile.identified", "user_id:u1 anonymous_id:a1");
        var before = await world.PictureAsync();

        await world.RestartAsync();

        Assert.Equal(before, await world.PictureAsync());
        await world.HappensAsync("product.viewed", "anonymous_id:a1");
        Assert.Single((await world.Runtime.CustomersAsync(null, null, null, null, 50)).Items);
    }
}
