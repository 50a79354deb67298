using System.Text.Json;
using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox.WeCom;

/// <summary>Text and attachments, as welcome and mass messages share them.</summary>
internal sealed record MessageContent(string Text, JsonArray Attachments)
{
    private const int TextMax = 4_000;
    private const int AttachmentsMax = 9;

    public static MessageContent Read(WeComCall call, CorpMedia known)
    {
        var text = call.Property("text") switch
        {
            null => "",
            { ValueKind: JsonValueKind.Object } given => WeComCall.Text(given, "content", "text.content"),
            _ => throw WeComRefusal.Parameter("text", "an object with content"),
        };
        WeComCall.AtMostBytes(text, TextMax, "text.content");
        var attachments = new JsonArray();
        if (call.Property("attachments") is { } list)
        {
            if (list.ValueKind != JsonValueKind.Array)
                throw WeComRefusal.Parameter("attachments", "an array");
            if (list.GetArrayLength() > AttachmentsMax)
                throw new WeComRefusal(Errcode.TooManyAttachments, $"too many attachments; allowed: {AttachmentsMax}, given {list.GetArrayLength()}");
            foreach (var item in list.EnumerateArray())
            {
                Check(item, known, $"attachments[{attachments.Count}]");
                attachments.Add(JsonNode.Parse(item.GetRawText()));
            }
        }
        return text.Length > 0 || attachments.Count > 0 ? new MessageContent(text, attachments)
            : throw WeComRefusal.Parameter("text", "text and attachments not both empty");
    }

    public JsonObject Into(JsonObject answer)
    {
        answer["text"] = new JsonObject { ["content"] = Text };
        if (Attachments.Count > 0)
            answer["attachments"] = Attachments.DeepClone();
        return answer;
    }

    private static void Check(JsonElement item, CorpMedia known, string path)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw WeComRefusal.Parameter(path, "an object");
        var kind = WeComCall.Text(item, "msgtype", path + ".msgtype");
        if (kind is not ("image" or "link" or "miniprogram" or "video" or "file"))
            throw new WeComRefusal(Errcode.InvalidAttachmentType, $"invalid attachment type: {path}.msgtype is '{kind}'");
        if (!item.TryGetProperty(kind, out var inner) || inner.ValueKind != JsonValueKind.Object)
            throw WeComRefusal.Parameter($"{path}.{kind}", "an object");
        switch (kind)
        {
            case "link":
                Bounded("title", 128, required: true);
                Bounded("url", 2_048, required: true);
                Bounded("picurl", 2_048, required: false);
                Bounded("desc", 512, required: false);
                break;
            case "miniprogram":
                Bounded("title", 64, required: true);
                Bounded("pic_media_id", 512, required: true);
                Media("pic_media_id", "image");
                Bounded("appid", 128, required: true);
                Bounded("page", 2_048, required: true);
                break;
            case "image":
                Bounded("media_id", 512, required: false);
                Bounded("pic_url", 2_048, required: WeComCall.Text(inner, "media_id", path).Length == 0);
                Media("media_id", "image");
                break;
            default:
                Bounded("media_id", 512, required: true);
                Media("media_id", kind);
                break;
        }

        void Media(string name, string wanted)
        {
            if (WeComCall.Text(inner, name, path) is { Length: > 0 } id && known.Find(id)?.Kind != wanted)
                throw new WeComRefusal(Errcode.InvalidMedia, $"invalid media_id: {path}.{kind}.{name} is unknown, out of date, or of another kind");
        }

        void Bounded(string name, int bytes, bool required)
        {
            var value = WeComCall.Text(inner, name, $"{path}.{kind}.{name}");
            if (required && value.Length == 0)
                throw WeComRefusal.Parameter($"{path}.{kind}.{name}", "not empty");
            WeComCall.AtMostBytes(value, bytes, $"{path}.{kind}.{name}");
        }
    }
}
