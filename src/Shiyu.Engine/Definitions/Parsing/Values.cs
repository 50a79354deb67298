using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>Reads the values of the language; what does not fit is refused and null.</summary>
internal static class Values
{
    public const string DurationForm = "a duration: digits and one unit (90s, 15m, 2h, 7d, 2w), at most 36500d";
    public const string DateForm =
        "a date: 'YYYY-MM-DD', or with 'THH:MM', 'THH:MM:SS' or a fraction, and 'Z', '+HH:MM' or nothing (the workspace's zone)";
    public const string NumberForm = "a number of at most 28 significant digits, below 10^28, at most 28 digits after the point";

    private static readonly Duration LongestDuration = Facts.Duration.Days(36_500);

    public static string? Text(Place place, string allowed)
    {
        if (place.Node is not TreeNode.Text text)
        {
            place.RefuseType(place.Node is TreeNode.Number or TreeNode.Flag ? $"{allowed}; put it in quotes to make it text" : allowed);
            return null;
        }
        if (JsonText.IsWellFormed(text.Value)) return text.Value;
        place.Refuse(RefusalCodes.InvalidValue, "a text with half a surrogate pair", $"{allowed}, in whole characters");
        return null;
    }

    /// <summary>A text that is not empty.</summary>
    public static string? Word(Place place, string allowed)
    {
        if (Text(place, allowed) is not { } text) return null;
        if (text.Length > 0) return text;
        place.RefuseValue(allowed);
        return null;
    }

    public static bool? Flag(Place place)
    {
        if (place.Node is TreeNode.Flag flag) return flag.Value;
        place.RefuseType("true or false");
        return null;
    }

    public static Duration? Duration(Place place)
    {
        if (place.Node is TreeNode.Text text && TryDuration(text.Value, out var duration)) return duration;
        if (place.Node is TreeNode.Text) place.RefuseValue(DurationForm);
        else place.RefuseType(DurationForm);
        return null;
    }

    public static bool TryDuration(string text, out Duration duration)
    {
        duration = default;
        if (text.Length < 2) return false;
        var unit = text[^1] switch
        {
            's' => 1_000L,
            'm' => 60_000L,
            'h' => 3_600_000L,
            'd' => 86_400_000L,
            'w' => 7 * 86_400_000L,
            _ => 0,
        };
        if (unit == 0) return false;
        foreach (var c in text.AsSpan(0, text.Length - 1))
        {
            if (!char.IsAsciiDigit(c)) return false;
        }
        if (!long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        if (count > LongestDuration.Ms / unit) return false;
        duration = new Duration(count * unit);
        return true;
    }

    /// <summary>A percentage; refused and null when it is none.</summary>
    public static Share? Share(Place place)
    {
        const string allowed = "a percentage from 0% to 100% with at most six digits after the point: 10%, 33.3%";
        if (place.Node is TreeNode.Text text && Facts.Share.TryParse(text.Value, out var share)) return share;
        if (place.Node is TreeNode.Text) place.RefuseValue(allowed);
        else place.RefuseType(allowed);
        return null;
    }

    public static DateValue? Date(Place place)
    {
        if (place.Node is TreeNode.Text text && DateValue.TryParse(text.Value, out var date)) return date;
        if (place.Node is TreeNode.Text) place.RefuseValue(DateForm);
        else place.RefuseType(DateForm);
        return null;
    }

    public static decimal? Number(Place place)
    {
        if (place.Node is not TreeNode.Number number)
        {
            place.RefuseType(NumberForm);
            return null;
        }
        if (Decimals.TryParse(number.Written, out var value)) return value;
        place.RefuseValue(NumberForm);
        return null;
    }

    /// <summary>An amount in the workspace's money; refused and null when it is none.</summary>
    public static decimal? Money(Place place)
    {
        const string allowed = "an amount from 0 to 1000000000, as a number";
        if (place.Node is not TreeNode.Number number)
        {
            place.RefuseType(allowed);
            return null;
        }
        if (Decimals.TryParse(number.Written, out var value) && value is >= 0 and <= 1_000_000_000) return value;
        place.RefuseValue(allowed);
        return null;
    }

    public static int? Whole(Place place, int least, int most)
    {
        var allowed = $"a whole number from {least} to {most}";
        if (place.Node is not TreeNode.Number number)
        {
            place.RefuseType(allowed);
            return null;
        }
        if (Decimals.TryParse(number.Written, out var value) && value >= least && value <= most && value == decimal.Floor(value))
            return (int)value;
        place.RefuseValue(allowed);
        return null;
    }

    public static Scalar? Plain(Place place, string allowed)
    {
        switch (place.Node)
        {
            case TreeNode.Flag flag: return new Scalar.Flag(flag.Value);
            case TreeNode.Number: return Number(place) is { } number ? new Scalar.Number(number) : null;
            case TreeNode.Text: return Text(place, allowed) is { } text ? new Scalar.Text(text) : null;
            default:
                place.RefuseType(allowed);
                return null;
        }
    }

    /// <summary>Any value as JSON text; numbers beyond the engine's range are refused.</summary>
    public static string? Json(Place place)
    {
        var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            if (!WriteJson(place, writer)) return null;
        }
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static bool WriteJson(Place place, Utf8JsonWriter writer)
    {
        var ok = true;
        switch (place.Node)
        {
            case TreeNode.Null:
                writer.WriteNullValue();
                return true;
            case TreeNode.Flag flag:
                writer.WriteBooleanValue(flag.Value);
                return true;
            case TreeNode.Number:
                if (Number(place) is not { } number)
                {
                    writer.WriteNullValue();
                    return false;
                }
                writer.WriteRawValue(Decimals.Written(number));
                return true;
            case TreeNode.Text:
                var text = Text(place, "a text");
                writer.WriteStringValue(text);
                return text is not null;
            case TreeNode.Sequence sequence:
                writer.WriteStartArray();
                for (var i = 0; i < sequence.Items.Length; i++) ok &= WriteJson(place.At(i, sequence.Items[i]), writer);
                writer.WriteEndArray();
                return ok;
            case TreeNode.Mapping mapping:
                writer.WriteStartObject();
                foreach (var (key, value) in mapping.Entries)
                {
                    if (!JsonText.IsWellFormed(key))
                    {
                        place.Refuse(RefusalCodes.InvalidValue, "a key with half a surrogate pair", "keys in whole characters");
                        ok = false;
                        continue;
                    }
                    writer.WritePropertyName(key);
                    ok &= WriteJson(place.At(key, value), writer);
                }
                writer.WriteEndObject();
                return ok;
            default:
                return false;
        }
    }
}
