using Shiyu.Runtime;
using Shiyu.Server.SignIn;

namespace Shiyu.Server.Hosting;

/// <summary>A server that answers.</summary>
/// <param name="Url">Its first address, with the port it really got.</param>
internal sealed record RunningServer(ServerOptions Options, string Url, NewSecrets New, ShiyuRuntime Runtime, WebApplication App);
