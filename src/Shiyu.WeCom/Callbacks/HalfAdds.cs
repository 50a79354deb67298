using System.Text.Json;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Callbacks;

/// <summary>
/// Whether a half-add with a welcome stands before an add, in the order in which the callbacks came. The welcome lane runs ahead of the workers, so what
/// they write down is complete only for callbacks that have been worked through; the others are known here. Thread-safe.
/// </summary>
internal sealed class HalfAdds(IWeComHost host)
{
    /// <summary>Half-adds that were worked through, by customer and member, until the add or a deletion.</summary>
    public const string Collection = "wecom.half_added";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, KeptCallback> _waiting = new(StringComparer.Ordinal);

    /// <summary>Called for each callback in order of arrival, before anybody can act on it.</summary>
    public void Arrived(KeptCallback kept)
    {
        if (!kept.Content.ChangesContact) return;
        lock (_lock)
        {
            kept.Before = kept.ToBeWelcomed ? _waiting.GetValueOrDefault(kept.Content.Pair) : null;
            // A deletion counts, too: whoever comes back after it is welcomed again, however late the deletion is worked through.
            if (kept.Content.ChangeType is "add_half_external_contact" or "del_follow_user" or "del_external_contact") _waiting[kept.Content.Pair] = kept;
        }
    }

    /// <summary>Called when the callback has been worked through and the document says so.</summary>
    public void Done(KeptCallback kept)
    {
        lock (_lock)
        {
            if (_waiting.GetValueOrDefault(kept.Content.Pair) == kept) _waiting.Remove(kept.Content.Pair);
        }
    }

    /// <summary>What became of the welcome of the half-add before this add; nothing when there is none.</summary>
    public async Task<WelcomeFate> FateBeforeAsync(KeptCallback add, CancellationToken stop) =>
        add.Before is { } before
            ? before.Content.ChangeType == "add_half_external_contact" ? await before.Welcome.WaitAsync(stop).ConfigureAwait(false) : WelcomeFate.None
            : host.Document(Collection, add.Content.Pair) is { } stored
                ? JsonSerializer.Deserialize(stored, CallbackJson.Default.HalfAdded)!.Welcome
                : WelcomeFate.None;
}
