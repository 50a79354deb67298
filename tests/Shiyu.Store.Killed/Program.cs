using System.Globalization;
using Shiyu.Store;
using Shiyu.Store.Killed;
using Shiyu.Store.Sqlite;

// Commits until it is killed, and says each position once the store has acknowledged it. Arguments: the folder, a seed.
var random = new Random(int.Parse(args[1], CultureInfo.InvariantCulture));
using var store = SqliteStore.Open(Expected.In(args[0]));
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
var commit = new Commit();
while (true)
{
    var position = store.LastPosition;
    for (var rows = random.Next(1, 200); rows > 0; rows--)
    {
        // What came before comes again, as clients do that saw no answer.
        if (position > 0 && random.Next(4) == 0 && store.EventIds.Add(Expected.EventId(random.NextInt64(position) + 1), position))
            output.WriteLine("An id that is in the log was not known.");
        position++;
        if (!store.EventIds.Add(Expected.EventId(position), position))
            output.WriteLine($"The id of position {position} was known before it came.");
        commit.Rows.Add(Expected.Row(position));
        if (position % Expected.PositionsPerDelivery == 0)
            commit.NewDeliveries.Add(Expected.Delivery(position / Expected.PositionsPerDelivery));
    }

    commit.Counters.Add(new(Expected.Workspace, "accepted", commit.Rows.Count));
    commit.Cursor = new(Expected.Workspace, position, position, position);
    store.Commit(commit);
    commit.Clear();
    output.WriteLine(position.ToString(CultureInfo.InvariantCulture));
}
