using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Publishing;

/// <summary>A definition that is being worked on.</summary>
/// <param name="Removes">Publishing it takes the definition away; then there is no text.</param>
/// <param name="BasedOn">The version that it was made from; 0 for a new definition.</param>
/// <param name="LiveVersion">The version in force; 0 where there is none.</param>
/// <param name="Outdated">Another version has been published since.</param>
/// <param name="By">Who saved it last.</param>
/// <param name="Refusals">Why it could not be published as it is, with everything in force beside it.</param>
public sealed record DraftView(
    string Kind, string Name, string Path, string Text, bool Removes, int BasedOn, int LiveVersion, bool Outdated, string SavedAt, string By, IReadOnlyList<Refusal> Refusals,
    IReadOnlyList<Warning> Warnings);

/// <param name="Path">Its file.</param>
/// <param name="Version">Counted from 1, for each definition by itself.</param>
public sealed record DefinitionInForce(string Kind, string Name, string Path, int Version);

/// <param name="Applied">Null where nothing was tried.</param>
/// <param name="Missing">There is no draft of this definition.</param>
/// <param name="Outdated">This definition has been published anew since its draft was made.</param>
public sealed record PublishedDrafts(AppliedDefinitions? Applied, string? Missing, string? Outdated);
