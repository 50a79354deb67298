namespace Shiyu.Runtime.Rehearsing;

/// <summary>Why a line of the events file is refused.</summary>
/// <param name="Field">The field, for example <c>identities.user_id</c>; empty for the whole line.</param>
internal sealed record LineRefusal(string Field, string Given, string Allowed)
{
    public string At(string file, long line) =>
        $"{file}:{line}: {(Field.Length > 0 ? Field + ": " : "")}found {Given}; allowed: {Allowed}";
}
