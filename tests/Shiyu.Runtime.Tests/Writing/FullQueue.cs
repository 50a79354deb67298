using Microsoft.Extensions.Time.Testing;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Writing;

namespace Shiyu.Runtime.Tests.Writing;

public sealed class FullQueue
{
    private readonly IntakeLedger _ledger = new(new FakeTimeProvider(), queueMax: 100, accepted: 0, folded: 0, rejected: 0);

    [Fact]
    public void Is_left_by_repeats_once_they_are_written_and_by_others_once_they_are_folded()
    {
        Assert.True(_ledger.TryEnter(100));
        Assert.False(_ledger.TryEnter(1));

        _ledger.Committed(repeatedPlaces: 30, accepted: 70);
        Assert.True(_ledger.TryEnter(30));
        Assert.False(_ledger.TryEnter(1));

        _ledger.Folded(events: 70, places: 70);
        Assert.True(_ledger.TryEnter(70));
        Assert.False(_ledger.TryEnter(1));
    }

    [Fact]
    public void Takes_a_batch_that_is_larger_than_itself_when_nothing_waits()
    {
        Assert.True(_ledger.TryEnter(500));
        Assert.False(_ledger.TryEnter(1));
    }

    [Theory]
    [InlineData(300, 1), InlineData(1023, 1), InlineData(1024, 2), InlineData(32 * 1024, 33)]
    public void Counts_a_large_event_as_several(int bytes, int places) => Assert.Equal(places, new IncomingEvent
    {
        Id = "e", Name = "n", Identities = [new Identity(IdentityKind.UserId, "u")], Payload = new byte[bytes],
    }.Places);
}
