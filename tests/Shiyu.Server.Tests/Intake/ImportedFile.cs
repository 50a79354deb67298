using System.Text;
using Shiyu.Server.Intake.Import;
using Xunit;

namespace Shiyu.Server.Tests.Intake;

public sealed class ImportedFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shiyu-import-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Csv_goes_by_its_headers_and_twice_is_once()
    {
        await using var host = await IntakeHost.StartAsync();
        var file = Save("orders.csv", """
            event,user_id,occurredAt,amount,paid,phone_no,identities.phone,attributes.tier,properties.item.sku
            Order Completed,u1,2025-03-01 12:00:00,12.50,true,0138,13800000000,gold,A
            Order Completed,u2,2025-03-01T12:00:00Z,"1,000",,"two
            lines",,,
            Order Completed,u2,2025-03-01T12:00:00Z,"1,000",,"two
            lines",,,
            """);
        Assert.Equal(0, await RunAsync(host, file));
        Assert.Equal("3 imported, 0 known before, 0 refused, of 3 lines.", _output.ToString().Trim());
        var events = host.Intake.Events;
        Assert.All(events, taken => Assert.Equal("order.paid", taken.Name));
        Assert.Equal("""{"amount":12.50,"paid":true,"phone_no":"0138","item":{"sku":"A"}}""", events[0].PropertiesJson().GetRawText());
        Assert.Equal("""{"tier":"gold"}""", events[0].AttributesJson().GetRawText());
        Assert.Equal("phone:13800000000 user_id:u1", events[0].Names());
        // A time without a zone is the workspace's (the sink's is +08:00).
        Assert.Equal(DateTimeOffset.Parse("2025-03-01T04:00:00Z", null).ToUnixTimeMilliseconds(), events[0].OccurredAtMs);
        Assert.Equal("1,000", events[1].PropertiesJson().GetProperty("amount").GetString());
        Assert.Equal(3, events.Select(taken => taken.Id).Distinct().Count());

        _output.GetStringBuilder().Clear();
        Assert.Equal(0, await RunAsync(host, file));
        Assert.Equal("0 imported, 3 known before, 0 refused, of 3 lines.", _output.ToString().Trim());
    }

    [Fact]
    public async Task Csv_columns_are_mapped_as_asked()
    {
        await using var host = await IntakeHost.StartAsync();
        var file = Save("a.csv", "订单,客户,类型,金额,备注\no-1,u1,order.paid,007.50,x\n");
        Assert.Equal(0, await RunAsync(host, file, map: ["订单=id", "客户=identities.user_id", "类型=name", "金额=properties.amount", "备注=-"]));
        Assert.Equal(("o-1", """{"amount":"007.50"}"""), (host.Intake.Events[0].Id, host.Intake.Events[0].PropertiesJson().GetRawText()));
        var text = Save("b.csv", "id,name,user_id,amount\no-2,order.paid,u1,7\n");
        Assert.Equal(0, await RunAsync(host, text, map: ["amount=properties.amount:text"]));
        Assert.Equal("""{"amount":"7"}""", host.Intake.Events[1].PropertiesJson().GetRawText());
    }

    [Theory]
    [InlineData(false, 1, 0)]
    [InlineData(true, 0, 2)]
    public async Task With_bad_lines_is_left_alone_or_gives_its_good_ones(bool skipBad, int exit, int imported)
    {
        await using var host = await IntakeHost.StartAsync();
        var file = Save("a.csv", "id,name,user_id,occurredAt\ne1,x,u1,\ne2,x,,\ne3,x,u1,gestern\ne4,x\ne5,x,u\"1,\ne6,x,u1,\n");
        Assert.Equal(exit, await RunAsync(host, file, skipBad));
        Assert.Equal(imported, host.Intake.Events.Count);
        var told = _error.ToString().Split('\n').Where(line => line.Contains(".csv:", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, told.Length);
        Assert.Contains("a.csv:3: identities: given nothing", told[0], StringComparison.Ordinal);
        Assert.Contains("a.csv:4: occurredAt: given gestern; allowed: ISO 8601", told[1], StringComparison.Ordinal);
        Assert.Contains("a.csv:5: event: given 2 columns; allowed: 4 columns", told[2], StringComparison.Ordinal);
        Assert.Contains("a.csv:6:", told[3], StringComparison.Ordinal);
        if (!skipBad)
            Assert.Contains("Nothing was imported.", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ndjson_keeps_its_lines_and_gets_the_ids_it_lacks()
    {
        await using var host = await IntakeHost.StartAsync();
        var line = """{"name":"x","identities":{"user_id":"u1"},"properties":{"n":1.0}}""";
        var file = Save("a.ndjson", $$"""{"id":"e1","name":"x","identities":{"user_id":"u1"},"extra":[1]}{{"\n\n"}}{{line}}{{"\n"}}{{line}}{{"\n"}}""");
        Assert.Equal(0, await RunAsync(host, file));
        Assert.Equal("""{"id":"e1","name":"x","identities":{"user_id":"u1"},"extra":[1]}""", host.Intake.Events[0].Received());
        Assert.EndsWith(line[1..], host.Intake.Events[1].Received(), StringComparison.Ordinal);
        Assert.NotEqual(host.Intake.Events[1].Id, host.Intake.Events[2].Id);
    }

    [Fact]
    public async Task Is_sent_in_batches_that_are_repeated_when_the_server_is_busy()
    {
        await using var host = await IntakeHost.StartAsync();
        host.Intake.BusyFor = 1;
        host.Intake.BusyAfterTakingFor = 1;
        var rows = string.Concat(Enumerable.Range(0, 12_000).Select(i => $"x,u{i}\n"));
        Assert.Equal(0, await RunAsync(host, Save("a.csv", "name,user_id\n" + rows)));
        Assert.Equal(12_000, host.Intake.Events.Count);
        Assert.Contains("sent 6,000 of 12,000", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_only_looked_at_in_a_dry_run()
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Equal(0, await RunAsync(host, Save("a.csv", "id,name,user_id\ne1,x,u1\n"), dryRun: true));
        Assert.Contains("1 good, 0 bad", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("""{"id":"e1","name":"x","identities":{"user_id":"u1"}}""", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, host.Intake.Requests);
    }

    [Theory]
    [InlineData("a.csv", "id,name\n", "nope=id", "no column 'nope'")]
    [InlineData("a.csv", "id,name\n", "id=identities.email", "identities.email")]
    [InlineData("a.csv", "id,name\n", "id", "COLUMN=FIELD")]
    [InlineData("a.csv", "", null, "empty")]
    [InlineData("a.csv", "id,name,id\n", null, "columns 'id' (1) and 'id' (3) both go to id")]
    [InlineData("a.csv", "id,event,类型\n", "类型=name", "columns 'event' (2) and '类型' (3) both go to name")]
    [InlineData("a.csv", "id,item.sku,item\n", "item.sku=properties.item.sku", "both go to properties.item;")]
    [InlineData("a.txt", "id\n", null, ".csv, .ndjson or .jsonl")]
    [InlineData("a.ndjson", "{}", "id=id", "--map is for CSV")]
    public async Task That_cannot_be_used_is_refused_with_2(string name, string content, string? map, string told)
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Equal(2, await RunAsync(host, Save(name, content), map: map is null ? [] : [map]));
        Assert.Contains(told, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_another_encoding_is_refused_by_name()
    {
        await using var host = await IntakeHost.StartAsync();
        var file = Save("a.csv", "");
        File.WriteAllBytes(file, [.. "id,name,user_id\ne1,x,"u8, 0xC4, 0xE3, 0xBA, 0xC3, (byte)'\n']);
        Assert.Equal(2, await RunAsync(host, file));
        Assert.Contains("not UTF-8", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_with_1_when_the_key_is_wrong_or_nobody_listens()
    {
        await using var host = await IntakeHost.StartAsync();
        var file = Save("a.csv", "id,name,user_id\ne1,x,u1\n");
        Assert.Equal(1, await RunAsync(host, file, key: "wrong"));
        Assert.Contains("admin key", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await RunAsync(host, file, url: "http://127.0.0.1:5359"));
    }

    [Fact]
    public async Task Is_refused_with_1_when_something_else_answers()
    {
        await using var host = await IntakeHost.StartAsync();
        host.Stranger = """{"hello":"world"}""";
        Assert.Equal(1, await RunAsync(host, Save("a.csv", "id,name,user_id\ne1,x,u1\n")));
        Assert.Contains("not as Shiyu does", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_cannot_be_opened_is_refused_with_2()
    {
        await using var host = await IntakeHost.StartAsync();
        var file = Save("a.csv", "id,name,user_id\ne1,x,u1\n");
        using var held = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal(2, await RunAsync(host, file));
        Assert.Contains("a.csv", _error.ToString(), StringComparison.Ordinal);
    }

    private string Save(string name, string content)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: name == "b.csv"));
        return file;
    }

    private Task<int> RunAsync(
        IntakeHost host, string file, bool skipBad = false, bool dryRun = false, string[]? map = null, string key = IntakeHost.AdminKey, string? url = null) =>
        ImportCommand.RunAsync(
            new ImportOptions
            {
                File = file, Url = new Uri(url ?? host.Url), Key = key, Map = map ?? [], SkipBad = skipBad, DryRun = dryRun, Time = new NoWaiting(),
            }, _output, _error, TestContext.Current.CancellationToken);

    /// <summary>Every wait is over at once.</summary>
    private sealed class NoWaiting : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
