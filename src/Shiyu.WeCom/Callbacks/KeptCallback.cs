using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shiyu.WeCom.Callbacks;

/// <summary>A callback that is durably kept and waits to be worked through.</summary>
public sealed class KeptCallback
{
    private readonly TaskCompletionSource<WelcomeFate> _welcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal KeptCallback(string key, CallbackEvent content, StoredCallback stored)
    {
        (Key, Content, Stored) = (key, content, stored);
        if (!ToBeWelcomed) _welcome.SetResult(stored.Welcome ?? WelcomeFate.None);
    }

    /// <summary>Sorts by arrival.</summary>
    public string Key { get; }

    public CallbackEvent Content { get; }

    internal StoredCallback Stored { get; set; }

    /// <summary>When it was received, wall time: the welcome's 20 seconds count from here.</summary>
    public DateTimeOffset ReceivedAt => DateTimeOffset.FromUnixTimeMilliseconds(Stored.ReceivedAtMs);

    /// <summary>The half-add or deletion of the same customer and member that came before it and was not yet worked through then.</summary>
    internal KeptCallback? Before { get; set; }

    /// <summary>Completes when the welcome's fate is known.</summary>
    public Task<WelcomeFate> Welcome => _welcome.Task;

    /// <summary>Whether the welcome lane has still to act.</summary>
    internal bool ToBeWelcomed => Content.ChangesContact && Content.WelcomeCode.Length > 0 && Stored.Welcome is null or { State: WelcomeState.Sending };

    internal void SettleWelcome(WelcomeFate fate) => _welcome.TrySetResult(fate);
}

/// <summary>How a kept callback is written down.</summary>
/// <param name="Message">The decrypted message, as received.</param>
/// <param name="ReceivedAtMs">Wall time, Unix ms.</param>
/// <param name="BusinessAtMs">Business time, Unix ms.</param>
internal sealed record StoredCallback(string Message, long ReceivedAtMs, long BusinessAtMs, WelcomeFate? Welcome = null);

/// <summary>What became of a welcome message.</summary>
/// <param name="Reason">Why it failed, or what is uncertain about it; null when all is well.</param>
public sealed record WelcomeFate(WelcomeState State, string? Material = null, string? Reason = null)
{
    public static readonly WelcomeFate None = new(WelcomeState.None);
}

[JsonConverter(typeof(JsonStringEnumConverter<WelcomeState>))]
public enum WelcomeState { None, Sending, Sent, Failed }

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredCallback))]
[JsonSerializable(typeof(HalfAdded))]
[JsonSerializable(typeof(UnhandledCallback))]
[JsonSerializable(typeof(List<string>))]
internal sealed partial class CallbackJson : JsonSerializerContext;

/// <summary>A customer scanned a code and the member has not accepted yet: the add that follows is an update.</summary>
internal sealed record HalfAdded(WelcomeFate Welcome, long AtMs);

/// <summary>A callback that made no event, and why.</summary>
/// <param name="Reason"><c>unknown</c>, or what went wrong.</param>
internal sealed record UnhandledCallback(string Event, string ChangeType, string Reason, string Message, long ReceivedAtMs);
