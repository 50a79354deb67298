using Shiyu.Engine.Facts;
using Shiyu.Engine.Rehearsal;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Log;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>An NDJSON file of events: they have no decision times, so that none is late, and identities are joined over the whole file first.</summary>
internal sealed class FileRecording(string path, string shownPath, int sortBytes, TemporaryFiles temporary, ProgressLine progress, TextWriter error) : IRecording
{
    public RecordingRun Rehearse(RehearsedDefinitions definitions, Instant? to, IDecisionListener decided)
    {
        var events = Read(definitions, error);
        var rehearsal = new Rehearsal(definitions.Plan, decided.Decided);
        var last = Instant.Min;
        foreach (var (customer, fact) in InOrder(events, definitions, to))
        {
            last = fact.OccurredAt;
            rehearsal.Take(customer, fact);
        }
        rehearsal.Finish(to);
        progress.Clear();
        return new RecordingRun(events.Count, events.Repeats, rehearsal.Met, to ?? last + new Duration(1));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Replayed>? Story(RehearsedDefinitions definitions, string customer, RecordingRun run)
    {
        // What is wrong with the file was said when it was read first.
        var events = Read(definitions, TextWriter.Null);
        var story = new List<Replayed>();
        var rehearsal = new Rehearsal(definitions.Plan, (_, effect) => story.Add(new Replayed(null, effect, null)));
        foreach (var (name, fact) in InOrder(events, definitions, run.End))
        {
            if (name != customer) continue;
            rehearsal.Reach(fact.OccurredAt);
            rehearsal.Take(customer, fact);
            var kept = new EventFact { Id = fact.Id, Name = fact.Name, OccurredAt = fact.OccurredAt, Arrival = fact.Arrival, Properties = fact.Properties.ToArray() };
            story.Add(new Replayed(new LoggedEvent(shownPath, false, fact.OccurredAt.UnixMs, kept), null, null));
        }
        rehearsal.Finish(run.End);
        progress.Clear();
        return story.Count == 0 ? null : story;
    }

    private RecordedEvents Read(RehearsedDefinitions definitions, TextWriter told)
    {
        var events = new RecordedEvents(path, shownPath, definitions.Zone, progress, told);
        events.Check();
        return events;
    }

    /// <summary>A fact is valid until the next one.</summary>
    private IEnumerable<(string Customer, EventFact Fact)> InOrder(RecordedEvents events, RehearsedDefinitions definitions, Instant? to)
    {
        var names = new EventNames(definitions.Definitions.EventNames);
        foreach (var (customer, line, read) in events.InOrder(sortBytes, temporary))
        {
            if (read.OccurredAt >= to) yield break;
            yield return (customer, new EventFact
            {
                Id = read.Id,
                Name = names.Map(read.Name),
                OccurredAt = read.OccurredAt,
                Arrival = line,
                Properties = read.Properties,
                Attributes = read.Attributes,
            });
        }
    }
}
