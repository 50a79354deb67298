using System.Text;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Server.Cli;

/// <summary>The definition files of a folder as text, by their path in it.</summary>
internal static class LocalDefinitions
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidDataException">A file is not UTF-8; text travels to the server as JSON, which could not carry its bytes.</exception>
    public static Dictionary<string, string> Read(string folder) => DefinitionFolder.Load(folder).ToDictionary(file => file.Key, file =>
    {
        try
        {
            return Strict.GetString(file.Value);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"{Path.Combine(folder, file.Key)} is not UTF-8.");
        }
    });
}
