using System.Text.Json;
using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.WeCom;

/// <summary>Acquisition links: made, read, changed, deleted, and what came of them.</summary>
internal sealed class AcquisitionApi(CorpBook corp, Cursors cursors, BusinessTime time)
{
    private const string Base = "/cgi-bin/externalcontact/customer_acquisition/";
    private const int NameMax = 30;
    private const int UsersMax = 500;
    private const int SpanDaysMax = 30;
    private const int HistoryDaysMax = 180;

    public IEnumerable<WeComApi> Apis =>
    [
        new(HttpMethod.Post, Base + "list_link", List),
        new(HttpMethod.Post, Base + "get", Get),
        new(HttpMethod.Post, Base + "create_link", Create),
        new(HttpMethod.Post, Base + "update_link", Update, call => call.Text("link_id")),
        new(HttpMethod.Post, Base + "delete_link", Delete, call => call.Text("link_id")),
        new(HttpMethod.Post, Base + "customer", Customers),
        new(HttpMethod.Post, Base + "statistic", Statistic),
        new(HttpMethod.Get, "/cgi-bin/externalcontact/customer_acquisition_quota", Quota),
    ];

    private JsonObject List(WeComCall call)
    {
        var limit = call.Limit(100, 100);
        var after = cursors.Read("links", call.Text("cursor")) ?? 0;
        var page = corp.Links.All.Where(link => link.Number > after).Take(limit + 1).ToList();
        return new JsonObject
        {
            ["link_id_list"] = new JsonArray([.. page.Take(limit).Select(link => (JsonNode)link.Id)]),
            ["next_cursor"] = page.Count > limit ? cursors.Make("links", page[limit - 1].Number) : "",
        };
    }

    private JsonObject Get(WeComCall call)
    {
        var link = Required(call);
        return new JsonObject
        {
            ["link"] = Shown(link),
            ["range"] = new JsonObject { ["user_list"] = new JsonArray([.. link.Users.Select(user => (JsonNode)user)]), ["department_list"] = new JsonArray() },
        };
    }

    private JsonObject Create(WeComCall call)
    {
        var (name, users) = (Name(call), Users(call));
        var link = corp.Links.Add(name, time.Now);
        link.Users = users;
        if (call.Property("skip_verify") is not null)
            link.SkipVerify = call.Flag("skip_verify");
        return new JsonObject { ["link"] = Shown(link) };
    }

    private JsonObject Update(WeComCall call)
    {
        var link = Required(call);
        var name = call.Property("link_name") is null ? link.Name : Name(call);
        var users = call.Property("range") is null ? link.Users : Users(call);
        (link.Name, link.Users) = (name, users);
        if (call.Property("skip_verify") is not null)
            link.SkipVerify = call.Flag("skip_verify");
        return [];
    }

    private JsonObject Delete(WeComCall call)
    {
        corp.Links.Remove(Required(call));
        return [];
    }

    private JsonObject Customers(WeComCall call)
    {
        var link = Required(call);
        var limit = call.Limit(100, 1_000);
        var listing = "link|" + link.Id;
        var start = (int)(cursors.Read(listing, call.Text("cursor")) ?? 0);
        return new JsonObject
        {
            ["customer_list"] = new JsonArray([.. link.Adds.Skip(start).Take(limit).Select(add => (JsonNode)new JsonObject
            {
                ["external_userid"] = add.Customer, ["userid"] = add.Member,
                ["chat_status"] = corp.Customers[add.Customer].Contacts[add.Member].ChatStarted ? 1 : 0, ["state"] = add.State,
            })]),
            ["next_cursor"] = start + limit < link.Adds.Count ? cursors.Make(listing, start + limit) : "",
        };
    }

    private JsonObject Statistic(WeComCall call)
    {
        var link = Required(call);
        var from = DateTimeOffset.FromUnixTimeSeconds(call.Whole("start_time") ?? throw WeComRefusal.Parameter("start_time", "Unix seconds"));
        var to = DateTimeOffset.FromUnixTimeSeconds(call.Whole("end_time") ?? throw WeComRefusal.Parameter("end_time", "Unix seconds"));
        if (to < from || to - from > TimeSpan.FromDays(SpanDaysMax) || time.Now - from > TimeSpan.FromDays(HistoryDaysMax + 1))
            throw WeComRefusal.Parameter("start_time", $"a span of at most {SpanDaysMax} days within the last {HistoryDaysMax}");
        return new JsonObject
        {
            ["click_link_customer_cnt"] = link.Clicks.Count(at => at >= from && at <= to), ["new_customer_cnt"] = link.Adds.Count(add => add.At >= from && add.At <= to),
        };
    }

    private JsonObject Quota(WeComCall call) => new()
    {
        ["total"] = AcquisitionLinks.Total, ["balance"] = corp.Links.Balance,
        ["quota_list"] = new JsonArray(new JsonObject { ["expire_date"] = time.Epoch.AddYears(1).ToUnixTimeSeconds(), ["balance"] = corp.Links.Balance }),
    };

    private AcquisitionLink Required(WeComCall call) => corp.Links.Find(call.Text("link_id")) ?? throw WeComRefusal.Parameter("link_id", "the id of a link of this app");

    private static string Name(WeComCall call) => call.Text("link_name") is { Length: > 0 and <= NameMax } name ? name
        : throw WeComRefusal.Parameter("link_name", $"1 to {NameMax} characters");

    private List<string> Users(WeComCall call)
    {
        if (call.Property("range") is not { ValueKind: JsonValueKind.Object } range || !range.TryGetProperty("user_list", out var list) || list.ValueKind != JsonValueKind.Array)
            throw WeComRefusal.Parameter("range", "an object with user_list");
        var users = list.EnumerateArray().Select(user => user.GetString() ?? "").ToList();
        if (users.Count is 0 or > UsersMax)
            throw WeComRefusal.Parameter("range.user_list", $"1 to {UsersMax} members");
        foreach (var user in users)
        {
            if (!corp.IsMember(user))
                throw new WeComRefusal(Errcode.UnknownUserId, $"userid not found: {user}");
            if (corp.Ways.Restricted.TryGetValue(user, out var code))
                throw new WeComRefusal(code, $"member {user} cannot stand on a link");
        }
        return users;
    }

    private static JsonObject Shown(AcquisitionLink link) => new()
    {
        ["link_id"] = link.Id, ["link_name"] = link.Name, ["url"] = link.Url, ["create_time"] = link.CreatedAt.ToUnixTimeSeconds(), ["skip_verify"] = link.SkipVerify,
        ["mark_source"] = false,
    };
}
