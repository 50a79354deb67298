using System.Collections.Immutable;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>A condition as it stands for one customer at one instant: whether it holds, what it rests on, and when time alone changes that.</summary>
/// <param name="NextChange">
/// The first instant after this one at which the answer differs if nothing happens and the tags stay as they are; null when there is none.
/// </param>
/// <param name="Evidence">Null for a condition that consists of others, and for <c>always</c> and <c>never</c>.</param>
/// <param name="Parts">Those of <c>all</c>, <c>any</c> and <c>not</c>, in file order; of an audience that is named for the first time the condition that it stands for.</param>
public sealed record Explanation(Condition Condition, bool IsTrue, Instant? NextChange, Evidence? Evidence, ImmutableArray<Explanation> Parts);

/// <summary>What an answer rests on.</summary>
public abstract record Evidence
{
    /// <summary>The events that count: those that match inside the window; of a sequence that occurred, the latest chain of them.</summary>
    /// <param name="Newest">At most <see cref="NamedMax"/>, the newest first.</param>
    /// <param name="AfterEntry">Only events folded after the run's entry count (a goal or an exit).</param>
    public sealed record Events(ImmutableArray<EventFact> Newest, int Total, bool AfterEntry) : Evidence
    {
        public const int NamedMax = 20;

        /// <param name="events">In order of history.</param>
        public static Events Of(IReadOnlyList<EventFact> events, bool afterEntry) =>
            new([.. events.Reverse().Take(NamedMax)], events.Count, afterEntry);
    }

    /// <param name="Json">The value as UTF-8 JSON; empty when it is missing.</param>
    public sealed record Attribute(ReadOnlyMemory<byte> Json) : Evidence;

    /// <param name="Since">Since when the tag is held without a break; null when it is not.</param>
    public sealed record Tag(Instant? Since) : Evidence;

    /// <param name="Asked">The contacts with the members that are asked about, in order of member.</param>
    public sealed record Contacts(ImmutableArray<Contact> Asked) : Evidence;
}
