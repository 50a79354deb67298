using System.Text.Json.Nodes;
using Shiyu.Sandbox.Callbacks;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Sending;
using Shiyu.Sandbox.Time;
using Shiyu.Sandbox.Town;

namespace Shiyu.Sandbox.Tests.Support;

/// <summary>A town without a server: everything that leaves it is written down, and business time is the test's.</summary>
internal sealed class Diary : ITownPost, ICallbackQueue
{
    public static readonly DateTimeOffset Opening = new(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(8));
    private readonly ManualTime _wall = new();

    public Diary(ulong seed, int arrivalsPerDay = 60, int populationMax = 500, DateTimeOffset? opening = null)
    {
        OpenedAt = opening ?? Opening;
        var options = new SandboxOptions { Seed = seed, ArrivalsPerDay = arrivalsPerDay, PopulationMax = populationMax };
        var ids = new Ids(seed, OpenedAt);
        Corp = new CorpBook(ids, _wall, OpenedAt, Staff.Hire(options.Members), this);
        Town = new TownLife(options, Corp, ids, this);
        Town.Start(OpenedAt);
    }

    public DateTimeOffset OpenedAt { get; }

    public CorpBook Corp { get; }

    public TownLife Town { get; }

    public List<string> Lines { get; } = [];

    public List<JsonObject> ShopMessages { get; } = [];

    public List<ArchivedReply> Replies { get; } = [];

    public List<CallbackEvent> Callbacks { get; } = [];

    public bool HasRoom { get; set; } = true;

    public void Shop(JsonObject message)
    {
        ShopMessages.Add(message);
        Lines.Add(message.ToJsonString());
    }

    public void Reply(ArchivedReply reply)
    {
        Replies.Add(reply);
        Lines.Add($"{reply}");
    }

    public void Enqueue(CallbackEvent happened)
    {
        Callbacks.Add(happened);
        Lines.Add($"{happened.At:o} {happened.ChangeType} {string.Join(' ', happened.Fields)}");
    }

    /// <summary>Lives some days; each evening at six every advisor is given the same message for all of their customers.</summary>
    public Diary Live(int days, params string[] eveningMessages)
    {
        for (var day = 0; day < days; day++)
        {
            var evening = Opening.AddDays(day).AddHours(10);
            Town.AdvanceTo(evening);
            foreach (var text in eveningMessages)
            {
                var recipients = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
                foreach (var person in Town.Friends.Where(person => person.IsFriend))
                    (recipients.TryGetValue(person.Member, out var list) ? list : recipients[person.Member] = []).Add(person.Id);
                Corp.Create(text, [], recipients, evening);
            }
            Town.AdvanceTo(Opening.AddDays(day + 1));
        }
        return this;
    }
}
