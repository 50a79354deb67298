using Shiyu.Simulation.Tests.Machine;
using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Towns;

/// <summary>
/// What happens just when it matters: between the plan and the hand-over of a message, mostly right before its slot ends, and while it is being handed over, its
/// customer meets the goal or the exit, wants no disturbance, writes, or a friendship ends, or its SOP is paused.
/// </summary>
internal sealed class Temptations(Town town, WorldClock clock, Chance chance, Life life, Operators operators, TimeSpan slot, DateTimeOffset ends)
{
    /// <summary>A message has been planned.</summary>
    public void Planned(Delivery message, string external)
    {
        if (clock.Now >= ends || !chance.OnceIn(2)) return;
        var left = slot - TimeSpan.FromTicks((clock.Now + town.Computer.Ahead).UtcTicks % slot.Ticks);
        var wait = chance.OnceIn(2) ? chance.Within(left) : left - chance.About(TimeSpan.FromSeconds(2));
        clock.In(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, () => Befalls(message.Sop, external));
    }

    /// <summary>Messages are about to stand durably as begun; whatever comes now, comes before their request leaves.</summary>
    public void Begun(Delivery message, string external)
    {
        if (clock.Now < ends && chance.OnceIn(5)) Befalls(message.Sop, external);
    }

    private void Befalls(string sop, string external)
    {
        var rule = town.Playbook.Sops[sop];
        switch (chance.Below(8))
        {
            case 0:
                life.PartFromOne(external);
                break;
            case 1 or 2:
                _ = operators.PauseAsync(sop);
                break;
            case 3 or 4:
                life.Does(external, "profile.changed", json => json.WriteBoolean("do_not_disturb", true));
                clock.In(chance.About(TimeSpan.FromHours(1)), () => life.Does(external, "profile.changed", json => json.WriteBoolean("do_not_disturb", false)));
                break;
            case 5:
                life.Does(external, "message.received");
                break;
            case var other when (other == 6 ? rule.Exit : rule.Goal) is { } end:
                life.Does(external, end);
                break;
        }
    }
}
