using System.Text;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>A plain value in a definition: a number, a text or a flag.</summary>
public abstract record Scalar
{
    public sealed record Number(decimal Value) : Scalar;

    public sealed record Text(string Value) : Scalar
    {
        internal byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Value);

        public bool Equals(Text? other) => other is not null && Value == other.Value;

        public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);
    }

    public sealed record Flag(bool Value) : Scalar;

    /// <summary>Whether the value is of this scalar's type; only then can it be unequal.</summary>
    internal bool IsSameType(in JsonValue value) => this switch
    {
        Number => value.TryNumber(out _),
        Text => value.Kind == JsonKind.Text,
        _ => value.Kind == JsonKind.Flag,
    };

    internal bool Is(in JsonValue value) => this switch
    {
        Number number => value.TryNumber(out var given) && given == number.Value,
        Text text => value.TextIs(text.Value, text.Utf8),
        Flag flag => value.Kind == JsonKind.Flag && value.ToFlag() == flag.Value,
        _ => false,
    };

    /// <summary>A writing that tells any two scalars apart, for sharing accumulators.</summary>
    internal string Key => this switch
    {
        Number number => $"n{Decimals.Written(number.Value)}",
        Text text => $"t{text.Value.Length}:{text.Value}",
        Flag flag => flag.Value ? "yes" : "no",
        _ => "",
    };
}
