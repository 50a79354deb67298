using System.Text;
using System.Text.Json;

namespace Shiyu.Engine.Facts;

/// <summary>What an event does with the attributes it carries.</summary>
internal enum AttributeAct : byte
{
    /// <summary>Sets them, each where no later event has; null removes. Any name that is none of the others.</summary>
    Set,

    /// <summary>Sets those that are missing: <c>profile.set_once</c>.</summary>
    SetOnce,

    /// <summary>Adds numbers to them, a missing one counting as 0: <c>profile.incremented</c>.</summary>
    Increment,

    /// <summary>Appends texts that a list does not hold yet: <c>profile.appended</c>.</summary>
    Append,

    /// <summary>Removes all there are: <c>profile.deleted</c>.</summary>
    Delete,
}

/// <summary>
/// Events that work on what a profile holds instead of stating it. They work on what stands when they are folded, in the order of the log: of two
/// increments both count, whichever happened first.
/// </summary>
internal static class ProfileFacts
{
    /// <summary>Elements of a list that grows by <c>profile.appended</c>; beyond them the oldest leave.</summary>
    public const int ListMax = 500;

    public static AttributeAct ActOf(string eventName) => eventName switch
    {
        "profile.set_once" => AttributeAct.SetOnce,
        "profile.incremented" => AttributeAct.Increment,
        "profile.appended" => AttributeAct.Append,
        "profile.deleted" => AttributeAct.Delete,
        _ => AttributeAct.Set,
    };

    /// <summary>Whether <c>profile.deleted</c> leaves an attribute alone: it is the customer's own wish, not something known about them.</summary>
    public static bool Outlives(string attribute) => attribute == "do_not_disturb";

    /// <param name="standing">The attribute as it stands; empty where it is missing.</param>
    /// <returns>What it becomes; null where nothing changes, also because the two do not fit together.</returns>
    public static byte[]? Worked(AttributeAct act, ReadOnlySpan<byte> standing, ReadOnlySpan<byte> operand) => act switch
    {
        AttributeAct.SetOnce => standing.IsEmpty ? operand.ToArray() : null,
        AttributeAct.Increment => Incremented(standing, operand),
        AttributeAct.Append => Appended(standing, operand),
        _ => null,
    };

    private static byte[]? Incremented(ReadOnlySpan<byte> standing, ReadOnlySpan<byte> operand)
    {
        var before = 0m;
        if (!IsNumber(operand) || !Decimals.TryParse(operand, out var by)) return null;
        if (!standing.IsEmpty && (!IsNumber(standing) || !Decimals.TryParse(standing, out before))) return null;
        try
        {
            // What lies beyond the engine's numbers is not rounded into them.
            var written = Decimals.Written(before + by);
            return Decimals.TryParse(written, out _) ? Encoding.UTF8.GetBytes(written) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static byte[]? Appended(ReadOnlySpan<byte> standing, ReadOnlySpan<byte> operand)
    {
        if (operand is not [(byte)'[', ..] || standing is not ([] or [(byte)'[', ..])) return null;
        var elements = new List<byte[]>();
        var texts = new HashSet<string>(StringComparer.Ordinal);
        if (!standing.IsEmpty) Take(standing, onlyTexts: false);
        var before = elements.Count;
        Take(operand, onlyTexts: true);
        if (elements.Count == before) return null;
        // Put together from the bytes they came as: a text may hold half a surrogate pair, which no writer takes.
        using var list = new MemoryStream();
        foreach (var element in elements.Skip(elements.Count - ListMax))
        {
            list.WriteByte(list.Length == 0 ? (byte)'[' : (byte)',');
            list.Write(element);
        }
        list.WriteByte((byte)']');
        return list.ToArray();

        void Take(ReadOnlySpan<byte> array, bool onlyTexts)
        {
            var reader = new Utf8JsonReader(array, JsonValue.Options);
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                var isNew = reader.TokenType == JsonTokenType.String ? texts.Add(JsonText.Unescape(reader.ValueSpan, reader.ValueIsEscaped)) : !onlyTexts;
                reader.Skip();
                if (isNew) elements.Add(array[start..(int)reader.BytesConsumed].ToArray());
            }
        }
    }

    private static bool IsNumber(ReadOnlySpan<byte> json) => json is [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..];
}
