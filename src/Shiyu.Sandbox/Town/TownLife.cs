using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Sending;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Town;

/// <summary>
/// The town: people arrive, and each goes an own way from there. It moves only when told what time it is, so the same seed, epoch and
/// messages give the same acts at any speed. The caller holds the corp's gate.
/// </summary>
internal sealed class TownLife
{
    private const double DayBegins = 7.5;
    private const double DayEnds = 23;
    private const int FirstHour = 12;

    private readonly Agenda _agenda = new();
    private readonly Dictionary<string, Townsperson> _friends = new(StringComparer.Ordinal);
    private readonly SandboxOptions _options;
    private readonly CorpBook _corp;
    private readonly Ids _ids;
    private readonly ITownPost _post;
    private readonly ShopMessages _shop;
    private readonly Shopping _shopping;
    private readonly Talking _talking;
    private readonly Chance _arrivals;
    private int _people;

    public TownLife(SandboxOptions options, CorpBook corp, Ids ids, ITownPost post)
    {
        (_options, _corp, _ids, _post) = (options, corp, ids, post);
        _arrivals = Chance.For(options.Seed, "arrivals");
        _shop = new ShopMessages(ids, post);
        var camp = new Camp(_shop, Counts);
        _shopping = new Shopping(_agenda, _shop, camp, Counts);
        _talking = new Talking(_agenda, corp, ids, post, Counts);
        var reactions = new Reactions(_agenda, corp, _shopping, camp, _talking, Counts);
        var members = new MemberRhythm(options.Seed, _agenda, corp, Counts);
        corp.Notified += members.Notified;
        corp.Delivered += message =>
        {
            if (_friends.TryGetValue(message.ExternalUserId, out var person))
                reactions.Receive(person, message);
        };
    }

    public TownCounts Counts { get; } = new();

    public DateTimeOffset? NextDue => _agenda.NextDue;

    public int Planned => _agenda.Count;

    public IReadOnlyCollection<Townsperson> Friends => _friends.Values;

    /// <summary>Opens the town: who bought here before, a dozen new people in the first hour, then a steady stream by day.</summary>
    public void Start(DateTimeOffset at)
    {
        if (_options.ArrivalsPerDay == 0)
            return;
        foreach (var (person, orderedAt) in OldCustomers.Draw(Draw, at))
        {
            _agenda.Plan(at, _ => _shopping.BoughtBefore(person, orderedAt));
            _agenda.Plan(InDaytime(at + person.Chance.Minutes(5, 600), person.Chance, 120), now => Befriend(person, "parcel-card", now));
        }
        for (var one = 0; one < FirstHour; one++)
            _agenda.Plan(at + _arrivals.Minutes(1, 60), Arrive);
        PlanArrival(at);
    }

    /// <summary>Does everything due by then, in order; stops early while the post is full.</summary>
    public void AdvanceTo(DateTimeOffset now)
    {
        while (_post.HasRoom && _agenda.TryTake(now, out var at, out var act))
            act(at);
    }

    private void PlanArrival(DateTimeOffset after)
    {
        var mean = (DayEnds - DayBegins) * 60 / _options.ArrivalsPerDay;
        _agenda.Plan(InDaytime(after + TimeSpan.FromMinutes(_arrivals.Waiting(mean)), _arrivals, mean), now =>
        {
            Arrive(now);
            PlanArrival(now);
        });
    }

    /// <summary>What would fall into the night happens in the morning, within so many minutes.</summary>
    private static DateTimeOffset InDaytime(DateTimeOffset at, Chance chance, double minutes) =>
        at < ChinaTime.OnDay(at, 0, DayBegins) ? ChinaTime.OnDay(at, 0, DayBegins) + chance.Minutes(0, minutes)
        : at > ChinaTime.OnDay(at, 0, DayEnds) ? ChinaTime.OnDay(at, 1, DayBegins) + chance.Minutes(0, minutes)
        : at;

    private void Arrive(DateTimeOffset at)
    {
        Leavers();
        if (_friends.Count >= _options.PopulationMax)
            return;
        var person = Draw();
        var chance = person.Chance;

        // More than half have looked around in the mini-shop before, unknown to anybody: signing in later joins that visit to the person.
        if (chance.Happens(0.55))
        {
            _shopping.Visit(person, at, ownAccord: false);
            at += chance.Minutes(15, 40);
        }
        var state = Channels.Draw(chance);
        _agenda.Plan(at, now =>
        {
            Befriend(person, state, now);
            if (chance.Happens(0.25))
                _agenda.Plan(now + chance.Minutes(40, 120), then => _talking.Write(person, then, chance.Pick(Phrases.Greeting)));
            if (chance.Happens(0.5))
                _agenda.Plan(now + chance.Minutes(50, 150), then => _shopping.Visit(person, then, ownAccord: true));
            else
                _shopping.PlanNextVisit(person, now);
        });
    }

    private void Befriend(Townsperson person, string state, DateTimeOffset at)
    {
        Counts.Arrivals++;
        person.IsFriend = true;
        _friends.Add(person.Id, person);
        if (_corp.Ways.OfState(state) is { Scene: 2 } way)
            person.Member = Scan(person, way, at);
        else
            _corp.Befriend(person.Customer, person.Member, state, at);
        if (person.Chance.Happens(0.85))
            _agenda.Plan(at + person.Chance.Minutes(2, 45), then => SignIn(person, then));
    }

    /// <summary>Through a code of the corp's own: it says who is met. Where the member has to accept, that takes a while.</summary>
    private string Scan(Townsperson person, ContactWay way, DateTimeOffset at)
    {
        var (member, _) = _corp.Scan(person.Customer, way, at);
        if (!way.SkipVerify)
            _agenda.Plan(at + person.Chance.Minutes(1, 90), then => _corp.Accept(person.Customer, member, then));
        return member;
    }

    private void SignIn(Townsperson person, DateTimeOffset at)
    {
        if (!person.Linked)
            _shop.SignIn(person, at);
    }

    /// <summary>Those who deleted are nobody's friends; they make room for others.</summary>
    private void Leavers()
    {
        foreach (var gone in _friends.Values.Where(person => !person.IsFriend).Select(person => person.Id).ToList())
            _friends.Remove(gone);
    }

    private Townsperson Draw()
    {
        var number = ++_people;
        var chance = Chance.For(_options.Seed, $"person|{number}");
        var persona = Persona.Draw(chance);
        return new Townsperson
        {
            Number = number, Chance = chance, Persona = persona, Favourite = persona.Favourite ?? chance.Pick(Catalog.Teas),
            Member = chance.Pick(_corp.Members).UserId,
            AnonymousId = _ids.Guid("anonymous", $"{number}").ToString(), UserId = "u" + _ids.Letters28("user", $"{number}")[..12],
            Customer = new CorpCustomer
            {
                ExternalUserId = "wm" + _ids.Letters28("customer", $"{number}"), UnionId = "o" + _ids.Letters28("union", $"{number}")[..27],
                Name = Names.Draw(chance), Gender = chance.Whole(0, 2),
            },
        };
    }
}
