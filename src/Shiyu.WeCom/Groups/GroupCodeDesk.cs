using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Groups;

/// <summary>
/// Codes into customer groups 群活码. WeCom lists none, so what it gave is kept here with the code. A request that goes unanswered may have made a code whose id is
/// lost: it leads into the same groups, and nobody has its picture.
/// </summary>
public sealed class GroupCodeDesk(IWeComHost host, WeComClient client, WeComOptions options)
{
    private const string Collection = "wecom.group_code";
    private const int GroupsMax = 5;

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>By name.</summary>
    public IReadOnlyList<GroupCodeView> All => [.. host.All(Collection).Select(record => View(record.Key, Read(record.Value!)))];

    /// <returns>Null where there is none of this name.</returns>
    public GroupCodeView? Find(string name) => Kept(name) is { } kept ? View(name, kept) : null;

    /// <summary>The address of WeCom's picture; null where there is none.</summary>
    public string? PictureOf(string name) => Kept(name)?.QrCode;

    /// <summary>Makes a code or changes it, at WeCom first: only what WeCom took is kept.</summary>
    /// <returns>The code, or why WeCom was not asked.</returns>
    /// <exception cref="WeComCallException">WeCom refuses or cannot be reached.</exception>
    public async Task<(GroupCodeView? View, IReadOnlyList<ChannelRefusal> Refusals)> PutAsync(string name, GroupCodeRequest asked, CancellationToken stop)
    {
        var refusals = Wrong(name, asked);
        if (refusals.Count > 0) return (null, refusals);
        options.RequireConfigured();
        await _one.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            var config = Kept(name)?.ConfigId;
            var request = new JoinWayRequest(
                config, Scene: 2, asked.Title!.Trim(), asked.AutoCreate ?? true ? 1 : 0, asked.BaseName, asked.BaseNumber, asked.Groups!, name);
            if (config is null) config = (await client.AddJoinWayAsync(request, stop).ConfigureAwait(false)).ConfigId;
            else await client.UpdateJoinWayAsync(request, stop).ConfigureAwait(false);
            var picture = (await client.JoinWayAsync(config, stop).ConfigureAwait(false))?.QrCode;
            var kept = new GroupCode(asked.Title.Trim(), asked.Groups!, asked.AutoCreate ?? true, asked.BaseName, asked.BaseNumber, config, picture);
            await host.PutAsync([new(Collection, name, JsonSerializer.SerializeToUtf8Bytes(kept, GroupJson.Default.GroupCode))]).ConfigureAwait(false);
            return (View(name, kept), []);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <returns>False where there was none.</returns>
    public async Task<bool> RemoveAsync(string name, CancellationToken stop)
    {
        if (Kept(name) is not { } kept) return false;
        try
        {
            await client.DeleteJoinWayAsync(kept.ConfigId, stop).ConfigureAwait(false);
        }
        catch (WeComException e) when (e.Error.Code == 41044)
        {
            // WeCom has it no more: that is what was wanted.
        }
        await host.PutAsync([new(Collection, name, null)]).ConfigureAwait(false);
        return true;
    }

    private static List<ChannelRefusal> Wrong(string name, GroupCodeRequest asked)
    {
        var refusals = new List<ChannelRefusal>();
        if (!ChannelReader.IsName(name)) refusals.Add(new("name", name, "1 to 30 letters, digits, '-' and '_': it is the state that WeCom gives back"));
        if (asked.Title?.Trim() is not { Length: >= 1 and <= 30 }) refusals.Add(new("title", asked.Title ?? "nothing", "1 to 30 characters"));
        if (asked.Groups is not { Count: >= 1 and <= GroupsMax }) refusals.Add(new("groups", $"{asked.Groups?.Count ?? 0} groups", $"1 to {GroupsMax} customer groups, by chat_id"));
        if (asked.BaseName is { Length: > 40 }) refusals.Add(new("baseName", $"{asked.BaseName.Length} characters", "at most 40 characters"));
        return refusals;
    }

    private GroupCode? Kept(string name) => host.Document(Collection, name) is { } stored ? Read(stored) : null;

    private static GroupCode Read(byte[] stored) => JsonSerializer.Deserialize(stored, GroupJson.Default.GroupCode)!;

    private static GroupCodeView View(string name, GroupCode code) => new(name, code.Title, code.Groups, code.AutoCreate, code.BaseName, code.BaseNumber);
}

/// <param name="Groups">1 to 5 customer groups, by WeCom's chat_id.</param>
/// <param name="AutoCreate">Whether WeCom makes a new group when these are full; left out: true.</param>
/// <param name="BaseName">What new groups are called, before a number; at most 40 characters.</param>
/// <param name="BaseNumber">The first new group's number.</param>
public sealed record GroupCodeRequest(string? Title, IReadOnlyList<string>? Groups, bool? AutoCreate, string? BaseName, long? BaseNumber);

/// <inheritdoc cref="GroupCodeRequest"/>
public sealed record GroupCodeView(string Name, string Title, IReadOnlyList<string> Groups, bool AutoCreate, string? BaseName, long? BaseNumber);

internal sealed record GroupCode(string Title, IReadOnlyList<string> Groups, bool AutoCreate, string? BaseName, long? BaseNumber, string ConfigId, string? QrCode);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GroupCode))]
internal sealed partial class GroupJson : JsonSerializerContext;
