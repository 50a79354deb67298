namespace Shiyu.Server.Intake.Import;

/// <summary>One event of a file, in the native form of <c>POST /api/events</c>, or why it is none.</summary>
/// <param name="Line">1-based line at which it begins.</param>
public sealed record ImportRow(int Line, ReadOnlyMemory<byte> Json, BadRow? Bad = null);

/// <summary>Why a line is refused: what was given where, and what is allowed.</summary>
public sealed record BadRow(string Code, string Field, string Given, string Allowed)
{
    public override string ToString() => $"{(Field.Length == 0 ? "event" : Field)}: given {Given}; allowed: {Allowed} ({Code})";
}

/// <summary>The file as a whole, or how it is to be read, is not usable. The message says what is allowed.</summary>
public sealed class UnusableFileException(string message) : Exception(message);
