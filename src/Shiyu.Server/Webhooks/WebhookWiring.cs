using Shiyu.Runtime;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Webhooks;

internal static class WebhookWiring
{
    public static void AddShiyuWebhooks(this IServiceCollection services, WebhookOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<OwnAddress>();
        services.AddSingleton<WebhookBook>();
        services.AddSingleton<WebhookTries>();
        services.AddSingleton(provider =>
        {
            var own = provider.GetRequiredService<OwnAddress>();
            return new WebhookSender(options, provider.GetRequiredService<ShiyuRuntime>().Wall, () => own.Ports);
        });
        services.AddSingleton<WebhookDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDispatcher>());
    }

    /// <summary>A webhook that came back through somebody's proxy is turned away: what it would bring about would send it again.</summary>
    public static void UseShiyuWebhookLoopGuard(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Request.Headers[WebhookSender.OriginHeader] == WebhookSender.Origin ? Problem.WriteAsync(context, ProblemTypes.OwnAddress) : next(context));
}
