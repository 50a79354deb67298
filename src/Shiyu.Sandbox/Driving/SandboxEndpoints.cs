using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Sandbox.Callbacks;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Faults;
using Shiyu.Sandbox.Sending;
using Shiyu.Sandbox.Time;
using Shiyu.Sandbox.Town;
using Shiyu.Sandbox.WeCom;

namespace Shiyu.Sandbox.Driving;

/// <summary><c>/sandbox</c>: look into the stand-in and set its faults. None of this exists on the real platform.</summary>
internal static class SandboxEndpoints
{
    private const int PageMax = 1_000;

    public static void MapSandbox(this WebApplication app)
    {
        var sandbox = app.MapGroup("/sandbox");
        sandbox.MapGet("/town", Town);
        sandbox.MapGet("/outbox", Outbox);
        sandbox.MapGet("/callbacks", (CallbackSender callbacks) => callbacks.Records());
        sandbox.MapPost("/verify", VerifyAsync);
        sandbox.MapGet("/faults", (FaultSwitch faults) => faults.Now);
        sandbox.MapPost("/faults", SetFaults);
        sandbox.MapPost("/tokens/revoke", (AccessTokens tokens) => tokens.Revoke());
        sandbox.MapCustomers();
    }

    private static object Town(
        CorpBook corp, TownLife town, CallbackSender callbacks, ShopTracker shop, MessageArchiveStandIn archive, BusinessTime time, SandboxOptions options)
    {
        lock (corp.Gate)
            return new
            {
                BusinessNow = ChinaTime.Local(time.Now), time.Epoch, time.Rate, options.Seed, options.CorpId,
                Members = corp.Members,
                Friends = corp.Customers.Values.Count(customer => customer.Contacts.Values.Any(contact => contact.IsFriend)),
                Customers = corp.Customers.Count,
                Personas = town.Friends.GroupBy(person => person.Persona.Name).ToDictionary(group => group.Key, group => group.Count()),
                Counts = town.Counts, town.Planned,
                Messages = corp.DeliveredCount,
                Tasks = corp.Tasks.Count,
                TasksWaiting = corp.Tasks.Count(task => !task.Cancelled && task.Parts.Values.Any(part => part.ConfirmedAt is null)),
                CallbackUrlVerified = callbacks.Verified.IsCompletedSuccessfully,
                Callbacks = new { callbacks.Delivered, callbacks.Lost },
                Shop = new { shop.Taken, shop.Waiting, shop.Refused },
                Archive = new { archive.Taken, archive.Waiting, archive.Refused },
            };
    }

    /// <summary>What stands in customers' chats, oldest first; <c>after</c> is the last number already read.</summary>
    private static Results<Ok<object>, ProblemHttpResult> Outbox(CorpBook corp, string? customer = null, long after = 0, int limit = PageMax)
    {
        if (limit is < 1 or > PageMax)
            return TypedResults.Problem($"limit is {limit}; allowed: 1 to {PageMax}.", statusCode: 400);
        lock (corp.Gate)
            return TypedResults.Ok<object>(new
            {
                Items = corp.Outbox
                    .Where(message => message.Number > after && (customer is null || message.ExternalUserId == customer))
                    .Take(limit).ToArray(),
            });
    }

    private static async Task<Results<Ok<object>, ProblemHttpResult>> VerifyAsync(CallbackSender callbacks, CancellationToken stop) =>
        await callbacks.VerifyAsync(stop) is { } why
            ? TypedResults.Problem(why, statusCode: 502, title: "The callback URL is not verified.")
            : TypedResults.Ok<object>(new { Verified = true });

    private static Results<Ok<FaultSettings>, ProblemHttpResult> SetFaults(FaultSettings settings, FaultSwitch faults)
    {
        if (settings.Refusal() is { } why)
            return TypedResults.Problem(why, statusCode: 400, title: "These faults cannot be set.");
        faults.Now = settings;
        return TypedResults.Ok(settings);
    }
}
