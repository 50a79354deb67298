namespace Shiyu.Runtime.Definitions;

/// <summary>One definition as one publication brought it.</summary>
/// <param name="Number">Counts the contents that a definition of this kind and name has had, from 1.</param>
/// <param name="Position">The publication's log position.</param>
/// <param name="By">What published it: <c>console</c> or <c>apply</c>.</param>
/// <param name="Bytes">The file as it was applied.</param>
internal sealed record DefinitionVersion(int Number, long Position, long AtMs, string By, string? Note, string Path, byte[] Bytes);
