using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Corp;

/// <summary>What the app wrote to members. The caller holds the corp's gate. Beyond a member's limits messages are dropped, and nobody is told, as the platform does.</summary>
internal sealed class AppInbox(Ids ids)
{
    private const int PerMinute = 30;
    private const int PerHour = 1_000;

    /// <summary>More than a day of a busy town.</summary>
    private const int Most = 20_000;

    private readonly List<AppMessage> _messages = [];
    private readonly Dictionary<string, DateTimeOffset> _sent = new(StringComparer.Ordinal);
    private long _number;

    /// <summary>Oldest first.</summary>
    public IEnumerable<AppMessage> Of(string member) => _messages.Where(message => message.Member == member);

    /// <summary>Delivers a message to each member, unless it stands in an equal one within <paramref name="duplicatesFor"/>.</summary>
    /// <returns>Its id.</returns>
    public string Take(IReadOnlyList<string> members, AppContent content, TimeSpan duplicatesFor, DateTimeOffset at, DateTimeOffset onTheWall)
    {
        var msgId = "app" + ids.Letters28("app", $"{++_number}");
        foreach (var member in members)
        {
            var before = _messages.Where(message => message.Member == member).ToList();
            if (before.Any(message => message.Content == content && onTheWall - message.OnTheWall < duplicatesFor))
                continue;
            if (before.Count(message => onTheWall - message.OnTheWall < TimeSpan.FromMinutes(1)) >= PerMinute
                || before.Count(message => onTheWall - message.OnTheWall < TimeSpan.FromHours(1)) >= PerHour)
                continue;
            _messages.Add(new AppMessage(msgId, member, content, at, onTheWall));
        }
        if (_messages.Count > Most)
            _messages.RemoveRange(0, Most / 2);
        _sent[msgId] = onTheWall;
        return msgId;
    }

    /// <summary>Wall time; null for an id that is none.</summary>
    public DateTimeOffset? SentAt(string msgId) => _sent.TryGetValue(msgId, out var at) ? at : null;

    public void Recall(string msgId) => _messages.RemoveAll(message => message.MsgId == msgId);
}

/// <param name="Title">Of a text its content.</param>
/// <param name="Url">Null for a text.</param>
internal sealed record AppContent(string Type, string Title, string Description, string? Url);

internal sealed record AppMessage(string MsgId, string Member, AppContent Content, DateTimeOffset At, DateTimeOffset OnTheWall);
