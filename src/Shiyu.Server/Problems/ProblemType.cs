namespace Shiyu.Server.Problems;

/// <summary>One kind of refusal that the API names; <c>docs/problems.md</c> explains each.</summary>
/// <param name="Code">Stable: it may be added to, never renamed.</param>
/// <param name="Status">The HTTP status it is answered with.</param>
/// <param name="Title">The same for every occurrence.</param>
internal sealed record ProblemType(string Code, int Status, string Title)
{
    /// <summary>The <c>type</c> of the problem details, relative to the server.</summary>
    public string Uri => "/problems/" + Code;
}
