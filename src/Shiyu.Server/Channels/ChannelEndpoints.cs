using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;
using Shiyu.WeCom.Channels;

namespace Shiyu.Server.Channels;

/// <summary>Channel codes 渠道活码.</summary>
internal static class ChannelEndpoints
{
    private const string DayForm = "yyyy-MM-dd";
    private const int DaysMax = 366;

    public static void MapChannels(this IEndpointRouteBuilder api)
    {
        api.MapGet("/channels", List).WithName("listChannels").WithSummary("Channel codes by name, who stands on each now and why others do not.").ProducesProblem(400);
        api.MapGet("/channels/{name}", Get).WithName("getChannel").WithSummary("One channel code.").ProducesProblem(404);
        api.MapPut("/channels/{name}", PutAsync).WithName("putChannel")
            .WithSummary("Declares a channel code or changes it, and tells WeCom at once. Its name is the state that WeCom gives back with each add.").ProducesProblem(422);
        api.MapDelete("/channels/{name}", DeleteAsync).WithName("deleteChannel").WithSummary("Takes a channel code away, at WeCom too; its figures stay.").ProducesProblem(404);
        api.MapGet("/channels/{name}/picture", PictureAsync).WithName("getChannelPicture").WithSummary("WeCom's picture of the code.")
            .Produces<Stream>(200, contentType: "image/png").ProducesProblem(404).ProducesProblem(502);
        api.MapGet("/channels/{name}/statistics", StatisticsAsync).WithName("getChannelStatistics")
            .WithSummary("What came of a channel's adds, by the day of the add. Days are in the workspace's zone.").ProducesProblem(400).ProducesProblem(404);
    }

    private static Ok<Page<ChannelView>> List(ChannelDesk desk, string? cursor = null, string? limit = null) =>
        TypedResults.Ok(PageQuery.Of(desk.All, channel => channel.Name, cursor, limit));

    private static Results<Ok<ChannelView>, ProblemHttpResult> Get(ChannelDesk desk, string name) =>
        desk.Find(name) is { } channel ? TypedResults.Ok(channel) : Unknown(name);

    private static async Task<Results<Ok<ChannelView>, ProblemHttpResult>> PutAsync(ChannelDesk desk, string name, ChannelRequest body, CancellationToken stop)
    {
        var (view, refusals) = await desk.PutAsync(name, body, stop);
        return view is not null ? TypedResults.Ok(view)
            : Problem.Refused(ProblemTypes.InvalidChannel, [.. refusals.Select(refusal => new RefusalItem(ProblemTypes.InvalidChannel.Code, "", 0, refusal.Field, refusal.Given, refusal.Allowed))]);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(ChannelDesk desk, string name, CancellationToken stop) =>
        await desk.RemoveAsync(name, stop) ? TypedResults.NoContent() : Unknown(name);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PictureAsync(ChannelDesk desk, ChannelPictures pictures, string name, CancellationToken stop)
    {
        if (desk.PictureOf(name) is not { } address) return Unknown(name);
        return await pictures.GetAsync(address, stop) is { } picture ? TypedResults.File(picture.Bytes, picture.Type) : Problem.Of(ProblemTypes.PictureUnavailable);
    }

    private static async Task<Results<Ok<ChannelStatisticsView>, ProblemHttpResult>> StatisticsAsync(
        ChannelDesk desk, string name, string? from = null, string? to = null, CancellationToken stop = default)
    {
        var last = Day("to", to) ?? desk.Today;
        var first = Day("from", from) ?? last - 29;
        if (first > last || last - first >= DaysMax)
            return Problem.Of(ProblemTypes.InvalidParameter, "from", from ?? "nothing", $"a day up to {DaysMax} days before 'to', and not after it");
        return desk.Knows(name) ? TypedResults.Ok(await desk.StatisticsAsync(name, first, last, stop)) : Unknown(name);
    }

    private static long? Day(string field, string? text) => text is null ? null
        : DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
        : throw new FieldException(field, text, "a day as YYYY-MM-DD");

    private static ProblemHttpResult Unknown(string name) => Problem.Of(ProblemTypes.UnknownChannel, "name", name, "the name of a code in GET /api/channels that WeCom has");
}
