namespace Shiyu.Engine.Definitions.Parsing;

internal static class TagReader
{
    public static TagName? Read(Place place, ReferenceKind kind, string from)
    {
        const string allowed = "a tag as GROUP/TAG";
        if (place.Node is not TreeNode.Text text)
        {
            place.RefuseType(allowed);
            return null;
        }
        if (!TryRead(text.Value, out var tag))
        {
            place.Refuse(RefusalCodes.InvalidName, Place.Describe(place.Node), allowed);
            return null;
        }
        place.File.References.Add(new Reference(kind, text.Value, place, from));
        return tag;
    }

    public static bool TryRead(string text, out TagName tag)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        tag = slash < 0 ? default : new TagName(text[..slash], text[(slash + 1)..]);
        return slash > 0 && Names.IsName(tag.Group) && Names.IsName(tag.Tag);
    }
}
