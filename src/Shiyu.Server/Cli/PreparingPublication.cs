using System.Globalization;
using System.Text.Json;
using Shiyu.Runtime.Publishing;
using Shiyu.Server.Hosting;

namespace Shiyu.Server.Cli;

/// <summary>Watches a publication that reads the history before it goes live, and says on standard error how far it is.</summary>
internal static class PreparingPublication
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(300);

    /// <returns>Null when it did not go live; why has been said.</returns>
    public static async Task<PublicationView?> WatchAsync(ApiClient api)
    {
        await Console.Error.WriteLineAsync("shiyu: the definitions count something new: the history is read first, in the background. It goes on without this command; POST /api/publication/cancel gives it up.");
        for (string? said = null; ;)
        {
            using var answer = await api.GetAsync("api/publication");
            if (!answer.IsSuccessStatusCode)
            {
                await ApiClient.SayProblemAsync(answer);
                return null;
            }
            var publication = (await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(), ShiyuJson.Default.PublicationAnswer))!.Publication;
            if (publication is { State: "preparing" or "going_live" })
            {
                if (Line(publication) is var line && line != said) Say(said = line, isLast: false);
                await Task.Delay(s_every);
                continue;
            }
            Say(publication is null ? "the server does not know the publication any more" : Line(publication), isLast: true);
            return publication?.State == "live" ? publication : null;
        }
    }

    internal static string Line(PublicationView publication) => publication.State switch
    {
        "preparing" => string.Create(
            CultureInfo.InvariantCulture,
            $"reading the history: {(publication.RowsInAll == 0 ? 100 : publication.Rows * 100 / publication.RowsInAll)} % ({publication.Rows:N0} of {publication.RowsInAll:N0} rows){(publication.BegunAnew ? ", begun anew after a restart" : "")}"),
        "going_live" => "going live",
        "live" => string.Create(CultureInfo.InvariantCulture, $"live; {publication.Rows:N0} rows of history read"),
        "cancelled" => "cancelled; nothing was changed",
        _ => $"failed; nothing was changed: {publication.Reason}",
    };

    /// <summary>One line that is written over on a terminal, and lines one after another elsewhere.</summary>
    private static void Say(string line, bool isLast)
    {
        if (Console.IsErrorRedirected) Console.Error.WriteLine("shiyu: " + line);
        else if (isLast) Console.Error.WriteLine("\rshiyu: " + line.PadRight(80));
        else Console.Error.Write("\rshiyu: " + line.PadRight(80));
    }
}
