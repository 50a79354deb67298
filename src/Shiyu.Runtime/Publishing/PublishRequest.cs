using Shiyu.Engine.Sops;
using Shiyu.Store;

namespace Shiyu.Runtime.Publishing;

/// <summary>How a set of definition files is to be published.</summary>
/// <param name="Runs">What becomes of going runs, by SOP; under <see cref="All"/> for those that are not named.</param>
/// <param name="By">What publishes: <c>console</c> or <c>apply</c>.</param>
/// <param name="Note">For the list of versions.</param>
public sealed record PublishRequest(IReadOnlyDictionary<string, RunsChoice> Runs, string By, string? Note)
{
    /// <summary>The key that stands for every SOP.</summary>
    public const string All = "*";

    /// <summary>No choice made, by a program.</summary>
    public static readonly PublishRequest Applied = new(new Dictionary<string, RunsChoice>(), "apply", null);

    /// <summary>Written with the publication, all or nothing.</summary>
    internal IReadOnlyList<Document> Documents { get; init; } = [];

    /// <summary>Told when the history has to be read first: from then on the publication goes on by itself, and need not be waited for.</summary>
    public Action<PublicationView>? Prepares { get; init; }

    /// <summary>It was asked for before a restart.</summary>
    internal bool BegunAnew { get; init; }

    /// <summary>
    /// Without a choice what has begun is left as it began: nobody is cut, and nothing is sent that was not on its way. Whoever takes an SOP away wants it to stop.
    /// </summary>
    internal RunsChoice Choose(string sop, bool isInForce) =>
        Runs.TryGetValue(sop, out var choice) || Runs.TryGetValue(All, out choice) ? choice : isInForce ? RunsChoice.Pin : RunsChoice.Migrate;
}
