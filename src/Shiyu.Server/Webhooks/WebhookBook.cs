using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Shiyu.Engine.Definitions;
using Shiyu.Runtime;
using Shiyu.Server.Definitions;
using Shiyu.Store;

namespace Shiyu.Server.Webhooks;

/// <summary>The webhooks that definitions may name. They are an installation's own: no definition file holds an address or a secret.</summary>
internal sealed class WebhookBook
{
    private const string Collection = "webhook";

    private readonly ConcurrentDictionary<string, Webhook> _known = new(StringComparer.Ordinal);
    private readonly ShiyuRuntime _runtime;
    private readonly IDataProtector _protector;

    /// <exception cref="CryptographicException">A secret was encrypted with another key ring.</exception>
    public WebhookBook(ShiyuRuntime runtime, IDataProtectionProvider protection)
    {
        _runtime = runtime;
        _protector = protection.CreateProtector("Shiyu.Webhooks");
        foreach (var document in runtime.Documents(Collection))
        {
            var kept = JsonSerializer.Deserialize(document.Value!, WebhookRecordsJson.Default.KeptWebhook)!;
            _known[document.Key] = new Webhook(document.Key, new Uri(kept.Url), _protector.Unprotect(kept.Secret));
        }
    }

    /// <summary>How many there may be: as many as are read at once at a start.</summary>
    public const int Most = 500;

    public IEnumerable<Webhook> All => _known.Values.OrderBy(webhook => webhook.Name, StringComparer.Ordinal);

    public Webhook? Find(string name) => _known.GetValueOrDefault(name);

    /// <summary>What definitions name and nobody has declared: it waits until somebody does, or expires.</summary>
    public IEnumerable<WarningView> Undeclared(DefinitionSet definitions) =>
        from sop in definitions.Sops
        from step in sop.Steps
        let name = NameIn(step.Act)
        where name is not null && Find(name) is null
        select new WarningView(
            "webhook.undeclared", "", 0, $"sop/{sop.Name}/steps/{step.Id}", $"no webhook '{name}' is declared: what it should get waits until it is (PUT /api/webhooks/{name}), or expires");

    /// <summary>The webhook that a step sends to or calls; null for other steps.</summary>
    public static string? NameIn(StepAct act) => act switch
    {
        StepAct.Call call => call.Webhook,
        StepAct.Send send when StepAct.Send.IsWebhookName(send.Touchpoint) => send.Touchpoint,
        _ => null,
    };

    public async Task PutAsync(Webhook webhook)
    {
        var kept = new KeptWebhook(webhook.Url.AbsoluteUri, _protector.Protect(webhook.Secret));
        await WriteAsync(webhook.Name, JsonSerializer.SerializeToUtf8Bytes(kept, WebhookRecordsJson.Default.KeptWebhook));
        _known[webhook.Name] = webhook;
    }

    public async Task RemoveAsync(string name)
    {
        await WriteAsync(name, null);
        _known.TryRemove(name, out _);
    }

    private Task WriteAsync(string name, byte[]? value) => _runtime.PutDocumentsAsync([new Document(0, Collection, name, value)]);
}
