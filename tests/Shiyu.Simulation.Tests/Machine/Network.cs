using System.Net;
using Shiyu.Simulation.Tests.Towns;

namespace Shiyu.Simulation.Tests.Machine;

/// <summary>Between one process of ours and WeCom: slow, and now and then a request or an answer is lost.</summary>
/// <param name="leaves">Told of each request as it leaves; what it answers is handed on to the server.</param>
/// <param name="mayDie">Told of each request that has left, and again when WeCom has done what it asks for: the process may die right then.</param>
internal sealed class Network(
    WorldClock clock, Chance chance, Trace trace, WeComServer server, Func<bool> isDead, Func<string, string, object?> leaves, Action<string> mayDie) : HttpMessageHandler
{
    // A request that is under way longer than our settling waits would be a fault of the settings, not of the program.
    private static readonly TimeSpan LongestWay = TimeSpan.FromMinutes(4);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (isDead()) return await new TaskCompletionSource<HttpResponseMessage>().Task;
        var path = request.RequestUri!.AbsolutePath;
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var query = request.RequestUri.Query;
        trace.Add($"→ {path} {body}");
        var about = leaves(path, body);

        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancelled = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        Travel(path, query, body, about, answer);
        mayDie(path);
        return await answer.Task;
    }

    private void Travel(string path, string query, string body, object? about, TaskCompletionSource<HttpResponseMessage> answer)
    {
        if (chance.OnceIn(40))
        {
            clock.In(Way(), () => Break(answer, HttpRequestError.ConnectionError));
            return;
        }
        if (chance.OnceIn(60)) return;    // the request is lost: nobody ever hears of it
        clock.In(Way(), () =>
        {
            var reply = server.Handle(path, query, body, about);
            trace.Add($"← {path} {reply}");
            if (!isDead()) mayDie(path);
            if (chance.OnceIn(30)) return;    // the answer is lost
            if (chance.OnceIn(40))
            {
                Break(answer, HttpRequestError.ResponseEnded);
                return;
            }
            var dated = clock.Now;
            clock.In(Way(), () =>
            {
                if (!isDead()) answer.TrySetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(reply), Headers = { Date = dated } });
            });
        });
    }

    private void Break(TaskCompletionSource<HttpResponseMessage> answer, HttpRequestError error)
    {
        if (!isDead()) answer.TrySetException(new HttpRequestException(error));
    }

    private TimeSpan Way()
    {
        var way = chance.OnceIn(25) ? chance.About(TimeSpan.FromSeconds(30)) : chance.About(TimeSpan.FromMilliseconds(150));
        return way < LongestWay ? way : LongestWay;
    }
}
