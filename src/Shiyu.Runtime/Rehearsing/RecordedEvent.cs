using Shiyu.Engine.Facts;
using Shiyu.Runtime.Intake;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>One line of the events file. The byte ranges are slices of the line.</summary>
/// <param name="Identities">Strongest first.</param>
internal readonly record struct RecordedEvent(
    string Id, string Name, Instant OccurredAt, Identity[] Identities, ReadOnlyMemory<byte> Properties, ReadOnlyMemory<byte> Attributes);
