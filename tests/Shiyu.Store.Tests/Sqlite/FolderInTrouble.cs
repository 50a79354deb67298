using Shiyu.Store.Sqlite;
using Shiyu.Store.Tests.Conformance;

namespace Shiyu.Store.Tests.Sqlite;

/// <summary>What a store does when its folder is not as it left it, or takes no more.</summary>
public sealed class FolderInTrouble : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_full_disk_refuses_the_commit_whole_and_the_next_one_is_taken_when_there_is_room()
    {
        using var store = Open();
        store.TakeIn(["event-1"]);
        var pages = store.Writer.Scalar("PRAGMA page_count");
        store.Writer.Execute($"PRAGMA max_page_count = {pages}");

        var refused = Assert.Throws<StoreException>(() => store.TakeIn(Events(2, 5_000)));

        Assert.Contains("shiyu.db", refused.Message);
        Assert.Contains("disk is full", refused.Message);
        Assert.Equal(1, store.LastPosition);
        store.Writer.Execute("PRAGMA max_page_count = 1000000");
        Assert.Equal(5_000, store.TakeIn(Events(2, 5_000)));
        using var reader = store.OpenReader();
        Assert.Equal(5_001, reader.Rows(0, long.MaxValue).Count());
    }

    [Fact]
    public void Commits_go_on_when_event_ids_cannot_be_written_to_files()
    {
        var warnings = new List<string>();
        using var store = Open(warn: warnings.Add);
        Directory.Delete(Ids);
        File.WriteAllText(Ids, "a file stands where the folder was");

        for (var batch = 0; batch < 10; batch++)
        {
            store.TakeIn(Events(batch * 100 + 1, 100));
            store.SettleEventIds();
        }

        Assert.Contains(Ids, store.Warning);
        Assert.Contains(Ids, Assert.Single(warnings));
        Assert.All(Events(1, 1_000), body => Assert.True(store.EventIds.Contains(Make.EventId(body)), body));
        File.Delete(Ids);
        Directory.CreateDirectory(Ids);
        store.TakeIn(Events(1_001, 200));
        store.SettleEventIds();
        store.TakeIn(Events(1_201, 1));
        Assert.Null(store.Warning);
        Assert.NotEmpty(Directory.GetFiles(Ids));
        Assert.All(Events(1, 1_201), body => Assert.True(store.EventIds.Contains(Make.EventId(body)), body));
    }

    [Fact]
    public void Lost_files_of_event_ids_are_made_again_from_the_log()
    {
        Fill(1_000);
        var files = Directory.GetFiles(Ids);
        Assert.NotEmpty(files);

        Directory.Delete(Ids, recursive: true);
        AssertKnown(1_000);

        File.Delete(Directory.GetFiles(Ids).Order(StringComparer.Ordinal).First());
        AssertKnown(1_000);
    }

    [Fact]
    public void A_damaged_or_foreign_or_unfinished_file_of_event_ids_is_not_believed()
    {
        using var other = new TemporaryFolder();
        using (var store = Open(other.Path))
        {
            store.TakeIn(Events(50_000, 1_000));
            store.SettleEventIds();
        }

        Fill(1_000);
        Directory.Delete(Ids, recursive: true);
        Directory.CreateDirectory(Ids);
        var foreign = Directory.GetFiles(Path.Combine(other.Path, "ids"))[0];
        File.Copy(foreign, Path.Combine(Ids, Path.GetFileName(foreign)));
        File.WriteAllText(Path.Combine(Ids, "1-2-3.ids"), "nonsense");
        File.WriteAllText(Path.Combine(Ids, "5-9-3.ids.tmp"), "begun");
        AssertKnown(1_000);
        Assert.DoesNotContain(Directory.GetFiles(Ids), file => file.EndsWith(".tmp", StringComparison.Ordinal));

        var whole = Directory.GetFiles(Ids).Order(StringComparer.Ordinal).First();
        using (var file = File.OpenWrite(whole))
            file.SetLength(file.Length - 16);
        AssertKnown(1_000);
    }

    [Fact]
    public void Parts_that_a_crash_left_beside_their_merge_do_no_harm()
    {
        Fill(600, oneAtATime: true);
        var parts = Directory.GetFiles(Ids).Select(file => (file, bytes: File.ReadAllBytes(file))).ToArray();
        Fill(4_000, from: 601);
        foreach (var (file, bytes) in parts)
            File.WriteAllBytes(file, bytes);

        AssertKnown(4_600);
    }

    [Fact]
    public void Files_of_event_ids_stay_few()
    {
        using var store = Open();
        for (var batch = 0; batch < 300; batch++)
        {
            store.TakeIn(Events(batch * 100 + 1, 100));
            store.SettleEventIds();
        }

        Assert.InRange(store.EventIdFiles, 1, 15);
    }

    [Fact]
    public void A_restored_older_database_beside_newer_event_ids_takes_the_lost_events_again()
    {
        Fill(300);
        var backup = File.ReadAllBytes(Path.Combine(_folder.Path, "shiyu.db"));
        Fill(1_000, from: 301);
        File.WriteAllBytes(Path.Combine(_folder.Path, "shiyu.db"), backup);

        using var store = Open();
        Assert.Equal(300, store.LastPosition);
        Assert.Equal(1_000, store.TakeIn(Events(1, 1_300)));
    }

    [Fact]
    public void A_newer_programs_database_is_refused_and_left_alone()
    {
        Fill(10);
        using (var database = Database.Open(Path.Combine(_folder.Path, "shiyu.db"), readOnly: false))
            database.Execute("INSERT INTO schema_versions (version, name, applied_at_ms) VALUES (99, 'from the future', 0)");

        var refused = Assert.Throws<StoreException>(() => Open());

        Assert.Contains("schema version 99", refused.Message);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_by_name()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "shiyu.db"), new string('x', 20_000));

        var refused = Assert.Throws<StoreException>(() => Open());

        Assert.Contains("shiyu.db", refused.Message);
        Assert.Contains("not a Shiyu database", refused.Message);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused_by_name()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");

        var refused = Assert.Throws<StoreException>(() => Open(Path.Combine(file, "data")));

        Assert.Contains(file, refused.Message);
    }

    [Fact]
    public void The_write_ahead_log_stays_small_while_commits_and_readers_go_on()
    {
        using var store = Open();
        using var reader = store.OpenReader();
        var body = new string('x', 2_000);
        var written = 0L;
        var largest = 0L;
        IEnumerator<LogRow>? slow = null;
        while (written < 300_000_000)
        {
            var commit = new Commit();
            for (var row = 1; row <= 1_000; row++)
                commit.Rows.Add(Make.Row(store.LastPosition + row, body));
            store.Commit(commit);
            written += 1_000 * body.Length;

            // A slow reader stands in the middle of a page all the time.
            slow ??= reader.Rows(0, long.MaxValue).GetEnumerator();
            slow.MoveNext();
            largest = Math.Max(largest, new FileInfo(Path.Combine(_folder.Path, "shiyu.db-wal")).Length);
        }

        slow!.Dispose();
        Assert.InRange(largest, 1, 150_000_000);
    }

    private string Ids => Path.Combine(_folder.Path, "ids");

    private static IEnumerable<string> Events(int from, int count) => Enumerable.Range(from, count).Select(number => $"event-{number}");

    private SqliteStore Open(string? folder = null, Action<string>? warn = null) =>
        SqliteStore.Open(new() { Folder = folder ?? _folder.Path, EventIdOf = Make.EventIdOf, EventIdsInMemory = 100, Warn = warn });

    private void Fill(int count, int from = 1, bool oneAtATime = false)
    {
        using var store = Open();
        foreach (var batch in Events(from, count).Chunk(oneAtATime ? 100 : 250))
        {
            store.TakeIn(batch);
            store.SettleEventIds();
        }
    }

    private void AssertKnown(int count)
    {
        using var store = Open();
        Assert.All(Events(1, count), body => Assert.True(store.EventIds.Contains(Make.EventId(body)), body));
        Assert.All(Events(count + 1, 5_000), body => Assert.False(store.EventIds.Contains(Make.EventId(body)), body));
        Assert.All(Events(50_000, 1_000), body => Assert.False(store.EventIds.Contains(Make.EventId(body)), body));
    }
}
