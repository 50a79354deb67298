using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Faults;

namespace Shiyu.Sandbox.WeCom;

/// <summary>
/// What every call passes, in this order: faults, token, frequency, concurrency, body, record, work, envelope. The answer is HTTP 200 with
/// an errcode whatever happens; only a fault answers otherwise or not at all.
/// </summary>
internal sealed class WeComGate(
    AccessTokens tokens, FrequencyLimits limits, InFlight inFlight, FaultSwitch faults, CorpBook corp, TimeProvider wall)
{
    private const int BodyMax = 4 * 1024 * 1024;
    private static readonly JsonSerializerOptions RawUtf8 = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task HandleAsync(HttpContext http, WeComApi api)
    {
        var fault = faults.DrawFor(api.Path);
        if (fault.Fail)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        JsonObject answer;
        try
        {
            answer = await AnswerAsync(http, api, fault.Slow);
            answer.Insert(0, "errcode", 0);
            answer.Insert(1, "errmsg", "ok");
        }
        catch (WeComRefusal refusal)
        {
            answer = new JsonObject { ["errcode"] = refusal.Code, ["errmsg"] = refusal.Message };
        }
        if (fault.DropAnswer)
        {
            http.Abort();
            return;
        }
        await WriteAsync(http, answer);
    }

    public static Task WriteAsync(HttpContext http, JsonObject answer)
    {
        http.Response.ContentType = "application/json; charset=UTF-8";
        return http.Response.WriteAsync(answer.ToJsonString(RawUtf8), new UTF8Encoding(false));
    }

    private async Task<JsonObject> AnswerAsync(HttpContext http, WeComApi api, TimeSpan slow)
    {
        if (api.NeedsToken && tokens.Refuse(http.Request.Query["access_token"].ToString()) is { } refused)
            throw new WeComRefusal(refused, refused switch
            {
                Errcode.TokenMissing => "access_token missing",
                Errcode.TokenExpired => "access_token expired",
                _ => "invalid access_token",
            });
        if (!limits.Take(api.Path, $"{http.Connection.RemoteIpAddress}"))
            throw new WeComRefusal(Errcode.FrequencyLimit, "api freq out of limit");
        if (!inFlight.EnterApi(api.Path))
            throw new WeComRefusal(Errcode.ConcurrencyLimit, "api concurrent out of limit");
        try
        {
            var call = api.TakesFile ? new WeComCall(http.Request, default, await FileAsync(http))
                : new WeComCall(http.Request, api.Method == HttpMethod.Post ? await BodyAsync(http) : default);
            var record = api.Record is null ? null : $"{api.Path}|{api.Record(call)}";
            if (record is not null && !inFlight.EnterRecord(record))
                throw new WeComRefusal(api.Busy, "another call for this record is in progress");
            try
            {
                if (slow > TimeSpan.Zero)
                    await Task.Delay(slow, wall, http.RequestAborted);
                lock (corp.Gate)
                    return api.Work(call);
            }
            finally
            {
                if (record is not null)
                    inFlight.LeaveRecord(record);
            }
        }
        finally
        {
            inFlight.LeaveApi(api.Path);
        }
    }

    /// <summary>The part <c>media</c> of a form; null where there is none.</summary>
    private static async Task<CallFile?> FileAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || (await http.Request.ReadFormAsync(http.RequestAborted)).Files["media"] is not { } file)
            return null;
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, http.RequestAborted);
        return new CallFile(file.FileName, bytes.ToArray());
    }

    private static async Task<JsonElement> BodyAsync(HttpContext http)
    {
        using var bytes = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; (read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0; bytes.Write(chunk, 0, read))
            if (bytes.Length + read > BodyMax)
                throw new WeComRefusal(Errcode.BodyTooLarge, $"request body too large; allowed: {BodyMax} bytes");
        var body = bytes.ToArray();
        if (HasEscape(body))
            throw new WeComRefusal(Errcode.IllegalCharacters, "illegal characters: send raw UTF-8, no \\uXXXX escapes");
        try
        {
            using var parsed = JsonDocument.Parse(body);
            return parsed.RootElement.ValueKind == JsonValueKind.Object ? parsed.RootElement.Clone()
                : throw WeComRefusal.Parameter("body", "a JSON object");
        }
        catch (JsonException)
        {
            throw new WeComRefusal(Errcode.InvalidParameter, "Warning: wrong json format. invalid parameter: body");
        }
    }

    /// <summary>A backslash and a u, where the backslash is not itself escaped.</summary>
    private static bool HasEscape(ReadOnlySpan<byte> body)
    {
        for (var at = 0; at + 1 < body.Length; at++)
        {
            if (body[at] != '\\')
                continue;
            if (body[at + 1] == 'u')
                return true;
            at++;
        }
        return false;
    }
}
