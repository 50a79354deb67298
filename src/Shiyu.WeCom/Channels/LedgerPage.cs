using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Channels;

/// <summary>What one stretch of the log changes in the ledger: read when first needed, written together.</summary>
internal sealed class LedgerPage(IWeComHost host)
{
    public const string Customers = "wecom.channel.customer";
    public const string Days = "wecom.channel.day";

    private readonly Dictionary<string, ChannelCustomer> _customers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChannelDay> _days = new(StringComparer.Ordinal);

    public ChannelCustomer Customer(long id) => Open(_customers, Customers, Key(id), ChannelJson.Default.ChannelCustomer);

    public ChannelDay Day(string channel, long day) => Open(_days, Days, Key(channel, day), ChannelJson.Default.ChannelDay);

    public IEnumerable<Record> Records() =>
        _customers.Select(each => new Record(Customers, each.Key, each.Value.IsEmpty ? null : JsonSerializer.SerializeToUtf8Bytes(each.Value, ChannelJson.Default.ChannelCustomer)))
            .Concat(_days.Select(each => new Record(Days, each.Key, JsonSerializer.SerializeToUtf8Bytes(each.Value, ChannelJson.Default.ChannelDay))));

    public static string Key(string channel, long day) => string.Create(CultureInfo.InvariantCulture, $"{channel}/{day:D6}");

    private static string Key(long customer) => string.Create(CultureInfo.InvariantCulture, $"{customer:D15}");

    private T Open<T>(Dictionary<string, T> opened, string collection, string key, JsonTypeInfo<T> form) where T : new()
    {
        if (opened.TryGetValue(key, out var known)) return known;
        return opened[key] = host.Document(collection, key) is { } stored ? JsonSerializer.Deserialize(stored, form)! : new T();
    }
}
