using Microsoft.AspNetCore.Http.HttpResults;
using QRCoder;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Problems;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Groups;
using Shiyu.WeCom.Links;

namespace Shiyu.Server.Channels;

/// <summary>Acquisition links 获客链接 and group codes 群活码.</summary>
internal static class LinkEndpoints
{
    private const int PixelsPerModule = 12;

    public static void MapLinks(this IEndpointRouteBuilder api)
    {
        api.MapGet("/links", ListAsync).WithName("listLinks").Produces<Page<LinkView>>().WithSummary("This app's acquisition links, as WeCom has them, newest first.").ProducesProblem(502);
        api.MapGet("/links/quota", QuotaAsync).WithName("getLinkQuota").Produces<LinkQuotaView>().WithSummary("What is left of the units that adds through links use up.").ProducesProblem(502);
        api.MapPost("/links", MakeAsync).WithName("makeLink").Produces<LinkView>().WithSummary("Makes an acquisition link.").ProducesProblem(422).ProducesProblem(502);
        api.MapPut("/links/{id}", ChangeAsync).WithName("putLink").Produces<LinkView>().WithSummary("Changes an acquisition link.").ProducesProblem(422).ProducesProblem(502);
        api.MapDelete("/links/{id}", DeleteAsync).WithName("deleteLink").Produces(204).WithSummary("Deletes an acquisition link at WeCom.").ProducesProblem(502);
        api.MapGet("/links/{id}/statistics", StatisticsAsync).WithName("getLinkStatistics").Produces<LinkStatisticsView>().WithSummary("Clicks and adds of the last 30 days, as WeCom counts them.").ProducesProblem(502);
        api.MapGet("/links/{id}/picture", PictureAsync).WithName("getLinkPicture").WithSummary("A QR code of the link for one channel, as SVG.")
            .Produces<Stream>(200, contentType: "image/svg+xml").ProducesProblem(502);
    }

    public static void MapGroupCodes(this IEndpointRouteBuilder api)
    {
        api.MapGet("/group-codes", (GroupCodeDesk desk) => TypedResults.Ok(new Page<GroupCodeView>(desk.All, null))).WithName("listGroupCodes").WithSummary("Codes into customer groups.");
        api.MapPut("/group-codes/{name}", PutGroupAsync).WithName("putGroupCode").Produces<GroupCodeView>().WithSummary("Makes a code into customer groups, or changes it.").ProducesProblem(422).ProducesProblem(502);
        api.MapDelete("/group-codes/{name}", DeleteGroupAsync).WithName("deleteGroupCode").Produces(204).WithSummary("Takes a group code away, at WeCom too.").ProducesProblem(404).ProducesProblem(502);
        api.MapGet("/group-codes/{name}/picture", GroupPictureAsync).WithName("getGroupCodePicture").WithSummary("WeCom's picture of the group code.")
            .Produces<Stream>(200, contentType: "image/png").ProducesProblem(404).ProducesProblem(502);
    }

    private static Task<IResult> ListAsync(LinkDesk desk, CancellationToken stop) => AskAsync(async () => (IResult)TypedResults.Ok(new Page<LinkView>(await desk.ListAsync(stop), null)));

    private static Task<IResult> QuotaAsync(LinkDesk desk, CancellationToken stop) => AskAsync(async () => (IResult)TypedResults.Ok(await desk.QuotaAsync(stop)));

    private static Task<IResult> MakeAsync(LinkDesk desk, LinkWrite body, CancellationToken stop) => WriteAsync(desk, null, body, stop);

    private static Task<IResult> ChangeAsync(LinkDesk desk, string id, LinkWrite body, CancellationToken stop) => WriteAsync(desk, id, body, stop);

    private static Task<IResult> WriteAsync(LinkDesk desk, string? id, LinkWrite body, CancellationToken stop) => AskAsync(async () =>
    {
        var (view, refusals) = await desk.WriteAsync(id, body, stop);
        return view is not null ? TypedResults.Ok(view) : (IResult)Refused(refusals);
    });

    private static Task<IResult> DeleteAsync(LinkDesk desk, string id, CancellationToken stop) => AskAsync(async () =>
    {
        await desk.DeleteAsync(id, stop);
        return (IResult)TypedResults.NoContent();
    });

    private static Task<IResult> StatisticsAsync(LinkDesk desk, string id, CancellationToken stop) => AskAsync(async () => (IResult)TypedResults.Ok(await desk.StatisticsAsync(id, stop)));

    /// <summary>Drawn here: unlike a code's picture, what stands in it is known. With the strongest error correction, so that a logo does no harm.</summary>
    private static Task<IResult> PictureAsync(LinkDesk desk, string id, string? channel = null, CancellationToken stop = default) => AskAsync(async () =>
    {
        var link = await desk.GetAsync(id, stop);
        using var code = QRCodeGenerator.GenerateQrCode(LinkDesk.For(link.Url, channel ?? ""), QRCodeGenerator.ECCLevel.H);
        using var picture = new SvgQRCode(code);
        return (IResult)TypedResults.Text(picture.GetGraphic(PixelsPerModule), "image/svg+xml");
    });

    private static Task<IResult> PutGroupAsync(GroupCodeDesk desk, string name, GroupCodeRequest body, CancellationToken stop) => AskAsync(async () =>
    {
        var (view, refusals) = await desk.PutAsync(name, body, stop);
        return view is not null ? TypedResults.Ok(view) : (IResult)Refused(refusals);
    });

    private static Task<IResult> DeleteGroupAsync(GroupCodeDesk desk, string name, CancellationToken stop) => AskAsync(async () =>
        await desk.RemoveAsync(name, stop) ? TypedResults.NoContent() : (IResult)Unknown(name));

    private static async Task<IResult> GroupPictureAsync(GroupCodeDesk desk, ChannelPictures pictures, string name, CancellationToken stop)
    {
        if (desk.PictureOf(name) is not { } address) return Unknown(name);
        return await pictures.GetAsync(address, stop) is { } picture ? TypedResults.File(picture.Bytes, picture.Type) : Problem.Of(ProblemTypes.PictureUnavailable);
    }

    /// <summary>WeCom's refusal is told in words, with what to do.</summary>
    private static async Task<IResult> AskAsync(Func<Task<IResult>> ask)
    {
        try
        {
            return await ask();
        }
        catch (WeComException e)
        {
            return Problem.Of(ProblemTypes.RefusedByWeCom, $"{e.Error.Code} {e.Error.MeaningZh}；{e.Error.AdviceZh} ({e.Error.InEnglish})");
        }
        catch (WeComCallException e)
        {
            return Problem.Of(ProblemTypes.RefusedByWeCom, e.Message);
        }
    }

    private static ProblemHttpResult Refused(IReadOnlyList<ChannelRefusal> refusals) => Problem.Refused(
        ProblemTypes.InvalidChannel, [.. refusals.Select(refusal => new RefusalItem(ProblemTypes.InvalidChannel.Code, "", 0, refusal.Field, refusal.Given, refusal.Allowed))]);

    private static ProblemHttpResult Unknown(string name) => Problem.Of(ProblemTypes.UnknownChannel, "name", name, "the name of one in GET /api/group-codes");
}
