namespace Shiyu.Server.Problems;

/// <summary>A query parameter that cannot be used; answered as <c>request.invalid_parameter</c>.</summary>
internal sealed class FieldException(string field, string given, string allowed) : Exception($"{field} is '{given}'; allowed: {allowed}")
{
    public string Field { get; } = field;

    public string Given { get; } = given;

    public string Allowed { get; } = allowed;
}
