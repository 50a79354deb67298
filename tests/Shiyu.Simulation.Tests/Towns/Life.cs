using System.Globalization;
using System.Text.Json;
using Shiyu.Runtime.Intake;
using Shiyu.Simulation.Tests.Invariants;
using Shiyu.Simulation.Tests.Machine;
using Shiyu.Simulation.Tests.Stores;
using Shiyu.WeCom.Callbacks;
using Shiyu.WeCom.Hosting;

namespace Shiyu.Simulation.Tests.Towns;

/// <summary>What customers and members do. Whoever is not answered tries again, as SDKs and WeCom do.</summary>
internal sealed class Life
{
    private const int Persons = 12;
    private static readonly string[] s_members = ["zhang", "li", "wang"];
    private readonly Town _town;
    private readonly WorldClock _clock;
    private readonly Chance _chance;
    private readonly DateTimeOffset _ends;
    private readonly HashSet<(string Source, string Id)> _acknowledged = [];
    private readonly HashSet<string> _callbacks = [];
    private int _numbers;

    public Life(Town town, WorldClock clock, Chance chance, DateTimeOffset ends)
    {
        (_town, _clock, _chance, _ends) = (town, clock, chance, ends);
        _clock.In(TimeSpan.FromMinutes(1), Act);
        // The town does not begin among strangers.
        for (var person = 1; person <= Persons; person++)
        {
            var external = Identities.ExternalOf(person);
            _clock.In(TimeSpan.FromMinutes(1) + _chance.About(TimeSpan.FromHours(8)), () => Befriend(external, _chance.OneOf(s_members)));
        }
        _clock.In(_chance.About(TimeSpan.FromHours(6)), Crowd);
    }

    /// <summary>Law 4: what was acknowledged is in the log, once, and was folded once.</summary>
    public void Judge(MemoryDisk disk)
    {
        foreach (var (source, id) in _acknowledged)
            if (_town.Log.TimesOf(source, id) != 1) throw new InvariantBrokenException("acknowledged means kept once", $"{source}/{id} is {_town.Log.TimesOf(source, id)} times in the log");
        foreach (var hash in _callbacks)
            if (_town.Log.TimesOf("wecom", $"wecom:{hash}:contact") != 1)
                throw new InvariantBrokenException("an acknowledged callback becomes one event", hash);
        var folded = disk.Counters.GetValueOrDefault((1, "intake/folded"));
        if (folded != _town.Log.Events) throw new InvariantBrokenException("each event is folded exactly once", $"{folded} of {_town.Log.Events}");
    }

    // ---- customers

    private void Act()
    {
        if (_clock.Now >= _ends) return;
        _clock.In(_chance.About(TimeSpan.FromMinutes(15)), Act);
        var person = _chance.Between(1, Persons);
        var external = Identities.ExternalOf(person);
        switch (_chance.Below(20))
        {
            case 0 or 1:
                Befriend(external, _chance.OneOf(s_members));
                break;
            case 2 when _chance.OnceIn(2):
                var members = s_members.Where(member => _town.Server.Friendships.GetValueOrDefault((external, member)) is { Mutual: true }).ToList();
                if (members.Count > 0) Part(external, _chance.OneOf(members), _chance.OnceIn(2));
                break;
            default:
                var batch = new List<IncomingEvent>();
                for (var more = _chance.OnceIn(5) ? _chance.Between(2, 5) : 1; more > 0; more--) batch.Add(Event(person));
                _ = SendAsync(batch);
                break;
        }
    }

    /// <summary>Something is on sale: everybody comes at once, just when a loop of the program stalls.</summary>
    private void Crowd()
    {
        if (_clock.Now >= _ends) return;
        _clock.In(_chance.About(TimeSpan.FromHours(8)), Crowd);
        var time = TimeSpan.FromSeconds(_chance.Between(1, 20));
        if (_town.Up is not null) _town.Computer.Stall(time);
        for (var more = _chance.Between(3, 12); more > 0; more--) _clock.In(_chance.Within(time), () => _ = SendAsync([Event(_chance.Between(1, Persons))]));
    }

    /// <summary>One customer does one thing now, and is heard.</summary>
    public void Does(string external, string name, Action<Utf8JsonWriter>? attributes = null) => _ = SendAsync([EventWriter.Event(
        $"e{++_numbers}", name, _clock.Now.ToUnixTimeMilliseconds(), [new(IdentityKind.ExternalUserId, external)],
        json =>
        {
            json.WriteString("product", "A");
            json.WriteNumber("amount", 50);
        },
        attributes)]);

    /// <summary>A friendship of a customer ends.</summary>
    public void PartFromOne(string external)
    {
        if (s_members.FirstOrDefault(member => _town.Server.AreFriends(external, member)) is { } friend) Part(external, friend, _chance.OnceIn(2));
    }

    private IncomingEvent Event(int person)
    {
        var name = _chance.Of("product.viewed", "product.viewed", "product.viewed", "cart.added", "cart.added", "coupon.claimed", "order.paid", "order.refunded", "message.received", "message.received");
        var now = _clock.Now.ToUnixTimeMilliseconds();
        // Mostly at once; now and then late by minutes or days, or from a clock that runs ahead.
        var occurredAt = _chance.Below(12) switch
        {
            0 => now - (long)_chance.About(TimeSpan.FromMinutes(30)).TotalMilliseconds,
            1 => now - (long)_chance.About(TimeSpan.FromDays(2)).TotalMilliseconds,
            2 => now + _chance.Below(290_000),
            _ => now,
        };
        var product = _chance.Of("A", "B", "C");
        var amount = _chance.Of(50, 120, 300);
        var attribute = _chance.Below(14);
        var byHand = _chance.OnceIn(25) && _town.Playbook.Live is { Count: > 0 } live ? _chance.OneOf(live) : null;
        return EventWriter.Event(
            $"e{++_numbers}", byHand is null ? name : "sop.start", occurredAt, Names(person),
            json =>
            {
                json.WriteString("product", product);
                json.WriteNumber("amount", amount);
                if (byHand is not null) json.WriteString("sop", byHand);
            },
            attribute > 3 ? null : json =>
            {
                if (attribute == 0) json.WriteString("tier", _chance.Of("gold", "silver"));
                if (attribute == 1) json.WriteString("name", _chance.Of("小王", "小李"));
                if (attribute == 2) json.WriteBoolean("do_not_disturb", _chance.OnceIn(3));
                if (attribute == 3) json.WriteNull("tier");
            });
    }

    private Identity[] Names(int person)
    {
        Identity external = new(IdentityKind.ExternalUserId, Identities.ExternalOf(person));
        Identity user = new(IdentityKind.UserId, Identities.UserOf(person));
        // Devices are shared now and then.
        Identity device = new(IdentityKind.AnonymousId, Identities.DeviceOf(_chance.OnceIn(60) ? 1 : person, _chance.Below(2)));
        return _chance.Below(10) switch
        {
            0 => [user, external],
            1 => [user, device],
            2 => [device],
            3 or 4 => [user],
            _ => [external],
        };
    }

    private async Task SendAsync(List<IncomingEvent> batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (_town.Up is { } up)
            {
                try
                {
                    await up.Runtime!.AcceptAsync(new IntakeBatch("shop", batch));
                    if (!up.IsDead)
                    {
                        foreach (var one in batch) _acknowledged.Add(("shop", one.Id));
                        // The answer may be lost on its way: then it comes again.
                        if (attempt > 5 || !_chance.OnceIn(15)) return;
                    }
                }
                catch (Exception error)
                {
                    if (!up.IsDead && _town.Up == up) _town.Fail("intake takes what is valid", error.ToString());
                }
            }
            if (_clock.Now >= _ends.AddHours(3)) return;
            await Pause(TimeSpan.FromSeconds(20));
        }
    }

    // ---- friendships

    private void Befriend(string external, string member)
    {
        if (_town.Server.AreFriends(external, member)) return;
        var code = _town.Server.Befriend(external, member);
        CallBack("add_external_contact", external, member, $"<WelcomeCode>{code}</WelcomeCode>");
    }

    private void Part(string external, string member, bool byCustomer)
    {
        _town.Server.Part(external, member, byCustomer);
        CallBack(byCustomer ? "del_follow_user" : "del_external_contact", external, member, "");
    }

    /// <summary>WeCom calls back: late, twice, in another order, and up to three times more where nobody answers.</summary>
    private void CallBack(string change, string external, string member, string more)
    {
        var xml = string.Create(CultureInfo.InvariantCulture,
            $"<xml><ToUserName>ww1</ToUserName><MsgType>event</MsgType><Event>change_external_contact</Event><CreateTime>{_clock.Now.ToUnixTimeSeconds()}</CreateTime><ChangeType>{change}</ChangeType><UserID>{member}</UserID><ExternalUserID>{external}</ExternalUserID>{more}</xml>");
        for (var times = _chance.OnceIn(6) ? 2 : 1; times > 0; times--) _clock.In(_chance.OnceIn(8) ? _chance.About(TimeSpan.FromMinutes(5)) : _chance.About(TimeSpan.FromSeconds(1)), () => _ = DeliverAsync(xml));
    }

    private async Task DeliverAsync(string xml)
    {
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            if (_town.Up is { } up)
            {
                try
                {
                    var content = CallbackEvent.Parse(xml)!;
                    await up.Inbox!.KeepAsync(content, xml);
                    if (!up.IsDead)
                    {
                        _callbacks.Add(content.Hash);
                        return;
                    }
                }
                catch (Exception error)
                {
                    if (!up.IsDead && _town.Up == up) _town.Fail("callbacks are kept", error.ToString());
                }
            }
            await Pause(TimeSpan.FromSeconds(5));
        }
    }

    private Task Pause(TimeSpan about) => _clock.Pass(_chance.About(about));
}
