namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>The stable words of definition refusals.</summary>
public static class RefusalCodes
{
    public const string Malformed = "definition.malformed";
    public const string UnknownKind = "definition.unknown_kind";
    public const string UnknownKey = "definition.unknown_key";
    public const string MissingKey = "definition.missing_key";
    public const string WrongType = "definition.wrong_type";
    public const string InvalidValue = "definition.invalid_value";
    public const string InvalidName = "definition.invalid_name";
    public const string Contradiction = "definition.contradiction";
    public const string DefinedTwice = "definition.defined_twice";
    public const string UnknownReference = "definition.unknown_reference";
    public const string Cycle = "definition.cycle";
    public const string TooLarge = "definition.too_large";
    public const string NotSupportedYet = "definition.not_supported_yet";
}
