using System.Text;
using Shiyu.Runtime.Rehearsing.Jobs;
using Shiyu.Runtime.Tests.Running;

namespace Shiyu.Runtime.Tests.Rehearsing;

/// <summary>A draft decides by the values and stops that were in force at each place of the log; only as it was live it knows the pauses, too.</summary>
public sealed class RehearsalsWithWhatWasLearned
{
    [Fact]
    public async Task A_draft_drops_what_a_guardrail_had_stopped_by_then()
    {
        await using var world = await GuardrailThatStops.StoppedAsync();

        var done = await RehearsalsOfDrafts.RehearseAsync(world, Draft("a.yaml", "sop: a\ntitle: 改\ntrigger: { event: asked }\nreentry: always\nsteps: [ { id: m, send: direct, material: push }, { id: t, send: direct, material: soft } ]"));

        // The twenty of before were reached; the one after the stop is not.
        var outcomes = done.Drafts[0].Report!.Sops.Single().Steps.Single(step => step.Step == "t").Outcomes;
        Assert.Equal([("dropped:guardrail", 1L), ("sent", 20L)], outcomes.Select(outcome => (outcome.Key, outcome.Value)));
        var late = world.Runtime.FindCustomer("external_userid:late")!;
        Assert.Contains((await world.Runtime.Rehearsals.StoryAsync(done.Id, 0, late, null, 100))!.Items, entry => entry is { Step: "t", Outcome: "dropped", Reason: "guardrail" });
    }

    [Fact]
    public async Task A_draft_lets_values_decide_from_when_they_were_learned_on()
    {
        await using var world = await ValuesThatAreLearned.DecidedByValueAsync();
        var customer = world.Runtime.FindCustomer("external_userid:w9")!;
        var earlier = world.Runtime.FindCustomer("external_userid:w5")!;

        var done = await RehearsalsOfDrafts.RehearseAsync(world, Draft("c.yaml", "sop: c\ntrigger: manual\nsteps: [ { id: m, task: ring } ]"));

        Assert.Equal("value", await WonByAsync(world, done, customer));
        Assert.Equal("priority", await WonByAsync(world, done, earlier));
    }

    [Fact]
    public async Task As_live_the_decisions_that_were_taken_come_out()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("cart.added", "user_id:u");
        await world.Runtime.PauseAsync("cart-nudge");
        await world.PassAsync(TimeSpan.FromHours(30));

        var done = await RehearsalsOfDrafts.RehearseAsync(world, new RehearsalDraft(null, new Dictionary<string, byte[]>(), [], AsLive: true), new RehearsalDraft("draft", new Dictionary<string, byte[]>(), []));

        Assert.Equal([0L, 1L], done.Drafts.Select(draft => draft.Report!.Messages));
        Assert.Equal([1L, 1L], done.Drafts.Select(draft => draft.Report!.Entries));
        var story = (await world.Runtime.Rehearsals.StoryAsync(done.Id, 0, "c1", null, 100))!.Items;
        Assert.Contains(story, entry => entry is { Kind: "run_started", Sop: "cart-nudge" });
        Assert.DoesNotContain(story, entry => entry.Kind == "step");
    }

    [Fact]
    public async Task As_live_nothing_is_replaced_and_nobody_leaves_out_what_is_not_there()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);

        var both = world.Runtime.Rehearsals.Start(new RehearsalRequest(null, null, [new RehearsalDraft(null, new Dictionary<string, byte[]>(), ["sop/cart-nudge"], AsLive: true)], TimeSpan.FromMinutes(1)));
        var unknown = world.Runtime.Rehearsals.Start(new RehearsalRequest(null, null, [new RehearsalDraft(null, new Dictionary<string, byte[]>(), ["sop/cart-nudg"])], TimeSpan.FromMinutes(1)));

        Assert.Equal("drafts[0].asLive", Assert.IsType<RehearsalStart.Invalid>(both).Field);
        Assert.Equal(("drafts[0].without", "sop/cart-nudg"), Assert.IsType<RehearsalStart.Invalid>(unknown) is var refused ? (refused.Field, refused.Given) : default);
    }

    private static async Task<string?> WonByAsync(RunningWorld world, RehearsalView done, string customer) =>
        (await world.Runtime.Rehearsals.StoryAsync(done.Id, 0, customer, null, 100))!.Items.First(entry => entry.Contest is not null).Contest!.WonBy;

    private static RehearsalDraft Draft(string path, string yaml) => new(null, new Dictionary<string, byte[]> { [path] = Encoding.UTF8.GetBytes(yaml) }, []);
}
