using System.Text.Json.Nodes;

namespace Shiyu.Sandbox.Corp;

/// <summary>A mass message made through the API: nothing is sent until each member confirms it in the client.</summary>
internal sealed class MassTask
{
    public required string MsgId { get; init; }

    /// <summary>Rises by one a task: listings continue after it.</summary>
    public required long Number { get; init; }

    /// <summary>Business time.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset CreatedOnTheWall { get; init; }

    public required string Text { get; init; }

    public required JsonArray Attachments { get; init; }

    /// <summary>Whether members may leave customers out.</summary>
    public bool AllowSelect { get; init; }

    public required SortedDictionary<string, MassTaskPart> Parts { get; init; }

    public bool Cancelled { get; set; }

    /// <summary>Business instants of reminders: at most 3 in 24 hours.</summary>
    public List<DateTimeOffset> Reminders { get; } = [];
}

/// <summary>What one member has to confirm.</summary>
internal sealed class MassTaskPart(string member, IEnumerable<string> recipients)
{
    public string Member { get; } = member;

    public IReadOnlyList<MassRecipient> Recipients { get; } = [.. recipients.Select(id => new MassRecipient(id))];

    /// <summary>Business time; null while the member has not confirmed.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }
}

/// <summary>One customer's result.</summary>
internal sealed class MassRecipient(string externalUserId)
{
    public string ExternalUserId { get; } = externalUserId;

    public SendStatus Status { get; set; }
}

/// <summary>WeCom's numbers of <c>get_groupmsg_send_result</c>.</summary>
internal enum SendStatus { NotSent = 0, Sent = 1, NotAFriend = 2, OverQuota = 3 }
