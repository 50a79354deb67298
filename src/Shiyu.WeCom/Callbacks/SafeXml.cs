using System.Xml;
using System.Xml.Linq;

namespace Shiyu.WeCom.Callbacks;

/// <summary>XML from outside: no document type, no entities, nothing fetched.</summary>
internal static class SafeXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 256 * 1024,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <exception cref="XmlException">It is not XML, or has a document type, or is nested too deeply.</exception>
    public static XElement Parse(string text)
    {
        using (var depth = XmlReader.Create(new StringReader(text), Settings))
        {
            // Building the tree recurses; a body of nothing but opening tags must not take the stack.
            while (depth.Read())
            {
                if (depth.Depth > 32) throw new XmlException("The message is nested too deeply.");
            }
        }
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        return XElement.Load(reader);
    }
}
