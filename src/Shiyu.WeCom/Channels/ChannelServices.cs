using Microsoft.Extensions.DependencyInjection;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Channels;

internal static class ChannelServices
{
    /// <summary>Codes, their counts and their keeper.</summary>
    public static IServiceCollection AddChannels(this IServiceCollection services) => services
        .AddSingleton<ChannelBook>()
        .AddSingleton<ChannelLedger>()
        .AddSingleton<WayApplier>()
        .AddSingleton<ChannelKeeper>()
        .AddSingleton(provider => new ChannelDesk(
            provider.GetRequiredService<IWeComHost>(), provider.GetRequiredService<ChannelBook>(), provider.GetRequiredService<ChannelLedger>(), provider.GetRequiredService<ChannelKeeper>()))
        .AddSingleton(provider => new ChannelPictures(provider.GetRequiredService<WeComOptions>(), provider.GetRequiredService<IWeComHost>().Wall))
        .AddHostedService(provider => provider.GetRequiredService<ChannelKeeper>());
}
