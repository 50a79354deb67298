namespace Shiyu.Sandbox.Corp;

/// <summary>A contact way (联系我) made through the API: whoever scans its code meets one of its members.</summary>
internal sealed class ContactWay
{
    public required string ConfigId { get; init; }

    /// <summary>1 one member, 2 several.</summary>
    public required int Type { get; init; }

    /// <summary>1 mini-program button, 2 QR code.</summary>
    public required int Scene { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Order of making, for listings.</summary>
    public required long Number { get; init; }

    public int Style { get; set; } = 1;

    public string Remark { get; set; } = "";

    public bool SkipVerify { get; set; } = true;

    public string State { get; set; } = "";

    public IReadOnlyList<string> Users { get; set; } = [];

    /// <summary>How many were led to a member so far: the stand-in leads in turn, the platform does not say how it chooses.</summary>
    public int Scans { get; set; }
}
