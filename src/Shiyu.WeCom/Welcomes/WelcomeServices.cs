using Microsoft.Extensions.DependencyInjection;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Welcomes;

internal static class WelcomeServices
{
    /// <summary>Welcome rules, media and their keeper.</summary>
    public static IServiceCollection AddWelcomes(this IServiceCollection services) => services
        .AddSingleton<MediaBook>()
        .AddSingleton<MediaKeeper>()
        .AddSingleton<WelcomeBook>()
        .AddSingleton(provider => new WelcomeDesk(
            provider.GetRequiredService<IWeComHost>(), provider.GetRequiredService<WelcomeBook>(), provider.GetRequiredService<MediaBook>(), provider.GetRequiredService<MediaKeeper>()))
        .AddHostedService(provider => provider.GetRequiredService<MediaKeeper>());
}
