using Shiyu.Store.EventIds;
using Shiyu.Store.Tests.Conformance;

namespace Shiyu.Store.Tests.EventIds;

/// <summary>The table and the files hold exactly what was put into them, whatever the ids look like.</summary>
public sealed class SetsOfIds
{
    /// <summary>Spread ids, and ids of every kind that hashes are not: small, equal in one half, next to each other, zero and the largest.</summary>
    public static TheoryData<string> Kinds => ["spread", "small", "high", "mixed"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_table_agrees_with_a_plain_set_through_additions_and_removals(string kind)
    {
        var random = new Random(7);
        var table = new IdTable();
        var set = new HashSet<UInt128>();
        for (var turn = 0; turn < 60_000; turn++)
        {
            var id = Id(kind, random);
            if (random.Next(3) == 0)
            {
                table.Remove(id);
                set.Remove(id);
            }
            else
            {
                Assert.Equal(set.Add(id), table.Add(id));
            }

            Assert.Equal(set.Count, table.Count);
            var other = Id(kind, random);
            Assert.Equal(set.Contains(other), table.Contains(other));
        }

        Assert.Equal(set.Order(), table.ToSorted());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_agrees_with_a_plain_set(string kind)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(8);
        foreach (var size in new[] { 1, 2, 3, 10, 5_000 })
        {
            var set = new SortedSet<UInt128>();
            for (var count = 0; count < size; count++)
                set.Add(Id(kind, random));
            using var segment = IdSegment.Write(folder.Path, new(Guid.Empty, 0, 1, size, 0, 0), [set.ToArray()]);

            Assert.Equal(set.Count, segment.Header.Count);
            Assert.All(set, id => Assert.True(segment.Contains(id)));
            for (var turn = 0; turn < 5_000; turn++)
            {
                var id = Id(kind, random);
                Assert.Equal(set.Contains(id), segment.Contains(id));
            }

            Assert.All(new[] { UInt128.Zero, UInt128.MaxValue }, id => Assert.Equal(set.Contains(id), segment.Contains(id)));
        }
    }

    private static UInt128 Id(string kind, Random random) => kind switch
    {
        "spread" => new((ulong)random.NextInt64() << 1, (ulong)random.Next(20_000) * 0x9E3779B97F4A7C15),
        "small" => (UInt128)random.Next(20_000),
        "high" => new((ulong)random.Next(20_000) << 44, 0),
        _ => random.Next(4) switch { 0 => 0, 1 => UInt128.MaxValue - (UInt128)random.Next(50), 2 => new((ulong)random.Next(50), ulong.MaxValue), _ => (UInt128)random.NextInt64(20_000) << 60 },
    };
}
