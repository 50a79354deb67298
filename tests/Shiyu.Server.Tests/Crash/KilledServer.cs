using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Shiyu.Server.Tests.Cli;
using Xunit;

namespace Shiyu.Server.Tests.Crash;

/// <summary>Law 4: an acknowledged event survives kill -9 and is folded exactly once.</summary>
public sealed class KilledServer : IDisposable
{
    private const string AdminKey = "admin-key-of-the-crash-test";
    private const int Rounds = 6;
    private const int EventsEach = 600;
    private const int Batch = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("shiyu-killed-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Has_every_acknowledged_event_and_none_twice()
    {
        var random = new Random(20260301);
        var acknowledged = new HashSet<int>();
        var unanswered = new List<int[]>();
        var sent = 0;

        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await StartAsync();
            if (round == 0) await ApplyAsync(server.Http);
            // What was left unanswered is sent again with the same ids: kept or not, each must count once.
            var batches = new Queue<int[]>(unanswered);
            for (var i = 0; i < EventsEach / Batch; i++, sent += Batch) batches.Enqueue([.. Enumerable.Range(sent, Batch)]);
            unanswered.Clear();
            var killAfter = random.Next(1, batches.Count - 4);
            var answered = 0;

            await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            {
                while (true)
                {
                    int[] batch;
                    lock (batches)
                    {
                        if (!batches.TryDequeue(out batch!)) return;
                    }
                    var ok = await SendAsync(server.Http, batch);
                    lock (batches)
                    {
                        if (ok) acknowledged.UnionWith(batch);
                        else unanswered.Add(batch);
                        // In the middle of the others' requests.
                        if (ok && ++answered == killAfter) server.Kill();
                    }
                }
            }));
            Assert.True(unanswered.Count > 0, "the kill came too late to leave anything unanswered");
        }

        await using var last = await StartAsync();
        foreach (var batch in unanswered) Assert.True(await SendAsync(last.Http, batch));
        var status = await SettledAsync(last.Http);
        Assert.Equal((sent, sent), (status.Accepted, status.Folded));

        // Each customer ordered once: whoever counts as having ordered twice was folded twice, whoever has no message lost it.
        var tags = new List<string>();
        var customers = new HashSet<string>();
        await foreach (var customer in AllAsync(last.Http, "/api/customers"))
        {
            customers.Add(customer.GetProperty("identities")[0].GetProperty("value").GetString()!);
            tags.AddRange(customer.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("tag").GetString()!));
        }
        Assert.Equal(sent, customers.Count);
        Assert.All(acknowledged, event_ => Assert.Contains($"u{event_}", customers));
        Assert.Equal([("orders/once", sent)], tags.CountBy(tag => tag).Select(count => (count.Key, count.Value)));

        var messaged = new List<string>();
        await foreach (var delivery in AllAsync(last.Http, "/api/deliveries")) messaged.Add(delivery.GetProperty("customer").GetString()!);
        Assert.Equal((sent, sent), (messaged.Count, messaged.Distinct().Count()));
        var sop = JsonElement.Parse(await last.Http.GetStringAsync("/api/sops/thanks", Stop));
        Assert.Equal(sent, sop.GetProperty("started").GetInt32());
        Assert.Equal(sent, sop.GetProperty("steps")[0].GetProperty("outcomes").GetProperty("sent").GetInt32());
    }

    private static async Task ApplyAsync(HttpClient http)
    {
        var files = new Dictionary<string, string>
        {
            ["orders.yaml"] = """
                group: orders
                kind: exclusive
                tags:
                  - { tag: often, when: { event: order.paid, count: { at_least: 2 } } }
                  - { tag: once, when: { event: order.paid } }
                """,
            ["thanks.yaml"] = "sop: thanks\ntrigger: { tag: orders/once }\nsteps:\n  - { id: thanks, send: direct, material: thanks }\n",
            ["material.yaml"] = "material: thanks\ntext: 谢谢\n",
        };
        using var answer = await http.PutAsync("/api/definitions", Json(JsonSerializer.Serialize(new { files })), Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<bool> SendAsync(HttpClient http, int[] batch)
    {
        var lines = string.Join('\n', batch.Select(i => $$$"""{"id":"e{{{i}}}","name":"order.paid","identities":{"user_id":"u{{{i}}}"}}"""));
        try
        {
            using var answer = await http.PostAsync("/api/events", Json(lines), Stop);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<(long Accepted, long Folded)> SettledAsync(HttpClient http)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Yield())
        {
            var status = JsonElement.Parse(await http.GetStringAsync("/api/intake/status", Stop));
            var (accepted, folded) = (status.GetProperty("accepted").GetInt64(), status.GetProperty("folded").GetInt64());
            if (accepted == folded || clock.Elapsed > TimeSpan.FromMinutes(3)) return (accepted, folded);
        }
    }

    private static async IAsyncEnumerable<JsonElement> AllAsync(HttpClient http, string path)
    {
        for (var cursor = ""; ;)
        {
            var page = JsonElement.Parse(await http.GetStringAsync($"{path}?limit=500{cursor}", Stop));
            foreach (var item in page.GetProperty("items").EnumerateArray()) yield return item;
            if (page.GetProperty("next").GetString() is not { } next) yield break;
            cursor = $"&cursor={Uri.EscapeDataString(next)}";
        }
    }

    private async Task<Running> StartAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();
        var process = ShiyuProcess.Start("serve", "--data", _folder, "--urls", url, "--admin-key", AdminKey, "--write-key", "w");
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        var http = new HttpClient { BaseAddress = new Uri(url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromMinutes(3); await Task.Yield())
        {
            if (process.HasExited) throw new InvalidOperationException(string.Join('\n', await said));
            try
            {
                using var ready = await http.GetAsync("/readyz", Stop);
                if (ready.IsSuccessStatusCode) return new Running(process, http);
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
        }
        process.Kill();
        throw new TimeoutException("The server was not ready within 60 s.");
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private sealed record Running(Process Process, HttpClient Http) : IAsyncDisposable
    {
        /// <summary>SIGKILL.</summary>
        public void Kill() => Process.Kill();

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            if (!Process.HasExited) Process.Kill();
            await Process.WaitForExitAsync();
            Process.Dispose();
        }
    }
}
