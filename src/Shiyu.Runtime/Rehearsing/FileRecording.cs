using Shiyu.Engine.Facts;
using Shiyu.Engine.Rehearsal;
using Shiyu.Runtime.Intake;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>An NDJSON file of events: they have no decision times, so that none is late, and identities are joined over the whole file first.</summary>
internal sealed class FileRecording(string path, string shownPath, int sortBytes, TemporaryFiles temporary, ProgressLine progress, TextWriter error) : IRecording
{
    public RecordingRun Rehearse(RehearsedDefinitions definitions, Instant? to, IDecisionListener decided)
    {
        var events = new RecordedEvents(path, shownPath, definitions.Zone, progress, error);
        events.Check();
        var rehearsal = new Rehearsal(definitions.Plan, decided.Decided);
        var last = Instant.Min;
        var names = new EventNames(definitions.Definitions.EventNames);
        foreach (var (customer, line, read) in events.InOrder(sortBytes, temporary))
        {
            if (read.OccurredAt >= to) break;
            last = read.OccurredAt;
            rehearsal.Take(customer, new EventFact
            {
                Id = read.Id,
                Name = names.Map(read.Name),
                OccurredAt = read.OccurredAt,
                Arrival = line,
                Properties = read.Properties,
                Attributes = read.Attributes,
            });
        }
        rehearsal.Finish(to);
        progress.Clear();
        return new RecordingRun(events.Count, events.Repeats, rehearsal.Met, to ?? last + new Duration(1));
    }
}
