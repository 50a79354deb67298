using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shiyu.Runtime;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.App;
using Shiyu.WeCom.Callbacks;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Groups;
using Shiyu.WeCom.Contacts;
using Shiyu.WeCom.Hosting;
using Shiyu.WeCom.Links;
using Shiyu.WeCom.Messages;
using Shiyu.WeCom.Welcomes;

namespace Shiyu.WeCom;

public static class WeComServices
{
    /// <summary>
    /// Registers everything of WeCom: client, callbacks, welcome lane, dispatcher, status. Needs a <see cref="ShiyuRuntime"/> (opened, as a singleton)
    /// and logging. Map <see cref="CallbackEndpoint.MapWeComCallback"/> for the callbacks and answer <see cref="WeComStatus.View"/> where it is asked for.
    /// </summary>
    public static IServiceCollection AddShiyuWeCom(this IServiceCollection services, WeComOptions options) => services
        .AddSingleton<IWeComHost>(provider => new RuntimeHost(provider.GetRequiredService<ShiyuRuntime>()))
        .AddWeComParts(options);

    /// <summary>The parts that stand on <see cref="IWeComHost"/>.</summary>
    internal static IServiceCollection AddWeComParts(this IServiceCollection services, WeComOptions options) => services
        .AddSingleton(options)
        .AddSingleton(provider => new WeComClient(
            options, provider.GetRequiredService<IWeComHost>().Wall, provider.GetRequiredService<ILogger<WeComClient>>()))
        .AddSingleton<CallbackInbox>()
        .AddSingleton<UnhandledCallbacks>()
        .AddSingleton<ContactEvents>()
        .AddSingleton<WelcomeLane>()
        .AddSingleton<TaskBook>()
        .AddSingleton<AppMessages>()
        .AddSingleton<IMemberNotices>(provider => provider.GetRequiredService<AppMessages>())
        .AddSingleton<DirectMessageDispatcher>()
        .AddSingleton<ContactBook>()
        .AddSingleton<MemberBook>()
        .AddSingleton<TagLibrary>()
        .AddSingleton<ContactSync>()
        .AddSingleton<ContactSyncService>()
        .AddSingleton<ContactDesk>()
        .AddSingleton<WeComStatus>()
        .AddChannels()
        .AddWelcomes()
        .AddSingleton<LinkDesk>()
        .AddSingleton<GroupCodeDesk>()
        .AddHostedService(provider => provider.GetRequiredService<WelcomeLane>())
        .AddHostedService<CallbackWorker>()
        .AddHostedService(provider => provider.GetRequiredService<DirectMessageDispatcher>())
        .AddHostedService<AdvisorTasks>()
        .AddHostedService(provider => provider.GetRequiredService<ContactSyncService>());
}
