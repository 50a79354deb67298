using Shiyu.Runtime.Intake;

namespace Shiyu.Server.Intake;

/// <summary>What parsing depends on at the moment; the event names are kept as long as the definitions stay in force.</summary>
internal sealed class ParseContexts(IIntakeSink sink)
{
    private EventNames _names = new(sink.EventNames);

    public ParseContext For(string source, bool fromAdministrator)
    {
        var names = _names;
        var inForce = sink.EventNames;
        if (!ReferenceEquals(names.Workspace, inForce))
            _names = names = new EventNames(inForce);
        return new ParseContext(source, fromAdministrator, names, sink.Now.ToUnixTimeMilliseconds(), sink.FromLocalMs, sink.Knows);
    }
}
