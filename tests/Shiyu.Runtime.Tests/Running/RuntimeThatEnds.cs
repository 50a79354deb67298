using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shiyu.Runtime.Intake;
using Shiyu.Store;

namespace Shiyu.Runtime.Tests.Running;

public sealed class RuntimeThatEnds
{
    [Fact]
    public async Task Leaves_nothing_to_be_folded_again_even_when_a_checkpoint_was_under_way()
    {
        await using var world = await RunningWorld.OpenCheckpointingAsync(1, Shop.All);
        // The first fills a commit of its own, and its checkpoint is written a part at a time; the second comes behind it.
        _ = world.Runtime.AcceptAsync(Views(world, 0, 10_000));
        _ = world.Runtime.AcceptAsync(Views(world, 10_000, 3_000));

        (long Through, long Last) found = default;
        await world.RestartAsync(() => found = Checkpoint(world.Folder));

        Assert.Equal(13_001, found.Last);
        Assert.Equal(found.Last, found.Through);
    }

    [Fact]
    public async Task After_an_error_of_its_writer_leaves_a_folder_that_opens_again()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("order.paid", "user_id:u1");
        // Reading this list throws, on the writer's thread and not as the store's error.
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Runtime.PutDocumentsAsync(default(ImmutableArray<Document>)));
        Assert.False(world.Runtime.IsReady);

        await world.RestartAsync();

        Assert.Equal(["lifecycle/first"], await world.TagsAsync("user_id:u1"));
    }

    private static IntakeBatch Views(RunningWorld world, int from, int count) =>
        new("test", [.. Enumerable.Range(from, count).Select(i => world.Event("product.viewed", $"user_id:u{i}"))]);

    private static (long Through, long Last) Checkpoint(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Directory.EnumerateFiles(folder, "*.db").Single()};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT checkpoint_position, (SELECT max(position) FROM log) FROM cursors";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
