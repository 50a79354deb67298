using System.CommandLine;
using Shiyu.Bench;

var events = new Option<int>("--events") { Description = "How many events.", DefaultValueFactory = _ => 1_000_000 };
var customers = new Option<int>("--customers") { Description = "How many customers they belong to.", DefaultValueFactory = _ => 100_000 };
var batch = new Option<int>("--batch") { Description = "Events a request.", DefaultValueFactory = _ => 1_000 };
var connections = new Option<int>("--connections") { Description = "Requests under way at once.", DefaultValueFactory = _ => 8 };
var folder = new Option<DirectoryInfo>("--folder")
{
    Description = "Where to make the data folders; a disk like the one that will be used.",
    DefaultValueFactory = _ => new DirectoryInfo(Path.GetTempPath()),
};

var ingest = new Command("ingest", "A client process sends batches over HTTP to a real server on a fresh folder until all is folded.") { events, customers, batch, connections, folder };
ingest.SetAction((parsed, stop) => IngestBench.RunAsync(
    new IngestBench.Options(parsed.GetValue(events), parsed.GetValue(customers), parsed.GetValue(batch), parsed.GetValue(connections), parsed.GetValue(folder)!.FullName),
    stop));

var engine = new Command("engine", "The fold alone: events a second on one core, and bytes a customer.") { events, customers };
engine.SetAction(parsed => EngineBench.Run(parsed.GetValue(events), parsed.GetValue(customers)));

var rehearsal = new Command("rehearsal", "A rehearsal of a real log: rows read, folded and added up to a report; events a second on one core.") { events, customers, folder };
rehearsal.SetAction(parsed => RehearsalBench.RunAsync(parsed.GetValue(events), parsed.GetValue(customers), parsed.GetValue(folder)!.FullName));

var rate = new Option<int>("--rate") { Description = "Events a second.", DefaultValueFactory = _ => 1_000 };
var seconds = new Option<int>("--seconds") { Description = "For how long.", DefaultValueFactory = _ => 20 };
var latency = new Command("latency", "From an event's arrival to its intent in the outbox, at a steady rate.") { rate, seconds, folder };
latency.SetAction((parsed, stop) => LatencyBench.RunAsync(parsed.GetValue(rate), parsed.GetValue(seconds), parsed.GetValue(folder)!.FullName, stop));

var store = new Command("store", "Commits of the store against a bare insert of the same rows.") { events, folder };
store.SetAction(parsed => StoreBench.Run(parsed.GetValue(folder)!.FullName, parsed.GetValue(events), Console.Out));

var due = new Option<int>("--due") { Description = "Wake-ups due at one instant.", DefaultValueFactory = _ => 100_000 };
var sleeping = new Option<int>("--sleeping") { Description = "Wake-ups that sleep; each is a customer held in memory.", DefaultValueFactory = _ => 1_000_000 };
var idle = new Option<int>("--seconds") { Description = "For how long they are watched sleeping.", DefaultValueFactory = _ => 10 };
var wakes = new Command("wakes", "Wake-ups due at one instant until they are in the outbox, and what sleeping ones cost.") { due, sleeping, idle, folder };
wakes.SetAction((parsed, stop) => WakeBench.RunAsync(parsed.GetValue(due), parsed.GetValue(sleeping), parsed.GetValue(idle), parsed.GetValue(folder)!.FullName, stop));

var many = new Option<int>("--rules") { Description = "How many rules stand beside those that read the events; a multiple of 20.", DefaultValueFactory = _ => 1_000 };
var rules = new Command("rules", "What an event costs among many rules that do not read its name.") { events, customers, many };
rules.SetAction(parsed => RulesBench.Run(parsed.GetValue(events), parsed.GetValue(customers), parsed.GetValue(many)));

var lateness = new Command("lateness", "From the instant at which time alone changes a tag to the intent of the SOP that the tag triggers, in the outbox.") { rate, seconds, folder };
lateness.SetAction((parsed, stop) => LatenessBench.RunAsync(parsed.GetValue(rate), parsed.GetValue(seconds), parsed.GetValue(folder)!.FullName, stop));

var publish = new Command("publish", "Publishing a rule that counts something new over customers with a history, and how long events wait meanwhile.") { events, customers, folder };
publish.SetAction((parsed, stop) => PublishBench.RunAsync(parsed.GetValue(events), parsed.GetValue(customers), parsed.GetValue(folder)!.FullName, stop));

var root = new RootCommand("Measures Shiyu. Every figure that matters is a ratio to a baseline of the same run.") { ingest, engine, rehearsal, latency, store, wakes, rules, lateness, publish };
return await root.Parse(args).InvokeAsync();
