using System.Text.Encodings.Web;
using Shiyu.Sandbox.Callbacks;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Driving;
using Shiyu.Sandbox.Faults;
using Shiyu.Sandbox.Sending;
using Shiyu.Sandbox.Time;
using Shiyu.Sandbox.Town;
using Shiyu.Sandbox.WeCom;

namespace Shiyu.Sandbox;

/// <summary>Puts the program together.</summary>
public static class SandboxHost
{
    /// <param name="wall">Wall time; tests pass one that they move.</param>
    public static WebApplication Build(SandboxOptions options, TimeProvider wall)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Urls);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Shiyu", LogLevel.Information);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        builder.Services.AddProblemDetails();
        Register(builder.Services, options, wall);
        var app = builder.Build();
        app.MapGet("/healthz", () => "ok");
        app.MapWeCom();
        app.MapCodePictures();
        app.MapSandbox();
        return app;
    }

    private static void Register(IServiceCollection services, SandboxOptions options, TimeProvider wall)
    {
        var started = wall.GetUtcNow();
        var time = new BusinessTime(wall, options.Epoch ?? started, options.EpochWall ?? started, options.Rate);
        services.AddSingleton(options).AddSingleton(wall).AddSingleton(time).AddSingleton(new Ids(options.Seed, time.Epoch));

        // Time-outs are the senders' own, by the wall clock that they are given.
        services.AddSingleton(new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan });
        services.AddSingleton<CallbackSender>().AddSingleton<ICallbackQueue>(all => all.GetRequiredService<CallbackSender>());
        services.AddHostedService(all => all.GetRequiredService<CallbackSender>());
        services.AddSingleton(all =>
        {
            var corp = new CorpBook(all.GetRequiredService<Ids>(), wall, time.Now, Staff.Hire(options.Members), all.GetRequiredService<ICallbackQueue>());
            OldFriends.Settle(corp, all.GetRequiredService<Ids>(), options.Seed, options.OldFriends, time.Now);
            return corp;
        });

        services.AddSingleton<FaultSwitch>().AddSingleton<AccessTokens>().AddSingleton<Cursors>();
        services.AddSingleton(new FrequencyLimits(wall, options.CallsPerMinute)).AddSingleton(new InFlight(options.ConcurrencyMax));
        services.AddSingleton<WeComGate>().AddSingleton<TokenApi>().AddSingleton<ContactApi>().AddSingleton<TagApi>();
        services.AddSingleton<AcquisitionApi>().AddSingleton<JoinWayApi>().AddSingleton<MediaApi>().AddSingleton<ContactWayApi>().AddSingleton<RemarkApi>().AddSingleton<MemberApi>().AddSingleton<GroupChatApi>();
        services.AddSingleton<WelcomeApi>().AddSingleton<MassMessageApi>().AddSingleton<MassResultApi>();
        services.AddSingleton<AppInbox>().AddSingleton<AppMessageApi>();

        services.AddSingleton<ShopTracker>().AddSingleton<MessageArchiveStandIn>().AddSingleton<ITownPost, TownPost>();
        services.AddSingleton<TownLife>();
        if (options.Server is not null)
        {
            services.AddHostedService(all => all.GetRequiredService<ShopTracker>());
            services.AddHostedService(all => all.GetRequiredService<MessageArchiveStandIn>());
        }
        if (options.Town)
            services.AddHostedService<TownDriver>();
    }
}
