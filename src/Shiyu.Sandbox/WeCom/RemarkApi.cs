using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox.WeCom;

/// <summary><c>remark</c>: what a member calls a customer. A change through the API raises no callback.</summary>
internal sealed class RemarkApi(CorpBook corp)
{
    private const int RemarkMax = 20;
    private const int DescriptionMax = 150;

    public IEnumerable<WeComApi> Apis => [new(HttpMethod.Post, "/cgi-bin/externalcontact/remark", Remark, call => call.Text("external_userid"))];

    private JsonObject Remark(WeComCall call)
    {
        if (call.Property("remark") is null && call.Property("description") is null)
            throw WeComRefusal.Parameter("remark", "remark or description must be there");
        if (!corp.Customers.TryGetValue(call.Text("external_userid"), out var customer))
            throw new WeComRefusal(Errcode.InvalidExternalUserId, "invalid external_userid");
        if (!customer.Contacts.TryGetValue(call.Text("userid"), out var contact) || contact.DeletedByMember)
            throw new WeComRefusal(Errcode.NoRelation, "not external contact");
        var (remark, description) = (Bounded("remark", RemarkMax), Bounded("description", DescriptionMax));
        if (call.Property("remark") is not null) contact.Remark = remark;
        if (call.Property("description") is not null) contact.Description = description;
        return [];

        string Bounded(string name, int most) => call.Text(name) is var text && text.Length <= most ? text
            : throw WeComRefusal.Parameter(name, $"at most {most} characters, given {text.Length}");
    }
}
