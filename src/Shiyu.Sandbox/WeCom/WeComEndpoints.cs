using System.Text.Json.Nodes;

namespace Shiyu.Sandbox.WeCom;

/// <summary>Puts the APIs on their paths.</summary>
internal static class WeComEndpoints
{
    public static void MapWeCom(this WebApplication app)
    {
        var services = app.Services;
        var gate = services.GetRequiredService<WeComGate>();
        IEnumerable<WeComApi> apis =
        [
            .. services.GetRequiredService<TokenApi>().Apis, .. services.GetRequiredService<ContactApi>().Apis,
            .. services.GetRequiredService<AcquisitionApi>().Apis, .. services.GetRequiredService<JoinWayApi>().Apis,
            .. services.GetRequiredService<MediaApi>().Apis, .. services.GetRequiredService<ContactWayApi>().Apis, .. services.GetRequiredService<RemarkApi>().Apis,
            .. services.GetRequiredService<TagApi>().Apis, .. services.GetRequiredService<MemberApi>().Apis, .. services.GetRequiredService<GroupChatApi>().Apis, .. services.GetRequiredService<WelcomeApi>().Apis,
            .. services.GetRequiredService<MassMessageApi>().Apis, .. services.GetRequiredService<MassResultApi>().Apis,
            .. services.GetRequiredService<AppMessageApi>().Apis,
        ];
        foreach (var api in apis)
            app.Map(api.Path, http => http.Request.Method == api.Method.Method ? gate.HandleAsync(http, api)
                : api.Method == HttpMethod.Get ? Refuse(http, Errcode.RequireGet, "require GET method")
                : Refuse(http, Errcode.RequirePost, "require POST method"));
        app.Map("/cgi-bin/{**path}", http => Refuse(http, Errcode.NotAuthorised, $"api unauthorized: the stand-in does not offer {http.Request.Path}"));
    }

    private static Task Refuse(HttpContext http, int errcode, string text) =>
        WeComGate.WriteAsync(http, new JsonObject { ["errcode"] = errcode, ["errmsg"] = text });
}
