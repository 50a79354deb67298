using System.Globalization;
using System.Text;

namespace Shiyu.Sandbox.Callbacks;

/// <summary>One event before it is encrypted.</summary>
/// <param name="At">Business time; the XML carries whole Unix seconds of it.</param>
internal sealed record CallbackEvent(string Event, string ChangeType, DateTimeOffset At, IReadOnlyList<(string Name, string Value)> Fields)
{
    /// <summary>A <c>change_external_contact</c> event; empty extras are left out, as WeCom does.</summary>
    public static CallbackEvent Contact(string changeType, DateTimeOffset at, string member, string externalUserId, params (string, string)[] extras) =>
        new("change_external_contact", changeType, at,
            [("UserID", member), ("ExternalUserID", externalUserId), .. extras.Where(extra => extra.Item2.Length > 0)]);

    public string ToXml(string corpId)
    {
        var xml = new StringBuilder("<xml>");
        Text("ToUserName", corpId);
        Text("FromUserName", "sys");
        xml.Append(CultureInfo.InvariantCulture, $"<CreateTime>{At.ToUnixTimeSeconds()}</CreateTime>");
        Text("MsgType", "event");
        Text("Event", Event);
        Text("ChangeType", ChangeType);
        foreach (var (name, value) in Fields)
            Text(name, value);
        return xml.Append("</xml>").ToString();

        void Text(string name, string value) =>
            xml.Append('<').Append(name).Append("><![CDATA[").Append(value.Replace("]]>", "]]]]><![CDATA[>")).Append("]]></").Append(name).Append('>');
    }
}
