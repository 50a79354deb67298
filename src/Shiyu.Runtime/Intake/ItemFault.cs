namespace Shiyu.Runtime.Intake;

/// <summary>Why one item is refused.</summary>
internal sealed record ItemFault(string Code, string Field, string Given, string Allowed)
{
    public static readonly string TextAllowed = $"text of 1 to {IntakeLimits.TextCharactersMax} characters without NUL and lone surrogates";

    public static ItemFault NotAnObject(string given) => new("event.not_an_object", "", given, "a JSON object");

    public static ItemFault TooLarge(int bytes) =>
        new("event.too_large", "", $"{bytes} bytes", $"at most {IntakeLimits.EventBytesMax} bytes an event");

    public static ItemFault TooDeep(int levels) =>
        new("event.too_deep", "", $"{levels} levels", $"at most {IntakeLimits.EventDepthMax} levels of objects and arrays");

    public static ItemFault InvalidUtf8() => new("event.invalid_utf8", "", "bytes that are not UTF-8", "JSON in UTF-8");

    public static ItemFault Reserved(string field, string name) =>
        new("event.reserved_name", field, name, "a name that is not reserved: delivery.… and sop.let_in for Shiyu itself, tag.set, tag.unset, sop.start and task.done for administrators");

    public static ItemFault UnreadableTime(string field, string given) => new("event.unreadable_time", field, given, EventTime.Allowed);

    public static ItemFault WrongType(string field, string given) => new("event.wrong_type", field, given, "a JSON object or null");

    public RejectedItem At(string source, int item, ReadOnlySpan<byte> json) =>
        new(source, item, Code, Field, Given, Allowed, JsonText.Show(json, IntakeLimits.SampleCharactersMax));
}
