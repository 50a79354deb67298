namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>
/// SOPs that hand over to each other. A ring in which every SOP may be entered again would go round for ever and is refused; one that a
/// re-entry rule stops is only told.
/// </summary>
internal sealed class HandOvers(IReadOnlyDictionary<string, SopDefinition> sops, IReadOnlyDictionary<string, (FileParse File, int Line)> definedAt)
{
    public void Check()
    {
        if (RingAmong(sop => sop.Reentry.Kind != ReentryKind.Never) is { } endless)
        {
            var (file, line, path) = HandingOver(endless);
            file.Refuse(
                RefusalCodes.Cycle, line, path, $"the ring {string.Join(" → ", endless)}, in which every SOP may be entered again",
                "hand-overs in one direction, or one SOP of the ring with 'reentry: never'");
        }
        else if (RingAmong(_ => true) is { } ring)
        {
            var (file, line, path) = HandingOver(ring);
            file.Warnings.Add(new Warning(
                WarningCodes.Ring, file.File, line, path,
                $"SOPs hand over to each other in a ring ({string.Join(" → ", ring)}); it ends because one of them is entered once only"));
        }
    }

    /// <summary>The step of a ring's first SOP that hands over to the next.</summary>
    private (FileParse File, int Line, string Path) HandingOver(List<string> ring)
    {
        var file = definedAt[$"sop:{ring[0]}"].File;
        var steps = sops[ring[0]].Steps;
        for (var i = 0; ; i++)
            if (steps[i].Act is StepAct.StartSop act && act.Sop == ring[1]) return (file, file.Steps[i].Node.Line, $"steps[{i}].start");
    }

    /// <summary>A ring of the SOPs that count, its first one named again at the end; null when there is none.</summary>
    private List<string>? RingAmong(Func<SopDefinition, bool> counts)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<string>();
        return sops.Keys.Select(Follow).FirstOrDefault(ring => ring is not null);

        List<string>? Follow(string name)
        {
            var start = path.IndexOf(name);
            if (start >= 0) return [.. path[start..], name];
            if (!sops.TryGetValue(name, out var sop) || !counts(sop) || !done.Add(name)) return null;
            path.Add(name);
            foreach (var act in sop.Steps.Select(step => step.Act).OfType<StepAct.StartSop>())
                if (Follow(act.Sop) is { } ring) return ring;
            path.RemoveAt(path.Count - 1);
            return null;
        }
    }
}
