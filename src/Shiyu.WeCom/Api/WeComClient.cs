using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Shiyu.WeCom.Welcomes;

namespace Shiyu.WeCom.Api;

/// <summary>
/// Typed calls to WeCom's server API. Reads are repeated where the contract says it is safe; calls that send are never repeated blindly.
/// Failures are <see cref="WeComException"/> (an error code), <see cref="WeComUnreachableException"/> (nothing was taken) or
/// <see cref="WeComUnansweredException"/> (unknown). Thread-safe; tokens and secrets appear in no message and no log.
/// </summary>
public sealed partial class WeComClient : IDisposable
{
    private const int AnswerMaxBytes = 16 * 1024 * 1024;
    private const int PageMax = 1_000;
    private readonly HttpClient _http;
    private readonly WeComOptions _options;
    private readonly TimeProvider _wall;
    private readonly ILogger<WeComClient> _log;
    private readonly AccessTokens _tokens;
    private readonly SharedWindow _address = new();
    private readonly ConcurrentDictionary<string, ApiGate> _gates = new(StringComparer.Ordinal);
    private readonly KeyedLocks _customers = new();
    private readonly ResiliencePipeline _reads;
    private readonly ResiliencePipeline _tokenReads;
    private readonly int _callsPerMinute;
    private volatile Dated? _dated;

    /// <param name="wall">Wall time: tokens, time-outs and limits go by it, never by business time.</param>
    public WeComClient(WeComOptions options, TimeProvider wall, ILogger<WeComClient> log) : this(options, wall, log, callsPerMinute: 10_000) { }

    /// <param name="network">What carries the requests; null for the real network.</param>
    /// <param name="chance">From 0 to 1, for the jitter of repeated reads; null for real chance.</param>
    internal WeComClient(
        WeComOptions options, TimeProvider wall, ILogger<WeComClient> log, int callsPerMinute, HttpMessageHandler? network = null, Func<double>? chance = null)
    {
        (_options, _wall, _log, _callsPerMinute) = (options, wall, log, callsPerMinute);
        // No redirects: the address holds the token. No factory: its handlers log addresses.
        _http = new HttpClient(network ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = options.Timeout,
        })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,    // each call has its own, on the given clock
            MaxResponseContentBufferSize = AnswerMaxBytes,
        };
        _tokens = new AccessTokens(FetchTokenAsync, wall);
        _reads = Repeating(e => e.Api != WeComApi.GetToken.Path);    // a token's own fetch has been repeated by then
        _tokenReads = Repeating(_ => true);

        ResiliencePipeline Repeating(Func<WeComCallException, bool> concerns) => new ResiliencePipelineBuilder { TimeProvider = wall }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = TimeSpan.FromSeconds(4),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = chance ?? Random.Shared.NextDouble,
                ShouldHandle = new PredicateBuilder().Handle<WeComCallException>(e => concerns(e)
                    && e is WeComUnreachableException or WeComUnansweredException or WeComException { Error.Retry: WeComRetry.AfterDelay or WeComRetry.WithFewerAtATime }),
            })
            .Build();
    }

    /// <summary>The last failure, for the status page; null when none has been seen or the latest call went well.</summary>
    public LastFailure? LastFailure { get; private set; }

    /// <summary>What WeCom's clock says now, by the date of its latest answer and the time that has passed since; null before the first.</summary>
    public DateTimeOffset? WeComNow => _dated is { } dated ? dated.Date + _wall.GetElapsedTime(dated.At) : null;

    /// <summary>Whether a token is at hand; null before the first call.</summary>
    public bool? TokenOk => _tokens.IsOk;

    /// <summary>APIs that rest because of a frequency limit, and until when (wall time).</summary>
    public IReadOnlyList<KeyValuePair<string, DateTimeOffset>> RestingApis =>
        [.. _gates.Where(gate => gate.Value.BlockedUntil is not null).Select(gate => KeyValuePair.Create(gate.Key, gate.Value.BlockedUntil!.Value))];

    // ---- members and customers

    /// <summary>Members with the customer-contact feature.</summary>
    public async Task<IReadOnlyList<string>> FollowUsersAsync(CancellationToken stop) =>
        (await ReadAsync(WeComApi.FollowUsers, "", WeComJson.Dialect.FollowUsersAnswer, stop).ConfigureAwait(false)).FollowUser ?? [];

    /// <summary>A member's customers; none when the member has no relationship (84061).</summary>
    public async Task<IReadOnlyList<string>> ContactIdsAsync(string member, CancellationToken stop)
    {
        try
        {
            return (await ReadAsync(WeComApi.ContactIds, "&userid=" + Uri.EscapeDataString(member), WeComJson.Dialect.ContactIdsAnswer, stop)
                .ConfigureAwait(false)).ExternalUserid ?? [];
        }
        catch (WeComException e) when (e.Error.Code == 84061)
        {
            return [];
        }
    }

    /// <summary>A customer with all followers. 84061 when no relationship is left.</summary>
    public async Task<ContactAnswer> ContactAsync(string externalUserId, CancellationToken stop)
    {
        ContactAnswer? first = null;
        var followers = new List<FollowUser>();
        await foreach (var page in PagesAsync(
            cursor => ReadAsync(WeComApi.Contact,
                "&external_userid=" + Uri.EscapeDataString(externalUserId) + (cursor.Length > 0 ? "&cursor=" + Uri.EscapeDataString(cursor) : ""),
                WeComJson.Dialect.ContactAnswer, stop),
            page => page.NextCursor, () => followers.Clear()).ConfigureAwait(false))
        {
            first ??= page;
            followers.AddRange(page.FollowUser ?? []);
        }
        return first! with { FollowUser = followers, NextCursor = "" };
    }

    /// <summary>The corp's tag library.</summary>
    public async Task<IReadOnlyList<CorpTagGroup>> CorpTagsAsync(CancellationToken stop) =>
        (await ReadAsync(WeComApi.CorpTags, new CorpTagsRequest([], []), WeComJson.Dialect.CorpTagsRequest, WeComJson.Dialect.CorpTagsAnswer, stop)
            .ConfigureAwait(false)).TagGroup ?? [];

    /// <summary>Writes what a member calls a customer. Doing it twice does nothing more.</summary>
    public Task RemarkAsync(RemarkRequest request, CancellationToken stop) =>
        ReadAsync(WeComApi.Remark, request, WeComJson.Dialect.RemarkRequest, WeComJson.Dialect.WeComAnswer, stop);

    // ---- acquisition links

    /// <summary>Ids of this app's links; complete or an exception.</summary>
    public async Task<IReadOnlyList<string>> LinksAsync(CancellationToken stop)
    {
        var links = new List<string>();
        await foreach (var page in PagesAsync(
            cursor => ReadAsync(WeComApi.Links, new LinksRequest(100, cursor), WeComJson.Dialect.LinksRequest, WeComJson.Dialect.LinksAnswer, stop),
            page => page.NextCursor, links.Clear).ConfigureAwait(false))
        {
            links.AddRange(page.LinkIdList ?? []);
        }
        return links;
    }

    public Task<LinkAnswer> LinkAsync(string id, CancellationToken stop) =>
        ReadAsync(WeComApi.Link, new LinkIdRequest(id), WeComJson.Dialect.LinkIdRequest, WeComJson.Dialect.LinkAnswer, stop);

    /// <summary>Makes a link, or changes the one that it names. One attempt: a second would make a second link.</summary>
    public Task<LinkAnswer> WriteLinkAsync(LinkWriteRequest request, CancellationToken stop) => OnceAsync(
        request.LinkId is null ? WeComApi.CreateLink : WeComApi.UpdateLink, request, WeComJson.Dialect.LinkWriteRequest, WeComJson.Dialect.LinkAnswer, stop);

    public Task DeleteLinkAsync(string id, CancellationToken stop) =>
        OnceAsync(WeComApi.DeleteLink, new LinkIdRequest(id), WeComJson.Dialect.LinkIdRequest, WeComJson.Dialect.WeComAnswer, stop);

    /// <summary>Clicks and adds in a span of at most 30 days.</summary>
    public Task<LinkStatisticAnswer> LinkStatisticAsync(string id, DateTimeOffset from, DateTimeOffset to, CancellationToken stop) => ReadAsync(
        WeComApi.LinkStatistic, new LinkStatisticRequest(id, from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds()), WeComJson.Dialect.LinkStatisticRequest,
        WeComJson.Dialect.LinkStatisticAnswer, stop);

    public Task<LinkQuotaAnswer> LinkQuotaAsync(CancellationToken stop) => ReadAsync(WeComApi.LinkQuota, "", WeComJson.Dialect.LinkQuotaAnswer, stop);

    // ---- group codes

    public Task<JoinWayMade> AddJoinWayAsync(JoinWayRequest request, CancellationToken stop) =>
        OnceAsync(WeComApi.AddJoinWay, request, WeComJson.Dialect.JoinWayRequest, WeComJson.Dialect.JoinWayMade, stop);

    /// <summary>Replaces everything of a group code; its picture stays.</summary>
    public Task UpdateJoinWayAsync(JoinWayRequest request, CancellationToken stop) =>
        ReadAsync(WeComApi.UpdateJoinWay, request, WeComJson.Dialect.JoinWayRequest, WeComJson.Dialect.WeComAnswer, stop);

    public async Task<JoinWay?> JoinWayAsync(string configId, CancellationToken stop) =>
        (await ReadAsync(WeComApi.JoinWay, new ConfigIdRequest(configId), WeComJson.Dialect.ConfigIdRequest, WeComJson.Dialect.JoinWayAnswer, stop).ConfigureAwait(false)).JoinWay;

    public Task DeleteJoinWayAsync(string configId, CancellationToken stop) =>
        ReadAsync(WeComApi.DeleteJoinWay, new ConfigIdRequest(configId), WeComJson.Dialect.ConfigIdRequest, WeComJson.Dialect.WeComAnswer, stop);

    // ---- media

    /// <summary>Uploads a temporary medium. Doing it twice makes two, which does no harm.</summary>
    public Task<MediaAnswer> UploadMediaAsync(MediaKind kind, string fileName, byte[] bytes, CancellationToken stop)
    {
        var query = kind switch
        {
            MediaKind.Image => "&type=image",
            MediaKind.Video => "&type=video",
            MediaKind.File => "&type=file",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Use image, video or file."),
        };
        var body = FormBody.Of(fileName, bytes);
        return _reads.ExecuteAsync(async attempt => await WithTokenAsync(WeComApi.UploadMedia, query, body, WeComJson.Dialect.MediaAnswer, attempt, FormBody.ContentType)
            .ConfigureAwait(false), stop).AsTask();
    }

    // ---- contact ways

    /// <summary>Makes a contact way. One attempt: an unanswered one may have been made, and is looked for before the next.</summary>
    public Task<ContactWayMade> AddContactWayAsync(ContactWayRequest request, CancellationToken stop) =>
        OnceAsync(WeComApi.AddContactWay, request, WeComJson.Dialect.ContactWayRequest, WeComJson.Dialect.ContactWayMade, stop);

    /// <summary>Says whom a contact way leads to; its picture stays. Doing it twice does nothing more.</summary>
    public Task UpdateContactWayAsync(ContactWayUpdate request, CancellationToken stop) =>
        ReadAsync(WeComApi.UpdateContactWay, request, WeComJson.Dialect.ContactWayUpdate, WeComJson.Dialect.WeComAnswer, stop);

    public Task DeleteContactWayAsync(string configId, CancellationToken stop) =>
        ReadAsync(WeComApi.DeleteContactWay, new ConfigIdRequest(configId), WeComJson.Dialect.ConfigIdRequest, WeComJson.Dialect.WeComAnswer, stop);

    public async Task<ContactWay?> ContactWayAsync(string configId, CancellationToken stop) =>
        (await ReadAsync(WeComApi.ContactWay, new ConfigIdRequest(configId), WeComJson.Dialect.ConfigIdRequest, WeComJson.Dialect.ContactWayAnswer, stop)
            .ConfigureAwait(false)).ContactWay;

    /// <summary>Ids of the contact ways made in a span; complete or an exception.</summary>
    public async Task<IReadOnlyList<string>> ContactWaysAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var ways = new List<string>();
        await foreach (var page in PagesAsync(
            cursor => ReadAsync(WeComApi.ContactWays, new ContactWaysRequest(from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds(), cursor, PageMax),
                WeComJson.Dialect.ContactWaysRequest, WeComJson.Dialect.ContactWaysAnswer, stop),
            page => page.NextCursor, ways.Clear).ConfigureAwait(false))
        {
            ways.AddRange((page.ContactWay ?? []).Select(way => way.ConfigId));
        }
        return ways;
    }

    // ---- messages

    /// <summary>Sends a welcome once; the caller decides about a second attempt, because only it knows the 20 seconds.</summary>
    public async Task SendWelcomeAsync(string externalUserId, WelcomeRequest request, CancellationToken stop)
    {
        using var turn = await _customers.EnterAsync(externalUserId, stop).ConfigureAwait(false);
        await OnceAsync(WeComApi.Welcome, request, WeComJson.Dialect.WelcomeRequest, WeComJson.Dialect.WeComAnswer, stop).ConfigureAwait(false);
    }

    /// <summary>Fetches the token that the next task needs, so that no time passes between a last look and the request.</summary>
    public Task PrepareMessageTaskAsync(CancellationToken stop) => TokenForAsync(WeComApi.AddMessageTask, stop);

    /// <summary>Creates a task for one member. One attempt: an unanswered request is settled by asking, never by a second one.</summary>
    public Task<MessageTaskAnswer> AddMessageTaskAsync(MessageTaskRequest request, CancellationToken stop) =>
        OnceAsync(WeComApi.AddMessageTask, request, WeComJson.Dialect.MessageTaskRequest, WeComJson.Dialect.MessageTaskAnswer, stop);

    /// <summary>The corp's messages to customers created in a span of at most one month; complete or an exception.</summary>
    public async Task<IReadOnlyList<ListedMessage>> ListMessagesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var messages = new List<ListedMessage>();
        await foreach (var page in PagesAsync(
            cursor => ReadAsync(WeComApi.ListMessages,
                new MessageListRequest("single", from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds(), FilterType: 0, Limit: 100, cursor),
                WeComJson.Dialect.MessageListRequest, WeComJson.Dialect.MessageListAnswer, stop),
            page => page.NextCursor, messages.Clear).ConfigureAwait(false))
        {
            messages.AddRange(page.GroupMsgList ?? []);
        }
        return messages;
    }

    /// <summary>Who was asked to confirm, and who did.</summary>
    public async Task<IReadOnlyList<MemberTask>> MessageStatesAsync(string msgid, CancellationToken stop)
    {
        var states = new List<MemberTask>();
        await foreach (var page in PagesAsync(
            cursor => ReadAsync(WeComApi.MessageStates, new MessageStatesRequest(msgid, PageMax, cursor),
                WeComJson.Dialect.MessageStatesRequest, WeComJson.Dialect.MessageStatesAnswer, stop),
            page => page.NextCursor, states.Clear).ConfigureAwait(false))
        {
            states.AddRange(page.TaskList ?? []);
        }
        return states;
    }

    /// <summary>What became of each customer's message.</summary>
    public async Task<IReadOnlyList<SendResult>> SendResultsAsync(string msgid, string member, CancellationToken stop)
    {
        var results = new List<SendResult>();
        await foreach (var page in PagesAsync(
            cursor => ReadAsync(WeComApi.SendResults, new SendResultsRequest(msgid, member, PageMax, cursor),
                WeComJson.Dialect.SendResultsRequest, WeComJson.Dialect.SendResultsAnswer, stop),
            page => page.NextCursor, results.Clear).ConfigureAwait(false))
        {
            results.AddRange(page.SendList ?? []);
        }
        return results;
    }

    /// <summary>Takes a task back from members who have not confirmed; what was sent stays sent. Cancelling twice is harmless.</summary>
    public Task CancelMessageAsync(string msgid, CancellationToken stop) =>
        OnceAsync(WeComApi.CancelMessage, new MessageIdRequest(msgid), WeComJson.Dialect.MessageIdRequest, WeComJson.Dialect.WeComAnswer, stop);

    /// <summary>Reminds members who have not confirmed a task; at most 3 times in 24 hours (41094).</summary>
    public Task RemindMessageAsync(string msgid, CancellationToken stop) =>
        OnceAsync(WeComApi.RemindMessage, new MessageIdRequest(msgid), WeComJson.Dialect.MessageIdRequest, WeComJson.Dialect.WeComAnswer, stop);

    public void Dispose()
    {
        _http.Dispose();
        _tokens.Dispose();
        foreach (var gate in _gates.Values) gate.Dispose();
    }

    // ---- how calls are made

    /// <summary>Follows cursors to the end; an expired one (50100) restarts the listing once more from its beginning, with what was read forgotten.</summary>
    private static async IAsyncEnumerable<T> PagesAsync<T>(Func<string, Task<T>> read, Func<T, string> next, Action restart)
    {
        var (cursor, restarts) = ("", 0);
        while (true)
        {
            T page;
            try
            {
                page = await read(cursor).ConfigureAwait(false);
            }
            catch (WeComException e) when (e.Error.Retry == WeComRetry.RestartListing && cursor.Length > 0 && restarts < 2)
            {
                restarts++;
                cursor = "";
                restart();
                continue;
            }
            yield return page;
            var following = next(page);
            if (following.Length == 0 || following == cursor) yield break;
            cursor = following;
        }
    }

    private Task<TAnswer> ReadAsync<TAnswer>(WeComApi api, string query, JsonTypeInfo<TAnswer> answer, CancellationToken stop) where TAnswer : WeComAnswer =>
        _reads.ExecuteAsync(async attempt => await WithTokenAsync(api, query, null, answer, attempt).ConfigureAwait(false), stop).AsTask();

    private Task<TAnswer> ReadAsync<TRequest, TAnswer>(
        WeComApi api, TRequest request, JsonTypeInfo<TRequest> form, JsonTypeInfo<TAnswer> answer, CancellationToken stop) where TAnswer : WeComAnswer
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, form);
        return _reads.ExecuteAsync(async attempt => await WithTokenAsync(api, "", body, answer, attempt).ConfigureAwait(false), stop).AsTask();
    }

    private Task<TAnswer> OnceAsync<TRequest, TAnswer>(
        WeComApi api, TRequest request, JsonTypeInfo<TRequest> form, JsonTypeInfo<TAnswer> answer, CancellationToken stop) where TAnswer : WeComAnswer =>
        WithTokenAsync(api, "", JsonSerializer.SerializeToUtf8Bytes(request, form), answer, stop);

    /// <summary>A refused token is replaced once and the call repeated once: WeCom checks the token before anything else, so nothing was taken.</summary>
    private async Task<TAnswer> WithTokenAsync<TAnswer>(
        WeComApi api, string query, byte[]? body, JsonTypeInfo<TAnswer> answer, CancellationToken stop, MediaTypeHeaderValue? form = null) where TAnswer : WeComAnswer
    {
        var token = await TokenForAsync(api, stop).ConfigureAwait(false);
        try
        {
            return await CallAsync(api, $"?access_token={Uri.EscapeDataString(token)}{query}", body, answer, token, stop, form).ConfigureAwait(false);
        }
        catch (WeComException e) when (e.Error.Retry == WeComRetry.RefreshToken)
        {
            _tokens.Drop(token);
            token = await TokenForAsync(api, stop).ConfigureAwait(false);
            return await CallAsync(api, $"?access_token={Uri.EscapeDataString(token)}{query}", body, answer, token, stop, form).ConfigureAwait(false);
        }
    }

    private async Task<string> TokenForAsync(WeComApi api, CancellationToken stop)
    {
        try
        {
            return await _tokens.GetAsync(stop).ConfigureAwait(false);
        }
        catch (WeComCallException e) when (e is WeComUnansweredException or WeComException { Error.Retry: WeComRetry.AfterDelay })
        {
            // Only the token's own request is in doubt; the API it was for was never asked.
            throw new WeComUnreachableException(WeComApi.GetToken.Path, $"{api.Path} has no access token", e);
        }
    }

    private Task<TokenAnswer> FetchTokenAsync(CancellationToken stop)
    {
        var query = $"?corpid={Uri.EscapeDataString(_options.CorpId)}&corpsecret={Uri.EscapeDataString(_options.Secret)}";
        return _tokenReads.ExecuteAsync(
            async attempt =>
            {
                var answer = await CallAsync(WeComApi.GetToken, query, null, WeComJson.Dialect.TokenAnswer, _options.Secret, attempt).ConfigureAwait(false);
                return answer.AccessToken.Length > 0 ? answer : throw new WeComUnansweredException(WeComApi.GetToken.Path, "the answer holds no token");
            },
            stop).AsTask();
    }

    private async Task<TAnswer> CallAsync<TAnswer>(
        WeComApi api, string query, byte[]? body, JsonTypeInfo<TAnswer> answer, string secret, CancellationToken stop, MediaTypeHeaderValue? form = null) where TAnswer : WeComAnswer
    {
        var gate = _gates.GetOrAdd(api.Path, _ => new ApiGate(api.Path, _wall, _address, api.AtATime, _callsPerMinute));
        try
        {
            using var place = await gate.EnterAsync(stop).ConfigureAwait(false);
            var result = Checked(api, gate, await SendAsync(api, query, body, form, answer, stop).ConfigureAwait(false), secret);
            LastFailure = null;
            return result;
        }
        catch (WeComCallException e)
        {
            LastFailure = new LastFailure(_wall.GetUtcNow(), api.Path, e);
            _log.LogWarning("WeCom call failed: {Failure}", e.Message);
            throw;
        }
    }

    private async Task<TAnswer> SendAsync<TAnswer>(
        WeComApi api, string query, byte[]? body, MediaTypeHeaderValue? form, JsonTypeInfo<TAnswer> answer, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _wall);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(_options.BaseUrl, api.Path + query));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = form ?? new("application/json") { CharSet = "utf-8" };
        }
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token).ConfigureAwait(false);
            if (response.Headers.Date is { } date) _dated = new Dated(date, _wall.GetTimestamp());
            var status = (int)response.StatusCode;
            if (status is >= 300 and < 500 and not 408)
                throw new WeComUnreachableException(api.Path, $"HTTP {status}: something before the API refused it; check the base address");
            if (status is < 200 or >= 300) throw new WeComUnansweredException(api.Path, $"HTTP {status}");
            var bytes = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return JsonSerializer.Deserialize(bytes, answer) ?? throw new WeComUnansweredException(api.Path, "the answer is null");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new WeComUnansweredException(api.Path, $"nothing came within {_options.Timeout.TotalSeconds:0} s");
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new WeComUnreachableException(api.Path, "no connection in time", e);    // only the handler's connect time-out is left
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            throw new WeComUnreachableException(api.Path, $"no connection ({e.HttpRequestError})", e);
        }
        catch (HttpRequestException e)
        {
            throw new WeComUnansweredException(api.Path, $"the connection broke ({e.HttpRequestError})", e);
        }
        catch (IOException e)
        {
            throw new WeComUnansweredException(api.Path, "the connection broke", e);
        }
        catch (JsonException)
        {
            // Without the inner exception: it may quote what was received.
            throw new WeComUnansweredException(api.Path, "the answer is not the JSON that was expected");
        }
    }

    private static TAnswer Checked<TAnswer>(WeComApi api, ApiGate gate, TAnswer answer, string secret) where TAnswer : WeComAnswer
    {
        // WeCom's texts may quote what was sent; a token or secret in them must not travel on.
        var said = secret.Length > 0 ? answer.Errmsg.Replace(secret, "***", StringComparison.Ordinal) : answer.Errmsg;
        if (answer.Errcode == 0)
        {
            if (!said.Contains("Warning: wrong json format", StringComparison.Ordinal)) return answer;
            throw new WeComException(api.Path, WeComErrors.Of(40033));
        }
        var code = (int)Math.Clamp(answer.Errcode, int.MinValue, int.MaxValue);
        throw new WeComException(api.Path, WeComErrors.Of(code, said), code == 45009 ? gate.Block() : null);
    }

    /// <param name="At">When the answer with this date came, as a timestamp of the wall's.</param>
    private sealed record Dated(DateTimeOffset Date, long At);
}
