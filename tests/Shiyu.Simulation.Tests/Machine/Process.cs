using Microsoft.Extensions.Hosting;
using Shiyu.Runtime;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Stepping;
using Shiyu.Runtime.Time;
using Shiyu.Runtime.Writing;
using Shiyu.Store;
using Shiyu.WeCom;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.App;
using Shiyu.WeCom.Callbacks;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Contacts;
using Shiyu.WeCom.Hosting;
using Shiyu.WeCom.Messages;
using Shiyu.WeCom.Welcomes;

namespace Shiyu.Simulation.Tests.Machine;

/// <summary>One start of the program: the real runtime and the real parts of WeCom, from the opening of the store until it dies or is stopped.</summary>
internal sealed class Process : IStepper
{
    private readonly Wall _wall;
    private readonly List<IHostedService> _services = [];
    private IStepped? _writer;
    private IStepped? _fold;
    private IStepped? _background;
    private bool _writerRests;
    private bool _foldRests;
    private bool _backgroundRests = true;
    private DateTimeOffset _writerStallsUntil;
    private DateTimeOffset _foldStallsUntil;

    private Process(Wall wall) => _wall = wall;

    public bool IsDead { get; private set; }

    /// <summary>Null until it is open.</summary>
    public ShiyuRuntime? Runtime { get; private set; }

    public CallbackInbox? Inbox { get; private set; }

    public Wall Wall => _wall;

    public FoldLoop Fold => (FoldLoop)_fold!;

    /// <summary>Why it could not be opened or runs no longer.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Opens the runtime alone.</summary>
    public static Process Open(Wall wall, Func<Process, IStore> openStore, Func<DateTimeOffset?, BusinessClock> clock, long checkpointEveryFacts)
    {
        var process = new Process(wall);
        _ = process.OpenAsync(new RuntimeOptions
        {
            DataFolder = "", Clock = clock, Wall = wall, OpenStore = () => openStore(process), Stepper = process, CheckpointEveryFacts = checkpointEveryFacts,
            BackfillNearRows = 50,
        });
        return process;
    }

    /// <summary>Adds WeCom's parts once the runtime is open.</summary>
    public void Connect(WeComOptions options, Func<IWeComHost, IWeComHost> watched, Func<Process, HttpMessageHandler> network, Chance chance, Action<string> error)
    {
        void Tell(string what)
        {
            if (!IsDead) error(what);
        }
        var host = watched(new RuntimeHost(Runtime!));
        var client = new WeComClient(options, host.Wall, new LoudLog<WeComClient>(Tell), callsPerMinute: 10_000, network(this), chance.Next);
        Inbox = new CallbackInbox(host);
        var unhandled = new UnhandledCallbacks(host);
        var channels = new ChannelBook(host);
        var media = new MediaBook(host, options);
        var welcomes = new WelcomeBook(host, channels, media, new MediaKeeper(host, client, options, media, new LoudLog<MediaKeeper>(Tell)));
        var tasks = new TaskBook(host, chance.Guid);
        _services.Add(new WelcomeLane(host, client, options, Inbox, welcomes, new LoudLog<WelcomeLane>(Tell)));
        _services.Add(new CallbackWorker(host, Inbox, new ContactEvents(host, client, options, Inbox, unhandled, channels, new ContactBook(host)), new LoudLog<CallbackWorker>(Tell)));
        _services.Add(new DirectMessageDispatcher(host, client, options, tasks, new AppMessages(host, client, options, new LoudLog<AppMessages>(Tell)), new LoudLog<DirectMessageDispatcher>(Tell)));
        foreach (var service in _services) _ = service.StartAsync(CancellationToken.None);
    }

    public void Add(IStepped loop)
    {
        if (loop is Writer) _writer = loop;
        else if (loop is FoldLoop) _fold = loop;
        else (_background, _backgroundRests) = (loop, false);
    }

    /// <summary>The writer or the fold gets no turns for a while, as on a machine that swaps or a disk that is busy.</summary>
    public void Stall(bool writer, DateTimeOffset until)
    {
        if (writer) _writerStallsUntil = until;
        else _foldStallsUntil = until;
    }

    /// <summary>When the next stall is over; null when there is none.</summary>
    public DateTimeOffset? StallsUntil(DateTimeOffset now)
    {
        DateTimeOffset? Still(DateTimeOffset until) => until > now ? until : null;
        return (Still(_writerStallsUntil), Still(_foldStallsUntil)) switch
        {
            ({ } writer, { } fold) => writer < fold ? writer : fold,
            var (writer, fold) => writer ?? fold,
        };
    }

    /// <summary>Gives one of the loops a turn.</summary>
    /// <returns>False when none has anything to do.</returns>
    public bool Turn(Chance chance, DateTimeOffset now)
    {
        if (IsDead || Runtime is null) return false;
        var (writerRests, foldRests) = (_writerRests || now < _writerStallsUntil, _foldRests || now < _foldStallsUntil);
        if (writerRests && foldRests && _backgroundRests) return false;
        if (!_backgroundRests && ((writerRests && foldRests) || chance.OnceIn(8)))
        {
            _backgroundRests = !_background!.Step();
            return true;
        }
        if (writerRests || (!foldRests && chance.OnceIn(2)))
        {
            _foldRests = !_fold!.Step();
            _writerRests = false;    // it may have been given something to write
        }
        else
        {
            _writerRests = !_writer!.Step();
            if (!_writerRests) _foldRests = false;
        }
        return true;
    }

    /// <summary>Something happened: the loops are to be looked at again.</summary>
    public void Disturb() => (_writerRests, _foldRests) = (false, false);

    /// <summary>The plug is pulled.</summary>
    public void Die()
    {
        IsDead = true;
        _wall.Forget();
    }

    /// <summary>It is told to end, as by SIGTERM.</summary>
    public async Task StopAsync()
    {
        foreach (var service in _services) await service.StopAsync(CancellationToken.None);
        await Runtime!.DisposeAsync();
    }

    private async Task OpenAsync(RuntimeOptions options)
    {
        try
        {
            Runtime = await ShiyuRuntime.OpenAsync(options, CancellationToken.None);
        }
        catch (Exception error)
        {
            Failure = error;
        }
    }
}
