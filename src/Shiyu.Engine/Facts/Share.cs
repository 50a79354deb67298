using System.Globalization;

namespace Shiyu.Engine.Facts;

/// <summary>A share of a whole, exact: in millionths of a percent.</summary>
/// <param name="Parts">0 to 100,000,000.</param>
public readonly record struct Share(long Parts)
{
    public const long Whole = 100_000_000;

    public static readonly Share None = new(0);

    /// <summary><c>10%</c>, <c>33.3%</c>; at most six digits after the point, 0 to 100.</summary>
    public static bool TryParse(string text, out Share share)
    {
        share = default;
        if (text.Length is < 2 or > 11 || text[^1] != '%') return false;
        if (!decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)) return false;
        var parts = percent * (Whole / 100);
        if (parts > Whole || parts != decimal.Floor(parts)) return false;
        share = new Share((long)parts);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(decimal)Parts / (Whole / 100):0.######}%");
}
