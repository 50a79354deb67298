using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Shiyu.Server.Tests.Api;
using Xunit;

namespace Shiyu.Server.Tests.Cli;

public sealed class CommandLine : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shiyu-cli-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "serve --help")]
    [InlineData(2, "")]
    [InlineData(2, "nonsense")]
    [InlineData(2, "serve --nonsense")]
    [InlineData(2, "serve --time-rate 0")]
    [InlineData(2, "serve --time-epoch yesterday")]
    [InlineData(2, "serve --urls ftp://here")]
    [InlineData(2, "serve --urls http://127.0.0.l:5080")]
    [InlineData(2, "apply . --key 钥匙")]
    [InlineData(2, "apply")]
    [InlineData(2, "apply /nowhere --key k")]
    [InlineData(2, "export somewhere")]
    [InlineData(2, "rehearse")]
    [InlineData(2, "rehearse --definitions . --events /nowhere.ndjson")]
    [InlineData(2, "demo --rate -1")]
    public async Task Answers_with_its_exit_code(int code, string arguments)
    {
        var ended = await ShiyuProcess.RunAsync(Stop, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(code == ended.Code, $"{ended.Code}: {ended.Error}");
        Assert.True(code == 0 || ended.Error.Length > 0, "a refusal says why on standard error");
    }

    [Theory]
    [InlineData("SHIYU_ADMIN_KEY", "a b", "--admin-key")]
    [InlineData("SHIYU_URLS", "garbage", "--urls")]
    public async Task Does_not_look_at_a_variable_that_a_flag_overrides(string variable, string value, string flag)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        string[] serve = ["serve", "--data", Path.Combine(_folder, "data"), "--urls", url, "--admin-key", "flag-key"];
        var start = ShiyuProcess.Prepare([.. serve]);
        start.Environment[variable] = value;
        using (var process = System.Diagnostics.Process.Start(start)!)
        {
            Assert.Equal($"Shiyu 时雨 is ready at {url}", await process.StandardOutput.ReadLineAsync(Stop));
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Authorization = new("Bearer", "flag-key");
            Assert.NotEmpty(await http.GetStringAsync($"{url}/api/clock", Stop));
            process.Kill();
        }
        var without = ShiyuProcess.Prepare([.. serve.Where((_, i) => i == 0 || (serve[i] != flag && serve[i - 1] != flag))]);
        without.Environment[variable] = value;
        using var refused = System.Diagnostics.Process.Start(without)!;
        await refused.WaitForExitAsync(Stop);
        Assert.Equal(2, refused.ExitCode);
    }

    [Fact]
    public async Task Takes_an_empty_flag_for_a_mistake_and_not_for_the_default()
    {
        var ended = await ShiyuProcess.RunAsync(Stop, "serve", "--data", "");
        Assert.Equal(2, ended.Code);
        Assert.Contains("--data is empty", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reaches_the_server_of_this_machine_that_listens_everywhere()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var start = ShiyuProcess.Prepare("export", Path.Combine(_folder, "out"), "--key", ServerUnderTest.AdminKey);
        start.Environment["SHIYU_URLS"] = $"http://*:{server.Anonymous.BaseAddress!.Port};http://127.0.0.1:1";
        using var process = System.Diagnostics.Process.Start(start)!;
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, await process.StandardError.ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task Has_a_doctor_that_leaves_nothing_behind()
    {
        var data = Path.Combine(_folder, "not", "yet");
        var ended = await ShiyuProcess.RunAsync(Stop, "doctor", "--data", data, "--urls", $"http://127.0.0.1:{FreePort()}");
        Assert.Equal(0, ended.Code);
        Assert.Contains($"{data}, made at the first start", ended.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Lists_every_verb_in_its_help()
    {
        var help = (await ShiyuProcess.RunAsync(Stop, "--help")).Out;
        Assert.All(["demo", "serve", "apply", "export", "import", "rehearse", "bench", "test", "doctor"], verb => Assert.Contains($"  {verb}", help, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fails_when_the_server_does_not_answer()
    {
        File.WriteAllText(Path.Combine(_folder, "a.yaml"), "audience: all\nwhen: always\n");
        var ended = await ShiyuProcess.RunAsync(Stop, "apply", _folder, "--url", $"http://127.0.0.1:{FreePort()}", "--key", "k");
        Assert.Equal(1, ended.Code);
    }

    [Fact]
    public async Task Applies_and_exports_the_same_files_and_refuses_precisely()
    {
        await using var server = await ServerUnderTest.StartAsync();
        string[] to = ["--url", server.Anonymous.BaseAddress!.ToString(), "--key", ServerUnderTest.AdminKey];
        var source = Directory.CreateDirectory(Path.Combine(_folder, "in", "deep")).FullName;
        File.WriteAllText(Path.Combine(source, "a.yaml"), "audience: all   # 全部\nwhen: always\n");

        var applied = await ShiyuProcess.RunAsync(Stop, ["apply", Path.Combine(_folder, "in"), .. to]);
        Assert.Equal((0, ""), (applied.Code, applied.Error));
        Assert.Contains("1 added, 0 changed, 0 removed, 0 unchanged", applied.Out, StringComparison.Ordinal);

        var exported = await ShiyuProcess.RunAsync(Stop, ["export", Path.Combine(_folder, "out"), .. to]);
        Assert.Equal(0, exported.Code);
        Assert.Equal(File.ReadAllText(Path.Combine(source, "a.yaml")), File.ReadAllText(Path.Combine(_folder, "out", "deep", "a.yaml")));

        File.WriteAllText(Path.Combine(source, "a.yaml"), "audience: all\nwhen: sometimes\n");
        var refused = await ShiyuProcess.RunAsync(Stop, ["apply", Path.Combine(_folder, "in"), .. to]);
        Assert.Equal(2, refused.Code);
        Assert.Contains("deep/a.yaml:2: when: found ", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serves_until_it_is_asked_to_stop_and_shows_its_secrets_once()
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var data = Path.Combine(_folder, "data");
        foreach (var first in new[] { true, false })
        {
            using var process = ShiyuProcess.Start("serve", "--data", data, "--urls", url);
            var said = new List<string>();
            while (await process.StandardOutput.ReadLineAsync(Stop) is { } line)
            {
                said.Add(line);
                if (line.Contains("write key", StringComparison.Ordinal) || (!first && line.StartsWith("  data", StringComparison.Ordinal))) break;
            }
            using var http = new HttpClient();
            Assert.Equal("ok\n", await http.GetStringAsync($"{url}/healthz", Stop));
            Assert.Equal(first, said.Any(line => line.Contains("console password", StringComparison.Ordinal)));

            if (first)
            {
                var port = url[(url.LastIndexOf(':') + 1)..];
                var second = await ShiyuProcess.RunAsync(Stop, "serve", "--data", data, "--urls", $"http://127.0.0.1:{FreePort()}");
                Assert.Equal(1, second.Code);
                Assert.Contains("in use", second.Error, StringComparison.Ordinal);
                var taken = await ShiyuProcess.RunAsync(Stop, "serve", "--data", Path.Combine(_folder, "other"), "--urls", url);
                Assert.Equal(1, taken.Code);
                Assert.Contains(port, taken.Error, StringComparison.Ordinal);
            }

            using (var kill = System.Diagnostics.Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync(Stop);
            await process.WaitForExitAsync(Stop);
            Assert.Equal(0, process.ExitCode);
            Assert.DoesNotContain("console password", await process.StandardOutput.ReadToEndAsync(Stop), StringComparison.Ordinal);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
